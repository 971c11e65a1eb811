"""For Python programs: load an exercise, solve it, train it, check answers to it.

Everything here takes an exercise as a path, a name, a text, a mapping or an `Exercise`, and says
what is wrong in the sentences of the command line. What comes back shows itself in a notebook.
"""

from bpcalc.api.comparing import compare
from bpcalc.api.credit import Credit
from bpcalc.api.importing import from_model, from_torch
from bpcalc.api.loading import load
from bpcalc.api.making import new
from bpcalc.api.marking import audit, check, grade
from bpcalc.api.solving import solve
from bpcalc.api.training import train

__all__ = [
    "Credit",
    "audit",
    "check",
    "compare",
    "from_model",
    "from_torch",
    "grade",
    "load",
    "new",
    "solve",
    "train",
]
