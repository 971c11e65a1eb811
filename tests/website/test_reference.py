"""The reference is made of the tables: an entry that is new stands in it, in both languages."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from bpcalc import locale
from bpcalc.checking.misconceptions import MISCONCEPTIONS
from bpcalc.cli import cli
from bpcalc.exercise.schema import schema
from bpcalc.exercise.sources import built_in
from bpcalc.maths.activations import ACTIVATIONS
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.measures import MEASURES
from bpcalc.maths.optimisers import OPTIMISERS
from bpcalc.maths.penalties import PENALTIES
from bpcalc.maths.schedules import SCHEDULES
from bpcalc.notation.notations import NOTATIONS
from bpcalc.report.formats import FORMAT_FOLDER
from bpcalc.report.quizzes import QUIZ_FOLDER
from bpcalc.report.sheets import SHEET_FOLDER
from tools.website import commands, functions, keys, mistakes, rooms, rules, tables
from tools.website.markdown import code, prose
from tools.website.room_words import CHINESE as CHINESE_ROOMS
from tools.website.words import CHINESE, SOURCES, seen, word

HEADING = re.compile(r"^##+ (.*)$", re.M)

ENTRIES = {
    functions.activations: ACTIVATIONS,
    functions.losses: LOSSES,
    functions.measures: MEASURES,
    rules.optimisers: OPTIMISERS,
    rules.learning_rules: LEARNING_RULES,
    rules.penalties: PENALTIES,
    rules.schedules: SCHEDULES,
    keys.keys: schema()["properties"],
    tables.exercises: dict.fromkeys(built_in()),
}
"""Pages with a heading for every entry of a table."""


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Speak a language."""
    locale.use(request.param)
    yield request.param
    locale.use("en")


@pytest.mark.parametrize("page", ENTRIES, ids=lambda page: page.__name__)
def test_every_entry_has_its_place(page, language):
    """One heading an entry, in the order of the table; a worked example where one can be worked."""
    text = "\n".join(page())

    assert HEADING.findall(text) == list(ENTRIES[page])
    assert chinese(text) == (language == "zh")


def chinese(text: str) -> bool:
    """Return whether sentences of a page are Chinese; sources of Chinese books always are."""
    return "本页由程序" in text


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (functions.activations, "ACTIVATIONS"),
        (functions.losses, "LOSSES"),
        (rules.optimisers, "OPTIMISERS"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_new_entry_appears_by_itself(page, name, monkeypatch):
    """With its source and its example, and nothing of the page has to be touched."""
    module = sys.modules[page.__module__]
    table = dict(getattr(module, name))
    last = list(table)[-1]
    fresh = replace(table[last], source="Somebody (2026), page 1")
    monkeypatch.setattr(module, name, {"other": fresh, **table})
    first, *others = "\n".join(page()).split("\n## ")[1:]

    assert len(others) == len(table)
    assert "Somebody (2026), page 1" in first
    assert "```yaml" in first
    assert "Somebody" not in "".join(others)


def test_every_mistake_has_its_sentence_and_its_number(language):
    """With the wrong formula, the right one and what each gives."""
    text = "\n".join(mistakes.mistakes())
    found = set(re.findall(r"^### (.*)$", text, re.M))

    assert found == {entry.id for entry in MISCONCEPTIONS}
    linked = set(re.findall(r"\]\(#(.*?)\)", text))
    assert linked == set(re.findall(r'<h3 id="(.*?)">', text))
    assert len(linked) > 20
    assert text.count(f"| {word('Worked example')} |") == len(MISCONCEPTIONS)
    assert chinese(text) == (language == "zh")


def test_the_example_of_a_mistake_is_worked_by_the_formula_that_stands_there():
    """The bias left out: the sum without it."""
    entry = next(entry for entry in MISCONCEPTIONS if entry.id == "no_bias")

    assert mistakes.worked_mistake(entry) == {
        "wrong": "w1·i1 + w2·i2",
        "gives": "0.0275",
        "right": "w1·i1 + w2·i2 + b1",
        "value": "0.3775",
    }


def test_wrong_and_right_numbers_have_the_same_digits():
    """Six that count, or fewer that are exact; and they are never the same."""
    for entry in MISCONCEPTIONS:
        worked = mistakes.worked_mistake(entry)
        wrong, right = Decimal(worked["gives"]), Decimal(worked["value"])

        assert wrong != right, entry.id
        assert max(len(number.as_tuple().digits) for number in (wrong, right)) <= 6


def test_every_option_of_every_command_stands_there(language):
    """As the command itself would list it."""
    text = "\n".join(commands.commands())
    names = cli.list_commands(None)

    assert sorted(re.findall(r"^### bpcalc (\w+)$", text, re.M)) == sorted(names)
    for name in names:
        section = text.split(f"### bpcalc {name}\n")[1].split("\n### ")[0]
        for param in cli.get_command(None, name).params:
            assert param.param_type_name == "argument" or param.opts[-1] in section
        assert "--lang" in section


def test_every_notation_and_format_stands_there(language):
    """In a row of a table."""
    notations, formats = "\n".join(tables.notations()), "\n".join(tables.formats())

    assert all(f"| {code(name)} |" in notations for name in NOTATIONS)
    for folder in (FORMAT_FOLDER, SHEET_FOLDER, QUIZ_FOLDER):
        assert all(f"| {code(name)} |" in formats for name in folder.names)


def test_every_room_says_what_it_is_for():
    """And every module of it."""
    for name in rooms.ROOMS:
        text = "\n".join(rooms.room(name))
        modules = [
            path.relative_to(rooms.PACKAGE).as_posix()
            for path in (rooms.PACKAGE / name).rglob("*.py")
            if path.name != "__init__.py"
        ]
        assert all(code(module) in text for module in modules)


def test_the_words_of_the_site_are_in_both_languages(language):
    """None is left as it is."""
    for english, translated in CHINESE.items():
        assert word(english) == (translated if language == "zh" else english)
        assert re.search("[\u4e00-\u9fff，；：]", translated)


def test_the_derivative_of_a_mean_is_that_of_its_worked_example():
    """Both are for two outputs, and the section says so."""
    sections = "\n".join(functions.losses()).split("\n## ")[1:]
    means = [text for text in sections if text.startswith("mean_")]

    assert means
    assert all("with 2 outputs" in text and "/3" not in text for text in means)
    assert "with 2 outputs" not in sections[0]  # half_squared_error, a sum
    assert not any("/3</code>" in text for text in sections)


def test_a_source_that_is_a_sentence_is_chinese_in_chinese(language):
    """Names of works and of places where programs are kept stay as they are."""
    shown = [seen(entry.source) for entry in MISCONCEPTIONS]
    assert {*SOURCES} <= {entry.source for entry in MISCONCEPTIONS}
    for entry, text in zip(MISCONCEPTIONS, shown, strict=True):
        named = re.search(r"#\d|/\w+_|^stevenmiller888|^ai.stackexchange", entry.source)
        if language == "zh" and not named:
            assert re.search("[\u4e00-\u9fff]", text), text
        assert language == "zh" or text == entry.source


def test_a_schedule_is_worked_where_it_changes_the_rate(language):
    """Each row says of which epoch it is, and not all have the rate of the start."""
    for section in "\n".join(rules.schedules()).split("\n## ")[1:]:
        rows = re.findall(r"^\| ([123]) \|.*<code>(.*?)</code> \|$", section, re.M)

        assert [epoch for epoch, _ in rows] == ["1", "2", "3"]
        assert len({rate for _, rate in rows}) > 1


def test_spaces_beside_code_are_kept():
    """At both sides, and between two pieces of code."""
    assert prose("see `a` and `b` `c`, | too") == (
        "see <code>a</code> and <code>b</code> <code>c</code>, &#124; too"
    )


def test_an_example_shows_every_case_of_a_function():
    """Net inputs of both signs; of a loss that tells cases apart, outputs in either."""
    relu = "\n".join(functions.activations()).split("## leaky_relu\n")[1].split("\n## ")[0]
    huber = "\n".join(functions.losses()).split("## huber\n")[1].split("\n## ")[0]

    assert code("0.3775 if 0.3775 > 0 else 0.01·0.3775") in relu
    assert code("(-0.3575) if (-0.3575) > 0 else 0.01·(-0.3575)") in relu
    assert code("1.60591") in huber  # beyond 1: |t - out| - 1/2
    assert code("0.0252948") in huber  # within: the square


def test_all_that_a_key_may_be_is_said_once():
    """Names without a parameter beside those with one, and no number a second time as a text."""
    sections = dict(part.split("\n", 1) for part in "\n".join(keys.keys()).split("\n## ")[1:])

    assert f"{code('relu')}, {code('leaky_relu')}" in sections["activation"]
    assert (
        f"| {code('leaky_relu')} | a number<br>or a mapping with {code('alpha')}"
        in (sections["activation"])
    )
    assert sections["first_layer"].strip().endswith(f"one of {code('2')}, {code('1')}")
    assert sections["momentum"].strip().endswith("- a number ≥ 0, &lt; 1")


def test_all_of_the_code_stands_among_the_rooms(language):
    """In the order of imports; in Chinese with an excuse for what is in English."""
    text = "\n".join(rooms.rooms())
    named = re.findall(r"^\| (?:\[(\w+)\]|<code>(.*?)\.py)", text, re.M)
    excuse = "文档字符串"

    assert [(room or file).replace("&#95;", "_") for room, file in named] == rooms.LAYERS
    assert {"solution", "errors", "files"} <= {*rooms.LAYERS}
    assert {*CHINESE_ROOMS} == {*rooms.LAYERS}
    for page in (rooms.room("api"), tables.python()):
        assert (excuse in "\n".join(page)) == (language == "zh")
    assert all(
        ("\u4e00" <= line.split("|")[2].strip()[0] <= "\u9fff") == (language == "zh")
        for line in text.splitlines()
        if line.startswith("| [")
    )
