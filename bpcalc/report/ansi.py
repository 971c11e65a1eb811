"""Styled text to plain text, or to a terminal's colours."""

from collections.abc import Iterable
from io import StringIO

StyledPiece = tuple[str, str]
"""A text and the name of its style; "" for none."""


def painted(rows: Iterable[list[StyledPiece]], colour: bool) -> str:
    """Return the rows as text, with the terminal's colour codes if they are wanted."""
    if not colour:
        return "".join("".join(text for text, _ in row).rstrip() + "\n" for row in rows)
    from rich.color import ColorSystem
    from rich.style import Style

    styles: dict[str, Style] = {}
    page = StringIO()
    for row in rows:
        for text, name in row:
            style = styles.get(name)
            if style is None:
                style = styles[name] = Style.parse(name or "none")
            page.write(style.render(text, color_system=ColorSystem.STANDARD) if text else "")
        page.write("\n")
    return page.getvalue()
