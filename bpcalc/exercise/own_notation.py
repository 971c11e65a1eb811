"""A notation of one's own: a YAML file that an exercise names, `notation: mine.yaml`.

It starts from one of the notations of books, and says what is called otherwise. Everything in it is
looked at before it is used: the fields of a spelling, its characters, and whether two quantities
would have one name.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from bpcalc.errors import ExerciseError, Fault, reason
from bpcalc.exercise.collections import read_mapping
from bpcalc.exercise.decoding import MAX_BYTES, decode
from bpcalc.exercise.diagnostics import Enough, SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.notation_choice import spelling, with_notation
from bpcalc.exercise.notation_clashes import (
    USUAL_KINDS,
    first_clash,
)
from bpcalc.exercise.notation_entries import (
    Entry,
    FormPlace,
    fit_entries,
    forms_of_letter,
    read_entries,
)
from bpcalc.exercise.scalars import boolean, choice, one_line_text
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlError, document
from bpcalc.files import note_guess, read_bytes
from bpcalc.locale import say
from bpcalc.maths.derivation_style import DeltaLines, Order
from bpcalc.maths.kinds import KINDS
from bpcalc.notation.notations import NOTATIONS, Form, Forms, Notation, Position

NOTATION_SETTINGS = (
    "like",
    "source",
    "delta",
    "changes",
    "lines",
    "order",
    "bias_in",
    "error_letter",
)


def notation_named(page: SourceText, node: Scalar) -> Notation | None:
    """Return the notation of a file that an exercise names; None, with its faults, if it is none.

    Args:
        page: of the exercise; the file stands beside it.
        node: the name of the file.
    """
    path = Path(page.file).parent / node.text
    try:
        source = read_bytes(path, MAX_BYTES)
    except OSError as error:
        page.fault(node, _unreadable(path, error))
        return None
    notation, sheet = _read(source, str(path), node.text)
    page.faults.extend(sheet.faults)
    page.notes.extend(sheet.notes)
    return notation


def _unreadable(path: Path, error: OSError) -> str:
    return say(
        "the notation `{path}` cannot be read: {reason}",
        path=quotable(str(path)),
        reason=reason(error),
    )


def load_notation(name: str) -> Notation:
    """Return the notation of a book by its name, or that of a file by its path.

    Raises:
        ExerciseError: the file cannot be used; with all faults.
    """
    if name in NOTATIONS:
        return NOTATIONS[name]
    try:
        source = read_bytes(name, MAX_BYTES)
    except OSError as error:
        raise ExerciseError((Fault(name, 0, 0, _unreadable(Path(name), error)),)) from None
    notation, page = _read(source, name, name)
    if notation is None:
        raise ExerciseError(page.verdict())
    note_guess(name, decode(source).guessed)
    return notation


def in_notation(exercise: Exercise, name: str) -> Exercise:
    """Return the exercise as one has it that uses this notation.

    Args:
        exercise: in whatever notation.
        name: of the notation of a book, or of a file with one of one's own.

    Raises:
        ExerciseError: the file cannot be used, or two quantities would have one name.
    """
    notation = load_notation(name)
    chosen = with_notation(exercise, notation)
    plain = not (chosen.rule.form.kept or chosen.rule.form.rates)
    kinds = USUAL_KINDS if plain else frozenset(KINDS)
    clash = "" if name in NOTATIONS else first_clash(spelling(chosen), kinds)
    if clash:
        raise ExerciseError((Fault(name, 1, 1, clash),))
    return chosen


def _read(source: bytes, file: str, name: str) -> tuple[Notation | None, SourceText]:
    """Return the notation of a file, None if it is none; and what is to be said of the file."""
    decoded = decode(source)
    page = SourceText(file, decoded.text)
    if not source.strip():
        says = say("the file is empty; `bpcalc notations --template` prints one to start from")
        page.fault(0, says)
        return None, page
    if decoded.notice:
        page.note(0, decoded.notice)
    notation = None
    try:
        for refusal in decoded.refusals:
            page.fault(refusal.at, refusal.says)
        if not decoded.refusals:
            notation = _notation(page, name)
    except YamlError as refused:
        from bpcalc.exercise.yaml_hints import tell  # its patterns cost a millisecond

        tell(page, refused)
    except Enough:
        pass
    return (None if page.faults else notation), page


def _notation(page: SourceText, name: str) -> Notation | None:
    read = document(page.text)
    for key, first in read.repeated:
        says = say(
            "the key `{key}` stands on line {line} already; keep one of them",
            key=quotable(key.text),
            line=page.line(first),
        )
        page.fault(key, says)
    expected = say("a notation; `bpcalc notations --template` prints one to start from")
    keys = read_mapping(page, read.root, expected, (*NOTATION_SETTINGS, "names"))
    if keys is None:
        return None
    like = NOTATIONS["mazur"]
    if "like" in keys:
        chosen = choice(page, keys["like"], NOTATIONS, say("a notation"))
        like = NOTATIONS[chosen] if chosen else like
    entries = read_entries(page, keys.get("names"))
    forms = {**like.forms, **forms_of_letter(page, keys)}
    own = {place: entry.form for place, entry in entries.items()}
    settings = _settings(page, keys, like)
    notation = replace(like, name=name, forms={**_open(forms, entries), **own}, **settings)
    if not page.faults:
        fit_entries(page, notation, entries)
    return notation


def _settings(page: SourceText, keys: Mapping[str, Node], like: Notation) -> dict[str, Any]:
    """Return the conventions of the notation, as far as its file settles them."""
    found: dict[str, Any] = {}
    if "source" in keys:
        source = one_line_text(page, keys["source"], say("the source, a text"))
        found["source"] = source or like.source
    if "delta" in keys:
        found["delta"] = choice(page, keys["delta"], ("o-t", "t-o")) or like.delta
    if "changes" in keys:
        found["changes"] = bool(boolean(page, keys["changes"]))
    allowed = {"lines": get_args(DeltaLines), "order": get_args(Order), "bias_in": ("net", "out")}
    chosen: dict[str, Any] = {
        key: choice(page, keys[key], options) for key, options in allowed.items() if key in keys
    }
    known = {key: value for key, value in chosen.items() if value is not None}
    return {**found, "working": like.working._replace(**known)}


def _open(forms: Forms, entries: Mapping[FormPlace, Entry]) -> dict[FormPlace, Form]:
    """Return the inherited spellings without those of positions that a plain entry is about.

    Who writes `net: …` means every net input, also where the book has one for hidden units.
    """
    plain = {place for place in entries if isinstance(place, str)}
    return {
        place: form
        for place, form in forms.items()
        if not (isinstance(place, tuple) and place[0] in plain and place[1] in _SAME)
    }


_SAME: frozenset[Position] = frozenset({"hidden", "output", "deep hidden", "deep output", "input"})
