"""The learning rate of a file: one number, one a layer, or one that changes; and its batches."""

from collections.abc import Mapping
from typing import Any

from bpcalc.exercise.by_layer_name import refuse_layer_names
from bpcalc.exercise.collections import not_a, read_items, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.scalars import number, read_whole
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence
from bpcalc.locale import say, say_many
from bpcalc.maths.expr import Number
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.maths.schedules import SCHEDULE_ALIASES, SCHEDULES, Schedule, ScheduleForm

MAX_EPOCHS_READ = 10**9
SCHEDULE_KEYS = ("start", *SCHEDULES, "warm_up", "after")

Rate = Number | tuple[Number, ...] | tuple[Number, Schedule]


def read_rate(page: SourceText, node: Node) -> Any:
    """Return a number, numbers a layer each, or a number with its schedule."""
    if isinstance(node, YamlSequence):
        items = read_items(page, node, say("a learning rate for every layer")) or ()
        rates = [_rate(page, item) for item in items]
        return None if None in rates or not rates else tuple(rates)
    if refuse_layer_names(page, node):
        return None
    if isinstance(node, YamlMapping):
        return _scheduled(page, node)
    return _rate(page, node)


def _rate(page: SourceText, node: Node) -> Number | None:
    expected = say("a learning rate of 0 or more")
    value = number(page, node, expected)
    if value is None or value.value >= 0:
        return value
    not_a(page, node, expected)
    return None


def _scheduled(page: SourceText, node: YamlMapping) -> tuple[Number, Schedule] | None:
    keys = read_mapping(page, node, "", SCHEDULE_KEYS, SCHEDULE_ALIASES)
    if keys is None:
        return None
    names = [name for name in SCHEDULES if name in keys]
    if len(names) > 1:
        pair = {"one": names[0], "other": names[1]}
        page.fault(node, say("`{one}` and `{other}` exclude each other; keep one", **pair))
        return None
    if keys and "start" not in keys:
        says = say(
            "`{key}` is missing, as in {example}",
            key="start",
            example="{start: 0.5, exponential: 0.9}",
        )
        page.fault(node, says)
        return None
    if not (names or "warm_up" in keys):
        _no_schedule(page, node, keys)
        return None
    start = _rate(page, keys["start"])
    whole = {
        name: read_whole(page, keys[name], 0, MAX_EPOCHS_READ)
        for name in ("warm_up", "after")
        if name in keys
    }
    factor, every = None, 1
    if names:
        read = _factor(page, names[0], keys[names[0]])
        if read is None:
            return None
        factor, every = read
    if start is None or None in whole.values():
        return None
    counts = {name: count for name, count in whole.items() if count is not None}
    return start, Schedule(ScheduleForm(names[0] if names else "", every, **counts), factor)


def _no_schedule(page: SourceText, node: YamlMapping, keys: Mapping[str, Node]) -> None:
    """Say that a start alone is none, unless a key beside it has been refused already."""
    if len(keys) == len(node.pairs):
        not_a(page, node, say("a schedule such as {start: 0.5, exponential: 0.9}"))


def _factor(page: SourceText, name: str, node: Node) -> tuple[Number, int] | None:
    """Return the factor of a schedule, and the length of its stairs, or of its way."""
    entry = SCHEDULES[name]
    if not entry.length:
        factor = _above_zero(page, node)
        return None if factor is None else (factor, 1)
    _, beside = entry.factor
    example = say("a mapping such as {example}", example=SCHEDULE_EXAMPLES[name])
    if entry.usual and isinstance(node, Scalar):
        keys: dict[str, Node] | None = {entry.length: node}
    else:
        keys = read_mapping(page, node, example, (entry.length, beside))
    if keys is None:
        return None
    missing = [key for key in (entry.length, beside) if key not in keys]
    if missing and not (entry.usual and missing == [beside]):
        says = say(
            "`{key}` is missing, as in {example}", key=missing[0], example=SCHEDULE_EXAMPLES[name]
        )
        page.fault(node, says)
        return None
    every = read_whole(page, keys[entry.length], 1, MAX_EPOCHS_READ)
    if beside not in keys:
        factor = Number(entry.usual)
    else:
        factor = (_rate if entry.usual else _above_zero)(page, keys[beside])
    return None if factor is None or every is None else (factor, every)


def _above_zero(page: SourceText, node: Node) -> Number | None:
    expected = say("a factor above 0")
    factor = number(page, node, expected)
    if factor is not None and factor.value <= 0:
        not_a(page, node, expected)
        return None
    return factor


SCHEDULE_EXAMPLES = {
    name: f"{{{entry.length}: 10, {entry.factor[1]}: {entry.usual or '0.5'}}}"
    for name, entry in SCHEDULES.items()
    if entry.length
}


def settled_rate(settled: dict[str, Any]) -> None:
    """Put what the file says of the learning rate under the names of an exercise."""
    rate = settled.get("learning_rate")
    if isinstance(rate, tuple) and isinstance(rate[-1], Schedule):
        settled["learning_rate"], settled["schedule"] = rate
    elif isinstance(rate, tuple):
        settled["learning_rate"], settled["layer_rates"] = rate[0], rate
    if "batch_size" in settled and "update" not in settled:
        settled["update"] = "batch_mean"


def fit_rate(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> None:
    """Compare learning rates and batches with the rest of the exercise."""
    rates = len(exercise.layer_rates)
    if rates and rates != len(exercise.layers):
        says = say(
            "expected {rates}, one for every layer; found {found}",
            rates=say_many("1 learning rate", "{n} learning rates", len(exercise.layers)),
            found=rates,
        )
        page.fault(keys["learning_rate"], says)
    if exercise.batch_size is None:
        return
    if "update" in keys and exercise.update == "online":
        page.fault(
            keys["batch_size"], say("`update: online` has no batches; leave one of them out")
        )
    if exercise.learning_rule in LEARNING_RULES:
        page.fault(keys["batch_size"], say("a learning rule takes its samples one by one"))
