"""The penalty on large weights that a file asks for, and how it limits gradients and norms."""

from collections.abc import Mapping

from bpcalc.exercise.collections import not_a, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.scalars import boolean, number
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import say
from bpcalc.maths.expr import Number
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.maths.penalties import PENALTIES, PENALTY_ALIASES, Penalty, PenaltyForm

SWITCHES = ("half", "biases")
CLIPS = ("norm", "value")
LIMITS = ("penalty", "clip_gradients", "max_norm")


def read_penalty(page: SourceText, node: Node) -> Penalty | None:
    """Return the penalties; None, with a fault, if there is none."""
    expected = say("a mapping such as {l2: 0.01}")
    keys = read_mapping(page, node, expected, (*PENALTIES, *SWITCHES), PENALTY_ALIASES)
    if keys is None:
        return None
    numbers = {name: _factor(page, keys[name]) for name in PENALTIES if name in keys}
    if not numbers:
        not_a(page, node, say("a penalty such as {l2: 0.01}"))
    switches = {name: boolean(page, keys[name]) for name in SWITCHES if name in keys}
    if None in numbers.values() or None in switches.values() or not numbers:
        return None
    form = PenaltyForm(
        tuple(numbers), half=bool(switches.get("half", True)), biases=bool(switches.get("biases"))
    )
    return Penalty(form, tuple(each for each in numbers.values() if each is not None))


def _factor(page: SourceText, node: Node) -> Number | None:
    return _number_where(page, node, say("a number of 0 or more"), above=False)


def read_clip(page: SourceText, node: Node) -> tuple[str, Number] | None:
    """Return how gradients are clipped, and to what."""
    keys = read_mapping(page, node, say("a mapping such as {norm: 5}"), CLIPS)
    if keys is None:
        return None
    if len(keys) != 1:
        not_a(page, node, say("one of {norm: 5} and {value: 1}"))
        return None
    ((name, inner),) = keys.items()
    most = read_most(page, inner)
    return None if most is None else (name, most)


def read_most(page: SourceText, node: Node) -> Number | None:
    """Return a limit."""
    return _number_where(page, node, say("a number above 0"), above=True)


def _number_where(page: SourceText, node: Node, expected: str, *, above: bool) -> Number | None:
    value = number(page, node, expected)
    if value is None or value.value > 0 or (value.value == 0 and not above):
        return value
    not_a(page, node, expected)
    return None


def fit_limits(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> None:
    """Refuse penalties and limits where there is nothing that they could be about."""
    for name in LIMITS:
        if name not in keys:
            continue
        if exercise.learning_rule in LEARNING_RULES:
            says = say("`{key}` is about gradients; a learning rule has none", key=name)
            page.fault(keys[name], says)
        elif not exercise.updates:
            says = say(
                "`{key}` belongs to the update; give targets and a learning rate, or leave it out",
                key=name,
            )
            page.fault(keys[name], says)
    if exercise.clip == "norm" and exercise.hidden_deltas_use == "new_weights":
        says = say(
            "the norm of all gradients is not known before the first update; with "
            "`hidden_deltas_use: new_weights`, clip by value"
        )
        page.fault(keys["clip_gradients"], says)
    if exercise.max_norm is not None and exercise.shared:
        says = say("a weight on several connections belongs to no single unit: leave out max_norm")
        page.fault(keys["max_norm"], says)
