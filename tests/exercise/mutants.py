"""Exercise files with something wrong in them, by chance: for the fuzz and the schema tests."""

import json
import re
from collections.abc import Callable
from random import Random

from bpcalc.exercise.yaml_nodes import Node, YamlMapping, YamlSequence
from exercise.texts import MAZUR, NAMED, SIX, good_files

Tree = str | list["Tree"] | dict[str, "Tree"]
"""A file as data; scalars are the text they are written with."""

TOKENS = [
    *("[", "]", "{", "}", ",", ":", ": ", "- ", "? ", "#", "'", '"', "|", ">", "%", "@", "`", "\n"),
    *(
        "&a ",
        "*a",
        "!!float ",
        "!x ",
        "<<: ",
        "---\n",
        "...\n",
        "\t",
        "\r",
        "\ufeff",
        "\u3000",
        "\u00a0",
    ),
    *(
        "：",
        "，",
        "［",
        "］",
        "“",
        "０．５",
        "−",
        "O.5",
        "1e-3",
        "1e999",
        "nan",
        ".inf",
        "0x1",
        "1:30",
    ),
    *(
        "null",
        "~",
        "true",
        "no",
        "[[",
        "]]",
        "\x00",
        "\x1b[31m",
        "\u202e",
        "\u2028",
        "\x85",
        "😀",
        "\\",
    ),
    *("weights:", "inputs:", "samples:\n  - ", "layers: [2, 2, 1]\n", "title: a: b\n", "9" * 50),
    *("activation: softmax\n", "loss: cross_entropy\n", "weight_rows: from\n", "biases: {b1: 1}\n"),
]

VALUES: list[Tree] = [
    *("1", "0", "-1", "0.5", "1e-3", "1000000000000", "1.5", "'2'", "-0", "+.5", "１", "'−２'"),
    *("null", "~", "true", "false", "yes", "x", "''", "'a b'", "sigmoid", "softmax", "from", "t-o"),
    *("1_0", "0x10", ".inf", "nan", "1:30", "5.", "101", "batch", "cross_entropy", "rounded"),
    *([], {}, ["1"], ["1", "2"], [["1"]], [["1", "2"], ["3", "4"]], [[["1"]]], ["x", "y"], [[]]),
    *({"a": "1"}, {"inputs": ["1", "2"]}, {"decimals": "4"}, {"significant": "0"}, {"w1": "1"}),
    *({"leaky_relu": "0.1"}, {"sigmoid": "1"}, {"b1": "0.5"}, {"delta": {"significant": "2"}}),
]

KEYS = [
    *("title", "source", "inputs", "targets", "samples", "learning_rate", "layers", "weights"),
    *("weight_rows", "biases", "thresholds", "activation", "loss", "update", "momentum", "delta"),
    *("update_biases", "hidden_deltas_use", "changes", "notation", "rounding", "units", "epochs"),
    "presentations",
    *(
        "until",
        "hidden",
        "outputs",
        "decimals",
        "significant",
        "carry",
        "ties",
        "out",
        "new",
        "input",
    ),
]


def seeds() -> list[str]:
    """Return the texts to start from."""
    return [*(path.read_text("utf-8") for path in good_files()), MAZUR, NAMED + SIX]


def mutant(text: str, random: Random) -> bytes:
    """Return the bytes of a text after some accidents."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        text = random.choice(ACCIDENTS)(text, random)
    source = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.05:
        place = random.randrange(len(source) + 1)
        source = source[:place] + random.randbytes(random.randrange(1, 4)) + source[place + 1 :]
    return source


def _insert(text: str, random: Random) -> str:
    place = random.randrange(len(text) + 1)
    return text[:place] + random.choice(TOKENS) + text[place:]


def _replace(text: str, random: Random) -> str:
    start, end = _slice(text, random, 6)
    return text[:start] + random.choice(TOKENS) + text[end:]


def _delete(text: str, random: Random) -> str:
    start, end = _slice(text, random, 40)
    return text[:start] + text[end:]


def _repeat(text: str, random: Random) -> str:
    start, end = _slice(text, random, 200)
    return text[:end] + text[start:end] * random.choice((1, 1, 2, 30)) + text[end:]


def _swap(text: str, random: Random) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) > 1:
        here, there = random.sample(range(len(lines)), 2)
        lines[here], lines[there] = lines[there], lines[here]
    return "".join(lines)


def _character(text: str, random: Random) -> str:
    place = random.randrange(len(text) + 1)
    code = random.choice(
        (random.randrange(0x80), random.randrange(0x3100), random.randrange(0x110000))
    )
    return text[:place] + chr(code) + text[place + 1 :]


def _slice(text: str, random: Random, most: int) -> tuple[int, int]:
    start = random.randrange(len(text) + 1)
    return start, min(len(text), start + random.randrange(1, most))


ACCIDENTS: list[Callable[[str, Random], str]] = [
    *(_insert, _insert, _replace, _delete, _repeat, _swap, _character),
]


def tree(node: Node) -> Tree:
    """Return a node as data."""
    if isinstance(node, YamlSequence):
        return [tree(item) for item in node.items]
    if isinstance(node, YamlMapping):
        return {key.text: tree(value) for key, value in node.pairs}
    safe = node.plain and re.fullmatch(r"[\w.+-]+( [\w.+-]+)*", node.text)
    return node.text if safe else json.dumps(node.text, ensure_ascii=False)


def written(data: Tree) -> str:
    """Return data as YAML on one line."""
    if isinstance(data, list):
        return f"[{', '.join(map(written, data))}]"
    if isinstance(data, dict):
        return f"{{{', '.join(f'{key}: {written(value)}' for key, value in data.items())}}}"
    return data


def changed(data: Tree, random: Random) -> Tree:
    """Return data of which one part is another one, more, less, or somewhere else."""
    parts = list(data.items()) if isinstance(data, dict) else list(enumerate(data))
    if isinstance(data, str) or not parts or random.random() < 0.15:
        return _other(data, random)
    key, value = random.choice(parts)
    fate = random.random()
    if isinstance(data, dict):
        rest = {name: own for name, own in data.items() if name != key}
        if fate < 0.1:
            return rest
        if fate < 0.3:
            return {**rest, random.choice(KEYS): random.choice((value, random.choice(VALUES)))}
        if fate < 0.4:
            return {**data, random.choice(KEYS): random.choice(VALUES)}
        return {**data, key: changed(value, random)}
    if fate < 0.1:
        return data[:key] + data[key + 1 :]
    if fate < 0.2:
        return [*data, random.choice((value, random.choice(VALUES)))]
    return [*data[:key], changed(value, random), *data[key + 1 :]]


def _other(data: Tree, random: Random) -> Tree:
    return random.choice((random.choice(VALUES), random.choice(VALUES), [data]))
