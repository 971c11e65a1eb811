"""How a command knows its own report again, so that it may replace it without asking.

A format that has comments, or room for one, carries a digest of its own content: where that is
still right, nobody has changed a thing. The others are known by keys or columns that no person
would think of. What is not known is somebody's work, and stays.
"""

import re
import struct
from collections.abc import Callable, Collection, Mapping, Sequence
from types import EllipsisType
from typing import Protocol

from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern


class Ownership(Protocol):
    """How the reports of one format are known again."""

    def signed(self, content: bytes, command: str) -> bytes:
        """Return the content with what it will be known by."""

    def owns(self, content: bytes, command: str) -> bool:
        """Return whether this content is what the command wrote, and nobody changed it."""


Carrier = Callable[[bytes, bytes], bytes]
"""Puts a note into a content, at a place where it changes nothing of what is shown."""

_NOTE_TEXT = rb"bpcalc ([a-z]+), digest ([0-9a-f]{32})"
_NOTE = pattern(_NOTE_TEXT)
_UNKNOWN = b"0" * 32
"""What stands in place of the digest while it is worked out."""
_TAIL = 1000
"""So near to the end of a content is its note."""


class Signed(NamedTuple):
    r"""Reports that carry a digest of themselves.

    >>> text = Signed(comment("# "))
    >>> written = text.signed(b"net_h1:\n", "sheet")
    >>> text.owns(written, "sheet"), text.owns(written.replace(b":", b": 0.3775"), "sheet")
    (True, False)
    """

    carrier: Carrier

    def signed(self, content: bytes, command: str) -> bytes:
        """Return the content with its digest."""
        note = b"bpcalc %s, digest %s" % (command.encode(), _UNKNOWN)
        whole = self.carrier(content, note)
        at = whole.rindex(note) + len(note) - len(_UNKNOWN)
        return whole[:at] + _digest(whole) + whole[at + len(_UNKNOWN) :]

    def owns(self, content: bytes, command: str) -> bool:
        """Return whether the digest is right, and that command's."""
        start = max(len(content) - _TAIL, 0)
        for match in reversed([*_NOTE.finditer(content, start)]):
            before, after = content[: match.start(2)], content[match.end(2) :]
            own = match[2] == _digest(before + _UNKNOWN + after)
            return own and match[1] == command.encode()
        return False


def _digest(content: bytes) -> bytes:
    """Return the digest; how lines end is no part of it, since mail and git change that."""
    from hashlib import sha256  # takes a while to import, and only files need it

    return sha256(content.replace(b"\r\n", b"\n")).hexdigest()[: len(_UNKNOWN)].encode()


def comment(start: str, end: str = "") -> Carrier:
    """Return what puts a note into a comment, on a line of its own at the end of a text."""
    old = pattern(
        rb"(?m)^%s%s%s\r?\n?\Z" % (re.escape(start.encode()), _NOTE_TEXT, re.escape(end.encode()))
    )

    def put(content: bytes, note: bytes) -> bytes:
        body = old.sub(b"", content)  # of the text that this one was made from
        body += b"" if body.endswith(b"\n") else b"\n"
        return body + start.encode() + note + end.encode() + b"\n"

    return put


def in_place_of(blank: str) -> Carrier:
    """Return what puts a note into the last empty text that stands behind these words."""
    mark = blank.encode()

    def put(content: bytes, note: bytes) -> bytes:
        body, found, rest = content.rpartition(mark + b'""')
        return body + mark + b'"' + note + b'"' + rest if found else content

    return put


def in_pdf(content: bytes, note: bytes) -> bytes:
    """Put a note into a comment before the last line of a PDF, behind all that is counted."""
    body, mark, rest = content.rpartition(b"%%EOF")
    return body + b"% " + note + b"\n" + mark + rest


def behind(content: bytes, note: bytes) -> bytes:
    """Put a note behind a picture of pixels, whose readers stop at its last part."""
    return content + b"\n" + note + b"\n"


def in_zip(content: bytes, note: bytes) -> bytes:
    """Put a note into the comment of an archive without one, as a workbook is."""
    return content[:-2] + struct.pack("<H", len(note)) + note


class KnownColumns:
    """Tables that are known by their first row."""

    def __init__(
        self,
        names: Mapping[str, Sequence[str | EllipsisType]],
        *,
        between: Callable[[], Collection[str]] = tuple,
        to_fill_in: bool = False,
    ) -> None:
        """Say what the columns are called.

        Args:
            names: of the columns, by the command that writes them; in the place of `...` there
                may be any of the names that are known there.
            between: returns these names.
            to_fill_in: whether people write into the last column; then it has to be empty.
        """
        self._names = names
        self._between = between
        self._to_fill_in = to_fill_in

    def signed(self, content: bytes, command: str) -> bytes:
        """Return the content as it is."""
        return content

    def owns(self, content: bytes, command: str) -> bool:
        """Return whether the first row has these names."""
        import csv
        from io import StringIO

        try:
            rows = csv.reader(StringIO(content.decode("utf-8-sig")))
            known = self._known(next(rows, None), self._names.get(command, ()))
            return known and not (self._to_fill_in and any(row and row[-1] for row in rows))
        except (UnicodeDecodeError, csv.Error):
            return False

    def _known(self, found: list[str] | None, names: Sequence[str | EllipsisType]) -> bool:
        """Return whether a first row is that of a command."""
        if found is None or ... not in names:
            return found == [*names]
        before = names.index(...)
        after = len(names) - before - 1
        fixed = [*found[:before], ..., *found[max(before, len(found) - after) :]]
        return fixed == [*names] and {*found[before : len(found) - after]} <= {*self._between()}


class Members:
    """JSON objects, or lists or lines of them, that are known by their keys."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        """Say what keys there are, by the command that writes them."""
        self._names = names

    def signed(self, content: bytes, command: str) -> bytes:
        """Return the content as it is."""
        return content

    def owns(self, content: bytes, command: str) -> bool:
        """Return whether the keys are these."""
        import json

        try:
            try:
                found = json.loads(content)
            except ValueError:  # many objects, one on each line
                found = json.loads(content.partition(b"\n")[0])
        except (ValueError, RecursionError):
            return False
        if isinstance(found, list) and found:
            found = found[0]
        return isinstance(found, dict) and set(found) == {*self._names.get(command, ())}
