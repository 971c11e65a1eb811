"""The names that an exercise gives its quantities."""

from dataclasses import replace

from bpcalc.exercise.spec import Delta, Exercise
from bpcalc.locale import say
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.notation.layout import Layout
from bpcalc.notation.notations import NOTATIONS, Notation
from bpcalc.notation.spelling import Spelling


def layout(exercise: Exercise) -> Layout:
    """Return the shape of the exercise's network, as far as names depend on it."""
    return Layout(
        units=exercise.units,
        shared_bias=tuple(layer.shared_bias for layer in exercise.layers),
        thresholds=exercise.thresholds,
        descent=exercise.delta == "t-o",
        graph=exercise.graph,
        numbering=exercise.numbering,
        first_layer=exercise.first_layer,
        own_names=dict(exercise.own_names),
    )


def spelling(exercise: Exercise) -> Spelling:
    """Return the names and symbols of the exercise's quantities, in its own notation."""
    return Spelling(notation_of(exercise), layout(exercise))


def notation_of(exercise: Exercise) -> Notation:
    """Return the notation of an exercise: that of a book, or its own."""
    own = exercise.own_notation
    return own if isinstance(own, Notation) else NOTATIONS[exercise.notation]


def is_notation_file(name: str) -> bool:
    """Return whether a name is that of a file, and not of a notation of a book."""
    return name.lower().endswith((".yaml", ".yml"))


def with_notation(exercise: Exercise, notation: Notation | str) -> Exercise:
    """Return the exercise as a book would set it out that has this notation.

    That is the book's symbols, its way of working and, where the exercise leaves them open, the
    sign of delta, the order of the lines and whether changes are written on lines of their own.
    No number changes but the sign of delta, and the net input where the book leaves the threshold
    out of it.
    """
    if isinstance(notation, str):
        notation = NOTATIONS[notation]
    delta = exercise.delta
    if "delta" in exercise.left_open:  # a rule's δ is what a weight grows by
        delta = "t-o" if exercise.learning_rule in LEARNING_RULES else notation.delta
    momentum = exercise.rule.form.keeps_changes
    changes = exercise.changes
    if "changes" in exercise.left_open:
        changes = usual_changes(notation, delta, momentum=momentum)
    working = notation.working._replace(full_chain=exercise.working.full_chain)
    if "order" not in exercise.left_open:
        working = working._replace(order=exercise.working.order)
    own = None if notation.name in NOTATIONS else notation
    return replace(
        exercise,
        notation=notation.name,
        own_notation=own,
        delta=delta,
        changes=changes,
        working=working,
    )


def without_factors(exercise: Exercise) -> str:
    """Return why a gradient cannot be written as a product of the chain rule; "" if it can."""
    if exercise.learning_rule in LEARNING_RULES:
        return say("this learning rule has no gradients, and no chain rule to write out")
    if exercise.working.lines == "direct":
        return say(
            "the notation {notation} has no lines for the factors of the chain rule; choose "
            "another one with --notation, such as mazur",
            notation=exercise.notation,
        )
    if exercise.loss.cancels(exercise.layers[-1].activation):
        return say(
            "with {loss} and {activation}, δ is written at once, without the factors of the chain "
            "rule; say `shortcut: false`",
            loss=exercise.loss.name,
            activation=exercise.layers[-1].activation.name,
        )
    return ""


def usual_changes(notation: Notation, delta: Delta, *, momentum: bool) -> bool:
    """Return whether a book writes changes on lines of their own, with this sign of delta."""
    return notation.changes or delta == "t-o" or momentum
