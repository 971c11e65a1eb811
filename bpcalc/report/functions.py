"""The activations and losses side by side: their formulas, derivatives and sources."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from bpcalc.locale import say
from bpcalc.locale.folding import folded
from bpcalc.maths.activations import ACTIVATIONS, Activation
from bpcalc.maths.expr import Expr, Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import LOSSES, Loss
from bpcalc.notation.writing import ASCII, UNICODE, Writer
from bpcalc.report.breaking import broken
from bpcalc.report.cells import terminal_width
from bpcalc.report.grid import COLUMN_GAP, GridColumn, padded, widths

Row = tuple[str, str, str]

NETS = [Ref(Key("net", 1, 1)), Ref(Key("net", 1, 2))]
OUT = Ref(Key("out", 1, 1))
TARGET = Ref(Key("target", 1, 1))
OUTPUTS = 3
"""The outputs over which a mean is taken, in the table."""


def tables(width: int, *, unicode: bool = True, sources: bool = False) -> str:
    """Return both tables, and the sources below them if they are asked for."""
    first = (say("activation"), "out", say("derivative") + " ∂out/∂net" * unicode)
    second = (say("loss"), say("error of one output"), say("derivative") + " ∂E/∂o" * unicode)
    lines = [
        *_table(
            [first, *(activation_row(entry, unicode) for entry in ACTIVATIONS.values())], width
        ),
        "",
        *_table([second, *(loss_row(entry, unicode) for entry in LOSSES.values())], width),
        "",
        *_remarks(width),
        *(_sources(width) if sources else ()),
    ]
    return "\n".join(lines) + "\n"


def activation_row(entry: Activation, unicode: bool = True) -> Row:
    """Return how an activation is written in a file, its formula and its derivative."""
    nets = NETS if entry.whole_layer else NETS[:1]
    write = _writer(unicode, whole=entry.whole_layer)
    name = _named(entry.name, entry.parameter)
    return name, write(entry.value(nets, 0)), write(entry.slope(nets[0], OUT))


def loss_row(entry: Loss, unicode: bool = True, outputs: int = OUTPUTS) -> Row:
    """Return how a loss is written in a file, the error of one output and its derivative.

    A mean is taken over so many outputs.
    """
    write = _writer(unicode, whole=False)
    name = _named(entry.name, entry.parameter)
    return name, write(entry.error(TARGET, OUT)), write(entry.slope(TARGET, OUT, outputs))


def _named(name: str, parameter: str | None) -> str:
    """Return a name, with the parameter that counts where none is given."""
    return name if parameter is None else f"{{{name}: {parameter}}}"


def _writer(unicode: bool, *, whole: bool) -> Callable[[Expr], str]:
    letters = {"net": "net", "out": "out", "target": "t"}

    def leaf(key: Key) -> str:
        return f"{letters[key.kind]}{key.unit if whole else ''}"

    return Writer(leaf, UNICODE if unicode else ASCII).write


def _table(rows: Sequence[Row], width: int) -> Iterator[str]:
    """Set a table, or its rows below one another where the page is too narrow."""
    columns = [GridColumn(header, texts) for header, *texts in zip(*rows, strict=True)]
    shared = widths(columns, width)
    if shared is None:
        for name, value, slope in rows:
            yield name
            yield from (line for part in (value, slope) for line in _indented(part, width))
        return
    for row in rows:
        yield (" " * COLUMN_GAP).join(map(padded, row, shared)).rstrip()


def _indented(text: str, width: int) -> Iterator[str]:
    first, *others = broken(text, width - 4)
    return chain((f"  {first}",), (f"    {line}" for line in others))


def _remarks(width: int) -> Iterator[str]:
    mean = say("In the derivatives of means, there are {n} outputs.", n=OUTPUTS)
    yield from folded(mean, width, terminal_width, indent=2)
    hinge = say(
        "hinge and mean_hinge are for targets of -1 and 1; where all are 0 or 1, a target t counts "
        "as 2t - 1, that is 0 as -1."
    )
    yield from folded(hinge, width, terminal_width, indent=2)


def _sources(width: int) -> Iterator[str]:
    yield ""
    entries: list[Activation | Loss] = [*ACTIVATIONS.values(), *LOSSES.values()]
    for entry in entries:
        yield from folded(f"{entry.name}: {entry.source}", width, terminal_width, indent=2)
