"""How a command knows its own report again, so that it may replace it without asking.

A format that has comments, or room for one, carries a digest of its own content: where that is
still right, nobody has changed a thing. The others are known by keys or columns that no person
would think of. What is not known is somebody's work, and stays.
"""

import re
import struct
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
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


Table = list[list[str]]

RowsKnown = Callable[[Sequence[str], Table], bool]
"""Returns whether a command could have written rows below these headings."""


class KnownColumns:
    """Tables that are known by their first row, and by rows that are all as long as it is."""

    def __init__(
        self,
        names: Mapping[str, Sequence[str | EllipsisType]],
        *,
        between: Callable[[], Collection[str]] = tuple,
        to_fill_in: bool = False,
        rows: Mapping[str, RowsKnown] | None = None,
    ) -> None:
        """Say what the columns are called.

        Args:
            names: of the columns, by the command that writes them; in the place of `...` there
                may be any of the names that are known there.
            between: returns these names.
            to_fill_in: whether people write into the last column; then it has to be empty.
            rows: what else is known of the rows, by the command that writes them.
        """
        self._names = names
        self._between = between
        self._to_fill_in = to_fill_in
        self._rows = rows or {}

    def signed(self, content: bytes, command: str) -> bytes:
        """Return the content as it is."""
        return content

    def owns(self, content: bytes, command: str) -> bool:
        """Return whether nothing but rows of the command stands below these names."""
        import csv
        from io import StringIO

        try:
            rows = [*csv.reader(StringIO(content.decode("utf-8-sig")))]
        except (UnicodeDecodeError, csv.Error):
            return False
        return bool(rows) and self._is_whole(rows, command)

    def _is_whole(self, table: Table, command: str) -> bool:
        """Return whether a table is the command's, without a cell or a row of anybody else."""
        header, rows = table[0], table[1:]
        if not self._known(header, self._names.get(command, ())):
            return False
        if any(len(row) != len(header) for row in rows):
            return False
        if self._to_fill_in and any(row[-1] for row in rows):
            return False
        return command not in self._rows or self._rows[command](header, rows)

    def _known(self, found: list[str], names: Sequence[str | EllipsisType]) -> bool:
        """Return whether a first row is that of a command."""
        if ... not in names:
            return found == [*names]
        before = names.index(...)
        after = len(names) - before - 1
        fixed = [*found[:before], ..., *found[max(before, len(found) - after) :]]
        return fixed == [*names] and {*found[before : len(found) - after]} <= {*self._between()}


def is_history(header: Sequence[str], rows: Table) -> bool:
    """Return whether rows are epochs at equal distances from 0, with errors in all their digits.

    The last epoch may follow sooner. What another program counts from 1, or a person wrote with
    fewer digits than a number has by its shortest name, is not.

    >>> is_history(["epoch", "error"], [["0", "0.5"], ["10", "0.25"], ["13", "0.125"]])
    True
    >>> is_history(["epoch", "error"], [["1", "0.5"], ["2", "0.25"]])
    False
    """
    try:
        epochs = [float(row[0]) for row in rows]
        digits = all(repr(float(row[1])) == row[1] for row in rows)
    except ValueError:
        return False
    stride = epochs[1] - epochs[0] if len(epochs) > 2 else 0
    even = all(epoch == place * stride for place, epoch in enumerate(epochs[:-1]))
    rising = all(one < other for one, other in pairwise(epochs))
    return digits and even and rising and epochs[:1] in ([], [0])


class Members:
    """JSON objects, or lists or lines of them, that are known by their keys."""

    def __init__(
        self,
        names: Mapping[str, Sequence[str]],
        *,
        optional: Collection[str] = (),
        inside: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """Say what keys there are.

        Args:
            names: of the members, by the command that writes them.
            optional: members that there may be besides.
            inside: the keys that objects may have in the lists under these names.
        """
        self._names = names
        self._optional = optional
        self._inside = inside or {}

    def signed(self, content: bytes, command: str) -> bytes:
        """Return the content as it is."""
        return content

    def owns(self, content: bytes, command: str) -> bool:
        """Return whether the keys are these, and no others are there."""
        import json

        try:
            try:
                found = json.loads(content)
            except ValueError:  # many objects, one on each line
                found = [json.loads(line) for line in content.splitlines()]
        except (ValueError, RecursionError):
            return False
        objects = found if isinstance(found, list) else [found]
        names = {*self._names.get(command, ())}
        return bool(objects) and all(
            isinstance(each, dict)
            and {*each} - {*self._optional} == names
            and all(self._fit(name, each[name]) for name in {*self._inside} & {*each})
            for each in objects
        )

    def _fit(self, name: str, listed: object) -> bool:
        """Return whether a list holds nothing but objects with the keys that they may have."""
        return isinstance(listed, list) and all(
            isinstance(each, dict) and {*each} <= {*self._inside[name]} for each in listed
        )


class SignedMembers(Members):
    r"""JSON objects with a digest as their last member; those without are known by their keys.

    A list of objects has no place for it.

    >>> known = SignedMembers({"why": ("title",)})
    >>> written = known.signed(b'{\n "title": "xor"\n}\n', "why")
    >>> known.owns(written, "why"), known.owns(written.replace(b"xor", b"mine"), "why")
    (True, False)
    >>> known.owns(b'{"title": "xor"}', "why")
    True
    """

    def signed(self, content: bytes, command: str) -> bytes:
        """Return the content with its digest, if it is an object."""
        return _IN_OBJECT.signed(content, command) if content.endswith(OBJECT_END) else content

    def owns(self, content: bytes, command: str) -> bool:
        """Return whether the digest is right; where there is none, whether the keys are these."""
        if _NOTE.search(content, max(len(content) - _TAIL, 0)):
            return _IN_OBJECT.owns(content, command)
        return super().owns(content, command)


OBJECT_END = b"\n}\n"
"""How an object ends in JSON whose members stand on lines of their own."""


def _last_member(content: bytes, note: bytes) -> bytes:
    return content.removesuffix(OBJECT_END) + b',\n "digest": "' + note + b'"' + OBJECT_END


_IN_OBJECT = Signed(_last_member)
