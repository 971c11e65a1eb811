"""A notation of one's own: a YAML file that an exercise names, `notation: mine.yaml`.

It starts from one of the notations of books, and says what is called otherwise. Everything in it is
looked at before it is used: the fields of a spelling, its characters, and whether two quantities
would have one name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter
from typing import Any, cast, get_args

from bpcalc.errors import ExerciseError, Fault, reason
from bpcalc.exercise.collections import not_a, read_mapping
from bpcalc.exercise.decoding import MAX_BYTES, decode
from bpcalc.exercise.diagnostics import Enough, SourceText
from bpcalc.exercise.hints import did_you_mean, one_of, quotable
from bpcalc.exercise.notation_choice import spelling, with_notation
from bpcalc.exercise.notation_clashes import (
    TRIALS,
    USUAL_KINDS,
    clashing_names,
    first_clash,
    says_twice,
)
from bpcalc.exercise.scalars import boolean, choice, one_line_text
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlError, YamlMapping, document
from bpcalc.files import read_bytes
from bpcalc.locale import say
from bpcalc.maths.derivation_style import DeltaLines, Order
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import INFO, KINDS
from bpcalc.notation.layout import Layout, default_units
from bpcalc.notation.notations import NOTATIONS, Form, Forms, Notation, Position, derived_forms
from bpcalc.notation.spelling import Spelling

SUFFIXES = (".yaml", ".yml")
"""By these, the name of a file is told from that of a notation."""

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

POSITIONS = get_args(Position)

MAX_FORM = 60

NAME_TEXT = re.compile(r"[A-Za-z0-9_/^().*+-]*")
NAME_START = re.compile(r"-?(?:[A-Za-z]|$)")
GROUPS = re.compile(r"[_^]\[[^\[\]]*\]")

UNIT_FIELDS = frozenset({"u", "j", "m", "oj", "l", "L"})
LAYER_FIELDS = frozenset({"l", "L"})
EDGE_FIELDS = frozenset({"u", "j", "m", "l", "L", "n", "ij", "ji", "km"})


def is_file(name: str) -> bool:
    """Return whether a name is that of a file, and not of a notation of a book."""
    return name.lower().endswith(SUFFIXES)


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
    notation, faults = _read(source, str(path), node.text)
    page.faults.extend(faults)
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
    notation, faults = _read(source, name, name)
    if notation is None:
        raise ExerciseError(tuple(sorted(faults, key=lambda fault: fault[1:3])))
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


def _read(source: bytes, file: str, name: str) -> tuple[Notation | None, list[Fault]]:
    if not source.strip():
        says = say("the file is empty; `bpcalc notations --template` prints one to start from")
        return None, [Fault(file, 1, 1, says)]
    decoded = decode(source)
    page = SourceText(file, decoded.text)
    notation = None
    try:
        for refusal in decoded.refusals:
            page.fault(refusal.at, refusal.says)
        if not decoded.refusals:
            notation = _notation(page, name)
    except YamlError as refused:
        for refusal in refused.refusals:
            page.fault(refusal.at, refusal.says)
    except Enough:
        pass
    return (None if page.faults else notation), page.faults


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
    entries = _entries(page, keys.get("names"))
    forms = {**like.forms, **_with_letter(page, keys)}
    own = {place: entry.form for place, entry in entries.items()}
    settings = _settings(page, keys, like)
    notation = replace(like, name=name, forms={**_open(forms, entries), **own}, **settings)
    if not page.faults:
        _distinct(page, notation, entries)
    return notation


def _with_letter(page: SourceText, keys: Mapping[str, Node]) -> Forms:
    """Return the spellings with the letter of the error, if the file names another one."""
    node = keys.get("error_letter")
    letter = None if node is None else _text(page, node, say("a letter"))
    if node is None or not letter:
        return {}
    return derived_forms(letter) if _fits(page, node, Form(letter, letter), frozenset()) else {}


def _settings(page: SourceText, keys: Mapping[str, Node], like: Notation) -> dict[str, Any]:
    """Return the conventions of the notation, as far as its file settles them."""
    found: dict[str, Any] = {}
    if "source" in keys:
        found["source"] = one_line_text(page, keys["source"], say("the source, a text")) or ""
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A spelling and where it stands."""

    node: Scalar
    form: Form


FormPlace = Kind | tuple[Kind, Position]


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


def _entries(page: SourceText, node: Node | None) -> dict[FormPlace, Entry]:
    entries: dict[FormPlace, Entry] = {}
    if node is None:
        return entries
    if not isinstance(node, YamlMapping):
        not_a(page, node, say("quantities with their names, such as net: z_{u}"))
        return entries
    for key, value in node.pairs:
        place = _place(page, key)
        form = _form(page, value)
        if place is None or form is None:
            continue
        if _fits(page, value, form, _fields(place)):
            entries[place] = Entry(key, form)
    return entries


def _place(page: SourceText, key: Scalar) -> FormPlace | None:
    """Return the kind, and the position behind it if one is named."""
    kind, _, position = key.text.partition(" ")
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or page.once(one_of(KINDS))
        says = say("there is no kind of quantity `{kind}`{hint}", kind=quotable(kind), hint=hint)
        page.fault(key, says)
        return None
    if not position:
        return kind
    if position not in POSITIONS:
        hint = did_you_mean(position, POSITIONS) or page.once(one_of(POSITIONS))
        says = say("there is no place `{place}`{hint}", place=quotable(position), hint=hint)
        page.fault(key, says)
        return None
    return kind, cast(Position, position)


def _form(page: SourceText, node: Node) -> Form | None:
    """Return name and symbol: both of them in a mapping, or one text for both."""
    expected = say("a name, or {name: …, symbol: …}")
    if isinstance(node, Scalar):
        single = _text(page, node, expected)
        return Form(single, single) if single else None
    parts = read_mapping(page, node, expected, ("name", "symbol"))
    if parts is None:
        return None
    if "name" not in parts:
        page.fault(node, say("this has no `name`, in plain letters, to type it"))
        return None
    name = _text(page, parts["name"], say("a name"))
    symbol = _text(page, parts["symbol"], say("a symbol")) if "symbol" in parts else name
    return Form(name, symbol) if name and symbol else None


def _text(page: SourceText, node: Node, expected: str) -> str | None:
    """Return a text that is not empty."""
    found = one_line_text(page, node, expected, MAX_FORM)
    if found == "":
        not_a(page, node, expected)
    return found or None


def _fields(place: FormPlace) -> frozenset[str]:
    """Return what may be filled into the spellings of a kind."""
    kind, position = (place, "") if isinstance(place, str) else place
    info = INFO[kind]
    if info.of is not None:
        return frozenset({"w", "l", "L"})
    if kind == "bias":
        return LAYER_FIELDS if position.startswith("shared") else UNIT_FIELDS
    built = {"error_slope": {"out"}, "slope": {"out", "net"}}.get(kind, set())
    by_place = {"edge": EDGE_FIELDS, "whole": frozenset[str]()}
    return by_place.get(info.place, UNIT_FIELDS) | built


def can_be_written(place: FormPlace, form: Form) -> bool:
    """Return whether a file may have this spelling; some of those in the tables hold blanks."""
    allowed = _fields(place)
    return not (_wrong(form.name, allowed) or _wrong(form.symbol, allowed))


def _fits(page: SourceText, node: Node, form: Form, allowed: frozenset[str]) -> bool:
    """Return whether a spelling can be used; say why not."""
    wrong = _wrong(form.name, allowed) or _wrong(form.symbol, allowed)
    if wrong:
        page.fault(node, wrong)
    return not wrong


def _wrong(template: str, allowed: frozenset[str]) -> str:
    """Return what is wrong with a template, "" if it can be filled in."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return say("in `{form}`, a brace stands alone", form=quotable(template))
    unknown = (
        field for _, field, *more in parts if field is not None and _odd(field, more, allowed)
    )
    field = next(unknown, None)
    if field is not None:
        fields = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or say("nothing")
        return say(
            "`{{{field}}}` cannot be filled in here; what can: {fields}",
            field=quotable(field),
            fields=fields,
        )
    if any(sign.isspace() or not sign.isprintable() for literal, *_ in parts for sign in literal):
        return say("`{form}` has a blank in it; leave it out", form=quotable(template))
    rest = GROUPS.sub("", template)
    if "[" in rest or "]" in rest:
        return say("in `{form}`, brackets stand behind `_` or `^` only", form=quotable(template))
    return ""


def _odd(field: str, more: list[str | None], allowed: frozenset[str]) -> bool:
    return field not in allowed or any(more)


def _ascii(page: SourceText, entries: Mapping[FormPlace, Entry]) -> None:
    """Say which names cannot be typed anywhere; symbols may be of any characters."""
    for entry in entries.values():
        literals = [literal for literal, *_ in Formatter().parse(entry.form.name)]
        typed = all(NAME_TEXT.fullmatch(literal) for literal in literals)
        if not typed or not NAME_START.match(literals[0] if literals else ""):
            says = say(
                "the name `{form}` has to be of plain letters, digits, `_`, `/` and the like, to "
                "be typed anywhere; write {{name: …, symbol: {form}}}",
                form=quotable(entry.form.name),
            )
            page.fault(entry.node, says)


def _distinct(page: SourceText, notation: Notation, entries: Mapping[FormPlace, Entry]) -> None:
    """Say which quantities would have the same name or symbol, and which names cannot be typed."""
    _ascii(page, entries)
    for sizes in TRIALS:
        for shared in (False, True):
            for thresholds in (False, True):
                layers = len(sizes) - 1
                layout = Layout(
                    default_units(sizes),
                    (shared,) * layers,
                    thresholds=thresholds,
                    descent=notation.delta == "t-o",
                )
                if page.faults:
                    return
                _clash(page, Spelling(notation, layout), entries)


def _clash(page: SourceText, spelling: Spelling, entries: Mapping[FormPlace, Entry]) -> None:
    named = {place if isinstance(place, str) else place[0] for place in entries}
    for form, one, other in clashing_names(spelling, USUAL_KINDS | named):
        nodes = [node for key in (other, one) if (node := _node(entries, key))]
        if nodes:
            page.fault(nodes[0], says_twice(spelling.layout, form, one, other))
            return


def _node(entries: Mapping[FormPlace, Entry], key: Key) -> Scalar | None:
    """Return where the spelling of a key, or of what it is built around, stands in the file."""
    kinds = {key.kind, INFO[key.kind].of}
    if key.kind in ("error_slope", "slope"):
        kinds |= {"out", "net", "input"}
    found = [
        entry.node
        for place, entry in entries.items()
        if (place if isinstance(place, str) else place[0]) in kinds
    ]
    return found[-1] if found else None
