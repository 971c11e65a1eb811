"""Pages of the reference about functions: activations, losses and measures."""

from collections.abc import Iterator

from bpcalc.locale import say
from bpcalc.maths.activations import ACTIVATIONS, Activation
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.measures import MEASURES
from bpcalc.report.functions import activation_row, loss_row
from tools.website.markdown import cell, code, prose, table
from tools.website.words import word
from tools.website.worked import MAZUR, example

FITTING = (
    "",
    "\nactivation: [sigmoid, identity]",
    "\nactivation: [sigmoid, softmax]\ntargets: [0, 1]",
    "\nactivation: [sigmoid, tanh]\ntargets: [-1, 1]",
)
"""What else an exercise needs for a loss; the first that fits is taken."""

BOTH_BRANCHES = "\nactivation: [sigmoid, identity]\ntargets: [-1, 1]"
"""Tried first for a loss that tells cases apart: each of the two outputs is in another one."""

BOTH_SIGNS = "\nbiases: [[0.35, -0.40], 0.60]"
"""What gives a unit of the hidden layer a net input below zero, and the other one above."""

OUTPUTS = 2
"""The outputs over which a mean is taken: those of the worked examples."""


def activations() -> Iterator[str]:
    """Yield the page of activations."""
    yield from head("Activations")
    for entry in ACTIVATIONS.values():
        name, value, slope = activation_row(entry)
        yield f"## {entry.name}\n"
        yield table(
            ["", ""],
            [
                (word("Output"), code(value)),
                (word("Derivative"), code(slope)),
                (word("Source"), cell(entry.source)),
            ],
        )
        yield _of_activation(entry, name)


def _of_activation(entry: Activation, name: str) -> str:
    settings = (
        f"activation: [{name}, sigmoid]{BOTH_SIGNS}",
        f"activation: [sigmoid, {name}]\nloss: cross_entropy\ntargets: [0, 1]\nshortcut: false",
    )
    units = ((2, 1),) if entry.whole_layer else ((1, 1), (1, 2))

    def wanted(key: Key) -> bool:
        here = (key.layer, key.unit) in units
        return here and key.kind in ("net", "out", "slope") and key.epoch == 1

    return example(MAZUR, wanted, *settings)


def losses() -> Iterator[str]:
    """Yield the page of losses."""
    yield from head("Losses")
    for entry in LOSSES.values():
        name, error, slope = loss_row(entry, outputs=OUTPUTS)
        mean = slope != loss_row(entry, outputs=OUTPUTS + 1)[2]
        yield f"## {entry.name}\n"
        yield table(
            ["", ""],
            [
                (word("Error of one output"), code(error)),
                (word("Derivative, with 2 outputs" if mean else "Derivative"), code(slope)),
                (word("Source"), cell(entry.source)),
            ],
        )
        yield _of_loss(name, branches=" if " in error or "max(" in error)


def _of_loss(name: str, *, branches: bool) -> str:
    kinds = ("error", "total_error", "error_slope", "delta")
    fitting = (BOTH_BRANCHES, *FITTING) if branches else FITTING

    def wanted(key: Key) -> bool:
        shown = key.layer in (None, 2) and (branches or key.unit in (None, 1))
        return shown and key.kind in kinds and key.epoch == 1

    return example(MAZUR, wanted, *(f"loss: {name}{more}" for more in fitting))


def measures() -> Iterator[str]:
    """Yield the page of measures."""
    yield from head("Measures")
    for kind in MEASURES:
        yield f"## {kind}\n"
        yield prose(say(INFO[kind].words)) + "\n"
        settings = (f"measures: [{kind}]", f"measures: [{kind}]\ntargets: [0, 1]")
        yield example(MAZUR, lambda key, kind=kind: key.kind == kind, *settings)  # type: ignore[misc]


def head(title: str) -> Iterator[str]:
    """Yield the title of a page of the reference, and where it comes from."""
    yield f"# {word(title)}\n"
    yield f"{word('This page is made from the tables of the program, entry by entry.')}\n"
