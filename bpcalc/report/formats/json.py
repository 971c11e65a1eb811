"""JSON for programs: every line, with values as strings so that no digit is lost."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpcalc.report.formats import LINES, Page, ReportFormat
from bpcalc.report.ownership import SignedMembers

if TYPE_CHECKING:
    from bpcalc.report.document import Document

SOLUTION_KEYS = ("bpcalc", "title", "notation", "lines")
MARKING_KEYS = (
    *("bpcalc", "title", "notation", "student", "score", "max_score", "first_error"),
    *("conventions", "precision", "marks", "findings", "unknown", "notes", "rules"),
)
TRAINING_KEYS = (
    *("epochs_run", "stopped", "engine", "history", "history_stride"),
    *("weights", "biases", "outputs"),
)
COMPARISON_KEYS = ("title", "runs")
INNER_KEYS = {
    "lines": (
        *("name", "symbol", "kind", "layer", "unit", "source", "sample", "epoch", "source_layer"),
        *("on", "formula", "substitution", "value", "shown", "relation", "latex", "worked_out"),
    ),
    "marks": (
        *("name", "written", "key", "own", "verdict", "credit", "max_credit", "mistakes", "notes"),
    ),
    "findings": ("id", "names", "says", "certainty", "chance", "others", "did", "should"),
    "history": ("epoch", "error"),
}
"""The keys of what stands in the lists under these names."""

OPTIONAL_KEYS = (
    *("samples_after_that", "proven_epochs", "roundings_followed"),
    *("skips", "gamma", "beta"),
)
"""Members of a trained exercise that not every one has."""

JSON_KEYS = {
    "step": SOLUTION_KEYS,
    "why": SOLUTION_KEYS,
    "check": MARKING_KEYS,
    "train": TRAINING_KEYS,
    "compare": COMPARISON_KEYS,
}
"""By these keys a command knows its own JSON again."""


def _write(documents: Sequence["Document"], page: Page) -> str:
    """Return what the last report has for programs, else the lines; of several, a list."""
    from bpcalc.report.json import json_text

    return json_text(documents)


FORMAT = ReportFormat(
    suffixes=(".json",),
    ownership=SignedMembers(JSON_KEYS, optional=OPTIONAL_KEYS, inside=INNER_KEYS),
    writer=_write,
    writes=LINES | {"marking", "training", "comparison"},
    takes=frozenset({"lines", "alone"}),
    several=True,
)
