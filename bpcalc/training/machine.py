"""The engine of the extra `fast`: the trees of one step as machine code, through LLVM.

The lines are the ones that the straight-line Python has, in the same order, and no operation
is fused or reordered; e^x, ln and tanh are the functions of the C library that Python calls.
So weights and biases are those of the default engine to the last bit, fifteen times sooner.

The code is written as LLVM's text, because building it object by object takes longer than
compiling it.
"""

import ctypes
import ctypes.util
import struct
import sys
from collections.abc import Iterator
from typing import Any

import llvmlite.binding as llvm

from bpcalc.calc.lines import StageName
from bpcalc.calc.structure import Shape
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.training.engine import BOUND, Errors, Record, State, Watched
from bpcalc.training.problem import Problem
from bpcalc.training.steps import (
    ERRORS,
    FORWARD,
    HIGHEST,
    LEARNING,
    LOWEST,
    SMALLEST,
    TINY,
    Steps,
    variable,
)
from bpcalc.training.straight import Straight

PORTION = 2_000_000
"""Lines of the calculation between two looks at what Python has to do: some milliseconds."""

OPTIMISE = 2
"""LLVM's level of optimisation; 3 compiles longer and runs no faster."""

Double = ctypes.c_double
Place = ctypes.c_int64

NAMES = {"exp": "exp", "ln": "log", "tanh": "tanh"}


class Machine:
    """Runs one exercise by machine code."""

    name = "machine"

    def __init__(self, problem: Problem) -> None:
        """Write and compile the code for this problem."""
        self._problem = problem
        self._straight: Straight | None = None
        code = _Code(problem)
        self.source = code.text()
        self._library = _compiled(self.source)
        pointer = ctypes.c_void_p
        self._run = ctypes.CFUNCTYPE(None, Place, pointer, pointer, pointer, Place)(
            self._library.get_function_address("run")
        )
        self._watch = ctypes.CFUNCTYPE(Place, Place, Double, pointer, pointer, Place, pointer)(
            self._library.get_function_address("watch")
        )
        numbers = [number for sample in problem.samples for number in sample]
        self._samples = (Double * len(numbers))(*numbers)
        self._order = self._places(list(range(len(problem.samples))))
        self._portion = max(1, PORTION // (code.length * len(problem.samples)))

    def start(self) -> State:
        """Return the parameters that the exercise gives, and changes of zero."""
        return self._problem.start()

    def run(self, epochs: int, state: State, order: list[int] | None = None) -> State:
        """Return the state after so many epochs."""
        numbers = (Double * len(state))(*map(float, state))
        places = self._order if order is None else self._places(order)
        for portion in self._portions(epochs):
            self._run(portion, numbers, self._samples, places, len(places))
        return tuple(numbers)

    def watch(self, epochs: int, limit: float, state: State, record: Record) -> Watched:
        """Run epochs and record the error before each; stop at the limit."""
        numbers = (Double * len(state))(*map(float, state))
        errors = (Double * min(epochs, self._portion))()
        done = 0
        for portion in self._portions(epochs):
            count = len(self._order)
            ran = self._watch(portion, limit, numbers, self._samples, count, errors)
            # Where it stopped, it knew the error of one epoch more than it ran.
            for error in errors[: min(ran + 1, portion)]:
                record(error)
            done += ran
            if ran < portion:
                break
        return Watched(done, tuple(numbers))

    def errors(self, state: State) -> Errors:
        """Return the error and the outputs of every sample, and the error over all."""
        if self._straight is None:
            self._straight = Straight(self._problem)
        return self._straight.errors(state)

    def _portions(self, epochs: int) -> Iterator[int]:
        for done in range(0, epochs, self._portion):
            yield min(self._portion, epochs - done)

    def _places(self, order: list[int]) -> ctypes.Array[ctypes.c_int64]:
        return (Place * len(order))(*order)


class Values:
    """The reading of a formula as LLVM values, `%x7` or a constant; a `Language`.

    Attributes:
        lines: the instructions so far.
        values: by variable, the value that it has at this point.
    """

    def __init__(self, constants: dict[str, float], *, samples: bool) -> None:
        """Begin a function.

        Args:
            constants: by variable, quantities that do not change.
            samples: whether the code holds several samples at once, see `variable`.
        """
        self.lines: list[str] = []
        self.values = {name: _double(number) for name, number in constants.items()}
        self._samples = samples
        self._count = 0
        self._known: dict[str, str] = {}
        self._positive: set[str] = set()
        self._shift = ""

    def begin_block(self, label: str) -> None:
        """Begin a block; what was calculated before may not have been on the way to it."""
        self.lines.append(f"{label}:")
        self._known.clear()

    def do(self, instruction: str) -> str:
        """Return the value of an instruction; the same one twice is calculated once."""
        if instruction not in self._known:
            self._count += 1
            self._known[instruction] = f"%x{self._count}"
            self.lines.append(f"  {self._known[instruction]} = {instruction}")
        return self._known[instruction]

    def assign(self, key: Key, value: str) -> None:
        """Remember what a variable stands for from now on."""
        self.values[variable(key, self._samples)] = value

    def begin_layer(self, operands: list[str]) -> None:
        """Begin outputs that share exponentials: choose the shift with which none overflows."""
        highest = operands[0]
        for operand in operands[1:]:
            highest = self._select(self._compare("ogt", operand, highest), operand, highest)
        above = self._compare("oge", highest, _double(LOWEST))
        below = self._compare("ole", highest, _double(HIGHEST))
        self._shift = self._select(self.do(f"and i1 {above}, {below}"), _double(0.0), highest)

    def end_layer(self) -> None:
        """End them."""
        self._shift = ""

    def ref(self, key: Key) -> str:
        """Return the value of the variable."""
        return self.values[variable(key, self._samples)]

    def number(self, number: Number) -> str:
        """Return the number as a float."""
        return self._positive_if(number.value > 0, _double(float(number.value)))

    def sum(self, terms: list[str]) -> str:
        """Return the terms, added from left to right."""
        total = terms[0]
        for term in terms[1:]:
            positive = total in self._positive and term in self._positive
            total = self._positive_if(positive, self.do(f"fadd double {total}, {term}"))
        return total

    def product(self, factors: list[str]) -> str:
        """Return the factors, multiplied from left to right."""
        result = factors[0]
        for factor in factors[1:]:
            result = self.do(f"fmul double {result}, {factor}")
        return result

    def quotient(self, dividend: str, divisor: str) -> str:
        """Return the quotient; a divisor that may be 0 is held away from it."""
        if divisor not in self._positive:
            zero = self._compare("oeq", divisor, _double(0.0))
            divisor = self._select(zero, _double(TINY), divisor)
        return self.do(f"fdiv double {dividend}, {divisor}")

    def power(self, base: str, exponent: int) -> str:
        """Return repeated multiplication."""
        return self.product([base] * exponent)

    def minus(self, operand: str) -> str:
        """Return the negative."""
        return self.do(f"fneg double {operand}")

    def apply(self, function: str, operand: str) -> str:
        """Return the call; max(0, x) needs none."""
        if function == "max0":
            return self.choice(operand, operand, _double(0.0))
        if function == "exp":
            operand = self._operand_of_exp(operand)
        elif function == "ln":
            smaller = self._compare("olt", operand, _double(SMALLEST))
            operand = self._select(smaller, _double(SMALLEST), operand)
        value = self.do(f"call double @{NAMES[function]}(double {operand})")
        # e^x is 0 at worst, and then it does not make a sum of positive numbers 0.
        return self._positive_if(function == "exp" and not self._shift, value)

    def choice(self, tested: str, above: str, otherwise: str) -> str:
        """Return one of two values."""
        return self._select(self._compare("ogt", tested, _double(0.0)), above, otherwise)

    def _operand_of_exp(self, operand: str) -> str:
        if self._shift:
            operand = self.do(f"fsub double {operand}, {self._shift}")
        higher = self._compare("ogt", operand, _double(HIGHEST))
        return self._select(higher, _double(HIGHEST), operand)

    def _compare(self, how: str, left: str, right: str) -> str:
        return self.do(f"fcmp {how} double {left}, {right}")

    def _select(self, condition: str, yes: str, no: str) -> str:
        return self.do(f"select i1 {condition}, double {yes}, double {no}")

    def _positive_if(self, positive: bool, value: str) -> str:
        if positive:
            self._positive.add(value)
        return value


class _Code:
    """Writes the two functions.

    Variables that outlive an epoch stand in memory in between, each in a place of its own; LLVM
    keeps them in registers as far as there are any.
    """

    def __init__(self, problem: Problem) -> None:
        shape = problem.shape
        self._steps = Steps(shape)
        self._shape: Shape = shape
        self._constants = {"rate": problem.rate, "momentum": problem.momentum}
        self.length = 1

    def text(self) -> str:
        """Return both functions."""
        functions = [f"declare double @{name}(double) #0" for name in NAMES.values()]
        functions += self._function_run()
        functions += self._function_watch()
        functions.append("attributes #0 = { nounwind readnone willreturn }")
        return "\n".join(functions) + "\n"

    def _function_run(self) -> Iterator[str]:
        values = self._begin()
        yield "define void @run(i64 %epochs, ptr noalias %state, ptr noalias %samples,"
        yield "                 ptr noalias %order, i64 %count) {"
        self._open(values)
        self._step(values, "s", FORWARD | LEARNING, ordered=True)
        self._close(values)
        self.length = len(values.lines)
        values.lines.append("  ret void")
        yield from values.lines
        yield "}"

    def _function_watch(self) -> Iterator[str]:
        values = self._begin()
        yield "define i64 @watch(i64 %epochs, double %limit, ptr noalias %state,"
        yield "                  ptr noalias %samples, i64 %count, ptr noalias %errors) {"
        self._open(values)
        error = self._measure(values)
        values.lines += [
            "  %place = getelementptr double, ptr %errors, i64 %epoch",
            f"  store double {error}, ptr %place",
            f"  %above = fcmp olt double %limit, {error}",
            f"  %below = fcmp olt double {error}, {_double(BOUND)}",
            "  %on = and i1 %above, %below",
            "  br i1 %on, label %learn, label %end",
        ]
        learning = FORWARD | LEARNING if self._steps.several else LEARNING
        if self._steps.several:
            values.begin_block("learn")
            self._step(values, "s", learning)
        else:
            values.lines.append("learn:")  # still knows what was worked out for the error
            self._steps.write(values, learning)
            self._store(values)
        self._close(values)
        values.lines += ["  %done = load i64, ptr %counter", "  ret i64 %done"]
        yield from values.lines
        yield "}"

    def _measure(self, values: Values) -> str:
        """Write the forward pass and the error of an epoch; return the value of the error."""
        sample = None if self._steps.together else 1
        total = variable(Key("total_error", None, None, None, sample), samples=False)
        if not self._steps.several:
            self._step(values, "e", FORWARD | ERRORS, stores=False)
            return values.values[total]
        values.lines.append(f"  store double {_double(0.0)}, ptr %sum")
        self._begin_loop(values, "e", "%count")
        self._read(values, "%e")
        self._steps.write(values, FORWARD | ERRORS)
        values.lines.append("  %before = load double, ptr %sum")
        values.lines.append(f"  %with = fadd double %before, {values.values[total]}")
        values.lines.append("  store double %with, ptr %sum")
        self._end_loop(values, "e")
        return values.do("load double, ptr %sum")

    def _step(
        self,
        values: Values,
        loop: str,
        names: frozenset[StageName],
        *,
        ordered: bool = False,
        stores: bool = True,
    ) -> None:
        """Write the stages with these names, in a loop over the samples if they are repeated."""
        if self._steps.several:
            self._begin_loop(values, loop, "%count")
            sample = f"%{loop}"
            if ordered:
                place = values.do(f"getelementptr i64, ptr %order, i64 {sample}")
                sample = values.do(f"load i64, ptr {place}")
            self._read(values, sample)
        self._load(values)
        self._steps.write(values, names)
        if stores:
            self._store(values)
        if self._steps.several:
            self._end_loop(values, loop)

    def _begin(self) -> Values:
        return Values(self._constants, samples=self._steps.together)

    def _open(self, values: Values) -> None:
        """Write what comes before the epochs, and begin the loop over them."""
        values.begin_block("start")
        values.lines += [f"  %v.{name} = alloca double" for name in self._steps.state]
        values.lines += ["  %sum = alloca double", "  %counter = alloca i64"]
        for place, name in enumerate(self._steps.state):
            number = self._number(values, "%state", str(place))
            values.lines.append(f"  store double {number}, ptr %v.{name}")
        if not self._steps.several:
            self._read(values, "0")
        values.lines += ["  store i64 0, ptr %counter", "  br label %epochs.test"]
        values.begin_block("epochs.test")
        values.lines += [
            "  %epoch = load i64, ptr %counter",
            "  %more = icmp slt i64 %epoch, %epochs",
            "  br i1 %more, label %epochs.body, label %end",
        ]
        values.begin_block("epochs.body")

    def _close(self, values: Values) -> None:
        """End the loop over the epochs, and store the state."""
        values.lines += [
            "  %next = add i64 %epoch, 1",
            "  store i64 %next, ptr %counter",
            "  br label %epochs.test",
        ]
        values.begin_block("end")
        for place, name in enumerate(self._steps.state):
            number = values.do(f"load double, ptr %v.{name}")
            target = values.do(f"getelementptr double, ptr %state, i64 {place}")
            values.lines.append(f"  store double {number}, ptr {target}")

    def _begin_loop(self, values: Values, name: str, count: str) -> None:
        source = next(line for line in reversed(values.lines) if line.endswith(":"))[:-1]
        values.lines.append(f"  br label %{name}.body")
        values.begin_block(f"{name}.body")
        values.lines.append(f"  %{name} = phi i64 [ 0, %{source} ], [ %{name}.next, %{name}.body ]")
        self._load(values)
        self._counted = count

    def _end_loop(self, values: Values, name: str) -> None:
        values.lines += [
            f"  %{name}.next = add i64 %{name}, 1",
            f"  %{name}.more = icmp slt i64 %{name}.next, {self._counted}",
            f"  br i1 %{name}.more, label %{name}.body, label %{name}.end",
        ]
        values.begin_block(f"{name}.end")

    def _load(self, values: Values) -> None:
        for name in self._steps.state:
            values.values[name] = values.do(f"load double, ptr %v.{name}")

    def _store(self, values: Values) -> None:
        for name in self._steps.state:
            values.lines.append(f"  store double {values.values[name]}, ptr %v.{name}")

    def _read(self, values: Values, sample: str) -> None:
        """Write the loads of a sample's inputs and targets, or of all samples from there on."""
        names = [name for names in self._steps.samples for name in names]
        width = len(self._steps.given())
        start = values.do(f"mul i64 {sample}, {width}")
        first = values.do(f"getelementptr double, ptr %samples, i64 {start}")
        for place, name in enumerate(names):
            values.values[name] = self._number(values, first, str(place))

    def _number(self, values: Values, pointer: str, place: str) -> str:
        address = values.do(f"getelementptr double, ptr {pointer}, i64 {place}")
        return values.do(f"load double, ptr {address}")


def _double(number: float) -> str:
    """Return a float as LLVM writes it without loss: its 64 bits, in hexadecimal."""
    return "0x" + struct.pack(">d", number).hex().upper()


def _compiled(text: str) -> Any:
    """Return the machine code of a module; it lives as long as what is returned."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    _give_functions()
    module = llvm.parse_assembly(text)
    target = llvm.Target.from_default_triple()
    machine = target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=OPTIMISE
    )
    passes = llvm.create_pass_builder(
        machine, llvm.create_pipeline_tuning_options(speed_level=OPTIMISE)
    )
    passes.getModulePassManager().run(module, passes)
    engine = llvm.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    return engine


def _give_functions() -> None:
    """Tell LLVM where e^x, ln and tanh are: in the C library whose functions Python calls."""
    name = "ucrtbase" if sys.platform == "win32" else ctypes.util.find_library("m")
    library = ctypes.CDLL(name)
    for function in NAMES.values():
        address = ctypes.cast(getattr(library, function), ctypes.c_void_p).value
        llvm.add_symbol(function, address)
