"""Whatever is written can be read: contrasts of at least 4.5 on every ground.

Source: Web Content Accessibility Guidelines 2.2, success criterion 1.4.3 and the definition of
relative luminance.
"""

import ast
import re
from pathlib import Path

import pytest

import bpcalc.report
from bpcalc.report import terminal
from bpcalc.report.drawing import colours

LEAST = 4.5
HOME = Path(bpcalc.report.__file__).parent
STYLES = HOME / "web" / "styles"

GROUNDS = {"black on white": ("#000000", "#ffffff"), "white on black": ("#ffffff", "#000000")}
GREY = {"grey on black": ("#cccccc", "#000000"), "text on ivory": ("#2e3436", "#ffffff")}

TONES = ("good", "fair", "bad", "open")
TEXTS = ("text", "soft", "link", "input", "hidden", "output", "gradient", "target", *TONES)


def luminance(colour: str) -> float:
    """Return how bright a colour such as `#1d2127` is, from 0 to 1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def variables(name: str) -> dict[str, str]:
    """Return the colours that a stylesheet of the report defines."""
    text = (STYLES / name).read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", text))


def test_the_measure() -> None:
    """Black on white is 21, and the grey that just fails does."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("sheet", ["report.css", "dark.css"])
def test_reports(sheet: str) -> None:
    """All colours of a report's words can be read on its paper; those of marks on their washes."""
    found = variables(sheet)
    pairs = [(text, "paper") for text in TEXTS]
    pairs += [(text, f"{tone}-wash") for tone in TONES for text in ("text", tone)]

    assert len(found) >= len(TEXTS)
    faint = {pair: contrast(found[pair[0]], found[pair[1]]) for pair in pairs}
    assert {pair: round(each, 2) for pair, each in faint.items() if each < LEAST} == {}


def test_pictures() -> None:
    """Numbers and names of a picture, on its paper and in its units."""
    texts = {colours.FOREGROUND, *colours.NUMBERS.values()}
    faint = {colour: contrast(colour, colours.PAPER) for colour in texts}
    inside = {fill: contrast(colours.FOREGROUND, fill) for fill in colours.FILLS.values()}

    assert {
        colour: round(each, 2) for colour, each in (faint | inside).items() if each < LEAST
    } == {}


def test_a_terminal_is_written_on_in_its_own_colour() -> None:
    """Results are bold and givens dim: on white as on black, whatever the palette is."""
    styles = {
        *terminal.STYLES.values(),
        terminal.GIVEN_STYLE,
        terminal.FINAL_STYLE,
        terminal.QUIET_STYLE,
    }
    styles.add(terminal.TITLE_STYLE)

    assert styles <= {"", "bold", "dim"}
    for colour, ground in (GROUNDS | GREY).values():
        dim = "#" + "".join(
            f"{(2 * int(colour[at : at + 2], 16) + int(ground[at : at + 2], 16)) // 3:02x}"
            for at in (1, 3, 5)
        )
        assert contrast(colour, ground) > LEAST
        assert contrast(dim, ground) > LEAST


def test_no_module_names_a_colour_of_the_terminal() -> None:
    """No text of a terminal has one of the sixteen colours, which no palette shows alike."""
    named = re.compile(r"(bold |dim |bright_)?(red|green|yellow|blue|magenta|cyan)")
    found = [
        (path.name, node.value)
        for path in HOME.parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if named.fullmatch(node.value)
    ]

    assert found == []
