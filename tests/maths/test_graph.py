"""The connections of a network: what is counted is what is there."""

import pytest

import bpcalc


@pytest.mark.parametrize(
    ("name", "connections"),
    [("mazur", 8), ("two-three-two", 12), ("skip-connection", 6), ("softmax", 15)],
)
def test_connections_are_counted(name: str, connections: int) -> None:
    """Those that there are, past a layer or not."""
    graph = bpcalc.load(name).graph
    units = [node for layer in graph.layers for node in graph.nodes(layer)]

    assert graph.weights == connections == sum(len(graph.connections(unit)) for unit in units)
