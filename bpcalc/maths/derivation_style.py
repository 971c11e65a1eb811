"""How the lines of a calculation are set out where books differ; no number depends on it."""

from typing import Literal

from bpcalc.named_tuples import NamedTuple

DeltaLines = Literal["chain", "direct"]
Order = Literal["notes", "deltas_first"]


class DerivationStyle(NamedTuple):
    """One book's way of working.

    Attributes:
        lines: `chain` follows the chain rule factor by factor (∂E/∂out, ∂out/∂net, δ, then the
            gradients); `direct` writes each delta in one line, has no gradients, and takes the
            changes straight from the deltas.
        order: in `notes`, the gradients of a layer follow its deltas, or its changes where there
            are no gradients; with `deltas_first`, all deltas come before them.
        full_chain: whether a gradient is written as ∂E/∂out·∂out/∂net·∂net/∂w and not as δ·out.
        sums: in `direct`, the sum that comes back to a hidden unit has a line of its own.
        slope_first: in a delta written in one line, out·(1 - out) stands before the error.
        weight_first: in the sum that comes back to a unit, w·δ is written and not δ·w.
        bias_in: whether the net input has the bias in it, or the activation adds it (`out`),
            as where a unit fires once its net input exceeds a threshold.
    """

    lines: DeltaLines = "chain"
    order: Order = "notes"
    full_chain: bool = False
    sums: bool = False
    slope_first: bool = False
    weight_first: bool = False
    bias_in: Literal["net", "out"] = "net"


CHAIN = DerivationStyle()
"""Rumelhart, Hinton & Williams' way, and Mazur's: factor by factor."""
