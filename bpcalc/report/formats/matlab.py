"""MATLAB and Octave: a script that works the same numbers out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpcalc.report.formats import LINES, Page, ReportFormat
from bpcalc.report.ownership import Signed, comment

if TYPE_CHECKING:
    from bpcalc.report.document import Document


def _write(documents: Sequence["Document"], page: Page) -> str:
    """Return the script of the last report."""
    from bpcalc.report.code.languages import MATLAB
    from bpcalc.report.code.scripts import script_of

    return script_of(documents[-1], MATLAB)


FORMAT = ReportFormat(
    suffixes=(".m",),
    ownership=Signed(comment("% ")),
    max_formula_numbers=60_000,
    writer=_write,
    writes=LINES | {"training"},
    takes=frozenset({"lines", "ascii"}),
)
