"""A second opinion on every number: back-propagation from the definitions, in mpmath.

Nothing here is shared with `bpcalc`: an exercise is read as plain numbers, slopes are
derivatives with respect to the net input (never written with the output), softmax has its
whole Jacobian, and a step backward is a product with a transposed matrix. Quantities come back
as a dictionary from the fields of a key (kind, layer, unit, source, sample, epoch).
"""

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from math import inf
from typing import Any

from mpmath import mp, mpf

FURTHEST = 4000  # net input of an output that saturates: 1 - 10^-3474 at the most
DIGITS = 60  # to work with
DOUBTFUL = 40  # a sum that cancels to its last 40 binary digits is zero
ZERO = mpf(0)

Vector = list[Any]
Matrix = list[Vector]
Values = dict[tuple[Any, ...], Any]


class BeyondLimitError(Exception):
    """An output saturates further than bpcalc promises to follow."""


def added(terms: Vector) -> Any:
    """Return the sum of the terms; exactly zero where nothing but rounding is left of it."""
    total = sum(terms, ZERO)
    if len(terms) > 1 and max(map(_size, terms)) - _size(total) > mp.prec - DOUBTFUL:
        return ZERO
    return total


def _size(number: Any) -> float:
    """Return the power of two of a number's first digit; of zero, less than of any other."""
    _, mantissa, exponent, length = number._mpf_
    return exponent + length if mantissa else -inf


def times(matrix: Matrix, vector: Vector) -> Vector:
    """Return the product of a matrix with a column."""
    return [added([a * b for a, b in zip(row, vector, strict=True)]) for row in matrix]


def transposed(matrix: Matrix) -> Matrix:
    """Return the matrix with rows and columns exchanged."""
    return [list(column) for column in zip(*matrix, strict=True)]


def outer(column: Vector, row: Vector) -> Matrix:
    """Return the matrix of all products."""
    return [[a * b for b in row] for a in column]


# Functions of one net input: value and derivative, both from the net input.


def _logistic(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x)) if x > 0 else mp.exp(x) / (1 + mp.exp(x))


def _clipped(x: Any, low: Any, high: Any) -> tuple[Any, Any]:
    return max(low, min(x, high)), mpf(low < x < high)


def _scaled(function: Callable[..., tuple[Any, Any]]) -> Callable[..., tuple[Any, Any]]:
    """Return f(a·x), of which a is 1 if there is none."""

    def scaled(x: Any, a: Any) -> tuple[Any, Any]:
        value, slope = function((a or 1) * x)
        return value, (a or 1) * slope

    return scaled


def _silu(x: Any, a: Any) -> tuple[Any, Any]:
    chance = _logistic((a or 1) * x)
    return x * chance, chance + (a or 1) * x * chance * _logistic(-(a or 1) * x)


def _gelu_tanh(x: Any, a: Any) -> tuple[Any, Any]:
    root = mp.sqrt(2 / mp.pi)
    place = root * (x + mpf("0.044715") * x**3)
    share = _logistic(2 * place)
    return x * share, share + 2 * x * share * _logistic(-2 * place) * root * (
        1 + 3 * mpf("0.044715") * x**2
    )


def _selu(x: Any, _: Any) -> tuple[Any, Any]:
    # Read here, not above: mpf keeps the digits that are asked for at the time.
    scale, end = mpf("1.0507009873554805"), mpf("1.7580993408473766")
    return (scale * x, scale) if x > 0 else (end * mp.expm1(x), end * mp.exp(x))


FUNCTIONS: dict[str, Callable[..., tuple[Any, Any]]] = {
    "sigmoid": _scaled(lambda x: (_logistic(x), _logistic(x) * _logistic(-x))),
    "tanh": _scaled(lambda x: (mp.tanh(x), 1 / mp.cosh(x) ** 2)),
    "bipolar_sigmoid": _scaled(lambda x: (mp.tanh(x / 2), 1 / (2 * mp.cosh(x / 2) ** 2))),
    "relu": lambda x, a: (x, mpf(1)) if x > 0 else (ZERO, ZERO),
    "leaky_relu": lambda x, a: (x, mpf(1)) if x > 0 else (a * x, a),
    "prelu": lambda x, a: (x, mpf(1)) if x > 0 else (a * x, a),
    "relu6": lambda x, a: _clipped(x, ZERO, mpf(6)),
    "identity": lambda x, a: (x, mpf(1)),
    "softplus": lambda x, a: (mp.log1p(mp.exp(x)), _logistic(x)),
    "elu": lambda x, a: (x, mpf(1)) if x > 0 else (a * mp.expm1(x), a * mp.exp(x)),
    "selu": _selu,
    "gelu": lambda x, a: (x * mp.ncdf(x), mp.ncdf(x) + x * mp.npdf(x)),
    "gelu_tanh": _gelu_tanh,
    "silu": _silu,
    "hard_sigmoid": lambda x, a: (
        _clipped((a or mpf(1) / 6) * x + mpf(1) / 2, ZERO, mpf(1))[0],
        (a or mpf(1) / 6)
        * _clipped(x, -1 / (2 * (a or mpf(1) / 6)), 1 / (2 * (a or mpf(1) / 6)))[1],
    ),
    "hard_tanh": lambda x, a: _clipped(x, mpf(-1), mpf(1)),
    "softsign": lambda x, a: (x / (1 + abs(x)), 1 / (1 + abs(x)) ** 2),
    "step": lambda x, a: (mpf(x >= a), ZERO),
    "sign": lambda x, a: (mpf(x >= 0) * 2 - 1, ZERO) if not a else (mpf(x > a) - mpf(x < -a), ZERO),
}


def softmax(nets: Vector) -> Vector:
    """Return the softmax of a layer."""
    powers = [mp.exp(net - max(nets)) for net in nets]
    return [power / sum(powers) for power in powers]


def softmax_jacobian(nets: Vector) -> Matrix:
    """Return ∂out_k/∂net_j in row k, column j, by the quotient rule."""
    powers = [mp.exp(net - max(nets)) for net in nets]
    whole = sum(powers)
    units = range(len(nets))
    return [
        [
            powers[k] * sum([powers[i] for i in units if i != k], ZERO) / whole**2
            if k == j
            else -powers[k] * powers[j] / whole**2
            for j in units
        ]
        for k in units
    ]


# Errors of one output and their derivatives; `rest` is 1 - out, kept apart so that an output
# close to 1 loses no digits; n is the number of outputs.


def _entropy(weight: Any, chance: Any) -> Any:
    return weight * mp.log(chance) if weight else ZERO


def _miss(out: Any, target: Any) -> Any:
    return added([out, -target])


def _huber(miss: Any, edge: Any = 1) -> tuple[Any, Any]:
    if abs(miss) <= edge:
        return miss**2 / 2, miss
    return edge * (abs(miss) - mpf(edge) / 2), edge * mp.sign(miss)


def _hinge(label: Any, out: Any) -> tuple[Any, Any]:
    short = 1 - label * out
    return (short, -label) if short > 0 else (ZERO, ZERO)


def _binary_entropy(t: Any, o: Any, rest: Any) -> tuple[Any, Any]:
    return -_entropy(t, o) - _entropy(1 - t, rest), (1 - t) / rest - t / o


def _ln_cosh(miss: Any) -> tuple[Any, Any]:
    return mp.log(mp.cosh(miss)), mp.tanh(miss)


SUMS: dict[str, Callable[..., tuple[Any, Any]]] = {
    "half_squared_error": lambda t, o, rest: (_miss(o, t) ** 2 / 2, _miss(o, t)),
    "squared_error": lambda t, o, rest: (_miss(o, t) ** 2, 2 * _miss(o, t)),
    "binary_cross_entropy": _binary_entropy,
    "cross_entropy": lambda t, o, rest: (-_entropy(t, o), -t / o),
    "huber": lambda t, o, rest: _huber(_miss(o, t)),
    "absolute_error": lambda t, o, rest: (abs(_miss(o, t)), mp.sign(_miss(o, t))),
    "log_cosh": lambda t, o, rest: _ln_cosh(_miss(o, t)),
    "hinge": lambda t, o, rest: _hinge(t, o),
    "kl_divergence": lambda t, o, rest: (_entropy(t, t) - _entropy(t, o), -t / o),
    "poisson": lambda t, o, rest: (o - t * mp.log(o), 1 - t / o),
}


def _mean(summed: Callable[..., tuple[Any, Any]]) -> Callable[..., tuple[Any, Any]]:
    def averaged(t: Any, o: Any, rest: Any, n: Any) -> tuple[Any, Any]:
        error, slope = summed(t, o, rest)
        return error, slope / n

    return averaged


def _sum(summed: Callable[..., tuple[Any, Any]]) -> Callable[..., tuple[Any, Any]]:
    return lambda t, o, rest, n: summed(t, o, rest)


ERRORS: dict[str, Callable[..., tuple[Any, Any]]] = {
    **{name: _sum(summed) for name, summed in SUMS.items()},
    **{f"mean_{name}": _mean(summed) for name, summed in SUMS.items()},
    "half_mean_squared_error": _mean(SUMS["half_squared_error"]),
}
AVERAGED = {name for name in ERRORS if "mean" in name}
INSIDE = {"error_slope", "slope", "weight_gradient", "bias_gradient"}  # of a delta or change
SATURATING = {"sigmoid", "tanh", "bipolar_sigmoid", "softmax"}
SHORT = {  # whose derivatives cancel: the book writes delta as out - target
    *(("binary_cross_entropy", "sigmoid"), ("cross_entropy", "softmax")),
    *(("kl_divergence", "softmax"), ("poisson", "softmax")),
}


class Net:
    """A network as matrices and columns of mpmath numbers.

    Attributes:
        weights: by layer; a row is a receiving unit.
        biases: by layer: a column, of one number if shared, empty if there are none.
    """

    def __init__(self, exercise: Any) -> None:
        self.weights = [[_column(row) for row in layer.weights] for layer in exercise.layers]
        self.biases = [_column(layer.biases or ()) for layer in exercise.layers]
        self.names = [layer.activation.name for layer in exercise.layers]
        self.slants = [mpf(layer.activation.parameter or 0) for layer in exercise.layers]
        self.shared = [layer.shared_bias for layer in exercise.layers]
        self.sign = -1 if exercise.thresholds else 1

    def nets(self, layer: int, outs: Vector) -> Vector:
        """Return the net inputs of a layer, counted from 0, for the outputs before it."""
        rows, biases = self.weights[layer], self.biases[layer]
        spread = biases * len(rows) if len(biases) == 1 else biases or [ZERO] * len(rows)
        return [
            added([*(w * o for w, o in zip(row, outs, strict=True)), self.sign * bias])
            for row, bias in zip(rows, spread, strict=True)
        ]

    def written(self, layer: int, nets: Matrix, outs: Matrix, exercise: Any) -> Vector:
        """Return the net inputs of a layer as a book writes them that has the bias elsewhere."""
        if exercise.working.bias_in == "net":
            return nets[layer]
        return times(self.weights[layer], outs[layer])

    def outs(self, layer: int, nets: Vector) -> Vector:
        """Return the outputs of a layer."""
        if self.names[layer] == "softmax":
            return softmax(nets)
        function, slant = FUNCTIONS[self.names[layer]], self.slants[layer]
        return [function(net, slant)[0] for net in nets]

    def slopes(self, layer: int, nets: Vector) -> Vector:
        """Return f'(net) for every unit of a layer whose units do not depend on each other."""
        function, slant = FUNCTIONS[self.names[layer]], self.slants[layer]
        return [function(net, slant)[1] for net in nets]

    def rests(self, nets: Vector) -> Vector:
        """Return 1 - out of the output layer, without cancellation."""
        if self.names[-1] == "sigmoid":
            return [_logistic(-net) for net in nets]
        if self.names[-1] == "softmax":
            outs = softmax(nets)
            return [
                sum([out for i, out in enumerate(outs) if i != k], ZERO) for k in range(len(outs))
            ]
        return [1 - out for out in self.outs(len(self.names) - 1, nets)]

    def forward(self, inputs: Vector) -> tuple[Matrix, Matrix]:
        """Return nets and outs of all layers; outs[0] are the inputs."""
        nets: Matrix = []
        outs: Matrix = [inputs]
        for layer in range(len(self.weights)):
            nets.append(self.nets(layer, outs[-1]))
            outs.append(self.outs(layer, nets[-1]))
        return nets, outs

    def errors(self, loss: str, targets: Vector, nets: Vector, outs: Vector) -> Matrix:
        """Return the errors of the outputs, and the slopes of the total error over them."""
        terms = zip(targets, outs, self.rests(nets), strict=True)
        error = ERRORS[loss]
        return transposed([list(error(*term, len(outs))) for term in terms])

    def total_error(self, loss: str, inputs: Vector, targets: Vector) -> Any:
        """Return the total error for one sample."""
        nets, outs = self.forward(inputs)
        errors, _ = self.errors(loss, targets, nets[-1], outs[-1])
        return sum(errors) / (len(errors) if loss in AVERAGED else 1)

    def parameters(self) -> Iterator[tuple[Vector, int, tuple[Any, ...]]]:
        """Yield every weight and bias: the row it stands in, where, and (layer, unit, source)."""
        for layer, (rows, biases) in enumerate(zip(self.weights, self.biases, strict=True), 1):
            for unit, row in enumerate(rows, 1):
                for source in range(1, len(row) + 1):
                    yield row, source - 1, (layer, unit, source)
            for place in range(len(biases)):
                unit = None if self.shared[layer - 1] else place + 1
                yield biases, place, (layer, unit, None)


def _column(row: Any) -> Vector:
    return [mpf(number.text) for number in row]


class _Book:
    """The exercise, worked like a lecture: matrices first, then the quantities read off."""

    def __init__(self, exercise: Any, epochs: int, inputs: bool) -> None:
        self.exercise = exercise
        self.values: Values = {}
        self.net = Net(exercise)
        self.depth = len(exercise.layers)
        self.samples = range(1, len(exercise.samples) + 1)
        self.taught = exercise.samples[0].targets is not None
        self.learns = self.taught and exercise.learning_rate is not None
        self.epochs = epochs if self.learns else 1
        self.inputs = inputs and self.taught
        self.changes: Values = {}
        self.largest = ZERO

    def work(self) -> Values:
        self.givens()
        alone = len(self.samples) == 1 or (self.exercise.update == "online" and self.learns)
        for epoch in range(1, self.epochs + 1):
            if alone:
                for sample in self.samples:
                    self.step([sample], sample, epoch)
            else:
                self.step(list(self.samples), None, epoch)
            self.over_samples(epoch)
        if self.learns:
            for sample in self.samples:
                self.forward(sample, self.epochs + 1)
            self.over_samples(self.epochs + 1)
        return self.values

    def put(self, kind: str, layer: Any, unit: Any, source: Any, when: Any, value: Any) -> None:
        place = (kind, layer, unit, source, *when)
        assert place not in self.values
        working = self.exercise.working
        sums = working.sums and kind == "error_slope" and layer < len(self.exercise.layers)
        if layer and kind in INSIDE and working.lines == "direct" and not sums:
            return
        self.values[place] = value

    def column(self, kind: str, layer: int, when: Any, column: Vector) -> None:
        for unit, value in enumerate(column, 1):
            self.put(kind, layer, unit, None, when, value)

    def givens(self) -> None:
        for number, sample in enumerate(self.exercise.samples, 1):
            self.column("input", 0, (number, None), _column(sample.inputs))
            self.column("target", self.depth, (number, None), _column(sample.targets or ()))
        if self.learns:
            rate = mpf(self.exercise.learning_rate.text)
            momentum = mpf(self.exercise.momentum.text)
            self.put("learning_rate", None, None, None, (None, None), rate)
            if momentum:
                self.put("momentum", None, None, None, (None, None), momentum)
            self.rate, self.momentum = rate, momentum

    def parameters(self, when: Any, weight: str, bias: str) -> None:
        first = not any(place[0] == "bias" for place in self.values)
        for row, at, (layer, unit, source) in self.net.parameters():
            if source is not None:
                self.put(weight, layer, unit, source, when, row[at])
            elif self.exercise.update_biases or (bias == "bias" and first):
                self.put(bias, layer, unit, None, when, row[at])

    def step(self, samples: list[int], moment: Any, epoch: int) -> None:
        """Work these samples with the same weights, then update if the exercise learns."""
        when = (moment, epoch)
        self.parameters(when, "weight", "bias")
        passes = {sample: self.forward(sample, epoch) for sample in samples}
        if not self.taught:
            return
        new = self.exercise.hidden_deltas_use == "new_weights" and self.learns
        deltas: dict[int, Vector] = {}
        gradients: list[Any] = []
        for layer in range(self.depth, 0, -1):
            gradients.append((layer, *self.gradient(layer, passes, deltas, epoch)))
            if new:  # the weights above change before the error passes through them
                self.update(when, *gradients.pop())
        if self.inputs:
            self.input_slopes(deltas, epoch)
        if self.learns:
            for gradient in gradients:
                self.update(when, *gradient)
            self.parameters(when, "new_weight", "new_bias")

    def gradient(
        self, layer: int, passes: dict[int, Any], deltas: dict[int, Vector], epoch: int
    ) -> tuple[Matrix, Vector]:
        """Return a layer's gradients, pooled over the samples; `deltas` go down to it."""
        rows, columns = [], []
        for sample, (nets, outs) in passes.items():
            if layer == self.depth:
                deltas[sample] = self.output_delta(sample, epoch, nets[-1], outs[-1])
            else:
                deltas[sample] = self.delta(sample, epoch, layer, nets, deltas[sample])
            rows.append(outer(deltas[sample], outs[layer - 1]))
            columns.append(self.bias_gradient(layer, deltas[sample]))
            self.write_gradients(layer, (sample, epoch), rows[-1], columns[-1])
        return self.pooled(rows), self.pooled([[column] for column in columns])[0]

    def forward(self, sample: int, epoch: int) -> tuple[Matrix, Matrix]:
        given = self.exercise.samples[sample - 1]
        when = (sample, epoch)
        nets, outs = self.net.forward(_column(given.inputs))
        for name, column in zip(self.net.names, nets, strict=True):
            if name in SATURATING:
                self.largest = max(self.largest, *map(abs, column))
        if self.largest > FURTHEST:
            raise BeyondLimitError
        for layer in range(1, self.depth + 1):
            self.column("net", layer, when, self.net.written(layer - 1, nets, outs, self.exercise))
            self.column("out", layer, when, outs[layer])
        if self.taught:
            loss = self.exercise.loss.name
            errors, _ = self.net.errors(loss, _column(given.targets), nets[-1], outs[-1])
            self.column("error", self.depth, when, errors)
            total = sum(errors) / (len(errors) if loss in AVERAGED else 1)
            self.put("total_error", None, None, None, when, total)
        return nets, outs

    def over_samples(self, epoch: int) -> None:
        if len(self.samples) > 1 and self.taught:
            totals = [self.values["total_error", None, None, None, n, epoch] for n in self.samples]
            mean = self.exercise.update == "batch_mean"
            whole = sum(totals) / (len(totals) if mean else 1)
            self.put("total_error", None, None, None, (None, epoch), whole)

    @property
    def sign(self) -> int:
        return -1 if self.exercise.delta == "t-o" else 1

    def output_delta(self, sample: int, epoch: int, nets: Vector, outs: Vector) -> Vector:
        """Return ∂E/∂net of the outputs, from the Jacobian, whatever the lines look like."""
        when = (sample, epoch)
        targets = _column(self.exercise.samples[sample - 1].targets)
        loss, name = self.exercise.loss.name, self.net.names[-1]
        _, slopes = self.net.errors(loss, targets, nets, outs)
        whole = sum(target.value for target in self.exercise.samples[sample - 1].targets) == 1
        short = (loss, name) in SHORT and (name == "sigmoid" or whole)
        if not short:
            self.column("error_slope", self.depth, when, [self.sign * slope for slope in slopes])
        if name == "softmax":
            jacobian = softmax_jacobian(nets)
            for k, row in enumerate(jacobian, 1):
                for j, slope in enumerate(row, 1):
                    if not short:
                        self.put("slope", self.depth, k, j, when, slope)
            deltas = times(transposed(jacobian), slopes)
        else:
            own = self.net.slopes(self.depth - 1, nets)
            if not short:
                self.column("slope", self.depth, when, own)
            deltas = [a * b for a, b in zip(slopes, own, strict=True)]
        self.column("delta", self.depth, when, [self.sign * delta for delta in deltas])
        return deltas

    def delta(self, sample: int, epoch: int, layer: int, nets: Matrix, above: Vector) -> Vector:
        when = (sample, epoch)
        coming = times(transposed(self.net.weights[layer]), above)
        slopes = self.net.slopes(layer - 1, nets[layer - 1])
        deltas = [a * b for a, b in zip(coming, slopes, strict=True)]
        self.column("error_slope", layer, when, [self.sign * slope for slope in coming])
        self.column("slope", layer, when, slopes)
        self.column("delta", layer, when, [self.sign * delta for delta in deltas])
        return deltas

    def input_slopes(self, deltas: dict[int, Vector], epoch: int) -> None:
        for sample, delta in deltas.items():
            slopes = times(transposed(self.net.weights[0]), delta)
            self.column("error_slope", 0, (sample, epoch), slopes)

    def bias_gradient(self, layer: int, deltas: Vector) -> Vector:
        count = len(self.net.biases[layer - 1])
        if not count or not self.exercise.update_biases:
            return []
        column = [added(deltas)] if count == 1 else deltas
        return [self.net.sign * entry for entry in column]

    def write_gradients(self, layer: int, when: Any, rows: Matrix, column: Vector) -> None:
        for unit, row in enumerate(rows, 1):
            for source, value in enumerate(row, 1):
                self.put("weight_gradient", layer, unit, source, when, value)
        for place, value in enumerate(column):
            self.put("bias_gradient", layer, self.bias_unit(layer, place), None, when, value)

    def bias_unit(self, layer: int, place: int) -> int | None:
        return None if self.net.shared[layer - 1] else place + 1

    def pooled(self, matrices: list[Matrix]) -> Matrix:
        """Return the sum, or the mean, of matrices of one shape."""
        share = len(matrices) if self.exercise.update == "batch_mean" else 1
        return [
            [added(list(entries)) / share for entries in zip(*rows, strict=True)]
            for rows in zip(*matrices, strict=True)
        ]

    def update(self, when: Any, layer: int, rows: Matrix, column: Vector) -> None:
        if when[0] is None:
            self.write_gradients(layer, when, rows, column)
        weights, biases = self.net.weights[layer - 1], self.net.biases[layer - 1]
        for unit, row in enumerate(rows, 1):
            for source, slope in enumerate(row, 1):
                place = (layer, unit, source)
                weights[unit - 1][source - 1] = added(
                    [weights[unit - 1][source - 1], self.change("weight", place, when, slope)]
                )
        for at, slope in enumerate(column):
            place = (layer, self.bias_unit(layer, at), None)
            biases[at] = added([biases[at], self.change("bias", place, when, slope)])

    def change(self, kind: str, place: Any, when: Any, slope: Any) -> Any:
        change = added([-self.rate * slope, self.momentum * self.changes.get((kind, place), ZERO)])
        self.changes[kind, place] = change
        if self.exercise.changes or self.momentum:
            self.put(f"{kind}_change", *place, when, change)
        return change


def textbook(exercise: Any, epochs: int = 1, inputs: bool = True) -> dict[tuple[Any, ...], Decimal]:
    """Return every quantity of a calculation, to 45 significant digits.

    An output that saturates needs more digits to work with, as many as its net input asks for.

    Raises:
        BeyondLimitError: a net input is too large for that.
    """
    digits = DIGITS
    while True:
        with mp.workdps(digits):
            book = _Book(exercise, epochs, inputs)
            values = book.work()
            needed = DIGITS + int(book.largest)
            if needed <= digits:
                return {place: decimal(value) for place, value in values.items()}
        digits = needed


FINE = Context(prec=200)
SNAPPED = Context(prec=45)


@cache
def _power_of_two(exponent: int) -> Decimal:
    return FINE.power(Decimal(2), Decimal(exponent))


def decimal(value: Any) -> Decimal:
    """Return an mpmath number as a decimal of 45 digits, so that an exact tie is one again."""
    number = mpf(value)
    mantissa, exponent = abs(number).man_exp
    size = SNAPPED.create_decimal(FINE.multiply(Decimal(int(mantissa)), _power_of_two(exponent)))
    return -size if number < 0 else size


def to_digits(value: Decimal, count: int) -> Decimal:
    """Return the value to so many significant digits, halves up."""
    return Context(prec=count, rounding=ROUND_HALF_UP).plus(value)
