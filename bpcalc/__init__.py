"""bpcalc shows, trains and checks the hand calculation of a back-propagation network.

>>> import bpcalc
>>> solution = bpcalc.solve(bpcalc.load("mazur"))
>>> solution.shown(solution["out_o1"])
'0.751365'
"""

TYPE_CHECKING = False  # as type checkers read it; importing `typing` takes longer than all else
if TYPE_CHECKING:
    from bpcalc.api import (
        Credit,
        audit,
        check,
        compare,
        from_model,
        from_torch,
        grade,
        load,
        new,
        solve,
        train,
    )
    from bpcalc.errors import BpcalcError
    from bpcalc.exercise.spec import Exercise
    from bpcalc.maths.keys import Key
    from bpcalc.solution import Solution

__version__ = "0.1.0"

__all__ = [
    "BpcalcError",
    "Credit",
    "Exercise",
    "Key",
    "Solution",
    "__version__",
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

_HOMES = {
    "load": "api.loading",
    "solve": "api.solving",
    "train": "api.training",
    "check": "api.marking",
    "grade": "api.marking",
    "audit": "api.marking",
    "Credit": "api.credit",
    "compare": "api.comparing",
    "from_model": "api.importing",
    "from_torch": "api.importing",
    "new": "api.making",
    "BpcalcError": "errors",
    "Exercise": "exercise.spec",
    "Key": "maths.keys",
    "Solution": "solution",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used; `--help` needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return what there is, also where nothing of it has been used yet."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
