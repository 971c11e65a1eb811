"""How sheets are marked on which one given number was misread, and then used all through.

    python -m benchmarks.misread [--papers N] [--seed S] [--only full,short,blank]

The student works another exercise than the one that was set: one number of it is different in its
sign, its point, two digits or one. It should be named, and cost one mark.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any, NamedTuple

from benchmarks.sheets import HALF_OF_THEM, SHORT, marker_of
from benchmarks.students import Student, Task, by_hand, task
from bpcalc.checking.cells import read_cell
from bpcalc.checking.verdicts import MISREAD, Marking
from bpcalc.maths.keys import Key, Kind


def _sign(random: Random, text: str) -> str:
    return text[1:] if text.startswith("-") else f"-{text}"


def _point(random: Random, text: str) -> str:
    return format(Decimal(text).scaleb(random.choice([1, -1])), "f")


def _swapped(random: Random, text: str) -> str:
    places = [n for n in range(len(text) - 1) if text[n : n + 2].isdigit()]
    if not places:
        return text
    at = random.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _digit(random: Random, text: str) -> str:
    at = random.choice([n for n, sign in enumerate(text) if sign.isdigit()])
    return text[:at] + random.choice("0123456789") + text[at + 1 :]


READINGS: dict[str, Callable[[Random, str], str]] = {
    "sign": _sign,
    "point": _point,
    "swapped": _swapped,
    "digit": _digit,
}

Given = tuple[Key, str, Callable[[str], Task]]
"""A given number: what it is, how it stands there, and the exercise with another in its place."""


def _givens(exercise: Task) -> Iterator[Given]:
    """Yield the given numbers that may be misread."""
    yield from _data(exercise, "input", "inputs", 0)
    yield from _data(exercise, "target", "targets", len(exercise.sizes) - 1)
    yield from _weights(exercise)


def _data(exercise: Task, kind: Kind, name: str, layer: int) -> Iterator[Given]:
    rows = getattr(exercise, name)

    def other(read: str, sample: int, place: int) -> Task:
        changed = _with(rows, sample, _with(rows[sample], place, read))
        return replace(exercise, **{name: changed})

    for n, row in enumerate(rows):
        for i, text in enumerate(row):
            key = Key(kind, layer, i + 1, None, n + 1)
            yield key, text, partial(other, sample=n, place=i)


def _weights(exercise: Task) -> Iterator[Given]:
    def other(read: str, layer: int, unit: int, source: int) -> Task:
        rows = exercise.weights[layer]
        changed = _with(rows, unit, _with(rows[unit], source, read))
        return replace(exercise, weights=_with(exercise.weights, layer, changed))

    for n, matrix in enumerate(exercise.weights):
        for j, row in enumerate(matrix):
            for i, text in enumerate(row):
                key = Key("weight", n + 1, j + 1, i + 1)
                yield key, text, partial(other, layer=n, unit=j, source=i)


def _with(row: tuple[Any, ...], place: int, changed: Any) -> tuple[Any, ...]:
    return (*row[:place], changed, *row[place + 1 :])


class Paper(NamedTuple):
    """One sheet: of what exercise, how a given was misread, and what was written."""

    exercise: Task
    how: str
    given: Key
    texts: dict[Key, str]
    digits: int


def papers(random: Random, count: int) -> Iterator[Paper]:
    """Yield sheets on which one given number was misread."""
    while count:
        exercise = task(random)
        given, text, other = random.choice(list(_givens(exercise)))
        how = random.choice(list(READINGS))
        read = READINGS[how](random, text)
        if Decimal(read) == Decimal(text):
            continue
        digits = random.choice([3, 4, 4, 5])
        student = Student(other(read), by_hand(digits, random.choice(["rounded", "exact"])))
        yield Paper(exercise, how, given, student.texts, digits)
        count -= 1


def _kept(random: Random, only: str) -> Callable[[Key], bool]:
    if only == "short":
        return lambda key: key.kind in SHORT
    if only == "blank":
        return lambda key: random.random() < HALF_OF_THEM
    return lambda key: True


def outcome(paper: Paper, marking: Marking) -> str:
    """Return what became of a sheet."""
    if not marking.findings:
        return "not seen"
    told = [m.misread for mark in marking.marks for m in mark.mistakes if m.misread]
    if any(one.given[:4] != paper.given[:4] for one in told):
        return "false given"
    if told:
        return "named" if len(marking.findings) == 1 else "named, and more"
    named = [one.rule for one in marking.findings if one.rule and one.rule != MISREAD]
    return "other name" if named else "no name"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="full,short,blank")
    call = parser.parse_args()
    for only in call.only.split(","):
        random = Random(call.seed)
        counts: Counter[str] = Counter()
        others: Counter[str] = Counter()
        lost = Decimal(0)
        for paper in papers(random, call.papers):
            keeps = _kept(random, only)
            cells = {key: read_cell(text) for key, text in paper.texts.items() if keeps(key)}
            marking = marker_of(paper.exercise, paper.digits).mark(cells, cells)
            found = outcome(paper, marking)
            counts[found] += 1
            lost += marking.most - marking.score
            if found not in ("named", "not seen"):
                told = "+".join(one.rule or "?" for one in marking.findings)
                others[f"{paper.how} of {paper.given.kind} {paper.digits}: {told}"] += 1
        print(f"{only}: {dict(counts)}; marks lost on a sheet: {lost / call.papers:.2f}")
        print(f"   {others.most_common(20)}")


if __name__ == "__main__":
    main()
