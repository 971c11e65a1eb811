"""Markdown that says what it is given, whatever signs are in it."""

from collections.abc import Iterable, Sequence
from html import escape


def code(text: str) -> str:
    """Return a text set as code, in a cell of a table as well."""
    return f"<code>{cell(text)}</code>" if text else ""


SIGNS = {sign: f"&#{ord(sign)};" for sign in "|*_`[]{}\\~^#"}
"""Signs that would mean something in Markdown."""


def cell(text: str) -> str:
    """Return a text of which no sign means anything, on one line."""
    plain = escape(" ".join(text.split()), quote=False)
    return "".join(SIGNS.get(sign, sign) for sign in plain)


def prose(text: str) -> str:
    """Return a sentence in which only `code` is set apart."""
    parts = " ".join(text.split()).split("`")
    if len(parts) % 2 == 0:
        return cell(text)
    return "".join(code(part) if place % 2 else _plain(part) for place, part in enumerate(parts))


def _plain(text: str) -> str:
    """Return what stands beside code, with the spaces that keep them apart."""
    inner = text.strip()
    return text.replace(inner, cell(inner)) if inner else text


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def block(language: str, text: str) -> str:
    """Return a block of code."""
    return f"```{language}\n{text.rstrip()}\n```\n"
