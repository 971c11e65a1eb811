"""Net inputs that are normalised before the activation: over a batch, or over a layer.

Both have the same formulas; what differs is over which net inputs mean and variance are taken:
those of one unit in all samples of the batch, or those of all units of a layer in one sample.

Source: Ioffe & Szegedy (2015), Batch normalization, algorithm 1 and section 3; Ba, Kiros & Hinton
(2016), Layer normalization, eqs. 3 and 4.
"""

from collections.abc import Sequence
from typing import Literal

from bpcalc.maths.expr import Expr, Minus, Number, Product, Quotient, Sum, add, expr
from bpcalc.maths.function_calls import sqrt
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record

NormWay = Literal["batch", "layer"]


@record
class NetNorm:
    """How the net inputs of a layer are normalised.

    Attributes:
        gamma: what each unit multiplies its normalised net input by, at the start.
        beta: what it adds to that.
        epsilon: what is added to the variance, so that its root is not 0.
    """

    gamma: tuple[Number, ...]
    beta: tuple[Number, ...]
    epsilon: Number


class NetNormForm(NamedTuple):
    """How the net inputs of a layer are normalised, but for what is learnt.

    Attributes:
        way: over the samples of a batch, or over the units of a layer.
        epsilon: as in `NetNorm`.
    """

    way: NormWay
    epsilon: Number

    def mean(self, nets: Sequence[Expr]) -> Expr:
        """Return μ = Σx/n."""
        return _mean(nets)

    def variance(self, nets: Sequence[Expr], mean: Expr) -> Expr:
        """Return σ² = Σ(x - μ)²/n."""
        return _mean([(net - mean) ** 2 for net in nets])

    def root(self, variance: Expr) -> Expr:
        """Return √(σ² + ε)."""
        if self.epsilon.value == 0:
            return sqrt(variance)
        return sqrt(Sum((variance, self.epsilon)))

    def normalised(self, net: Expr, mean: Expr, root: Expr) -> Expr:
        """Return x̂ = (x - μ)/√(σ² + ε)."""
        return Quotient(net - mean, root)

    def scaled(self, normalised: Expr, gamma: Expr, beta: Expr) -> Expr:
        """Return y = γ·x̂ + β."""
        return Sum((Product((gamma, normalised)), beta))

    def variance_slope(
        self, slopes: Sequence[Expr], nets: Sequence[Expr], mean: Expr, root: Expr
    ) -> Expr:
        """Return ∂E/∂σ² = Σ ∂E/∂x̂·(x - μ)·(-1/2)·(σ² + ε)^(-3/2)."""
        total = add([Product((slope, net - mean)) for slope, net in zip(slopes, nets, strict=True)])
        return Minus(Quotient(total, Product((expr(2), root**3))))

    def mean_slope(self, slopes: Sequence[Expr], nets: Sequence[Expr], known: "Known") -> Expr:
        """Return ∂E/∂μ = Σ ∂E/∂x̂·(-1/√(σ² + ε)) + ∂E/∂σ²·Σ-2(x - μ)/n."""
        through = Minus(Quotient(add(slopes), known.root))
        rest = add([net - known.mean for net in nets])
        beside = Quotient(Product((Number("-2"), rest)), expr(len(nets)))
        return Sum((through, Product((known.variance_slope, beside))))

    def net_slope(self, slope: Expr, net: Expr, count: int, known: "Known") -> Expr:
        """Return ∂E/∂x = ∂E/∂x̂/√(σ² + ε) + ∂E/∂σ²·2(x - μ)/n + ∂E/∂μ/n."""
        beside = Quotient(Product((expr(2), net - known.mean)), expr(count))
        return Sum(
            (
                Quotient(slope, known.root),
                Product((known.variance_slope, beside)),
                Quotient(known.mean_slope, expr(count)),
            )
        )


class Known(NamedTuple):
    """What is known of a group of net inputs on the way back.

    Attributes:
        mean, root: as on the way forward.
        variance_slope, mean_slope: ∂E/∂σ² and ∂E/∂μ; the latter is 0 until it is known.
    """

    mean: Expr
    root: Expr
    variance_slope: Expr
    mean_slope: Expr = Number("0")


def _mean(numbers: Sequence[Expr]) -> Expr:
    return numbers[0] if len(numbers) == 1 else Quotient(add(numbers), expr(len(numbers)))
