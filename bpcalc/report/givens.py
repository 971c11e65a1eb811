"""The first page of a report: title, the network's picture, and what the exercise gives."""

from collections.abc import Iterator

from bpcalc.calc.lines import Line
from bpcalc.exercise.weight_numbering import taken
from bpcalc.locale import say
from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key, Node
from bpcalc.maths.kinds import CHANGE_KINDS, DATA, MOMENT_KINDS, RATES, words
from bpcalc.report.cell_text import inline
from bpcalc.report.document import (
    Block,
    Grid,
    Inline,
    Items,
    Mention,
    NetworkBlock,
    Paragraph,
    Section,
)
from bpcalc.report.words import layer_name
from bpcalc.solution import Solution

MAX_LISTED_WEIGHTS = 400
"""Weights of a layer above which they are counted, not listed."""


def givens(solution: Solution, lines: list[Line]) -> Iterator[Block]:
    """Yield title, source, picture and the given numbers; `lines` are those of the first stage."""
    exercise = solution.exercise
    yield Section(exercise.title or say("Worked solution"), level=0)
    if exercise.source:
        yield Paragraph(say("Source: {source}", source=exercise.source))
    yield picture(solution)
    yield Section(say("Given"))
    if "numbering" in exercise.left_open and (counted := taken(solution.spelling)):
        yield Paragraph(say("Note: {note}.", note=counted))
    rates = tuple(
        Mention(line, words=words(line.key.kind)) for line in lines if line.key.kind in RATES
    )
    given = _samples(solution, lines)
    if isinstance(given, Items):
        yield Items("", (*given.items, *rates))
    else:
        yield given
        if rates:
            yield Items("", rates)
    for layer in range(1, len(exercise.layers) + 1):
        yield from _weights(solution, layer)
    changes = [line for line in lines if line.key.kind in CHANGE_KINDS | MOMENT_KINDS]
    if changes:
        yield Items(say("Changes of the last update"), tuple(map(Mention, changes)))


def picture(solution: Solution) -> NetworkBlock:
    """Return the picture of the network: its layers, their units and activations."""
    exercise = solution.exercise
    activations = ("", *(layer.activation.name for layer in exercise.layers))
    return NetworkBlock(
        tuple(
            (layer_name(number, exercise), names, activation)
            for number, (names, activation) in enumerate(
                zip(solution.units, activations, strict=True)
            )
        )
    )


def _samples(solution: Solution, lines: list[Line]) -> Block:
    given = [line for line in lines if line.key.kind in DATA]
    first = [line for line in given if line.key.sample == 1]
    if len(solution.exercise.samples) == 1:
        return Items("", tuple(map(Mention, given)))
    width = len(first)
    rows: list[tuple[Inline, ...]] = [
        (
            str(start // width + 1),
            *(Mention(line, "value") for line in given[start : start + width]),
        )
        for start in range(0, len(given), width)
    ]
    headers: tuple[Inline, ...] = (say("sample"), *(Mention(line, "symbol") for line in first))
    listed = tuple(
        ", ".join(
            f"{inline(solution, header)} {inline(solution, item)}"
            for header, item in zip(headers, row, strict=True)
        )
        for row in rows
    )
    return Grid(say("Samples"), headers, rows, listed)


def _weights(solution: Solution, layer: int) -> Iterator[Block]:
    exercise, graph = solution.exercise, solution.exercise.graph
    title = _weights_title(solution, layer)
    connections = [graph.connections(node) for node in graph.nodes(layer)]
    count = sum(map(len, connections))
    if count > MAX_LISTED_WEIGHTS:
        yield Paragraph(say("{title}: {count} of them.", title=title, count=f"{count:,}"))
        return
    given = solution.stages[0].lines
    when = next(line.key.when for line in given if line.key.kind == "weight")

    def mention(parameter: Key) -> Mention:
        return Mention(solution[parameter.turned(parameter.kind, *when)])

    sources = _sources(graph, layer)
    rows: list[tuple[Inline, ...]] = []
    listed: list[Inline] = []
    for node, keys in zip(graph.nodes(layer), connections, strict=True):
        by_source = {key.sender: mention(graph.parameter(key)) for key in keys}
        bias = graph.bias(node)
        biases = ([mention(bias)] if bias else [""]) if graph.biases[layer - 1] else []
        weights = [by_source.get(source, "") for source in sources]
        rows.append((solution.units[layer][node.unit - 1], *weights, *biases))
        listed += by_source.values()
    listed += [mention(Key("bias", layer, unit)) for unit in graph.biases[layer - 1]]
    bias_word = say("threshold") if exercise.thresholds else say("bias")
    headers = (
        say("To \\ From"),
        *(solution.units[source.layer][source.unit - 1] for source in sources),
        *([bias_word] if graph.biases[layer - 1] else []),
    )
    yield Grid(
        title, headers, rows, tuple(inline(solution, item) for item in dict.fromkeys(listed))
    )


def _sources(graph: Graph, layer: int) -> list[Node]:
    """Return the units of the layer before, and those farther back that feed this layer."""
    senders = {key.sender for node in graph.nodes(layer) for key in graph.connections(node)}
    farther = (node for before in range(layer - 2, -1, -1) for node in graph.nodes(before))
    return [*graph.nodes(layer - 1), *(node for node in farther if node in senders)]


def _weights_title(solution: Solution, layer: int) -> str:
    exercise = solution.exercise
    into = layer_name(layer, exercise).lower()
    if len({source.layer for source in _sources(exercise.graph, layer)}) > 1:
        return say("Weights into the {layer}", layer=into)
    before = layer_name(layer - 1, exercise).lower()
    return say("Weights from the {before} to the {layer}", before=before, layer=into)
