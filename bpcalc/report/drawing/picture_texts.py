"""What is written on the picture of a network."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import get_args

from bpcalc.calc.shape import BiasLayout, shape_of
from bpcalc.locale import later, say
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import ERROR_KINDS, INFO, PARAMETERS
from bpcalc.report.drawing.colours import NUMBERS
from bpcalc.report.drawing.highlighting import PicturePart, weight_part
from bpcalc.report.drawing.picture_data import PictureEntry, Reader
from bpcalc.report.drawing.picture_model import (
    Content,
    Label,
    PictureColumn,
    PictureRow,
    Unit,
    WeightLabelStyle,
)
from bpcalc.report.drawing.texts import Symbols, Text, TextPiece, plain_text
from bpcalc.report.words import layer_name
from bpcalc.solution import Solution

NAME_SIZE, BIAS_NAME, WITHIN, HEAD = 15.0, 13.0, 11.0, 14.0
"""Sizes of the names of units and biases, of numbers in a circle, and of the names of layers."""

MOST_UNITS, DRAWN = 10, 6
"""A larger layer is drawn as its first units and its last one, so many together."""

LEGEND = {
    "weight": later("weight"),
    "gradient": later("gradient"),
    "change": later("change"),
    "new": later("new weight"),
}
"""What the numbers on a line are called, by their class."""


class Contents:
    """What is written on one picture.

    Attributes:
        values: of the quantities that come first on the lines, so far as they are shown.
        told: all quantities of the picture in words, `symbol = number`, each once.
    """

    def __init__(self, solution: Solution, reader: Reader) -> None:
        """Write what the reader finds, in the symbols of the solution."""
        self.values: dict[PicturePart, Decimal] = {}
        self.told: dict[str, None] = {}
        self._solution = solution
        self._exercise = solution.exercise
        self._reader = reader
        self._symbols = Symbols(solution)
        self._shape = shape_of(self._exercise)

    def content(self, moment: str) -> Content:
        """Return all of it.

        Args:
            moment: words for whose numbers these are, "" where nobody asks.
        """
        drawn = [_drawn(size) for size in self._exercise.sizes]
        edges = dict(self._edges(drawn))
        return Content(
            columns=tuple(self._column(layer, units) for layer, units in enumerate(drawn)),
            edges=edges,
            total=tuple(self._rows(self._reader.total())),
            notes={
                label_style: tuple(self._notes(label_style, moment, edges))
                for label_style in get_args(WeightLabelStyle)
            },
        )

    def _column(self, layer: int, units: tuple[int | None, ...]) -> PictureColumn:
        written = {unit: self._unit(layer, unit) for unit in units if unit is not None}
        shared = layer < self._shape.last and self._biases[layer] == "shared"
        bias = self._shared_bias(layer + 1) if shared else None
        return PictureColumn(tuple(self._head(layer, len(written))), units, written, bias)

    @cached_property
    def _biases(self) -> tuple[BiasLayout, ...]:
        """How biases are drawn: that of a single unit as those of units beside it are."""
        biases = self._shape.biases
        if "each" not in biases:
            return biases
        sizes = self._exercise.sizes[1:]
        return tuple(
            "each" if way == "shared" and size == 1 else way
            for way, size in zip(biases, sizes, strict=True)
        )

    def _head(self, layer: int, drawn: int) -> Iterator[PictureRow]:
        """Yield what stands above a layer."""
        yield PictureRow(plain_text(layer_name(layer, self._exercise)), "layer", HEAD)
        if layer:
            yield PictureRow(
                plain_text(self._exercise.layers[layer - 1].activation.name), "activation"
            )
        size = self._exercise.sizes[layer]
        if drawn < size:
            text = say("{size} units, {drawn} of them drawn", size=f"{size:,}", drawn=drawn)
            yield PictureRow(plain_text(text), "note")

    def _unit(self, layer: int, unit: int) -> Unit:
        within = self._reader.within(layer, unit)
        own = layer > 0 and self._biases[layer - 1] == "each"
        shared = layer > 0 and self._shape.biases[layer - 1] == "shared"
        biases = self._reader.bias(layer, None if shared else unit) if own else []
        return Unit(
            name=PictureRow(self._symbols.unit(layer, unit), "name", NAME_SIZE),
            numbers=tuple(
                PictureRow(self._symbols.number(entry.key, entry.shown), "value", WITHIN)
                for entry in within
            ),
            spare=tuple(self._rows(within)),
            above=tuple(self._rows(biases)),
            under=tuple(self._rows(self._reader.under(layer, unit))) if layer else (),
            beside=tuple(self._rows(self._reader.beside(unit)))
            if layer == self._shape.last
            else (),
        )

    def _shared_bias(self, layer: int) -> Unit:
        name = self._symbols.of(Key("bias", layer))
        under = tuple(self._rows(self._reader.bias(layer, None)))
        return Unit(PictureRow(name, "name", BIAS_NAME), under=under)

    def _rows(self, entries: list[PictureEntry]) -> Iterator[PictureRow]:
        for entry in entries:
            self.told[f"{self._solution.spell(entry.key)} = {entry.shown}"] = None
            yield PictureRow(self._symbols.equation(entry.key, entry.shown), _class(entry))

    def _edges(self, drawn: list[tuple[int | None, ...]]) -> Iterator[tuple[PicturePart, Label]]:
        """Yield what is written on the lines between units that are drawn."""
        graph = self._exercise.graph
        for layer in graph.layers:
            for node in graph.nodes(layer):
                for key in graph.connections(node) if node.unit in drawn[layer] else ():
                    sender = key.sender
                    if sender is not None and sender.unit in drawn[sender.layer]:
                        yield self._edge(weight_part(key), graph.parameter(key))

    def _edge(self, part: PicturePart, parameter: Key) -> tuple[PicturePart, Label]:
        entries = self._reader.edge(parameter)
        if entries:
            self.values[part] = entries[0].value
        bare = tuple(
            PictureRow(self._symbols.number(entry.key, entry.shown), _class(entry))
            for entry in entries
        )
        return part, Label(tuple(self._rows(entries)), bare)

    def _notes(
        self, label_style: WeightLabelStyle, moment: str, edges: dict[PicturePart, Label]
    ) -> Iterator[Text]:
        if moment:
            yield plain_text(moment)
        rows = next((label.bare for label in edges.values() if label.bare), ())
        if rows and label_style == "bare":
            yield tuple(_legend(rows))
        if rows and label_style == "thick":
            yield plain_text(
                say(
                    "Too many connections to label. Line width shows the magnitude of the "
                    "{quantity}; dashed lines are negative. Values: see the tables.",
                    quantity=say(LEGEND[rows[0].classes]),
                )
            )


def _legend(rows: tuple[PictureRow, ...]) -> Iterator[TextPiece]:
    """Yield what stands on the lines, in the colours of its numbers."""
    yield TextPiece(say("On the lines: "))
    for place, row in enumerate(rows):
        if place:
            yield TextPiece(say(", "))
        name = say(LEGEND[row.classes])
        yield TextPiece(name, classes=row.classes, fill=NUMBERS.get(row.classes, ""))


def _class(entry: PictureEntry) -> str:
    """Return by what a style sheet finds the number of a quantity."""
    kind = entry.key.kind
    info = INFO[kind]
    if info.family:
        return info.family
    if kind in PARAMETERS or kind == "target":
        return kind
    if kind in ERROR_KINDS:
        return "error"
    return "gradient" if kind == "delta" else "value"


def _drawn(size: int) -> tuple[int | None, ...]:
    """Return the units of a layer that are drawn; None stands for those left out.

    >>> _drawn(3), _drawn(30)
    ((1, 2, 3), (1, 2, 3, 4, 5, None, 30))
    """
    if size <= MOST_UNITS:
        return tuple(range(1, size + 1))
    return (*range(1, DRAWN), None, size)
