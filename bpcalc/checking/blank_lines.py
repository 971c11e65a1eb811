"""Lines left out: which lead to wrong numbers, and in which lines they stand themselves."""

from collections.abc import Container, Iterable, Iterator, Mapping

from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.substitution import rebuilt
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import FACTOR_KINDS

MAX_BLANKS = 600
"""So many blank lines before wrong numbers are read off what follows."""

MAX_LEAVES = 60
"""So many leaves a formula may have that is solved for one of them."""


def blanks_before(scheme: AnswerKey, written: Container[Key], wrong: Iterable[Key]) -> set[Key]:
    """Return the worked lines that lead to wrong numbers, by blank lines only."""
    waiting = [parent for key in wrong for parent in scheme.parents.get(key, ())]
    blanks: set[Key] = set()
    while waiting and len(blanks) <= MAX_BLANKS:
        key = waiting.pop()
        if key not in blanks and key not in written:
            blanks.add(key)
            waiting += scheme.parents[key]
    return blanks


def nearest_blanks(scheme: AnswerKey, world: StudentValues, key: Key) -> Iterator[Key]:
    """Yield the worked lines that lead to a cell and are not written, the nearest first."""
    waiting = list(scheme.parents[key])
    seen = set(waiting)
    for blank in waiting:
        if blank in world.written:
            continue
        yield blank
        for parent in scheme.parents[blank]:
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)


def blanks_after(scheme: AnswerKey, written: Container[Key], blanks: set[Key]) -> set[Key]:
    """Return the blank lines that follow from blank lines: numbers that are right speak, too."""
    after: set[Key] = set()
    for line, parents in scheme.parents.items():
        known = line in blanks or line in written
        if not known and any(parent in blanks or parent in after for parent in parents):
            after.add(line)
            if len(blanks) + len(after) >= MAX_BLANKS:
                break
    return after


def written_out(scheme: AnswerKey, blanks: Container[Key]) -> dict[Key, Expr]:
    """Return the lines with factors that are left out, these written out.

    The output of a unit stands in both factors of its delta, and nobody writes them down.
    """

    def factor(key: Key) -> Expr | None:
        return scheme.formulas[key] if key.kind in FACTOR_KINDS and key in blanks else None

    return {
        line: rebuilt(scheme.formulas[line], factor)
        for line, parents in scheme.parents.items()
        if len(parents) <= MAX_LEAVES and any(map(factor, parents))
    }


def lines_after(
    scheme: AnswerKey, blanks: Iterable[Key], whole: Mapping[Key, Expr]
) -> dict[Key, list[Key]]:
    """Return the lines off which each blank may be read.

    Args:
        scheme: the right lines.
        blanks: the lines left out.
        whole: lines with their factors written out; off these, and not off the factors, all but
            the factors themselves are read.
    """
    after: dict[Key, list[Key]] = {key: [] for key in blanks}
    for line, parents in scheme.parents.items():
        if len(parents) > MAX_LEAVES:
            continue
        is_factor = line.kind in FACTOR_KINDS and line in after
        leaves = dict.fromkeys(whole[line].refs()) if line in whole else ()
        for parent in parents:
            if parent in after and (parent.kind in FACTOR_KINDS or not (leaves or is_factor)):
                after[parent].append(line)
        for leaf in leaves:
            if leaf in after and leaf.kind not in FACTOR_KINDS and not is_factor:
                after[leaf].append(line)
    return after
