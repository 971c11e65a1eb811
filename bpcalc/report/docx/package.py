"""The file around a Word document: a zip of parts that name one another."""

from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bpcalc.locale import language
from bpcalc.locale.cleaning import cleaned
from bpcalc.notation.omml import NAMESPACE as MATHS
from bpcalc.report.docx.markup import TEXT_WIDTH
from bpcalc.report.docx.styles import styles

XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE_SPACE = "http://schemas.openxmlformats.org/package/2006"
WORD_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"

NAMESPACES = {
    "w": WORD_SPACE,
    "m": MATHS,
    "r": f"{OFFICE}/relationships",
    "wp": f"{DRAWING}/wordprocessingDrawing",
    "a": f"{DRAWING}/main",
    "pic": f"{DRAWING}/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
}

PAPER = (11906, 16838)
"""A4, in twips."""

CHAPTERS = 1280
"""The margins above and below, in twips."""

DAWN = (1980, 1, 1, 0, 0, 0)
"""The date of every part: a zip wants one, and the day of writing would differ every time."""

TYPES = f"""{XML_HEAD}<Types xmlns="{PACKAGE_SPACE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Default Extension="png" ContentType="image/png"/>\
<Default Extension="svg" ContentType="image/svg+xml"/>\
<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{MAIN}.styles+xml"/>\
<Override PartName="/word/settings.xml" ContentType="{MAIN}.settings+xml"/>\
<Override PartName="/docProps/core.xml" \
ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"""

SETTINGS_PART = f"""{XML_HEAD}<w:settings xmlns:w="{WORD_SPACE}" xmlns:m="{MATHS}">\
<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="doNotCompress"/>\
<w:compat><w:compatSetting w:name="compatibilityMode" \
w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>\
<m:mathPr><m:mathFont m:val="Cambria Math"/><m:brkBin m:val="before"/><m:dispDef/>\
<m:lMargin m:val="0"/><m:rMargin m:val="0"/><m:defJc m:val="left"/></m:mathPr></w:settings>"""


class Relation(NamedTuple):
    """What a part names: another part, or an address outside."""

    kind: str
    target: str
    external: bool = False


class Package:
    """The parts of one document, as they come together."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._relations = [
            Relation("styles", "styles.xml"),
            Relation("settings", "settings.xml"),
        ]
        self._media: dict[str, bytes] = {}
        self._pictures = 0

    def relation(self, relation: Relation) -> str:
        """Return the identifier by which the document names something."""
        if relation not in self._relations:
            self._relations.append(relation)
        return f"rId{self._relations.index(relation) + 1}"

    def picture(self, png: bytes, svg: bytes) -> tuple[int, str, str]:
        """Return the number of a picture, and the identifiers of it in pixels and as SVG."""
        self._pictures += 1
        return self._pictures, self._image("png", png), self._image("svg", svg)

    def _image(self, suffix: str, content: bytes) -> str:
        target = f"media/image{self._pictures}.{suffix}"
        self._media[f"word/{target}"] = content
        return self.relation(Relation("image", target))

    def link(self, address: str) -> str:
        """Return the identifier of an address."""
        return self.relation(Relation("hyperlink", address, external=True))

    def file(self, body: str, title: str) -> bytes:
        """Return the whole file.

        Args:
            body: the paragraphs and tables.
            title: of the document.
        """
        parts: dict[str, str | bytes] = {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": _relations(
                [
                    Relation("officeDocument", "word/document.xml"),
                    Relation("core", "docProps/core.xml"),
                ]
            ),
            "docProps/core.xml": _core(title),
            "word/document.xml": _document(body),
            "word/styles.xml": XML_HEAD + styles(WORD_SPACE),
            "word/settings.xml": SETTINGS_PART,
            "word/_rels/document.xml.rels": _relations(self._relations),
            **self._media,
        }
        written = BytesIO()
        with ZipFile(written, "w") as archive:
            for name, content in parts.items():
                part = ZipInfo(name, DAWN)
                part.compress_type = ZIP_DEFLATED
                archive.writestr(part, content)
        return written.getvalue()


def _relations(relations: list[Relation]) -> str:
    outside = ' TargetMode="External"'
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_kind(relation.kind)}" '
        f"Target={quoteattr(relation.target)}{outside * relation.external}/>"
        for number, relation in enumerate(relations, 1)
    )
    return f'{XML_HEAD}<Relationships xmlns="{PACKAGE_SPACE}/relationships">{rows}</Relationships>'


def _kind(kind: str) -> str:
    if kind == "core":
        return f"{PACKAGE_SPACE}/relationships/metadata/core-properties"
    return f"{OFFICE}/relationships/{kind}"


def _core(title: str) -> str:
    return (
        f'{XML_HEAD}<cp:coreProperties xmlns:cp="{PACKAGE_SPACE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(cleaned(title))}</dc:title>'
        f"<dc:language>{language()}</dc:language></cp:coreProperties>"
    )


def _document(body: str) -> str:
    spaces = " ".join(f'xmlns:{short}="{name}"' for short, name in NAMESPACES.items())
    side = (PAPER[0] - TEXT_WIDTH) // 2
    section = (
        f'<w:sectPr><w:pgSz w:w="{PAPER[0]}" w:h="{PAPER[1]}"/><w:pgMar w:top="{CHAPTERS}" '
        f'w:right="{side}" w:bottom="{CHAPTERS}" w:left="{side}" w:header="640" w:footer="640" '
        'w:gutter="0"/></w:sectPr>'
    )
    return f"{XML_HEAD}<w:document {spaces}><w:body>{body}{section}</w:body></w:document>"
