"""The tables of activations and losses say what the formulas are."""

import pytest

from bpcalc.cli import run
from bpcalc.maths.activations import ACTIVATIONS
from bpcalc.maths.losses import LOSSES
from bpcalc.report.cells import terminal_width
from bpcalc.report.functions import tables


@pytest.mark.parametrize("unicode", [True, False], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", [20, 60, 120])
def test_every_entry_is_there_and_fits(width: int, unicode: bool) -> None:
    """Every name stands there, with its source, on lines as wide as the page; nothing is cut."""
    text = tables(width, unicode=unicode, sources=True)
    joined = "".join(text.split())

    for entry in (*ACTIVATIONS.values(), *LOSSES.values()):
        assert entry.name in joined
        assert "".join(entry.source.split()) in joined
    assert width < 60 or max(map(terminal_width, text.splitlines())) <= width
    assert unicode or "²" not in text


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The formulas are those of the calculation."""
    assert run(["functions", "--width", "110", "--ascii"]) == 0
    printed = capsys.readouterr().out

    assert "sigmoid" in printed
    assert "1/(1 + e^(-net))" in printed
    assert "out*(1 - out)" in printed
    assert "Rumelhart" not in printed


@pytest.mark.parametrize(
    ("language", "says"), [("en", "that is 0 as -1."), ("zh", "即 0 当作 -1。")]
)
def test_what_becomes_of_labels_in_a_hinge_loss_is_said(
    language: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The formula in the table has targets of -1 and 1; a solution has 2t - 1 for labels."""
    assert run(["functions", "--width", "200", "--lang", language]) == 0
    assert says in capsys.readouterr().out
