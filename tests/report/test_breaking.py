"""Lines of long formulas: counted as they are broken."""

import random

import pytest

from bpcalc.report.breaking import Breaking, broken
from bpcalc.report.cells import terminal_width

FACTORS = [
    "w1",
    "0.25",
    "(1 - out_h1)",
    "(0.1·0.2 + 0.3·(0.4 - 净输入))",
    "学习率",
    "δ_o1",
    "e^(-net)",
]


def drawn(seed: int) -> str:
    """Return a formula of many terms with brackets and wide characters."""
    draw = random.Random(seed)
    terms = ["·".join(draw.choices(FACTORS, k=draw.randint(1, 4))) for _ in range(20)]
    return terms[0] + "".join(f" {draw.choice('+-')} {term}" for term in terms[1:])


@pytest.mark.sampled(7)
@pytest.mark.parametrize("seed", range(20))
def test_lines_are_counted_as_they_are_broken(seed: int) -> None:
    """Narrower than a factor or wider than the whole, it is the count of the lines."""
    text, breaking = drawn(seed), Breaking()

    lines = {width: broken(text, width) for width in range(1, terminal_width(text) + 2)}

    assert {width: breaking.lines(text, width) for width in lines} == {
        width: len(found) for width, found in lines.items()
    }


@pytest.mark.sampled(7)
@pytest.mark.parametrize("seed", range(20))
def test_a_line_that_may_be_broken_keeps_to_the_width(seed: int) -> None:
    """From the widest piece that is never broken on, no line is wider than it may be."""
    text = drawn(seed)

    assert all(
        terminal_width(line) <= width
        for width in range(20, terminal_width(text))
        for line in broken(text, width)
    )


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("-(y·ln(a) + (1 - y)·ln(1 - a))", 26, ["-(y·ln(a)", "+ (1 - y)·ln(1 - a))"]),
        ("-(y·ln(a) + (1 - y)·ln(1 - a))", 14, ["-(y·ln(a)", "+ (1 - y)", "·ln(1 - a))"]),
        ("t if |t - o| > 0 else 0", 20, ["t if |t - o| > 0", "else 0"]),
        ("t if |t - o| > 0 else 0", 15, ["t", "if |t - o| > 0", "else 0"]),
        ("min(max(out - target, -1), 1)", 27, ["min(max(out - target, -1),", "1)"]),
        ("out·(1 - out)·(w5·δ_o1 + w6·δ_o2)", 20, ["out·(1 - out)", "·(w5·δ_o1 + w6·δ_o2)"]),
        ("1/(1 + e^(-(0.1 + 0.2)))", 22, ["1/(1", "+ e^(-(0.1 + 0.2)))"]),
    ],
)
def test_what_is_in_fewest_brackets_is_parted_first(
    text: str, width: int, lines: list[str]
) -> None:
    """A function keeps its argument, and a power its exponent, as long as anything else helps."""
    assert broken(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("e^(a)/(e^(a) + e^(b))", 16, ["e^(a)", "/(e^(a) + e^(b))"]),
        ("(x - l)/(u - l)", 10, ["(x - l)", "/(u - l)"]),
        ("1/(1 + e^(-0.5))", 12, ["1/(1", "+ e^(-0.5))"]),
        ("w7 - η·(m/(√(v) + ε))", 15, ["w7 - η", "·(m/(√(v) + ε))"]),
    ],
)
def test_quotients_and_what_begins_on_a_line_that_has_room(
    text: str, width: int, lines: list[str]
) -> None:
    """A long fraction is parted before its bar; a part that is parted itself begins above."""
    assert broken(text, width) == lines
    assert Breaking().lines(text, width) == len(lines)
