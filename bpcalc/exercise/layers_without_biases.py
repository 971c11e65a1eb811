"""Layers for which an exercise names no bias, where it names some for another layer."""

from collections.abc import Container, Sequence

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.layers import DraftBiases
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import enumerated, say
from bpcalc.maths.keys import Key
from bpcalc.notation.spelling import Spelling

_MOST_NAMED = 5


def say_none(
    page: SourceText,
    node: Node,
    spelling: Spelling,
    layers: Sequence[tuple[Key, list[Key]]],
    found: Sequence[DraftBiases],
    meant: Container[Key],
) -> None:
    """Note for each layer that it has no biases: they may have been forgotten.

    Args:
        page: takes the notes.
        node: where the biases stand.
        spelling: of the names.
        layers: for each layer, the bias of all of its units, and those of single ones.
        found: the biases of each layer.
        meant: biases of whole layers that the file names, be it with null.
    """
    given = [each for each in found if each.numbers is not None]
    for (common, own), each in zip(layers, found, strict=True):
        if each.numbers is not None or not given or common in meant:
            continue
        keys = [common] if given[0].shared or not own else own
        names = [quotable(spelling.name(key)) for key in keys[:_MOST_NAMED]]
        says = say(
            "no {names} here: the units of that layer get none; `{name}: null` says that this is "
            "meant",
            names=enumerated(names),
            name=names[0],
        )
        page.note(node, says)
