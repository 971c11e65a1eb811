"""LaTeX: a document of its own, or a fragment to put into one.

Lines are equations, broken where they would leave the page: before an equals sign first, then
before a plus or minus. New weights and biases stand in a table, old beside new.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import inf

from bpcalc.locale import say
from bpcalc.notation.boxes import MathRow, number, upright
from bpcalc.notation.latex import latex, one_line, rows_of
from bpcalc.notation.math_width import broken, math_width
from bpcalc.report.block_writer import BlockWriter, writes
from bpcalc.report.cell_text import around_rule, in_parts, is_number
from bpcalc.report.document import (
    ColumnName,
    Curve,
    Document,
    Figure,
    Grid,
    Inline,
    Items,
    Lines,
    Matrices,
    Mention,
    NetworkBlock,
    Outcome,
    Paragraph,
    Section,
    Verbatim,
    without_pictures,
)
from bpcalc.report.escaping import is_chinese
from bpcalc.report.escaping import latex as escaped
from bpcalc.report.formats import PAGES, Page, ReportFormat, one_below_the_other
from bpcalc.report.math_reading import NEARLY, MathReading
from bpcalc.report.matrix_boxes import matrix_equation
from bpcalc.report.matrix_latex import matrix_rows
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.words import column, head, outcome, too_wide
from bpcalc.solution import Solution

MAX_LINE_DIGITS = 86.0
"""How many digits of a formula go side by side on the page; see `math_width`."""

EQUALS = 2.6
"""The width of an equals sign, in digits."""

ROOM = 2.0
"""What a formula has on its sides in a table, in digits."""

BETWEEN = 2.5
"""What stands between two columns of a table, in digits."""

CLOSER = 1.2
"""The same in a table of many columns, whose columns stand closer together."""

SMALL_LETTERS = 0.9
"""How large the letters of such a table are, beside those of the text."""

AT_ONCE = 30
"""Rows in one display; TeX holds a display in memory as a whole."""

EQUATION_COLUMNS: tuple[ColumnName, ...] = ("formula", "numbers", "value", "new value")
"""The columns that follow an equals sign, where a line is written as an equation."""

PACKAGES = "% needs \\usepackage{amsmath, array, booktabs, longtable} and \\allowdisplaybreaks"

PREAMBLE = r"""
\usepackage[a4paper, margin=22mm]{geometry}
\usepackage{amsmath, array, booktabs, longtable}
\allowdisplaybreaks
\setlength{\parindent}{0pt}
\setlength{\parskip}{\smallskipamount}
\setlength{\mathindent}{0pt}
\setlength{\LTleft}{0pt}
\setcounter{secnumdepth}{0}
\raggedright
"""


def _write(document: Document, page: Page) -> str:
    """Return the report in LaTeX, which xelatex and lualatex compile."""
    body = "\n\n".join(_Writer(document.solution).each(without_pictures(document.blocks))) + "\n"
    if page.fragment:
        return f"{PACKAGES}\n\n{body}"
    kind = "[11pt, fleqn, scheme=plain]{ctexart}" if is_chinese(body) else "[11pt, fleqn]{article}"
    head = f"\\documentclass{kind}{PREAMBLE}"
    return f"{head}\n\\begin{{document}}\n\n{body}\n\\end{{document}}\n"


class _Writer(BlockWriter[str]):
    """Writes the blocks of one solution."""

    def __init__(self, solution: Solution) -> None:
        self._maths = MathReading(solution)
        self._depth = 1

    @writes(Section)
    def _section(self, block: Section) -> str:
        """Put the parts of a calculation one level below the epoch or sample they belong to."""
        if block.level == 0:
            return f"\\section*{{\\LARGE {escaped(block.title)}}}"
        if block.level == 1:
            self._depth = 2
        level = 1 if block.level == 1 else self._depth
        return f"\\{'sub' * (level - 1)}section*{{{escaped(block.title)}}}"

    @writes(Paragraph)
    def _paragraph(self, block: Paragraph) -> str:
        return "".join(map(self._inline, in_parts(self._maths.solution, block)))

    @writes(Verbatim)
    def _verbatim(self, block: Verbatim) -> str:
        lines = (escaped(line).replace(" ", "~") for line in block.text.splitlines())
        return "{\\ttfamily\n" + " \\\\\n".join(line or "~" for line in lines) + "\\par}"

    @writes(Curve)
    def _curve(self, block: Curve) -> str:
        return self._verbatim(Verbatim(block.drawing)) if block.drawing else ""

    @writes(Figure)
    def _figure(self, block: Figure) -> str:
        if block.drawing:
            return self._verbatim(Verbatim(block.drawing))
        return self._paragraph(Paragraph(block.words))

    @writes(NetworkBlock)
    def _network(self, block: NetworkBlock) -> str:
        return _network(block)

    @writes(Items)
    def _items(self, block: Items) -> str:
        return _titled(block.title, " \\quad\n".join(map(self._inline, block.items)))

    @writes(Grid)
    def _grid(self, block: Grid) -> str:
        return _titled(block.title, self._grid_body(block))

    def _grid_body(self, block: Grid) -> str:
        headers = [self._inline(item) for item in block.headers]
        rows = [[self._inline(item) for item in row] for row in block.rows]
        found = zip(block.headers, *block.rows, strict=True)
        widths = [max(map(self._width, column)) for column in found]
        if sum(widths) + BETWEEN * len(widths) <= MAX_LINE_DIGITS:
            return _table(headers, rows)
        items = [item for row in block.rows for item in row[1:]]
        if all(isinstance(item, Mention) and item.shows == "equation" for item in items):
            return " \\quad\n".join(dict.fromkeys(item for row in rows for item in row[1:]))
        if SMALL_LETTERS * sum(widths) + CLOSER * len(widths) <= MAX_LINE_DIGITS:
            return f"{{\\small\\setlength{{\\tabcolsep}}{{3pt}}\n{_table(headers, rows)}}}"
        return _listed(headers, rows)

    def _inline(self, item: Inline) -> str:
        if not isinstance(item, Mention):
            return escaped(item)
        shown = latex(self._maths.mention(item), escaped)
        return f"{escaped(item.words)} ${shown}$" if item.words else f"${shown}$"

    def _width(self, item: Inline) -> float:
        """Return the width of a cell, in digits; a formula has a little room on its sides."""
        if not isinstance(item, Mention):
            return math_width(number(item) if is_number(item) else upright(item))
        room = ROOM if item.shows == "equation" else 0
        return math_width(upright(item.words)) + math_width(self._maths.mention(item)) + room

    @writes(Lines)
    def _lines(self, block: Lines) -> str:
        before, rule, after = around_rule(block)
        return _titled(before, self._lines_body(block), latex(rule, escaped), after)

    def _lines_body(self, block: Lines) -> str:
        columns = block.columns
        rows = [[self._maths.side(line, name, columns) for name in columns] for line in block.lines]
        if "old" in block.columns and _fits(rows):
            headers = [escaped(column(name)) for name in block.columns]
            shown = [
                [f"${latex(cell, escaped).lstrip()}$" if cell else "" for cell in row]
                for row in rows
            ]
            return _table(headers, shown, tall=True)
        kept = [place for place, name in enumerate(block.columns) if name in EQUATION_COLUMNS]
        equations = [[row[0], *(row[place] for place in kept)] for row in rows]
        aligned = _fits(equations)
        write = _aligned if aligned else _stacked
        starts = range(0, len(equations), AT_ONCE)
        return "\n".join(write(equations[start : start + AT_ONCE]) for start in starts)

    @writes(Matrices)
    def _matrices(self, block: Matrices) -> str:
        found = matrix_equation(self._maths, block, MAX_LINE_DIGITS)
        if found is None:
            return escaped(too_wide(block))
        rows = matrix_rows(found, escaped)
        return _titled(block.title, _surrounded("align*", "", [" \\\\\n".join(rows)]))

    @writes(Outcome)
    def _outcome(self, block: Outcome) -> str:
        symbol = latex(self._maths.symbol(block.before), escaped)
        before, after = (latex(self._maths.value(line)) for line in (block.before, block.after))
        stop = say(". ")
        return f"${symbol}$: ${before} \\to {after}${stop}{escaped(outcome(block))}"


def _network(block: NetworkBlock) -> str:
    headers = head(say("layer"), say("units"), say("activation"))
    rows = [
        [escaped(name), escaped(", ".join(units)), escaped(activation)]
        for name, units, activation in block.layers
    ]
    long = max(len(row[1]) for row in rows) > MAX_LINE_DIGITS / 2
    columns = r"l>{\raggedright}p{80mm}l" if long else "lll"
    return r"\smallskip" + "\n" + _table(list(map(escaped, headers)), rows, columns=columns)


def _listed(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return what a table says that is wider than the page: a paragraph for each row."""
    return "\n\n".join(
        f"{{{row[0]}}} \\quad "
        + " \\quad\n".join(
            f"{header}: {text}" for header, text in zip(headers[1:], row[1:], strict=True) if text
        )
        for row in rows
    )


def _titled(title: str, content: str, rule: str = "", after: str = "") -> str:
    """Put a title over a display or a table, on the same page; a rule may stand in it."""
    if not title:
        return content
    between = "" if content.startswith("\\begin{align") else "\\par\\nopagebreak\\smallskip"
    words = [title, after] if after else [title]
    first, *last = (f"\\textbf{{{escaped(text)}}}" for text in words)
    return f"{first}{f'${rule}$' if rule else ''}{''.join(last)}{between}\n{content}"


def _table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, columns: str = "", tall: bool = False
) -> str:
    """Return a table; one of many rows may go on over the page. `tall` rows hold fractions."""
    columns = f"@{{}}{columns or 'l' * len(headers)}@{{}}"
    head = f"\\toprule\n{' & '.join(headers)} \\\\\n\\midrule"
    shown = [f"{' & '.join(row)} \\\\" for row in rows]
    if len(shown) <= AT_ONCE:  # a longtable knows its width only at the second run
        text = _surrounded("tabular", columns, [head, *shown, "\\bottomrule"]) + r"\par\medskip"
    else:
        text = _surrounded(
            "longtable", columns, [head, "\\endhead", "\\bottomrule", "\\endlastfoot", *shown]
        )
    return f"{{\\renewcommand{{\\arraystretch}}{{1.45}}\n{text}}}" if tall else text


def _fits(rows: Sequence[Sequence[MathRow]]) -> bool:
    widths = [max(map(math_width, column)) for column in zip(*rows, strict=True)]
    return sum(widths) + BETWEEN * len(widths) <= MAX_LINE_DIGITS


def _aligned(rows: Sequence[Sequence[MathRow]]) -> str:
    """Return equations whose equals signs stand below one another."""
    lines = [
        f"{one_line(first, escaped)} &" + " \\;&&".join(" ".join(_signed(each)) for each in others)
        if others
        else f"& {one_line(first, escaped)}"
        for first, *others in rows
    ]
    pairs = max(len(rows[0]) - 1, 1)
    return _surrounded("alignat*", str(pairs), [" \\\\\n".join(lines)])


def _signed(side: MathRow, room: float = inf) -> list[str]:
    """Return the sign before a side of an equation, and the side in rows of at most that width."""
    if side[:1] == (NEARLY,):
        return [r"\approx", *rows_of(side[1:], room, escaped)]
    return ["=", *rows_of(side, room, escaped)]


def _stacked(rows: Sequence[Sequence[MathRow]]) -> str:
    """Return equations that are broken before equals signs, then within a formula."""
    lines: list[str] = []
    room = MAX_LINE_DIGITS - max(math_width(row[0]) for row in rows)
    for symbol, *parts in rows:
        lines.extend(_broken_equation(symbol, parts, room))
    return _surrounded("align*", "", [" \\\\\n".join(lines)])


def _broken_equation(symbol: MathRow, parts: Sequence[MathRow], room: float) -> Iterator[str]:
    """Yield the rows of an equation: a value stays beside its numbers, where that is possible."""
    row = f"{latex(symbol, escaped)} &"
    for sides in _sharing(parts, room):
        for side in sides:
            sign, first, *others = _signed(side, room - EQUALS)
            row += f"{sign} {first} "
            for other in others:
                yield row.rstrip()
                row = f"&\\phantom{{={{}}}} {other} "
        yield row.rstrip()
        row = "&"


def _sharing(parts: Sequence[MathRow], room: float) -> list[Sequence[MathRow]]:
    """Return the sides of an equation, those together that share a row."""
    for ways in ([parts], [parts[:1], parts[1:]]):
        if all(sum(map(math_width, sides)) + EQUALS * len(sides) <= room for sides in ways):
            return ways
    *longer, value = parts
    end = broken(longer[-1], room - EQUALS)[-1] if longer else value
    if len(parts) > 2 and math_width(end) + math_width(value) + 2 * EQUALS <= room:
        return [*([part] for part in longer[:-1]), [longer[-1], value]]
    return [[part] for part in parts]


def _surrounded(environment: str, argument: str, lines: Sequence[str]) -> str:
    begin = f"\\begin{{{environment}}}" + (f"{{{argument}}}" if argument else "")
    return "\n".join((begin, *lines, f"\\end{{{environment}}}"))


FORMAT = ReportFormat(
    suffixes=(".tex",),
    ownership=Signed(comment("% ")),
    writer=one_below_the_other(_write),
    writes=PAGES - {"training", "comparison"},
    fragments=True,
)
