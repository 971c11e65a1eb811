"""How a picture of a network is written: one file a format, found by its name.

The module of a format declares it as its `FORMAT`.
"""

from collections.abc import Callable
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING

from bpcalc.maths.entries import complete
from bpcalc.records import record
from bpcalc.report.folder import Folder, Format

if TYPE_CHECKING:  # the names of the formats must not cost the pictures themselves
    from bpcalc.report.drawing.network import PlannedPicture
    from bpcalc.report.drawing.paper import PaperSize


@complete
@record
class PictureFormat(Format):
    """A format of pictures.

    Attributes:
        write: (picture, size) -> its text or bytes.
    """

    _: KW_ONLY
    write: "Callable[[PlannedPicture, PaperSize], str | bytes]"


PICTURE_FOLDER: Folder[PictureFormat] = Folder(__name__, __path__)
