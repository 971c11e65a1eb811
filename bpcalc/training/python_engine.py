"""The default engine: the trees of one step as straight-line Python, compiled once.

It needs nothing but Python, starts at once, and for small networks is faster than arrays,
because an addition of two floats costs less than a call.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import count, repeat
from typing import Any

from bpcalc.calc.lines import StageName
from bpcalc.calc.shape import Shape
from bpcalc.errors import CalculationError
from bpcalc.locale import say
from bpcalc.maths.float_forms import CALLS
from bpcalc.maths.keys import Key
from bpcalc.training.engine import BOUND, ErrorRecorder, Errors, State, Watched, over_all
from bpcalc.training.epoch_lines import (
    FORWARD_STAGES,
    LEARNING_STAGES,
    Steps,
    variable,
)
from bpcalc.training.problem import Problem
from bpcalc.training.python_source import Python

_FAILURES = (OverflowError, ValueError, ZeroDivisionError)
"""What Python raises for e^1000, ln 0 and 1/0."""


def _within(call: Callable[[float], float], outside: float) -> Callable[[float], float]:
    """Return a function that has a value even where the one of `math` raises an error."""

    def safe(operand: float) -> float:
        try:
            return call(operand)
        except (OverflowError, ValueError):
            return outside

    return safe


_FAST: dict[str, Any] = {name: getattr(math, name) for name in CALLS}
_SAFE = _FAST | {
    "exp": _within(math.exp, math.inf),
    "cosh": _within(math.cosh, math.inf),
    "expm1": _within(math.expm1, math.inf),
    "sinh": _within(math.sinh, math.inf),
    "log": _within(math.log, -math.inf),
    "sqrt": _within(math.sqrt, math.nan),
}


class Straight:
    """Runs one exercise by straight-line Python.

    There are two sets of functions. The fast ones raise an error where e^x overflows; the call is
    then repeated with the safe ones, whose exponentials are held, and which are otherwise equal
    bit by bit.
    """

    name = "python"

    def __init__(self, problem: Problem) -> None:
        """Write down the lines for this problem's shape."""
        self._problem = problem
        self._fast = _Functions(problem.shape)
        self._safe = _Functions(problem.shape, held=True)
        self._numbers = tuple(problem.rates.values())

    def set_rate(self, rate: Decimal) -> None:
        """Go on at this learning rate."""
        self._numbers = (float(rate), *self._numbers[1:])

    def start(self) -> State:
        """Return the parameters that the exercise gives, and changes of zero."""
        return self._problem.start()

    def run(self, epochs: int, state: State, order: list[int] | None = None) -> State:
        """Return the state after so many epochs."""
        samples = self._problem.samples
        if order is not None and not self._problem.shape.together:
            samples = [samples[place] for place in order]
        result: State = self._call("run", epochs, *self._numbers, state, samples)
        return result

    def watch(self, epochs: int, limit: float, state: State, record: ErrorRecorder) -> Watched:
        """Run epochs and record the error before each; stop at the limit.

        Raises:
            CalculationError: something is divided by 0, or beyond what a float holds.
        """
        arguments = (epochs, limit, *self._numbers, state, self._problem.samples)
        try:
            done, after = self._fast["watch"](*arguments, record)
        except _Failed as failed:
            late = _without_first(failed.recorded, record)
            try:
                done, after = self._safe["watch"](*arguments, late)
            except _Failed:
                raise CalculationError(_no_value()) from None
        return Watched(done, after)

    def errors(self, state: State) -> Errors:
        """Return the error and the outputs of every sample, and the error over all."""
        arguments = (*self._numbers, state, self._problem.samples)
        totals, outs, penalty = self._call("errors", *arguments)
        return Errors(totals, outs, over_all(totals, self._problem.shape, penalty))

    def _call(self, name: str, *arguments: Any) -> Any:
        try:
            return self._fast[name](*arguments)
        except _FAILURES:
            try:
                return self._safe[name](*arguments)
            except _FAILURES:
                raise CalculationError(_no_value()) from None


def _no_value() -> str:
    return say("after some epochs something is divided by 0, or larger than a float can be")


class _Failed(ArithmeticError):
    """A fast function could not go on; it had recorded so many errors."""

    def __init__(self, recorded: int) -> None:
        super().__init__()
        self.recorded = recorded


def _without_first(errors: int, record: ErrorRecorder) -> ErrorRecorder:
    """Return what records all errors but the first so many, which have been recorded before."""
    numbers = count()

    def late(error: float) -> None:
        if next(numbers) >= errors:
            record(error)

    return late


class _Functions(dict[str, Any]):
    """The functions by name, each compiled when it is first asked for."""

    def __init__(self, shape: Shape, *, held: bool = False) -> None:
        super().__init__()
        self._shape = shape
        self._held = held

    @cached_property
    def _source(self) -> "_Source":
        return _Source(Steps(self._shape, held=self._held))

    def __missing__(self, name: str) -> Any:
        namespace = {"repeat": repeat, "BOUND": BOUND, "FAILURES": _FAILURES, "Failed": _Failed}
        namespace.update(_SAFE if self._held else _FAST)
        namespace["nan"] = math.nan
        code = compile(self._source.text(name), "<straight-line step>", "exec")
        exec(code, namespace)  # its text is ours: names of keys and numbers
        self[name] = namespace[name]
        return self[name]


def source(shape: Shape) -> str:
    """Return the Python source of `run`, `watch` and `errors` for problems of this shape."""
    written = _Source(Steps(shape))
    return "\n".join(map(written.text, ("run", "watch", "errors")))


class _Source:
    """Writes the three functions.

    Online, the step of one sample stands in a loop over the samples. A batch is written out
    whole, all samples one after the other. `watch` knows the error before it updates; where an
    epoch is one update, from the same forward pass.
    """

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._state = ", ".join(steps.state)
        self._rates = ", ".join(steps.rates)

    def text(self, name: str) -> str:
        """Return the source of the function of that name."""
        lines = {"run": self._run, "watch": self._watch, "errors": self._errors}[name]()
        return "\n".join(lines) + "\n"

    def _run(self) -> Iterator[str]:
        yield f"def run(epochs, {self._rates}, state, samples):"
        yield from self._unpacked()
        yield "    for _ in repeat(None, epochs):"
        yield from _indented(8, self._step(FORWARD_STAGES | LEARNING_STAGES))
        yield f"    return {self._state},"

    def _unpacked(self) -> Iterator[str]:
        """Write the statements that unpack the state, and the samples where there is no loop."""
        yield f"    {self._state}, = state"
        if not self._steps.several:
            samples = (f"({', '.join(sample)},)" for sample in self._steps.samples)
            yield f"    {', '.join(samples)}, = samples"

    def _step(self, names: frozenset[StageName]) -> list[str]:
        """Return the stages with these names, in a loop over the samples if they are repeated."""
        python = Python(samples=self._steps.together)
        self._steps.write(python, names)
        return self._each(python.lines)

    def _each(self, lines: list[str]) -> list[str]:
        if not self._steps.several:
            return lines
        return [f"for {', '.join(self._steps.given())}, in samples:", *_indented(4, lines)]

    def _watch(self) -> Iterator[str]:
        yield f"def watch(epochs, limit, {self._rates}, state, samples, record):"
        yield from self._unpacked()
        yield "    recorded = 0"
        yield "    try:"
        yield "        for done in range(epochs):"
        yield from _indented(12, self._measured())
        yield "            record(error)"
        yield "            recorded = done + 1"
        yield "            if not limit < error < BOUND:"
        yield f"                return done, ({self._state},)"
        yield from _indented(
            12,
            self._step(
                FORWARD_STAGES | LEARNING_STAGES
                if self._steps.several or self._steps.looks_ahead
                else LEARNING_STAGES
            ),
        )
        yield "    except FAILURES:"
        yield "        raise Failed(recorded)"
        yield f"    return epochs, ({self._state},)"

    def _measured(self) -> Iterator[str]:
        """Write the forward pass and the error of an epoch."""
        sample = None if self._steps.together else 1
        total = variable(Key("total_error", None, None, None, sample), samples=False)
        python = Python(samples=self._steps.together)
        self._steps.write_measured(python)
        if self._steps.several:
            yield "error = 0.0"
            yield from self._each([*python.lines, f"error += {total}"])
        else:
            yield from python.lines
            yield f"error = {total}"

    def _errors(self) -> Iterator[str]:
        if self._steps.abreast:
            yield from self._errors_abreast()
            return
        python = Python()
        self._steps.write_single(python)
        total = variable(Key("total_error"), samples=False)
        penalty = Python()
        self._steps.write_penalty(penalty)
        yield f"def errors({self._rates}, state, samples):"
        yield f"    {self._state}, = state"
        yield "    totals, outs = [], []"
        yield f"    for {', '.join(self._steps.given())}, in samples:"
        yield from _indented(8, python.lines)
        yield f"        totals.append({total})"
        yield f"        outs.append([{', '.join(self._steps.outs)}])"
        yield from _indented(4, penalty.lines)
        yield f"    return totals, outs, {'penalty' if penalty.lines else 0.0}"

    def _errors_abreast(self) -> Iterator[str]:
        """Write the errors of samples that go forward together."""
        python = Python(samples=True)
        self._steps.write_measured(python)
        numbers = range(1, len(self._steps.samples) + 1)
        totals = [
            variable(Key("total_error", None, None, None, number, 1), samples=True)
            for number in numbers
        ]
        outs = [f"[{', '.join(self._steps.outs_of(number))}]" for number in numbers]
        yield f"def errors({self._rates}, state, samples):"
        yield from self._unpacked()
        yield from _indented(4, python.lines)
        penalty = Python()
        self._steps.write_penalty(penalty)
        left = "penalty" if penalty.lines else "0.0"
        yield f"    return [{', '.join(totals)}], [{', '.join(outs)}], {left}"


def _indented(blanks: int, lines: Iterable[str]) -> Iterator[str]:
    return (" " * blanks + line for line in lines)
