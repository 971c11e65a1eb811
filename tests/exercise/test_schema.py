import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import get_args

import jsonschema
import pytest

from bpcalc import locale
from bpcalc.exercise import notation_choice, reader, recognition, settings
from bpcalc.exercise import schema as schema_module
from bpcalc.exercise.scalars import FALSE, NULLS, NUMBER_PATTERN, TRUE
from bpcalc.exercise.schema import schema
from bpcalc.exercise.spec import Delta, HiddenDeltasUse, Update
from bpcalc.exercise.yaml_nodes import Node, YamlError, YamlMapping, YamlSequence, document
from bpcalc.maths import schedules
from bpcalc.maths.activations import ACTIVATIONS, ALIASES, WITH_PARAMETER
from bpcalc.maths.kinds import FAMILIES, KINDS
from bpcalc.maths.losses import LOSS_ALIASES, LOSS_WITH_PARAMETER, LOSSES
from bpcalc.maths.rounding import Carry, Ties
from bpcalc.notation.notations import NOTATIONS
from exercise.mutants import changed, seeds, tree, written
from exercise.test_faults import BIASES, KEYS, NAMES, NETWORK, NUMBERS, RANGES, TEXTS, UNITS
from exercise.texts import MAZUR, faults, good_files
from tests.helpers.ranges import few

SCHEMA = schema()
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)

QUOTED = re.compile(SCHEMA["definitions"]["quotedNumber"]["pattern"])

READER_ONLY = re.compile(
    r"""
    # lengths: how many there must be depends on another part of the file
      expected\ \d+\ (number|numbers|entry|entries|name|names),
    | but\ layer\ \d+\ has | fit\ together\ only | are\ for\ layers\ of
    | expected\ a\ list\ of\ names\ for
    # what goes with what
    | is\ for\ the\ output\ layer\ only | needs\ outputs\ between | needs\ targets\ from
    | this\ fits:
    # names of weights, biases and units
    | there\ is\ no\ unit | leads\ forward | on\ the\ connection | leads\ nowhere | nothing\ leads
    | leave\ out\ `numbering` | biases\ already | nothing\ but\ biases | new\ only\ after
    | so\ must\ ` | stands\ twice\ in | another\ quantity\ has | need\ the\ sizes
    | missing:\  | there\ is\ no\ ` | is\ the\ same\ as\ ` | is\ the\ bias\ of\ the\ whole
    | whole\ matrices\ are | whole\ layers\ are\ called
    | weights\ are\ called | which\ unit\ is\ in | no\ unit\ is\ called | of\ single\ units\ are
    | a\ weight\ has\ no\ = | another\ unit\ is\ called
    | with\ a\ unit\ called | one\ for\ every\ layer
    # formulas
    | in\ the\ formula | a\ formula\ of\ your\ own
    # sizes, digits and characters
    | at\ most\ \d+ | exponents\ from | the\ text\ contains
    # YAML that data does not show any more
    | keep\ one\ of\ them | tags\ \( | anchors\ \( | aliases\ \( | merge\ keys
    """,
    re.VERBOSE,
)
"""Faults that a JSON Schema cannot express; everything else, the schema must refuse too."""


def data(node: Node) -> object:
    """Return a node as an editor sees it: plain words are numbers, booleans and null."""
    if isinstance(node, YamlSequence):
        return [data(item) for item in node.items]
    if isinstance(node, YamlMapping):
        return {key.text: data(value) for key, value in node.pairs}
    if not node.plain:
        return node.text
    if node.text in NULLS:
        return None
    if node.text in TRUE | FALSE:
        return node.text in TRUE
    return float(node.text) if NUMBER_PATTERN.fullmatch(node.text) else node.text


def strings(value: object) -> Iterator[str]:
    """Yield all texts within data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def verdicts(text: str) -> tuple[bool, list[str], list[str]]:
    """Return whether the schema accepts a text, and the structural and all faults of it."""
    told = faults(text)
    value = data(document(text).root)
    # The range of a number that is a string for the editor is beyond the schema.
    quoted = [f"found `{string}`" for string in strings(value) if QUOTED.fullmatch(string)]
    structural = [
        fault
        for fault in told
        if not READER_ONLY.search(fault) and not fault.endswith(tuple(quoted))
    ]
    return VALIDATOR.is_valid(value), structural, told


def disagreement(text: str) -> str | None:
    """Return how reader and schema disagree about a text, None if they do not.

    A fault that only the reader can see says nothing about the schema.
    """
    accepted, structural, told = verdicts(text)
    if not told and not accepted:
        return f"the schema alone refuses {text!r}"
    if structural and accepted:
        return f"the reader alone refuses {text!r}: {structural}"
    return None


def test_the_schema_is_one():
    """The schema is a schema of draft 7, which editors understand."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (reader.FILE_KEYS, SCHEMA["properties"]),
        ((*LOSSES, *LOSS_ALIASES), SCHEMA["properties"]["loss"]["anyOf"][0]["enum"]),
        (NOTATIONS, SCHEMA["properties"]["notation"]["anyOf"][0]["enum"]),
        (get_args(Update), SCHEMA["properties"]["update"]["enum"]),
        (get_args(Delta), SCHEMA["properties"]["delta"]["enum"]),
        (get_args(HiddenDeltasUse), SCHEMA["properties"]["hidden_deltas_use"]["enum"]),
        ((*ACTIVATIONS, *ALIASES), SCHEMA["definitions"]["activation"]["anyOf"][0]["enum"]),
        (
            (*WITH_PARAMETER, *(key for key in ALIASES if ALIASES[key] in WITH_PARAMETER)),
            SCHEMA["definitions"]["activation"]["anyOf"][1]["properties"],
        ),
        (LOSS_WITH_PARAMETER, SCHEMA["properties"]["loss"]["anyOf"][1]["properties"]),
        (get_args(Carry), SCHEMA["definitions"]["rounding"]["properties"]["carry"]["enum"]),
        (get_args(Ties), SCHEMA["definitions"]["rounding"]["properties"]["ties"]["enum"]),
        (
            ("decimals", "significant", "carry", "ties", *KINDS, *FAMILIES),
            SCHEMA["definitions"]["rounding"]["properties"],
        ),
    ],
)
def test_the_schema_knows_all_names(names, place):
    """Whoever adds an entry to a table finds here that the schema must learn it too."""
    assert sorted(names) == sorted(place)


def test_the_file_lists_no_names_itself():
    """What a table or type names is filled in from there, so that one entry adds one."""
    text = Path(schema_module.__file__).with_name("schema.json").read_text(encoding="utf-8")
    listed = {word for words in enums(json.loads(text)) for word in words}

    assert listed <= {0, 1, 2, "1", "2"}
    assert listed.isdisjoint(NOTATIONS)


def enums(part: object) -> Iterator[list[object]]:
    """Yield the lists of values of a schema."""
    if isinstance(part, dict):
        yield part.get("enum", [])
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from enums(each)


def test_a_new_notation_is_accepted(monkeypatch: pytest.MonkeyPatch):
    """One entry in the table of notations is enough for reader and schema."""
    mine = replace(NOTATIONS["mazur"], name="mine")
    for module in (schema_module, settings, recognition, notation_choice):
        monkeypatch.setattr(module, "NOTATIONS", {**NOTATIONS, "mine": mine})
    text = f"{MAZUR}notation: mine\n"

    assert not faults(text)
    assert jsonschema.Draft7Validator(schema()).is_valid(data(document(text).root))
    assert not VALIDATOR.is_valid(data(document(text).root))


@pytest.mark.parametrize("key", reader.FILE_KEYS)
def test_every_key_is_described(key):
    """An editor has a sentence to show for every key."""
    assert SCHEMA["properties"][key]["description"].endswith(".")


@pytest.mark.parametrize("path", good_files(), ids=lambda path: path.stem)
def test_good_files_are_accepted(path):
    """What the reader accepts without a word, the schema accepts."""
    assert VALIDATOR.is_valid(data(document(path.read_text("utf-8")).root))


def is_data(text: str) -> bool:
    """Return whether a text is YAML of which only the meaning can be wrong."""
    try:
        document(text)
    except YamlError:
        return False
    return True


LINES = [line for line, _ in (*KEYS, *NAMES, *RANGES, *NUMBERS, *UNITS, *BIASES, *TEXTS)]
REFUSED = [*(f"{MAZUR}{line}\n" for line in LINES), *(text for text, _ in NETWORK)]


@pytest.mark.parametrize("text", list(filter(is_data, REFUSED)))
def test_refused_files(text):
    """What the reader refuses for its structure, the schema refuses."""
    assert disagreement(text) is None


def test_mutants():
    """Reader and schema agree about a thousand files in which something was changed."""
    random = Random(7)
    trees = [tree(document(text).root) for text in seeds()]
    kinds: Counter[str] = Counter()
    for _ in range(few(600, 4000)):
        mutant = random.choice(trees)
        for _ in range(random.choice((1, 1, 2))):
            mutant = changed(mutant, random)
        text = written(mutant)
        _, structural, told = verdicts(text)

        assert disagreement(text) is None
        kinds["structural" if structural else "reader only" if told else "good"] += 1

    assert min(kinds.values()) > few(30, 200), kinds


def test_schedules_and_penalties_are_those_of_the_tables(monkeypatch):
    """One entry more is one name more."""
    entry = schedules.SCHEDULES["exponential"]
    monkeypatch.setattr(schema_module, "SCHEDULES", {**schedules.SCHEDULES, "slow": entry})
    monkeypatch.setattr(schema_module, "PENALTIES", {"l2": None, "l9": None})
    properties = schema()["properties"]

    rate = properties["learning_rate"]["anyOf"][2]["properties"]
    assert rate.keys() == {"start", "warm_up", "after", *schedules.SCHEDULES, "slow"}
    assert properties["penalty"]["properties"].keys() == {"l2", "l9", "half", "biases"}


def said(node: object) -> list[str]:
    """Return what a schema says to a person who writes a file by it."""
    if isinstance(node, list):
        return [text for part in node for text in said(part)]
    if not isinstance(node, dict):
        return []
    own = [node["description"]] if isinstance(node.get("description"), str) else []
    return own + [text for part in node.values() for text in said(part)]


def unsaid(node: object) -> object:
    """Return a schema without what it says."""
    if isinstance(node, list):
        return [unsaid(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {
        name: unsaid(part)
        for name, part in node.items()
        if not (name == "description" and isinstance(part, str))
    }


def test_an_editor_explains_in_the_language_that_is_spoken() -> None:
    """Every description is Chinese for a Chinese reader; what is accepted is the same."""
    english = json.loads(schema_module.schema_text())
    locale.use("zh")
    chinese = json.loads(schema_module.schema_text())

    assert english == SCHEMA
    assert unsaid(chinese) == unsaid(english)
    assert len(said(english)) == len(said(chinese)) > 50
    assert all(re.search("[\u4e00-\u9fff]", text) for text in said(chinese))


def test_editors_find_the_schema_by_its_name() -> None:
    """It has an address of its own, and files of these names are exercises."""
    assert SCHEMA["$id"].endswith("/bpcalc.json")
