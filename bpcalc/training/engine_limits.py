"""What an engine cannot do, and why; nothing here imports what an engine runs on."""

from collections.abc import Iterator
from math import isinf

from bpcalc.calc.shape import Shape
from bpcalc.locale import say
from bpcalc.maths.activations import ACTIVATIONS, Activation
from bpcalc.maths.expr import Expr, Number, Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import LOSSES, Loss
from bpcalc.maths.own_functions import OUT, TARGET
from bpcalc.training.problem import Problem

MAX_PYTHON_WEIGHTS = 100_000
"""Weights, times samples of a batch, that are written out in Python: some seconds."""
MAX_LLVM_WEIGHTS = 20_000
"""The same in machine code: a quarter of a minute."""
MAX_FAN_IN = 1000
"""Terms of a sum that Python can compile."""
MAX_FOLDED_OUTPUTS = 100
"""Units of an output layer with a line in NumPy for every pair of them."""

WRITTEN_ACTIVATIONS = frozenset(
    {"sigmoid", "tanh", "relu", "leaky_relu", "softmax", "identity", "bipolar_sigmoid"}
)
"""Activations that have an array form written by hand."""
WRITTEN_LOSSES = frozenset(
    {
        "half_squared_error",
        "squared_error",
        "mean_squared_error",
        "half_mean_squared_error",
        "binary_cross_entropy",
        "cross_entropy",
    }
)
"""Losses that have one."""

NETS = [Ref(Key("net", 1, unit)) for unit in (1, 2)]


def lines_of(shape: Shape) -> int:
    """Return how many weights a step deals with that is written out, once for every sample."""
    return shape.graph.weights * (shape.samples if shape.together else 1)


def jumps(shape: Shape) -> bool:
    """Return whether an output jumps, so that the last digit of a net input decides what it is."""
    return any(activation.jump for activation in shape.activations)


def beyond_floats(problem: Problem) -> str:
    """Return why floats cannot stand for the numbers of an exercise; "" if they can."""
    if problem.exercise.rounding.carry == "rounded":
        return say("floats do not round every line as on paper; leave --engine out")
    for number in _numbers(problem):
        value = float(number.value)
        if isinf(value) or (value == 0.0 and number.value):
            return say(
                "{number} is no float: these go from 5e-324 to 1.8e308; write a number between",
                number=number.text,
            )
    return ""


def beyond_python(problem: Problem) -> str:
    """Return why a problem is not written out in Python."""
    return beyond_floats(problem) or _too_long(problem.shape, "python", MAX_PYTHON_WEIGHTS)


def beyond_llvm(problem: Problem) -> str:
    """Return why a problem is not written out as machine code."""
    return beyond_floats(problem) or _too_long(problem.shape, "machine", MAX_LLVM_WEIGHTS)


def beyond_arrays(problem: Problem) -> str:
    """Return why a problem has no array form."""
    shape = problem.shape
    last, outputs = shape.activations[-1], shape.sizes[-1]
    written = is_written_activation(last) and is_written_loss(shape.loss)
    if last.whole_layer and not written and outputs > MAX_FOLDED_OUTPUTS:
        return say(
            "the engine `arrays` works {activation} with {loss} out line by line, and takes {most} "
            "outputs at most: here are {outputs}; take `python`",
            activation=last.name,
            loss=shape.loss.name,
            most=MAX_FOLDED_OUTPUTS,
            outputs=outputs,
        )
    return beyond_floats(problem)


def is_written_activation(activation: Activation) -> bool:
    """Return whether the array form written by hand is that of these very formulas."""
    if activation.name not in WRITTEN_ACTIVATIONS:
        return False
    usual = ACTIVATIONS[activation.name]
    same = _formulas(activation) == _formulas(usual)
    return same or activation.name == "leaky_relu"  # which takes any parameter


def is_written_loss(loss: Loss) -> bool:
    """Return whether the array form written by hand is that of these very formulas."""
    if loss.name not in WRITTEN_LOSSES:
        return False
    usual = LOSSES[loss.name]
    return (
        loss.error(TARGET, OUT) == usual.error(TARGET, OUT)
        and loss.slope(TARGET, OUT, 3) == usual.slope(TARGET, OUT, 3)
        and loss.averaged == usual.averaged
    )


def _formulas(activation: Activation) -> tuple[Expr, Expr]:
    return activation.value(NETS, 0), activation.slope(NETS[0], OUT)


def _too_long(shape: Shape, name: str, most: int) -> str:
    length, widest = lines_of(shape), max(shape.sizes)
    if length <= most and widest <= MAX_FAN_IN:
        return ""
    return say(
        "the engine `{name}` writes every weight out, for every sample of a batch: here {length}, "
        "and {widest} units in a layer; it takes {most} and {units} at most; `arrays` takes more",
        name=name,
        length=f"{length:,}",
        widest=f"{widest:,}",
        most=f"{most:,}",
        units=f"{MAX_FAN_IN:,}",
    )


def _numbers(problem: Problem) -> Iterator[Number]:
    """Yield every number that an engine has to hold."""
    yield from problem.given
    for activation in problem.shape.activations:
        for formula in _formulas(activation):
            yield from _inside(formula)


def _inside(formula: Expr) -> Iterator[Number]:
    if isinstance(formula, Number):
        yield formula
    for part in formula.parts():
        yield from _inside(part)
