r"""Tables with a column of layers and one of units: `layer,neuron,net,out`, `1,2,0.3925,0.5969`.

Or units are counted through all layers, in one column. The columns become one, of the names that
the units have in the exercise; so does a third, which counts the units from which weights come, and
those that count samples and epochs.
"""

from collections.abc import Callable, Iterator, Sequence

from bpcalc.checking.reading.cell_names import plain_heading
from bpcalc.checking.reading.crossed_tables import TIMES_OF
from bpcalc.checking.reading.layer_words import HIDDEN_LAYER, LAYER_NAMES, UNIT_WORDS, any_of
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.layout import Layout
from bpcalc.patterns import pattern

LAYERS = frozenset({"layer", "layer no", "layer number", "l", "层", "层号", "层数", "schicht"})
UNITS = frozenset(
    {
        *("unit", "unit j", "neuron", "neuron j", "node", "unit no", "neuron no", "node no"),
        *("to", "to unit", "to neuron"),
        *("单元", "神经元", "节点", "结点", "神经元序号", "神经元编号", "节点编号", "到"),
    }
)
SOURCES = frozenset({"from", "from unit", "from neuron", "source", "src", "input", "从", "来源"})
"""Headings of columns that count layers, units, and the units from which weights come."""

MOST_ROWS, LONGEST_ROW = 2000, 400
"""Rows of a table, and characters of a line, that are looked at."""

_LAYER = pattern(
    r"(?:(?P<hidden>hidden|h|" + any_of(HIDDEN_LAYER) + r")(?:[ _-]?layer)?"
    r"|(?P<last>output|out|o|输出层|输出)(?:[ _-]?layer)?|(?P<first>input|输入层)(?:[ _-]?layer)?"
    r"|(?:layer|l|第)?)[\s_#]?(?P<number>[0-9]{1,3})?\s?层?"
)
_COUNT = pattern(r"(?:unit|neuron|node|n|#|神经元|节点|第)?[\s_#]?([0-9]{1,3})个?")
_NAME = pattern(r"[^\W\d_].{0,40}[0-9].{0,40}")
_WORD = pattern(r"\S+")
_RULE = pattern(r"[\s|:+=-]{2,400}")
_TELLS = pattern(rf"(?i)layer|schicht|层|\bl\b|{any_of(LAYER_NAMES)}|{UNIT_WORDS}")


class _Cell(NamedTuple):
    """A cell of a line, and where it begins and ends there."""

    text: str
    start: int
    end: int


class _Place(NamedTuple):
    """What a row says of a place in the network.

    Attributes:
        layer: its layer; below 0 where only the numbers can tell whether inputs are counted.
        unit: its number there.
        source: the unit before it; None where no weight is meant.
        when: of which sample and epoch.
    """

    layer: int
    unit: int
    source: int | None
    when: str = ""


class _Columns(NamedTuple):
    """The columns that say a place; `source` is None where no column says where weights come from.

    Attributes:
        layer: of the layers; None where units are counted through all of them.
        unit: of the units.
        source: of the units before them.
        times: those that count samples and epochs, each with the letter of what it counts.
    """

    layer: int | None
    unit: int
    source: int | None
    times: tuple[tuple[int, str], ...]

    def moved(self, by: int) -> "_Columns":
        """Return the columns in rows that have so many cells more before them."""
        source = None if self.source is None else self.source + by
        times = tuple((at + by, letter) for at, letter in self.times)
        layer = None if self.layer is None else self.layer + by
        return _Columns(layer, self.unit + by, source, times)

    @property
    def empty(self) -> list[int]:
        """Those that are left out, once the name of the unit tells all of it."""
        told = [at for at in (self.layer, self.source) if at is not None]
        return [*told, *(at for at, _ in self.times)]

    @property
    def last(self) -> int:
        """The last one of them."""
        return max([self.unit, *self.empty])


def with_units(text: str, layout: Layout, called: Callable[[Key], str]) -> str:
    r"""Return a text in which the rows of such tables begin with the name of a unit.

    Args:
        text: the lines.
        layout: the shape of the network.
        called: returns the name of a weight.

    >>> layout = Layout((("x1", "x2"), ("h1", "h2"), ("o1",)))
    >>> with_units("layer,neuron,net\n1,1,0.3\n1,2,0.4\n2,1,1.1", layout, str)
    'neuron,net\nh1,0.3\nh2,0.4\no1,1.1'
    >>> with_units("layer  neuron  net\n    1       1  0.3\n    1       2  0.4", layout, str)
    '       neuron  net\n           h1  0.3\n           h2  0.4'
    """
    if not _TELLS.search(text):
        return text
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        columns, separator = _heading(lines[at])
        if columns is not None:
            at = _named(lines, at, columns, separator, layout, called)
        at += 1
    return "\n".join(lines)


def rows_with_units(
    rows: Sequence[Sequence[str]], layout: Layout, called: Callable[[Key], str]
) -> list[list[str]]:
    """Return the rows of a table, those of such a one with the names of units; see `with_units`."""
    table = [list(row) for row in rows]
    columns = _columns(table[0]) if table else None
    if columns is None or any(len(row) <= columns.last for row in table):
        return table
    places = _places(table[1:], columns, layout) if table[1:] else None
    if places is None:
        return table
    for row, place in zip(table[1:], places, strict=True):
        row[columns.unit] = _name(place, layout, called)
    return [[cell for at, cell in enumerate(row) if at not in columns.empty] for row in table]


def _heading(line: str) -> tuple[_Columns | None, str]:
    """Return the columns of a line of headings, and what separates them; "" for blanks."""
    if len(line) > LONGEST_ROW:
        return None, ""
    for sign in ("|", "\t", ";", ","):
        if sign in line:
            return _columns([cell.text for cell in _cells(line, sign)]), sign
    return _columns([cell.text for cell in _cells(line, "")]), ""


def _columns(heads: Sequence[str]) -> _Columns | None:
    """Return the columns of layers and units, None if there are not one of each."""
    plain = [plain_heading(head).rstrip(".") for head in heads]
    layers, units, sources = (
        [at for at, head in enumerate(plain) if head in words] for words in (LAYERS, UNITS, SOURCES)
    )
    if len(layers) > 1 or len(units) != 1 or len(sources) > len(layers):
        return None
    times = tuple((at, TIMES_OF[head]) for at, head in enumerate(plain) if head in TIMES_OF)
    if len({letter for _, letter in times}) < len(times):
        return None
    in_order = tuple(sorted(times, key=lambda each: each[1], reverse=True))  # @s1e2
    return _Columns(
        layers[0] if layers else None, units[0], sources[0] if sources else None, in_order
    )


def _cells(line: str, sign: str) -> list[_Cell]:
    """Return the cells of a line, without the blanks around them."""
    if not sign:
        return [_Cell(match[0], *match.span()) for match in _WORD.finditer(line)]
    cells, at = [], 0
    for part in line.split(sign):
        text = part.strip()
        start = at + part.find(text)
        cells.append(_Cell(text.strip('"'), start, start + len(text)))
        at += len(part) + 1
    return cells


def _named(
    lines: list[str],
    top: int,
    columns: _Columns,
    sign: str,
    layout: Layout,
    called: Callable[[Key], str],
) -> int:
    """Write names into the rows below headings; return where the table ends."""
    heads = _cells(lines[top], sign)
    rows = list(_rows_below(lines, top, sign, columns.last))
    if not rows or len(rows) > MOST_ROWS:
        return rows[-1] if rows else top
    first = _cells(lines[rows[0]], sign)
    # pandas counts the rows, and has nothing above their numbers.
    counted = not sign and (heads[0].start >= first[0].end or len(first) == len(heads) + 1)
    own = columns.moved(int(counted))
    cells = [_cells(lines[row], sign) for row in rows]
    if any(len(row) <= own.last for row in cells):
        return rows[-1]
    places = _places([[cell.text for cell in row] for row in cells], own, layout)
    if places is None:
        return rows[-1]
    for at in range(top, rows[0]):  # headings, and the rule below them
        lines[at] = _without(lines[at], sign, columns.empty)
    for at, line, place in zip(rows, cells, places, strict=True):
        name = _name(place, layout, called)
        lines[at] = _without(_put(lines[at], line[own.unit], name), sign, own.empty)
    return rows[-1]


def _rows_below(lines: list[str], top: int, sign: str, last: int) -> Iterator[int]:
    """Yield the lines below headings that have enough cells, as far as they follow one another."""
    for at in range(top + 1, min(len(lines), top + MOST_ROWS + 3)):
        line = lines[at]
        if at == top + 1 and line.strip() and _RULE.fullmatch(line[:LONGEST_ROW]):
            continue
        if len(line) > LONGEST_ROW or not line.strip() or len(_cells(line, sign)) <= last:
            return
        if _heading(line)[0] is not None:
            return
        yield at


def _put(line: str, cell: _Cell, name: str) -> str:
    """Return a line with a name in the place of a cell, which ends where that ended, if it can."""
    before = line[: cell.start]
    blanks = len(before) - len(before.rstrip(" "))
    taken = min(max(0, len(name) - len(cell.text)), max(0, blanks - 1))
    return before[: len(before) - taken] + name + line[cell.end :]


def _without(line: str, sign: str, columns: Sequence[int]) -> str:
    """Return a line without some cells; blanks stand for them where only blanks separate cells."""
    if sign:
        parts = line.split(sign)
        return sign.join(part for at, part in enumerate(parts) if at not in columns)
    for at, cell in enumerate(_cells(line, sign)):
        if at in columns:
            line = line[: cell.start] + " " * (cell.end - cell.start) + line[cell.end :]
    return line


def _places(
    rows: Sequence[Sequence[str]], columns: _Columns, layout: Layout
) -> list[_Place] | None:
    """Return the place that each row says; None if one says none, or the network has not all.

    Layers may be counted with the inputs or without, from 1 or from 0, and units from 1 or from 0.
    """
    places = {columns.unit, *columns.empty}
    if any(_NAME.fullmatch(cell) for at, cell in enumerate(rows[0]) if at not in places):
        return None  # the row has a name of its own
    if columns.layer is None:
        return _through(rows, columns, layout)
    told = _layers_told(rows, columns.layer, layout)
    if told is None:
        return None
    layers, fixed = told
    counts = [_counted(rows, columns.unit)]
    counts += [] if columns.source is None else [_counted(rows, columns.source)]
    whens = _whens(rows, columns)
    if whens is None or any(count is None for count in counts):
        return None
    if columns.source is not None and any(row[columns.source].strip() == "0" for row in rows):
        return None  # it may be the bias
    units, *sources = (count for count in counts if count is not None)
    before = sources[0] if sources else [None] * len(units)
    starts = [0] if fixed else [1] if 0 in layers else [0, -1]
    found = [
        [
            _Place(layer + more, unit, source, when)
            for layer, unit, source, when in zip(layers, units, before, whens, strict=True)
        ]
        for more in starts
    ]
    fits = [each for each in found if all(_is_there(place, layout) for place in each)]
    if len(fits) == 1:
        return fits[0]
    if not fits or columns.source is not None:
        return None  # of weights, no name leaves it to the numbers
    return [place._replace(layer=-layer) for place, layer in zip(fits[0], layers, strict=True)]


def _layers_told(
    rows: Sequence[Sequence[str]], column: int, layout: Layout
) -> tuple[list[int], bool] | None:
    """Return the layer of every row, and whether one is in words; None if a row says none."""
    found: list[int] = []
    fixed = False
    told = ""
    for row in rows:
        told = row[column] or told  # a merged cell stands at the first of its rows
        layer = _layer(told, layout)
        if layer is None:
            return None
        found.append(layer[0])
        fixed = fixed or layer[1]
    return found, fixed


def _through(
    rows: Sequence[Sequence[str]], columns: _Columns, layout: Layout
) -> list[_Place] | None:
    """Return the units of rows that count all there are, behind the inputs or without them."""
    numbers, whens = _counted(rows, columns.unit), _whens(rows, columns)
    layers = range(1, len(layout.sizes))
    places = [(layer, unit + 1) for layer in layers for unit in range(layout.sizes[layer])]
    if numbers is None or whens is None or len(places) == layout.sizes[-1]:
        return None
    first = min(numbers)
    whole = {*numbers} == {*range(first, first + len(places))}
    if not whole or first not in (1, layout.sizes[0] + 1):
        return None
    told = (places[number - first] for number in numbers)
    return [_Place(*place, None, when) for place, when in zip(told, whens, strict=True)]


def _layer(text: str, layout: Layout) -> tuple[int, bool] | None:
    """Return the layer that a cell says, and whether in words; None if it says none."""
    match = _LAYER.fullmatch(plain_heading(text))
    last = len(layout.sizes) - 1
    if match is None or not text.strip():
        return None
    number = int(match["number"]) if match["number"] else None
    if match["last"]:
        return last, True
    if match["first"]:
        return 0, True
    if match["hidden"]:
        if number is None and last != 2:
            return None
        return number or 1, True
    return None if number is None else (number, False)


def _counted(rows: Sequence[Sequence[str]], column: int) -> list[int] | None:
    """Return the numbers of units in a column, counted from 1; None if it has others."""
    found = [_COUNT.fullmatch(row[column].strip().casefold()) for row in rows]
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) < len(found):
        return None
    return [number + (0 in numbers) for number in numbers]


def _whens(rows: Sequence[Sequence[str]], columns: _Columns) -> list[str] | None:
    """Return of which sample and epoch each row is, such as `@s2e1`; None if one says none."""
    told = [""] * len(rows)
    for at, letter in columns.times:
        numbers = _counted(rows, at)
        if numbers is None:
            return None
        told = [f"{before or '@'}{letter}{n}" for before, n in zip(told, numbers, strict=True)]
    return told


def _is_there(place: _Place, layout: Layout) -> bool:
    """Return whether the network has the unit, and the one before it."""
    layer, unit, source, _ = place
    before = source is None or _has(layout, layer - 1, source)
    return layer > 0 and _has(layout, layer, unit) and before


def _has(layout: Layout, layer: int, unit: int) -> bool:
    return 0 <= layer < len(layout.sizes) and 1 <= unit <= layout.sizes[layer]


def _name(place: _Place, layout: Layout, called: Callable[[Key], str]) -> str:
    """Return what the exercise calls the unit, or the weight, at a place."""
    layer, unit, source, when = place
    if layer < 0:
        return f"layer {-layer} unit {unit}{when}"
    if source is None:
        return f"{layout.units[layer][unit - 1]}{when}"
    return f"{called(Key('weight', layer, unit, source))}{when}"
