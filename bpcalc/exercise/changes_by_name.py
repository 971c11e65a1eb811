"""The changes of the update before, by the names of the weights: `{w1: 0.2, b_o1: -0.1}`."""

from dataclasses import replace

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.named_weights import numbers_by_name, say_missing
from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import YamlMapping
from bpcalc.locale import say

OF_MOMENTUM = ("state",)
"""What an update with momentum keeps: the changes themselves."""


def with_changes(page: SourceText, node: YamlMapping, exercise: Exercise) -> Exercise:
    """Return an exercise whose momentum goes on from these changes, one of each weight."""
    kept = exercise.rule.form.kept
    if kept and kept != OF_MOMENTUM:
        says = say(
            "changes by name are those of `momentum`; this optimiser keeps other numbers, which "
            "`train --save` writes as a list"
        )
        page.fault(node, says)
        return exercise
    graph = exercise.graph
    keys = [
        key
        for layer in graph.layers
        for key in graph.parameters(layer, biases=exercise.update_biases)
    ]
    spelt = spelling(exercise)
    found = numbers_by_name(page, node, spelt, keys)
    say_missing(page, node, spelt, keys, found)
    numbers = [found[key].number for key in keys if key in found]
    changes = tuple([number for number in numbers if number is not None])
    return replace(exercise, previous_changes=changes) if len(changes) == len(keys) else exercise
