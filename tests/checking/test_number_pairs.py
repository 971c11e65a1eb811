"""Names and numbers side by side, without a sign between them."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.sources import load

OF_H1 = {"net_h1": "0.3775", "out_h1": "0.5933"}


@pytest.fixture(scope="module")
def marker() -> Marker:
    """Return what marks Mazur's network."""
    return Marker(load("mazur"))


def read(marker: Marker, line: str) -> dict[str, str]:
    """Return the answers of a line by name."""
    answers = read_text(f"net_o2 = 1.2249\n{line}\n", marker.names)
    found = {marker.names.own.name(key): cell.raw for key, cell in answers.cells.items()}
    assert found.pop("net_o2") == "1.2249"
    return found


@pytest.mark.parametrize(
    "line",
    [
        "h1: net 0.3775, out 0.5933",
        "h1 net 0.3775 out 0.5933",
        "h1：净输入 0.3775，输出 0.5933",
        "h1 净输入 0.3775 输出 0.5933",
        "net h1 0.3775 out h1 0.5933",
        "net_h1 0.3775 out_h1 0.5933",
        "h1: net 0.3775; out 0.5933",
    ],
)
def test_each_name_has_the_number_behind_it(marker: Marker, line: str) -> None:
    """They were told as unknown, or lost."""
    assert read(marker, line) == OF_H1


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("o1 out 0.7514 error 0.2748", {"out_o1": "0.7514", "E_o1": "0.2748"}),
        ("w5: gradient 0.0822, new 0.3589", {"dE/dw5": "0.0822", "w5_new": "0.3589"}),
        ("w5 old 0.4 new 0.3589", {"w5_new": "0.3589"}),
        ("h1: net 0.3775, net_h2 0.3925", {"net_h1": "0.3775", "net_h2": "0.3925"}),
    ],
)
def test_a_kind_is_of_the_unit_of_the_line(
    marker: Marker, line: str, found: dict[str, str]
) -> None:
    """A name that says its own unit is that one's."""
    assert read(marker, line) == found


@pytest.mark.parametrize(
    "line",
    ["h1 0.3775 h2 0.3925", "h1 0.3775 0.5933", "epoch 1 loss 0.2984 acc 0.5", "a 0.5 b 0.7"],
)
def test_what_may_mean_several_things_is_not_taken(marker: Marker, line: str) -> None:
    """Nets or outputs, and what no quantity is called."""
    assert read(marker, line) == {}
