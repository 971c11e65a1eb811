"""Habits of error kept apart: no rule of the marker was written for any of them.

Each takes a formula that textbooks do have, for another network, another loss or another way of
learning, or a product where a quotient belongs. What such a number is cannot be known; so it
must be found, and be called "cause unknown" rather than be given a name.
"""

from typing import Any

from benchmarks.habits import (
    BG,
    BOOKS,
    CODE,
    DEL,
    ERR,
    FORUM,
    NET,
    NEW,
    OUT,
    PEN,
    TOT,
    WG,
    _before,
    _coming,
    _d,
    _g,
    _hidden,
    _is_out,
    _miss,
    _net,
    _o,
    _old,
    _one,
    _sigmoid,
    _slope,
)
from benchmarks.students import Mistake, Student
from bpcalc.maths.keys import Key


def _sources(s: Student, k: Key) -> range:
    return range(1, s.size(k.layer - 1) + 1)


def _with_bias(s: Student, k: Key, total: Any) -> Any:
    bias = s.b(k.layer, k.unit)
    return total if bias is None else total + bias


def _squared(s: Student) -> int:
    return 2 if s.task.loss.startswith("half") else 1


# net inputs -------------------------------------------------------------------------------------


def distance(s: Student, k: Key) -> Any:
    """Σ(x - w)², the distance of a radial or self-organising network."""
    parts = (s.out(k.layer - 1, i, k.sample) - s.w(k.layer, k.unit, i) for i in _sources(s, k))
    return _with_bias(s, k, sum(part * part for part in parts))


def sum_of_sums(s: Student, k: Key) -> Any:
    """Σ(w + x)."""
    parts = (s.out(k.layer - 1, i, k.sample) + s.w(k.layer, k.unit, i) for i in _sources(s, k))
    return _with_bias(s, k, sum(parts))


def product_of_products(s: Student, k: Key) -> Any:
    """Π w·x, a unit of products."""
    total = _one(s)
    for i in _sources(s, k):
        total = total * s.w(k.layer, k.unit, i) * s.out(k.layer - 1, i, k.sample)
    return _with_bias(s, k, total)


def largest_product(s: Student, k: Key) -> Any:
    """The largest product alone, as in pooling."""
    products = (s.w(k.layer, k.unit, i) * s.out(k.layer - 1, i, k.sample) for i in _sources(s, k))
    return _with_bias(s, k, max(products))


def weights_squared(s: Student, k: Key) -> Any:
    """Σ w²·x."""
    parts = (s.w(k.layer, k.unit, i) ** 2 * s.out(k.layer - 1, i, k.sample) for i in _sources(s, k))
    return _with_bias(s, k, sum(parts))


# outputs ----------------------------------------------------------------------------------------


def bell(s: Student, k: Key) -> Any:
    """e^(-net²)."""
    return s.numbers.exp(-_net(s, k) * _net(s, k))


def swish(s: Student, k: Key) -> Any:
    """net·σ(net)."""
    return s.right(k) * _net(s, k) if _sigmoid(s, k) else None


def straight_line(s: Student, k: Key) -> Any:
    """½ + net/4, the tangent of the sigmoid."""
    return _one(s) / 2 + _net(s, k) / 4 if _sigmoid(s, k) else None


# errors -----------------------------------------------------------------------------------------


def difference_of_squares(s: Student, k: Key) -> Any:
    """½(t² - o²)."""
    t, o = s.t(k.unit, k.sample), _o(s, k)
    return (t * t - o * o) / _squared(s)


def cubed(s: Student, k: Key) -> Any:
    """|t - o|³/3."""
    miss = abs(_miss(s, k))
    return miss * miss * miss / 3


def relative_miss(s: Student, k: Key) -> Any:
    """½((t - o)/o)²."""
    miss = _miss(s, k) / _o(s, k)
    return miss * miss / _squared(s)


def errors_squared_again(s: Student, k: Key) -> Any:
    """ΣE²."""
    if not k.sample:
        return None
    return sum(s.error(j, k.sample) ** 2 for j in range(1, s.size(s.last) + 1))


# deltas -----------------------------------------------------------------------------------------


def lifted_slope(s: Student, k: Key) -> Any:
    """(out·(1 - out) + 0.1), against flat spots."""
    return _coming(s, k) * (_slope(s, k) + s.number("0.1")) if _sigmoid(s, k) else None


def steepest_slope(s: Student, k: Key) -> Any:
    """¼ for the slope, whatever the output."""
    return _coming(s, k) / 4 if _sigmoid(s, k) else None


def slope_divides(s: Student, k: Key) -> Any:
    """(o - t)/(out·(1 - out)), as for a cross-entropy."""
    slope = _slope(s, k)
    return _coming(s, k) / slope if slope != 1 else None


def slope_added(s: Student, k: Key) -> Any:
    """(o - t) + out·(1 - out)."""
    return _coming(s, k) + _slope(s, k) if _slope(s, k) != 1 else None


def share_of_weights(s: Student, k: Key) -> Any:
    """Share each delta out by w/Σ|w| of its unit."""

    def term(j: int) -> Any:
        weights = [abs(s.w(k.layer + 1, j, i)) for i in range(1, s.size(k.layer) + 1)]
        weight = s.w(k.layer + 1, j, k.unit)
        return s.delta(k.layer + 1, j, k.sample) * weight / sum(weights)

    return _hidden(s, k, term)


def largest_back(s: Student, k: Key) -> Any:
    """Send back the largest weight's delta alone."""
    if _is_out(s, k) or s.size(k.layer + 1) < 2:
        return None
    units = range(1, s.size(k.layer + 1) + 1)
    best = max(units, key=lambda j: abs(s.w(k.layer + 1, j, k.unit)))
    weight = s.w(k.layer + 1, best, k.unit)
    return s.delta(k.layer + 1, best, k.sample) * weight * _slope(s, k)


def product_back(s: Student, k: Key) -> Any:
    """Multiply what comes back from the units after it."""
    if _is_out(s, k) or s.size(k.layer + 1) < 2:
        return None
    total = _slope(s, k)
    for j in range(1, s.size(k.layer + 1) + 1):
        total = total * s.delta(k.layer + 1, j, k.sample) * s.w(k.layer + 1, j, k.unit)
    return total


def weights_squared_back(s: Student, k: Key) -> Any:
    """Σ δ·w²."""
    return _hidden(
        s, k, lambda j: s.delta(k.layer + 1, j, k.sample) * s.w(k.layer + 1, j, k.unit) ** 2
    )


# gradients --------------------------------------------------------------------------------------


def slope_of_source(s: Student, k: Key) -> Any:
    """δ·out·(1 - out) of the unit before, bounded away from it by one factor."""
    return _d(s, k) * _before(s, k) * _coming_slope(s, k) if k.sample and k.layer > 1 else None


def _coming_slope(s: Student, k: Key) -> Any:
    return _one(s) - _before(s, k) * _before(s, k)


def all_deltas(s: Student, k: Key) -> Any:
    """Σδ of the layer, times the output."""
    if not k.sample or s.size(k.layer) < 2:
        return None
    total = sum(s.delta(k.layer, j, k.sample) for j in range(1, s.size(k.layer) + 1))
    return total * _before(s, k)


def all_inputs(s: Student, k: Key) -> Any:
    """δ times the sum of all outputs before it."""
    if not k.sample or s.size(k.layer - 1) < 2:
        return None
    return _d(s, k) * sum(s.out(k.layer - 1, i, k.sample) for i in _sources(s, k))


def hebbian(s: Student, k: Key) -> Any:
    """out·out, the product of both ends."""
    return _o(s, k) * _before(s, k) if k.sample else None


def all_deltas_of_bias(s: Student, k: Key) -> Any:
    """Σδ of the layer for the bias of one unit."""
    if not k.sample or not k.unit or s.size(k.layer) < 2:
        return None
    return sum(s.delta(k.layer, j, k.sample) for j in range(1, s.size(k.layer) + 1))


# updates ----------------------------------------------------------------------------------------


def exponentiated(s: Student, k: Key) -> Any:
    """w·e^(-η·g), the exponentiated gradient."""
    return _old(s, k) * s.numbers.exp(-s.rate * _g(s, k))


def sign_alone(s: Student, k: Key) -> Any:
    """W - η·sign(g)."""
    g = _g(s, k)
    return _old(s, k) - (s.rate if g > 0 else -s.rate) if g else None


def root_of_rate(s: Student, k: Key) -> Any:
    """W - √η·g."""
    return _old(s, k) - s.rate.sqrt() * _g(s, k)


def oja(s: Student, k: Key) -> Any:
    """W + η·out·(x - out·w), the rule of Oja."""
    if not k.source or k.sample is None:
        return None
    o = _o(s, k)
    return _old(s, k) + s.rate * o * (_before(s, k) - o * _old(s, k))


def moved_to_input(s: Student, k: Key) -> Any:
    """W + η·(x - w), a map's winner."""
    if not k.source or k.sample is None:
        return None
    return _old(s, k) + s.rate * (_before(s, k) - _old(s, k))


def rate_of_remainder(s: Student, k: Key) -> Any:
    """W - (1 - η)·g."""
    return _old(s, k) - (_one(s) - s.rate) * _g(s, k)


def _m(kinds: tuple[str, ...], does: Any, source: str, *true: str) -> Mistake:
    return Mistake(does.__name__, kinds, does, frozenset({does.__name__, *true}), source)


APART = (
    _m(NET, distance, BOOKS),
    _m(NET, sum_of_sums, PEN, "summed_apart"),
    _m(NET, product_of_products, BOOKS),
    _m(NET, largest_product, BOOKS, "term_missing"),
    _m(NET, weights_squared, PEN),
    _m(OUT, bell, BOOKS, "other_activation"),
    _m(OUT, swish, BOOKS, "other_activation"),
    _m(OUT, straight_line, PEN, "other_activation"),
    _m(ERR, difference_of_squares, PEN, "squares_apart"),
    _m(ERR, cubed, BOOKS),
    _m(ERR, relative_miss, BOOKS),
    _m(TOT, errors_squared_again, PEN),
    _m(DEL, lifted_slope, BOOKS),
    _m(DEL, steepest_slope, FORUM),
    _m(DEL, slope_divides, FORUM),
    _m(DEL, slope_added, PEN),
    _m(DEL, share_of_weights, BOOKS),
    _m(DEL, largest_back, CODE, "one_output"),
    _m(DEL, product_back, PEN),
    _m(DEL, weights_squared_back, PEN),
    _m(WG, slope_of_source, FORUM),
    _m(WG, all_deltas, CODE),
    _m(WG, all_inputs, CODE),
    _m(WG, hebbian, BOOKS),
    _m(BG, all_deltas_of_bias, CODE, "one_delta"),
    _m(NEW, exponentiated, BOOKS, "multiplied"),
    _m(NEW, sign_alone, BOOKS),
    _m(NEW, root_of_rate, PEN, "other_eta"),
    _m(NEW, oja, BOOKS),
    _m(NEW, moved_to_input, BOOKS),
    _m(NEW, rate_of_remainder, PEN, "other_eta"),
)
