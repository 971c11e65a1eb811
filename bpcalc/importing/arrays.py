"""Named arrays as layers: which are weights, which biases, and what a row stands for."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice, permutations
from typing import TYPE_CHECKING, Any

from bpcalc.errors import ModelError
from bpcalc.importing.dense import RECEIVERS, SENDERS, DenseLayer
from bpcalc.locale import enumerated, say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

BIAS = re.compile(r"(?i)(^|[._/\W\d]|_)(b|bias|biases|intercepts?_?)(?=$|[._/\W\d]|_)")
COUNTERS = re.compile(r"(?i)num_batches_tracked$")
MAX_ORDERED = 6
"""Matrices of which every order is tried, to find the one in which they follow each other."""

_WORDS = re.compile(r"(?i)weights?|biases|bias|kernel|coefs?_?|intercepts?_?|[wbvθ](?![a-z])")


def layers_of(arrays: "Mapping[str, Array]", rows: str | None) -> list[DenseLayer]:
    """Return the layers that named arrays are.

    Args:
        arrays: by name, in their order.
        rows: what a row of weights stands for: a unit that receives (`to`), or one that sends
            (`from`); None: what the shapes and names say.

    Raises:
        ModelError: an array has no place, or the rows may be either.
    """
    weights: dict[str, Array] = {}
    biases: dict[str, Array] = {}
    for name, array in arrays.items():
        if COUNTERS.search(name):
            continue
        if array.ndim == 1 or (array.ndim == 2 and 1 in array.shape and BIAS.search(name)):
            biases[name] = array.reshape(-1)
        elif array.ndim == 2:
            weights[name] = array
        else:
            says = say(
                "`{name}` has the shape {shape}; only matrices of weights and vectors of biases "
                "are read",
                name=name,
                shape=array.shape,
            )
            raise ModelError(says)
    if not arrays:
        raise ModelError(say("the file holds no arrays"))
    if not weights:
        raise ModelError(say("there is no matrix of weights among {names}", names=_names(arrays)))
    pairs = _paired(weights, biases)
    return _turned(_in_order(weights, pairs, rows), pairs, rows)


def _in_order(
    weights: "dict[str, Array]", biases: "dict[str, Array | None]", rows: str | None
) -> "dict[str, Array]":
    """Return the matrices in the order of their numbers or of the file, or else in the only one.

    A file may have them sorted by names that say nothing, as decoder and encoder.
    """
    numbered = all(re.search(r"\d", name) for name in weights)
    orders = [list(weights), sorted(weights, key=natural)]

    def fits(names: Sequence[str]) -> bool:
        ordered = {name: weights[name] for name in names}
        return any(_fits(ordered, biases, way) for way in _ways(weights, rows))

    for names in reversed(orders) if numbered else orders:
        if fits(names):
            return {name: weights[name] for name in names}
    if len(weights) <= MAX_ORDERED:
        found = list(islice(filter(fits, permutations(weights)), 2))
        if len(found) == 1:
            return {name: weights[name] for name in found[0]}
    return weights


def natural(name: str) -> list[tuple[int, str]]:
    """Return what names are sorted by, so that fc10 follows fc9.

    >>> sorted(["fc10.weight", "fc9.weight"], key=natural)
    ['fc9.weight', 'fc10.weight']
    """
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]


def _names(arrays: "Mapping[str, Array]") -> str:
    return enumerated(list(arrays)[:20])


def _paired(weights: "dict[str, Array]", biases: "dict[str, Array]") -> "dict[str, Array | None]":
    """Return the biases of every matrix: those of the same name but for the word, else in order."""
    stems = {_WORDS.sub("", name): array for name, array in biases.items()}
    found = {name: stems.get(_WORDS.sub("", name)) for name in weights}
    matched = sum(array is not None for array in found.values())
    if matched == len(biases):
        return found
    if len(biases) == len(weights):
        return dict(zip(weights, biases.values(), strict=True))
    says = say(
        "which of the biases {biases} belong to which of the weights {weights}? Give them names "
        "such as W1 and b1",
        biases=_names(biases),
        weights=_names(weights),
    )
    raise ModelError(says)


def _turned(
    weights: "dict[str, Array]", biases: "dict[str, Array | None]", rows: str | None
) -> list[DenseLayer]:
    """Return the layers with a row for every receiving unit."""
    ways = [way for way in _ways(weights, rows) if _fits(weights, biases, way)]
    if not ways and rows is None:  # names that are those of a library, and shapes that are not
        ways = [way for way in (RECEIVERS, SENDERS) if _fits(weights, biases, way)]
    if len(ways) == 2:
        says = say(
            "the shapes do not say whether a row of weights is a unit that receives or one "
            "that sends; add --weight-rows to, or from"
        )
        raise ModelError(says)
    if not ways:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in weights.items())
        raise ModelError(say("these matrices do not follow each other: {shapes}", shapes=shapes))
    return [
        DenseLayer(name, array if ways[0] == RECEIVERS else array.T, biases[name])
        for name, array in weights.items()
    ]


def _ways(weights: "dict[str, Array]", rows: str | None) -> list[str]:
    """Return what a row may stand for: what is said, what the names of a library say, or either."""
    if rows is not None:
        return [rows]
    if all(re.search(r"weight$", name) for name in weights):
        return [RECEIVERS]
    if all(re.search(r"kernel(:0)?$", name) for name in weights):
        return [SENDERS]
    return [RECEIVERS, SENDERS]


def _fits(weights: "dict[str, Array]", biases: "dict[str, Array | None]", way: str) -> bool:
    below: int | None = None
    for name, array in weights.items():
        units, before = array.shape if way == RECEIVERS else array.shape[::-1]
        own = biases[name]
        if below not in (None, before) or (own is not None and own.size != units):
            return False
        below = units
    return True
