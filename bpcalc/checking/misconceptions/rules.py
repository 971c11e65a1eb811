"""Mistakes in the learning rules of single layers: one rule taken for another."""

from collections.abc import Iterator

from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Minus, Ref, expr
from bpcalc.maths.keys import Kind
from bpcalc.maths.learning_rules import LEARNING_RULES

DELTA: frozenset[Kind] = frozenset({"delta"})


def _signal(here: LineContext, kind: Kind) -> Ref | None:
    key = here.key._replace(kind=kind)
    return here.ref(key._replace(epoch=None) if kind == "target" else key)


def _signed(here: LineContext, descent: Expr) -> Expr:
    return descent if here.exercise.delta == "t-o" else Minus(descent)


def _miss(here: LineContext, kind: Kind) -> Iterator[Expr]:
    """Yield target - out, or target - net."""
    target, other = _signal(here, "target"), _signal(here, kind)
    if target is not None and other is not None:
        yield _signed(here, target - other)


def _rule(here: LineContext) -> str:
    name = here.exercise.learning_rule
    return name.partition(":")[0] if name in LEARNING_RULES else ""


def net_on_perceptron(here: LineContext) -> Iterator[Expr]:
    """Learn from the net input, as Adaline does."""
    if _rule(here) == "perceptron":
        yield from _miss(here, "net")


def out_on_adaline(here: LineContext) -> Iterator[Expr]:
    """Learn from the output, as a perceptron does."""
    if _rule(here) == "lms":
        yield from _miss(here, "out")


def mistake_on_hebb(here: LineContext) -> Iterator[Expr]:
    """Learn from mistakes, where Hebb's rule asks for none."""
    if _rule(here) == "hebb":
        yield from _miss(here, "out")


def target_alone(here: LineContext) -> Iterator[Expr]:
    """Change a weight although there is no mistake, by the target."""
    target = _signal(here, "target")
    if _rule(here) == "perceptron" and target is not None:
        yield _signed(here, target)


def no_change(here: LineContext) -> Iterator[Expr]:
    """Leave a weight as it is although there is a mistake."""
    if _rule(here) == "perceptron":
        yield expr(0)


RULE_RULES = (
    Misconception(
        "net_on_perceptron",
        DELTA,
        net_on_perceptron,
        later(
            "The net input has been used, as in the rule of Widrow and Hoff; the perceptron learns "
            "from its output."
        ),
        COMMON,
        "A",
        ("perceptron", "delta_o1", "-0.3"),
    ),
    Misconception(
        "out_on_adaline",
        DELTA,
        out_on_adaline,
        later(
            "The output has been used, as in the perceptron rule; Widrow and Hoff learn from the "
            "net input."
        ),
        "a study site's Adaline",
        "A",
        ("adaline", "delta_o1", "-2"),
    ),
    Misconception(
        "mistake_on_hebb",
        DELTA,
        mistake_on_hebb,
        later("Hebb's rule takes the target itself, and not how far the output is off."),
        COMMON,
        "B",
        ("hebb", "delta_o1", "-2"),
    ),
    Misconception(
        "target_alone",
        DELTA,
        target_alone,
        later("The target alone has been used; weights change on a mistake only, by target - out."),
        COMMON,
        "B",
        ("bipolar-perceptron", "delta_o1", "-1.0"),
    ),
    Misconception(
        "mistake_overlooked",
        DELTA,
        no_change,
        later("The output is not the target, so the weights change."),
        COMMON,
        "B",
        ("bipolar-perceptron", "delta_o1", "0"),
    ),
)
