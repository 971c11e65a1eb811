"""A convention that passes is seen on a sheet that has mistakes besides, and told once."""

from decimal import localcontext
from functools import cache
from random import Random

import pytest

from bpcalc.checking import beside_mistakes, rejudging
from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.conventions import CONVENTIONS, variants
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marker import Marker
from bpcalc.checking.verdicts import Marking, Options
from bpcalc.exercise.sources import load
from bpcalc.maths.affine_algebra import AffineAlgebra
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits, Rounding

FIVE = Rounding(Digits(5, significant=True))
OUTPUTS = "delta", 2


@cache
def marker_of(name: str) -> Marker:
    """Return what marks a built-in exercise."""
    return Marker(load(name), 1, Options(FIVE))


def under(marker: Marker, name: str) -> AnswerKey:
    """Return the lines under a convention."""
    convention = next(one for one in CONVENTIONS if one.id == name)
    return next(variants(convention, marker.scheme, 1))


def worked(
    marker: Marker, scheme: AnswerKey, rule: str, kind: str, layer: int | None
) -> dict[Key, Cell]:
    """Return a sheet by these lines, with one mistake in all lines of a kind and layer."""
    values = dict(scheme.values)
    with localcontext(WORK):
        algebra = AffineAlgebra(lambda key: AffineNumber(values[key]))
        for key, formula in scheme.formulas.items():
            line = formula
            if key.kind == kind and key.layer == layer:
                line = next((wrong for _, wrong in mistakes_at(scheme, key, {rule})), formula)
            values[key] = line.fold(algebra).centre
        return {key: read_cell(FIVE.shown(key.kind, values[key])) for key in marker.asked}


def told(marking: Marking) -> list[str]:
    """Return what is found, in order, each as often as it is said."""
    return [one.rule for one in marking.findings]


@pytest.mark.parametrize("name", ["mazur", "two-three-two"])
@pytest.mark.parametrize(
    ("rule", "kind", "layer"), [("no_fprime", *OUTPUTS), ("fprime_twice", *OUTPUTS)]
)
def test_the_half_left_out_and_one_mistake(name: str, rule: str, kind: str, layer: int) -> None:
    """No δ of an output is right, with the ½ or without: the mistake is in all of them."""
    marker = marker_of(name)
    scheme = under(marker, "loss_factor")

    marking = marker.mark(worked(marker, scheme, rule, kind, layer))

    assert marking.conventions == ("loss_factor",)
    assert told(marking) == [rule, "loss_factor"]
    blamed = {mark.key for mark in marking.marks if mark.verdict == "mistake"}
    assert blamed == {key for key in marker.asked if (key.kind, key.layer) == (kind, layer)}


@pytest.mark.parametrize("rule", ["no_fprime", "fprime_twice"])
def test_the_same_mistake_under_the_usual_convention(rule: str) -> None:
    """It is named alone: no convention makes up for it."""
    marker = marker_of("mazur")

    marking = marker.mark(worked(marker, marker.scheme, rule, *OUTPUTS))

    assert marking.conventions == ()
    assert told(marking) == [rule]


def test_an_error_without_the_half_and_other_mistakes_is_no_convention() -> None:
    """Deltas are those with the ½, so that the errors without it are a mistake."""
    marker = marker_of("mazur")
    cells = worked(marker, marker.scheme, "no_fprime", *OUTPUTS)
    other = worked(marker, under(marker, "loss_factor"), "", "", None)
    errors = [key for key in marker.asked if key.kind in ("error", "total_error")]

    marking = marker.mark({**cells, **{key: other[key] for key in errors}})

    assert marking.conventions == ()
    assert "no_fprime" in told(marking)


def test_who_does_not_accept_it_sees_mistakes() -> None:
    """A teacher may switch the convention off."""
    scheme = under(marker_of("mazur"), "loss_factor")
    strict = Marker(load("mazur"), 1, Options(FIVE, accept=frozenset()))

    marking = strict.mark(worked(strict, scheme, "no_fprime", *OUTPUTS))

    assert marking.conventions == ()


def test_numbers_at_random_are_not_looked_at_under_every_convention(monkeypatch):
    """On a sheet on which all is wrong, one that is right under one of them is no reason to."""
    marker = marker_of("mazur")
    random = Random(7)
    cells = {key: read_cell(f"{random.uniform(0.001, 1):.4f}") for key in marker.asked}
    doubled = {key: 2 * marker.scheme.values[key] for key in marker.asked if "error" in key.kind}
    cells |= {key: read_cell(f"{value:.6f}") for key, value in doubled.items()}
    searched = []
    monkeypatch.setattr(beside_mistakes, "why", lambda *place: searched.append(place))

    marking = marker.mark(cells)

    assert sum(mark.verdict == "unexplained" for mark in marking.marks) > rejudging.MANY_WRONG
    assert not searched
    monkeypatch.setattr(beside_mistakes, "MANY_WRONG", len(cells))
    with pytest.raises(TypeError):
        marker.mark(cells)
