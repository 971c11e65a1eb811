"""The dialogue of `bpcalc practice`: questions, answers and keys, on a terminal or through a pipe.

Every line is plain text, written once and never moved, so that it can be read aloud.
"""

import os
import sys
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from pathlib import Path
from random import Random
from typing import NamedTuple

import click

from bpcalc.cli import arguments, patience
from bpcalc.cli import destination as place
from bpcalc.cli.replacing import replace
from bpcalc.cli.sizes import judge_work
from bpcalc.cli.streams import need_input, release
from bpcalc.errors import OutputError
from bpcalc.exercise.sources import DEFAULT_EXERCISE
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.locale.cleaning import cleaned
from bpcalc.locale.folding import folded
from bpcalc.maths.keys import Key, Kind
from bpcalc.notation.writing import ASCII, UNICODE
from bpcalc.practice import record
from bpcalc.practice.session import Progress, Row, Session
from bpcalc.report.breaking import broken
from bpcalc.report.cells import terminal_width
from bpcalc.report.ownership import Signed, comment

DEFAULT_FILE = "practice.yaml"

OWNERSHIP = Signed(comment("# "))

BACK = frozenset({"<", "b", "back", "上", "上一个", "返回", "＜"})
FORTH = frozenset({">", "n", "next", "下", "下一个", "跳过", "＞"})
LEAVE = frozenset({"q", "quit", "exit", "退出"})
GIVEN = frozenset({"g", "given", "已知"})
HELP = frozenset({"h", "help", "帮助"})
FORMULA, NUMBERS, VALUE = frozenset("?？"), frozenset({"??", "？？"}), frozenset("!！")
NO = frozenset({"n", "no", "否", "不"})


Act = Callable[[Session, Key], None]
"""What a key does."""


class Wanted(NamedTuple):
    """What the command was called with; `named` tells whether the output was."""

    exercise: str | None
    only: str | None
    notation: str | None
    output: str
    named: bool
    seed: int | None
    width: int | None
    in_ascii: bool


class Left(Exception):
    """Whoever practises has left."""


class Dialogue:
    """One call of the command."""

    def __init__(self, wanted: Wanted) -> None:
        """Find out what is practised, and where it is kept."""
        self._wanted = wanted
        self._width = wanted.width or place.width()
        unicode = not wanted.in_ascii and place.writes_unicode(None)
        self._characters = UNICODE if unicode else ASCII
        self._seeds = Random(wanted.seed if wanted.seed is not None else os.urandom(8)).random
        self._round = 1
        self._file = wanted.output
        self._kept = b""
        self._into_stream = wanted.output == "-" or place.is_written_into(wanted.output)
        patience.end()  # what takes its time here is whoever practises
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # a byte that is no text is no number, either

    def run(self) -> None:
        """Ask until the exercise is done, and then for one more, or until somebody leaves.

        Raises:
            BpcalcError: nobody can answer.
        """
        need_input()
        name, session = self._begun()
        while True:
            try:
                self._practise(name, session)
                self._pour(name, session)
                if not self._more(session):
                    break
                name, session = self._next(name, session)
            except (Left, KeyboardInterrupt) as end:
                self._save(name, session)
                self._pour(name, session)
                if not (self._into_stream or self._is_nothing(session)):
                    self._say(self._where())
                if isinstance(end, KeyboardInterrupt):
                    raise
                break

    # beginning ---------------------------------------------------------------------------------

    def _begun(self) -> tuple[str, Session]:
        """Return the exercise with its name: a new practice, or one that goes on."""
        wanted = self._wanted
        before = self._before()
        if before and wanted.exercise in (None, before[0]):
            name, kinds, progress = before
            session = Session(self._read(name), self._characters, kinds, progress)
            self._check_kinds(session, kinds)
            place.claim_early(self._file, OWNERSHIP)
            self._say(
                say(
                    "Going on with {name}, line {n} of {m}.",
                    name=name,
                    n=min(progress.place + 1, len(session.keys)),
                    m=len(session.keys),
                )
            )
            return name, session
        if before:
            raise OutputError(
                say(
                    "{file} holds a practice of {name}; go on with it by `bpcalc practice`, or "
                    "name another file with -o",
                    file=self._file,
                    name=before[0],
                )
            )
        name = wanted.exercise or DEFAULT_EXERCISE
        exercise = self._read(wanted.exercise)
        place.claim_early(self._file, OWNERSHIP)  # now that it is known what this call has read
        kinds_asked = arguments.selection(exercise, wanted.only, None, None).kinds
        return name, self._opened(exercise, kinds_asked or None)

    def _check_kinds(self, session: Session, kinds: frozenset[Kind]) -> None:
        """Refuse to go on with a practice of other lines than are asked for.

        Raises:
            click.UsageError: there are no such lines.
            OutputError: the practice that is kept has others.
        """
        only = arguments.selection(session.exercise, self._wanted.only, None, None).kinds
        if only and only & {key.kind for key in session.marker.asked} != kinds:
            raise OutputError(
                say(
                    "{file} holds a practice of other lines: {kinds}; go on with it without "
                    "--only, or name another file with -o",
                    file=self._file,
                    kinds=", ".join(sorted(kinds)),
                )
            )

    def _before(self) -> tuple[str, frozenset[Kind], Progress] | None:
        """Return what an earlier call has kept, None if it has kept nothing."""
        if self._into_stream:
            return None
        try:
            self._kept = Path(self._file).read_bytes()
        except OSError:
            return None
        if not OWNERSHIP.owns(self._kept, place.this_call().command) or place.this_call().force:
            return None
        return record.read(self._kept.decode("utf-8", "replace"))  # type: ignore[return-value]  # kinds

    def _read(self, name: str | None) -> Exercise:
        exercise = arguments.read_exercise(name, self._wanted.notation, 1)
        judge_work(exercise, 1)
        return exercise

    def _opened(self, exercise: Exercise, kinds: Iterable[Kind] | None = None) -> Session:
        release()
        session = Session(exercise, self._characters, None if kinds is None else frozenset(kinds))
        if exercise.title:
            self._say(exercise.title)
        self._say(say("{n} lines are asked. {keys}", n=len(session.keys), keys=self._keys()))
        self._say(say("Given:"))
        self._items(session.givens())
        return session

    @staticmethod
    def _keys() -> str:
        return say(
            "Type a number, or arithmetic; ? formula, ?? numbers put in, ! value, < back, > on, "
            "g given, h help, q leave."
        )

    def _where(self) -> str:
        """Say where the answers are, and how to go on."""
        call = (
            "bpcalc practice" if self._file == DEFAULT_FILE else f"bpcalc practice -o {self._file}"
        )
        return say("Kept in {file}; `{call}` goes on from there.", file=self._file, call=call)

    # asking ------------------------------------------------------------------------------------

    def _practise(self, name: str, session: Session) -> None:
        moved = True
        while (key := session.key) is not None:
            click.echo()
            symbol, *rest = session.question(key)
            number = f"[{session.progress.place + 1}/{len(session.keys)}]"
            self._row((f"{number} {symbol}", *rest))
            before = session.progress.answers.get(session.name(key))
            if before and moved:
                self._say(say("Answered before: {raw}.", raw=before))
            self._answered(session, key, self._typed().strip())
            moved = session.key != key
            self._save(name, session)
        click.echo()
        for line in session.summary():
            self._say(line)

    def _answered(self, session: Session, key: Key, word: str) -> None:
        """Do what was typed."""
        if not word:
            return
        for words, act in self._acts:
            if word.lower() in words:
                act(session, key)
                return
        reply = session.answer(key, word)
        if reply.row:
            self._row(reply.row)
        self._say(reply.says)
        if reply.accepted:
            session.move(1)

    @property
    def _acts(self) -> list[tuple[frozenset[str], Act]]:
        """What keys do."""
        return [
            (FORMULA, lambda session, key: self._rows(session.formulas(key))),
            (NUMBERS, lambda session, key: self._rows(session.numbers(key))),
            (VALUE, self._show),
            (BACK, lambda session, key: self._move(session, -1)),
            (FORTH, lambda session, key: self._move(session, 1)),
            (GIVEN, lambda session, key: self._items(session.givens())),
            (HELP, lambda session, key: self._say(self._keys())),
            (LEAVE, self._leave),
        ]

    def _show(self, session: Session, key: Key) -> None:
        self._row(session.show(key))
        session.move(1)

    def _move(self, session: Session, steps: int) -> None:
        if not session.move(steps):
            self._say(say("This is the first line."))

    def _leave(self, session: Session, key: Key) -> None:
        raise Left

    def _typed(self, prompt: str = "> ") -> str:
        """Return a line of what is typed; through a pipe it is repeated, so that it can be read.

        Raises:
            Left: nothing comes any more.
        """
        try:
            if sys.stdin.isatty():
                return input(prompt)
            click.echo(prompt, nl=False)
            line = sys.stdin.readline()
        except EOFError:
            line = ""
        if not line:
            click.echo()
            raise Left
        click.echo(cleaned(line.rstrip("\r\n")))
        return line

    # afterwards --------------------------------------------------------------------------------

    def _more(self, session: Session) -> bool:
        return self._typed(say("One more exercise? [Y/n]") + " ").strip().lower() not in NO

    def _next(self, name: str, session: Session) -> tuple[str, Session]:
        """Return one more exercise, which asks for what went wrong."""
        from bpcalc.making.maker import Wish, make
        from bpcalc.report.new_exercise import file_of

        wrong = session.wrong_keys()
        kinds = {key.kind for key in wrong}
        clean = frozenset({"A", "B", *session.rules})
        wish = Wish(session.exercise, None, {}, clean, alike=True)
        patience.begin()
        made = make(wish, int(self._seeds() * 2**32))
        patience.end()
        self._round += 1
        stem = Path(DEFAULT_FILE if self._into_stream else self._wanted.output)
        if not self._into_stream:
            self._file = str(stem.with_name(f"{stem.stem}-{self._round}{stem.suffix}"))
        called = str(stem.with_name(f"{stem.stem}-{self._round}.exercise.yaml"))
        place.write_output(file_of(made, wish, name), called, ownership=OWNERSHIP)
        place.claim(self._file, OWNERSHIP)
        self._kept = b""
        click.echo()
        return called, self._opened(made.exercise, kinds or None)

    def _save(self, name: str, session: Session) -> None:
        """Keep the answers, unless somebody else has written there in the meantime.

        Raises:
            OutputError: it cannot be written, or must not.
        """
        if self._into_stream or self._is_nothing(session):
            return
        content = OWNERSHIP.signed(
            record.written(session, name).encode(), place.this_call().command
        )
        try:
            there = Path(self._file).read_bytes()
        except OSError:
            there = b""
        if there not in (b"", self._kept) and not place.this_call().force:
            raise OutputError(
                say("{file} has been changed since this call began; it stays so", file=self._file)
            )
        try:
            replace(self._file, content, durable=False, new_owner=False)
        except OSError as error:
            says = say("{file} cannot be written: {reason}", file=self._file, reason=error.strerror)
            raise OutputError(says) from None
        self._kept = content

    def _is_nothing(self, session: Session) -> bool:
        """Return whether there is nothing to keep, and nobody has named a file for it.

        Of one more exercise, the file says how to go on with it.
        """
        return not (self._wanted.named or self._kept or self._round > 1 or session.progress.begun)

    def _pour(self, name: str, session: Session) -> None:
        """Write the answers into a device or a pipe, where nothing can be kept: once, at the end.

        Raises:
            OutputError: it takes no more.
        """
        if self._into_stream:
            place.write_output(record.written(session, name), self._file, ownership=OWNERSHIP)

    # showing -----------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        """Print a sentence, broken at the width of the terminal."""
        for line in text.splitlines():
            for part in folded(line, self._width, terminal_width):
                click.echo(part)

    def _items(self, items: Iterable[str]) -> None:
        """Print short texts, as many on a line as there is room for."""
        line = ""
        for item in items:
            if line and terminal_width(f"{line}   {item}") > self._width:
                click.echo(line)
                line = ""
            line = f"{line}   {item}" if line else item
        click.echo(line)

    def _rows(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._row(row)

    def _row(self, row: Row) -> None:
        """Print parts with equals signs between them, on a line each if that is too narrow."""
        row = tuple(part for part in row if part)
        whole = " = ".join(row)
        if terminal_width(whole) <= self._width:
            click.echo(whole)
            return
        click.echo(row[0])
        for part in row[1:]:
            first, *rest = broken(part, self._width - 6)
            click.echo(f"  = {first}")
            for line in rest:
                click.echo(f"    {line}")
