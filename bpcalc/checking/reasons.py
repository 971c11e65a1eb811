"""Why a sheet is wrong: of several ways to see it, the one that supposes the fewest mistakes."""

from collections.abc import Mapping

from bpcalc.checking.cells import Cell
from bpcalc.checking.common_causes import common_causes
from bpcalc.checking.common_factors import common_factors
from bpcalc.checking.diagnosis import RuleBook
from bpcalc.checking.evidence import Evidence
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.rejudging import with_hidden, with_supposed
from bpcalc.checking.verdicts import Reasons, Suspicion, shown
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import NEW_KINDS

PLAIN_KINDS = NEW_KINDS | {"weight_gradient"}
"""What is wrong by itself, as far as it shows, where nothing else hangs on the same line."""


def why(
    judged: SheetJudgement, cells: Mapping[Key, Cell], book: RuleBook
) -> tuple[SheetJudgement, Reasons]:
    """Return why numbers are wrong, and the sheet, judged with mistakes in lines left out.

    Of several ways to see a sheet the one is taken that supposes the fewest mistakes.
    """
    if not judged.roots:
        return judged, {}
    found = _settled(judged, cells, book)
    hidden = with_hidden(judged, cells) if len(judged.roots) > 1 else judged
    if hidden is not judged:
        other = _settled(hidden, cells, book)
        ours, theirs = cost(found[1]), cost(other[1])
        named = unnamed(other[1]) <= unnamed(found[1]) and not _is_plain(found[1])
        if theirs < ours or (theirs == ours and named and _is_one_place(judged, hidden)):
            found, other = other, found
        if theirs == ours:
            found = found[0], _with_other_way(found[1], other[1])
    judged, reasons = _with_common_causes(*found, cells, book)
    return judged, _with_common_factors(judged, reasons)


def _with_other_way(reasons: Reasons, others: Reasons) -> Reasons:
    """Return why numbers are wrong, where another way to see the sheet is as good.

    On a sheet with lines left out, η doubled in all updates and twice every delta are the same.
    """
    ours, theirs = _named(reasons), _named(others)
    mine, other = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
    if len(mine) != 1 or len(other) != 1:
        return reasons
    (rule,), (name,) = mine, other
    told = theirs[name]._replace(sure="probably")
    found = dict(reasons)
    for key, reason in reasons.items():
        named = shown(reason.mistakes)
        if named and named[0].rule == rule and name not in {one.rule for one in named}:
            both = [one._replace(sure="probably") for one in named] + [told]
            rest = (one for one in reason.mistakes if one not in named and one.rule != name)
            found[key] = reason._replace(mistakes=(*both, *rest))
    return found


def _named(reasons: Reasons) -> dict[str, Suspicion]:
    """Return the rules that are said to be the reason, each as it is first suspected."""
    found: dict[str, Suspicion] = {}
    for reason in reasons.values():
        for one in shown(reason.mistakes)[:1]:
            found.setdefault(one.rule, one)
    return found


def _with_common_factors(judged: SheetJudgement, reasons: Reasons) -> Reasons:
    """Note the factor that numbers share which are wrong of unknown cause."""
    unknown = [key for key, reason in reasons.items() if reason.verdict == "unexplained"]
    notes = common_factors(judged, unknown)
    noted = {key: (*reasons[key].notes, note) for key, note in notes.items()}
    return reasons | {key: reasons[key]._replace(notes=each) for key, each in noted.items()}


def _with_common_causes(
    judged: SheetJudgement, reasons: Reasons, cells: Mapping[Key, Cell], book: RuleBook
) -> tuple[SheetJudgement, Reasons]:
    """Let one mistake of unknown cause in many updates count once, where their steps show it."""
    unknown = [key for key, reason in reasons.items() if reason.verdict == "unexplained"]
    causes = common_causes(judged, [key for key in unknown if key not in judged.hidden])
    if not causes:
        return judged, reasons
    again = with_supposed(judged, cells, causes)
    if len(again.roots) >= len(judged.roots):
        return judged, reasons
    rest = Evidence(again, cells, book).reasons()
    return again, {key: reasons.get(key, reason) for key, reason in rest.items()}


def _is_one_place(judged: SheetJudgement, hidden: SheetJudgement) -> bool:
    """Return whether one mistake in a line left out says the same as one in many that follow.

    What is wrong all through the sheet, such as the sign of every update, is not hidden in a line.
    """
    lines = {(found.at.kind, found.at.layer) for found in hidden.hidden.values()}
    return len(lines) == 1 or len({key.layer for key in judged.roots}) == 1


def _is_plain(reasons: Reasons) -> bool:
    """Return whether one rule, in the lines that are written, is the reason for all of them.

    They are updates, or gradients of weights; that of a bias is the delta itself, so that where it
    is wrong, too, the delta was.
    """
    if not all(key.kind in PLAIN_KINDS for key in reasons):
        return False
    named = [(key, shown(reason.mistakes)[:1]) for key, reason in reasons.items()]
    rules = {one.rule for _, found in named for one in found}
    return len(rules) == 1 and all(found and found[0].at == key for key, found in named)


def cost(reasons: Reasons) -> int:
    """Return how many mistakes are supposed: rules, and every number that none explains."""
    rules = {shown(r.mistakes)[0].rule for r in reasons.values() if r.verdict == "mistake"}
    return len(rules) + sum(r.verdict in ("slip", "unexplained") for r in reasons.values())


def unnamed(reasons: Reasons) -> int:
    """Return how many wrong numbers have no reason with a name."""
    return sum(reason.verdict == "unexplained" for reason in reasons.values())


def _settled(
    judged: SheetJudgement, cells: Mapping[Key, Cell], book: RuleBook
) -> tuple[SheetJudgement, Reasons]:
    """Explain a sheet, and then let follow what follows from the mistakes in lines left out."""
    evidence = Evidence(judged, cells, book)
    reasons = evidence.reasons()
    supposed = evidence.supposed(reasons)
    if not supposed:
        return judged, reasons
    again = with_supposed(judged, cells, supposed)
    if len(again.roots) >= len(judged.roots):
        return judged, reasons
    rest = Evidence(again, cells, book).reasons()
    by_line = {line: key for key, lines in supposed.items() for line, _ in lines}
    for key in again.roots:  # the first that shows a mistake may be another than the one named
        named = by_line.get(again.hidden[key].at, key) if key in again.hidden else None
        if named in reasons:
            rest[key] = reasons[named]
    return again, rest
