"""A report before it has a format: blocks in reading order, lines instead of strings."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from bpcalc.calc.lines import Line
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record
from bpcalc.solution import Solution

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from bpcalc.experiments.runs import ComparedRun
    from bpcalc.training.trainer import Training

ColumnName = Literal[
    "symbol", "formula", "numbers", "old", "gradient", "change", "value", "new value"
]


class Mention(NamedTuple):
    """A quantity among words: `learning rate η = 0.5`, or `0.5` or `η` alone.

    Attributes:
        line: the quantity.
        shows: its symbol and value, or one of them; its formula, in symbols or with numbers; or
            the whole chain, symbol = formula = numbers put in = value.
        words: what it is called, "" where nobody asks.
    """

    line: Line
    shows: Literal["equation", "value", "symbol", "formula", "numbers", "chain"] = "equation"
    words: str = ""


Inline = str | Mention
"""A short text: words, or a quantity that every format writes with its own signs."""


class Section(NamedTuple):
    """A heading; level 1 is an epoch or sample, level 2 a part of the calculation."""

    title: str
    level: int = 2


class Condition(NamedTuple):
    """When a sentence is true; on a page whose numbers change, it comes and goes.

    Attributes:
        kind: `nearly`: the numbers put in do not quite give some value; `kept`: small numbers are
            shown to more decimals than were asked for; `kink`: a slope jumps at some number;
            `all zero`, `not all zero`: the formulas are, or not all of them.
        zero: of a kink: formulas, one of which is 0 there; else those that are looked at.
    """

    kind: Literal["nearly", "kept", "kink", "all zero", "not all zero"]
    zero: tuple[Expr, ...] = ()


class Paragraph(NamedTuple):
    """A sentence or two.

    Attributes:
        text: as it is read aloud.
        symbols: quantities whose symbols stand in the text, in its order; where there is a way of
            writing mathematics, they are written so.
        when: it is true; None: always.
        plain: the same without a word about options of this program, for the documents of other
            people; "": it names none.
    """

    text: str
    symbols: tuple[Mention, ...] = ()
    when: Condition | None = None
    plain: str = ""


class NetworkBlock(NamedTuple):
    """The network's picture.

    Attributes:
        layers: for every layer what it is called, the names of its units, its activation ("" for
            the inputs).
        given_only: whether nothing is drawn that is to be worked out; where there are no
            pictures, such a block is left out.
    """

    layers: tuple[tuple[str, tuple[str, ...], str], ...]
    given_only: bool = False


Tone = Literal["", "good", "fair", "bad", "open"]
"""What a row means to a reader who looks before reading; the words of the row say it as well."""


class Grid(NamedTuple):
    """A table of short texts, such as the weights given; `rows` have as many as `headers`.

    Attributes:
        title: above the table.
        headers: of the columns.
        rows: texts, one a column.
        list: the same content one by one, for a page too narrow for the table.
        tones: of the rows; () where they have none.
        groups: how many columns behind the first belong together, one after the other, where a
            table that is too wide may become several; () for one that may not.
    """

    title: str
    headers: tuple[Inline, ...]
    rows: list[tuple[Inline, ...]]
    list: tuple[str, ...]
    tones: tuple[Tone, ...] = ()
    groups: tuple[int, ...] = ()


class Items(NamedTuple):
    """A few short texts side by side under a title, such as `η = 0.5`.

    Attributes:
        title: above them, "" for none.
        items: the texts.
        close: whether they belong to those right before them, with nothing between.
    """

    title: str
    items: tuple[Inline, ...]
    close: bool = False


class Rule(NamedTuple):
    """A rule in symbols, such as the chain rule of a gradient.

    Attributes:
        text: as it stands among words.
        gradient: of a weight, whose rule it is.
        last: what ∂net/∂w is, where that is said as well.
    """

    text: str
    gradient: Key
    last: Key | None = None


class Lines(NamedTuple):
    """A table of lines of the calculation, one row a line.

    Attributes:
        title: above the table.
        columns: what each row says of its line.
        lines: the rows.
        rule: that stands in the title, None if there is none.
    """

    title: str
    columns: tuple[ColumnName, ...]
    lines: list[Line]
    rule: Rule | None = None


class Verbatim(NamedTuple):
    """Text whose line breaks and blanks are to be kept, such as a drawing of characters."""

    text: str


class Curve(NamedTuple):
    """The error over the epochs of a training run.

    Attributes:
        points: epochs and errors; epoch 0 is before training. An error may be infinite or NaN.
        drawing: the curve drawn with characters, "" where none is wanted.
        line: the same in one line of characters, "" where they cannot be written.
    """

    points: tuple[tuple[float, float], ...]
    drawing: str = ""
    line: str = ""


class Figure(NamedTuple):
    """A picture that says more than a table.

    Attributes:
        draw: what draws it, as an `<svg>` element.
        words: what there is to be seen, where nothing can be drawn.
        drawing: the same drawn with characters, "" where it cannot be.
    """

    draw: "Callable[[], Element]"
    words: str
    drawing: str = ""


class Array(NamedTuple):
    """Quantities in rows and columns; a single column is a vector. None is a blank."""

    rows: tuple[tuple[Key | None, ...], ...]


class Word(NamedTuple):
    """The name of a function that is applied to every entry."""

    text: str


EquationPart = Array | Word | Expr | str
"""What a matrix equation consists of; a formula is a single quantity or number, a text a sign."""


class Matrices(NamedTuple):
    """Lines as one equation of matrices: left = right, in symbols, then in numbers.

    Attributes:
        title: above the equation.
        left: the quantities of the lines.
        right: what they come from; () where it is no formula of matrices.
    """

    title: str
    left: Array
    right: tuple[EquationPart, ...]

    @property
    def first(self) -> Key:
        """The first of the quantities; there is no blank among them."""
        key = self.left.rows[0][0]
        assert key is not None
        return key


class Outcome(NamedTuple):
    """The error before the first update and after the last one."""

    before: Line
    after: Line


Block = (
    Curve
    | Figure
    | Matrices
    | Outcome
    | Verbatim
    | Section
    | Paragraph
    | NetworkBlock
    | Grid
    | Items
    | Lines
)


def without_pictures(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks without those that mean nothing where nothing can be drawn."""
    return [b for b in blocks if not (isinstance(b, NetworkBlock) and b.given_only)]


def without_hints(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks as they stand in a document of the reader's own: no option is named there."""
    return [
        b._replace(text=b.plain, plain="") if isinstance(b, Paragraph) and b.plain else b
        for b in blocks
    ]


@record
class Document:
    """A report of a worked solution.

    Attributes:
        solution: which spells and rounds the lines.
        lines: every line that is shown, in order of working.
        blocks: the same lines with all that stands around them, in reading order.
        data: what programs read in the place of the lines, ready for JSON; None: the lines.
        table: the same as a table, its headings first.
        training: the run that it reports, None if it reports none.
        runs: those that it compares.
    """

    solution: Solution
    lines: list[Line]
    blocks: list[Block]
    data: Callable[[], object] | None = None
    table: Callable[[], Iterable[Sequence[object]]] | None = None
    training: "Training | None" = None
    runs: "Sequence[ComparedRun]" = ()
