"""Names under which a line of the solution would not be true: numbers and calculations."""

import pytest

from exercise.texts import NAMED, SIX, faults, read

W13 = "weights: {w13: 1, w14: 2, w23: 3, w24: 4, w35: 5, w45: 6}\n"
NUMBERS = "units: {inputs: ['1', '2'], hidden: ['3', '4'], outputs: ['5']}\n"
PLACED = "weights: {%s: {from: i1, to: h1, value: 1}, f: {from: h1, to: o1, value: 2}}\n"


@pytest.mark.parametrize("name", ["1", "0.5", "50%", "1/2", "-1", "1e5"])
def test_an_input_called_by_a_number_is_refused(name: str) -> None:
    """`1 = 0.35` is not true, nor is `w1·1`."""
    found = faults(NAMED + SIX + f"units: {{inputs: ['{name}', x2]}}\n")

    assert found == [
        f"5:18: `{name}` would be read as a number in the lines of the solution, as in `{name} = "
        "0.35`; choose a name with a letter, such as x1"
    ]


@pytest.mark.parametrize("name", ["x+y", "x-y", "x=y", "x|y", "x<1"])
def test_a_unit_called_by_a_calculation_is_refused(name: str) -> None:
    """`w1·x+y` is another number than the line says, and `net_x-y` another quantity."""
    for part in ("inputs: ['{}', b]", "hidden: ['{}', b]", "outputs: ['{}']"):
        [found] = faults(NAMED + SIX + f"units: {{{part.format(name)}}}\n")
        assert f"`{name}` would be read as a calculation" in found
        assert "such as x_" in found


@pytest.mark.parametrize("name", ["x(t-1)", "x1·x2", "km/h", "x²", "①", "x'", "年龄", "h(1)", "ex"])
def test_other_names_are_read(name: str) -> None:
    """A product, a ratio or a square may well be what the input is."""
    assert read(NAMED + SIX + f'units: {{inputs: ["{name}", b]}}\n').exercise.units[0][0] == name


def test_numbers_behind_a_letter_are_read() -> None:
    """Drawings in which the units are numbered through are written so: net_3, O_4, w13."""
    assert read(NAMED + W13 + NUMBERS).exercise.units[2] == ("5",)
    assert read(NAMED + SIX + "units: {hidden: ['3', '4'], outputs: ['5']}\n").exercise
    assert len(faults(NAMED + SIX + NUMBERS)) == 2


def test_weights_of_their_own_names() -> None:
    """A weight may be called e only where no power of e stands beside it."""
    one = NAMED.replace("[2, 2, 1]", "[1, 1, 1]").replace("[1, 2]", "[1]")

    assert "read as a number" in faults(one + PLACED % "'7'")[0]
    assert "read as a calculation" in faults(one + PLACED % "'w-1'")[0]
    assert faults(one + PLACED % "e") == [
        "4:11: `e` is the number 2.718… in the formulas; choose another name"
    ]
    assert faults(one + PLACED % "e" + "activation: relu\n") == []
