"""Pictures for a page: SVG in the typefaces of the page, with words for who cannot see them."""

from collections.abc import Sequence
from typing import Any

from bpcalc.locale import say
from bpcalc.report.drawing import curve as curves
from bpcalc.report.drawing import network as networks
from bpcalc.report.drawing.paper import PaperSize, on_paper
from bpcalc.report.drawing.svg import Element, file
from bpcalc.report.escaping import is_chinese
from bpcalc.report.typeset import fonts
from bpcalc.solution import Solution


def network_data(solution: Solution) -> dict[str, Any]:
    """Return the picture of a network; of a single sample it shows what that comes to.

    Args:
        solution: the worked exercise; it may have no lines.
    """
    several = len(solution.exercise.samples) > 1
    return given(solution) if several else typeset_picture(networks.network_picture(solution))


def given(solution: Solution) -> dict[str, Any]:
    """Return the picture of a network with its weights, and nothing that is to be worked out."""
    return typeset_picture(networks.given_picture(solution))


def curve(points: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Return the picture of an error curve; `points` are epochs and errors."""
    return typeset_picture(curves.curve(points))


def typeset_picture(drawing: Element) -> dict[str, Any]:
    """Return a drawing as data; its texts take the typefaces of the page."""
    drawing.set("font-family", fonts.TEXT)
    for text in drawing.iter("text"):
        # Else typst takes any font that has the sign, and the whole text with it.
        if any(is_chinese(part.text or "") for part in text.iter()):
            text.set("font-family", ", ".join(fonts.chinese()) or fonts.TEXT)
    said = [part.text for part in drawing if part.tag in ("title", "desc") and part.text]
    return {"is": "picture", "svg": file(drawing).decode(), "alt": say(". ").join(said)}


def picture_page(picture: networks.PlannedPicture, size: PaperSize) -> dict[str, Any]:
    """Return a network's picture as the data of a page of its own."""
    return drawing_page(networks.as_svg(picture), size)


def drawing_page(drawing: Element, size: PaperSize) -> dict[str, Any]:
    """Return any drawing as the data of a page of its own."""
    across, down = (float(drawing.get(side, "1")) for side in ("width", "height"))
    scale = size.scale(across)
    data = typeset_picture(on_paper(drawing, PaperSize(grey=size.grey)))
    title = next((part.text for part in drawing if part.tag == "title"), "")
    return {**data, "width": across * scale, "height": down * scale, "title": title}
