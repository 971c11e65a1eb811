"""Where the numbers of a state stand in the matrices of the engine in NumPy.

The units of all layers stand below one another, the inputs first: every layer's outputs and, below
them, the 1 by which the biases of the next layer are multiplied. A layer's matrix has a row for
each of its units, and a column for each row of that list from the first layer that feeds it to the
one before it. So its net inputs are one matrix product, whatever its connections leap over. Where
there is no connection, the matrix holds a 0.
"""

from collections.abc import Iterator
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bpcalc.calc.shape import Shape
from bpcalc.maths.graph import Graph

Indices = npt.NDArray[np.intp]


class LayerPlaces(NamedTuple):
    """The entries of a layer's matrix.

    Attributes:
        entries: shape (units, columns): the place of each among the parameters of a state.
        weights: the places of the weights that a state lists with this layer.
        biases: those of its biases.
        gains: those of its γ and β, shape (2, units); (0, units) where it is not normalised.
    """

    entries: Indices
    weights: Indices
    biases: Indices
    gains: Indices

    @property
    def length(self) -> int:
        """How many parameters a state lists with this layer."""
        return len(self.weights) + len(self.biases) + self.gains.size


class MatrixLayout:
    """Where the numbers of a state stand in the matrices.

    Attributes:
        full: whether every layer takes in the one before it and no other, with a bias for each of
            its units or for none, and no weight stands on several connections.
        rows: for every layer, the inputs first, the rows of its outputs among all units.
        below: for every layer that calculates, the rows of the units that it takes in.
        height: how many rows there are.
        sizes: of the weight matrix of every layer, biases included.
        count: how many parameters a state has.
        of_state: for every entry of the matrices, and γ and β behind each, in one row, its place
            among the parameters of a state; a shared bias is entered for every unit, a shared
            weight for every connection, and `count` where there is no connection.
        of_matrices: for every parameter of a state, its place in that row.
        updated: which parameters are updated, by their places.
        is_updated: for every entry of the matrices, whether it is.
        is_weight, is_bias: for every entry, whether it is one.
        is_first: for every entry, whether it is the only one of its parameter, or the first.
    """

    def __init__(self, shape: Shape) -> None:
        """Lay out the matrices of this shape."""
        graph = shape.graph
        self.full = is_full(graph)
        heights = [
            size + (layer < shape.last and bool(graph.biases[layer]))
            for layer, size in enumerate(graph.sizes)
        ]
        *starts, self.height = accumulate(heights, initial=0)
        self.rows = [
            slice(start, start + size) for start, size in zip(starts, graph.sizes, strict=True)
        ]
        self.below = [slice(starts[_first_source(graph, n)], starts[n]) for n in graph.layers]
        self.sizes = [
            (graph.sizes[layer], below.stop - below.start)
            for layer, below in zip(graph.layers, self.below, strict=True)
        ]
        layers = list(_full_places(graph) if self.full else self._drawn_places(graph))
        rows = [part.ravel() for each in layers for part in (each.entries, each.gains)]
        self.of_state = np.concatenate(rows)
        self.count = sum(each.length for each in layers)
        weights = np.concatenate([each.weights for each in layers])
        biases = np.concatenate([each.biases for each in layers])
        fixed = np.array([], dtype=np.intp) if shape.update_biases else biases
        self.updated = np.setdiff1d(np.arange(self.count, dtype=np.intp), fixed)
        self.is_updated = np.isin(self.of_state, self.updated)
        self.is_weight = np.isin(self.of_state, weights)
        self.is_bias = np.isin(self.of_state, biases)
        found, first = np.unique(self.of_state, return_index=True)
        self.of_matrices = first[found < self.count]
        self.is_first = np.zeros(len(self.of_state), dtype=bool)
        self.is_first[self.of_matrices] = True

    def _drawn_places(self, graph: Graph) -> Iterator[LayerPlaces]:
        """Yield the places in matrices with holes, edge by edge."""
        keys = list(chain.from_iterable(map(graph.parameters, graph.layers)))
        places = {key: place for place, key in enumerate(keys)}
        for layer, below, size in zip(graph.layers, self.below, self.sizes, strict=True):
            entries = np.full(size, len(keys), dtype=np.intp)
            for node in graph.nodes(layer):
                for edge in graph.into(node):
                    column = -1  # the 1 of the biases
                    if edge.source is not None:
                        row = self.rows[edge.source.layer].start + edge.source.unit - 1
                        column = row - below.start
                    entries[node.unit - 1, column] = places[edge.parameter]
            own = {kind: list[int]() for kind in ("weight", "bias", "gamma", "beta")}
            for key in graph.parameters(layer):
                own[key.kind].append(places[key])
            weights, biases, *gains = (np.array(each, dtype=np.intp) for each in own.values())
            yield LayerPlaces(entries, weights, biases, np.concatenate(gains).reshape(-1, size[0]))


def is_full(graph: Graph) -> bool:
    """Return whether all units of a layer are alike in what they take in."""
    together = zip(graph.biases, graph.sizes[1:], strict=False)
    return graph.full and all(None in b or len(b) in (0, size) for b, size in together)


def _first_source(graph: Graph, layer: int) -> int:
    """Return the lowest layer that feeds a layer, and at most the one before it."""
    leaps = (key.source_layer for key in graph.skips if key.layer == layer)
    return min([layer - 1, *(source for source in leaps if source is not None)])


def _full_places(graph: Graph) -> Iterator[LayerPlaces]:
    """Yield the places of a network in which every layer is fully connected with the next."""
    start = 0
    for layer in graph.layers:
        units, sources = graph.sizes[layer], graph.sizes[layer - 1]
        weights = start + np.arange(units * sources)
        biases = start + len(weights) + np.arange(len(graph.biases[layer - 1]))
        entries = weights.reshape(units, sources)
        if len(biases):
            entries = np.column_stack([entries, np.broadcast_to(biases, units)])
        gains = weights[:0].reshape(0, units)
        if layer in graph.normed:
            gains = start + len(weights) + len(biases) + np.arange(2 * units).reshape(2, units)
        yield (places := LayerPlaces(entries, weights, biases, gains))
        start += places.length
