"""What optimisers and their numbers are called in other books and programs."""

from collections.abc import Mapping
from types import MappingProxyType

from bpcalc.maths.optimiser_entry import Entry

OPTIMISER_ALIASES: Mapping[str, str] = MappingProxyType(
    {"sgd": "gradient", "gd": "gradient", "gradient_descent": "gradient", "nag": "nesterov"}
)
"""Other names under which they are read."""

RATE_ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "momentum": ("beta", "alpha", "mu", "gamma"),
        "rho": (
            *("alpha", "beta", "beta2", "gamma", "decay", "decay_rate"),
            *("discounting_factor", "smoothing"),
        ),
        "weight_decay": ("lambda", "decay"),
        "epsilon": ("eps",),
        "beta1": ("b1",),
        "beta2": ("b2",),
    }
)
"""What the numbers of an optimiser are called in other books and programs, by their kinds."""


def rate_aliases(entry: Entry) -> dict[str, str]:
    """Return the other names of the numbers of an optimiser.

    >>> from bpcalc.maths.optimisers import OPTIMISERS
    >>> rate_aliases(OPTIMISERS["adam"]), rate_aliases(OPTIMISERS["nesterov"])["mu"]
    ({'b1': 'beta1', 'b2': 'beta2', 'eps': 'epsilon'}, 'momentum')
    """
    kinds = [rate.kind for rate in entry.rates]
    found = {alias: kind for kind in kinds for alias in RATE_ALIASES.get(kind, ())}
    return {alias: kind for alias, kind in found.items() if alias not in kinds}
