"""The lines of an epoch as floats need them: differences of nearly equal numbers keep their digits.

In 40 decimals, 1 - out has digits left where out is 0.999999999; a float has seven of them, and
none from a net input of 37 on. So the lines of the hand calculation are rewritten for floats, into
formulas that are equal on paper: 1 - out of a sigmoid is e^-net·out, ln(out) is -ln(1 + e^-net),
and out - target is (1 - target) - (1 - out) where out is close to 1.

`held` lines do not overflow either. An exponential inside a quotient is held between e^-700 and
e^700; numerator and denominator are held alike, so that their quotient is right to 10^-300. Where
that would not do, because two outputs smaller than that are divided by each other, there is no
value, and whoever asks for it is told so.
"""

from typing import Literal

from bpcalc.calc.plan import PlannedLine, PlannedStage
from bpcalc.maths.expr import (
    ONE,
    Apply,
    Choice,
    Expr,
    Minus,
    Number,
    Power,
    Product,
    Quotient,
    Ref,
    Sum,
    expr,
)
from bpcalc.maths.function_calls import exp, ln
from bpcalc.maths.keys import Key
from bpcalc.training.output_patterns import mixture, sigmoid_argument
from bpcalc.training.stable_outputs import HELD, StableOutput, stable_output

Divisors = frozenset[Literal["out", "rest"]]
"""What is divided by: outputs, or 1 - out."""


PENALISED = frozenset({"weight_penalised", "bias_penalised"})
"""What an l1 penalty is in."""

SLACK = Number("1e-11")
"""So far beside the edge of a jump, a float may lie that is at the edge on paper."""


def with_slack(output: Expr) -> Expr:
    """Return an output that jumps, with all at its edge that is there but for rounding.

    The net input 0.3 - 0.1 - 0.2 is 0 on paper and -2.8·10^-17 in floats, on the other side of
    the edge of a step.
    """
    if isinstance(output, Minus):
        return Minus(with_slack(output.operand))
    if isinstance(output, Apply) and output.function == "sign":
        (operand,) = output.operands
        output = Choice(operand, ONE, Choice(Minus(operand), Minus(ONE), expr(0)))
    if not isinstance(output, Choice):
        return output
    branches = (with_slack(output.above), with_slack(output.otherwise))
    if not all(isinstance(each, (Number, Minus, Choice)) for each in branches):
        return output
    slack = SLACK if output.at_zero else Minus(SLACK)
    tested = Sum((output.tested, slack))
    return Choice(tested, *branches, at_zero=output.at_zero)


def with_steady_signs(formula: Expr) -> Expr:
    """Return a formula in which the sign is 0 of what is 0 but for rounding.

    A weight that an l1 penalty has brought to 0 on paper stays there; 3·10^-17 would be pushed to
    the other side, and back again, without an end.
    """
    if isinstance(formula, Apply) and formula.function == "sign":
        return with_slack(formula)
    parts = formula.parts()
    return formula.with_parts(*map(with_steady_signs, parts)) if parts else formula


class StableForms:
    """Rewrites the stages of an epoch, in order of working."""

    def __init__(self, *, held: bool, divisors: Divisors = frozenset()) -> None:
        """Begin an epoch.

        Args:
            held: whether exponentials inside quotients are held, so that none overflows.
            divisors: what the slope of the loss divides by; that must not become 0 where its
                true value is not.
        """
        self.held = held
        self.divisors = divisors
        self._outputs: dict[Key, StableOutput] = {}
        self._made: set[tuple[Key, str]] = set()
        self._pending: list[PlannedLine] = []
        self._group = ""

    def stage(self, part: PlannedStage) -> PlannedStage:
        """Return the stage with stable formulas, and with what they need before them."""
        self._group = _GROUPS.get(part.heading.name, "learning")
        lines: list[PlannedLine] = []
        for line in part.entries:
            found = self.line(line)
            lines += [*self._pending, found]
            self._pending.clear()
        return PlannedStage(part.heading, lines)

    def line(self, line: PlannedLine) -> PlannedLine:
        """Return one line with a stable formula; an output is remembered."""
        key, formula = line
        if formula is None:
            return line
        if key.kind == "out":
            output = stable_output(key, formula)
            if output is not None:
                self._outputs[key] = output
                return PlannedLine(key, output.value(self))
            formula = with_slack(formula)
        if key.kind in PENALISED:
            formula = with_steady_signs(formula)
        return PlannedLine(key, self.rewritten(formula))

    def need(self, key: Key, formula: Expr) -> Ref:
        """Return the leaf for something worked out in between; its line is written once."""
        # What the error needs is not written where only the learning is.
        if not {(key, "forward"), (key, self._group)} & self._made:
            self._made.add((key, self._group))
            self._pending.append(PlannedLine(key, formula))
        return Ref(key)

    def exp(self, operand: Expr) -> Expr:
        """Return e^operand inside a quotient, held if need be."""
        if not self.held:
            return exp(operand)
        above = Sum((operand, Minus(HELD)))
        below = Sum((Minus(HELD), Minus(operand)))
        return exp(Choice(above, HELD, Choice(below, Minus(HELD), operand)))

    def rewritten(self, formula: Expr) -> Expr:
        """Return a formula with the same value, in which nothing cancels that need not."""
        found = None
        if isinstance(formula, Sum) and len(formula.terms) == 2:
            found = self._mixture(formula) or self._difference(*formula.terms)
        elif isinstance(formula, Apply) and formula.function == "ln":
            found = self._logarithm(formula.operands[0])
        elif isinstance(formula, Product):
            found = self._times_log(formula)
        elif isinstance(formula, Quotient):
            found = self._quotient(formula)
        if found is not None:
            return found
        parts = formula.parts()
        return formula.with_parts(*map(self.rewritten, parts)) if parts else formula

    def _mixture(self, formula: Sum) -> Expr | None:
        """Return a + (1 - a)/(1 + e^-x) as 1/(1 + e^-x) + a/(1 + e^x); None for others."""
        found = mixture(formula)
        if found is None:
            return None
        share, argument = found
        return Sum((self._share(ONE, Minus(argument)), self._share(share, argument)))

    def _quotient(self, formula: Quotient) -> Expr | None:
        """Return what is divided by 1 + e^x, or e^x by that; None for others."""
        argument = sigmoid_argument(formula)
        if argument is not None:
            return self._share(ONE, Minus(argument))
        argument = sigmoid_argument(Quotient(ONE, formula.divisor))
        return self._share(self.rewritten(formula.dividend), Minus(argument)) if argument else None

    def _share(self, whole: Expr, power: Expr) -> Expr:
        """Return whole/(1 + e^power): 0 where e^power is held, however large the whole is."""
        share = Quotient(whole, Sum((ONE, self.exp(power))))
        return Choice(Sum((HELD, Minus(power))), share, expr(0)) if self.held else share

    def _difference(self, first: Expr, second: Expr) -> Expr | None:
        """Return 1 - out, 1 - out², 1 + out, out ± number or number - out; None for others."""
        subtracted = second.operand if isinstance(second, Minus) else None
        if subtracted is None:
            return self._addition(first, second)
        output = self._of(subtracted)
        if output is not None:
            return output.rest(self) if first == ONE else output.miss(self, first, turned=True)
        if first == ONE:
            return self._from_one(subtracted)
        if subtracted == ONE and isinstance(first, Quotient):
            found = self._from_one(first)
            return Minus(found) if found else None
        output = self._of(first)
        if output is None:
            return None
        # What is taken off an output may have its logarithm, as in out - t·ln(out).
        return output.miss(self, self.rewritten(subtracted), turned=False)

    def _from_one(self, formula: Expr) -> Expr | None:
        """Return 1 - out², 1 - number·out or 1 - number/out; None for others."""
        if isinstance(formula, Power) and formula.exponent == 2:
            output = self._of(formula.base)
            return output.product(self) if output else None
        if isinstance(formula, Product) and len(formula.factors) == 2:
            factor, last = formula.factors
            output = self._of(last)
            return output.from_one(self, factor) if output else None
        if isinstance(formula, Quotient) and (output := self._of(formula.divisor)):
            return Quotient(output.miss(self, formula.dividend, turned=False), output.out)
        return None

    def _addition(self, first: Expr, second: Expr) -> Expr | None:
        """Return 1 + out or out + number; None for others."""
        if first == ONE and (output := self._of(second)):
            return output.more(self)
        output = self._of(first)
        return output.plus(self, second) if output else None

    def _logarithm(self, operand: Expr) -> Expr | None:
        output = self._of(operand)
        if output is not None:
            return output.log(self)
        if isinstance(operand, Sum) and len(operand.terms) == 2 and operand.terms[0] == ONE:
            second = operand.terms[1]
            output = self._of(second.operand) if isinstance(second, Minus) else None
            return output.log_rest(self) if output else None
        return None

    def _times_log(self, formula: Product) -> Expr | None:
        """Return t·ln(t/out), which is 0 where t is, with a stable logarithm; None for others."""
        logs = [factor for factor in formula.factors if _is_log_of_ratio(factor)]
        if len(logs) != 1:
            return None
        (ratio,) = logs[0].parts()
        above, below = ratio.parts()
        output = self._of(below)
        log = output.log(self) if output else None
        stable = ln(self.rewritten(ratio)) if log is None else ln(above) - log
        factors = [
            stable if factor is logs[0] else self.rewritten(factor) for factor in formula.factors
        ]
        whole = Product(tuple(factors))
        return Choice(above, whole, Choice(Minus(above), whole, expr(0)))

    def _of(self, formula: Expr) -> StableOutput | None:
        return self._outputs.get(formula.key) if isinstance(formula, Ref) else None


_GROUPS = {"net": "forward", "out": "forward", "error": "error", "all_errors": "error"}


def _is_log_of_ratio(formula: Expr) -> bool:
    if not (isinstance(formula, Apply) and formula.function == "ln"):
        return False
    return isinstance(formula.operands[0], Quotient)
