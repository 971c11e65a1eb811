"""The first page of a report: title, the network's picture, and what the exercise gives."""

from collections.abc import Container, Iterator

from bpcalc.calc.lines import Line
from bpcalc.exercise.threshold_names import thresholds_taken
from bpcalc.exercise.weight_numbering import taken
from bpcalc.locale import enumerated, say
from bpcalc.maths.graph import GAINS, Graph
from bpcalc.maths.keys import Key, Kind, Node
from bpcalc.maths.kinds import (
    CHANGE_KINDS,
    DATA,
    FACTOR_KINDS,
    MOMENT_KINDS,
    PARAMETERS,
    RATES,
    STATISTIC_KINDS,
    words,
)
from bpcalc.report.cell_text import in_words, inline
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
from bpcalc.report.words import as_in_the_book, head, layer_name, layer_within
from bpcalc.solution import Solution

MAX_NAMED = 12
"""Quantities that are not worked out, of those that are named."""

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
    yield from map(Paragraph, taken_for_granted(solution))
    rates = tuple(
        Mention(line, words=_label(line.key.kind)) for line in lines if line.key.kind in RATES
    )
    given = _samples(solution, lines)
    if isinstance(given, Items):
        yield Items("", (*given.items, *rates))
    else:
        yield given
        if rates:
            yield Items("", rates)
    bounds = [line for line in lines if line.key.kind in STATISTIC_KINDS]
    if bounds:
        yield Items("", tuple(map(Mention, bounds)))
    weights = {
        line.key.timeless: Mention(line)
        for line in solution.stages[0].lines
        if line.key.kind in PARAMETERS
    }
    for layer in range(1, len(exercise.layers) + 1):
        yield from _weights(solution, layer, weights)
        yield from _gains(solution, layer)
    told = solution.calculation.given
    changes = [
        line
        for line in lines
        if line.key.kind in CHANGE_KINDS | MOMENT_KINDS and line.key not in told
    ]
    if changes:
        alone = all(line.key.kind in CHANGE_KINDS for line in changes)
        title = say("Changes of the last update") if alone else say("State of the optimiser")
        yield Items(title, tuple(map(Mention, changes)))
    yield from _told(solution, [line for line in lines if line.key in told])


def _label(kind: Kind) -> str:
    """Return what a quantity is called where this stands before it as a label."""
    name = words(kind)
    return say("{name}:", name=name[:1].upper() + name[1:])


def taken_for_granted(solution: Solution) -> Iterator[str]:
    """Yield what was taken where the file leaves open which network it means."""
    left_open = solution.exercise.left_open
    if "numbering" in left_open and (counted := taken(solution.spelling)):
        yield say("Note: {note}.", note=counted)
    if "thresholds" in left_open:
        yield say("Note: {note}.", note=thresholds_taken())


def _told(solution: Solution, lines: list[Line]) -> Iterator[Block]:
    """Yield what is given in the place of lines, what those would give, and what is left out."""
    if not lines:
        return
    several = len(solution.exercise.samples) > 1
    title = say("Given, and not worked out")
    if any(line.key.epoch != 1 for line in lines):
        shown = (
            f"{inline(solution, Mention(line))} ({say('epoch {epoch}', epoch=line.key.epoch or 1)})"
            for line in lines
        )
        yield Items(title, tuple(shown))
    elif several:
        shown = (f"{inline(solution, Mention(line))} ({_sample_word(line.key)})" for line in lines)
        yield Items(title, tuple(shown))
    else:
        yield Items(title, tuple(map(Mention, lines)))
    for sentence in differences(solution, {line.key for line in lines}):
        yield Paragraph(sentence)
    epochs = solution.calculation.epochs
    dropped = [
        key
        for key in solution.calculation.dropped
        if key.kind not in FACTOR_KINDS and (key.epoch or 1) <= epochs
    ]
    if dropped:
        names = list(dict.fromkeys(map(solution.spell, dropped)))
        more = say(" and {n} more", n=len(names) - MAX_NAMED) if len(names) > MAX_NAMED else ""
        says = say(
            "Not worked out, because the exercise does not give enough for them: {names}{more}.",
            names=enumerated(names[:MAX_NAMED]),
            more=more,
        )
        yield Paragraph(says)


def _sample_word(key: Key) -> str:
    return say("all samples") if key.sample is None else say("sample {sample}", sample=key.sample)


def differences(solution: Solution, keys: Container[Key]) -> Iterator[str]:
    """Yield how given quantities differ from what their lines would give, one sentence each."""
    for line in solution.calculation.replaced:
        given = solution[line.key]
        if line.key not in keys or given.value == line.value:
            continue
        worked = solution.exercise.rounding.shown(line.key.kind, line.value)
        yield say(
            "Note: {symbol} is given as {given}, which is used; {formula} would give {worked}.",
            symbol=solution.symbol(line),
            given=solution.shown(given),
            formula=solution.formula(line),
            worked=worked,
        )


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
    given = {line.key: line for line in lines if line.key.kind in DATA}
    samples = range(1, len(solution.exercise.samples) + 1)
    if len(samples) == 1:
        return Items("", tuple(map(Mention, given.values())))
    columns = list(dict.fromkeys(key._replace(sample=None) for key in given))
    rows: list[tuple[Inline, ...]] = []
    for sample in samples:
        found = (given.get(key._replace(sample=sample)) for key in columns)
        rows.append((str(sample), *(Mention(line, "value") if line else "" for line in found)))
    symbols = {key._replace(sample=None): Mention(line, "symbol") for key, line in given.items()}
    headers: tuple[Inline, ...] = (*head(say("sample")), *(symbols[key] for key in columns))
    listed = tuple(in_words(solution, headers, row) for row in rows)
    return Grid(say("Samples"), headers, rows, listed)


def _weights(solution: Solution, layer: int, given: dict[Key, Mention]) -> Iterator[Block]:
    exercise, graph = solution.exercise, solution.exercise.graph
    title = weights_title(solution, layer)
    connections = [graph.connections(node) for node in graph.nodes(layer)]
    count = sum(map(len, connections))
    if count > MAX_LISTED_WEIGHTS:
        yield Paragraph(say("{title}: {count} of them.", title=title, count=f"{count:,}"))
        return
    if not any(key in given for keys in connections for key in map(graph.parameter, keys)):
        return

    def mention(parameter: Key) -> Inline:
        return given.get(parameter, f"{solution.spell(parameter)} = ?")

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


def _gains(solution: Solution, layer: int) -> Iterator[Block]:
    """Yield the γ and β of a layer whose net inputs are normalised, and its ε."""
    exercise = solution.exercise
    norm = exercise.norms[layer - 1] if exercise.norms else None
    if norm is None:
        return
    way = {"batch": say("batch normalisation"), "layer": say("layer normalisation")}[norm.way]
    title = say("{layer}, {way}", layer=layer_name(layer, exercise), way=way)
    nodes = exercise.graph.nodes(layer)
    gains = [Key(kind, *node) for kind in GAINS for node in nodes]
    if len(gains) > MAX_LISTED_WEIGHTS:
        yield Paragraph(say("{title}: {count} of them.", title=title, count=f"{len(gains):,}"))
        return
    lines = {line.key.timeless: line for line in solution.stages[0].lines}
    given = [Mention(lines[key]) for key in gains if key in lines]
    yield Items(title, (*given, f"ε = {norm.epsilon.text}"))


def _sources(graph: Graph, layer: int) -> list[Node]:
    """Return the units of the layer before, and those farther back that feed this layer."""
    senders = {key.sender for node in graph.nodes(layer) for key in graph.connections(node)}
    farther = [node for node in senders if node is not None and node.layer < layer - 1]
    return [*graph.nodes(layer - 1), *sorted(farther, key=lambda node: (-node.layer, node.unit))]


def weights_title(solution: Solution, layer: int) -> str:
    """Return the heading of the weights that lead into a layer."""
    exercise = solution.exercise
    into = layer_within(layer, exercise)
    if len({source.layer for source in _sources(exercise.graph, layer)}) > 1:
        return as_in_the_book(say("Weights into {layer}", layer=into), exercise)
    before = layer_within(layer - 1, exercise)
    title = say("Weights from {before} to {layer}", before=before, layer=into)
    return as_in_the_book(title, exercise)
