"""The known mistakes. One entry in one of the tables adds one, everywhere.

All of them are tried on every cell that is wrong by itself, so the order of the tables carries
no meaning, and a new entry cannot hide an old one.
"""

from bpcalc.checking.misconceptions.coming_back import COMING_BACK_RULES
from bpcalc.checking.misconceptions.deltas import DELTA_RULES
from bpcalc.checking.misconceptions.dropping import DROPOUT_RULES
from bpcalc.checking.misconceptions.entry import Misconception
from bpcalc.checking.misconceptions.errors import ERROR_RULES
from bpcalc.checking.misconceptions.exchanges import EXCHANGE_RULES
from bpcalc.checking.misconceptions.factors import FACTOR_RULES
from bpcalc.checking.misconceptions.functions import FUNCTION_RULES
from bpcalc.checking.misconceptions.gradients import GRADIENT_RULES
from bpcalc.checking.misconceptions.limits import LIMIT_RULES
from bpcalc.checking.misconceptions.moments import MOMENT_RULES
from bpcalc.checking.misconceptions.net_norms import NET_NORM_RULES
from bpcalc.checking.misconceptions.nets import NET_RULES
from bpcalc.checking.misconceptions.numbering import NUMBERING_RULES
from bpcalc.checking.misconceptions.optimisers import OPTIMISER_RULES
from bpcalc.checking.misconceptions.output_deltas import OUTPUT_DELTA_RULES
from bpcalc.checking.misconceptions.outputs import OUT_RULES
from bpcalc.checking.misconceptions.products import PRODUCT_RULES
from bpcalc.checking.misconceptions.regularisation import REGULARISATION_RULES
from bpcalc.checking.misconceptions.rules import RULE_RULES
from bpcalc.checking.misconceptions.slopes import SLOPE_RULES
from bpcalc.checking.misconceptions.steps import STEP_RULES
from bpcalc.checking.misconceptions.update import UPDATE_RULES
from bpcalc.maths.entries import demand
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import INFO, KINDS

MISCONCEPTIONS: tuple[Misconception, ...] = (
    *NET_RULES,
    *OUT_RULES,
    *ERROR_RULES,
    *OUTPUT_DELTA_RULES,
    *DELTA_RULES,
    *COMING_BACK_RULES,
    *SLOPE_RULES,
    *FUNCTION_RULES,
    *GRADIENT_RULES,
    *UPDATE_RULES,
    *OPTIMISER_RULES,
    *MOMENT_RULES,
    *LIMIT_RULES,
    *NET_NORM_RULES,
    *REGULARISATION_RULES,
    *DROPOUT_RULES,
    *RULE_RULES,
    *NUMBERING_RULES,
    *PRODUCT_RULES,
    *FACTOR_RULES,
    *STEP_RULES,
    *EXCHANGE_RULES,
)

for _entry in MISCONCEPTIONS:
    demand(f"misconception {_entry.id!r}:", _entry.kinds, INFO, "kind")

BY_KIND: dict[Kind, tuple[Misconception, ...]] = {
    kind: tuple(entry for entry in MISCONCEPTIONS if kind in entry.kinds) for kind in KINDS
}

__all__ = ["BY_KIND", "MISCONCEPTIONS", "Misconception", "says"]


def says(rule: str, kind: Kind) -> str:
    """Return the sentence of a rule for a kind of quantity, "" if there is no such rule."""
    entries = [entry for entry in MISCONCEPTIONS if entry.id == rule]
    fitting = [entry for entry in entries if kind in entry.kinds] or entries
    return fitting[0].says if fitting else ""
