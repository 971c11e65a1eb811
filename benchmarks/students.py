"""Students who work a sheet by themselves: right, or with one habit of error.

Nothing here is taken from the marker: the network is worked by a small program of its own, and
the habits of error are written as people describe them, in books, papers and forums (the source
stands behind each). A habit is applied everywhere, in one layer, for one unit or at one place;
everything after it is worked rightly from there, as a student would.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from random import Random
from typing import Any

from bpcalc.maths.keys import Key

WORK = Context(prec=30, Emin=-9999, Emax=9999)
TIES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
SMALL = {"delta", "weight_gradient", "bias_gradient"}
SUMMED = {"total_error", "weight_gradient", "bias_gradient"}


@dataclass(frozen=True)
class Task:
    """An exercise as it stands on the homework sheet; every number is a text."""

    sizes: tuple[int, ...]
    weights: tuple[tuple[tuple[str, ...], ...], ...]
    biases: tuple[tuple[str, ...] | str | None, ...]
    inputs: tuple[tuple[str, ...], ...]
    targets: tuple[tuple[str, ...], ...]
    rate: str
    activations: tuple[str, ...]
    loss: str = "half_squared_error"
    update: str = "online"

    def yaml(self) -> dict[str, Any]:
        """Return the exercise as its file says it."""
        samples = [
            {"inputs": [*map(Plain, xs)], "targets": [*map(Plain, ts)]}
            for xs, ts in zip(self.inputs, self.targets, strict=True)
        ]
        return {
            "samples": samples,
            "learning_rate": Plain(self.rate),
            "weights": [[[*map(Plain, row)] for row in matrix] for matrix in self.weights],
            "biases": [
                None if b is None else Plain(b) if isinstance(b, str) else [*map(Plain, b)]
                for b in self.biases
            ],
            "activation": list(self.activations),
            "loss": self.loss,
            **({"update": self.update} if len(samples) > 1 else {}),
        }

    def text(self) -> str:
        """Return the exercise file."""
        return "\n".join(f"{key}: {flow(value)}" for key, value in self.yaml().items()) + "\n"


class Plain(str):
    """A number as it is written in the file."""


def flow(value: Any) -> str:
    """Return a value in the flow style of YAML."""
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    return "null" if value is None else str(value)


SHAPES = ((2, 2, 2), (2, 2, 2), (2, 2, 1), (2, 3, 2), (3, 2, 1), (2, 3, 1), (3, 2, 2), (2, 2, 2, 1))


def task(random: Random) -> Task:
    """Draw an exercise of the usual kind: two digits a number, none of them 0 or 1."""
    sizes = random.choice(SHAPES)
    pool = random.sample(range(6, 96), 80)

    def number(signed: bool = True) -> str:
        """Return a number as this student's machine has it."""
        sign = "-" if signed and random.random() < 0.25 else ""
        return f"{sign}0.{pool.pop():02d}"

    layers = range(1, len(sizes))
    weights = tuple(
        tuple(tuple(number() for _ in range(sizes[k - 1])) for _ in range(sizes[k])) for k in layers
    )
    style = random.choice(["unit", "unit", "layer", "none"])
    biases: list[Any] = []
    for k in layers:
        one = number() if style == "layer" else None
        biases.append(tuple(number() for _ in range(sizes[k])) if style == "unit" else one)
    count = random.choice([1, 1, 1, 2])
    kind = random.choice(["sigmoid", "sigmoid", "sigmoid", "sigmoid", "tanh", "identity"])
    last = "sigmoid" if kind == "sigmoid" else random.choice(["sigmoid", kind])
    hidden = "sigmoid" if kind == "identity" else kind
    return Task(
        sizes,
        weights,
        tuple(biases),
        tuple(tuple(number(False) for _ in range(sizes[0])) for _ in range(count)),
        tuple(
            tuple(random.choice(["0.01", "0.99", "1", "0", "0.8", "0.3"]) for _ in range(sizes[-1]))
            for _ in range(count)
        ),
        random.choice(["0.3", "0.4", "0.6", "0.7", "0.8", "0.9"]),
        (*(hidden for _ in sizes[2:]), last),
        random.choice(["half_squared_error", "half_squared_error", "squared_error"]),
        "batch",
    )


class Decimals:
    """Numbers of a student with a good pocket calculator."""

    exp = staticmethod(WORK.exp)
    ln = staticmethod(WORK.ln)

    @staticmethod
    def number(text: str) -> Any:
        """Return a number of the sheet."""
        return Decimal(text)

    @classmethod
    def tanh(cls, x: Any) -> Any:
        """Return the hyperbolic tangent."""
        e = WORK.exp(2 * x)
        return (e - 1) / (e + 1)


Habit = Callable[["Student", Key], Any]


@dataclass(frozen=True)
class Mistake:
    """A habit of error.

    Attributes:
        name: of the habit.
        kinds: of the lines in which it shows itself.
        does: what is worked out in the place of the right line; None where it makes no sense.
        true: ids of findings that say what was done.
        source: where it is described.
    """

    name: str
    kinds: tuple[str, ...]
    does: Habit
    true: frozenset[str]
    source: str


class Student:
    """One student at one exercise: a program of its own, with numbers of any type.

    Attributes:
        values: what is carried on, by quantity.
        texts: what is written down.
        guilty: the lines in which a mistake was made that can be seen.
    """

    def __init__(
        self,
        task: Task,
        write: Callable[[Key, Any], tuple[str, Any]],
        mistakes: dict[str, tuple[Mistake, Callable[[Key], bool]]] | None = None,
        numbers: Any = Decimals,
    ) -> None:
        self.task, self._write, self._mistakes, self.numbers = task, write, mistakes or {}, numbers
        self.values: dict[Key, Any] = {}
        self.texts: dict[Key, str] = {}
        self.guilty: list[Key] = []
        self._number = {t: numbers.number(t) for t in _texts(task)}
        self.last = len(task.sizes) - 1
        self.samples = range(1, len(task.inputs) + 1)
        self._work()

    # what stands on the page so far ----------------------------------------------------------

    def number(self, text: str) -> Any:
        """Return a number as this student's machine has it."""
        if text not in self._number:
            self._number[text] = self.numbers.number(text)
        return self._number[text]

    def w(self, layer: int, unit: int, source: int) -> Any:
        """Return a weight."""
        return self._number[self.task.weights[layer - 1][unit - 1][source - 1]]

    def b(self, layer: int, unit: int | None) -> Any:
        """Return a bias, None if there is none."""
        given = self.task.biases[layer - 1]
        if given is None:
            return None
        return self._number[given if isinstance(given, str) else given[(unit or 1) - 1]]

    def t(self, unit: int, sample: int) -> Any:
        """Return a target."""
        return self._number[self.task.targets[sample - 1][unit - 1]]

    @property
    def rate(self) -> Any:
        """The learning rate."""
        return self._number[self.task.rate]

    def net(self, layer: int, unit: int, sample: int) -> Any:
        """Return a net input, as the student has it."""
        return self.values[Key("net", layer, unit, None, sample, 1)]

    def out(self, layer: int, unit: int, sample: int) -> Any:
        """Return an output or an input."""
        if layer == 0:
            return self._number[self.task.inputs[sample - 1][unit - 1]]
        return self.values[Key("out", layer, unit, None, sample, 1)]

    def error(self, unit: int, sample: int) -> Any:
        """Return the error of an output."""
        return self.values[Key("error", self.last, unit, None, sample, 1)]

    def delta(self, layer: int, unit: int, sample: int) -> Any:
        """Return a delta."""
        return self.values[Key("delta", layer, unit, None, sample, 1)]

    def gradient(self, key: Key) -> Any:
        """Return the gradient that an update uses."""
        kind = "weight_gradient" if key.source else "bias_gradient"
        sample = None if len(self.samples) > 1 else 1
        return self.values[Key(kind, key.layer, key.unit, key.source, sample, 1)]

    def size(self, layer: int) -> int:
        """Return the units of a layer."""
        return self.task.sizes[layer]

    # the right lines -------------------------------------------------------------------------

    def f(self, layer: int, x: Any) -> Any:
        """Return the activation of a layer."""
        return self.function(self.task.activations[layer - 1], x)

    def function(self, name: str, x: Any) -> Any:
        """Return an activation function."""
        one = self.number("1")
        if name == "sigmoid":
            return one / (one + self.numbers.exp(-x))
        if name == "tanh":
            return self.numbers.tanh(x)
        return x

    def slope(self, layer: int, out: Any) -> Any:
        """Return the slope, of an output."""
        one, name = self.number("1"), self.task.activations[layer - 1]
        if name == "sigmoid":
            return out * (one - out)
        return one - out * out if name == "tanh" else one

    def miss(self, unit: int, sample: int) -> Any:
        """∂E/∂out of an output."""
        factor = 1 if self.task.loss.startswith("half") else 2
        return factor * (self.out(self.last, unit, sample) - self.t(unit, sample))

    def back(self, layer: int, unit: int, sample: int) -> Any:
        """Return the sum coming back to a hidden unit."""
        return sum(
            self.delta(layer + 1, k, sample) * self.w(layer + 1, k, unit)
            for k in range(1, self.size(layer + 1) + 1)
        )

    def coming(self, layer: int, unit: int, sample: int) -> Any:
        """Return the error that comes to a unit."""
        if layer == self.last:
            return self.miss(unit, sample)
        return self.back(layer, unit, sample)

    def right(self, key: Key) -> Any:
        """Return what is right for a line, from what stands on the page."""
        if key.sample is None and key.kind in SUMMED:
            return sum(self.values[key._replace(sample=n)] for n in self.samples)
        result: Any = getattr(self, f"_right_{key.kind}")(key)
        return result

    def _right_net(self, key: Key) -> Any:
        layer, unit, sample = key.layer, key.unit, key.sample
        sources = range(1, self.size(layer - 1) + 1)
        total = sum(self.w(layer, unit, i) * self.out(layer - 1, i, sample) for i in sources)
        bias = self.b(layer, unit)
        return total if bias is None else total + bias

    def _right_out(self, key: Key) -> Any:
        return self.f(key.layer, self.net(key.layer, key.unit, key.sample))

    def _right_error(self, key: Key) -> Any:
        miss = self.t(key.unit, key.sample) - self.out(key.layer, key.unit, key.sample)
        return miss * miss / 2 if self.task.loss.startswith("half") else miss * miss

    def _right_total_error(self, key: Key) -> Any:
        return sum(self.error(k, key.sample) for k in range(1, self.size(self.last) + 1))

    def _right_delta(self, key: Key) -> Any:
        place = (key.layer, key.unit, key.sample)
        return self.coming(*place) * self.slope(key.layer, self.out(*place))

    def _right_weight_gradient(self, key: Key) -> Any:
        before = self.out(key.layer - 1, key.source, key.sample)
        return self.delta(key.layer, key.unit, key.sample) * before

    def _right_bias_gradient(self, key: Key) -> Any:
        units = [key.unit] if key.unit else range(1, self.size(key.layer) + 1)
        return sum(self.delta(key.layer, k, key.sample) for k in units)

    def _right_new_weight(self, key: Key) -> Any:
        return self.w(key.layer, key.unit, key.source) - self.rate * self.gradient(key)

    def _right_new_bias(self, key: Key) -> Any:
        return self.b(key.layer, key.unit) - self.rate * self.gradient(key)

    # a sheet from beginning to end -----------------------------------------------------------

    def _work(self) -> None:
        for key in keys_of(self.task):
            right = self.right(key)
            value = right
            mistake, applies = self._mistakes.get(key.kind, (None, None))
            if mistake and applies and applies(key):
                wrong = mistake.does(self, key)
                value = right if wrong is None else wrong
            text, carried = self._write(key, value)
            if value is not right and text != self._write(key, right)[0]:
                self.guilty.append(key)
            self.texts[key], self.values[key] = text, carried


def keys_of(task: Task) -> Iterator[Key]:
    """Yield the lines of a sheet in order of working."""
    last = len(task.sizes) - 1
    several = len(task.inputs) > 1
    backwards = range(last, 0, -1)
    for n in range(1, len(task.inputs) + 1):
        yield from _forward(task, n)
        for layer in backwards:
            yield from (Key("delta", layer, j, None, n, 1) for j in _units(task, layer))
            yield from _parameters(task, layer, ("weight_gradient", "bias_gradient"), n)
    if several:
        yield Key("total_error", None, None, None, None, 1)
        for layer in backwards:
            yield from _parameters(task, layer, ("weight_gradient", "bias_gradient"), None)
    for layer in backwards:
        yield from _parameters(task, layer, ("new_weight", "new_bias"), None if several else 1)


def _forward(task: Task, n: int) -> Iterator[Key]:
    last = len(task.sizes) - 1
    for layer in range(1, last + 1):
        yield from (Key("net", layer, j, None, n, 1) for j in _units(task, layer))
        yield from (Key("out", layer, j, None, n, 1) for j in _units(task, layer))
    yield from (Key("error", last, j, None, n, 1) for j in _units(task, last))
    yield Key("total_error", None, None, None, n, 1)


def _units(task: Task, layer: int) -> range:
    return range(1, task.sizes[layer] + 1)


def _parameters(
    task: Task, layer: int, kinds: tuple[str, str], sample: int | None
) -> Iterator[Key]:
    for j in range(1, task.sizes[layer] + 1):
        for i in range(1, task.sizes[layer - 1] + 1):
            yield Key(kinds[0], layer, j, i, sample, 1)  # type: ignore[arg-type]
    given = task.biases[layer - 1]
    if given is not None:
        for unit in [None] if isinstance(given, str) else range(1, task.sizes[layer] + 1):
            yield Key(kinds[1], layer, unit, None, sample, 1)  # type: ignore[arg-type]


def _texts(task: Task) -> Iterator[str]:
    yield task.rate
    for rows in (*task.inputs, *task.targets):
        yield from rows
    for matrix in task.weights:
        for row in matrix:
            yield from row
    for given in task.biases:
        yield from [given] if isinstance(given, str) else given or ()


# how numbers are written down -------------------------------------------------------------------


def by_hand(count: int, carry: str = "rounded", ties: str = "half_up", small: bool = True) -> Any:
    """Return a way of writing: so many decimals, so many digits of what is small."""

    def write(key: Key, value: Any) -> tuple[str, Any]:
        """Write."""
        text = rounded(value, count, small and key.kind in SMALL, ties)
        return text, Decimal(text) if carry == "rounded" else value

    return write


def rounded(value: Decimal, count: int, significant: bool, ties: str = "half_up") -> str:
    """Return a value with so many decimals, or significant digits, zeros written."""
    places = count
    if significant and value:
        places = count - 1 - value.adjusted()
        if (
            value.quantize(Decimal(1).scaleb(-places), TIES[ties], WORK).adjusted()
            > value.adjusted()
        ):
            places -= 1
    unit = Decimal(1).scaleb(-places)
    text = format(value.quantize(unit, TIES[ties], WORK), "f")
    return text.removeprefix("-") if not Decimal(text) else text
