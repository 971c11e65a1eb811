"""How well sheets are marked: honest papers, planted mistakes, slips, and speed.

    python -m benchmarks.marking [--papers N] [--seed S] [--only honest,planted,slips,speed]

Networks are drawn at random over depths, activations, error functions and notations. An honest
student rounds every number as asked, and carries either the rounded number or the exact one. A
planted mistake is one wrong formula at one place, with everything after it worked out rightly
from there. A slip is a wrong digit, two swapped digits, a random factor or a shifted point.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from random import Random
from typing import NamedTuple

from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marker import Marker
from bpcalc.checking.misconceptions.entry import Misconception
from bpcalc.checking.verdicts import Options
from bpcalc.errors import BpcalcError
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.parameters import parameters, with_parameters
from bpcalc.exercise.sources import load
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import SHEET_KINDS
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.notation.notations import NOTATIONS
from tests.helpers.exercises import random_exercise

FINE = Digits(4, significant=True)
COARSE = [Digits(n) for n in (2, 3, 4, 5, 6)] + [Digits(n, significant=True) for n in (2, 3, 4, 5)]
FOUR_WAYS = (FINE, Digits(4), Digits(3), Digits(3, significant=True))


class Paper(NamedTuple):
    """A sheet as somebody filled it in."""

    cells: dict[Key, Cell]
    values: dict[Key, Decimal]


def draw(random: Random) -> Exercise:
    """Return a random exercise as a teacher would set it: one round, one of the notations."""
    exercise = random_exercise(random, most=2, epochs=1, hidden_deltas_use="old_weights")
    if exercise.samples[0].targets is None or exercise.learning_rate is None:
        return draw(random)
    exercise = replace(exercise, samples=exercise.samples[: random.choice([1, 1, 1, 2])])
    return with_notation(_homely(exercise, random), random.choice(list(NOTATIONS)))


def _homely(exercise: Exercise, random: Random) -> Exercise:
    """Return the exercise with numbers from a homework sheet: two digits, none 0 or 1, all apart.

    With a weight of 0 or two equal ones, mistakes coincide that no marker could tell apart; such
    exercises are what `bpcalc audit` is for.
    """
    sizes = len([*parameters(exercise)])
    drawn = random.sample(range(6, 96), min(sizes, 90))
    signs = random.choices(["", "-"], [3, 1], k=sizes)
    numbers = [Number(f"{sign}0.{drawn[n % 90]:02d}") for n, sign in enumerate(signs)]
    samples = tuple(
        replace(
            sample, inputs=tuple(Number(f"0.{random.randrange(6, 96):02d}") for _ in sample.inputs)
        )
        for sample in exercise.samples
    )
    rate = Number(random.choice(["0.2", "0.3", "0.4", "0.6", "0.7", "0.8"]))
    return replace(with_parameters(exercise, numbers), samples=samples, learning_rate=rate)


def markers(random: Random, count: int, asked: Digits | None = None) -> Iterator[Marker]:
    """Yield markers of random exercises."""
    while count:
        try:
            exercise = draw(random)
            yield Marker(exercise, 1, Options(Rounding(asked)))
        except BpcalcError:  # an output of 0 or 1 in a cross-entropy
            continue
        count -= 1


def filled_in(
    scheme: AnswerKey,
    asked: list[Key],
    digits: Digits | Rounding,
    carry: str = "rounded",
    planted: Mapping[Key, Expr] | None = None,
) -> Paper | None:
    """Return an honest paper, with mistakes planted in it; None if it has no finite values."""
    planted = planted or {}
    rounding = digits if isinstance(digits, Rounding) else Rounding(digits)
    carried: dict[Key, AffineNumber] = {}
    world = StudentValues(
        {**scheme.formulas, **planted}, carried, scheme.fixed if not planted else {}
    )
    wanted = set(asked)
    cells: dict[Key, Cell] = {}
    values: dict[Key, Decimal] = {}
    for key in scheme.formulas:
        box = world.own(key)
        if not box.known:
            return None
        values[key] = box.centre
        if key in wanted:
            cells[key] = read_cell(rounding.shown(key.kind, box.centre))
            if carry == "rounded":
                value = cells[key].value
                assert value is not None
                carried[key] = AffineNumber(value)
    return Paper(cells, values)


def honest(random: Random, papers: int) -> tuple[Counter[str], int]:
    """Mark honest papers; return the verdicts, and how many papers have a false wrong."""
    verdicts: Counter[str] = Counter()
    hit = 0
    for marker in markers(random, (papers + 3) // 4):
        for carry in ("exact", "rounded", "exact", "rounded"):
            digits = random.choice(COARSE)
            asked = random.choice([None, digits])
            marker.options = Options(Rounding(asked))
            with localcontext(WORK):
                paper = filled_in(marker.scheme, marker.asked, digits, carry)
            if paper is None:
                continue
            found = Counter(mark.verdict for mark in marker.mark(paper.cells).marks)
            verdicts.update(found)
            hit += bool(set(found) - {"right", "jump"})
    return verdicts, hit


class Planted(NamedTuple):
    """What became of planted mistakes; shares of all that make a difference."""

    papers: int
    invisible: int
    first: int
    named: int
    alone: int
    missed: Counter[str]


def planted(random: Random, papers: int, digits: Digits = FINE) -> Planted:
    """Plant one mistake in every paper, and see whether it is found and named."""
    counts: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for marker in markers(random, papers, digits):
        outcome, rule = _plant(random, marker, digits)
        counts.update(outcome)
        if "named" not in outcome and "paper" in outcome and "invisible" not in outcome:
            missed[rule] += 1
    seen = counts["paper"]
    return Planted(
        seen, counts["invisible"], counts["first"], counts["named"], counts["alone"], missed
    )


def possible_mistakes(scheme: AnswerKey, key: Key) -> list[tuple[Misconception, Expr]]:
    """Return the mistakes at a line that somebody can make who works from the top down.

    Nobody takes a number of a later sample that follows from the very line he is at.
    """
    return [pair for pair in mistakes_at(scheme, key) if not _follows(scheme, pair[1], key)]


def _follows(scheme: AnswerKey, formula: Expr, key: Key) -> bool:
    """Return whether a formula uses what follows from a quantity."""
    waiting = [leaf for leaf in formula.refs() if leaf.when != key.when]
    seen: set[Key] = set()
    while waiting:
        leaf = waiting.pop()
        if leaf == key:
            return True
        if leaf not in seen:
            seen.add(leaf)
            waiting.extend(scheme.parents.get(leaf, ()))
    return False


def _plant(random: Random, marker: Marker, digits: Digits) -> tuple[list[str], str]:
    scheme = marker.scheme
    key = random.choice([key for key in marker.asked if key.kind in SHEET_KINDS])
    wrong = possible_mistakes(scheme, key)
    if not wrong:
        return [], ""
    wanted = random.choice(sorted({rule.id for rule, _ in wrong}))
    rule, formula = random.choice([pair for pair in wrong if pair[0].id == wanted])
    with localcontext(WORK):
        paper = filled_in(scheme, marker.asked, digits, planted={key: formula})
        if paper is None:
            return [], ""
    marking = marker.mark(paper.cells)
    by_key = {mark.key: mark for mark in marking.marks}
    mark = by_key[key]
    if mark.verdict == "right":
        return ["paper", "invisible"], rule.id
    outcome = ["paper"]
    if marking.first_error is not None and marking.first_error.key == key:
        outcome.append("first")
    rules = {mistake.rule for mistake in mark.mistakes}
    if mark.verdict == "convention" and marking.conventions:
        outcome += ["first", "named", "alone"]
    elif rule.id in rules:
        outcome.append("named")
        shown = {mistake.rule for mistake in mark.mistakes if mistake.sure != "possibly"}
        if rules == {rule.id} or shown == {rule.id}:
            outcome.append("alone")
    return outcome, rule.id


def slips(random: Random, papers: int, digits: Digits) -> tuple[int, int]:
    """Put one slip into every paper; return how many, and how many are named as mistakes."""
    made = named = 0
    for marker in markers(random, papers, digits):
        with localcontext(WORK):
            paper = filled_in(marker.scheme, marker.asked, digits)
            if paper is None:
                continue
        key = random.choice(marker.asked)
        raw = slipped(random, paper.cells[key].raw)
        if raw == paper.cells[key].raw:
            continue
        marking = marker.mark({**paper.cells, key: read_cell(raw)})
        mark = next(mark for mark in marking.marks if mark.key == key)
        if mark.verdict in ("mistake", "slip", "unexplained", "convention"):
            made += 1
            named += mark.verdict in ("mistake", "convention")
    return made, named


def slipped(random: Random, raw: str) -> str:
    """Return a number with one slip in it."""
    places = [place for place, sign in enumerate(raw.partition("e")[0]) if sign.isdigit()]
    form = random.choice(["digit", "swap", "factor", "point"])
    if form == "digit":
        place = random.choice(places)
        return raw[:place] + random.choice("0123456789") + raw[place + 1 :]
    if form == "swap" and len(places) > 1:
        at = random.randrange(len(places) - 1)
        a, b = places[at], places[at + 1]
        return raw[:a] + raw[b] + raw[a + 1 : b] + raw[a] + raw[b + 1 :]
    value = Decimal(raw)
    decimals = len(raw.partition("e")[0].partition(".")[2])
    factor = Decimal(str(round(random.uniform(0.2, 5), 4))) if form == "factor" else Decimal(10)
    if form == "point":
        factor **= random.choice([1, -1])
    return format(round(value * factor, decimals), "f")


def speed(random: Random, papers: int) -> tuple[float, int]:
    """Return the seconds that marking papers of a 2-3-2 network takes, and the cells of one."""
    marker = Marker(load("distinct-numbers"), 1, Options(Rounding(FINE)))
    sheets: list[dict[Key, Cell]] = []
    while len(sheets) < papers:
        key = random.choice(marker.asked)
        wrong = possible_mistakes(marker.scheme, key)
        with localcontext(WORK):
            plan = {key: random.choice(wrong)[1]} if wrong and random.random() < 0.7 else {}
            paper = filled_in(marker.scheme, marker.asked, FINE, planted=plan)
        if paper:
            sheets.append(paper.cells)
    start = time.process_time()
    for cells in sheets:
        marker.mark(cells)
    return time.process_time() - start, len(marker.asked)


def shared(count: int, whole: int) -> str:
    """Return a share in percent."""
    return f"{100 * count / max(whole, 1):.2f} %"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="honest,planted,slips,speed")
    call = parser.parse_args()
    parts = call.only.split(",")
    if "honest" in parts:
        verdicts, hit = honest(Random(call.seed), call.papers)
        found = f"{dict(verdicts)}; papers with a false wrong: {hit}"
        print(f"honest papers ({call.papers}): {found}")
    for digits in FOUR_WAYS if "planted" in parts else ():
        made = planted(Random(call.seed), call.papers, digits)
        seen = made.papers - made.invisible
        print(
            f"planted, {digits}: {made.papers}, looks right {shared(made.invisible, made.papers)}, "
            f"first error {shared(made.first, seen)}, named {shared(made.named, seen)}, "
            f"alone {shared(made.alone, seen)}; missed {made.missed.most_common(8)}"
        )
    for digits in (Digits(4), FINE) if "slips" in parts else ():
        made_, named = slips(Random(call.seed), call.papers, digits)
        print(f"slips, {digits}: {made_}, named as mistakes {shared(named, made_)}")
    if "speed" in parts:
        seconds, size = speed(Random(call.seed), 300)
        print(f"300 papers of {size} cells: {seconds:.2f} s")


if __name__ == "__main__":
    main()
