"""What follows from lines left out that are supposed to be something else, each worked once."""

from collections import Counter
from decimal import Decimal, localcontext
from random import Random

import pytest

from bpcalc.checking import inference, judging, rejudging
from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.conventions import CONVENTIONS
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.kept_conventions import touched_by
from bpcalc.checking.marker import Marker
from bpcalc.checking.rejudging import explains_few
from bpcalc.checking.suppositions import MOST_KEPT, Between, FloatNumbers, Suppositions
from bpcalc.exercise.sources import load
from bpcalc.maths.intervals import UNKNOWN, WORK, AffineNumber
from bpcalc.maths.keys import Key

MAZUR = Marker(load("mazur"), 2)
"""Of two epochs, so that much hangs on what is left out."""


def some(chance: Random, share: float = 0.5, off: float = 1.0) -> dict[Key, Cell]:
    """Return a sheet with a share of its lines, all of them off by a factor."""
    shown, values = MAZUR.options.rounding.shown, MAZUR.scheme.values
    kept = [key for key in MAZUR.asked if chance.random() < share]
    return {key: read_cell(shown(key.kind, values[key] * Decimal(off))) for key in kept}


def judged_of(cells: dict[Key, Cell]) -> SheetJudgement:
    """Return a sheet as it is judged first."""
    return SheetJudgement(MAZUR.scheme, cells, MAZUR.options)


def with_blanks(seed: int) -> tuple[SheetJudgement, list[Key]]:
    """Return a sheet, and two lines that are left out on it."""
    chance = Random(seed)
    judged = judged_of(some(chance))
    return judged, chance.sample([k for k in MAZUR.asked if k not in judged.world.written], 2)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_what_comes_out_if_all_is_worked_anew(seed: int) -> None:
    """Whatever the lines left out are supposed to be, no line keeps a number that hangs on them."""
    scheme = MAZUR.scheme
    with localcontext(WORK):
        judged, blanks = with_blanks(seed)
        changed = {key: AffineNumber(2 * scheme.values[key], {}, Decimal("0.01")) for key in blanks}

        supposed = judged.suppositions.of(changed)

        anew = StudentValues(scheme.formulas, {**judged.world.written, **changed}, scheme.fixed)
        assert {key: supposed.own(key) for key in MAZUR.asked} == {
            key: anew.own(key) for key in MAZUR.asked
        }
        assert any(supposed.own(key) != judged.world.own(key) for key in MAZUR.asked)


def test_what_does_not_hang_on_a_supposition_is_worked_once() -> None:
    """Both worlds have the very same number."""
    with localcontext(WORK):
        judged = judged_of({})
        first, out, second = (
            next(k for k in MAZUR.asked if k[:3] == place)
            for place in (("net", 1, 1), ("out", 1, 1), ("out", 1, 2))
        )
        one, other = (judged.suppositions.of({first: AffineNumber(Decimal(n))}) for n in (1, 2))

        assert one.own(second) is other.own(second)
        assert one.own(out) != other.own(out)


def test_the_same_supposition_is_looked_up_once_and_not_kept_for_ever() -> None:
    """Several wrong formulas give the same number."""
    with localcontext(WORK):
        found = judged_of({}).suppositions
        net = MAZUR.asked[0]
        first = found.of({net: AffineNumber(Decimal(1))})

        assert found.of({net: AffineNumber(Decimal("1.0"))}) is first
        assert found.of({net: AffineNumber(Decimal(1), {}, Decimal("0.1"))}) is not first
        assert found.of({net: UNKNOWN}) is not first
        for number in range(2, MOST_KEPT + 2):
            found.of({net: AffineNumber(Decimal(number))})
        assert found.of({net: AffineNumber(Decimal(1))}) is not first


@pytest.mark.parametrize("seed", range(5))
def test_floats_between_lines_are_about_the_same(seed: int) -> None:
    """What stands between a blank line and a number is worked in floats first."""
    scheme = MAZUR.scheme
    with localcontext(WORK):
        world = StudentValues(scheme.formulas, {}, scheme.fixed)
        found = Suppositions(scheme, world)
        blanks = [key for key in scheme.formulas if key not in scheme.given]
        at = next(key for key in reversed(blanks) if key.kind == "new_weight")
        numbers = FloatNumbers(world)
        between = Between(found, scheme, at, blanks, numbers)
        blank = Random(seed).choice([key for key in MAZUR.asked if at in found.moved((key,))])
        changed = Decimal("1.25") * scheme.values[blank]

        value = between.value({blank: float(changed)})

        right = found.of({blank: AffineNumber(changed)}).own(at).centre
        assert value == pytest.approx(float(right), rel=1e-9)
        assert between.value({blank: float(changed)}) == value
        assert between.value({blank: 2 * float(changed)}) != value
        assert numbers == {key: float(world.own(key).centre) for key in numbers}


# Judged no farther than it takes ----------------------------------------------------------------


def explained(scheme: AnswerKey, judged: SheetJudgement, touched: set[Key]) -> int:
    """Return how many wrong numbers other lines give exactly, the whole sheet judged."""
    whole = SheetJudgement(scheme, judged.cells, judged.options, judged.precision, exactly=True)
    return sum(whole.judged[k].verdict != "unexplained" for k in judged.roots if k in touched)


@pytest.mark.parametrize("off", [1.01, -1.0])
def test_a_sheet_is_judged_until_it_is_clear_how_much_is_explained(
    off: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is that of the whole sheet, and often found before its end."""
    monkeypatch.setattr(rejudging, "MANY_WRONG", 2)
    answers, counts = Counter[bool](), Counter[str]()
    with localcontext(WORK):
        judged = judged_of(some(Random(1), 0.6, off))
        assert judged.roots
        for convention in CONVENTIONS:
            for scheme in MAZUR.search.schemes(convention, MAZUR.scheme):
                touched = touched_by(MAZUR.scheme, scheme, judged.cells)
                for least in (1, 2, 5):
                    few = explained(scheme, judged, touched) < least
                    counts["whole"] += len(judged.cells)
                    with monkeypatch.context() as patched:
                        number = SheetJudgement._judge_number
                        patched.setattr(
                            SheetJudgement,
                            "_judge_number",
                            lambda *args, number=number: counts.update(["part"]) or number(*args),
                        )
                        found = explains_few(scheme, judged, judged.cells, touched, least)
                    answers[found] += 1
                    assert found == few, convention.id

    assert answers[True]
    assert counts["part"] < 0.8 * counts["whole"]


def test_lines_left_out_are_read_off_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether there is anything to be read off, and what, is one question."""
    read: list[object] = []

    def counted(*args: object) -> object:
        read.append(args)
        return inference.inferred(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(judging, "inferred", counted)
    answers = b"delta_o1 = 0.2\ndelta_o2 = -0.05\nw5_new = 0.9\nw6_new = 0.8\nw1_new = 0.9"
    cells = read_content(answers, MAZUR.names).cells

    with localcontext(WORK):
        rejudging.with_hidden(judged_of(cells), cells)

    assert len(read) == 1
