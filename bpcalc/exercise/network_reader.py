"""The network: how weights, biases, activations and names of units make layers.

Every part is read for its own sake first. Parts are compared only once the sizes of the layers
are known, so that one slip in the weights is not answered by complaints about everything else.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from bpcalc.exercise import matrices, name_clashes, named_weights
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
from bpcalc.exercise.scalars import choice, is_null, read_whole
from bpcalc.exercise.spec import Layer
from bpcalc.exercise.unit_names import named, units
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence
from bpcalc.locale import say
from bpcalc.maths.activations import SIGMOID, Activation
from bpcalc.maths.expr import Number
from bpcalc.notation.layout import Layout
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling

MAX_UNITS = 10_000
MAX_WEIGHTS = 2_000_000
MAX_LAYERS = 1_000


class Weights(NamedTuple):
    """The weights as far as they could be read.

    Attributes:
        layers: how many layers calculate; None if that cannot be said.
        sizes: of all layers, the inputs first; None if the matrices do not fit together.
        rows: by layer and receiving unit; None if they are given by name.
    """

    layers: int | None = None
    sizes: tuple[int, ...] | None = None
    rows: list[tuple[matrices.DraftRow, ...]] | None = None


class NetworkDraft(NamedTuple):
    """A network in the making; what could not be read is None.

    Attributes:
        sizes: of all layers, the inputs first.
        units: the names of the units, layer by layer.
        rows: the weights, by layer and receiving unit.
        biases: by layer.
        activations: by layer.
        thresholds: whether biases are thresholds.
    """

    sizes: tuple[int, ...] | None
    units: tuple[tuple[str, ...], ...]
    rows: list[tuple[matrices.DraftRow, ...]] | None
    biases: list[DraftBiases] | None
    activations: list[Chosen] | None
    thresholds: bool

    @property
    def output(self) -> Activation | None:
        """The activation of the output layer."""
        return self.activations[-1].activation if self.activations else None


def read_network(
    page: SourceText, keys: Mapping[str, Node], ends: matrices.Ends, notation: str | None
) -> NetworkDraft:
    """Return the network of a file.

    Args:
        page: for the faults.
        keys: of the whole file.
        ends: the lengths of the samples.
        notation: in which names are given; None if the file names one that there is not.
    """
    weights = _weights(page, keys, ends)
    spelling, at = _spelling(page, keys, weights.sizes, notation)
    rows = weights.rows
    node = keys.get("weights")
    if isinstance(node, YamlMapping) and spelling:
        rows = named_weights.weights(page, node, spelling)
    read = _biases(page, keys, weights, spelling)
    if spelling and at:
        shared = tuple(entry.shared for entry in read or ())
        if len(shared) == len(spelling.layout.sizes) - 1:
            name_clashes.clashes(page, at, _with_biases(spelling, shared))
    return NetworkDraft(
        sizes=weights.sizes,
        units=spelling.layout.units if spelling else (),
        rows=rows,
        biases=read,
        activations=_activations(page, keys, weights),
        thresholds="thresholds" in keys,
    )


def _with_biases(spelling: Spelling, shared: tuple[bool, ...]) -> Spelling:
    layout = spelling.layout
    return Spelling(spelling.notation, Layout(layout.units, shared, layout.thresholds))


def _weights(page: SourceText, keys: Mapping[str, Node], ends: matrices.Ends) -> Weights:
    """Return the weights, or at least the sizes of the layers."""
    declared = _declared(page, keys["layers"]) if "layers" in keys else None
    from_rows = _from_rows(page, keys)
    node = keys.get("weights")
    if node is None:
        page.fault(
            0, say("`weights` is missing; write one matrix a layer: a list of rows of numbers")
        )
        return Weights()
    if isinstance(node, YamlMapping):
        if "layers" not in keys:
            says = say(
                "weights by name need the sizes of the layers too, such as layers: [2, 2, 1]"
            )
            page.fault(node, says)
        return Weights(len(declared) - 1, declared) if declared else Weights()
    weights = _matrices(page, node, ends, from_rows)
    if declared and weights.sizes and declared != weights.sizes:
        says = say(
            "the weight matrices are for layers of {sizes}, found {found}",
            sizes=_listed(weights.sizes),
            found=_listed(declared),
        )
        page.fault(keys["layers"], says)
    return weights


def _listed(sizes: tuple[int, ...]) -> str:
    return ", ".join(map(str, sizes))


def _matrices(page: SourceText, node: Node, ends: matrices.Ends, from_rows: bool) -> Weights:
    read = matrices.matrices(page, node)
    if read is None:
        return Weights()
    sizes = matrices.sizes(page, read, ends, from_rows)
    if sizes is None or not _small_enough(page, node, sizes):
        return Weights(layers=len(read))
    return Weights(len(read), sizes, [matrices.received(matrix, from_rows) for matrix in read])


def _from_rows(page: SourceText, keys: Mapping[str, Node]) -> bool:
    if "weight_rows" not in keys:
        return False
    return choice(page, keys["weight_rows"], ("to", "from")) == "from"


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
    limits = (
        (max(sizes), MAX_UNITS, say("units in one layer")),
        (sum(a * b for a, b in pairwise(sizes)), MAX_WEIGHTS, say("weights")),
        (len(sizes), MAX_LAYERS, say("layers")),
    )
    beyond = [limit for limit in limits if limit[0] > limit[1]]
    for n, most, what in beyond:
        page.fault(
            node,
            say(
                "the network has {n} {what}; at most {most} are possible", n=n, what=what, most=most
            ),
        )
    return not beyond


def _spelling(
    page: SourceText, keys: Mapping[str, Node], sizes: tuple[int, ...] | None, notation: str | None
) -> tuple[Spelling | None, list[Scalar]]:
    """Return how the quantities are called, and where the file names units itself."""
    read = units(page, keys["units"]) if "units" in keys else None
    if sizes is None:
        return None, []
    layers, at = named(page, read, sizes)
    if layers is None or name_clashes.repeated(page, at, layers) or notation is None:
        return None, at
    layout = Layout(tuple(map(tuple, layers)), thresholds="thresholds" in keys)
    return Spelling(NOTATIONS[notation], layout), at


def _biases(
    page: SourceText, keys: Mapping[str, Node], weights: Weights, spelling: Spelling | None
) -> list[DraftBiases] | None:
    """Return the biases or thresholds of every layer."""
    if "biases" in keys and "thresholds" in keys:
        says = say("`biases` and `thresholds` exclude each other; give one of the two")
        page.fault(keys["thresholds"], says)
    node = keys.get("thresholds", keys.get("biases"))
    if node is None or (isinstance(node, Scalar) and is_null(node)):
        return [DraftBiases(Scalar("", True, 0, 0), None, shared=False)] * (weights.layers or 0)
    if isinstance(node, YamlMapping):
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


def _sure(row: matrices.DraftRow) -> tuple[Number, ...]:
    return tuple([number for number in row if number is not None])
