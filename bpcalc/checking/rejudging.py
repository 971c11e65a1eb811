"""Which judgement of a sheet stands: in what precision it was worked, what was left out.

A sheet is judged as it stands, and again where the numbers of a program, or mistakes in lines left
out, explain more of it.
"""

from collections.abc import Container, Mapping

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.cells import Cell
from bpcalc.checking.first_verdicts import Judged, Supposed
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.precision import (
    MIN_LONG_NUMBERS,
    cut_by_print,
    is_long,
    printed_alike,
    shows_single,
)
from bpcalc.checking.verdicts import Options, Verdict
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import NEW_KINDS

MANY_WRONG, MOST_WRONG = 12, 48
"""Of so many wrong numbers, what explains them gives one exactly, and not only all but rounding.

Of more, the first ones tell."""


def judged_sheet(scheme: AnswerKey, cells: Mapping[Key, Cell], options: Options) -> SheetJudgement:
    """Judge a sheet in the precision that its numbers show. The decimal context must be `WORK`."""
    judged = SheetJudgement(scheme, cells, options)
    shown = shows_single(cells.values())
    long = [key for key, cell in cells.items() if is_long(cell)] if shown else cut_by_print(cells)
    alike = printed_alike(cells, long)
    if not any(_is_off(judged.judged[key]) for key in alike):
        return judged
    single = SheetJudgement(scheme, cells, options, "single")
    off, left = (set(alike).intersection(one.roots) for one in (judged, single))
    # No mistake of a person lies in the seventh digit; several numbers there are a program's.
    within = left.isdisjoint(long) or len(off - left) >= MIN_LONG_NUMBERS
    within = within and not any("cut" in single.judged[key].notes for key in alike)  # by hand
    gained = any(_is_off(judged.judged[key]) and not _is_off(single.judged[key]) for key in alike)
    return single if shown or (within and gained) else judged


def _is_off(judged: Judged) -> bool:
    return judged.verdict != "right" or "extra" in judged.notes


def with_supposed(
    judged: SheetJudgement, cells: Mapping[Key, Cell], supposed: Mapping[Key, list[Supposed]]
) -> SheetJudgement:
    """Judge a sheet again, with these numbers for lines left out."""
    scheme, options, precision = judged.scheme, judged.options, judged.precision
    return SheetJudgement(scheme, cells, options, precision, judged, supposed)


def with_hidden(judged: SheetJudgement, cells: Mapping[Key, Cell]) -> SheetJudgement:
    """Judge a sheet again, with mistakes in lines left out. The decimal context must be `WORK`."""
    if not judged.read_off:
        return judged
    again = SheetJudgement(judged.scheme, cells, judged.options, judged.precision, judged)
    return again if again.hidden and len(again.roots) < len(judged.roots) else judged


def explains_few(
    scheme: AnswerKey,
    judged: SheetJudgement,
    cells: Mapping[Key, Cell],
    touched: Container[Key],
    least: int = 1,
) -> bool:
    """Return whether other lines explain too little on a sheet on which much is wrong.

    That is seen without asking for each number whether rounding on the way leads to it.

    Args:
        scheme: the other lines.
        judged: the sheet as it stands.
        cells: what was written.
        touched: what may be explained.
        least: how many numbers they must explain.
    """
    if not MANY_WRONG <= len(judged.roots) <= MOST_WRONG:
        return False
    may_be = [key for key in judged.roots if key in touched]
    if len(may_be) < least:
        return True
    waiting, explained = set(may_be), 0

    def is_told(key: Key, verdict: Verdict) -> bool:
        nonlocal explained
        if key in waiting:
            waiting.remove(key)
            explained += verdict != "unexplained"
        return explained >= least or explained + len(waiting) < least

    options, precision = judged.options, judged.precision
    quick = SheetJudgement(scheme, cells, options, precision, lost=is_told, exactly=True)
    beside = (quick.judged[key] for key in waiting if key in quick.judged)  # no lines of the scheme
    return explained + sum(found.verdict != "unexplained" for found in beside) < least


def moves(judged: SheetJudgement, key: Key) -> bool:
    """Return whether a change, or a new weight, is written and right, and is a change at all."""
    scheme = judged.scheme
    if judged.judged[key].verdict != "right" or key not in scheme.formulas:
        return False
    old = next(iter(scheme.formulas[key].refs())) if key.kind in NEW_KINDS else None
    return scheme.values[key] != (scheme.values[old] if old else 0)
