"""The notations. One entry in `NOTATIONS` adds one, everywhere.

A notation is data: for every kind of quantity, and where a book makes the difference for a
kind at one position, three spellings. Fields in braces are filled from the key:

    {u} {v}   name of the unit, of the sending unit
    {j} {i}   their numbers within the layer
    {m} {k}   their numbers counted through the whole network, inputs included
    {l}       number of the layer
    {n}       number of the weight, counted through the whole network
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bpcalc.maths.keys import Kind

Position = Literal[
    "input",
    "hidden",
    "output",
    "shared",
    "threshold",
    "shared threshold",
    "descent",
    "all samples",
]


class Form(NamedTuple):
    """How one kind of quantity is spelt in ASCII (files, command line, JSON) and on the page."""

    name: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Notation:
    """The spelling of one school.

    Attributes:
        name: as in the exercise file.
        forms: by kind, or by kind and position where the spelling depends on it.
        source: the book or page whose spelling it is.
    """

    name: str
    forms: Mapping[Kind | tuple[Kind, Position], Form]
    source: str


MAZUR = Notation(
    name="mazur",
    forms={
        "input": Form("{u}", "{u}"),
        "target": Form("target_{u}", "target_{u}"),
        "learning_rate": Form("eta", "η"),
        "momentum": Form("alpha", "α"),
        "weight": Form("w{n}", "w{n}"),
        "bias": Form("b_{u}", "b_{u}"),
        ("bias", "shared"): Form("b{l}", "b{l}"),
        ("bias", "threshold"): Form("theta_{u}", "θ_{u}"),
        ("bias", "shared threshold"): Form("theta{l}", "θ{l}"),
        "net": Form("net_{u}", "net_{u}"),
        "out": Form("out_{u}", "out_{u}"),
        "error": Form("E_{u}", "E_{u}"),
        "total_error": Form("E_total", "E_total"),
        ("total_error", "all samples"): Form("E_samples", "E_samples"),
        "error_slope": Form("dE/dout_{u}", "∂E/∂out_{u}"),
        ("error_slope", "input"): Form("dE/d{u}", "∂E/∂{u}"),
        ("error_slope", "descent"): Form("-dE/dout_{u}", "-∂E/∂out_{u}"),
        "slope": Form("dout_{u}/dnet_{v}", "∂out_{u}/∂net_{v}"),
        "delta": Form("delta_{u}", "δ_{u}"),
    },
    source="Mazur (2015), A Step by Step Backpropagation Example",
)

NOTATIONS = {notation.name: notation for notation in (MAZUR,)}
