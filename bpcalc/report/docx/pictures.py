"""Pictures in a Word document: as SVG, and in pixels for programs that cannot draw that."""

from xml.sax.saxutils import quoteattr

from bpcalc.locale.cleaning import cleaned
from bpcalc.report.docx.markup import TEXT_WIDTH, paragraph
from bpcalc.report.docx.package import DRAWING, Package
from bpcalc.report.drawing.paper import PaperSize
from bpcalc.report.drawing.svg import Element, file
from bpcalc.report.typeset.compile import compile_png
from bpcalc.report.typeset.pictures import drawing_page

PIXEL = 9525
"""A pixel in the unit of drawings (of 1/914400 inch)."""

TWIP = 635
"""A twip in that unit."""

SVG_KIND = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""By which Word knows that a picture has SVG as well."""


def picture_paragraph(package: Package, drawing: Element) -> str:
    """Return a paragraph with a drawing, whose words stand as its alternative text."""
    svg = file(drawing)
    across, down = (float(drawing.get(side, "1")) for side in ("width", "height"))
    data = drawing_page(drawing, PaperSize())
    png = compile_png("picture.typ", data, coarser=True)
    number, pixels, curves = package.picture(png, svg)
    scale = min(PIXEL, TEXT_WIDTH * TWIP / across)
    size = f'cx="{int(across * scale)}" cy="{int(down * scale)}"'
    name = f'id="{number}" name="Picture {number}"'
    return paragraph(
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f"<wp:docPr {name} descr={quoteattr(cleaned(data['alt']))}/><wp:cNvGraphicFramePr>"
        f'<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        f'<a:graphicData uri="{DRAWING}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr {name}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{pixels}"><a:extLst>'
        f'<a:ext uri="{SVG_KIND}"><asvg:svgBlip r:embed="{curves}"/></a:ext></a:extLst></a:blip>'
        f"<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</w:r>"
    )
