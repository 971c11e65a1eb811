"""Further habits of error, out of books, papers and programs: none is read off the marker's rules.

`benchmarks.habits` grew together with the marker's table. These were written down afterwards, from
the formulas of textbooks and from what students' notes and programs do with them, so that the
table is measured on what it was not made for.
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
    _other,
    _sigmoid,
    _slope,
    _sum,
)
from benchmarks.students import Mistake, Student
from bpcalc.maths.keys import Key

# net inputs -------------------------------------------------------------------------------------


def first_input_for_all(s: Student, k: Key) -> Any:
    """Multiply every weight by the first input."""
    return _sum(s, k, out=lambda i: s.out(k.layer - 1, 1, k.sample))


def bias_times_input(s: Student, k: Key) -> Any:
    """Multiply the bias by the first input."""
    return _sum(s, k, bias=lambda b: b * s.out(k.layer - 1, 1, k.sample))


def bias_with_every_product(s: Student, k: Key) -> Any:
    """Add the bias once for every input."""
    return _sum(s, k, bias=lambda b: b * s.size(k.layer - 1))


def sums_of_each(s: Student, k: Key) -> Any:
    """Multiply the sum of the weights by the sum of the inputs."""
    sources = range(1, s.size(k.layer - 1) + 1)
    weights = sum(s.w(k.layer, k.unit, i) for i in sources)
    bias = s.b(k.layer, k.unit)
    total = weights * sum(s.out(k.layer - 1, i, k.sample) for i in sources)
    return total if bias is None else total + bias


def products_subtracted(s: Student, k: Key) -> Any:
    """Subtract the products after the first."""
    return _sum(s, k, weight=lambda i: (1 if i == 1 else -1) * s.w(k.layer, k.unit, i))


def point_of_a_weight(s: Student, k: Key) -> Any:
    """Read the first weight with its point one place to the left."""
    return _sum(s, k, weight=lambda i: s.w(k.layer, k.unit, i) / (10 if i == 1 else 1))


def bias_multiplied(s: Student, k: Key) -> Any:
    """Multiply the sum by the bias."""
    bias = s.b(k.layer, k.unit)
    return None if bias is None else (s.right(k) - bias) * bias


def slopes_passed_on(s: Student, k: Key) -> Any:
    """Pass on out·(1 - out) for out."""
    if k.layer < 2:
        return None
    return _sum(s, k, out=lambda i: s.slope(k.layer - 1, s.out(k.layer - 1, i, k.sample)))


# outputs ----------------------------------------------------------------------------------------


def no_exp(s: Student, k: Key) -> Any:
    """1/(1 + net)."""
    return _one(s) / (_one(s) + _net(s, k)) if _sigmoid(s, k) else None


def minus_in_denominator(s: Student, k: Key) -> Any:
    """1/(1 - e^-net)."""
    return _one(s) / (_one(s) - s.numbers.exp(-_net(s, k))) if _sigmoid(s, k) else None


def one_minus_exp(s: Student, k: Key) -> Any:
    """1 - e^-net."""
    return _one(s) - s.numbers.exp(-_net(s, k)) if _sigmoid(s, k) else None


def softsign(s: Student, k: Key) -> Any:
    """net/(1 + |net|)."""
    return _net(s, k) / (_one(s) + abs(_net(s, k)))


def bipolar(s: Student, k: Key) -> Any:
    """2/(1 + e^-net) - 1."""
    two = _one(s) + _one(s)
    return two / (_one(s) + s.numbers.exp(-_net(s, k))) - _one(s) if _sigmoid(s, k) else None


def softmaxed(s: Student, k: Key) -> Any:
    """Divide e^net by the sum over the layer."""
    if s.size(k.layer) < 2:
        return None
    units = range(1, s.size(k.layer) + 1)
    return s.numbers.exp(_net(s, k)) / sum(
        s.numbers.exp(s.net(k.layer, j, k.sample)) for j in units
    )


def net_of_other(s: Student, k: Key) -> Any:
    """Put the net input of the next unit in."""
    other = _other(s, k.layer, k.unit)
    return None if other is None else s.f(k.layer, s.net(k.layer, other, k.sample))


def exp_upstairs(s: Student, k: Key) -> Any:
    """e^net/(1 + e^-net)."""
    if not _sigmoid(s, k):
        return None
    return s.numbers.exp(_net(s, k)) / (_one(s) + s.numbers.exp(-_net(s, k)))


def steeper(s: Student, k: Key) -> Any:
    """1/(1 + e^(-2·net)), a slope parameter of 2."""
    if not _sigmoid(s, k):
        return None
    return _one(s) / (_one(s) + s.numbers.exp(-2 * _net(s, k)))


# errors -----------------------------------------------------------------------------------------


def half_of_miss(s: Student, k: Key) -> Any:
    """½·(t - o), not squared."""
    return _miss(s, k) / 2


def half_squared(s: Student, k: Key) -> Any:
    """(½·(t - o))²."""
    return _miss(s, k) * _miss(s, k) / 4


def miss_added(s: Student, k: Key) -> Any:
    """Square the sum of target and output."""
    total = s.t(k.unit, k.sample) + _o(s, k)
    return total * total / (2 if s.task.loss.startswith("half") else 1)


def square_of_other_output(s: Student, k: Key) -> Any:
    """Take the output of the next unit."""
    other = _other(s, s.last, k.unit)
    if other is None:
        return None
    miss = s.t(k.unit, k.sample) - s.out(s.last, other, k.sample)
    return miss * miss / (2 if s.task.loss.startswith("half") else 1)


def errors_multiplied(s: Student, k: Key) -> Any:
    """Multiply the errors of the outputs."""
    if k.sample is None or s.size(s.last) < 2:
        return None
    return s.error(1, k.sample) * s.error(2, k.sample)


def misses_summed(s: Student, k: Key) -> Any:
    """Square the sum of the differences."""
    if k.sample is None or s.size(s.last) < 2:
        return None
    units = range(1, s.size(s.last) + 1)
    total = sum(s.t(j, k.sample) - s.out(s.last, j, k.sample) for j in units)
    return total * total / (2 if s.task.loss.startswith("half") else 1)


def root_of_sum(s: Student, k: Key) -> Any:
    """√(ΣE)."""
    return s.right(k).sqrt() if k.sample else None


# deltas -----------------------------------------------------------------------------------------


def one_plus_out(s: Student, k: Key) -> Any:
    """out·(1 + out) for the slope."""
    return _coming(s, k) * _o(s, k) * (_one(s) + _o(s, k)) if _sigmoid(s, k) else None


def out_squared(s: Student, k: Key) -> Any:
    """out² for the slope."""
    return _coming(s, k) * _o(s, k) * _o(s, k) if _sigmoid(s, k) else None


def slope_turned(s: Student, k: Key) -> Any:
    """out·(out - 1) for the slope."""
    return -s.right(k) if _sigmoid(s, k) else None


def rate_in_delta(s: Student, k: Key) -> Any:
    """Multiply the delta by the learning rate."""
    return s.rate * s.right(k)


def slope_of_inputs(s: Student, k: Key) -> Any:
    """Take x·(1 - x) of the first input for the slope."""
    if k.layer != 1 or not _sigmoid(s, k):
        return None
    return _coming(s, k) * s.slope(1, s.out(0, 1, k.sample))


def times_before(s: Student, k: Key) -> Any:
    """Write the gradient of the first weight for the delta."""
    return s.right(k) * s.out(k.layer - 1, 1, k.sample)


def difference_back(s: Student, k: Key) -> Any:
    """Subtract what comes back from the second unit."""
    if _is_out(s, k) or s.size(k.layer + 1) < 2:
        return None

    def term(j: int) -> Any:
        """Term."""
        part = s.delta(k.layer + 1, j, k.sample) * s.w(k.layer + 1, j, k.unit)
        return part if j == 1 else -part

    return _hidden(s, k, term)


def outputs_back(s: Student, k: Key) -> Any:
    """Send the outputs back instead of the deltas."""
    return _hidden(s, k, lambda j: s.out(k.layer + 1, j, k.sample) * s.w(k.layer + 1, j, k.unit))


def targets_missed_back(s: Student, k: Key) -> Any:
    """Compare the hidden output with a target."""
    if _is_out(s, k) or k.unit > s.size(s.last):
        return None
    return (_o(s, k) - s.t(k.unit, k.sample)) * _slope(s, k)


def one_weight_for_all(s: Student, k: Key) -> Any:
    """Multiply the sum of the deltas by the first weight."""
    if _is_out(s, k) or s.size(k.layer + 1) < 2:
        return None
    return _hidden(s, k, lambda j: s.delta(k.layer + 1, j, k.sample) * s.w(k.layer + 1, 1, k.unit))


def back_plus_bias(s: Student, k: Key) -> Any:
    """Add the bias of the unit to what comes back."""
    bias = s.b(k.layer, k.unit)
    if _is_out(s, k) or bias is None:
        return None
    return (_coming(s, k) + bias) * _slope(s, k)


def delta_of_output_copied(s: Student, k: Key) -> Any:
    """Write the delta of an output for that of a hidden unit."""
    if _is_out(s, k) or k.unit > s.size(k.layer + 1):
        return None
    return s.delta(k.layer + 1, k.unit, k.sample)


def own_net_in_delta(s: Student, k: Key) -> Any:
    """Multiply by the net input for the slope."""
    return _coming(s, k) * _net(s, k)


def delta_times_out(s: Student, k: Key) -> Any:
    """Multiply by the output once more."""
    return s.right(k) * _o(s, k)


# gradients --------------------------------------------------------------------------------------


def delta_of_next_layer(s: Student, k: Key) -> Any:
    """Skip the way back: the delta of an output with the input of the network."""
    if k.sample is None or k.layer == s.last:
        return None
    return s.delta(s.last, 1, k.sample) * _before(s, k)


def own_net_in_gradient(s: Student, k: Key) -> Any:
    """Multiply the delta by the net input of its own unit."""
    return _d(s, k) * s.net(k.layer, k.unit, k.sample) if k.sample else None


def output_squared(s: Student, k: Key) -> Any:
    """Multiply by the output twice."""
    return _d(s, k) * _before(s, k) * _before(s, k) if k.sample else None


def delta_squared(s: Student, k: Key) -> Any:
    """Square the delta."""
    return _d(s, k) * _d(s, k) * _before(s, k) if k.sample else None


def weight_besides(s: Student, k: Key) -> Any:
    """Multiply by the weight as well."""
    return s.right(k) * s.w(k.layer, k.unit, k.source) if k.sample else None


def complement_of_output(s: Student, k: Key) -> Any:
    """Multiply by 1 - out of the unit before."""
    return _d(s, k) * (_one(s) - _before(s, k)) if k.sample else None


def input_for_output(s: Student, k: Key) -> Any:
    """Take the input of the network for the output of the hidden unit."""
    if not k.sample or k.layer < 2 or k.source > s.size(0):
        return None
    return _d(s, k) * s.out(0, k.source, k.sample)


def sums_over_samples_multiplied(s: Student, k: Key) -> Any:
    """Multiply the sum of the deltas of all samples by the sum of the outputs."""
    if k.sample is not None:
        return None
    deltas = sum(s.delta(k.layer, k.unit, n) for n in s.samples)
    return deltas * sum(s.out(k.layer - 1, k.source, n) for n in s.samples)


def bias_times_output(s: Student, k: Key) -> Any:
    """Multiply the gradient of a bias by the output of its unit."""
    return s.right(k) * _o(s, k) if k.unit and k.sample else None


def bias_first_weight(s: Student, k: Key) -> Any:
    """Write the gradient of the first weight for that of the bias."""
    if not k.unit or not k.sample:
        return None
    return s.delta(k.layer, k.unit, k.sample) * s.out(k.layer - 1, 1, k.sample)


# updates ----------------------------------------------------------------------------------------


def decayed(s: Student, k: Key) -> Any:
    """(1 - η)·w - η·g."""
    return (_one(s) - s.rate) * _old(s, k) - s.rate * _g(s, k)


def rate_subtracted(s: Student, k: Key) -> Any:
    """W - η - g."""
    return _old(s, k) - s.rate - _g(s, k)


def bracket_wrong(s: Student, k: Key) -> Any:
    """(w - η)·g."""
    return (_old(s, k) - s.rate) * _g(s, k)


def error_in_update(s: Student, k: Key) -> Any:
    """W - η·E."""
    place = Key("total_error", None, None, None, 1, 1)
    return _old(s, k) - s.rate * s.values[place] if len(s.samples) == 1 else None


def input_again(s: Student, k: Key) -> Any:
    """W - η·g·out."""
    if not k.source or k.sample is None:
        return None
    return _old(s, k) - s.rate * _g(s, k) * _before(s, k)


def bias_for_weight(s: Student, k: Key) -> Any:
    """Update a bias by the gradient of the first weight."""
    if k.source or not k.unit:
        return None
    sample = None if len(s.samples) > 1 else 1
    place = Key("weight_gradient", k.layer, k.unit, 1, sample, 1)
    return _old(s, k) - s.rate * s.values[place]


def mean_of_both(s: Student, k: Key) -> Any:
    """Take the mean of old and new."""
    return (_old(s, k) + s.right(k)) / 2


def one_gradient_for_all(s: Student, k: Key) -> Any:
    """Update all weights of a layer by the gradient of the first."""
    if not k.source:
        return None
    sample = None if len(s.samples) > 1 else 1
    place = Key("weight_gradient", k.layer, 1, 1, sample, 1)
    return _old(s, k) - s.rate * s.values[place]


def thrice(s: Student, k: Key) -> Any:
    """Make the update three times."""
    return _old(s, k) - 3 * s.rate * _g(s, k)


def tenfold(s: Student, k: Key) -> Any:
    """Take ten times the learning rate, by a slipped point."""
    return _old(s, k) - 10 * s.rate * _g(s, k)


def squared_gradient(s: Student, k: Key) -> Any:
    """W - η·g²."""
    return _old(s, k) - s.rate * _g(s, k) * _g(s, k)


def divided_by_old(s: Student, k: Key) -> Any:
    """W - η·g/w."""
    return _old(s, k) - s.rate * _g(s, k) / _old(s, k)


def _m(kinds: tuple[str, ...], does: Any, source: str, *true: str) -> Mistake:
    return Mistake(does.__name__, kinds, does, frozenset({does.__name__, *true}), source)


UNSEEN = (
    _m(NET, first_input_for_all, PEN, "one_input", "wrong_pair"),
    _m(NET, bias_times_input, BOOKS, "bias_multiplied_in"),
    _m(NET, bias_with_every_product, CODE, "bias_every_time", "bias_twice"),
    _m(NET, sums_of_each, PEN, "sums_multiplied"),
    _m(NET, products_subtracted, PEN, "subtracted"),
    _m(NET, point_of_a_weight, PEN, "misread"),
    _m(NET, bias_multiplied, PEN, "bias_multiplied_in"),
    _m(NET, slopes_passed_on, FORUM, "slopes_passed_on"),
    _m(OUT, no_exp, PEN, "not_inverted"),
    _m(OUT, minus_in_denominator, PEN, "not_inverted"),
    _m(OUT, one_minus_exp, PEN, "not_inverted"),
    _m(OUT, softsign, FORUM, "other_activation"),
    _m(OUT, bipolar, BOOKS, "other_activation"),
    _m(OUT, softmaxed, CODE, "other_activation"),
    _m(OUT, net_of_other, PEN, "other_net"),
    _m(OUT, exp_upstairs, PEN, "not_inverted"),
    _m(OUT, steeper, BOOKS, "other_steepness", "other_activation"),
    _m(ERR, half_of_miss, PEN, "not_squared"),
    _m(ERR, half_squared, BOOKS, "half_squared", "no_half", "half_kept", "half_again"),
    _m(ERR, miss_added, PEN, "target_added"),
    _m(ERR, square_of_other_output, PEN, "other_target", "other_output"),
    _m(TOT, errors_multiplied, PEN, "errors_multiplied"),
    _m(TOT, misses_summed, FORUM, "misses_summed"),
    _m(TOT, root_of_sum, BOOKS, "root_taken"),
    _m(DEL, one_plus_out, PEN, "half_fprime", "slope_sign"),
    _m(DEL, out_squared, PEN, "half_fprime", "slope_sign"),
    _m(DEL, slope_turned, PEN, "err_sign", "slope_sign", "sign"),
    _m(DEL, rate_in_delta, CODE, "rate_in_delta"),
    _m(DEL, slope_of_inputs, FORUM, "fprime_wrong"),
    _m(DEL, times_before, CODE, "gradient_for_delta"),
    _m(DEL, difference_back, PEN, "subtracted"),
    _m(DEL, outputs_back, FORUM, "outputs_back"),
    _m(DEL, targets_missed_back, FORUM, "hidden_target"),
    _m(DEL, one_weight_for_all, PEN, "one_weight", "other_weight"),
    _m(DEL, back_plus_bias, BOOKS, "bias_coming_back"),
    _m(DEL, delta_of_output_copied, PEN, "delta_of_next_layer", "copied"),
    _m(DEL, own_net_in_delta, FORUM, "net_for_slope"),
    _m(DEL, delta_times_out, PEN, "out_in_delta"),
    _m(WG, delta_of_next_layer, FORUM, "delta_of_next_layer"),
    _m(WG, own_net_in_gradient, FORUM, "net_for_out", "own_out"),
    _m(WG, output_squared, PEN, "squared"),
    _m(WG, delta_squared, PEN, "squared"),
    _m(WG, weight_besides, FORUM, "weight_besides", "with_weight"),
    _m(WG, complement_of_output, PEN, "complement"),
    _m(WG, input_for_output, CODE, "old_input", "wrong_pair"),
    _m(WG, sums_over_samples_multiplied, CODE, "sums_multiplied"),
    _m(BG, bias_times_output, FORUM, "bias_times_out"),
    _m(BG, bias_first_weight, CODE, "bias_times_out"),
    _m(NEW, decayed, BOOKS, "decayed"),
    _m(NEW, rate_subtracted, PEN, "rate_added"),
    _m(NEW, bracket_wrong, PEN, "rate_added"),
    _m(NEW, error_in_update, FORUM, "error_in_update"),
    _m(NEW, input_again, CODE, "output_again"),
    _m(NEW, bias_for_weight, CODE, "weight_for_bias", "other_connection"),
    _m(NEW, mean_of_both, PEN, "eta_halved", "averaged_with_old"),
    _m(NEW, one_gradient_for_all, CODE, "first_gradient", "other_connection"),
    _m(NEW, thrice, CODE, "eta_tripled", "other_eta"),
    _m(NEW, tenfold, PEN, "rate_misread", "other_eta"),
    _m(NEW, squared_gradient, PEN, "gradient_squared"),
    _m(NEW, divided_by_old, PEN, "divided_by_old"),
)
