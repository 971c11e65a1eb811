"""The network: how weights, biases, activations and names of units make layers.

Every part is read for its own sake first. Parts are compared only once the sizes of the layers
are known, so that one slip in the weights is not answered by complaints about everything else.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bpcalc.exercise import matrices, named_weights
from bpcalc.exercise.bias_columns import BIAS_COLUMNS, split_biases
from bpcalc.exercise.connectedness import say_unconnected
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import found
from bpcalc.exercise.layers import (
    Chosen,
    DraftBiases,
    activations,
    biases,
    fit_activations,
    fit_biases,
)
from bpcalc.exercise.layers_by_name import refuse_matrices, refuse_vectors
from bpcalc.exercise.network_limits import MAX_UNITS, beyond_limits
from bpcalc.exercise.recognition import Recognised, has_places
from bpcalc.exercise.scalars import choice, is_null, read_whole
from bpcalc.exercise.spec import UNKNOWN_NUMBER, Layer, Numbering
from bpcalc.exercise.threshold_names import subtracted, thresholds_taken
from bpcalc.exercise.unit_names import named, repeated, units
from bpcalc.exercise.weight_numbering import read_numbering, read_ways, refuse_rows, taken
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence
from bpcalc.locale import say
from bpcalc.maths.activations import SIGMOID, Activation
from bpcalc.maths.expr import Number
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.layout import Layout
from bpcalc.notation.notations import Notation
from bpcalc.notation.spelling import Spelling

if TYPE_CHECKING:
    from bpcalc.exercise.drawn_weights import DrawnWeights

BIAS_KEYS = frozenset({"biases", "thresholds", "bias_column"})


class Weights(NamedTuple):
    """The weights as far as they could be read.

    Attributes:
        layers: how many layers calculate; None if that cannot be said.
        sizes: of all layers, the inputs first; None if the matrices do not fit together.
        rows: by layer and receiving unit; None if they are given by name.
        biases: that stand among the weights; None if none do.
    """

    layers: int | None = None
    sizes: tuple[int, ...] | None = None
    rows: list[tuple[matrices.DraftRow, ...]] | None = None
    biases: list[DraftBiases] | None = None


class NetworkDraft(NamedTuple):
    """A network in the making; what could not be read is None.

    Attributes:
        sizes: of all layers, the inputs first.
        units: the names of the units, layer by layer.
        rows: the weights, by layer and receiving unit.
        biases: by layer.
        activations: by layer.
        thresholds: whether biases are thresholds.
        drawn: what only weights with names of their own have.
        numbering: how weights are counted.
        numbering_taken: whether the file leaves it open although it matters.
        thresholds_taken: whether only the names of biases say that they are thresholds.
    """

    sizes: tuple[int, ...] | None
    units: tuple[tuple[str, ...], ...]
    rows: list[tuple[matrices.DraftRow, ...]] | None
    biases: list[DraftBiases] | None
    activations: list[Chosen] | None
    thresholds: bool
    drawn: "DrawnWeights | None" = None
    numbering: tuple[Numbering, ...] = ()
    numbering_taken: bool = False
    thresholds_taken: bool = False

    @property
    def output(self) -> Activation | None:
        """The activation of the output layer."""
        return self.activations[-1].activation if self.activations else None


def read_network(
    page: SourceText, keys: Mapping[str, Node], ends: matrices.Ends, names: Recognised
) -> NetworkDraft:
    """Return the network of a file.

    Args:
        page: for the faults.
        keys: of the whole file.
        ends: the lengths of the samples.
        names: in which notation names are given, and what only names tell.
    """
    weights = _weights(page, keys, ends, names.sizes, names.spelt)
    spelling, at = _spelling(page, keys, weights, names.spelt)
    minus = bool(spelling and spelling.layout.thresholds and "thresholds" not in keys)
    node = keys.get("biases", keys.get("weights"))
    if minus and node is not None:  # what is missing is told elsewhere
        page.note(node, thresholds_taken())
    weights, drawn, counted = _named(page, keys, weights, spelling)
    read = _biases(page, keys, weights, spelling)
    if spelling and (at or drawn):
        shared = tuple(entry.shared for entry in read or ())
        if len(shared) == len(spelling.layout.sizes) - 1:
            spelling = _complete(spelling, shared, drawn)
            from bpcalc.exercise.name_clashes import say_clashes

            say_clashes(page, [*at, *_own_names(keys, drawn)], spelling)
    if spelling and names.own and read is not None and not page.faults:
        from bpcalc.exercise.notation_clashes import fit_notation

        shared = tuple(entry.shared for entry in read)
        layout = replace(spelling.layout, shared_bias=shared)
        fit_notation(page, keys, Spelling(names.own, layout))
    return NetworkDraft(
        sizes=weights.sizes,
        units=spelling.layout.units if spelling else (),
        rows=weights.rows,
        biases=read,
        activations=_activations(page, keys, weights),
        thresholds=spelling.layout.thresholds if spelling else "thresholds" in keys,
        drawn=drawn,
        numbering=spelling.layout.numbering if spelling else (),
        numbering_taken=counted,
        thresholds_taken=minus,
    )


def _named(
    page: SourceText, keys: Mapping[str, Node], weights: Weights, spelling: Spelling | None
) -> "tuple[Weights, DrawnWeights | None, bool]":
    """Return the weights with those that are given by name, and whether their numbering is open."""
    node = keys.get("weights")
    if not isinstance(node, YamlMapping) or not spelling:
        return weights, None, False
    if has_places(node):
        from bpcalc.exercise.drawn_weights import read_drawn

        placed, named = named_weights.biases_apart(node, spelling)
        drawn = read_drawn(page, placed, spelling)
        if drawn:
            say_unconnected(page, node, spelling, drawn.graph(spelling.layout.sizes))
        own = named_weights.biases(page, named, spelling) if named.pairs else None
        return weights._replace(rows=drawn.rows if drawn else None, biases=own), drawn, False
    rows, among = named_weights.weights(page, node, spelling, told="given" in keys)
    says = "" if "numbering" in keys else taken(spelling)
    if says:
        page.note(node, says)
    return weights._replace(rows=rows, biases=among), None, bool(says)


def _own_names(keys: Mapping[str, Node], drawn: "DrawnWeights | None") -> list[Scalar]:
    node = keys.get("weights")
    return [name for name, _ in node.pairs] if drawn and isinstance(node, YamlMapping) else []


def _complete(
    spelling: Spelling, shared: tuple[bool, ...], drawn: "DrawnWeights | None"
) -> Spelling:
    """Return the spelling that knows of the biases, and of the weights' own names."""
    layout = replace(spelling.layout, shared_bias=shared)
    if drawn:
        layout = replace(layout, own_names=dict(drawn.names), graph=drawn.graph(layout.sizes))
    return Spelling(spelling.notation, layout)


def _weights(
    page: SourceText,
    keys: Mapping[str, Node],
    ends: matrices.Ends,
    told: tuple[int, ...] | None,
    notation: Notation | None,
) -> Weights:
    """Return the weights, or at least the sizes of the layers."""
    declared = _declared(page, keys["layers"]) if "layers" in keys else None
    refuse_rows(page, keys)
    node = keys.get("weights")
    if node is None and declared and "given" in keys:
        return Weights(len(declared) - 1, declared, unknown_rows(declared))
    if node is None:
        page.fault(
            0, say("`weights` is missing; write one matrix a layer: a list of rows of numbers")
        )
        return Weights()
    if isinstance(node, YamlMapping):
        if refuse_matrices(page, node):
            return Weights()
        if "layers" not in keys:
            declared = _placed_sizes(keys, ends, notation) if has_places(node) else told
            declared = _usable(page, node, declared)
        return Weights(len(declared) - 1, declared) if declared else Weights()
    weights = _matrices(page, keys, node, ends, declared if "given" in keys else None)
    if declared and weights.sizes and declared != weights.sizes:
        says = say(
            "the weight matrices are for layers of {sizes}, found {found}",
            sizes=_listed(weights.sizes),
            found=_listed(declared),
        )
        page.fault(keys["layers"], says)
    return weights


def _usable(
    page: SourceText, node: YamlMapping, sizes: tuple[int, ...] | None
) -> tuple[int, ...] | None:
    """Return the sizes that names tell; None, with a fault, if they tell none, or too many."""
    if sizes is None:
        page.fault(node, named_weights.sizes_wanted(placed=has_places(node)))
        return None
    return sizes if _small_enough(page, node, sizes) else None


def _placed_sizes(
    keys: Mapping[str, Node], ends: matrices.Ends, notation: Notation | None
) -> tuple[int, ...] | None:
    from bpcalc.exercise.drawn_weights import named_sizes  # few weights say where they stand

    return named_sizes(keys, ends, notation)


def _listed(sizes: tuple[int, ...]) -> str:
    return ", ".join(map(str, sizes))


def _matrices(
    page: SourceText,
    keys: Mapping[str, Node],
    node: Node,
    ends: matrices.Ends,
    declared: tuple[int, ...] | None,
) -> Weights:
    """Return the weights of matrices; of `declared` sizes, those that are not told may be null."""
    layers = len(node.items) if isinstance(node, YamlSequence) else 0
    sides = _sides(page, keys, layers)
    read = matrices.matrices(page, node, ends, _blank(declared, sides))
    if read is None:
        return Weights()
    column = choice(page, keys["bias_column"], BIAS_COLUMNS) if "bias_column" in keys else None
    split = split_biases(page, keys, read, sides, column)
    if split is None:
        return Weights(layers=len(read))
    read, columns = split
    sizes = matrices.sizes(page, read, ends, sides, split=keys.keys().isdisjoint(BIAS_KEYS))
    if sizes is None or not _small_enough(page, node, sizes):
        return Weights(layers=len(read))
    rows = [
        matrices.received(matrix, from_rows) for matrix, from_rows in zip(read, sides, strict=True)
    ]
    return Weights(len(read), sizes, rows, columns)


def unknown_rows(sizes: tuple[int, ...]) -> list[tuple[matrices.DraftRow, ...]]:
    """Return the weights of a network of which none is told."""
    return [((UNKNOWN_NUMBER,) * sending,) * receiving for sending, receiving in pairwise(sizes)]


def _blank(
    declared: tuple[int, ...] | None, sides: matrices.Sides
) -> list[tuple[matrices.DraftRow, ...]]:
    """Return what stands for every matrix that is not told; () where they all must be."""
    if declared is None or len(declared) - 1 != len(sides):
        return []
    return [
        tuple(zip(*rows, strict=True)) if side else rows
        for rows, side in zip(unknown_rows(declared), sides, strict=True)
    ]


def _sides(page: SourceText, keys: Mapping[str, Node], layers: int) -> matrices.Sides:
    """Return for every matrix whether a row belongs to a sending unit."""
    ways = read_ways(page, keys["weight_rows"], layers) if "weight_rows" in keys else ()
    return tuple(way == "from" for way in ways) or (False,) * layers


def _declared(page: SourceText, node: Node) -> tuple[int, ...] | None:
    """Return the sizes of the layers that the key `layers` gives."""
    if not isinstance(node, YamlSequence) or len(node.items) < 2:
        says = say(
            "expected the sizes of the layers, inputs first, such as [2, 3, 1], found {found}",
            found=found(node),
        )
        page.fault(node, says)
        return None
    counts = [read_whole(page, item, 1, MAX_UNITS) for item in node.items]
    sizes = tuple(count for count in counts if count)
    return sizes if len(sizes) == len(counts) and _small_enough(page, node, sizes) else None


def _small_enough(page: SourceText, node: Node, sizes: tuple[int, ...]) -> bool:
    """Return whether a network is within the limits; say so if it is not."""
    beyond = beyond_limits(sizes)
    for says in beyond:
        page.fault(node, says)
    return not beyond


def _spelling(
    page: SourceText, keys: Mapping[str, Node], weights: Weights, notation: Notation | None
) -> tuple[Spelling | None, list[Scalar]]:
    """Return how the quantities are called, and where the file names units itself."""
    read = units(page, keys["units"]) if "units" in keys else None
    if weights.sizes is None:
        return None, []
    layers, at = named(page, read, weights.sizes)
    if layers is None or repeated(page, at, layers) or notation is None:
        return None, at
    layout = Layout(
        tuple(map(tuple, layers)),
        thresholds=subtracted(keys, notation),
        numbering=read_numbering(page, keys, notation, weights.layers),
        first_layer=named_weights.first_layer(keys),
    )
    return Spelling(notation, layout), at


def _biases(
    page: SourceText, keys: Mapping[str, Node], weights: Weights, spelling: Spelling | None
) -> list[DraftBiases] | None:
    """Return the biases or thresholds of every layer."""
    if "biases" in keys and "thresholds" in keys:
        says = say("`biases` and `thresholds` exclude each other; give one of the two")
        page.fault(keys["thresholds"], says)
    node = keys.get("thresholds", keys.get("biases"))
    if weights.biases is not None:
        if node is not None and not is_null(node):
            page.fault(node, say("the weights name biases already; keep them in one place"))
        return weights.biases
    if node is None or (isinstance(node, Scalar) and is_null(node)):
        return [DraftBiases(Scalar("", True, 0, 0), None, shared=False)] * (weights.layers or 0)
    if isinstance(node, YamlMapping):
        if refuse_vectors(page, node):
            return None
        return named_weights.biases(page, node, spelling) if spelling else None
    read = biases(page, node)
    if read is not None and weights.layers is not None:
        fit_biases(page, node, read, weights.layers, weights.sizes)
    return read


def _activations(
    page: SourceText, keys: Mapping[str, Node], weights: Weights
) -> list[Chosen] | None:
    """Return the activation of every layer."""
    node = keys.get("activation")
    if node is None:
        return [Chosen(Scalar("", True, 0, 0), SIGMOID)] * (weights.layers or 0)
    read = activations(page, node)
    return fit_activations(page, read, weights.layers) if read and weights.layers else None


def finished(network: NetworkDraft) -> tuple[Layer, ...]:
    """Return the layers, once nothing is wrong with them."""
    assert network.rows, "no fault was found"
    assert network.biases
    assert network.activations
    return tuple(
        Layer(
            weights=tuple(map(_sure, rows)),
            activation=chosen.activation or SIGMOID,
            biases=None if own.numbers is None else _sure(own.numbers),
            shared_bias=own.shared,
        )
        for rows, own, chosen in zip(network.rows, network.biases, network.activations, strict=True)
    )


def _sure(row: matrices.DraftRow) -> tuple[Number | None, ...]:
    """Return a row in which every number could be read; None where there is none."""
    return tuple([None if number is matrices.NOT_CONNECTED else number for number in row])
