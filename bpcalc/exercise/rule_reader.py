"""The learning rule that a file names, and what it brings with it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bpcalc.exercise.collections import not_a, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import named
from bpcalc.exercise.scalars import choice
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping
from bpcalc.locale import say
from bpcalc.maths.expr import Number
from bpcalc.maths.learning_rules import (
    GRADIENT,
    LEARNING_RULES,
    RULE_ALIASES,
    TWO_RULES,
    VARIANTS,
    WITHOUT_TEACHER,
)

RULE_NAMES = (GRADIENT, *(name for name in LEARNING_RULES if ":" not in name))


def read_rule(page: SourceText, node: Node) -> str | None:
    """Return the name of the rule; None, with a fault, if there is none such."""
    expected = say("a learning rule")
    if not isinstance(node, YamlMapping):
        if says := _otherwise(node):
            page.fault(node, says)
            return None
        return choice(page, node, RULE_NAMES, expected, RULE_ALIASES)
    keys = read_mapping(page, node, expected, VARIANTS, RULE_ALIASES)
    if not keys or len(node.pairs) != 1:
        if keys:
            not_a(page, node, say("one learning rule, such as {hebb: plain}"))
        return None
    ((name, inner),) = keys.items()
    variant = choice(page, inner, VARIANTS[name])
    return variant and f"{name}:{variant}"


def _otherwise(node: Node) -> str:
    """Return how a rule is written whose name alone does not tell it; "" if it may."""
    text = node.text if isinstance(node, Scalar) else ""
    if named(text, TWO_RULES):
        return say(
            "books call two rules the {name} rule: write `lms` for that of Widrow and Hoff, "
            "(t - net)·x, or `gradient` for the one with the slope, (t - o)·f'(net)·x",
            name="delta",
        )
    if named(text, WITHOUT_TEACHER):
        return say("write `{example}`", example="learning_rule: {hebb: plain}")
    return ""


def fit_rule(page: SourceText, at: Node | None, exercise: Exercise) -> None:
    """Refuse a rule for a single layer where there are several."""
    if at is not None and exercise.learning_rule in LEARNING_RULES and len(exercise.layers) > 1:
        page.fault(at, say("this learning rule is for a single layer; there are hidden layers"))
    elif (
        at is not None
        and exercise.learning_rule in LEARNING_RULES
        and exercise.taught
        and not exercise.has_targets
    ):
        page.fault(at, say("this learning rule needs targets; only {hebb: plain} needs none"))


def fit_optimiser(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> None:
    """Refuse an optimiser where a rule gives the change itself."""
    if exercise.learning_rule not in LEARNING_RULES or exercise.optimiser.form.plain:
        return
    for name in ("optimizer", "optimiser"):
        if name in keys:
            says = say("`{key}` is about gradients; a learning rule has none", key=name)
            page.fault(keys[name], says)


def learns_by_steps(exercise: Exercise) -> bool:
    """Return whether an exercise learns by the perceptron rule, unless its file names another."""
    return len(exercise.layers) == 1 and exercise.layers[-1].activation.name in ("step", "sign")


def with_usual_rule(exercise: Exercise, settled: Mapping[str, Any]) -> Exercise:
    """Return the exercise with the rule by which its units learn.

    A step has no slope, so that nothing would ever change down a gradient: a single layer of such
    units learns by the perceptron rule, unless the file says otherwise. A rule that learns from
    mistakes ends when an epoch has none; Hebb's shows every sample once. Where delta comes from no
    error, there is none to be worked out, unless the file names a loss.
    """
    if "learning_rule" not in settled and learns_by_steps(exercise):
        exercise = replace(exercise, learning_rule="perceptron")
    rule = LEARNING_RULES.get(exercise.learning_rule)
    if rule and not rule.of_error and "loss" not in settled:
        exercise = replace(exercise, measured=False)
    if rule and rule.once and exercise.epochs is exercise.presentations is None:
        return replace(exercise, epochs=1)
    if rule and rule.name.startswith("perceptron") and exercise.until is None:
        return replace(exercise, until=Number("0"))
    return exercise
