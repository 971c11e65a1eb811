"""Changes of `benchmarks/fuzz.py` that know what an input is made of.

Lines and words put in each other's place hardly ever make another key of an exercise with all that
belongs to it, another column of a table or another node of a tree: here these are changed whole.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import yaml

from benchmarks.fuzz_calls import with_own_options

KEYS = re.compile(rb"^(?=[^\s#\]}-])", re.MULTILINE)
"""Where a key of YAML starts that is within nothing."""

TAGS = re.compile(rb"(?=<)")
FILES = re.compile(rb"^(?=%%)", re.MULTILINE)
ITEMS = re.compile(rb"(?=[,\[\]{}])")
ENDS_OF_WORDS = re.compile(rb"(?<=\w)(?=[^\w])|(?<=[^\w])(?=\w)|(?<=[a-z])(?=[0-9])")

DELIMITERS = (b",", b";", b"\t", b"|")

PARTS: dict[str, tuple[re.Pattern[bytes], ...]] = {
    "exercise": (KEYS, KEYS, ITEMS),
    "notation": (KEYS, KEYS, ITEMS),
    "policy": (KEYS, ITEMS),
    "answers": (KEYS, TAGS, ITEMS),
    "sampled_answers": (KEYS, TAGS, ITEMS),
    "packed_answers": (FILES, TAGS, TAGS),
    "archive": (FILES, TAGS),
    "roster": (FILES, TAGS),
    "class_table": (ENDS_OF_WORDS,),
    "samples": (ENDS_OF_WORDS,),
    "name": (ENDS_OF_WORDS,),
    "model": (FILES, ITEMS),
    "onnx": (ITEMS,),
    "keras": (ITEMS,),
    "options": (ENDS_OF_WORDS,),
}
"""Where the inputs of a way are cut into parts."""

TABLES = frozenset({"answers", "sampled_answers", "class_table", "roster", "samples"})
TREES = frozenset({"answers", "sampled_answers", "onnx", "keras"})
MAPPINGS = frozenset({"exercise", "notation", "policy"})
"""Trees that are written in YAML, with a key of the whole on each line."""

LEAVES: list[object] = [
    0,
    1,
    -1,
    2,
    1.5,
    1e400,
    10**30,
    True,
    None,
    "",
    "0",
    "x",
    [],
    {},
    [[]],
    [1, 2],
    {"x": 1},
]
"""What may stand in the place of a node of a tree."""

DEEPEST = 20
"""Nodes within each other that are changed one by one."""

Change = Callable[[Random, bytes, Sequence[bytes]], bytes]
"""Takes an input and others, and returns it changed."""


def changes(way: str) -> list[Change]:
    """Return the changes that fit the inputs of a way."""
    found: list[Change] = [_by_parts(where) for where in PARTS[way]]
    if way in TABLES:
        found += [with_other_columns] * 2
    if way in TREES:
        found += [with_other_nodes] * 4
    if way in MAPPINGS:
        found += [with_other_values] * 3
    if way == "options":
        found += [with_own_options] * 3
    return found


def _by_parts(where: re.Pattern[bytes]) -> Change:
    return lambda chance, data, others: with_other_parts(chance, data, others, where)


def with_other_parts(
    chance: Random, data: bytes, others: Sequence[bytes], where: re.Pattern[bytes]
) -> bytes:
    """Return an input with a part more, less, elsewhere, or from another input."""
    parts = where.split(data)
    foreign = where.split(chance.choice(others))
    part = chance.choice(foreign)
    at, to = chance.randrange(len(parts)), chance.randrange(len(parts) + 1)
    match chance.randrange(6):
        case 0:
            del parts[at]
        case 1:
            parts.insert(to, parts.pop(at))
        case 2:
            parts.insert(to, parts[at])
        case 3:
            parts.insert(to, part)
        case 4:
            parts[at] = part
        case _:
            start = re.match(rb"[^:\s=>]*", parts[at])
            alike = [each for each in foreign if start and each.startswith(start[0] or b"\n")]
            parts[at] = chance.choice(alike or [part])
    glue = b"\n" if where is KEYS else b""
    return b"".join(each if each.endswith(glue) else each + glue for each in parts)


def with_other_columns(chance: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Return a table with a column more, less, twice, elsewhere, or from another table."""
    delimiter = max(DELIMITERS, key=data.count)
    rows = [line.split(delimiter) for line in data.split(b"\n")]
    width = max(map(len, rows))
    at, to = chance.randrange(width), chance.randrange(width + 1)
    other = [line.split(delimiter) for line in chance.choice(others).split(b"\n")]
    column = chance.randrange(max(map(len, other)))
    kind = chance.randrange(5)
    for number, row in enumerate(rows):
        cells = other[number % len(other)]
        foreign = cells[column] if column < len(cells) else b""
        own = row[at] if at < len(row) else b""
        if kind in (0, 2) and at < len(row):
            del row[at]
        if kind in (1, 2):
            row.insert(to, own)
        if kind == 3:
            row.insert(to, foreign)
        if kind == 4 and at < len(row):
            row[at] = foreign
    if chance.random() < 0.1:
        delimiter = chance.choice(DELIMITERS)
    return b"\n".join(delimiter.join(row) for row in rows)


def with_other_nodes(chance: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Return a tree in JSON with a node less, twice, of another kind, or from another tree."""
    tree = _tree(data)
    try:
        changed = _change(chance, tree, _tree(chance.choice(others)))
        return json.dumps(tree).encode() if changed else data
    except RecursionError:  # the tree is far too deep to be copied or written
        return data


def with_other_values(chance: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Return a mapping in YAML changed as a tree in JSON is; its comments are gone."""
    tree = _mapping(data)
    if not _change(chance, tree, _mapping(chance.choice(others))):
        return data
    lines = (f"{_key(key)}: {json.dumps(tree[key], ensure_ascii=False)}\n" for key in tree)
    return "".join(lines).encode("utf-8", "replace")


def _change(chance: Random, tree: Any, other: Any) -> bool:
    """Change a node of a tree, or do nothing if it has none."""
    places = [*_places(tree)]
    if not places:
        return False
    foreign = [*_places(other)] or places
    holder, key = chance.choice(places)
    there, name = chance.choice([each for each in foreign if each[1] == key] or foreign)
    match chance.randrange(7):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(key, _copy(holder[key]))
        case 1:
            holder[name if isinstance(name, str) else f"{key}_1"] = _copy(holder[key])
        case 2:
            holder[key] = _copy(chance.choice(LEAVES))
        case 3:
            there, name = chance.choice(places)
            holder[key] = _copy(there[name])
        case 4 if isinstance(other, dict) and isinstance(tree, dict):
            name = chance.choice([*other] or [""])
            tree[name] = _copy(other.get(name))
        case _:
            holder[key] = _copy(there[name])
    return True


def _tree(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _mapping(data: bytes) -> Any:
    """Return the mapping that a text in YAML holds, with nothing but what JSON has."""
    if b"*" in data and b"&" in data:  # what stands for something else may be endless
        return None
    try:
        tree = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return _copy(tree) if isinstance(tree, dict) else None
    except Exception:  # whatever PyYAML and JSON have to say: not all of it is an error of theirs
        return None


def _key(key: str) -> str:
    return key if key.isidentifier() else json.dumps(key, ensure_ascii=False)


def _copy(tree: Any) -> Any:
    return json.loads(json.dumps(tree))


def _places(tree: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    """Yield the places of all nodes below a node, as far as is worth it: holder and key."""
    if isinstance(tree, dict | list) and depth < DEEPEST:
        for key in tree if isinstance(tree, dict) else range(len(tree)):
            yield tree, key
            yield from _places(tree[key], depth + 1)
