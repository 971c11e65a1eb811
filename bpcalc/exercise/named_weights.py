"""Weights and biases given by their names in a notation."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.layers import DraftBiases
from bpcalc.exercise.layers_by_name import with_layer_first
from bpcalc.exercise.layers_without_biases import say_none
from bpcalc.exercise.matrices import NOT_CONNECTED, DraftRow
from bpcalc.exercise.name_table import as_looked_up, bias_keys, name_table, other_names
from bpcalc.exercise.scalars import is_null, number
from bpcalc.exercise.spec import UNKNOWN_NUMBER
from bpcalc.exercise.strange_names import MAX_COMPARED, say_strangers, some_names
from bpcalc.exercise.threshold_names import say_added
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping
from bpcalc.locale import enumerated, later, say
from bpcalc.maths.expr import Number
from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple
from bpcalc.nearest import nearest
from bpcalc.notation.spelling import Spelling, loose
from bpcalc.patterns import pattern

MAX_NAMED_WEIGHTS = 10_000
"""So many weights or biases can be given by name; spelling more of them takes a while."""


class Given(NamedTuple):
    """A weight or bias that was given by name; a number that cannot be read is None."""

    name: Scalar
    number: Number | None


def weights(
    page: SourceText, node: YamlMapping, spelling: Spelling, *, told: bool = False
) -> tuple[list[tuple[DraftRow, ...]] | None, list[DraftBiases] | None]:
    """Return the weights of every layer from a mapping of names, and the biases among them.

    Args:
        page: for the faults.
        node: the mapping.
        spelling: of the names.
        told: whether the exercise gives quantities, so that weights may be missing.
    """
    sizes = spelling.layout.sizes
    if _too_many(page, node, sum(a * b for a, b in pairwise(sizes))):
        return None, None
    keys = list(Graph(sizes).every_connection)
    shared, own = bias_keys(sizes)
    among = [key for layer in own for key in layer] + shared
    node = _biases_among_by_unit(page, node, spelling)
    if say_strangers(page, node, spelling, keys + among):
        return None, None
    given = numbers_by_name(page, node, spelling, keys + among, nullable=True)
    if not told:
        say_missing(page, node, spelling, keys, given)
    missing = UNKNOWN_NUMBER if told else None
    numbers = iter([given[key].number if key in given else missing for key in keys])
    rows = [
        tuple(tuple(next(numbers) for _ in range(sending)) for _ in range(receiving))
        for sending, receiving in pairwise(sizes)
    ]
    if given.keys().isdisjoint(among):
        return rows, None
    say_added(page, node, spelling, [given[key].name.text for key in among if key in given])
    return rows, _all_biases(page, node, spelling, given)


def first_layer(keys: Mapping[str, Node]) -> int:
    """Return the number of the first layer that calculates, as far as the file says it well."""
    node = keys.get("first_layer")
    return 1 if isinstance(node, Scalar) and node.text == "1" else 2


def biases_apart(node: YamlMapping, spelling: Spelling) -> tuple[YamlMapping, YamlMapping]:
    """Return the weights of a drawing, and the biases that stand among them under their names."""
    shared, own = bias_keys(spelling.layout.sizes)
    names = set(other_names(spelling))
    for key in [*shared, *(key for layer in own for key in layer)]:
        names |= {*spelling.form(key)}
    known = set(map(loose, names))
    if spelling.name(shared[0]) in COUNTED_BIASES:  # b3 is of a unit, in a network of two layers
        known |= {loose(name.text) for name, _ in node.pairs if NUMBERED.fullmatch(name.text)}
    pairs: tuple[list[tuple[Scalar, Node]], ...] = ([], [])
    for name, value in node.pairs:
        pairs[isinstance(value, Scalar) and loose(name.text) in known].append((name, value))
    placed, biases_ = (node._replace(pairs=tuple(each)) for each in pairs)
    return placed, biases_


def sizes_wanted(*, placed: bool) -> str:
    """Return what helps where the names of weights or units do not tell the layers."""
    if placed:
        return say(
            "which unit is in which layer? name them: units: {inputs: [x1, x2], "
            "hidden: [[h1, h2]], outputs: [y]}"
        )
    return say("weights by name need the sizes of the layers too, such as layers: [2, 2, 1]")


def _all_biases(
    page: SourceText, node: YamlMapping, spelling: Spelling, given: dict[Key, Given]
) -> list[DraftBiases]:
    layers = [*zip(*bias_keys(spelling.layout.sizes), strict=True)]
    found = [_layer_biases(page, node, spelling, keys, given) for keys in layers]
    meant = {key for key, _ in layers if key in given}
    say_none(page, node, spelling, layers, found, meant)
    return found


def biases(page: SourceText, node: YamlMapping, spelling: Spelling) -> list[DraftBiases] | None:
    """Return the biases of every layer from a mapping of names."""
    sizes = spelling.layout.sizes
    if _too_many(page, node, sum(sizes)):
        return None
    # A unit's own name goes first: where a layer has a single unit, both may be the same.
    node = _by_unit(page, node, spelling)
    shared, own = bias_keys(sizes)
    among = [key for layer in own for key in layer] + shared
    given = numbers_by_name(page, node, spelling, among, nullable=True)
    say_added(page, node, spelling, [given[key].name.text for key in among if key in given])
    table = {*map(loose, name_table(spelling, among)), *spelling.loosely(among)}
    if (
        any(own)
        and sum(loose(with_layer_first(name.text)) not in table for name, _ in node.pairs) > 1
    ):
        says = say(
            "biases of single units are written as {names}, or as a list for each layer, "
            "[[0.1, 0.2], [0.3]]",
            names=enumerated(f"{spelling.name(layer[0])}: 0.1" for layer in own if layer),
        )
        page.fault(node, says)
    return _all_biases(page, node, spelling, given)


def _by_unit(page: SourceText, node: YamlMapping, spelling: Spelling) -> YamlMapping:
    """Return biases b1, b2, … or θ1, θ2, … under the names of units, if there are as many as units.

    In a notation whose b1, b2, … are of layers, b3 would otherwise be of none; where both could be
    meant, it is said which was taken.
    """
    layout = spelling.layout
    layers, units = len(layout.sizes) - 1, sum(layout.sizes[1:])
    counted = [NUMBERED.fullmatch(name.text) for name, _ in node.pairs]
    numbers = [int(match[1]) for match in counted if match]
    shared, own = bias_keys(layout.sizes)
    if len(numbers) < len(counted) or spelling.name(shared[0]) not in COUNTED_BIASES:
        return node
    if sorted(numbers) == list(range(1, units + 1)) and units > layers:
        keys = [key for layer in own for key in layer]
        pairs = [
            (name._replace(text=spelling.name(keys[number - 1])), value)
            for number, (name, value) in zip(numbers, node.pairs, strict=True)
        ]
        says = say("b1, b2, … were taken as the biases of the units, one by one")
        if layout.thresholds:
            says = say("θ1, θ2, … were taken as the thresholds of the units, one by one")
        page.note(node, says)
        return node._replace(pairs=tuple(pairs))
    if layout.sizes[1] > 1 and len(numbers) == layout.sizes[1]:
        says = later(
            "b1, b2, … were taken as the biases of whole layers; those of single units are {names}"
        )
        if layout.thresholds:
            says = later(
                "θ1, θ2, … were taken as the thresholds of whole layers; those of single units "
                "are {names}"
            )
        names = enumerated(spelling.name(key) for key in own[0][:2])
        page.note(node, say(says, names=names))
    return node


COUNTED_BIASES = ("b1", "theta1")
"""What the bias of a whole layer is called where those of units may be called so too."""

NUMBERED = pattern(r"(?:[bθ]|theta)_?([0-9]{1,4})")


def _biases_among_by_unit(page: SourceText, node: YamlMapping, spelling: Spelling) -> YamlMapping:
    """Return weights among which b1, b2, … stand under the names of units, if so meant."""
    counted = [pair for pair in node.pairs if NUMBERED.fullmatch(pair[0].text)]
    if not counted:
        return node
    renamed = _by_unit(page, node._replace(pairs=tuple(counted)), spelling).pairs
    by_place = dict(zip((name.start for name, _ in counted), renamed, strict=True))
    return node._replace(pairs=tuple(by_place.get(pair[0].start, pair) for pair in node.pairs))


def _layer_biases(
    page: SourceText,
    node: YamlMapping,
    spelling: Spelling,
    keys: tuple[Key, list[Key]],
    given: dict[Key, Given],
) -> DraftBiases:
    common, own = keys
    of_units = [key for key in own if key in given]
    if common in given:
        for key in of_units:
            says = say(
                "`{shared}` is the bias of the whole layer; leave out `{own}`",
                shared=given[common].name.text,
                own=given[key].name.text,
            )
            page.fault(given[key].name, says)
        shared = given[common].number
        return DraftBiases(node, None if shared is NOT_CONNECTED else (shared,), shared=True)
    if not of_units:
        return DraftBiases(node, None, shared=False)
    say_missing(page, node, spelling, own, given)
    return DraftBiases(
        node, tuple(given[key].number if key in given else None for key in own), shared=False
    )


def _too_many(page: SourceText, node: YamlMapping, n: int) -> bool:
    if n > MAX_NAMED_WEIGHTS:
        says = say(
            "{n} names are too many, at most {most} are read; write lists of numbers",
            n=n,
            most=MAX_NAMED_WEIGHTS,
        )
        page.fault(node, says)
    return n > MAX_NAMED_WEIGHTS


def numbers_by_name(
    page: SourceText,
    node: YamlMapping,
    spelling: Spelling,
    keys: list[Key],
    *,
    nullable: bool = False,
) -> dict[Key, Given]:
    """Return the numbers of a mapping by the keys that its names stand for.

    Args:
        page: for the faults.
        node: the mapping.
        spelling: of the names.
        keys: which may be named.
        nullable: whether null says that a unit or a layer has no bias.
    """
    table = name_table(spelling, keys)
    loosely = spelling.loosely(keys)
    given: dict[Key, Given] = {}
    for name, value in node.pairs:
        text = as_looked_up(spelling, name.text)
        key_ = table.get(name.text) or loosely.get(text) or loosely.get(text.lower())
        if key_ is None:
            free = (
                [spelling.name(key) for key in keys if key not in given]
                if len(keys) <= MAX_COMPARED
                else []
            )
            _unknown(page, name, free)
        elif key_ in given:
            page.fault(
                name,
                say(
                    "`{name}` is the same as `{other}`; keep one of them",
                    name=name.text,
                    other=given[key_].name.text,
                ),
            )
        else:
            given[key_] = Given(name, _number(page, name, value, key_, nullable=nullable))
    return given


def _number(
    page: SourceText, name: Scalar, value: Node, key: Key, *, nullable: bool
) -> Number | None:
    """Return the number of a weight or bias; null says that a unit or a layer has no bias."""
    if not is_null(value):
        return number(page, value)
    if nullable and key.kind == "bias":
        return NOT_CONNECTED
    says = say("`{name}` has no number; write one", name=quotable(name.text))
    if key.kind == "weight":
        says = say(
            "`{name}` has no number; write one, or give the weights as matrices, where null says "
            "that two units are not connected",
            name=quotable(name.text),
        )
    page.fault(name, says)
    return None


def _unknown(page: SourceText, name: Scalar, names: Iterable[str]) -> None:
    close = nearest(name.text[:40], names)
    hint = say("; did you mean `{name}`?", name=close) if close else ""
    page.fault(
        name,
        say(
            "there is no `{name}` in this network and notation{hint}",
            name=quotable(name.text),
            hint=hint,
        ),
    )


def say_missing(
    page: SourceText,
    node: YamlMapping,
    spelling: Spelling,
    keys: list[Key],
    given: dict[Key, Given],
) -> None:
    """Say which names are missing."""
    missing = [key for key in keys if key not in given]
    if missing:
        names, more = some_names([spelling.name(key) for key in missing])
        page.fault(node, say("missing: {names}{more}", names=names, more=more))
