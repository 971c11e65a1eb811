"""Numbers that are typed as none, and what is said to write instead."""

import pytest

from exercise.texts import MAZUR, faults

TWO = "; or, if these are two numbers, put a comma between them"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("５０％", "; write 0.5"),
        ("12。5%", "; write 0.125"),
        ("1 1/3", "; write 4/3" + TWO),
        ("-2 3/4", "; write -11/4" + TWO),
        ("１ １／３", "; write 4/3" + TWO),
        ("1又1/3", "; write 4/3"),
        ("1/2 1/3", "; put a comma between the numbers"),
        ("1 5/3", "; put a comma between the numbers"),
        ("½", "; write 1/2"),
        ("-1½", "; write -3/2"),
        ("⅔", "; write 2/3"),
        ("--0.5", "; a number has one sign at most"),
        ("−−0.5", "; a number has one sign at most"),
        ("-+0.5", "; a number has one sign at most"),
        ("0..99", "; a point too many? did you mean 0.99?"),
        ("0。。99", "; a point too many? did you mean 0.99?"),
        ("0.9.9", "; a number has one point at most"),
        ("0.99.", "; a number has one point at most"),
        ("1.5×10^-1", "; write 1.5e-1"),
        ("1.5*10^(-1)", "; write 1.5e-1"),
        ("-1.5·10⁻¹", "; write -1.5e-1"),
        ("1.5x10**2", "; write 1.5e2"),
        ("１.５×10^－1", "; write 1.5e-1"),
        ("10^-3", "; write 1e-3"),
        ("1.5 e-3", "; write 1.5e-3"),
        ("− 0.5", "; leave out the space after the sign"),
        ("0. 5", "; leave out the space after the point"),
    ],
)
def test_what_to_write_is_said(written: str, hint: str) -> None:
    """Where it is clear; a number is still never guessed."""
    (said,) = faults(MAZUR.replace("0.05,", f"{written},"))
    assert said == f"1:10: expected a number, found `{written}`{hint}"


@pytest.mark.parametrize("written", ["x", "1/2/3", "10^x", "1.5×10", "²", "+", ".", "1.5×10-1"])
def test_nothing_is_said_where_nothing_is_clear(written: str) -> None:
    """The sentence says what was expected, and what was found."""
    (said,) = faults(MAZUR.replace("0.05,", f"{written},"))
    assert said == f"1:10: expected a number, found `{written}`"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (MAZUR.replace("[0.05,", "[- 0.05,"), "1:10"),
        (MAZUR.replace(" 0.10]", " - 0.10]"), "1:16"),
        (MAZUR.replace("[[0.15", "[[-  0.15"), "5:7"),
        (MAZUR.replace("rate: 0.5", "rate: - 0.5"), "3:16"),
    ],
)
def test_a_space_behind_a_minus_sign_is_told(text: str, place: str) -> None:
    """YAML takes such a minus for the beginning of an entry."""
    (said,) = faults(text)
    assert said.startswith(f"{place}: leave out the space after the minus sign: -0.")
