"""Pages of the reference about learning: optimisers, learning rules, penalties and schedules."""

from collections.abc import Iterator, Sequence

from bpcalc.locale import enumerated, say
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO
from bpcalc.maths.learning_rules import LEARNING_RULES, LearningRule
from bpcalc.maths.optimiser_entry import Entry
from bpcalc.maths.optimisers import OPTIMISERS
from bpcalc.maths.penalties import PENALTIES
from bpcalc.maths.schedules import SCHEDULES, ScheduleEntry
from tools.website.functions import head
from tools.website.markdown import cell, code, prose, table
from tools.website.words import word
from tools.website.worked import MAZUR, UNIT, example

LETTERS = {
    "change": "Δw",
    "rate": "η",
    "target": "t",
    "out": "out",
    "net": "net",
    "input": "x",
}
"""The letters of a rule's sentence, in no notation."""


def optimisers() -> Iterator[str]:
    """Yield the page of optimisers."""
    yield from head("Optimisers")
    for name, entry in OPTIMISERS.items():
        yield f"## {name}\n"
        yield table(["", ""], [*_settings(entry), (word("Source"), cell(entry.source))])
        yield example(MAZUR, _of_w5, f"optimizer: {_full(entry)}")


def _settings(entry: Entry) -> Iterator[Sequence[str]]:
    for rate in entry.rates:
        says = prose(say(INFO[rate.kind].words))
        yield code(rate.kind), f"{says}{word('; default: ')}{code(rate.default)}"
    for name, values in entry.settings.items():
        texts = [code(_written(value)) for value in values]
        yield code(name), f"{word('one of ')}{enumerated(texts)}{word('; default: ')}{texts[0]}"


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _full(entry: Entry) -> str:
    rates = ", ".join(f"{rate.kind}: {rate.default}" for rate in entry.rates)
    return f"{{{entry.name}: {{{rates}}}}}" if rates else entry.name


def _of_w5(key: Key) -> bool:
    return (key.layer, key.unit, key.source, key.epoch) == (2, 1, 1, 1) and key.kind != "weight"


def learning_rules() -> Iterator[str]:
    """Yield the page of learning rules."""
    yield from head("Learning rules")
    for name, entry in LEARNING_RULES.items():
        yield f"## {name}\n"
        yield prose(say(entry.says, **LETTERS)) + "\n"
        yield table(["", ""], [(word("Source"), cell(entry.source))])
        yield _of_rule(entry)


def _of_rule(entry: LearningRule) -> str:
    name, _, variant = entry.name.partition(":")
    rule = f"{{{name}: {variant}}}" if variant else name
    settings = [f"learning_rule: {rule}\nactivation: {each}" for each in ("sign", "step")]
    kinds = ("net", "out", "delta", "weight_change", "new_weight")

    def wanted(key: Key) -> bool:
        return key.kind in kinds and key.source in (None, 1) and key.epoch == 1

    return example(UNIT, wanted, *settings)


def penalties() -> Iterator[str]:
    """Yield the page of penalties."""
    yield from head("Penalties")
    for name, entry in PENALTIES.items():
        yield f"## {name}\n"
        yield prose(say(INFO[entry.rate].words)) + "\n"
        yield table(["", ""], [(word("Source"), cell(entry.source))])
        yield example(
            MAZUR,
            lambda key: _of_w5(key) or (key.kind == "penalty" and key.epoch == 1),
            f"penalty: {{{name}: 0.01}}",
        )


def schedules() -> Iterator[str]:
    """Yield the page of schedules."""
    yield from head("Schedules")
    for name, entry in SCHEDULES.items():
        yield f"## {name}\n"
        yield table(["", ""], [(word("Source"), cell(entry.source))])
        setting = f"learning_rate: {{start: 0.5, {name}: {_numbers(entry)}}}"
        yield example(UNIT, _of_some_epochs, setting, epochs=3)


def _of_some_epochs(key: Key) -> bool:
    return key.kind == "learning_rate" and key.epoch in (1, 2, 3)


def _numbers(entry: ScheduleEntry) -> str:
    if not entry.length:
        return "0.5"
    number = entry.usual or "0.5"
    return f"{{{entry.length}: 2, {entry.factor[1]}: {number}}}"
