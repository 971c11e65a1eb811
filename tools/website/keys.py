"""The page of the keys of the exercise file, made of the schema."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bpcalc.exercise.schema import schema_text
from bpcalc.locale import enumerated
from tools.website.functions import head
from tools.website.markdown import block, code, prose, table
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
        if inner:
            rows = [
                (code(key), "<br>".join([*_said(part), *forms(part, definitions)]))
                for key, part in inner.items()
            ]
            yield table([word("Name"), word("Value")], rows)
        elif found := forms(entry, definitions):
            yield "\n".join(f"- {form}" for form in found) + "\n"


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


def forms(entry: Schema, definitions: Schema) -> list[str]:
    """Return what may stand there, one form a line, in Markdown."""
    found = [_form(each, definitions) for each in _shallow(entry, definitions)]
    return list(dict.fromkeys(filter(None, found)))


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
        return word("one of ") + enumerated([code(_plain(value)) for value in entry["enum"]])
    if "const" in entry:
        return code(_plain(entry["const"]))
    kind = entry.get("type", "")
    if kind == "array":
        inner = forms(entry.get("items", {}), definitions)
        return word("a list of: ") + f" {word('or')} ".join(inner) if inner else word("a list")
    if kind == "object":
        names = [code(each) for each in entry.get("properties", {})]
        return word("a mapping with ") + enumerated(names) if names else word("a mapping")
    if kind == "string" and "pattern" in entry and "description" not in entry:
        return ""  # another spelling of what stands before
    kinds = [word(TYPES[each]) for each in ([kind] if isinstance(kind, str) else kind) if each]
    return "".join([f" {word('or')} ".join(kinds), *_bounds(entry)])


def _bounds(entry: Schema) -> Iterator[str]:
    for name, sign in BOUNDS.items():
        if name in entry:
            yield f" {'&gt;' if sign == '>' else '&lt;' if sign == '<' else sign} {entry[name]}"


def _plain(value: object) -> str:
    return json.dumps(value) if not isinstance(value, str) else value
