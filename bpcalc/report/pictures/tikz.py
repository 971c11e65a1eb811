r"""TikZ: a picture for LaTeX, in the letters of the document, to be worked on.

Every circle is a node with the name of its unit, every line a `\draw` between two nodes with a
style of its own, named as its weight: `\tikzset{w5/.style={alert}}` reaches it, with or without
the overlays of beamer.
"""

import re
from collections.abc import Iterator
from math import degrees

from bpcalc.maths.keys import Key
from bpcalc.notation.latex import LETTERS
from bpcalc.report.drawing.colours import EDGE, FILLS, NEGATIVE, NUMBERS, OUTLINES, POSITIVE, QUIET
from bpcalc.report.drawing.geometry import PicturePoint, Segment
from bpcalc.report.drawing.highlighting import PicturePart
from bpcalc.report.drawing.network import THICKEST, THINNEST, PlannedPicture
from bpcalc.report.drawing.paper import PaperSize, grey
from bpcalc.report.drawing.picture_model import (
    PictureArc,
    PictureEdge,
    PictureNode,
    PictureRow,
    PlacedText,
)
from bpcalc.report.drawing.svg import rounded
from bpcalc.report.drawing.texts import Text, TextPiece
from bpcalc.report.escaping import latex as escaped
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.pictures import PictureFormat

WORDS = ("layer", "note", "activation")
"""Classes of rows that are words; all others are mathematics."""

_TOKEN = re.compile(r"[A-Za-z]\u0302|[A-Za-z]+|[0-9.]+|.")
_NO_NAME = re.compile(r"[^A-Za-z0-9]+")


def _write(picture: PlannedPicture, size: PaperSize) -> str:
    """Return a picture to be put into a document that loads tikz."""
    return "\n".join(_Tikz(picture, size).lines()) + "\n"


class _Tikz:
    """Writes one picture."""

    def __init__(self, picture: PlannedPicture, size: PaperSize) -> None:
        self._picture = picture
        self._plan = picture.plan
        self._scale = size.scale(self._plan.width) * 72.27 / 72  # to the points of TeX
        self._grey = size.grey
        self._names: dict[PicturePart, str] = {}

    def lines(self) -> Iterator[str]:
        """Yield the lines of the picture."""
        yield "% needs \\usepackage{tikz}"
        yield f"% {escaped(self._picture.title)}"
        length = f"{self._scale:.4f}pt"
        yield f"\\begin{{tikzpicture}}[x={length}, y=-{length}, {self._font(12)},"
        yield from self._styles()
        for node in self._plan.nodes:
            yield self._node(node)
        for part, segment in self._plan.stubs:
            yield self._stub(part, segment)
        for edge in self._plan.edges:
            yield self._edge(edge)
        for arc in self._plan.arcs:
            yield self._arc(arc)
        for at in self._plan.dots:
            for down in (-8, 0, 8):
                dot = self._at(PicturePoint(at.x, at.y + down))
                yield f"\\fill[{self._colour(QUIET)}] {dot} circle[radius=2];"
        for text in self._plan.texts:
            yield self._text(text)
        yield "\\end{tikzpicture}"

    def _styles(self) -> Iterator[str]:
        """Yield the styles; one that the document has already is kept."""
        for role, fill in FILLS.items():
            outline = self._colour(OUTLINES[role])
            yield (
                f"  bpcalc {role}/.style={{circle, draw={outline}, fill={self._colour(fill)}, "
                "line width=1pt, align=center, inner sep=0pt},"
            )
        yield f"  bpcalc edge/.style={{draw={self._colour(EDGE)}, line width=0.6pt}},"
        yield f"  bpcalc stub/.style={{draw={self._colour(QUIET)}, line width=0.6pt}},"
        yield "  bpcalc label/.style={fill=white, inner sep=0.6pt, align=center}]"

    def _colour(self, colour: str) -> str:
        shown = grey(colour) if self._grey else colour
        red, green, blue = (int(shown[at : at + 2], 16) for at in (1, 3, 5))
        return f"{{rgb,255:red,{red};green,{green};blue,{blue}}}"

    def _font(self, pixels: float) -> str:
        size = pixels * self._scale
        return f"font=\\fontsize{{{size:.2f}}}{{{size * 1.25:.2f}}}\\selectfont"

    def _at(self, point: PicturePoint) -> str:
        return f"({rounded(point.x)},{rounded(point.y)})"

    def _node(self, node: PictureNode) -> str:
        name = self._name(node)
        self._names[node.part] = name
        diameter = f"{2 * node.circle.radius * self._scale:.2f}pt"
        rows = " \\\\ ".join(self._row(row) for row in node.unit.within)
        options = f"bpcalc {node.role}, minimum size={diameter}, {name}/.try"
        return f"\\node[{options}] ({name}) at {self._at(node.circle.centre)} {{{rows}}};"

    def _name(self, node: PictureNode) -> str:
        """Return what a node is called: as its unit, if TikZ can say that and no other one is."""
        kind, layer, unit, _ = node.part
        solution = self._picture.solution
        wanted = ""
        if kind == "unit" and layer is not None and unit:
            wanted = solution.exercise.units[layer][unit - 1]
        elif layer is not None:
            wanted = solution.spelling.name(Key("bias", layer, unit))
        if not wanted or _NO_NAME.search(wanted) or wanted in self._names.values():
            wanted = f"{kind}-{layer}-{unit or 0}"
        return wanted

    def _stub(self, part: PicturePart, segment: Segment) -> str:
        return f"\\draw[bpcalc stub] {self._at(segment.start)} -- {self._at(segment.end)};"

    def _edge(self, edge: PictureEdge) -> str:
        _, layer, unit, source = edge.part
        ends = [("unit", (layer or 0) - 1, source, None), ("unit", layer, unit, None)]
        start, end = (self._names[part] for part in ends)
        label = ""
        if edge.box is not None:
            rows = " \\\\ ".join(self._row(row) for row in edge.rows)
            turned = f"rotate={rounded(-degrees(edge.box.angle))}"
            options = f"bpcalc label, at={{{self._at(edge.box.centre)}}}, {turned}"
            label = f" node[{options}] {{{rows}}}"
        return f"\\draw[bpcalc edge{self._look(edge.part)}] ({start}) -- ({end}){label};"

    def _look(self, part: PicturePart) -> str:
        """Return the style that is named as the weight, and how thick a line without label is."""
        _, layer, unit, source = part
        key = Key("weight", layer, unit, source)
        name = _NO_NAME.sub("-", self._picture.solution.spelling.name(key))
        thick = ""
        if self._picture.values:
            value = self._picture.values.get(part)
            largest = max(map(abs, self._picture.values.values())) or 1
            share = float(abs(value) / largest) if value is not None else 0.0
            width = (THINNEST + (THICKEST - THINNEST) * share) * self._scale
            less = value is not None and value < 0
            colour = self._colour(NEGATIVE if less else POSITIVE)
            thick = f", draw={colour}, line width={width:.2f}pt{', dashed' * less}"
        return f"{thick}, {name}/.try"

    def _arc(self, arc: PictureArc) -> str:
        way = " -- ".join(map(self._at, arc.way))
        rows = " \\\\ ".join(self._row(row) for row in arc.rows)
        label = f" node[bpcalc label, at={{{self._at(arc.box.centre)}}}] {{{rows}}}" * bool(rows)
        return f"\\draw[bpcalc edge] {way}{label};"

    def _text(self, text: PlacedText) -> str:
        anchor = ", anchor=west" if text.anchor == "start" else ""
        options = f"inner sep=0pt{anchor}, {self._font(text.row.size)}"
        return f"\\node[{options}] at {self._at(text.at)} {{{self._row(text.row)}}};"

    def _row(self, row: PictureRow) -> str:
        if row.classes in WORDS:
            text = escaped("".join(piece.text for piece in row.text))
            return f"\\textbf{{{text}}}" if row.classes == "layer" else text
        colour = self._colour(NUMBERS[row.classes]) if row.classes in NUMBERS else ""
        maths = f"${_maths(row.text)}$"
        return f"\\textcolor[RGB]{{{_rgb(colour)}}}{{{maths}}}" if colour else maths


def _rgb(colour: str) -> str:
    return ",".join(re.findall(r"(?:red|green|blue),([0-9]+)", colour))


def _maths(text: Text) -> str:
    """Return a text of symbols and numbers in LaTeX's mathematics."""
    return "".join(map(_piece, text))


def _piece(piece: TextPiece) -> str:
    inner = "".join(_glyph(found) for found in _TOKEN.findall(piece.text))
    if not piece.shift:
        return inner
    return f"{'_' if piece.shift.startswith('low') else '^'}{{{inner}}}"


def _glyph(text: str) -> str:
    if text in LETTERS:
        return LETTERS[text]
    if text.endswith("\u0302"):
        return f"\\hat{{{text[0]}}}"
    if text.isascii() and text.isalpha():
        return text if len(text) == 1 else f"\\mathrm{{{text}}}"
    return (
        text if text in "0123456789.+-=(), /" or text[0].isdigit() else f"\\text{{{escaped(text)}}}"
    )


FORMAT = PictureFormat(
    suffixes=(".tex", ".tikz"),
    ownership=Signed(comment("% ")),
    write=_write,
)
