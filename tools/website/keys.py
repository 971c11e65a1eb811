"""The page of the keys of the exercise file, made of the schema."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bpcalc.exercise.schema import schema_text
from bpcalc.locale import enumerated
from tools.website.functions import head
from tools.website.markdown import block, cell, code, prose, table
from tools.website.words import word
from tools.website.worked import MAZUR

TYPES = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "yes or no",
    "null": "nothing",
}

BOUNDS = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}

NAMED = {
    "number": "a number",
    "quotedNumber": "a number",
    "text": "a text",
    "notNegative": "a number ≥ 0",
    "aboveZero": "a number > 0",
}
"""Definitions that are said in one word; they also allow the number as a text."""

Schema = Mapping[str, Any]


def keys() -> Iterator[str]:
    """Yield the page of all keys."""
    schema = json.loads(schema_text())
    yield from head("Keys of the exercise file")
    yield block("yaml", MAZUR)
    definitions = schema["definitions"]
    for name, entry in schema["properties"].items():
        yield f"## {name}\n"
        yield prose(entry.get("description", "")) + "\n"
        inner = dict(_inner(entry, definitions))
        if found := forms(entry, definitions, listed=not inner):
            yield "\n".join(f"- {form}" for form in found) + "\n"
        if inner:
            if found:
                yield f"{word('Or a mapping with one of these names, or several:')}\n"
            rows = [(code(key), _cell(part, definitions)) for key, part in inner.items()]
            yield table([word("Name"), word("Value")], rows)


def _cell(part: Schema, definitions: Schema) -> str:
    """Return what a name of a mapping is for, and what its value may be."""
    return "<br>".join([*_said(part), f"<br>{word('or')} ".join(forms(part, definitions))])


def _said(part: Schema) -> Iterator[str]:
    if "description" in part:
        yield prose(part["description"])


def _inner(entry: Schema, definitions: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield the names of a mapping that the key may be, if its values are not all alike."""
    for each in _alternatives(entry, definitions):
        yield from each.get("properties", {}).items()


def _alternatives(entry: Schema, definitions: Schema) -> Iterator[Schema]:
    if "$ref" in entry:
        entry = definitions[entry["$ref"].rpartition("/")[2]]
    for each in entry.get("anyOf", [entry]):
        if each is entry:
            yield entry
        else:
            yield from _alternatives(each, definitions)


def forms(entry: Schema, definitions: Schema, *, listed: bool = True) -> list[str]:
    """Return what may stand there, one form a line, in Markdown.

    Args:
        entry: a part of the schema.
        definitions: those that it may refer to.
        listed: whether mappings are among them; if not, lists of them are neither.
    """
    parts = [*_shallow(entry, definitions)]
    if len(parts) > 1:  # a number in quotation marks is no form of its own beside the number
        parts = [part for part in parts if part.get("$ref") != "#/definitions/quotedNumber"]
    if not listed:
        parts = [part for part in parts if not _holds_a_mapping(part, definitions)]
    found = [_form(each, definitions) for each in parts]
    return list(dict.fromkeys(filter(None, found)))


def _holds_a_mapping(part: Schema, definitions: Schema) -> bool:
    inner = _shallow(part.get("items", {}), definitions) if "items" in part else ()
    return any(each.get("type") == "object" for each in (part, *inner))


def _shallow(entry: Schema, definitions: Schema) -> Iterator[Schema]:
    name = entry.get("$ref", "").rpartition("/")[2]
    if name and name not in NAMED:
        entry = {**definitions[name]}
    for each in entry.get("anyOf", [entry]):
        if each is entry:
            yield entry
        else:
            yield from _shallow(each, definitions)


def _form(entry: Schema, definitions: Schema) -> str:
    name = entry.get("$ref", "").rpartition("/")[2]
    if name:
        return word(NAMED[name])
    if "enum" in entry:
        values = dict.fromkeys(map(_plain, entry["enum"]))  # 2 may be written as a text, too
        return word("one of ") + enumerated([code(value) for value in values])
    if "const" in entry:
        return code(_plain(entry["const"]))
    kind = entry.get("type", "")
    if kind == "array":
        inner = forms(entry.get("items", {}), definitions)
        return word("a list of: ") + f" {word('or')} ".join(inner) if inner else word("a list")
    if kind == "object":
        names = [code(each) for each in (*entry.get("properties", {}), *_patterns(entry))]
        return word("a mapping with ") + enumerated(names) if names else word("a mapping")
    if kind == "string" and "pattern" in entry and "description" not in entry:
        return ""  # another spelling of what stands before
    kinds = [word(TYPES[each]) for each in ([kind] if isinstance(kind, str) else kind) if each]
    return "".join([f" {word('or')} ".join(kinds), *_bounds(entry)])


def _patterns(entry: Schema) -> Iterator[str]:
    """Yield the names that patterns of a mapping stand for, but for those that it names itself."""
    named = {name.replace("_", "") for name in entry.get("properties", {})}
    for pattern in entry.get("patternProperties", {}):
        letters = re.findall(r"\[(\w)\w?\]", pattern)
        plain = re.fullmatch(r"\^(\[\w\w?\](\[\\s_-\]\*)?)+\$", pattern)
        if plain and (name := "".join(letters)) not in named:
            yield name


def _bounds(entry: Schema) -> Iterator[str]:
    bounds = [f"{cell(sign)} {entry[name]}" for name, sign in BOUNDS.items() if name in entry]
    if bounds:
        yield f" {', '.join(bounds)}"


def _plain(value: object) -> str:
    return json.dumps(value) if not isinstance(value, str) else value
