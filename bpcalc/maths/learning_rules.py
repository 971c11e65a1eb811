"""The learning rules of single layers. One entry in `LEARNING_RULES` adds one, everywhere.

A rule says what stands in the place of a delta; the change of a weight is η·δ·x in all of them.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bpcalc.locale import later
from bpcalc.maths.entries import complete
from bpcalc.maths.expr import Choice, Expr, Minus, expr
from bpcalc.maths.function_calls import absolute
from bpcalc.records import record


@complete
@record
class LearningRule:
    """A rule for one layer of units.

    Attributes:
        name: as in the exercise file; a variant stands behind a colon.
        descent: (target, out, net) -> formula of the δ by which a weight grows, Δw = η·δ·x.
        says: what the page says of it, with the letters of its notation for `change`, `rate`,
            `target`, `out`, `net` and `input`.
        source: where it is printed.
        once: whether the samples are usually shown once only.
        taught: whether it learns from targets.
        in_steps: whether weights change by whole steps if outputs are steps: no number then has
            more decimals than what the exercise gives makes necessary.
        of_error: whether δ is the derivative of an error.
    """

    name: str
    descent: Callable[[Expr, Expr, Expr], Expr]
    says: str
    source: str
    once: bool = False
    taught: bool = True
    in_steps: bool = True
    of_error: bool = False

    def delta(self, target: Expr, out: Expr, net: Expr, *, descent: bool) -> Expr:
        """Return the formula of δ, with the sign that the exercise gives it."""
        formula = self.descent(target, out, net)
        if descent:
            return formula
        return formula.operand if isinstance(formula, Minus) else Minus(formula)


_ALL = (
    LearningRule(
        "perceptron",
        lambda target, out, net: target - out,
        later(
            "The perceptron rule, {change} = {rate}·({target} - {out})·{input}: weights change on "
            "a mistake only, and there is no derivative in it."
        ),
        "Rosenblatt (1962), Principles of Neurodynamics, section 5.3",
    ),
    LearningRule(
        "perceptron:target",
        lambda target, out, net: Choice(absolute(target - out), target, expr(0)),
        later(
            "The perceptron rule, {change} = {rate}·{target}·{input} on a mistake, and no change "
            "without one."
        ),
        "Fausett (1994), Fundamentals of Neural Networks, section 2.3.2",
    ),
    LearningRule(
        "lms",
        lambda target, out, net: target - net,
        later(
            "The rule of Widrow and Hoff, {change} = {rate}·({target} - {net})·{input}: it learns "
            "from the net input; the activation only decides what is read off."
        ),
        "Widrow & Hoff (1960), Adaptive switching circuits, IRE WESCON 4",
        in_steps=False,
        of_error=True,
    ),
    LearningRule(
        "hebb",
        lambda target, out, net: target,
        later("Hebb's rule with a teacher, {change} = {rate}·{target}·{input}."),
        "Fausett (1994), Fundamentals of Neural Networks, section 2.2.1",
        once=True,
    ),
    LearningRule(
        "hebb:plain",
        lambda target, out, net: out,
        later("Hebb's rule, {change} = {rate}·{out}·{input}: the targets take no part in it."),
        "Hebb (1949), The Organization of Behavior, chapter 4",
        once=True,
        taught=False,
    ),
)

LEARNING_RULES: Mapping[str, LearningRule] = MappingProxyType({rule.name: rule for rule in _ALL})
"""The rules by name; without one, weights go down the gradient of the error."""

_ALIASES = (
    {"adaline": "lms", "widrow_hoff": "lms", "hebbian": "hebb", "backpropagation": "gradient"}
    | {"gradient_descent": "gradient", "pla": "perceptron", "correlation": "hebb"}
    | {"backprop": "gradient", "bp": "gradient", "gd": "gradient", "sgd": "gradient"}
    | {"steepest_descent": "gradient", "generalized_delta": "gradient"}
    | {"generalised_delta": "gradient", "rosenblatt": "perceptron", "supervised_hebb": "hebb"}
    | {"least_mean_squares": "lms", "least_mean_square": "lms"}
)

RULE_ALIASES: Mapping[str, str] = MappingProxyType(
    _ALIASES
    | {f"{name}_rule": rule for name, rule in _ALIASES.items()}
    | {f"{name}_rule": name for name in ("perceptron", "hebb", "lms", "gradient")}
)
"""Other names under which the rules are read."""

TWO_RULES = frozenset({"delta", "delta_rule"})
"""Names under which some books have the rule of Widrow and Hoff, and some go down a gradient."""

WITHOUT_TEACHER = frozenset({"plain_hebb", "unsupervised_hebb", "hebb_plain"})
"""Names for {hebb: plain}."""

GRADIENT = "gradient"
"""What weights do without a rule of their own."""

VARIANTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"perceptron": ("target",), "hebb": ("plain",)}
)
"""The variants that a file may ask for, as in {hebb: plain}."""
