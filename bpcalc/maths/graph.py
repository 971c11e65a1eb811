"""Which unit feeds which: the network as a graph of connections.

Going forward, a unit adds up what comes into it; going back, it adds up what comes out of it; the
gradient of a parameter adds up what stands on it. Whether a layer is complete, a connection is
left out, leaps over a layer, or shares its weight with another one, is then one case.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, pairwise
from typing import TypeVar

from bpcalc.maths.keys import Key, Kind, Node
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record

Item = TypeVar("Item")

GAINS: tuple[Kind, ...] = ("gamma", "beta")

BiasUnits = tuple[int | None, ...]
"""The units whose biases a layer has: (None,) for one that all of them share, () for none."""


class Edge(NamedTuple):
    """A connection, or a bias.

    Attributes:
        parameter: the weight or bias that stands on it; a weight that stands on several
            connections is named after the first of them.
        source: the unit it comes from; None for a bias, whose input is always 1.
        target: the unit it leads to.
    """

    parameter: Key
    source: Node | None
    target: Node


def in_order(rows: Iterable[Iterable[Item]], biases: Iterable[Item]) -> Iterator[Item]:
    """Yield what belongs to the parameters of a layer in the order of the parameters.

    That is unit by unit what belongs to its weights, then what belongs to the biases. Wherever
    parameters are listed, they are in this order, layer by layer.
    """
    yield from chain.from_iterable(rows)
    yield from biases


@record
class Graph:
    """The units of a network, and how they are connected.

    Attributes:
        sizes: units of every layer, the inputs first.
        biases: for every layer that calculates.
        absent: weights between neighbouring layers that there are not.
        skips: weights of connections that leap over a layer.
        shared: groups of weights that are one: its connections, the first of which names it.
        normed: the layers whose units have a γ and a β, because their net inputs are normalised.
    """

    sizes: tuple[int, ...]
    biases: tuple[BiasUnits, ...] = ()
    absent: frozenset[Key] = frozenset()
    skips: tuple[Key, ...] = ()
    shared: tuple[tuple[Key, ...], ...] = ()
    normed: frozenset[int] = frozenset()

    @property
    def last(self) -> int:
        """The number of the output layer."""
        return len(self.sizes) - 1

    @property
    def layers(self) -> range:
        """The numbers of the layers that calculate."""
        return range(1, len(self.sizes))

    @property
    def full(self) -> bool:
        """Whether every unit is connected with all units of the layer before and no others."""
        return not (self.absent or self.skips or self.shared)

    @property
    def weights(self) -> int:
        """How many connections there are."""
        between = sum(sending * receiving for sending, receiving in pairwise(self.sizes))
        return between - len(self.absent) + len(self.skips)

    def nodes(self, layer: int) -> list[Node]:
        """Return the units of a layer."""
        return self._nodes[layer]

    def into(self, node: Node) -> list[Edge]:
        """Return the connections that lead into a unit, its bias last."""
        return self._into[node]

    def out_of(self, node: Node) -> list[Edge]:
        """Return the connections that leave a unit."""
        return self._out_of[node]

    def on(self, parameter: Key) -> list[Edge]:
        """Return the connections or units that a weight or bias stands on."""
        return self._on[parameter]

    def bias(self, node: Node) -> Key | None:
        """Return the bias of a unit; None if it has none."""
        units = self.biases[node.layer - 1]
        if None in units:
            return Key("bias", node.layer)
        return Key("bias", node.layer, node.unit) if node.unit in units else None

    def gains(self, node: Node) -> tuple[Key, Key]:
        """Return the γ and the β of a unit of a layer that is normed."""
        return Key("gamma", *node), Key("beta", *node)

    def parameters(self, layer: int, *, biases: bool = True) -> list[Key]:
        """Return the weights and biases of a layer, in the order of the parameters.

        Where it is normed, the γ and then the β of its units follow.

        Args:
            layer: number of the layer.
            biases: whether its biases as well.
        """
        return self._parameters[biases][layer - 1]

    @property
    def every_connection(self) -> Iterator[Key]:
        """The weights on all connections, by receiving unit."""
        for layer in self.layers:
            for node in self.nodes(layer):
                yield from self.connections(node)

    def row(self, node: Node) -> list[Key]:
        """Return the weights that are first met on the connections into a unit."""
        connections = self.connections(node)
        if not self.shared:
            return connections
        return [key for key in connections if self.parameter(key) == key]

    def connections(self, node: Node) -> list[Key]:
        """Return the connections into a unit: from the layer before, then from earlier ones."""
        return self._connections[node]

    def has(self, key: Key) -> bool:
        """Return whether there is this connection or bias."""
        if key.layer is None or key.layer not in self.layers:
            return False
        if key.kind == "bias":
            return key.unit in self.biases[key.layer - 1]
        if key.source_layer is not None:
            return key in self.skips
        ends = (key.source, self.sizes[key.layer - 1]), (key.unit, self.sizes[key.layer])
        inside = all(unit is not None and 0 < unit <= size for unit, size in ends)
        return inside and key not in self.absent

    def parameter(self, connection: Key) -> Key:
        """Return the weight that stands on a connection."""
        return self._first.get(connection, connection)

    @cached_property
    def _nodes(self) -> list[list[Node]]:
        return [
            [Node(layer, unit) for unit in range(1, size + 1)]
            for layer, size in enumerate(self.sizes)
        ]

    @cached_property
    def _connections(self) -> dict[Node, list[Key]]:
        found = {}
        for layer in self.layers:
            sources = range(1, self.sizes[layer - 1] + 1)
            for node in self._nodes[layer]:
                keys = [
                    _tuple(Key, ("weight", layer, node.unit, source, None, None, None))
                    for source in sources
                ]
                found[node] = keys if self.full else self._drawn(node, keys)
        return found

    def _drawn(self, node: Node, keys: list[Key]) -> list[Key]:
        """Return those of the connections that there are, and those that leap over layers."""
        return [key for key in keys if key not in self.absent] + self._skips.get(node, [])

    @cached_property
    def _parameters(self) -> tuple[list[list[Key]], list[list[Key]]]:
        """The weights of every layer; and the weights and biases."""
        rows = [[self.row(node) for node in nodes] for nodes in self._nodes[1:]]
        biases = [
            [Key("bias", layer, unit) for unit in units]
            for layer, units in enumerate(self.biases, 1)
        ] or [[] for _ in rows]
        gains = [
            [Key(kind, *node) for kind in GAINS for node in self.nodes(layer)]
            if layer in self.normed
            else []
            for layer in self.layers
        ]
        weights = [[*in_order(row, ()), *gain] for row, gain in zip(rows, gains, strict=True)]
        with_biases = zip(rows, biases, gains, strict=True)
        return weights, [[*in_order(row, bias), *gain] for row, bias, gain in with_biases]

    @cached_property
    def _skips(self) -> dict[Node | None, list[Key]]:
        found: dict[Node | None, list[Key]] = {}
        for key in sorted(self.skips, key=lambda key: (-(key.source_layer or 0), key.source or 0)):
            found.setdefault(key.receiver, []).append(key)
        return found

    @cached_property
    def _first(self) -> dict[Key, Key]:
        return {key: group[0] for group in self.shared for key in group}

    @cached_property
    def _into(self) -> dict[Node, list[Edge]]:
        found: dict[Node, list[Edge]] = {}
        for node, keys in self._connections.items():
            if self.full:
                ends = zip(keys, self._nodes[node.layer - 1], strict=True)
                edges = [_tuple(Edge, (key, source, node)) for key, source in ends]
            else:
                edges = [Edge(self.parameter(key), key.sender, node) for key in keys]
            bias = self.bias(node)
            found[node] = edges if bias is None else [*edges, Edge(bias, None, node)]
        return found

    @cached_property
    def _out_of(self) -> dict[Node, list[Edge]]:
        found: dict[Node, list[Edge]] = {node: [] for nodes in self._nodes for node in nodes}
        for edges in self._into.values():
            for edge in edges:
                if edge.source is not None:
                    found[edge.source].append(edge)
        return found

    @cached_property
    def _on(self) -> dict[Key, list[Edge]]:
        found: dict[Key, list[Edge]] = {}
        for edges in self._into.values():
            for edge in edges:
                found.setdefault(edge.parameter, []).append(edge)
        return found


_tuple = tuple.__new__  # a named tuple in one step, at half the cost of its own constructor
