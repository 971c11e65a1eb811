"""What is known of each kind of quantity: one record, and everything else follows from it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from bpcalc.locale import later, say

Kind = Literal[
    "raw_input",
    "raw_target",
    "lowest",
    "highest",
    "mean",
    "deviation",
    "input",
    "target",
    "start_rate",
    "rate_factor",
    "learning_rate",
    "layer_rate",
    "momentum",
    "beta1",
    "beta2",
    "rho",
    "epsilon",
    "weight_decay",
    "l2",
    "l1",
    "clip_norm",
    "clip_value",
    "max_norm",
    "weight",
    "bias",
    "gamma",
    "beta",
    "net",
    "norm_mean",
    "norm_variance",
    "norm_root",
    "normalised",
    "scaled",
    "out",
    "dropped",
    "error",
    "penalty",
    "total_error",
    "error_slope",
    "slope",
    "scaled_delta",
    "normalised_slope",
    "variance_slope",
    "mean_slope",
    "delta",
    "weight_gradient",
    "bias_gradient",
    "gamma_gradient",
    "beta_gradient",
    "weight_penalised",
    "bias_penalised",
    "gradient_norm",
    "weight_clipped",
    "bias_clipped",
    "gamma_clipped",
    "beta_clipped",
    "beta1_power",
    "beta2_power",
    "weight_m",
    "bias_m",
    "gamma_m",
    "beta_m",
    "weight_v",
    "bias_v",
    "gamma_v",
    "beta_v",
    "weight_v_max",
    "bias_v_max",
    "gamma_v_max",
    "beta_v_max",
    "weight_s",
    "bias_s",
    "gamma_s",
    "beta_s",
    "weight_u",
    "bias_u",
    "gamma_u",
    "beta_u",
    "weight_m_hat",
    "bias_m_hat",
    "gamma_m_hat",
    "beta_m_hat",
    "weight_v_hat",
    "bias_v_hat",
    "gamma_v_hat",
    "beta_v_hat",
    "weight_change",
    "bias_change",
    "gamma_change",
    "beta_change",
    "weight_stepped",
    "weight_norm",
    "new_weight",
    "new_bias",
    "new_gamma",
    "new_beta",
    "turned_back",
    "mse",
    "rmse",
    "mae",
    "mape",
    "r2",
    "accuracy",
]
"""The kinds of quantity, in the order in which a hand calculation first meets them.

A plain string and not an enum: a key is hashed for every leaf of every formula, and a
string remembers its hash.
"""

KindRole = Literal[
    "datum",
    "rate",
    "parameter",
    "signal",
    "error",
    "sensitivity",
    "gradient",
    "penalised",
    "norm",
    "clipped",
    "m",
    "v",
    "v_max",
    "s",
    "u",
    "m_hat",
    "v_hat",
    "power",
    "state",
    "stepped",
    "new",
    "statistic",
    "measure",
]
"""What a quantity is for:

    datum        what a sample gives
    rate         a number by which the update is set
    parameter    what is learnt
    signal       what goes forward
    error        how far the outputs are off
    sensitivity  how the error answers to a signal
    gradient     how the error answers to a parameter
    penalised    a gradient with the derivative of a penalty
    norm         the length of all gradients, or of the weights of a unit
    clipped      a gradient that is not too large
    m … v_hat    what an optimiser works out of a gradient before its step
    power        the power of a rate
    state        what one update hands on to the next, and the exercise may give
    stepped      a weight after the step, before the weights of its unit are made smaller
    new          a parameter after the update
    statistic    what the numbers of a unit are scaled by
    measure      how good the outputs of all samples are
"""

KindPlace = Literal["unit", "output", "edge", "bias", "whole"]
"""What a quantity stands at: a unit, an output, a connection, a bias, or no single part."""


class KindInfo(NamedTuple):
    """All that is known of one kind of quantity.

    Attributes:
        role: what it is for.
        place: what it stands at.
        words: what it is called; shown through `say`.
        plural: what several of them are called.
        of: the kind that it belongs to, as the gradient of a weight belongs to the weight.
        family: a short name for this kind and its fellow at the other place.
        factor: whether it is but a factor of a delta, which a sheet need not show.
        threshold: what it is called where biases are thresholds, if that differs.
        thresholds: what several of them are called then.
    """

    role: KindRole
    place: KindPlace
    words: str
    plural: str
    of: Kind | None = None
    family: str = ""
    factor: bool = False
    threshold: str = ""
    thresholds: str = ""


INFO: Mapping[Kind, KindInfo] = MappingProxyType(
    {
        "raw_input": KindInfo(
            "datum", "unit", later("input before scaling"), later("inputs before scaling")
        ),
        "raw_target": KindInfo(
            "datum", "output", later("target before scaling"), later("targets before scaling")
        ),
        "lowest": KindInfo("statistic", "unit", later("lowest number"), later("lowest numbers")),
        "highest": KindInfo("statistic", "unit", later("highest number"), later("highest numbers")),
        "mean": KindInfo("statistic", "unit", later("mean"), later("means")),
        "deviation": KindInfo(
            "statistic", "unit", later("standard deviation"), later("standard deviations")
        ),
        "input": KindInfo("datum", "unit", later("input"), later("inputs")),
        "target": KindInfo("datum", "output", later("target"), later("targets")),
        "start_rate": KindInfo(
            "rate", "whole", later("first learning rate"), later("first learning rates")
        ),
        "rate_factor": KindInfo(
            "rate", "whole", later("factor of the schedule"), later("factors of the schedule")
        ),
        "learning_rate": KindInfo("rate", "whole", later("learning rate"), later("learning rates")),
        "layer_rate": KindInfo(
            "rate",
            "whole",
            later("learning rate of a layer"),
            later("learning rates of the layers"),
        ),
        "momentum": KindInfo("rate", "whole", later("momentum"), later("momenta")),
        "beta1": KindInfo("rate", "whole", later("first decay rate"), later("first decay rates")),
        "beta2": KindInfo("rate", "whole", later("second decay rate"), later("second decay rates")),
        "rho": KindInfo("rate", "whole", later("decay rate"), later("decay rates")),
        "epsilon": KindInfo("rate", "whole", later("small number"), later("small numbers")),
        "weight_decay": KindInfo("rate", "whole", later("weight decay"), later("weight decays")),
        "l2": KindInfo("rate", "whole", later("L2 penalty"), later("L2 penalties")),
        "l1": KindInfo("rate", "whole", later("L1 penalty"), later("L1 penalties")),
        "clip_norm": KindInfo(
            "rate",
            "whole",
            later("largest norm of the gradients"),
            later("largest norms of the gradients"),
        ),
        "clip_value": KindInfo(
            "rate", "whole", later("largest gradient"), later("largest gradients")
        ),
        "max_norm": KindInfo(
            "rate",
            "whole",
            later("largest norm of the weights"),
            later("largest norms of the weights"),
        ),
        "weight": KindInfo("parameter", "edge", later("weight"), later("weights")),
        "bias": KindInfo(
            "parameter",
            "bias",
            later("bias"),
            later("biases"),
            threshold=later("threshold"),
            thresholds=later("thresholds"),
        ),
        "gamma": KindInfo("parameter", "unit", later("scale γ"), later("scales γ")),
        "beta": KindInfo("parameter", "unit", later("shift β"), later("shifts β")),
        "net": KindInfo("signal", "unit", later("net input"), later("net inputs")),
        "norm_mean": KindInfo(
            "signal", "unit", later("mean to normalise by"), later("means to normalise by")
        ),
        "norm_variance": KindInfo(
            "signal", "unit", later("variance to normalise by"), later("variances to normalise by")
        ),
        "norm_root": KindInfo(
            "signal", "unit", later("root of the variance"), later("roots of the variances")
        ),
        "normalised": KindInfo(
            "signal", "unit", later("normalised net input"), later("normalised net inputs")
        ),
        "scaled": KindInfo(
            "signal",
            "unit",
            later("net input scaled and shifted"),
            later("net inputs scaled and shifted"),
        ),
        "out": KindInfo("signal", "unit", later("output"), later("outputs")),
        "dropped": KindInfo(
            "signal", "unit", later("output after dropout"), later("outputs after dropout")
        ),
        "error": KindInfo("error", "output", later("error"), later("errors")),
        "penalty": KindInfo("error", "whole", later("penalty"), later("penalties")),
        "total_error": KindInfo("error", "whole", later("total error"), later("total errors")),
        "error_slope": KindInfo(
            "sensitivity",
            "unit",
            later("error slope"),
            later("derivatives of the error with respect to the outputs"),
            factor=True,
        ),
        "slope": KindInfo(
            "sensitivity",
            "unit",
            later("slope"),
            later("derivatives of the activation function"),
            factor=True,
        ),
        "scaled_delta": KindInfo(
            "sensitivity",
            "unit",
            later("delta after the normalisation"),
            later("deltas after the normalisation"),
        ),
        "normalised_slope": KindInfo(
            "sensitivity",
            "unit",
            later("error slope of a normalised net input"),
            later("error slopes of the normalised net inputs"),
        ),
        "variance_slope": KindInfo(
            "sensitivity",
            "unit",
            later("error slope of a variance"),
            later("error slopes of the variances"),
        ),
        "mean_slope": KindInfo(
            "sensitivity",
            "unit",
            later("error slope of a mean"),
            later("error slopes of the means"),
        ),
        "delta": KindInfo("sensitivity", "unit", later("delta"), later("deltas")),
        "weight_gradient": KindInfo(
            "gradient",
            "edge",
            later("gradient of a weight"),
            later("gradients of the weights"),
            of="weight",
            family="gradient",
        ),
        "bias_gradient": KindInfo(
            "gradient",
            "bias",
            later("gradient of a bias"),
            later("gradients of the biases"),
            of="bias",
            family="gradient",
            threshold=later("gradient of a threshold"),
            thresholds=later("gradients of the thresholds"),
        ),
        "gamma_gradient": KindInfo(
            "gradient",
            "unit",
            later("gradient of a scale γ"),
            later("gradients of the scales γ"),
            of="gamma",
            family="gradient",
        ),
        "beta_gradient": KindInfo(
            "gradient",
            "unit",
            later("gradient of a shift β"),
            later("gradients of the shifts β"),
            of="beta",
            family="gradient",
        ),
        "weight_penalised": KindInfo(
            "penalised",
            "edge",
            later("gradient of a weight with the penalty"),
            later("gradients of the weights with the penalty"),
            of="weight",
            family="penalised",
        ),
        "bias_penalised": KindInfo(
            "penalised",
            "bias",
            later("gradient of a bias with the penalty"),
            later("gradients of the biases with the penalty"),
            of="bias",
            family="penalised",
            threshold=later("gradient of a threshold with the penalty"),
            thresholds=later("gradients of the thresholds with the penalty"),
        ),
        "gradient_norm": KindInfo(
            "norm", "whole", later("norm of the gradients"), later("norms of the gradients")
        ),
        "weight_clipped": KindInfo(
            "clipped",
            "edge",
            later("clipped gradient of a weight"),
            later("clipped gradients of the weights"),
            of="weight",
            family="clipped",
        ),
        "bias_clipped": KindInfo(
            "clipped",
            "bias",
            later("clipped gradient of a bias"),
            later("clipped gradients of the biases"),
            of="bias",
            family="clipped",
            threshold=later("clipped gradient of a threshold"),
            thresholds=later("clipped gradients of the thresholds"),
        ),
        "gamma_clipped": KindInfo(
            "clipped",
            "unit",
            later("clipped gradient of a scale γ"),
            later("clipped gradients of the scales γ"),
            of="gamma",
            family="clipped",
        ),
        "beta_clipped": KindInfo(
            "clipped",
            "unit",
            later("clipped gradient of a shift β"),
            later("clipped gradients of the shifts β"),
            of="beta",
            family="clipped",
        ),
        "beta1_power": KindInfo("power", "whole", later("power of β₁"), later("powers of β₁")),
        "beta2_power": KindInfo("power", "whole", later("power of β₂"), later("powers of β₂")),
        "weight_m": KindInfo(
            "m",
            "edge",
            later("first moment m of a weight"),
            later("first moments m of the weights"),
            of="weight",
            family="m",
        ),
        "bias_m": KindInfo(
            "m",
            "bias",
            later("first moment m of a bias"),
            later("first moments m of the biases"),
            of="bias",
            family="m",
            threshold=later("first moment m of a threshold"),
            thresholds=later("first moments m of the thresholds"),
        ),
        "gamma_m": KindInfo(
            "m",
            "unit",
            later("first moment m of a scale γ"),
            later("first moments m of the scales γ"),
            of="gamma",
            family="m",
        ),
        "beta_m": KindInfo(
            "m",
            "unit",
            later("first moment m of a shift β"),
            later("first moments m of the shifts β"),
            of="beta",
            family="m",
        ),
        "weight_v": KindInfo(
            "v",
            "edge",
            later("running value v of a weight"),
            later("running values v of the weights"),
            of="weight",
            family="v",
        ),
        "bias_v": KindInfo(
            "v",
            "bias",
            later("running value v of a bias"),
            later("running values v of the biases"),
            of="bias",
            family="v",
            threshold=later("running value v of a threshold"),
            thresholds=later("running values v of the thresholds"),
        ),
        "gamma_v": KindInfo(
            "v",
            "unit",
            later("running value v of a scale γ"),
            later("running values v of the scales γ"),
            of="gamma",
            family="v",
        ),
        "beta_v": KindInfo(
            "v",
            "unit",
            later("running value v of a shift β"),
            later("running values v of the shifts β"),
            of="beta",
            family="v",
        ),
        "weight_v_max": KindInfo(
            "v_max",
            "edge",
            later("largest v so far of a weight"),
            later("largest v so far of the weights"),
            of="weight",
            family="v_max",
        ),
        "bias_v_max": KindInfo(
            "v_max",
            "bias",
            later("largest v so far of a bias"),
            later("largest v so far of the biases"),
            of="bias",
            family="v_max",
            threshold=later("largest v so far of a threshold"),
            thresholds=later("largest v so far of the thresholds"),
        ),
        "gamma_v_max": KindInfo(
            "v_max",
            "unit",
            later("largest v so far of a scale γ"),
            later("largest v so far of the scales γ"),
            of="gamma",
            family="v_max",
        ),
        "beta_v_max": KindInfo(
            "v_max",
            "unit",
            later("largest v so far of a shift β"),
            later("largest v so far of the shifts β"),
            of="beta",
            family="v_max",
        ),
        "weight_s": KindInfo(
            "s",
            "edge",
            later("step s of a weight"),
            later("steps s of the weights"),
            of="weight",
            family="s",
        ),
        "bias_s": KindInfo(
            "s",
            "bias",
            later("step s of a bias"),
            later("steps s of the biases"),
            of="bias",
            family="s",
            threshold=later("step s of a threshold"),
            thresholds=later("steps s of the thresholds"),
        ),
        "gamma_s": KindInfo(
            "s",
            "unit",
            later("step s of a scale γ"),
            later("steps s of the scales γ"),
            of="gamma",
            family="s",
        ),
        "beta_s": KindInfo(
            "s",
            "unit",
            later("step s of a shift β"),
            later("steps s of the shifts β"),
            of="beta",
            family="s",
        ),
        "weight_u": KindInfo(
            "u",
            "edge",
            later("running value u of a weight"),
            later("running values u of the weights"),
            of="weight",
            family="u",
        ),
        "bias_u": KindInfo(
            "u",
            "bias",
            later("running value u of a bias"),
            later("running values u of the biases"),
            of="bias",
            family="u",
            threshold=later("running value u of a threshold"),
            thresholds=later("running values u of the thresholds"),
        ),
        "gamma_u": KindInfo(
            "u",
            "unit",
            later("running value u of a scale γ"),
            later("running values u of the scales γ"),
            of="gamma",
            family="u",
        ),
        "beta_u": KindInfo(
            "u",
            "unit",
            later("running value u of a shift β"),
            later("running values u of the shifts β"),
            of="beta",
            family="u",
        ),
        "weight_m_hat": KindInfo(
            "m_hat",
            "edge",
            later("corrected first moment m̂ of a weight"),
            later("corrected first moments m̂ of the weights"),
            of="weight",
            family="m_hat",
        ),
        "bias_m_hat": KindInfo(
            "m_hat",
            "bias",
            later("corrected first moment m̂ of a bias"),
            later("corrected first moments m̂ of the biases"),
            of="bias",
            family="m_hat",
            threshold=later("corrected first moment m̂ of a threshold"),
            thresholds=later("corrected first moments m̂ of the thresholds"),
        ),
        "gamma_m_hat": KindInfo(
            "m_hat",
            "unit",
            later("corrected first moment m̂ of a scale γ"),
            later("corrected first moments m̂ of the scales γ"),
            of="gamma",
            family="m_hat",
        ),
        "beta_m_hat": KindInfo(
            "m_hat",
            "unit",
            later("corrected first moment m̂ of a shift β"),
            later("corrected first moments m̂ of the shifts β"),
            of="beta",
            family="m_hat",
        ),
        "weight_v_hat": KindInfo(
            "v_hat",
            "edge",
            later("corrected second moment v̂ of a weight"),
            later("corrected second moments v̂ of the weights"),
            of="weight",
            family="v_hat",
        ),
        "bias_v_hat": KindInfo(
            "v_hat",
            "bias",
            later("corrected second moment v̂ of a bias"),
            later("corrected second moments v̂ of the biases"),
            of="bias",
            family="v_hat",
            threshold=later("corrected second moment v̂ of a threshold"),
            thresholds=later("corrected second moments v̂ of the thresholds"),
        ),
        "gamma_v_hat": KindInfo(
            "v_hat",
            "unit",
            later("corrected second moment v̂ of a scale γ"),
            later("corrected second moments v̂ of the scales γ"),
            of="gamma",
            family="v_hat",
        ),
        "beta_v_hat": KindInfo(
            "v_hat",
            "unit",
            later("corrected second moment v̂ of a shift β"),
            later("corrected second moments v̂ of the shifts β"),
            of="beta",
            family="v_hat",
        ),
        "weight_change": KindInfo(
            "state",
            "edge",
            later("change of a weight"),
            later("changes of the weights"),
            of="weight",
            family="change",
        ),
        "bias_change": KindInfo(
            "state",
            "bias",
            later("change of a bias"),
            later("changes of the biases"),
            of="bias",
            family="change",
            threshold=later("change of a threshold"),
            thresholds=later("changes of the thresholds"),
        ),
        "gamma_change": KindInfo(
            "state",
            "unit",
            later("change of a scale γ"),
            later("changes of the scales γ"),
            of="gamma",
            family="change",
        ),
        "beta_change": KindInfo(
            "state",
            "unit",
            later("change of a shift β"),
            later("changes of the shifts β"),
            of="beta",
            family="change",
        ),
        "weight_stepped": KindInfo(
            "stepped",
            "edge",
            later("weight before its norm is limited"),
            later("weights before their norm is limited"),
            of="weight",
        ),
        "weight_norm": KindInfo(
            "norm", "unit", later("norm of a unit's weights"), later("norms of the units' weights")
        ),
        "new_weight": KindInfo(
            "new",
            "edge",
            later("new weight"),
            later("new weights"),
            of="weight",
            family="new",
        ),
        "new_bias": KindInfo(
            "new",
            "bias",
            later("new bias"),
            later("new biases"),
            of="bias",
            family="new",
            threshold=later("new threshold"),
            thresholds=later("new thresholds"),
        ),
        "new_gamma": KindInfo(
            "new", "unit", later("new scale γ"), later("new scales γ"), of="gamma", family="new"
        ),
        "new_beta": KindInfo(
            "new", "unit", later("new shift β"), later("new shifts β"), of="beta", family="new"
        ),
        "turned_back": KindInfo(
            "signal", "output", later("output turned back"), later("outputs turned back")
        ),
        "mse": KindInfo(
            "measure", "whole", later("mean squared error"), later("mean squared errors")
        ),
        "rmse": KindInfo(
            "measure", "whole", later("root mean squared error"), later("root mean squared errors")
        ),
        "mae": KindInfo(
            "measure", "whole", later("mean absolute error"), later("mean absolute errors")
        ),
        "mape": KindInfo(
            "measure",
            "whole",
            later("mean absolute percentage error"),
            later("mean absolute percentage errors"),
        ),
        "r2": KindInfo(
            "measure",
            "whole",
            later("coefficient of determination"),
            later("coefficients of determination"),
        ),
        "accuracy": KindInfo("measure", "whole", later("accuracy"), later("accuracies")),
    }
)
"""The record of every kind."""

KINDS: tuple[Kind, ...] = tuple(INFO)


def kinds_for(*roles: KindRole, place: KindPlace | None = None) -> frozenset[Kind]:
    """Return the kinds that have one of these roles, at this place if one is given.

    >>> sorted(kinds_for("parameter", "new", place="bias"))
    ['bias', 'new_bias']
    """
    return frozenset(
        kind for kind, info in INFO.items() if info.role in roles and place in (None, info.place)
    )


def fellow(parameter: Kind, role: KindRole) -> Kind:
    """Return the kind that belongs to weights or to biases in this role.

    >>> fellow("weight", "gradient"), fellow("bias", "new"), fellow("bias", "parameter")
    ('weight_gradient', 'new_bias', 'bias')
    """
    return _FELLOWS[parameter, role]


def words(kind: Kind, *, plural: bool = False, thresholds: bool = False) -> str:
    """Return what a kind is called, in the language of the page.

    Args:
        kind: of the quantity.
        plural: whether several are meant.
        thresholds: whether biases are thresholds.
    """
    info = INFO[kind]
    if thresholds and info.threshold:
        return say(info.thresholds if plural else info.threshold)
    return say(info.plural if plural else info.words)


MOMENT_KINDS = kinds_for("m", "v", "v_max", "s", "u", "m_hat", "v_hat", "power")
"""What an optimiser works out before its step."""

GIVEN: frozenset[Kind] = (
    kinds_for("datum", "rate", "parameter", "state", "statistic") | MOMENT_KINDS
)
"""Kinds that an exercise can give, and whose numbers are then shown as written."""

UNASKED: frozenset[Kind] = kinds_for("datum", "rate", "parameter")
"""Nobody is asked for these; the weights of a later step are the new ones of the step before."""

TRAINED: frozenset[Kind] = kinds_for("parameter", "state") | MOMENT_KINDS
"""What training gives the next epoch."""

DATA = kinds_for("datum")
PARAMETERS = kinds_for("parameter")
RATES = kinds_for("rate")
STATISTICS = kinds_for("statistic")
ERROR_KINDS = kinds_for("error")
GRADIENT_KINDS = kinds_for("gradient")
FINAL_GRADIENT_KINDS = kinds_for("penalised", "clipped")
"""What becomes of a gradient before the step."""
CHANGE_KINDS = kinds_for("state")
NEW_KINDS = kinds_for("new")

WEIGHT_KINDS: frozenset[Kind] = kinds_for("parameter", "new", place="edge")
"""What a weight is before an update, and after it."""

BIAS_KINDS: frozenset[Kind] = kinds_for("parameter", "new", place="bias")
"""What a bias is before an update, and after it."""

LEARNT_KINDS: frozenset[Kind] = kinds_for("parameter", "new")
"""What is learnt, before an update and after it."""

FACTOR_KINDS: frozenset[Kind] = frozenset(kind for kind, info in INFO.items() if info.factor)
"""Kinds that are but factors of a delta."""

SHEET_KINDS: tuple[Kind, ...] = tuple(
    kind for kind in KINDS if kind not in UNASKED and kind not in FACTOR_KINDS
)
"""What a sheet asks for; the factors of a delta may be written, and are read, but need not be."""

SMALL_KINDS: frozenset[Kind] = (
    kinds_for("gradient", "state", "penalised", "clipped") | MOMENT_KINDS | {"delta"}
)
"""Kinds whose values may be so small that decimals would leave one digit of them, or none."""

BELONGS_TO: Mapping[Kind, Kind] = MappingProxyType(
    {kind: info.of for kind, info in INFO.items() if info.of is not None}
)
"""What a quantity belongs to whose spelling is built around a weight or bias."""

FAMILIES: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {
        family: tuple(kind for kind, info in INFO.items() if info.family == family)
        for family in dict.fromkeys(info.family for info in INFO.values() if info.family)
    }
)
"""Short names for what is said of weights and biases alike."""

_FELLOWS: Mapping[tuple[Kind, KindRole], Kind] = MappingProxyType(
    {(info.of or kind, info.role): kind for kind, info in INFO.items()}
)

assert get_args(Kind) == KINDS, "a kind without a record, or a record without a kind"
