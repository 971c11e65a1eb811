"""What a file of answers holds, told by its content and not by its name.

The size of a file is looked at before it is read, and only regular files are: a pipe would never
end, and a sparse file of two gigabytes costs nobody anything but its reader.
"""

import os
import stat
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from bpcalc.errors import AnswersError, reason
from bpcalc.exercise.decoding import CHINESE, UTF_32, WESTERN, zeros_only
from bpcalc.file_kinds import ARCHIVE, DOCX, MODEL, ODS, ODT, XLSX, ZIP, FileKind, kind_of, no_text
from bpcalc.files import note_as_read, note_guess
from bpcalc.locale import later, say
from bpcalc.patterns import pattern

MAX_BYTES = 16 * 2**20
"""Bytes that a sheet may have, and that a workbook may unpack to."""

MAX_UNPACKED = 64 * 2**20
MAX_MEMBERS = 2000


def text_of(path: Path | str) -> str:
    """Return the text of a file.

    Raises:
        AnswersError: it cannot be read; with the name of the file.
    """
    try:
        content = content_of(Path(path))
        text = decoded(content)
    except AnswersError as error:
        raise AnswersError(say("{file}: {reason}", file=path, reason=error)) from None
    note_guess(path, guessed_encoding(content))
    return text


def guessed_encoding(content: bytes) -> str:
    """Return what a text without a mark is taken for, "" if it is in UTF-8 or is no text.

    >>> guessed_encoding("η = 0.5".encode()), guessed_encoding("学习率 0.5".encode("gbk"))
    ('', 'GB18030')
    """
    if content.isascii() or kind_of(content) is not None:
        return ""
    with suppress(UnicodeDecodeError):
        content.decode("utf-8-sig")
        return ""
    tried = _encodings(content)
    return CHINESE if "gb18030" in tried else WESTERN if "cp1252" in tried else ""


def content_of(path: Path, most: int = MAX_BYTES) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        AnswersError: it is no regular file, is larger than that, or cannot be read.
    """
    try:
        # A pipe without a writer would keep `open` waiting for ever.
        file = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with open(file, "rb") as opened:  # noqa: PTH123 - a descriptor, no path
            state = os.fstat(file)
            if not stat.S_ISREG(state.st_mode):
                raise AnswersError(_not_regular(state.st_mode))
            if state.st_size > most:
                raise AnswersError(too_large(most))
            note_as_read(file)
            return opened.read(most + 1)
    except OSError as error:
        raise AnswersError(reason(error)) from None
    except ValueError:  # a zero in the name
        raise AnswersError(say("no file can have this name")) from None


def _not_regular(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return say("expected a file of answers, found a folder; `bpcalc grade` marks a folder")
    return say("this is no regular file, but a pipe or a device")


def too_large(most: int) -> str:
    """Return the sentence for a file that is too large."""
    return say("the file is larger than {n} MiB", n=most // 2**20)


def _no_text(kind: FileKind) -> str:
    if kind.advice == ARCHIVE and kind is not ZIP:
        return say("this is {kind}; pack what is in it as a zip", kind=say(kind.name))
    if kind.advice == MODEL:
        return no_text(kind, later("write the names and their numbers into a text file"))
    return no_text(kind)


def decoded(content: bytes, most: int = MAX_BYTES) -> str:
    """Return the text of a file: UTF-8 with or without its mark, UTF-16, GB18030 or Windows-1252.

    Raises:
        AnswersError: it is too large, or no text.
    """
    if len(content) > most:
        raise AnswersError(too_large(most))
    kind = kind_of(content)
    if kind is not None:
        raise AnswersError(_no_text(kind))
    if content and not content.strip(b"\0"):
        raise AnswersError(zeros_only())
    for encoding in _encodings(content):
        try:
            return clean(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    says = say(
        "the file is no text in UTF-8, UTF-16 or GB18030: it is damaged, or not what its name "
        "says; save it again"
    )
    raise AnswersError(says)


_HIGH = pattern(rb"[\x80-\xff]+")
_SIGNS = b"\x80\x8a\x8c\x8e\x92\x96\x9a\x9c\x9e\x9f\xa7\xb0\xb2\xb3\xb5\xb7\xbd"
_ACCENTED = frozenset(bytes([code]) for code in (*range(0xC0, 0x100), *_SIGNS))
"""What of the encoding of Windows in western Europe is a letter or a common sign."""

MAX_LOOKED_AT = 2**16
"""Bytes of a file by which its encoding is told."""


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith(UTF_32):
        return ("utf-32",)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    start = content[:200]
    # ASCII in UTF-16 has a zero in every second byte; no other text has any.
    if start.count(0) * 3 > len(start):
        return ("utf-16-le",) if start[1::2].count(0) >= start[::2].count(0) else ("utf-16-be",)
    if 0 in content:
        return ()
    # In a Chinese text some signs have two bytes above ASCII; alone, they are accents of Europe.
    alone = _HIGH.findall(content[:MAX_LOOKED_AT])
    western = alone and all(len(run) == 1 and run in _ACCENTED for run in alone)
    return ("utf-8-sig", "cp1252" if western else "gb18030")


def clean(text: str) -> str:
    r"""Return a text without what no output could show: halves of characters.

    >>> clean("net\ud800_h1")
    'net?_h1'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def is_workbook(content: bytes) -> bool:
    """Return whether a file is a workbook, XLSX or of LibreOffice, whatever it is called."""
    return kind_of(content) in (XLSX, ODS)


def is_word(content: bytes) -> bool:
    """Return whether a file is a DOCX text, whatever it is called."""
    return kind_of(content) is DOCX


def is_open_document(content: bytes) -> bool:
    """Return whether a file is a text of LibreOffice, whatever it is called."""
    return kind_of(content) is ODT


def check_archive(content: bytes, most: int = MAX_UNPACKED) -> None:
    """Refuse an archive that would unpack to too much.

    Raises:
        AnswersError: it would, or is damaged.
    """
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise AnswersError(say("the file is damaged: it cannot be unpacked")) from None
    if len(members) > MAX_MEMBERS:
        raise AnswersError(say("the archive has more than {n} files", n=f"{MAX_MEMBERS:,}"))
    if sum(member.file_size for member in members) > most:
        raise AnswersError(say("the file unpacks to more than {n} MiB", n=most // 2**20))
