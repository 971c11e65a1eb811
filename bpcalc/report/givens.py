"""The first page of a report: title, the network's picture, and what the exercise gives."""

from collections.abc import Iterator

from bpcalc.calc.lines import Line
from bpcalc.calc.shape import shape_of
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import CHANGE_KINDS, DATA, RATES, words
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
    yield _samples(solution, lines)
    rates = [line for line in lines if line.key.kind in RATES]
    if rates:
        yield Items(
            "",
            tuple(Mention(line, words=words(line.key.kind)) for line in rates),
        )
    for layer in range(1, len(exercise.layers) + 1):
        yield from _weights(solution, layer)
    changes = [line for line in lines if line.key.kind in CHANGE_KINDS]
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
    exercise = solution.exercise
    spec = exercise.layers[layer - 1]
    title = say("Weights into the {layer}", layer=layer_name(layer, exercise).lower())
    count = len(spec.weights) * len(spec.weights[0])
    if count > MAX_LISTED_WEIGHTS:
        yield Paragraph(say("{title}: {count} of them.", title=title, count=f"{count:,}"))
        return
    given = solution.stages[0].lines
    moment = next(line.key.when for line in given if line.key.kind == "weight")
    form = shape_of(exercise)
    biases = [
        Mention(solution[Key("bias", layer, unit, None, *moment)])
        for unit in form.bias_units(layer)
    ]
    rows: list[tuple[Inline, ...]] = []
    for unit in form.units(layer):
        weights = (
            Mention(solution[Key("weight", layer, unit, source, *moment)])
            for source in form.units(layer - 1)
        )
        bias = biases and [biases[0] if len(biases) == 1 else biases[unit - 1]]
        rows.append((solution.units[layer][unit - 1], *weights, *bias))
    bias_word = say("threshold") if exercise.thresholds else say("bias")
    headers = (say("to \\ from"), *solution.units[layer - 1], *([bias_word] if biases else []))
    listed = [item for row in rows for item in row[1 : 1 + len(exercise.units[layer - 1])]]
    yield Grid(title, headers, rows, tuple(inline(solution, item) for item in (*listed, *biases)))
