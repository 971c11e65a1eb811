"""Whether every unit has a place in the network: something comes in, and something goes out."""

from collections.abc import Mapping

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import say
from bpcalc.maths.graph import Graph


def fit_graph(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> None:
    """Say which units are not connected, and what asks for weights that are not there yet."""
    graph = exercise.graph
    if graph.full:
        return
    for layer in graph.layers:
        for node in graph.nodes(layer):
            name = exercise.units[layer][node.unit - 1]
            if not graph.connections(node):
                says = say("nothing leads to unit {unit}; connect it or leave it out", unit=name)
                page.fault(keys["weights"], says)
            elif layer < graph.last and not graph.out_of(node):
                says = say("unit {unit} leads nowhere; connect it or leave it out", unit=name)
                page.fault(keys["weights"], says)
    if exercise.hidden_deltas_use == "new_weights" and _across_layers(graph):
        says = say(
            "a weight that stands in several layers is new only after all of them; "
            "`hidden_deltas_use: new_weights` cannot be worked out with it"
        )
        page.fault(keys["hidden_deltas_use"], says)


def _across_layers(graph: Graph) -> bool:
    """Return whether some weight leads into several layers."""
    return any(len({key.layer for key in group}) > 1 for group in graph.shared)
