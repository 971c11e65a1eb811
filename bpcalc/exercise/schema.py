"""The JSON Schema of the exercise file, for editors that complete and check.

What the tables and types of the program name, such as the activations and the notations, stands in
the file `schema.json` as an empty list or mapping and is filled in from there.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

from bpcalc.exercise.bias_columns import BIAS_COLUMNS
from bpcalc.exercise.function_names import SETTING_ALIASES, FunctionTable
from bpcalc.exercise.layers import ACTIVATION_TABLE
from bpcalc.exercise.optimiser_reader import BETAS
from bpcalc.exercise.penalty_reader import CLIPS
from bpcalc.exercise.rule_reader import RULE_NAMES
from bpcalc.exercise.settings import LOSS_TABLE
from bpcalc.exercise.spec import Delta, HiddenDeltasUse, Numbering, Update
from bpcalc.locale import say
from bpcalc.maths.activations import Switches
from bpcalc.maths.derivation_style import Order
from bpcalc.maths.kinds import FAMILIES, KINDS
from bpcalc.maths.learning_rules import RULE_ALIASES, VARIANTS
from bpcalc.maths.measures import MEASURE_KINDS
from bpcalc.maths.normalising import SCALE_ALIASES, SCALES
from bpcalc.maths.optimiser_entry import Rate
from bpcalc.maths.optimiser_names import OPTIMISER_ALIASES, rate_aliases
from bpcalc.maths.optimisers import OPTIMISERS
from bpcalc.maths.penalties import PENALTIES, PENALTY_ALIASES
from bpcalc.maths.rounding import Carry, Ties
from bpcalc.maths.schedules import SCHEDULE_ALIASES, SCHEDULES, ScheduleEntry
from bpcalc.notation.notations import NOTATIONS

NUMBER_SCHEMA: dict[str, str] = {"$ref": "#/definitions/number"}
NOT_NEGATIVE: dict[str, Any] = {"$ref": "#/definitions/notNegative"}
DIGITS: dict[str, Any] = {"$ref": "#/definitions/digits"}
ABOVE_ZERO: dict[str, Any] = {"$ref": "#/definitions/aboveZero"}
ABOVE_ZERO_NUMBER: dict[str, Any] = {
    "anyOf": [
        {"type": "number", "exclusiveMinimum": 0},
        {"$ref": "#/definitions/quotedNumber"},
    ]
}

CHOICES: dict[str, Any] = {
    "update": Update,
    "delta": Delta,
    "hidden_deltas_use": HiddenDeltasUse,
    "order": Order,
}
"""The keys whose words a type of the program lists."""


def schema() -> dict[str, Any]:
    """Return the schema, complete."""
    text = Path(__file__).with_name("schema.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    properties, definitions = read["properties"], read["definitions"]
    _fill_choices(properties, definitions["rounding"]["properties"])
    _fill(definitions["activation"], ACTIVATION_TABLE)
    _fill(properties["loss"], LOSS_TABLE)
    for name in ("optimizer", "optimiser"):
        properties[name]["anyOf"] = _optimisers()
    rules = properties["learning_rule"]["anyOf"]
    rules[0]["enum"] = list(RULE_NAMES)
    rules[1]["properties"] = {name: {"enum": list(each)} for name, each in VARIANTS.items()}
    _in_any_case(rules[1], RULE_ALIASES)
    rules.append(_any_case([*RULE_NAMES, *RULE_ALIASES]))
    properties["learning_rate"]["anyOf"][2]["properties"] |= {
        name: _schedule(entry) for name, entry in SCHEDULES.items()
    }
    _in_any_case(properties["learning_rate"]["anyOf"][2], SCHEDULE_ALIASES)
    measures = list(MEASURE_KINDS)
    properties["measures"]["items"] = {"anyOf": [{"enum": measures}, _any_case(measures)]}
    properties["penalty"]["properties"] |= dict.fromkeys(PENALTIES, NOT_NEGATIVE)
    _in_any_case(properties["penalty"], PENALTY_ALIASES)
    _in_any_case(definitions["netNorms"]["items"]["anyOf"][1], {"eps": "epsilon"})
    scale = _any_case([*SCALES, *SCALE_ALIASES])
    definitions["normalising"]["properties"] |= {"inputs": scale, "outputs": scale}
    exclusive = [
        *combinations(("momentum", "optimizer", "optimiser"), 2),
        ("epochs", "presentations"),
    ]
    read["allOf"] = [
        *read.get("allOf", ()),
        *({"not": {"required": list(two)}} for two in exclusive),
    ]
    return read


def _fill_choices(properties: dict[str, Any], rounding: dict[str, Any]) -> None:
    """Fill in the words that a key may have, and the keys whose values are all alike."""
    properties["notation"]["anyOf"][0]["enum"] = list(NOTATIONS)
    properties["bias_column"]["enum"] = list(BIAS_COLUMNS)
    for key, words in CHOICES.items():
        properties[key]["enum"] = list(get_args(words))
    for key in ("weight_rows", "numbering"):
        ways = {"enum": list(get_args(Numbering))}
        one, each = properties[key]["anyOf"]
        one |= ways
        each["items"] = ways
    properties["clip_gradients"]["properties"] = dict.fromkeys(CLIPS, ABOVE_ZERO)
    rounding["carry"]["enum"] = list(get_args(Carry))
    rounding["ties"]["enum"] = list(get_args(Ties))
    rounding |= dict.fromkeys((*KINDS, *FAMILIES), DIGITS)


def _fill(place: dict[str, Any], table: FunctionTable[Any]) -> None:
    """Fill in the names of functions, alone and with their parameters."""
    plain, with_parameter, _ = place["anyOf"]
    plain["enum"] = [*table.plain, *table.aliases]
    spelt = {name: name for name in table.with_parameter}
    spelt |= {key: name for key, name in table.aliases.items() if name in spelt}
    for key, name in spelt.items():
        number = ABOVE_ZERO_NUMBER if name in table.above_zero else NUMBER_SCHEMA
        switches = table.with_switches.get(name)
        with_parameter["properties"][key] = (
            {"anyOf": [number, _switches(switches)]} if switches else number
        )
        if words := table.words.get(name):
            with_parameter["properties"][key] = {"anyOf": [number, _worded(words, number)]}
    _in_any_case(with_parameter, {})
    place["anyOf"].append(_any_case(plain["enum"]))


def _worded(words: Iterable[str], number: dict[str, Any]) -> dict[str, Any]:
    """Return a parameter under one of the words for it."""
    return {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
        "patternProperties": {f"^{_pattern(word)}$": number for word in words},
    }


def _optimisers() -> list[dict[str, Any]]:
    """Return the names of the optimisers, alone or with their numbers and settings."""
    settings: dict[str, Any] = {}
    for name, entry in OPTIMISERS.items():
        known: dict[str, Any] = {rate.kind: _rate(rate) for rate in entry.rates}
        for setting, allowed in entry.settings.items():
            switch = isinstance(allowed[0], bool)
            known[setting] = {"type": "boolean"} if switch else {"enum": list(allowed)}
        if set(BETAS) <= known.keys():
            pair = [known[beta] for beta in BETAS]
            known["betas"] = {"type": "array", "items": pair, "minItems": 2, "maxItems": 2}
        table = {"type": "object", "additionalProperties": False, "properties": known}
        _in_any_case(table, rate_aliases(entry))
        alone = [_rate(rate) for rate in entry.rates] if len(entry.rates) == 1 else []
        settings[name] = {"anyOf": [*alone, table]}
    one = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": settings,
    }
    _in_any_case(one, OPTIMISER_ALIASES)
    return [{"enum": list(OPTIMISERS)}, one, _any_case([*OPTIMISERS, *OPTIMISER_ALIASES])]


def _any_case(names: Iterable[str]) -> dict[str, str]:
    """Return the schema of names in any case, with whatever hyphens: see `hints.named`."""
    return {"type": "string", "pattern": f"^\\s*(?:{'|'.join(map(_pattern, names))})\\s*$"}


def _in_any_case(mapping: dict[str, Any], aliases: Mapping[str, str]) -> None:
    """Let the keys of a mapping be spelt in any case, and have other names."""
    known = mapping["properties"]
    aliased = {key: known[name] for key, name in aliases.items() if name in known}
    mapping["patternProperties"] = {
        f"^{_pattern(name)}$": value for name, value in (known | aliased).items()
    }


def _pattern(name: str) -> str:
    letters = [f"[{each}{each.upper()}]" if each.isalpha() else each for each in _letters(name)]
    return "[\\s_-]*".join(letters)


def _letters(name: str) -> str:
    return name.replace("_", "").lower()


def _schedule(entry: ScheduleEntry) -> dict[str, Any]:
    """Return what is written behind the name of a schedule: its number, or that and its length."""
    number = NOT_NEGATIVE if entry.usual else ABOVE_ZERO
    if not entry.length:
        return number
    length = {"type": "integer", "minimum": 1}
    name = entry.factor[1]
    both = {
        "type": "object",
        "additionalProperties": False,
        "required": [entry.length] if entry.usual else [entry.length, name],
        "properties": {entry.length: length, name: number},
    }
    return {"anyOf": [length, both]} if entry.usual else both


def _rate(rate: Rate) -> dict[str, Any]:
    number: dict[str, Any] = {"type": "number", "minimum": 0}
    if rate.below:
        number["exclusiveMaximum"] = int(rate.below)
    return {"anyOf": [number, {"$ref": "#/definitions/quotedNumber"}]}


def _switches(switches: Switches) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for name, allowed in switches.allowed.items():
        numbers = {"anyOf": [{"enum": list(allowed)}, {"$ref": "#/definitions/quotedNumber"}]}
        settings[name] = numbers if allowed else NUMBER_SCHEMA
    settings |= {
        alias: settings[name] for alias, name in SETTING_ALIASES.items() if name in settings
    }
    return {"type": "object", "additionalProperties": False, "properties": settings}


def schema_text() -> str:
    """Return the schema as it is printed; editors show its descriptions, so they are translated."""
    return json.dumps(_spoken(schema()), indent=2, ensure_ascii=False) + "\n"


def _spoken(node: Any) -> Any:
    """Return a part of the schema with its descriptions in the user's language."""
    if isinstance(node, list):
        return [_spoken(part) for part in node]
    if not isinstance(node, dict):
        return node
    spoken = {name: _spoken(part) for name, part in node.items()}
    if isinstance(description := node.get("description"), str):
        spoken["description"] = say(description)
    return spoken
