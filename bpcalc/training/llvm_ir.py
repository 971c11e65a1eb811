"""The formula trees of one step, written out as the text of LLVM.

Text, because building the code object by object takes longer than compiling it.
"""

import struct
from collections.abc import Callable, Iterator

from bpcalc.calc.lines import StageName
from bpcalc.maths.expr import Number
from bpcalc.maths.float_forms import CALLS, CallName
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.training.engine import BOUND
from bpcalc.training.epoch_lines import (
    FORWARD_STAGES,
    LEARNING_STAGES,
    Steps,
    variable,
)
from bpcalc.training.problem import Problem

BLOCK = 300
"""Lines after which a new block begins: the time to compile a block grows with its square."""

OPTIMISE = 1
"""LLVM's level for writing machine code. Its passes before that are left out: in straight lines
over numbers there is nothing for them to find, and they would take most of the time."""


class Values:
    """The reading of a formula as LLVM values, `%x7` or a constant; a `Language`.

    Attributes:
        lines: the instructions so far.
        values: by variable, the value that it has at this point, if it is known.
        places: by variable, where it stands in memory, if it does.
    """

    def __init__(self, constants: dict[str, float], *, samples: bool) -> None:
        """Begin a function.

        Args:
            constants: by variable, quantities that do not change.
            samples: whether the code holds several samples at once, see `variable`.
        """
        self.lines: list[str] = []
        self.values = {name: _double(number) for name, number in constants.items()}
        self.places: dict[str, str] = {}
        self._lasting: set[str] = set()
        self._samples = samples
        self._count = 0
        self._began = 0
        self._known: dict[str, str] = {}
        self._label = ""

    def begin_block(self, label: str) -> None:
        """Begin a block; what was calculated before may not have been on the way to it."""
        self.reach(label)
        self._began = len(self.lines)
        self._known.clear()
        for name in self.places:
            self.values.pop(name, None)

    def reach(self, label: str) -> None:
        """Begin a block to which the only way leads through the ones before: all stays known."""
        self.lines.append(f"{label}:")
        self._label = label

    def go_on(self, label: str) -> None:
        """End the block and begin another one."""
        self.lines.append(f"  br label %{label}")
        self.begin_block(label)

    def keep(self, names: list[str], start: str, *, lasting: bool = False) -> None:
        """Say that variables stand in memory, one after the other.

        They are read only where they are asked for: what is read too soon takes a register.

        Args:
            names: of the variables.
            start: the place of the first.
            lasting: whether what is assigned to them has to be stored.
        """
        for number, name in enumerate(names):
            self.places[name] = f"ptr {start}, i64 {number}"
            self.values.pop(name, None)
        if lasting:
            self._lasting.update(names)

    def do(self, instruction: str) -> str:
        """Return the value of an instruction; the same one twice is calculated once."""
        if instruction not in self._known:
            self._count += 1
            self._known[instruction] = f"%x{self._count}"
            self.lines.append(f"  {self._known[instruction]} = {instruction}")
        return self._known[instruction]

    def assign(self, key: Key, value: str) -> None:
        """Remember what a variable stands for from now on, and store it if it lasts."""
        name = variable(key, self._samples)
        self.values[name] = value
        if name in self._lasting:
            self.lines.append(f"  store double {value}, ptr {self._address(name)}")
        if len(self.lines) - self._began > BLOCK:
            self.go_on(f"after.{self._count}")

    def ref(self, key: Key) -> str:
        """Return the value of the variable."""
        name = variable(key, self._samples)
        if name not in self.values:
            self.values[name] = self.do(f"load double, ptr {self._address(name)}")
        return self.values[name]

    def _address(self, name: str) -> str:
        return self.do(f"getelementptr double, {self.places[name]}")

    def number(self, number: Number) -> str:
        """Return the number as a float."""
        return _double(float(number.value))

    def sum(self, terms: list[str]) -> str:
        """Return the terms, added from left to right."""
        total = terms[0]
        for term in terms[1:]:
            total = self.do(f"fadd double {total}, {term}")
        return total

    def product(self, factors: list[str]) -> str:
        """Return the factors, multiplied from left to right."""
        result = factors[0]
        for factor in factors[1:]:
            result = self.do(f"fmul double {result}, {factor}")
        return result

    def quotient(self, dividend: str, divisor: str) -> str:
        """Return the quotient."""
        return self.do(f"fdiv double {dividend}, {divisor}")

    def power(self, base: str, exponent: int) -> str:
        """Return repeated multiplication."""
        return self.product([base] * exponent)

    def minus(self, operand: str) -> str:
        """Return the negative."""
        return self.do(f"fneg double {operand}")

    def apply(self, function: str, *operands: str) -> str:
        """Return the value of a function."""
        value: str = FUNCTIONS[function].floats(self, *operands)
        return value

    def call(self, name: CallName, operand: str) -> str:
        """Return the call."""
        return self.do(f"call double @{name}(double {operand})")

    def once(self, value: str) -> str:
        """Return the value: every instruction is worked out once."""
        return value

    def choice(self, tested: str, above: str, otherwise: str) -> str:
        """Return one of two values."""
        return self._select(self._compare("ogt", tested, _double(0.0)), above, otherwise)

    def rarely(self, tested: str, above: str, otherwise: Callable[[], str]) -> str:
        """Return one of two values; there is a jump to the second one, which is seldom needed."""
        condition = self._compare("ogt", tested, _double(0.0))
        self._count += 1
        before, seldom, after = self._label, f"seldom.{self._count}", f"on.{self._count}"
        self.lines.append(f"  br i1 {condition}, label %{after}, label %{seldom}")
        self.reach(seldom)
        known, values = self._known.copy(), self.values.copy()
        other = otherwise()
        self._known, self.values = known, values  # the others are not known on the other way
        choices = f"[ {above}, %{before} ], [ {other}, %{self._label} ]"
        self.lines.append(f"  br label %{after}")
        self.reach(after)
        return self.do(f"phi double {choices}")

    def _compare(self, how: str, left: str, right: str) -> str:
        return self.do(f"fcmp {how} double {left}, {right}")

    def _select(self, condition: str, yes: str, no: str) -> str:
        return self.do(f"select i1 {condition}, double {yes}, double {no}")


class Code:
    """Writes the two functions."""

    def __init__(self, problem: Problem, *, rated: bool = False) -> None:
        """Sort the lines of a problem.

        Args:
            problem: what is trained.
            rated: whether the learning rate stands in memory, behind the state.
        """
        self._steps = Steps(problem.shape, held=True)
        self._constants = dict(zip(self._steps.rates, problem.rates.values(), strict=True))
        self._kept = self._steps.state
        if rated:
            rate, *_ = self._steps.rates
            del self._constants[rate]
            self._kept = [*self._kept, rate]

    @property
    def length(self) -> int:
        """About as many as the lines of the calculation."""
        return 4 * len(self._steps.state) * len(self._steps.samples)

    def run(self) -> str:
        """Return the module with the function that runs epochs."""
        return _module(self._function_run())

    def watch(self) -> str:
        """Return the module with the function that writes down the error before each epoch."""
        return _module(self._function_watch())

    def _function_run(self) -> Iterator[str]:
        values = self._opened()
        self._step(values, FORWARD_STAGES | LEARNING_STAGES, ordered=True)
        yield "define void @run(i64 %epochs, ptr noalias %state, ptr noalias %samples,"
        yield "                 ptr noalias %order, i64 %count) {"
        yield from values.lines
        yield from _closing("  ret void")

    def _function_watch(self) -> Iterator[str]:
        values = self._opened()
        error = self._measured(values)
        values.lines += [
            "  %place = getelementptr double, ptr %errors, i64 %epoch",
            f"  store double {error}, ptr %place",
            f"  %above = fcmp olt double %limit, {error}",
            f"  %below = fcmp olt double {error}, {_double(BOUND)}",
            "  %on = and i1 %above, %below",
            "  br i1 %on, label %learn, label %end",
        ]
        if self._steps.several:
            values.begin_block("learn")
            self._step(values, FORWARD_STAGES | LEARNING_STAGES)
        else:
            values.reach("learn")
            before = FORWARD_STAGES if self._steps.looks_ahead else frozenset()
            self._steps.write(values, before | LEARNING_STAGES)
        yield "define i64 @watch(i64 %epochs, double %limit, ptr noalias %state,"
        yield "                  ptr noalias %samples, i64 %count, ptr noalias %errors) {"
        yield from values.lines
        yield from _closing("  ret i64 %epoch")

    def _opened(self) -> Values:
        """Begin a function, and in it the loop over the epochs."""
        values = Values(self._constants, samples=self._steps.together)
        values.keep(self._kept, "%state", lasting=True)
        values.lines += [
            "start:",
            "  %counter = alloca i64",
            "  %number = alloca i64",
            "  %sum = alloca double",
            "  store i64 0, ptr %counter",
            "  br label %epochs.test",
            "epochs.test:",
            "  %epoch = load i64, ptr %counter",
            "  %more = icmp slt i64 %epoch, %epochs",
            "  br i1 %more, label %epochs.body, label %end",
        ]
        values.begin_block("epochs.body")
        if not self._steps.several:
            names = [name for sample in self._steps.samples for name in sample]
            values.keep(names, "%samples")
        return values

    def _measured(self, values: Values) -> str:
        """Write the forward pass and the error of an epoch; return the value of the error."""
        sample = None if self._steps.together else 1
        total = Key("total_error", None, None, None, sample)
        if not self._steps.several:
            self._steps.write_measured(values)
            return values.ref(total)
        values.lines.append(f"  store double {_double(0.0)}, ptr %sum")
        self._begin_loop(values, "measured")
        self._steps.write_measured(values)
        before = values.do("load double, ptr %sum")
        after = values.do(f"fadd double {before}, {values.ref(total)}")
        values.lines.append(f"  store double {after}, ptr %sum")
        self._end_loop(values, "measured")
        return values.do("load double, ptr %sum")

    def _step(self, values: Values, names: frozenset[StageName], *, ordered: bool = False) -> None:
        """Write the stages with these names, in a loop over the samples if they are repeated."""
        if not self._steps.several:
            self._steps.write(values, names)
            return
        self._begin_loop(values, "sample", ordered=ordered)
        self._steps.write(values, names)
        self._end_loop(values, "sample")

    def _begin_loop(self, values: Values, name: str, *, ordered: bool = False) -> None:
        values.lines.append("  store i64 0, ptr %number")
        values.go_on(name)
        number = values.do("load i64, ptr %number")
        values.lines.append(f"  %{name}.next = add i64 {number}, 1")
        if ordered:
            place = values.do(f"getelementptr i64, ptr %order, i64 {number}")
            number = values.do(f"load i64, ptr {place}")
        given = self._steps.given()
        first = values.do(f"mul i64 {number}, {len(given)}")
        values.keep(given, values.do(f"getelementptr double, ptr %samples, i64 {first}"))

    def _end_loop(self, values: Values, name: str) -> None:
        values.lines += [
            f"  store i64 %{name}.next, ptr %number",
            f"  %{name}.more = icmp slt i64 %{name}.next, %count",
            f"  br i1 %{name}.more, label %{name}, label %{name}.end",
        ]
        values.begin_block(f"{name}.end")


def _module(function: Iterator[str]) -> str:
    declarations = [f"declare double @{name}(double) #0" for name in CALLS]
    attributes = "attributes #0 = { nounwind readnone willreturn }"
    return "\n".join((*declarations, *function, attributes, ""))


def _closing(result: str) -> Iterator[str]:
    """Yield the end of the loop over the epochs, and of the function."""
    yield "  %next = add i64 %epoch, 1"
    yield "  store i64 %next, ptr %counter"
    yield "  br label %epochs.test"
    yield "end:"
    yield result
    yield "}"


def _double(number: float) -> str:
    """Return a float as LLVM writes it without loss: its 64 bits, in hexadecimal."""
    return "0x" + struct.pack(">d", number).hex().upper()
