"""A catalogue that is looked up in says what `gettext` says, which reads it as a whole."""

import io
import struct
from array import array
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bpcalc import locale
from bpcalc.locale.catalogue import Catalogue

SHIPPED = Path(locale.CATALOGUE_FOLDER) / "zh" / "LC_MESSAGES" / "bpcalc.mo"


def both(data: bytes) -> tuple[Catalogue, GNUTranslations]:
    """Return two readings of one catalogue."""
    return Catalogue(data), GNUTranslations(io.BytesIO(data))


def test_every_sentence_is_found() -> None:
    """Single sentences and those with a plural, the first and last of the file among them."""
    ours, theirs = both(SHIPPED.read_bytes())
    messages: list[str | tuple[str, int]] = [*vars(theirs)["_catalog"]]

    assert len(messages) > 2000
    for message in messages:
        if isinstance(message, str):
            assert ours.gettext(message) == theirs.gettext(message)
        else:
            one, _ = message
            assert ours.ngettext(one, "many", 2) == theirs.ngettext(one, "many", 2) != "many"
            assert ours.gettext(one) == theirs.gettext(one)


@pytest.mark.parametrize(
    "message", ["no such sentence", "\uffff", "a\0b", "x\ud800", "!", "1 sampl"]
)
def test_what_is_not_there_is_said_as_it_is(message: str) -> None:
    """Before the first sentence, behind the last one, and between."""
    ours, _ = both(SHIPPED.read_bytes())

    assert ours.gettext(message) == message
    assert ours.ngettext(message, "many", 1) == message
    assert ours.ngettext(message, "many", 0) == "many"


def test_languages_with_several_plurals() -> None:
    """Polish has three; which one, the file says."""
    made = Catalog(locale="pl")
    made.add(("{n} file", "{n} files"), ("{n} plik", "{n} pliki", "{n} plików"))
    made.add("file", "plik")
    made.add("files", "pliki")
    buffer = io.BytesIO()
    write_mo(buffer, made)
    ours, theirs = both(buffer.getvalue())

    for n in (0, 1, 2, 5, 12, 22, 25, 101):
        assert ours.ngettext("{n} file", "{n} files", n) == theirs.ngettext(
            "{n} file", "{n} files", n
        )
    assert [ours.gettext(word) for word in ("file", "files", "{n} file")] == [
        theirs.gettext(word) for word in ("file", "files", "{n} file")
    ]


def test_machines_that_read_numbers_from_the_other_end() -> None:
    """A catalogue may be written for either kind."""
    data = bytearray(SHIPPED.read_bytes())
    count, *tables = struct.unpack_from("<3I", data, 8)
    ends = [8 * count + start for start in tables]
    for start, end in ((0, 28), *zip(tables, ends, strict=True)):
        words = array("I", data[start:end])
        words.byteswap()
        data[start:end] = words.tobytes()
    ours, theirs = both(bytes(data))

    assert ours.gettext("learning rate") == theirs.gettext("learning rate") == "学习率"
    assert ours.gettext("no such") == "no such"


def test_what_is_no_catalogue_is_refused() -> None:
    """A file of another kind is not searched."""
    with pytest.raises(ValueError, match="no catalogue"):
        Catalogue(b"x" * 100)
