"""The report on an exercise itself: which mistakes it cannot tell apart."""

from collections.abc import Iterator

from bpcalc.checking.audit import MIN_SIGNIFICANT_DIGITS, AuditItem
from bpcalc.checking.messages import rule as meaning
from bpcalc.locale import enumerated, say
from bpcalc.report.document import Block, Document, Grid, Inline, Mention, Paragraph, Section
from bpcalc.report.givens import taken_for_granted
from bpcalc.report.words import head
from bpcalc.solution import Solution


def of_audit(solution: Solution, items: list[AuditItem]) -> Document:
    """Return the report."""
    return Document(solution, [], list(_blocks(solution, items)))


def _blocks(solution: Solution, items: list[AuditItem]) -> Iterator[Block]:
    yield Section(say("What this exercise can tell apart"), level=0)
    yield from map(Paragraph, taken_for_granted(solution))
    poor = [item for item in items if item.poor]
    yield Paragraph(
        say(
            "{n} quantities are asked for; with {good} of them every usual mistake can be told "
            "from the right value and from the others.",
            n=len(items),
            good=len(items) - len(poor),
        )
    )
    yield from _rules(solution, items)
    few = [item for item in items if item.digits < MIN_SIGNIFICANT_DIGITS]
    if few:
        yield Section(say("Values with too few significant digits"))
        yield Paragraph(say("Ask for these in significant digits, or change the numbers."))
        headers: tuple[Inline, ...] = head(say("quantity"), say("value"), say("digits"))
        rows: list[tuple[Inline, ...]] = [
            (_symbol(solution, item), Mention(solution[item.key], "value"), str(item.digits))
            for item in few
        ]
        yield Grid("", headers, rows, tuple(_name(solution, item) for item in few))
    ties = [item for item in items if item.tie]
    if ties:
        names = enumerated(_name(solution, item) for item in ties)
        yield Section(say("Ties"))
        yield Paragraph(say("Exactly half-way between two printed values: {names}.", names=names))


def _rules(solution: Solution, items: list[AuditItem]) -> Iterator[Block]:
    """Say what cannot be told apart in sentences, each once, with the quantities it is about."""
    parts: tuple[tuple[str, list[list[tuple[str, ...]]]], ...] = (
        (
            say("Mistakes that give the right value, whatever the digits"),
            [[(rule,) for rule in item.same] for item in items],
        ),
        (
            say("Mistakes that nobody sees at these digits"),
            [[(rule,) for rule in item.hidden] for item in items],
        ),
        (say("Mistakes that cannot be told from one another"), [list(i.alike) for i in items]),
    )
    for title, found in parts:
        sentences: dict[str, list[str]] = {}
        for item, groups in zip(items, found, strict=True):
            for group in groups:
                says = say(" Or: ").join(meaning(rule, item.key.kind) for rule in group)
                sentences.setdefault(says, []).append(_name(solution, item))
        if sentences:
            yield Section(title)
        for says, names in sentences.items():
            yield Paragraph(say("{names}: {says}", names=enumerated(names), says=says))


def _symbol(solution: Solution, item: AuditItem) -> Inline:
    return Mention(solution[item.key], "symbol")


def _name(solution: Solution, item: AuditItem) -> str:
    return solution.spell(item.key)
