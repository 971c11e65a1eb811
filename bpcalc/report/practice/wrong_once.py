"""The wrong formulas of lines under many conventions, each of them written down once.

A convention changes a few lines and a setting or two; most wrong formulas look at neither.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.diagnosis import rules_at
from bpcalc.checking.line_context import LineContext
from bpcalc.checking.lines_read import Difference, LinesRead
from bpcalc.checking.misconceptions import Misconception
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.keys import Key

Pair = tuple[int, int]
"""The place of a rule, and the number of one of its wrong formulas."""

Put = Callable[[Key, Misconception, Iterable[Expr]], list[Pair]]
"""Writes down the wrong formulas that a rule has for a line."""


class _Written(NamedTuple):
    """What one rule gives in a line, and what it has looked at for that."""

    rule: Misconception
    read: LinesRead
    pairs: list[Pair]


class WrongOnce:
    """The wrong formulas of a scheme, of which those of others are made."""

    def __init__(self, scheme: AnswerKey, put: Put) -> None:
        """Write down those of this scheme.

        Args:
            scheme: the lines that most others have as well.
            put: writes some of them down.
        """
        self._scheme, self._put = scheme, put
        self._lines = {key: list(self._written(key)) for key in _worked_out(scheme)}
        self._read = {
            key: LinesRead.together(one.read for one in written)
            for key, written in self._lines.items()
        }

    def _written(self, key: Key) -> Iterator[_Written]:
        for rule in rules_at(self._scheme, key):
            read = LinesRead()
            here = LineContext(read.of(self._scheme), key)
            yield _Written(rule, read, self._put(key, rule, rule.wrong(here)))

    def under(self, scheme: AnswerKey) -> Iterator[tuple[Key, list[Pair]]]:
        """Yield the lines of a scheme that are worked out, each with its wrong formulas."""
        difference = Difference(self._scheme, scheme)
        for key in _worked_out(scheme):
            written = self._lines.get(key)
            if written is None or not difference.spares_setting("learning_rule"):
                here = LineContext(scheme, key)
                rules = rules_at(scheme, key)
                yield key, [each for one in rules for each in self._put(key, one, one.wrong(here))]
            elif difference.spares(self._read[key]):
                yield key, [pair for one in written for pair in one.pairs]
            else:
                yield key, list(self._pairs(difference, scheme, key))

    def _pairs(self, difference: Difference, scheme: AnswerKey, key: Key) -> Iterator[Pair]:
        here = LineContext(scheme, key)
        for rule, read, pairs in self._lines[key]:
            if difference.spares(read):
                yield from pairs
            else:
                yield from self._put(key, rule, rule.wrong(here))


def _worked_out(scheme: AnswerKey) -> Iterator[Key]:
    return (key for key, formula in scheme.formulas.items() if not isinstance(formula, Number))
