"""What a file is that is no text, told by its content: a PDF, a picture, a Word document.

Source: https://www.garykessler.net/library/file_sigs.html, and for archives the formats themselves.
"""

from collections.abc import Sequence

from bpcalc.locale import later, say
from bpcalc.named_tuples import NamedTuple

DOCUMENT = later("copy the text out of it into a text file, saved as UTF-8")
PICTURE = later("type what it shows into a text file")
ARCHIVE = later("take out of it the file that is meant")
WORKBOOK = later("save its table as CSV in UTF-8")
MODEL = later("`bpcalc import` makes an exercise of a trained network")
OTHER = later("name the text file that is meant")

ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
"""What archives begin with, those with files in them and empty ones."""


class FileKind(NamedTuple):
    """A kind of files.

    Attributes:
        name: with its article, marked for the catalogue.
        advice: what to do where a text is wanted, marked for the catalogue.
    """

    name: str
    advice: str


STARTS: dict[bytes, FileKind] = {
    b"%PDF-": FileKind(later("a PDF document"), DOCUMENT),
    b"{\\rtf": FileKind(later("an RTF document"), DOCUMENT),
    b"\xd0\xcf\x11\xe0": FileKind(later("an old Word or Excel file (.doc, .xls)"), DOCUMENT),
    b"\x89PNG": FileKind(later("a PNG picture"), PICTURE),
    b"\xff\xd8\xff": FileKind(later("a JPEG picture"), PICTURE),
    b"GIF8": FileKind(later("a GIF picture"), PICTURE),
    b"II*\x00": FileKind(later("a TIFF picture"), PICTURE),
    b"MM\x00*": FileKind(later("a TIFF picture"), PICTURE),
    b"Rar!": FileKind(later("a RAR archive"), ARCHIVE),
    b"7z\xbc\xaf": FileKind(later("a 7z archive"), ARCHIVE),
    b"\x1f\x8b": FileKind(later("a gzip archive"), ARCHIVE),
    b"\xfd7zXZ": FileKind(later("an xz archive"), ARCHIVE),
    b"\x89HDF": FileKind(later("an HDF5 file, as Keras writes them"), MODEL),
    b"\x93NUMPY": FileKind(later("a file of a NumPy array (.npy)"), MODEL),
    b"\x80\x02": FileKind(later("a pickle of Python"), MODEL),
    b"\x80\x03": FileKind(later("a pickle of Python"), MODEL),
    b"\x80\x04": FileKind(later("a pickle of Python"), MODEL),
    b"\x80\x05": FileKind(later("a pickle of Python"), MODEL),
    b"\x7fELF": FileKind(later("a program"), OTHER),
    b"MZ\x90\x00": FileKind(later("a program"), OTHER),
    b"SQLite format 3\x00": FileKind(later("a database"), OTHER),
}
"""By what files begin with."""

BRANDS: dict[bytes, FileKind] = {
    b"ftypheic": FileKind(later("a HEIC picture"), PICTURE),
    b"ftypmif1": FileKind(later("a HEIC picture"), PICTURE),
    b"ftypavif": FileKind(later("an AVIF picture"), PICTURE),
    b"ftyp": FileKind(later("a film"), OTHER),
}
"""By what stands behind the first four bytes, the longer ones first."""

TAR = FileKind(later("a tar archive"), ARCHIVE)

TAR_AT = 257
"""Where such an archive says what it is."""

WEBP = FileKind(later("a WebP picture"), PICTURE)

DOCX = FileKind(later("a Word document"), DOCUMENT)
XLSX = FileKind(later("an Excel workbook"), WORKBOOK)
ODT = FileKind(later("a LibreOffice document (.odt)"), DOCUMENT)
ODS = FileKind(later("a LibreOffice spreadsheet (.ods)"), WORKBOOK)
ZIP = FileKind(later("a ZIP archive"), ARCHIVE)

MEMBERS: dict[str, FileKind] = {
    "word/document.xml": DOCX,
    "xl/workbook.xml": XLSX,
    "xl/workbook.bin": FileKind(later("an Excel workbook in binary form (.xlsb)"), WORKBOOK),
    "ppt/presentation.xml": FileKind(later("a PowerPoint presentation"), DOCUMENT),
    "Index/Document.iwa": FileKind(later("a document of Pages, Numbers or Keynote"), DOCUMENT),
    "Index.zip": FileKind(later("a document of Pages, Numbers or Keynote"), DOCUMENT),
    "model.weights.h5": FileKind(later("a model of Keras"), MODEL),
}
"""Of archives that are documents: by a file in them."""

MIMETYPES: dict[bytes, FileKind] = {
    b"application/vnd.oasis.opendocument.text": ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": ODS,
    b"application/vnd.oasis.opendocument.": FileKind(
        later("a LibreOffice presentation or drawing"), DOCUMENT
    ),
    b"application/epub+zip": FileKind(later("an EPUB book"), DOCUMENT),
}
"""By what their file `mimetype` begins with, which stands first, and is not compressed."""

MIMETYPE_AT = 30
"""Bytes before the name of the first file in an archive."""


def kind_of(content: bytes) -> FileKind | None:
    """Return the kind of a file that is no text, None for what may be one.

    >>> kind_of(b"%PDF-1.7").name, kind_of(b"inputs: [1]")
    ('a PDF document', None)
    """
    if content.startswith(ZIPS):
        return _kind_of_archive(content)
    for start, kind in STARTS.items():
        if content.startswith(start):
            return kind
    for brand, kind in BRANDS.items():
        if content.startswith(brand, 4):
            return kind
    if content.startswith(b"ustar", TAR_AT):
        return TAR
    return WEBP if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def is_archive(content: bytes) -> bool:
    """Return whether a file is a ZIP archive of files, and no document that is packed as one."""
    return content.startswith(ZIPS) and _kind_of_archive(content) is ZIP


def no_text(kind: FileKind, advice: str = "") -> str:
    """Return the sentence for a file where a text is wanted.

    Args:
        kind: of the file.
        advice: other than that of the kind, marked for the catalogue.

    >>> no_text(DOCX)
    'this is a Word document, not a text: copy the text out of it into a text file, saved as UTF-8'
    """
    return say(
        "this is {kind}, not a text: {advice}",
        kind=say(kind.name),
        advice=say(advice or kind.advice),
    )


def _kind_of_archive(content: bytes) -> FileKind:
    if content.startswith(b"mimetype", MIMETYPE_AT):
        for mimetype, kind in MIMETYPES.items():
            if content.startswith(mimetype, MIMETYPE_AT + len(b"mimetype")):
                return kind
    names = _names(content)
    for name, kind in MEMBERS.items():
        if name in names:
            return kind
    if names and all(name.endswith(".npy") for name in names):
        return FileKind(later("a file of NumPy arrays (.npz)"), MODEL)
    if any(name.endswith("/data.pkl") for name in names):
        return FileKind(later("a model of PyTorch"), MODEL)
    return ZIP


def _names(content: bytes) -> Sequence[str]:
    """Return the names of the files in an archive; of a damaged one, none."""
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile  # takes a while, and few files are archives

    try:
        with ZipFile(BytesIO(content)) as archive:
            return archive.namelist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return ()
