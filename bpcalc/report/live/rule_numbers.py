"""The numbers and words that marking goes by, as the script of a page imports them.

They are written down once, in the modules of `bpcalc.checking`, and those by which names are read
in `bpcalc.checking.reading`. A script asks for those of a module by its name in capitals:

    import { RATES } from "./rules.js";
    const { MIN_UPDATES, SHARE } = RATES;
    import { NAME_INDEX } from "./readings.js";
"""

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any

PACKAGES = {"rules": "bpcalc.checking", "readings": "bpcalc.checking.reading"}
"""The modules of a page in which the names of others stand, and the packages of these."""

_IMPORTED = re.compile(r'^import \{ ([A-Z_, ]+) \} from "\./(\w+)\.js";$', re.MULTILINE)


def rule_modules(scripts: Iterable[str]) -> dict[str, str]:
    """Return the modules with what the scripts ask for.

    Args:
        scripts: the texts of all modules.
    """
    texts = list(scripts)
    return {name: _module(name, texts) for name in PACKAGES}


def _module(name: str, scripts: Iterable[str]) -> str:
    asked: dict[str, set[str]] = {}
    for script in scripts:
        for found, of in _IMPORTED.findall(script):
            for module in found.split(", ") if of == name else ():
                names = re.findall(
                    rf"^const \{{ ([A-Z_, ]+) \}} = {module};$", script, re.MULTILINE
                )
                asked.setdefault(module, set()).update(*(each.split(", ") for each in names))
    return "// @ts-check\n" + "".join(
        f"export const {module} = {json.dumps(_found(PACKAGES[name], module, names))};\n"
        for module, names in sorted(asked.items())
    )


def _found(package: str, module: str, names: Iterable[str]) -> dict[str, Any]:
    """Return what has these names in a module."""
    source = import_module(f"{package}.{module.lower()}")
    return {name: _plain(getattr(source, name)) for name in sorted(names)}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; decimals as texts."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    return [*map(_plain, value)] if isinstance(value, range | tuple) else value
