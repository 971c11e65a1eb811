"""Whether every unit has a place in the network, and what only looks odd about it."""

from collections.abc import Mapping

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.notation_choice import notation_of
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import enumerated, say
from bpcalc.maths.graph import Graph
from bpcalc.notation.spelling import Spelling


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


def look_at_names(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> None:
    """Say where layers cannot be counted another way, and note an input that may be a bias."""
    if "first_layer" in keys and not notation_of(exercise).counts_layers:
        says = say(
            "leave out `first_layer`: the notation {notation} does not count the inputs as a layer",
            notation=exercise.notation,
        )
        page.fault(keys["first_layer"], says)
    node = keys.get("inputs", keys.get("samples"))
    # Where there are biases, an input that happens to be 1 in every sample is none.
    biases = any(layer.biases for layer in exercise.layers)
    for unit, name in enumerate(exercise.units[0]):
        numbers = [sample.inputs[unit].value for sample in exercise.samples]
        if node is not None and (
            name == "x0" or (not biases and len(numbers) > 1 and set(numbers) == {1})
        ):
            says = say(
                "the input {name} looks like that of the biases; it is worked with like any other",
                name=name,
            )
            page.note(node, says)


def say_unconnected(page: SourceText, node: Node, spelling: Spelling, graph: Graph) -> None:
    """Note the inputs that no connection starts from."""
    sending = {key.sender for key in graph.every_connection}
    names = [
        name
        for name, unit in zip(spelling.layout.units[0], graph.nodes(0), strict=True)
        if unit not in sending
    ]
    if names:
        says = say("no connection starts from {units}", units=enumerated(names))
        page.note(node, says)
