"""Habits of error, as people describe them; each is a piece of a student's own program."""

from typing import Any

from benchmarks.students import Mistake, Student
from bpcalc.maths.keys import Key

BOOKS = "warned of in textbooks and lecture notes"
FORUM = "asked about in forums"
CODE = "found in students' programs"
PEN = "seen on paper"


def _o(s: Student, k: Key, of: int | None = None) -> Any:
    return s.out(k.layer if of is None else of, k.unit, k.sample)


def _other(s: Student, layer: int, unit: int) -> int | None:
    """Return the next unit of a layer, None if there is none."""
    size = s.size(layer)
    return unit % size + 1 if size > 1 else None


def _is_out(s: Student, k: Key) -> bool:
    return k.layer == s.last


def _old(s: Student, k: Key) -> Any:
    return s.w(k.layer, k.unit, k.source) if k.source else s.b(k.layer, k.unit)


def _one(s: Student) -> Any:
    return s.number("1")


def _sum(s: Student, k: Key, weight: Any = None, out: Any = None, bias: Any = None) -> Any:
    """Return a net input with parts of it taken from elsewhere."""
    weight = weight or (lambda i: s.w(k.layer, k.unit, i))
    out = out or (lambda i: s.out(k.layer - 1, i, k.sample))
    total = 0
    for i in range(1, s.size(k.layer - 1) + 1):
        a, b = weight(i), out(i)
        if a is None or b is None:
            return None
        total = total + a * b
    own = s.b(k.layer, k.unit)
    b = bias(own) if bias and own is not None else own
    return total if b is None else total + b


# net inputs ---------------------------------------------------------------------------------


def no_bias(s: Student, k: Key) -> Any:
    """No bias."""
    return _sum(s, k, bias=lambda b: b - b)


def bias_minus(s: Student, k: Key) -> Any:
    """Bias minus."""
    return _sum(s, k, bias=lambda b: -b)


def bias_twice(s: Student, k: Key) -> Any:
    """Bias twice."""
    return _sum(s, k, bias=lambda b: b + b)


def bias_of_other_layer(s: Student, k: Key) -> Any:
    """Bias of other layer."""
    other = k.layer % s.last + 1
    b = s.b(other, min(k.unit, s.size(other)))
    return None if b is None or other == k.layer else _sum(s, k, bias=lambda _: b)


def transposed(s: Student, k: Key) -> Any:
    """Transposed."""
    if s.size(k.layer) != s.size(k.layer - 1):
        return None
    return _sum(s, k, weight=lambda i: s.w(k.layer, i, k.unit))


def lost_minus(s: Student, k: Key) -> Any:
    """Lost minus."""

    def bare(i: int) -> Any:
        """Bare."""
        return abs(s.w(k.layer, k.unit, i))

    return _sum(s, k, weight=bare)


def nets_passed_on(s: Student, k: Key) -> Any:
    """Nets passed on."""
    return _sum(s, k, out=lambda i: s.net(k.layer - 1, i, k.sample)) if k.layer > 1 else None


def last_product_missing(s: Student, k: Key) -> Any:
    """Last product missing."""
    last = s.size(k.layer - 1)
    return _sum(s, k, out=lambda i: 0 if i == last else s.out(k.layer - 1, i, k.sample))


def inputs_again(s: Student, k: Key) -> Any:
    """Inputs again."""
    if k.layer == 1 or s.size(k.layer - 1) > s.size(0):
        return None
    return _sum(s, k, out=lambda i: s.out(0, i, k.sample))


def inputs_swapped(s: Student, k: Key) -> Any:
    """Inputs swapped."""
    n = s.size(k.layer - 1)
    return _sum(s, k, out=lambda i: s.out(k.layer - 1, n + 1 - i, k.sample)) if n > 1 else None


def other_sample(s: Student, k: Key) -> Any:
    """Other sample."""
    if len(s.samples) < 2 or k.layer > 1:
        return None
    return _sum(s, k, out=lambda i: s.out(0, i, 3 - k.sample))


def constant_input(s: Student, k: Key) -> Any:
    """Constant input."""
    return _sum(s, k, out=lambda i: _one(s) if i == 1 else s.out(k.layer - 1, i, k.sample))


def one_other_weight(s: Student, k: Key) -> Any:
    """One other weight."""
    other = _other(s, k.layer, k.unit)
    if other is None:
        return None
    return _sum(s, k, weight=lambda i: s.w(k.layer, other if i == 1 else k.unit, i))


def weights_of_other_unit(s: Student, k: Key) -> Any:
    """Weights of other unit."""
    other = _other(s, k.layer, k.unit)
    return None if other is None else _sum(s, k, weight=lambda i: s.w(k.layer, other, i))


def averaged_net(s: Student, k: Key) -> Any:
    """Averaged net."""
    return s.right(k) / s.size(k.layer - 1)


# outputs ------------------------------------------------------------------------------------


def _net(s: Student, k: Key) -> Any:
    return s.net(k.layer, k.unit, k.sample)


def _sigmoid(s: Student, k: Key) -> bool:
    return s.task.activations[k.layer - 1] == "sigmoid"


def not_activated(s: Student, k: Key) -> Any:
    """Not activated."""
    return _net(s, k)


def e_to_plus(s: Student, k: Key) -> Any:
    """E to plus."""
    return s.f(k.layer, -_net(s, k))


def ten_to_minus(s: Student, k: Key) -> Any:
    """Ten to minus."""
    ten = s.numbers.exp(-_net(s, k) * s.number("2.302585092994045684017991454684"))
    return _one(s) / (_one(s) + ten) if _sigmoid(s, k) else None


def two_to_minus(s: Student, k: Key) -> Any:
    """Two to minus."""
    two = s.numbers.exp(-_net(s, k) * s.number("0.6931471805599453094172321214582"))
    return _one(s) / (_one(s) + two) if _sigmoid(s, k) else None


def softplus(s: Student, k: Key) -> Any:
    """Softplus."""
    return s.numbers.ln(_one(s) + s.numbers.exp(_net(s, k)))


def other_function(s: Student, k: Key) -> Any:
    """Other function."""
    return s.function("tanh" if _sigmoid(s, k) else "sigmoid", _net(s, k))


def exp_alone(s: Student, k: Key) -> Any:
    """Exp alone."""
    return s.numbers.exp(-_net(s, k)) if _sigmoid(s, k) else None


def one_plus_exp(s: Student, k: Key) -> Any:
    """One plus exp."""
    return _one(s) + s.numbers.exp(-_net(s, k)) if _sigmoid(s, k) else None


def slope_for_out(s: Student, k: Key) -> Any:
    """Slope for out."""
    return s.slope(k.layer, s.right(k)) if _sigmoid(s, k) else None


def activated_twice(s: Student, k: Key) -> Any:
    """Activated twice."""
    return s.f(k.layer, s.right(k))


def rectified(s: Student, k: Key) -> Any:
    """Rectified."""
    net = _net(s, k)
    return net if net > 0 else net - net


def complement(s: Student, k: Key) -> Any:
    """Complement."""
    return _one(s) - s.right(k) if _sigmoid(s, k) else None


# errors -------------------------------------------------------------------------------------


def _miss(s: Student, k: Key) -> Any:
    return s.t(k.unit, k.sample) - _o(s, k)


def not_squared(s: Student, k: Key) -> Any:
    """Not squared."""
    return _miss(s, k)


def squares_apart(s: Student, k: Key) -> Any:
    """Squares apart."""
    t, o = s.t(k.unit, k.sample), _o(s, k)
    return (t * t - o * o) / 2


def other_target(s: Student, k: Key) -> Any:
    """Other target."""
    other = _other(s, s.last, k.unit)
    if other is None:
        return None
    miss = s.t(other, k.sample) - _o(s, k)
    return miss * miss / (2 if s.task.loss.startswith("half") else 1)


def one_error(s: Student, k: Key) -> Any:
    """One error."""
    return s.error(1, k.sample) if k.sample and s.size(s.last) > 1 else None


def mean_error(s: Student, k: Key) -> Any:
    """Mean error."""
    return s.right(k) / s.size(s.last) if k.sample and s.size(s.last) > 1 else None


def halved_again(s: Student, k: Key) -> Any:
    """Halved again."""
    return s.right(k) / 2 if k.sample else None


# deltas -------------------------------------------------------------------------------------


def _slope(s: Student, k: Key) -> Any:
    return s.slope(k.layer, _o(s, k))


def _coming(s: Student, k: Key) -> Any:
    return s.coming(k.layer, k.unit, k.sample)


def no_slope(s: Student, k: Key) -> Any:
    """No slope."""
    return _coming(s, k)


def slope_of_net(s: Student, k: Key) -> Any:
    """Slope of net."""
    return _coming(s, k) * s.slope(k.layer, _net(s, k))


def slope_of_activated(s: Student, k: Key) -> Any:
    """Slope of activated."""
    return _coming(s, k) * s.slope(k.layer, s.f(k.layer, _o(s, k)))


def target_in_slope(s: Student, k: Key) -> Any:
    """Target in slope."""
    return _coming(s, k) * s.slope(k.layer, s.t(k.unit, k.sample)) if _is_out(s, k) else None


def error_for_miss(s: Student, k: Key) -> Any:
    """Error for miss."""
    return s.error(k.unit, k.sample) * _slope(s, k) if _is_out(s, k) else None


def total_for_miss(s: Student, k: Key) -> Any:
    """Total for miss."""
    total = s.values[Key("total_error", None, None, None, k.sample, 1)]
    return total * _slope(s, k) if _is_out(s, k) else None


def error_for_delta(s: Student, k: Key) -> Any:
    """Error for delta."""
    return s.error(k.unit, k.sample) if _is_out(s, k) else None


def half_of_slope(s: Student, k: Key) -> Any:
    """Half of slope."""
    return _coming(s, k) * _o(s, k) if _sigmoid(s, k) else None


def other_half_of_slope(s: Student, k: Key) -> Any:
    """Other half of slope."""
    return _coming(s, k) * (_one(s) - _o(s, k)) if _sigmoid(s, k) else None


def slope_twice(s: Student, k: Key) -> Any:
    """Slope twice."""
    return _coming(s, k) * _slope(s, k) * _slope(s, k)


def slope_of_tanh(s: Student, k: Key) -> Any:
    """Slope of tanh."""
    return _coming(s, k) * (_one(s) - _o(s, k) * _o(s, k)) if _sigmoid(s, k) else None


def squared_miss(s: Student, k: Key) -> Any:
    """Squared miss."""
    return _coming(s, k) * _coming(s, k) * _slope(s, k) if _is_out(s, k) else None


def target_of_other(s: Student, k: Key) -> Any:
    """Target of other."""
    other = _other(s, s.last, k.unit) if _is_out(s, k) else None
    if other is None:
        return None
    factor = 1 if s.task.loss.startswith("half") else 2
    return factor * (_o(s, k) - s.t(other, k.sample)) * _slope(s, k)


def target_added(s: Student, k: Key) -> Any:
    """Target added."""
    factor = 1 if s.task.loss.startswith("half") else 2
    return factor * (_o(s, k) + s.t(k.unit, k.sample)) * _slope(s, k) if _is_out(s, k) else None


def target_of_other_sample(s: Student, k: Key) -> Any:
    """Target of other sample."""
    if not _is_out(s, k) or len(s.samples) < 2:
        return None
    factor = 1 if s.task.loss.startswith("half") else 2
    return factor * (_o(s, k) - s.t(k.unit, 3 - k.sample)) * _slope(s, k)


def net_minus_target(s: Student, k: Key) -> Any:
    """Net minus target."""
    factor = 1 if s.task.loss.startswith("half") else 2
    return factor * (_net(s, k) - s.t(k.unit, k.sample)) * _slope(s, k) if _is_out(s, k) else None


def deltas_swapped(s: Student, k: Key) -> Any:
    """Deltas swapped."""
    other = _other(s, k.layer, k.unit)
    return None if other is None else s.right(k._replace(unit=other))


def wrong_sign(s: Student, k: Key) -> Any:
    """Wrong sign."""
    return -s.right(k)


def _hidden(s: Student, k: Key, term: Any) -> Any:
    """Return a hidden delta with another sum coming back."""
    if _is_out(s, k):
        return None
    parts = [term(j) for j in range(1, s.size(k.layer + 1) + 1)]
    return None if None in parts else sum(parts) * _slope(s, k)


def updated_weights(s: Student, k: Key) -> Any:
    """Updated weights."""
    if _is_out(s, k) or len(s.samples) > 1:
        return None

    def new(j: int) -> Any:
        """New."""
        place = Key("new_weight", k.layer + 1, j, k.unit, 1, 1)
        return s.right(place) if place not in s.values else s.values[place]

    return _hidden(s, k, lambda j: s.delta(k.layer + 1, j, k.sample) * new(j))


def no_weights(s: Student, k: Key) -> Any:
    """No weights."""
    return _hidden(s, k, lambda j: s.delta(k.layer + 1, j, k.sample))


def first_output_only(s: Student, k: Key) -> Any:
    """First output only."""
    if _is_out(s, k) or s.size(k.layer + 1) < 2:
        return None
    return s.delta(k.layer + 1, 1, k.sample) * s.w(k.layer + 1, 1, k.unit) * _slope(s, k)


def weights_turned(s: Student, k: Key) -> Any:
    """Weights turned."""
    if _is_out(s, k) or s.size(k.layer + 1) != s.size(k.layer):
        return None
    return _hidden(s, k, lambda j: s.delta(k.layer + 1, j, k.sample) * s.w(k.layer + 1, k.unit, j))


def averaged(s: Student, k: Key) -> Any:
    """Averaged."""
    if _is_out(s, k) or s.size(k.layer + 1) < 2:
        return None
    return s.right(k) / s.size(k.layer + 1)


def sums_multiplied(s: Student, k: Key) -> Any:
    """Sums multiplied."""
    if _is_out(s, k) or s.size(k.layer + 1) < 2:
        return None
    units = range(1, s.size(k.layer + 1) + 1)
    deltas = sum(s.delta(k.layer + 1, j, k.sample) for j in units)
    return deltas * sum(s.w(k.layer + 1, j, k.unit) for j in units) * _slope(s, k)


def weights_of_input_layer(s: Student, k: Key) -> Any:
    """Weights of input layer."""
    if _is_out(s, k) or s.size(k.layer + 1) > s.size(k.layer - 1):
        return None
    return _hidden(s, k, lambda j: s.delta(k.layer + 1, j, k.sample) * s.w(k.layer, k.unit, j))


def misses_back(s: Student, k: Key) -> Any:
    """Misses back."""
    if _is_out(s, k):
        return None
    return _hidden(s, k, lambda j: s.coming(k.layer + 1, j, k.sample) * s.w(k.layer + 1, j, k.unit))


def errors_back(s: Student, k: Key) -> Any:
    """Errors back."""
    if k.layer + 1 != s.last:
        return None
    return _hidden(s, k, lambda j: s.error(j, k.sample) * s.w(k.layer + 1, j, k.unit))


def gradients_back(s: Student, k: Key) -> Any:
    """Gradients back."""
    if _is_out(s, k):
        return None
    place = Key("weight_gradient", k.layer + 1, 1, k.unit, k.sample, 1)
    return _hidden(s, k, lambda j: s.values[place._replace(unit=j)])


def weights_of_neighbour(s: Student, k: Key) -> Any:
    """Weights of neighbour."""
    other = _other(s, k.layer, k.unit)
    if _is_out(s, k) or other is None:
        return None
    return _hidden(s, k, lambda j: s.delta(k.layer + 1, j, k.sample) * s.w(k.layer + 1, j, other))


def divided_by_weight(s: Student, k: Key) -> Any:
    """Divided by weight."""
    return _hidden(s, k, lambda j: s.delta(k.layer + 1, j, k.sample) / s.w(k.layer + 1, j, k.unit))


def out_for_slope(s: Student, k: Key) -> Any:
    """Out for slope."""
    return None if _is_out(s, k) or not _sigmoid(s, k) else _coming(s, k) * _o(s, k)


def slope_of_next_layer(s: Student, k: Key) -> Any:
    """Slope of next layer."""
    if _is_out(s, k):
        return None
    return _coming(s, k) * s.slope(k.layer + 1, s.out(k.layer + 1, 1, k.sample))


# gradients ----------------------------------------------------------------------------------


def _before(s: Student, k: Key) -> Any:
    return s.out(k.layer - 1, k.source, k.sample)


def _d(s: Student, k: Key) -> Any:
    return s.delta(k.layer, k.unit, k.sample)


def _per_sample(function: Any) -> Any:
    def does(s: Student, k: Key) -> Any:
        """Does."""
        return None if k.sample is None else function(s, k)

    return does


def net_before(s: Student, k: Key) -> Any:
    """Net before."""
    return _d(s, k) * s.net(k.layer - 1, k.source, k.sample) if k.layer > 1 else None


def other_source(s: Student, k: Key) -> Any:
    """Other source."""
    other = _other(s, k.layer - 1, k.source)
    return None if other is None else _d(s, k) * s.out(k.layer - 1, other, k.sample)


def other_delta(s: Student, k: Key) -> Any:
    """Other delta."""
    other = _other(s, k.layer, k.unit)
    return None if other is None else s.delta(k.layer, other, k.sample) * _before(s, k)


def own_output(s: Student, k: Key) -> Any:
    """Own output."""
    return _d(s, k) * _o(s, k)


def no_output(s: Student, k: Key) -> Any:
    """No output."""
    return _d(s, k)


def weight_for_output(s: Student, k: Key) -> Any:
    """Weight for output."""
    return _d(s, k) * s.w(k.layer, k.unit, k.source)


def rate_inside(s: Student, k: Key) -> Any:
    """Rate inside."""
    return s.rate * s.right(k)


def slope_again(s: Student, k: Key) -> Any:
    """Slope again."""
    return s.right(k) * _slope(s, k) if k.unit else None


def miss_for_delta(s: Student, k: Key) -> Any:
    """Miss for delta."""
    return _coming(s, k) * _before(s, k)


def error_in_gradient(s: Student, k: Key) -> Any:
    """Error in gradient."""
    return s.error(k.unit, k.sample) * _before(s, k) if _is_out(s, k) else None


def target_for_output(s: Student, k: Key) -> Any:
    """Target for output."""
    return _d(s, k) * s.t(k.unit, k.sample) if _is_out(s, k) else None


def divided_by_output(s: Student, k: Key) -> Any:
    """Divided by output."""
    return _d(s, k) / _before(s, k)


def added_output(s: Student, k: Key) -> Any:
    """Added output."""
    return _d(s, k) + _before(s, k)


def other_sample_input(s: Student, k: Key) -> Any:
    """Other sample input."""
    if k.layer > 1 or len(s.samples) < 2:
        return None
    return _d(s, k) * s.out(0, k.source, 3 - k.sample)


def times_bias(s: Student, k: Key) -> Any:
    """Times bias."""
    return s.right(k) * s.b(k.layer, k.unit)


def mean_of_samples(s: Student, k: Key) -> Any:
    """Mean of samples."""
    return s.right(k) / len(s.samples) if k.sample is None else None


def last_sample_only(s: Student, k: Key) -> Any:
    """Last sample only."""
    return s.values[k._replace(sample=len(s.samples))] if k.sample is None else None


# updates ------------------------------------------------------------------------------------


def _g(s: Student, k: Key) -> Any:
    return s.gradient(k)


def plus(s: Student, k: Key) -> Any:
    """Plus."""
    return _old(s, k) + s.rate * _g(s, k)


def no_rate(s: Student, k: Key) -> Any:
    """No rate."""
    return _old(s, k) - _g(s, k)


def rate_squared(s: Student, k: Key) -> Any:
    """Rate squared."""
    return _old(s, k) - s.rate * s.rate * _g(s, k)


def rate_doubled(s: Student, k: Key) -> Any:
    """Rate doubled."""
    return _old(s, k) - 2 * s.rate * _g(s, k)


def rate_halved(s: Student, k: Key) -> Any:
    """Rate halved."""
    return _old(s, k) - s.rate * _g(s, k) / 2


def tenth(s: Student, k: Key) -> Any:
    """Tenth."""
    return _old(s, k) - s.number("0.1") * _g(s, k)


def quarter(s: Student, k: Key) -> Any:
    """Quarter."""
    return _old(s, k) - s.number("0.25") * _g(s, k)


def change_alone(s: Student, k: Key) -> Any:
    """Change alone."""
    return -s.rate * _g(s, k)


def turned_round(s: Student, k: Key) -> Any:
    """Turned round."""
    return s.rate * _g(s, k) - _old(s, k)


def not_updated(s: Student, k: Key) -> Any:
    """Not updated."""
    return _old(s, k)


def gradient_written(s: Student, k: Key) -> Any:
    """Gradient written."""
    return _g(s, k)


def times_old(s: Student, k: Key) -> Any:
    """Times old."""
    return _old(s, k) - s.rate * _g(s, k) * _old(s, k)


def rate_outside(s: Student, k: Key) -> Any:
    """Rate outside."""
    return s.rate * (_old(s, k) - _g(s, k))


def rate_on_old(s: Student, k: Key) -> Any:
    """Rate on old."""
    return s.rate * _old(s, k) - _g(s, k)


def _neighbour(s: Student, k: Key) -> Key | None:
    if not k.source:
        return None
    other = _other(s, k.layer - 1, k.source)
    return k._replace(source=other) if other else None


def other_old(s: Student, k: Key) -> Any:
    """Other old."""
    other = _neighbour(s, k)
    return None if other is None else _old(s, other) - s.rate * _g(s, k)


def other_gradient(s: Student, k: Key) -> Any:
    """Other gradient."""
    other = _neighbour(s, k)
    return None if other is None else _old(s, k) - s.rate * _g(s, other)


def delta_in_update(s: Student, k: Key) -> Any:
    """Delta in update."""
    if not k.source or k.sample is None:
        return None
    return _old(s, k) - s.rate * _d(s, k)


def change_for_gradient(s: Student, k: Key) -> Any:
    """Change for gradient."""
    return s.rate * (-s.rate * _g(s, k))


def no_gradient_factor(s: Student, k: Key) -> Any:
    """No gradient factor."""
    if not k.source or k.sample is None:
        return None
    return _old(s, k) - s.rate * _before(s, k)


def divided_by_rate(s: Student, k: Key) -> Any:
    """Divided by rate."""
    return _old(s, k) - _g(s, k) / s.rate


NET, OUT, ERR, TOT = ("net",), ("out",), ("error",), ("total_error",)
DEL, WG, BG = ("delta",), ("weight_gradient",), ("bias_gradient",)
NEW = ("new_weight", "new_bias")


def _m(kinds: tuple[str, ...], does: Any, source: str, *true: str) -> Mistake:
    if kinds == WG and does not in (mean_of_samples, last_sample_only):
        wrapped = _per_sample(does)
        return Mistake(does.__name__, kinds, wrapped, frozenset(true), source)
    return Mistake(does.__name__, kinds, does, frozenset(true), source)


HABITS = (
    _m(NET, no_bias, BOOKS, "no_bias"),
    _m(NET, bias_minus, BOOKS, "bias_minus"),
    _m(NET, bias_twice, PEN, "bias_twice"),
    _m(NET, bias_of_other_layer, PEN, "other_bias"),
    _m(NET, transposed, FORUM, "transposed", "weights_of_neighbour"),
    _m(NET, lost_minus, PEN, "minus_lost"),
    _m(NET, nets_passed_on, FORUM, "net_for_out"),
    _m(NET, last_product_missing, PEN, "term_missing"),
    _m(NET, inputs_again, PEN, "old_input"),
    _m(NET, inputs_swapped, PEN, "wrong_pair"),
    _m(NET, other_sample, CODE, "other_sample"),
    _m(NET, constant_input, CODE, "constant_input"),
    _m(NET, one_other_weight, PEN, "other_weight"),
    _m(NET, weights_of_other_unit, PEN, "weights_of_neighbour", "transposed"),
    _m(NET, averaged_net, PEN, "averaged"),
    _m(OUT, not_activated, FORUM, "no_activation"),
    _m(OUT, e_to_plus, BOOKS, "exp_sign"),
    _m(OUT, ten_to_minus, PEN, "other_base"),
    _m(OUT, two_to_minus, PEN, "other_base"),
    _m(OUT, softplus, FORUM, "softplus", "other_activation"),
    _m(OUT, other_function, BOOKS, "other_activation"),
    _m(OUT, exp_alone, PEN, "not_inverted"),
    _m(OUT, one_plus_exp, PEN, "not_inverted"),
    _m(OUT, slope_for_out, PEN, "slope_for_out"),
    _m(OUT, activated_twice, CODE, "activated_twice"),
    _m(OUT, rectified, CODE, "other_activation", "no_activation"),
    _m(OUT, complement, PEN, "exp_sign"),
    _m(ERR, not_squared, PEN, "not_squared"),
    _m(ERR, squares_apart, PEN, "squares_apart"),
    _m(ERR, other_target, PEN, "other_target"),
    _m(TOT, one_error, PEN, "one_error"),
    _m(TOT, mean_error, BOOKS, "mean_or_sum", "half_again"),
    _m(TOT, halved_again, PEN, "half_again", "mean_or_sum"),
    _m(DEL, no_slope, FORUM, "no_fprime"),
    _m(DEL, slope_of_net, FORUM, "fprime_of_net"),
    _m(DEL, slope_of_activated, FORUM, "sigma_of_out"),
    _m(DEL, target_in_slope, PEN, "target_in_slope"),
    _m(DEL, error_for_miss, PEN, "error_for_miss"),
    _m(DEL, total_for_miss, PEN, "error_for_miss"),
    _m(DEL, error_for_delta, PEN, "error_for_miss"),
    _m(DEL, half_of_slope, PEN, "half_fprime"),
    _m(DEL, other_half_of_slope, PEN, "half_fprime"),
    _m(DEL, slope_twice, PEN, "fprime_twice"),
    _m(DEL, slope_of_tanh, FORUM, "fprime_other"),
    _m(DEL, squared_miss, PEN, "squared_miss"),
    _m(DEL, target_of_other, PEN, "other_target"),
    _m(DEL, target_added, PEN, "target_added"),
    _m(DEL, target_of_other_sample, CODE, "other_sample", "other_target"),
    _m(DEL, net_minus_target, PEN, "net_in_error"),
    _m(DEL, deltas_swapped, PEN, "deltas_swapped"),
    _m(DEL, wrong_sign, BOOKS, "err_sign", "sign"),
    _m(DEL, updated_weights, BOOKS, "updated_w"),
    _m(DEL, no_weights, FORUM, "no_weights"),
    _m(DEL, first_output_only, FORUM, "one_output"),
    _m(DEL, weights_turned, FORUM, "transposed", "weights_of_neighbour"),
    _m(DEL, averaged, FORUM, "averaged"),
    _m(DEL, sums_multiplied, PEN, "sums_multiplied"),
    _m(DEL, weights_of_input_layer, CODE, "weights_of_other_layer"),
    _m(DEL, misses_back, FORUM, "err_for_delta"),
    _m(DEL, errors_back, PEN, "error_coming_back"),
    _m(DEL, gradients_back, FORUM, "sum_gradients"),
    _m(DEL, weights_of_neighbour, PEN, "weights_of_neighbour", "transposed"),
    _m(DEL, divided_by_weight, PEN, "divided_by_weight"),
    _m(DEL, out_for_slope, PEN, "half_fprime"),
    _m(DEL, slope_of_next_layer, CODE, "fprime_wrong"),
    _m(WG, net_before, FORUM, "net_for_out"),
    _m(WG, other_source, PEN, "wrong_pair"),
    _m(WG, other_delta, PEN, "wrong_pair"),
    _m(WG, own_output, FORUM, "own_out"),
    _m(WG, no_output, FORUM, "no_out"),
    _m(WG, weight_for_output, PEN, "with_weight"),
    _m(WG, rate_inside, PEN, "rate_inside"),
    _m(WG, slope_again, PEN, "fprime_twice"),
    _m(WG, miss_for_delta, FORUM, "err_for_delta"),
    _m(WG, error_in_gradient, PEN, "error_in_gradient"),
    _m(WG, target_for_output, PEN, "target_in_gradient"),
    _m(WG, divided_by_output, PEN, "divided_by_out"),
    _m(WG, added_output, PEN, "added"),
    _m(WG, other_sample_input, CODE, "other_sample"),
    _m(BG, times_bias, FORUM, "bias_as_weight"),
    _m(WG, mean_of_samples, BOOKS, "mean_or_sum", "batch"),
    _m(WG, last_sample_only, CODE, "one_sample"),
    _m(NEW, plus, BOOKS, "plus_update"),
    _m(NEW, no_rate, PEN, "no_eta", "other_eta"),
    _m(NEW, rate_squared, PEN, "eta_twice", "other_eta"),
    _m(NEW, rate_doubled, PEN, "eta_doubled", "other_eta"),
    _m(NEW, rate_halved, PEN, "eta_halved", "other_eta"),
    _m(NEW, tenth, PEN, "other_eta"),
    _m(NEW, quarter, PEN, "other_eta", "eta_halved"),
    _m(NEW, change_alone, PEN, "step_only"),
    _m(NEW, turned_round, PEN, "turned_round"),
    _m(NEW, not_updated, PEN, "kept"),
    _m(NEW, gradient_written, PEN, "gradient_for_new"),
    _m(NEW, times_old, PEN, "multiplied"),
    _m(NEW, rate_outside, PEN, "rate_outside"),
    _m(NEW, rate_on_old, PEN, "rate_on_old"),
    _m(NEW, other_old, PEN, "other_connection", "other_old"),
    _m(NEW, other_gradient, PEN, "other_connection", "other_gradient"),
    _m(NEW, delta_in_update, PEN, "delta_for_gradient"),
    _m(NEW, change_for_gradient, CODE, "change_for_new"),
    _m(NEW, no_gradient_factor, PEN, "out_for_gradient"),
    _m(NEW, divided_by_rate, PEN, "divided_by_eta", "other_eta"),
)
