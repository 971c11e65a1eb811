"""Mistakes in the learning rules of single layers: one rule taken for another."""

from collections.abc import Iterator

from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception
from bpcalc.locale import later
from bpcalc.maths.expr import Choice, Expr, Minus, Ref, expr
from bpcalc.maths.function_calls import absolute
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


def _other_form(here: LineContext) -> Expr | None:
    """Return the other form of the perceptron rule: t on a mistake for t - o, or the reverse."""
    target, out = _signal(here, "target"), _signal(here, "out")
    if target is None or out is None or _rule(here) != "perceptron":
        return None
    if here.exercise.learning_rule == "perceptron":
        return Choice(absolute(target - out), target, expr(0))
    return target - out


def other_form(here: LineContext) -> Iterator[Expr]:
    """Take the other form of the perceptron rule."""
    if (form := _other_form(here)) is not None:
        yield _signed(here, form)


def output_on_hebb(here: LineContext) -> Iterator[Expr]:
    """Learn from the output, where a teacher gives targets."""
    out = _signal(here, "out")
    if here.exercise.learning_rule == "hebb" and out is not None:
        yield _signed(here, out)


def target_on_hebb(here: LineContext) -> Iterator[Expr]:
    """Learn from the target, where the rule asks for the output."""
    target = _signal(here, "target")
    if here.exercise.learning_rule == "hebb:plain" and target is not None:
        yield _signed(here, target)


def input_left_out(here: LineContext) -> Iterator[Expr]:
    """Change every weight alike: by η·δ, without its input."""
    key = here.key._replace(kind="bias_change", source=None, source_layer=None)
    if (rate := here.ref(here.rate)) and (delta := here.ref(key._replace(kind="delta"))):
        yield rate * delta


def bias_kept(here: LineContext) -> Iterator[Expr]:
    """Leave the bias as it is."""
    if here.key.kind == "bias_change":
        yield expr(0)
    elif old := [key for key in here.formula.refs() if key.kind in ("bias", "new_bias")]:
        yield Ref(old[0])


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
        under="rule",
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
        under="rule",
    ),
    Misconception(
        "mistake_on_hebb",
        DELTA,
        mistake_on_hebb,
        later("Hebb's rule takes the target itself, and not how far the output is off."),
        COMMON,
        "B",
        ("hebb", "delta_o1", "-2"),
        under="rule",
    ),
    Misconception(
        "target_alone",
        DELTA,
        target_alone,
        later("The target alone has been used; weights change on a mistake only, by target - out."),
        COMMON,
        "B",
        ("bipolar-perceptron", "delta_o1", "-1.0"),
        under="rule",
    ),
    Misconception(
        "other_form",
        DELTA,
        other_form,
        later(
            "This is the other form of the perceptron rule: books change weights on a mistake by "
            "η·(target - out)·x, or by η·target·x; the exercise says which."
        ),
        "Fausett (1994), section 2.3.2, against Rosenblatt (1962)",
        "A",
        ("target-perceptron", "delta_o1", "-2"),
        under="rule",
    ),
    Misconception(
        "output_on_hebb",
        DELTA,
        output_on_hebb,
        later("The output has been used; with a teacher, Hebb's rule takes the target."),
        COMMON,
        "A",
        ("hebb", "delta_o1", "1"),
        under="rule",
    ),
    Misconception(
        "target_on_hebb",
        DELTA,
        target_on_hebb,
        later("The target has been used; here Hebb's rule takes the output of the unit."),
        COMMON,
        "B",
        ("plain-hebb", "delta_o1", "-1"),
        under="rule",
    ),
    Misconception(
        "bias_kept",
        frozenset({"bias_change", "new_bias"}),
        bias_kept,
        later("The bias has been left as it is; it learns like a weight whose input is always 1."),
        COMMON,
        "A",
        ("biased-adaline", "db1", "0"),
        under="rule",
    ),
    Misconception(
        "input_left_out",
        frozenset({"weight_change"}),
        input_left_out,
        later("The input has been left out: the change of a weight is η·δ times its own input."),
        COMMON,
        "A",
        ("perceptron-of-two", "dw1", "-0.2"),
        under="rule",
    ),
    Misconception(
        "mistake_overlooked",
        DELTA,
        no_change,
        later("The output is not the target, so the weights change."),
        COMMON,
        "B",
        ("bipolar-perceptron", "delta_o1", "0"),
        under="rule",
    ),
)
