"""The engine of the extra `fast`: the trees of one step as machine code, through LLVM.

The lines are the ones that the straight-line Python has, and no operation is fused or put in
another order; e^x, ln and tanh are the functions of the C library that Python calls. So weights
and biases are those of the default engine to the last bit, fifteen times sooner.
"""

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

import llvmlite.binding as llvm

from bpcalc.maths.float_forms import CALLS
from bpcalc.training.engine import ErrorRecorder, Errors, State, Watched
from bpcalc.training.llvm_ir import Code
from bpcalc.training.problem import Problem
from bpcalc.training.python_engine import Straight

UPDATES_PER_CALL = 2_000_000
"""Lines of the calculation between two looks at what Python has to do: some milliseconds."""

OPTIMISATION_LEVEL = 1
"""LLVM's level for writing machine code. Its passes before that are left out: in straight lines
over numbers there is nothing for them to find, and they would take most of the time."""

Double = ctypes.c_double
Int64 = ctypes.c_int64
Pointer = ctypes.c_void_p


class Compiled:
    """A function in machine code."""

    def __init__(self, text: str, name: str, result: Any, arguments: tuple[Any, ...]) -> None:
        """Compile a module and take the function of that name, with the types of ctypes."""
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        _give_functions()
        target = llvm.Target.from_default_triple().create_target_machine(
            cpu=llvm.get_host_cpu_name(),
            features=llvm.get_host_cpu_features().flatten(),
            opt=OPTIMISATION_LEVEL,
        )
        # The code lives as long as the engine.
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(text), target)
        self._engine.finalize_object()
        address = self._engine.get_function_address(name)
        self.call = ctypes.CFUNCTYPE(result, *arguments)(address)


class Machine:
    """Runs one exercise by machine code."""

    name = "machine"

    def __init__(self, problem: Problem) -> None:
        """Lay out the samples; code is written and compiled when it is first asked for."""
        self._problem = problem
        self._rate: tuple[float, ...] = ()
        numbers = [number for sample in problem.samples for number in sample]
        self._samples = (Double * len(numbers))(*numbers)
        self._order = self._places(list(range(len(problem.samples))))
        length = Code(problem).length * len(problem.samples)
        self._portion = max(1, UPDATES_PER_CALL // length)

    def set_rate(self, rate: Decimal) -> None:
        """Go on at this learning rate; from the first time on, the code reads it from memory."""
        if not self._rate:
            self.__dict__.pop("_run", None)
            self.__dict__.pop("_watch", None)
        self._rate = (float(rate),)

    @property
    def _code(self) -> Code:
        return Code(self._problem, rated=bool(self._rate))

    @cached_property
    def _run(self) -> Compiled:
        return Compiled(self._code.run(), "run", None, (Int64, *[Pointer] * 3, Int64))

    @cached_property
    def _watch(self) -> Compiled:
        arguments = (Int64, Double, Pointer, Pointer, Int64, Pointer)
        return Compiled(self._code.watch(), "watch", Int64, arguments)

    @cached_property
    def _straight(self) -> Straight:
        return Straight(self._problem)

    def start(self) -> State:
        """Return the parameters that the exercise gives, and changes of zero."""
        return self._problem.start()

    def run(self, epochs: int, state: State, order: list[int] | None = None) -> State:
        """Return the state after so many epochs."""
        numbers = self._numbers(state)
        places = self._order if order is None else self._places(order)
        for portion in self._portions(epochs):
            self._run.call(portion, numbers, self._samples, places, len(places))
        return tuple(numbers[: len(state)])

    def watch(self, epochs: int, limit: float, state: State, record: ErrorRecorder) -> Watched:
        """Run epochs and record the error before each; stop at the limit."""
        numbers = self._numbers(state)
        errors = (Double * min(epochs, self._portion))()
        done = 0
        for portion in self._portions(epochs):
            count = len(self._order)
            ran = self._watch.call(portion, limit, numbers, self._samples, count, errors)
            # Where it stopped, it knew the error of one epoch more than it ran.
            for error in errors[: min(ran + 1, portion)]:
                record(error)
            done += ran
            if ran < portion:
                break
        return Watched(done, tuple(numbers[: len(state)]))

    def errors(self, state: State) -> Errors:
        """Return the error and the outputs of every sample, and the error over all."""
        return self._straight.errors(state)

    def _portions(self, epochs: int) -> Iterator[int]:
        for done in range(0, epochs, self._portion):
            yield min(self._portion, epochs - done)

    def _numbers(self, state: State) -> ctypes.Array[ctypes.c_double]:
        """Return the memory that the code works in: the state, and the rate if it changes."""
        return (Double * (len(state) + len(self._rate)))(*map(float, state), *self._rate)

    def _places(self, order: list[int]) -> ctypes.Array[ctypes.c_int64]:
        return (Int64 * len(order))(*order)


def _give_functions() -> None:
    """Tell LLVM where e^x, ln and the like are: in the C library whose functions Python calls."""
    name = "ucrtbase" if sys.platform == "win32" else ctypes.util.find_library("m")
    library = ctypes.CDLL(name)
    for function in CALLS:
        address = ctypes.cast(getattr(library, function), ctypes.c_void_p).value
        llvm.add_symbol(function, address)
