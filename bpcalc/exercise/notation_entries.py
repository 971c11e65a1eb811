"""The spellings in the file of a notation: what may be filled in, typed, and told apart."""

from collections.abc import Mapping
from string import Formatter
from typing import cast, get_args

from bpcalc.exercise.collections import not_a, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import did_you_mean, one_of, quotable
from bpcalc.exercise.notation_clashes import TRIALS, USUAL_KINDS, clashing_names, says_twice
from bpcalc.exercise.scalars import one_line_text
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import INFO, KINDS
from bpcalc.notation.layout import Layout, default_units
from bpcalc.notation.notations import Form, Forms, Notation, Position, derived_forms
from bpcalc.notation.spelling import Spelling
from bpcalc.patterns import pattern
from bpcalc.records import record

POSITIONS = get_args(Position)

MAX_FORM = 60

NAME_TEXT = pattern(r"[A-Za-z0-9_/^().*+-]*")
NAME_START = pattern(r"-?(?:[A-Za-z]|$)")
GROUPS = pattern(r"[_^]\[[^\[\]]*\]")

UNIT_FIELDS = frozenset({"u", "j", "m", "oj", "l", "L"})
LAYER_FIELDS = frozenset({"l", "L"})
EDGE_FIELDS = frozenset({"u", "j", "m", "l", "L", "n", "ij", "ji", "km"})


@record
class Entry:
    """A spelling and where it stands."""

    node: Scalar
    form: Form


FormPlace = Kind | tuple[Kind, Position]


def read_entries(page: SourceText, node: Node | None) -> dict[FormPlace, Entry]:
    """Return the spellings of a file by kind and position; what cannot be used is a fault."""
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


def forms_of_letter(page: SourceText, keys: Mapping[str, Node]) -> Forms:
    """Return the spellings with the letter of the error, if the file names another one."""
    node = keys.get("error_letter")
    letter = None if node is None else _text(page, node, say("a letter"))
    if node is None or not letter:
        return {}
    return derived_forms(letter) if _fits(page, node, Form(letter, letter), frozenset()) else {}


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


def fit_entries(page: SourceText, notation: Notation, entries: Mapping[FormPlace, Entry]) -> None:
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
