"""The numbers that marking goes by, as the script of a page imports them.

They are written down once, in the modules of `bpcalc.checking`. A script asks for those of a module
by its name in capitals:

    import { RATES } from "./rules.js";
    const { MIN_UPDATES, SHARE } = RATES;
"""

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any

_IMPORTED = re.compile(r'^import \{ ([A-Z_, ]+) \} from "\./rules\.js";$', re.MULTILINE)


def rules_module(scripts: Iterable[str]) -> str:
    """Return the module with what the scripts ask for.

    Args:
        scripts: the texts of all modules.
    """
    asked: dict[str, set[str]] = {}
    for script in scripts:
        for found in _IMPORTED.findall(script):
            for module in found.split(", "):
                names = re.findall(
                    rf"^const \{{ ([A-Z_, ]+) \}} = {module};$", script, re.MULTILINE
                )
                asked.setdefault(module, set()).update(*(each.split(", ") for each in names))
    return "// @ts-check\n" + "".join(
        f"export const {module} = {json.dumps(_numbers(module, names))};\n"
        for module, names in sorted(asked.items())
    )


def _numbers(module: str, names: Iterable[str]) -> dict[str, Any]:
    """Return numbers of a module of `bpcalc.checking`, by their names."""
    source = import_module(f"bpcalc.checking.{module.lower()}")
    return {name: _plain(getattr(source, name)) for name in sorted(names)}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; decimals as texts."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [*map(_plain, value)] if isinstance(value, range | tuple) else value
