"""A sheet of answers, read from whatever it was written in; every cell stays the text it was."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bpcalc.checking.cells import Cell, decimal_mark, read_cell
from bpcalc.checking.quantity_index import QuantityIndex
from bpcalc.errors import AnswersError, NotAQuantity
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlError, YamlMapping, document
from bpcalc.locale import say
from bpcalc.maths.keys import Key

MAX_BYTES = 16 * 2**20
WHO = frozenset({"student", "name", "id", "学号", "姓名", "学生", "sid", "email"})
"""Keys of a sheet that say whose it is."""

HEADS = frozenset({"name", "quantity", "symbol", "量", "名称", "符号"})
VALUES = frozenset({"value", "answer", "written", "值", "数值", "答案"})

_LINE = re.compile(r"\s*(?P<name>[^:：=＝#]+?)\s*[:：=＝]\s*(?P<value>[^#]*?)\s*(?:#.*)?")


class WrittenEntry(NamedTuple):
    """What stands in a file before anybody knows what it means."""

    name: str
    raw: str


@dataclass(frozen=True)
class Answers:
    """The answers of one student.

    Attributes:
        cells: by quantity, what was written.
        student: who wrote it, "" if the sheet does not say.
        unknown: sentences about names that mean nothing here.
        notes: sentences about how the sheet was read.
    """

    cells: dict[Key, Cell]
    student: str = ""
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def decoded(content: bytes, most: int = MAX_BYTES) -> str:
    """Return the text of a file: UTF-8 with or without its mark, UTF-16 with one, or GB18030."""
    if len(content) > most:
        raise AnswersError(say("the file is larger than {n} MiB", n=most // 2**20))
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AnswersError(say("the file is no text in UTF-8 or GB18030"))


def read_file(path: Path, names: QuantityIndex) -> Answers:
    """Return the answers of a file.

    Raises:
        AnswersError: it cannot be read or used.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise AnswersError(say("{file}: {reason}", file=path, reason=reason)) from None
    try:
        return read_text(decoded(content), names, path.suffix.lower())
    except AnswersError as error:
        raise AnswersError(f"{path}: {error}") from None


def read_text(text: str, names: QuantityIndex, suffix: str = "") -> Answers:
    """Return the answers of a text; the suffix of its file says what it is written in."""
    if suffix == ".json" or (not suffix and text.lstrip().startswith("{")):
        return answers(_json(text), names)
    if suffix in (".csv", ".tsv"):
        return answers(_csv(text), names)
    return answers(_yaml(text), names)


def read_words(words: Iterable[str], names: QuantityIndex) -> Answers:
    """Return the answers of words such as `net_h1=0.3775`."""
    entries = []
    for word in words:
        name, equals, raw = word.replace("＝", "=").partition("=")
        if not equals:
            raise AnswersError(say("`{word}` is no answer; write name=value", word=word))
        entries.append(WrittenEntry(name, raw))
    return answers(entries, names)


def answers(entries: Iterable[WrittenEntry], names: QuantityIndex) -> Answers:
    """Return answers from names and texts."""
    entries = list(entries)
    student = "".join(raw for name, raw in entries if name.strip().lower() in WHO)
    numbers = [entry for entry in entries if entry.name.strip().lower() not in WHO]
    mark, remark = decimal_mark(raw for _, raw in numbers)
    cells: dict[Key, Cell] = {}
    unknown: list[str] = []
    notes = [remark] if remark else []
    for name, raw in numbers:
        try:
            key = names.find(name)
        except NotAQuantity as error:
            unknown.append(str(error))
            continue
        cell = read_cell(raw, mark)
        if key in cells and not cells[key].blank and not cell.blank:
            says = say("`{name}` is answered twice; the first answer counts", name=name.strip())
            notes.append(says)
        elif key not in cells or cells[key].blank:
            cells[key] = cell
    return Answers(cells, student.strip(), tuple(unknown), tuple(notes))


def _json(text: str) -> Iterator[WrittenEntry]:
    try:
        content = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise AnswersError(say("this is not JSON: {problem}", problem=error)) from None
    if not isinstance(content, dict):
        raise AnswersError(say("expected a JSON object of names and values"))
    for name, value in content.items():
        if isinstance(value, dict):
            yield from _members(value)
        else:
            yield WrittenEntry(str(name), "" if value is None else str(value))


def _members(content: dict[str, object]) -> Iterator[WrittenEntry]:
    for name, value in content.items():
        yield WrittenEntry(str(name), "" if value is None else str(value))


def delimiter(text: str) -> str:
    r"""Return what separates the columns of a table: the sign that stands most in its first line.

    >>> delimiter("name;value\nnet_h1;0,3775"), delimiter("net_h1,net_h2")
    (';', ',')
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(";\t,", key=first.count)


def rows_of(text: str) -> Iterator[list[str]]:
    """Yield the rows of a table, without those that are empty.

    Raises:
        AnswersError: it is no table.
    """
    reader = csv.reader(_split(text), delimiter=delimiter(text))
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield cells
    except csv.Error as error:
        raise AnswersError(say("this is not a table: {problem}", problem=error)) from None


def _split(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends; a class may be too large for a copy."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _csv(text: str) -> Iterator[WrittenEntry]:
    rows = list(rows_of(text))
    if not rows:
        return
    heads = [cell.lower() for cell in rows[0]]
    if len(rows) == 2 and len(heads) > 2:  # one wide row under its headings
        yield from map(WrittenEntry, *rows) if len(rows[0]) == len(rows[1]) else _padded(*rows)
        return
    name_at = next((at for at, head in enumerate(heads) if head in HEADS), None)
    value_at = next((at for at, head in enumerate(heads) if head in VALUES), 1)
    for row in rows if name_at is None else rows[1:]:
        padded = [*row, "", ""]
        if padded[name_at or 0]:
            yield WrittenEntry(padded[name_at or 0], padded[value_at])


def _padded(heads: list[str], row: list[str]) -> Iterator[WrittenEntry]:
    yield from map(WrittenEntry, heads, [*row, *[""] * len(heads)])


def _yaml(text: str) -> Iterator[WrittenEntry]:
    try:
        root: Node = document(text).root
    except YamlError as refused:
        yield from _lines(text, refused)
        return
    if not isinstance(root, YamlMapping):
        yield from _lines(text, None)
        return
    yield from _pairs(root)


def _pairs(pairs: YamlMapping) -> Iterator[WrittenEntry]:
    for key, value in pairs.pairs:
        if isinstance(value, YamlMapping):
            yield from _pairs(value)
        elif isinstance(value, Scalar):
            yield WrittenEntry(
                key.text, "" if value.plain and value.text in ("~", "null") else value.text
            )
        else:
            yield WrittenEntry(key.text, say("(a list)"))


def _lines(text: str, refused: YamlError | None) -> Iterator[WrittenEntry]:
    """Read `name: value` line by line, for `net_h1: -` and `net_h1：0.3775` are no YAML."""
    found = 0
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match:
            found += 1
            yield WrittenEntry(match["name"], match["value"].strip("\"'"))
    if not found and text.strip():
        problem = refused.refusals[0].says if refused else say("expected lines `name: value`")
        raise AnswersError(problem)
