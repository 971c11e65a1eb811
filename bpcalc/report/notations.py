"""The notations side by side, for a network of two inputs, three hidden units and two outputs."""

from collections.abc import Iterator, Sequence

from bpcalc.locale import later, say
from bpcalc.locale.folding import folded
from bpcalc.maths.keys import Key
from bpcalc.notation.layout import Layout, default_units
from bpcalc.notation.notations import NOTATIONS, Notation
from bpcalc.notation.spelling import Spelling
from bpcalc.report.cells import terminal_width
from bpcalc.report.grid import COLUMN_GAP, GridColumn, padded, widths

EXAMPLE_KEYS = {
    later("input"): Key("input", 0, 1),
    later("target"): Key("target", 2, 1),
    later("weight, hidden unit"): Key("weight", 1, 2, 1),
    later("weight, output unit"): Key("weight", 2, 1, 2),
    later("bias, hidden unit"): Key("bias", 1, 2),
    later("bias, output unit"): Key("bias", 2, 1),
    later("net input, hidden unit"): Key("net", 1, 2),
    later("net input, output unit"): Key("net", 2, 1),
    later("output, hidden unit"): Key("out", 1, 2),
    later("output, output unit"): Key("out", 2, 1),
    later("error of one output"): Key("error", 2, 1),
    later("total error"): Key("total_error", sample=1),
    later("delta, hidden unit"): Key("delta", 1, 2),
    later("delta, output unit"): Key("delta", 2, 1),
    later("learning rate"): Key("learning_rate"),
    later("momentum"): Key("momentum"),
    later("gradient of a weight"): Key("weight_gradient", 2, 1, 2),
    later("change of a weight"): Key("weight_change", 2, 1, 2),
    later("new weight"): Key("new_weight", 2, 1, 2),
}
"""What is shown, and of which unit: i1, h2 and o1, and the weights i1 -> h2 and h2 -> o1."""


BOOKS = list(NOTATIONS.values())
"""The notations of books."""


def side_by_side(width: int, books: Sequence[Notation] = BOOKS, *, unicode: bool = True) -> str:
    """Return notations in one table, or below one another where the page is too narrow."""
    table = spellings(books, unicode=unicode)
    lines = _tables(table, width, unicode) or [*_stacked(table)]
    return "\n".join([*lines, "", *_sources(width, books, unicode)]) + "\n"


def spellings(books: Sequence[Notation], *, unicode: bool = True) -> list[tuple[str, ...]]:
    """Return the rows of the table of notations, its head first."""
    return [(say("quantity"), *(book.name for book in books)), *_rows(books, unicode)]


def _tables(table: list[tuple[str, ...]], width: int, unicode: bool) -> list[str]:
    """Return as few tables as the page has room for, [] if not even two notations fit."""
    names = len(table[0]) - 1
    for parts in range(1, max(names // 2, 1) + 1):
        size = -(-names // parts)
        groups = [
            [(row[0], *row[start : start + size]) for row in table]
            for start in range(1, names + 1, size)
        ]
        shared = [
            widths(
                [GridColumn(header, texts) for header, *texts in zip(*group, strict=True)], width
            )
            for group in groups
        ]
        if None not in shared:
            blocks = [
                [*_table(group, found, unicode), ""]
                for group, found in zip(groups, shared, strict=True)
                if found is not None
            ]
            return [line for block in blocks for line in block][:-1]
    return []


def _rows(books: Sequence[Notation], unicode: bool) -> list[tuple[str, ...]]:
    spellings = [_example(notation) for notation in books]
    rows = [
        (say(words), *(spelling.form(key)[unicode] for spelling in spellings))
        for words, key in EXAMPLE_KEYS.items()
    ]
    return [
        *rows,
        (say("sign of delta"), *(book.delta for book in books)),
        (say("the bias is"), *(_bias(book) for book in books)),
    ]


def _bias(book: Notation) -> str:
    return say("subtracted") if book.thresholds else say("added")


def _example(notation: Notation) -> Spelling:
    layout = Layout(
        default_units((2, 3, 2)),
        shared_bias=(False, False),
        thresholds=notation.thresholds,
        descent=notation.delta == "t-o",
    )
    return Spelling(notation, layout)


def _table(table: list[tuple[str, ...]], shared: list[int], unicode: bool) -> Iterator[str]:
    for number, row in enumerate(table):
        texts = map(padded, row, shared)
        yield (" " * COLUMN_GAP).join(texts).rstrip()
        if number == 0:
            yield ("─" if unicode else "-") * (sum(shared) + COLUMN_GAP * (len(shared) - 1))


def _stacked(table: list[tuple[str, ...]]) -> Iterator[str]:
    """Set one notation below the other."""
    (_, *names), *rows = table
    widest = max(terminal_width(words) for words, *_ in rows)
    for number, name in enumerate(names, start=1):
        if number > 1:
            yield ""
        yield name
        for row in rows:
            yield f"{padded(row[0], widest)}  {row[number]}"


def _sources(width: int, books: Sequence[Notation], unicode: bool) -> Iterator[str]:
    """Yield what the last rows mean, and which book each notation is from."""
    net = "∂E/∂net" if unicode else "dE/dnet"
    yield from folded(
        say(
            "Sign of delta: o-t is out - target, delta = {net}; t-o is target - out, "
            "delta = -{net}.",
            net=net,
        ),
        width,
        terminal_width,
        indent=2,
    )
    yield ""
    for notation in books:
        yield from folded(f"{notation.name}: {notation.source}", width, terminal_width, indent=2)
