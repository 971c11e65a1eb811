"""The report on an exercise itself: which mistakes it cannot tell apart."""

from collections.abc import Iterator
from itertools import chain

from bpcalc.checking.audit import MIN_SIGNIFICANT_DIGITS, AuditItem
from bpcalc.checking.messages import rule as meaning
from bpcalc.locale import say
from bpcalc.report.document import Block, Document, Grid, Inline, Mention, Paragraph, Section
from bpcalc.solution import Solution


def of_audit(solution: Solution, items: list[AuditItem]) -> Document:
    """Return the report."""
    return Document(solution, [], list(_blocks(solution, items)))


def _blocks(solution: Solution, items: list[AuditItem]) -> Iterator[Block]:
    yield Section(say("What this exercise can tell apart"), level=0)
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
        headers: tuple[Inline, ...] = (say("quantity"), say("value"), say("digits"))
        rows: list[tuple[Inline, ...]] = [
            (_symbol(solution, item), Mention(solution[item.key], "value"), str(item.digits))
            for item in few
        ]
        yield Grid("", headers, rows, tuple(_name(solution, item) for item in few))
    ties = [item for item in items if item.tie]
    if ties:
        names = ", ".join(_name(solution, item) for item in ties)
        yield Section(say("Ties"))
        yield Paragraph(say("Exactly half-way between two printed values: {names}.", names=names))


def _rules(solution: Solution, items: list[AuditItem]) -> Iterator[Block]:
    parts = (
        (say("Mistakes that give the right value, whatever the digits"), [i.same for i in items]),
        (say("Mistakes that nobody sees at these digits"), [i.hidden for i in items]),
        (
            say("Mistakes that cannot be told from one another"),
            [tuple(" = ".join(group) for group in item.alike) for item in items],
        ),
    )
    for title, found in parts:
        rows: list[tuple[Inline, ...]] = [
            (_symbol(solution, item), ", ".join(rules))
            for item, rules in zip(items, found, strict=True)
            if rules
        ]
        if rows:
            listed = tuple(
                f"{_name(solution, item)}: {', '.join(rules)}"
                for item, rules in zip(items, found, strict=True)
                if rules
            )
            yield Section(title)
            yield Grid("", (say("quantity"), say("mistakes")), rows, listed)
    named: dict[str, str] = {}
    for item in items:
        for rule in (*item.same, *item.hidden, *chain.from_iterable(item.alike)):
            named.setdefault(rule, meaning(rule, item.key.kind))
    if named:
        yield Section(say("What these mistakes are"))
        for rule in sorted(named):
            yield Paragraph(say("{rule}: {says}", rule=rule, says=named[rule]))


def _symbol(solution: Solution, item: AuditItem) -> Inline:
    return Mention(solution[item.key], "symbol")


def _name(solution: Solution, item: AuditItem) -> str:
    return solution.spell(item.key)
