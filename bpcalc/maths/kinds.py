"""What follows from the records of the kinds: sets of kinds, words, and who belongs to whom."""

from collections.abc import Mapping
from types import MappingProxyType

from bpcalc.locale import say
from bpcalc.maths.kind_records import INFO, Kind, KindInfo, KindPlace, KindRole

__all__ = ["INFO", "Kind", "KindInfo", "KindPlace", "KindRole"]
__all__ += [
    "BELONGS_TO",
    "BIAS_KINDS",
    "CHANGE_KINDS",
    "DATA",
    "ERROR_KINDS",
    "FACTOR_KINDS",
    "FAMILIES",
    "FELLOWS",
    "FINAL_GRADIENT_KINDS",
    "GIVEN",
    "GRADIENT_KINDS",
    "KINDS",
    "LEARNT_KINDS",
    "MOMENT_KINDS",
    "NEW_KINDS",
    "OF_UNITS",
    "PARAMETERS",
    "RATES",
    "SHEET_KINDS",
    "SMALL_KINDS",
    "STATISTIC_KINDS",
    "TRAINED",
    "UNASKED",
    "WEIGHT_KINDS",
    "fellow",
    "kinds_for",
    "words",
]

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
    return FELLOWS[parameter, role]


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
STATISTIC_KINDS = kinds_for("statistic")
ERROR_KINDS = kinds_for("error")
GRADIENT_KINDS = kinds_for("gradient")
FINAL_GRADIENT_KINDS = kinds_for("penalised", "clipped")
"""What becomes of a gradient before the step."""
CHANGE_KINDS = kinds_for("state")
NEW_KINDS = kinds_for("new")

WEIGHT_KINDS: frozenset[Kind] = kinds_for("parameter", "ahead", "new", place="edge")
"""What a weight is before an update, where it looks ahead, and after it."""

BIAS_KINDS: frozenset[Kind] = kinds_for("parameter", "ahead", "new", place="bias")
"""What a bias is before an update, where it looks ahead, and after it."""

LEARNT_KINDS: frozenset[Kind] = kinds_for("parameter", "new")
"""What is learnt, before an update and after it."""

OF_UNITS: tuple[Kind, ...] = ("net", "out", "error_slope", "slope", "delta")
"""What every unit behind the inputs has in a calculation."""

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

FELLOWS: Mapping[tuple[Kind, KindRole], Kind] = MappingProxyType(
    {(info.of or kind, info.role): kind for kind, info in INFO.items()}
)
"""(weight or bias, role) -> the kind that it has in that role."""
