"""What is said of weights most of whose names are none of the notation."""

from collections.abc import Sequence

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.name_table import as_looked_up, bias_keys, name_table
from bpcalc.exercise.yaml_nodes import Scalar, YamlMapping
from bpcalc.locale import enumerated, say
from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling, loose

MIN_STRANGERS = 3
"""So many names of no notation are answered together."""

MAX_COMPARED = 500
"""Among so many names, a similar one is looked for."""

MAX_LISTED = 5
"""So many names are listed, and how many more there are is said."""

MIN_OF_NOTATION = 3
"""Of so many names at most one is a slip, where the others are those of a notation."""


class Differing(NamedTuple):
    """In what names differ from those of a notation.

    Attributes:
        notation: its name.
        unknown: names that it does not have.
        missing: weights of the network that nothing names.
    """

    notation: str
    unknown: list[str]
    missing: list[str]

    @property
    def many(self) -> int:
        """In how many names they differ."""
        return len(self.unknown) + len(self.missing)

    @property
    def alike(self) -> tuple[list[str], ...]:
        """What is the same where two notations differ in their strokes only."""
        return [*map(loose, self.unknown)], [*map(loose, self.missing)]


def say_strangers(page: SourceText, node: YamlMapping, spelling: Spelling, keys: list[Key]) -> bool:
    """Return whether most names are none of the notation; then one sentence says what to do.

    Args:
        page: for the fault.
        node: the weights by name.
        spelling: of the names.
        keys: of all weights and biases.
    """
    table = {*map(loose, name_table(spelling, keys)), *spelling.loosely(keys)}
    unknown = [
        name
        for name, _ in node.pairs
        if table.isdisjoint((text := as_looked_up(spelling, name.text), text.lower()))
    ]
    if len(unknown) < MIN_STRANGERS or 2 * len(unknown) <= len(node.pairs):
        return False
    others = _elsewhere(node, spelling) if len(keys) <= MAX_COMPARED else []
    page.fault(
        unknown[0], _almost(node, others) or _none_of_these(spelling, keys, unknown[0], others)
    )
    return True


def _none_of_these(
    spelling: Spelling, keys: list[Key], name: Scalar, others: list[Differing]
) -> str:
    """Return how the weights are called, and what else may be written."""
    own = [key for key in keys if key.kind == "weight"]
    first, last = (spelling.name(own[place]) for place in (0, -1))
    named = [other.notation for other in others if not other.unknown]
    return say(
        "the weights are called {first} to {last} in this notation; say {notation}, or the place "
        "of each: {name}: {place}",
        first=first,
        last=last,
        notation=_any_of(named) or say("another `notation`"),
        name=quotable(name.text),
        place=place_of_a_weight(spelling),
    )


def _any_of(notations: list[str]) -> str:
    return say(" or ").join(f"`notation: {name}`" for name in notations)


def _almost(node: YamlMapping, others: list[Differing]) -> str:
    """Return in which few names the names differ from those of a notation; "" if in more, or none.

    Args:
        node: the weights by name.
        others: in what the names differ from those of every notation.
    """
    least = min((other.many for other in others), default=0)
    nearest = [other for other in others if other.many == least]
    if not least or any(other.alike != nearest[0].alike for other in nearest):
        return ""
    [first, *_] = nearest
    if MIN_OF_NOTATION * max(len(first.unknown), len(first.missing)) > len(node.pairs):
        return ""
    says = say(
        "almost all weights have names as in {notation}",
        notation=_any_of([other.notation for other in nearest]),
    )
    if first.unknown:
        names, more = some_names(first.unknown)
        says += say("; unknown there: {names}{more}", names=names, more=more)
    if first.missing:
        names, more = some_names(first.missing)
        says += say("; missing: {names}{more}", names=names, more=more)
    return says


def some_names(names: Sequence[str]) -> tuple[str, str]:
    """Return some names in a row, and how many more there are, "" if none."""
    rest = len(names) - MAX_LISTED
    return (
        enumerated(f"`{quotable(name)}`" for name in names[:MAX_LISTED]),
        say(" and {n} more", n=rest) if rest > 0 else "",
    )


def _elsewhere(node: YamlMapping, spelling: Spelling) -> list[Differing]:
    """Return in what these names differ from those of every notation."""
    found = []
    weights = list(Graph(spelling.layout.sizes).every_connection)
    shared, own = bias_keys(spelling.layout.sizes)
    keys = [*weights, *(key for layer in own for key in layer), *shared]
    for name, notation in NOTATIONS.items():
        other = Spelling(notation, spelling.layout)
        known = {loose(text): key for text, key in name_table(other, keys).items()}
        known |= other.loosely(keys)
        told = {each.text: known.get(as_looked_up(other, each.text)) for each, _ in node.pairs}
        given = set(told.values())
        unknown = [text for text, key in told.items() if key is None]
        missing = [other.name(key) for key in weights if key not in given]
        found.append(Differing(name, unknown, missing))
    return found


def first_units(spelling: Spelling) -> tuple[str, str]:
    """Return a unit of the first layer and one of the second, or the usual ones."""
    source, unit = (
        quotable(names[0]) if names else usual
        for names, usual in zip(spelling.layout.units[:2], ("i1", "h1"), strict=True)
    )
    return source, unit


def place_of_a_weight(spelling: Spelling) -> str:
    """Return how a weight with a place is written, with units of this network."""
    source, unit = first_units(spelling)
    return f"{{from: {source}, to: {unit}, value: 0.15}}"
