"""The Chinese catalogue is complete, and is what is shipped."""

import re
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import catalogue
import pytest
from babel.messages.catalog import Catalog, Message

PLACE = re.compile(r"\{(\w+)(?:![rs])?(?::\w+)?\}|%\((\w+)\)s")
OTHERS = "tools/foreign.py"


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    """Return what the .po file holds."""
    return catalogue.translated()


def texts(message: Message) -> list[str]:
    """Return a message's text, or all its plural forms."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def translations(message: Message) -> list[str]:
    """Return a message's translation, or all its plural forms."""
    string = message.string
    return [string or ""] if isinstance(string, str | None) else list(string)


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {first or second for first, second in PLACE.findall(text)}


def sentences(chinese: Catalog) -> list[Message]:
    """Return all messages but the header."""
    return [message for message in chinese if message.id]


def test_every_sentence_of_the_program_is_in_the_catalogue_and_no_other(chinese: Catalog) -> None:
    """`python tools/catalogue.py` has been run since the last sentence was written."""
    wanted = {tuple(texts(message)) for message in sentences(catalogue.extracted())}

    assert {tuple(texts(message)) for message in sentences(chinese)} == wanted


def test_every_sentence_is_translated(chinese: Catalog) -> None:
    """No sentence is left in English, or doubtful."""
    assert catalogue.untranslated(chinese) == []
    assert [message.id for message in chinese if message.id and message.fuzzy] == []
    assert list(chinese.obsolete) == []


def test_translations_have_the_same_placeholders(chinese: Catalog) -> None:
    """What is filled in in English is filled in in Chinese.

    A Chinese sentence serves for one and for many; one of another program may leave something out.
    """
    for message in sentences(chinese):
        given = set().union(*map(placeholders, texts(message)))
        for text in translations(message):
            theirs = any(place == OTHERS for place, _ in message.locations)
            same = placeholders(text) <= given if theirs else placeholders(text) == given
            assert same, (message.id, text)


def test_chinese_has_chinese_punctuation(chinese: Catalog) -> None:
    """No half-width comma, colon or full stop follows a Chinese character."""
    wrong = re.compile(r"[\u4e00-\u9fff][,;:?!.](?!\.\.|…)|[，。；：？！] |  ")
    code = re.compile(r"`[^`]*`")
    found = [text for message in sentences(chinese) for text in translations(message)]

    assert [text for text in found if wrong.search(code.sub("", text))] == []


def test_what_is_shipped_is_what_was_translated(chinese: Catalog) -> None:
    """The .mo file holds what the .po file compiles to."""
    shipped = Path(catalogue.PO).with_suffix(".mo").read_bytes()
    fresh = catalogue.compiled(chinese)

    assert entries(shipped) == entries(fresh)


def entries(compiled: bytes) -> dict[object, str]:
    """Return all entries of an .mo file but the header, which names the version of Babel."""
    found: dict[object, str] = dict(vars(GNUTranslations(BytesIO(compiled)))["_catalog"])
    return {key: text for key, text in found.items() if key}


def test_a_sentence_that_is_an_f_string_is_named(tmp_path) -> None:
    """It would be said in English for ever; an f-string that is put into a sentence is fine."""
    package = tmp_path / "house"
    package.mkdir()
    (package / "good.py").write_text('say("of {x}", x=f"{y}")\nessay(f"{y}")\n')
    (package / "wrong.py").write_text('say(\n    f"of {x}")\n')

    assert [*catalogue.made_up(package)] == ["house/wrong.py"]
    assert [*catalogue.made_up()] == []
