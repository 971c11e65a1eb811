"""SVG: the picture of a report alone: its error curve, or else its network."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpcalc.errors import OutputError
from bpcalc.locale import say
from bpcalc.report.formats import PAGES, Page, ReportFormat
from bpcalc.report.ownership import Signed, comment

if TYPE_CHECKING:
    from bpcalc.report.document import Document


def _write(documents: Sequence["Document"], page: Page) -> bytes:
    """Return the one picture that several reports come to.

    One that was asked for comes before an error curve, and that before a network.

    Raises:
        OutputError: they have none.
    """
    from bpcalc.report.document import Curve, Figure, NetworkBlock
    from bpcalc.report.drawing import svg
    from bpcalc.report.drawing.curve import curve
    from bpcalc.report.drawing.network import network_picture

    blocks = [(block, document) for document in documents for block in document.blocks]
    for block, _ in blocks:
        if isinstance(block, Figure):
            return svg.file(block.draw())
    for block, _ in blocks:
        if isinstance(block, Curve):
            return svg.file(curve(block.points))
    for block, document in blocks:
        if isinstance(block, NetworkBlock):
            return svg.file(network_picture(document.solution))
    raise OutputError(
        say("this report has no picture; write it in full, or draw the network with `bpcalc draw`")
    )


FORMAT = ReportFormat(
    suffixes=(".svg",),
    ownership=Signed(comment("<!-- ", " -->")),
    binary=True,
    for_screen=False,
    writer=_write,
    writes=PAGES - {"derivation", "audit"},  # which have no picture
    takes=frozenset({"curve"}),
)
