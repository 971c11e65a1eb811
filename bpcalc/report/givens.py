"""The first page of a report: title, the network's picture, and what the exercise gives."""

from collections.abc import Iterator

from bpcalc.calc.lines import Line
from bpcalc.calc.structure import shape
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.report.document import Block, Grid, Items, Network, Paragraph, Section
from bpcalc.report.words import layer_name
from bpcalc.solution import Solution

MANY = 400
"""Weights of a layer above which they are counted, not listed."""


def givens(solution: Solution, lines: list[Line]) -> Iterator[Block]:
    """Yield title, source, picture and the given numbers; `lines` are those of the first stage."""
    exercise = solution.exercise
    yield Section(exercise.title or say("Worked solution"), level=0)
    if exercise.source:
        yield Paragraph(say("Source: {source}", source=exercise.source))
    yield _picture(solution)
    yield Section(say("Given"))
    yield _samples(solution, lines)
    rates = [line for line in lines if line.key.kind in ("learning_rate", "momentum")]
    words = {"learning_rate": say("learning rate"), "momentum": say("momentum")}
    if rates:
        yield Items(
            "",
            tuple(f"{words[line.key.kind]} {_equation(solution, line)}" for line in rates),
        )
    for layer in range(1, len(exercise.layers) + 1):
        yield from _weights(solution, layer)


def _picture(solution: Solution) -> Network:
    exercise = solution.exercise
    activations = ("", *(layer.activation.name for layer in exercise.layers))
    return Network(
        tuple(
            (layer_name(number, exercise), names, activation)
            for number, (names, activation) in enumerate(
                zip(exercise.units, activations, strict=True)
            )
        )
    )


def _samples(solution: Solution, lines: list[Line]) -> Block:
    kinds: tuple[Kind, ...] = ("input", "target")
    given = [line for line in lines if line.key.kind in kinds]
    first = [line for line in given if line.key.sample == 1]
    if len(solution.exercise.samples) == 1:
        return Items("", tuple(_equation(solution, line) for line in given))
    width = len(first)
    rows = [
        (str(start // width + 1), *map(solution.shown, given[start : start + width]))
        for start in range(0, len(given), width)
    ]
    headers = (say("sample"), *map(solution.symbol, first))
    listed = tuple(
        ", ".join(f"{header} {text}" for header, text in zip(headers, row, strict=True))
        for row in rows
    )
    return Grid(say("Samples"), headers, rows, listed)


def _weights(solution: Solution, layer: int) -> Iterator[Block]:
    exercise = solution.exercise
    spec = exercise.layers[layer - 1]
    title = say("Weights into the {layer}", layer=layer_name(layer, exercise).lower())
    count = len(spec.weights) * len(spec.weights[0])
    if count > MANY:
        yield Paragraph(say("{title}: {count} of them.", title=title, count=f"{count:,}"))
        return
    moment = solution.stages[0].lines[-1].key[4:]
    form = shape(exercise)
    biases = [
        _equation(solution, solution[Key("bias", layer, unit, None, *moment)])
        for unit in form.bias_units(layer)
    ]
    rows = []
    for unit in form.units(layer):
        weights = (
            _equation(solution, solution[Key("weight", layer, unit, source, *moment)])
            for source in form.units(layer - 1)
        )
        bias = biases and [biases[0] if len(biases) == 1 else biases[unit - 1]]
        rows.append((exercise.units[layer][unit - 1], *weights, *bias))
    bias_word = say("threshold") if exercise.thresholds else say("bias")
    headers = (say("to \\ from"), *exercise.units[layer - 1], *([bias_word] if biases else []))
    listed = [text for row in rows for text in row[1 : 1 + len(exercise.units[layer - 1])]]
    yield Grid(title, headers, rows, (*listed, *biases))


def _equation(solution: Solution, line: Line) -> str:
    return f"{solution.symbol(line)} = {solution.shown(line)}"
