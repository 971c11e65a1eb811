"""SVG: for pages, and for programs that draw."""

from bpcalc.report.drawing import svg
from bpcalc.report.drawing.network import PlannedPicture, as_svg
from bpcalc.report.drawing.paper import PaperSize, on_paper
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.pictures import PictureFormat


def _write(picture: PlannedPicture, size: PaperSize) -> bytes:
    return svg.file(on_paper(as_svg(picture), size))


FORMAT = PictureFormat(
    suffixes=(".svg",),
    ownership=Signed(comment("<!-- ", " -->")),
    binary=True,
    write=_write,
)
