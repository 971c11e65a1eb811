"""Keys of sheets in one notation, checked in every other: python -m benchmarks.notation_pairs.

Whoever is asked in the notation of one book and answers in that of another makes no mistake. Every
built-in exercise is written down as `sheet --key` does, in each notation and format, and read as
`check` reads it with each notation. Printed are the pairs in which anything is called wrong, is
taken for another number, or means nothing.

    python -m benchmarks.notation_pairs [EXERCISE ...] [--formats yaml,markdown,csv]
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import asked_keys
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.sources import built_in
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.kinds import SHEET_KINDS
from bpcalc.notation.notations import NOTATIONS
from bpcalc.report.sheet import Sheet
from bpcalc.report.sheets import SHEET_FOLDER

FORMATS = ("yaml", "markdown", "csv")
"""What a key is written in, and read back from."""

FINE = frozenset({"right", "convention", "blank"})
"""Verdicts on what is no mistake; blank is what the other book does not ask for."""


class Pair(NamedTuple):
    """A key in one notation, marked in another.

    Attributes:
        exercise: its name.
        own: the notation it is marked in.
        other: that of the key.
        format_: of the key.
        verdicts: how often each verdict was given.
        first_error: what was called the first mistake, "" if nothing was.
        twice: notes on numbers in each other's place.
        unread: sentences about names that mean nothing.
    """

    exercise: str
    own: str
    other: str
    format_: str
    verdicts: Counter[str]
    first_error: str
    twice: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def is_wrong(self) -> bool:
        """Whether anything that is right was called wrong, or left out for another number."""
        return bool(set(self.verdicts) - FINE or self.first_error or self.twice)


def pairs(
    exercises: Iterable[str], formats: Iterable[str], others: Iterable[str] = tuple(NOTATIONS)
) -> Iterator[Pair]:
    """Yield what becomes of keys in every notation.

    Args:
        exercises: names of built-in ones.
        formats: of the keys.
        others: notations of the keys.
    """
    formats, others = list(formats), list(others)
    for exercise in exercises:
        plain = bpcalc.load(exercise)
        keys = {(each, f): _key(with_notation(plain, each), f) for each in others for f in formats}
        for own in NOTATIONS:
            marker = Marker(with_notation(plain, own))
            for (other, format_), content in keys.items():
                yield _marked(marker, content, (exercise, own, other, format_))


def _key(exercise: Exercise, format_: str) -> bytes:
    """Return the key of an exercise, as a file."""
    calculation = calculate(exercise)
    formulas = {line.key: line.formula for line in calculation}
    asked = asked_keys(formulas, frozenset(SHEET_KINDS), calculation.epochs, calculation.given)
    written = SHEET_FOLDER.find(format_).write(Sheet(calculation, asked, filled=True))
    return written if isinstance(written, bytes) else written.encode()


def _marked(marker: Marker, content: bytes, what: tuple[str, str, str, str]) -> Pair:
    """Return what becomes of one key."""
    answers = read_content(content, marker.names)
    marking = marker.mark(answers.cells, notation=answers.notation)
    first = marking.first_error
    return Pair(
        *what,
        Counter(mark.verdict for mark in marking.marks),
        marker.names.own.full(first.key) if first else "",
        tuple(note for note in answers.notes if "twice" in note),
        answers.unknown,
    )


def main() -> None:
    """Print the pairs in which something is wrong, and how many there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--formats", default=",".join(FORMATS))
    asked = parser.parse_args()
    count, wrong, unread = 0, 0, 0
    verdicts: Counter[str] = Counter()
    for pair in pairs(asked.exercises or built_in(), asked.formats.split(",")):
        count, wrong, unread = count + 1, wrong + pair.is_wrong, unread + bool(pair.unread)
        verdicts += pair.verdicts
        if pair.is_wrong or pair.unread:
            print(*pair[:4], dict(pair.verdicts), pair.first_error, *pair.twice, *pair.unread)
    print(f"{count} keys, {wrong} with anything called wrong, {unread} with names that are unknown")
    print(*(f"{n} {verdict}" for verdict, n in verdicts.most_common()), sep=", ")


if __name__ == "__main__":
    main()
