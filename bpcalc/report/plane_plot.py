"""The planes of a training run drawn with characters, where no picture can be shown."""

from collections.abc import Callable, Sequence
from math import isfinite

from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.report.cells import terminal_width
from bpcalc.report.drawing.curve_scales import heights
from bpcalc.report.plot import ASCII, MAX_COLUMNS, MIN_PAGE_COLUMNS, SIGNS, UNICODE
from bpcalc.training.landscape import Path, Plane

PLANE_ROWS = 20
"""Rows of a plane in characters."""

SHADES = ".:+#"
"""Signs of a value from the least to the largest; the middle is between the second and the third.

They are those of every font, also in a document.
"""

CLASSES = ".:+#%=~@"
"""Signs of outputs that are the largest ones."""

START, WAY, END = "S", "o", "E"

PlaceValue = tuple[float, ...]


def regions_drawn(
    plane: Plane,
    exercise: Exercise,
    names: Sequence[str],
    outputs: Sequence[str],
    border: float,
    width: int,
    *,
    unicode: bool,
) -> str:
    """Return the outputs over two inputs as lines of text, "" where the page has no room.

    Args:
        plane: the outputs.
        exercise: whose samples are shown, by their numbers.
        names: of the two inputs.
        outputs: the names of the outputs.
        border: what tells two classes apart.
        width: of the page, in characters.
        unicode: whether signs beyond ASCII may be written.
    """
    if len(outputs) > 1:
        sign: Callable[[PlaceValue], str] = _of_largest
        classes = ", ".join(f"{CLASSES[n % len(CLASSES)]} {name}" for n, name in enumerate(outputs))
        words = say(
            "The sign of a place is that of the largest output there: {signs}.", signs=classes
        )
    else:
        values = [value for row in plane.values for (value,) in row if isfinite(value)]
        sign = _of_output(border, max((abs(v - border) for v in values), default=0.5) or 0.5)
        below, above = f"{SHADES[0]} {SHADES[1]}", f"{SHADES[2]} {SHADES[3]}"
        words = say(
            "An output below {border} is written {below}, one above it {above}.",
            below=below,
            above=above,
            border=f"{border:g}",
        )
    marks = [
        ((float(sample.inputs[0].value), float(sample.inputs[1].value)), SIGNS[n % len(SIGNS)])
        for n, sample in enumerate(exercise.samples)
    ]
    numbers = say("Numbers and letters: the samples, in their order.")
    return _page(plane, sign, marks, names, [words, numbers], width, unicode)


def path_drawn(found: Path, width: int, *, unicode: bool) -> str:
    """Return the path of two weights over the error as lines of text."""
    height = heights(error for row in found.surface.values for (error,) in row)

    def sign(value: PlaceValue) -> str:
        return _shade(1 - height(value[0])) if isfinite(value[0]) else " "

    first, *rest = found.points
    marks = [*((point, WAY) for point in rest[:-1]), (first, START), (found.points[-1], END)]
    words = say(
        "{dark}: a low error; the other weights are as at the end of the training.",
        dark=SHADES[-1],
    )
    way = say("The way goes from {start} along {way} to {end}.", start=START, way=WAY, end=END)
    return _page(found.surface, sign, marks, found.names, [words, way], width, unicode)


def _of_largest(value: PlaceValue) -> str:
    return CLASSES[max(range(len(value)), key=value.__getitem__) % len(CLASSES)]


def _of_output(border: float, reach: float) -> Callable[[PlaceValue], str]:
    def sign(value: PlaceValue) -> str:
        return _shade(0.5 + (value[0] - border) / reach / 2) if isfinite(value[0]) else " "

    return sign


def _shade(share: float) -> str:
    """Return the sign of a share of what there is.

    >>> _shade(0.0), _shade(0.49), _shade(0.51), _shade(1.0)
    ('.', ':', '+', '#')
    """
    return SHADES[min(max(int(share * len(SHADES)), 0), len(SHADES) - 1)]


def _page(
    plane: Plane,
    sign: Callable[[PlaceValue], str],
    marks: Sequence[tuple[tuple[float, float], str]],
    names: Sequence[str],
    words: Sequence[str],
    width: int,
    unicode: bool,
) -> str:
    _, bar, dash, corner = UNICODE if unicode else ASCII
    top, bottom = f"{plane.up[1]:.3g}", f"{plane.up[0]:.3g}"
    room = max(terminal_width(names[1]), len(top), len(bottom))
    columns = min(width - room - 3, MAX_COLUMNS)
    if width < MIN_PAGE_COLUMNS or columns < MIN_PAGE_COLUMNS // 2:
        return ""
    cells = len(plane.values)
    grid = [
        [
            sign(plane.values[(2 * row + 1) * cells // (2 * PLANE_ROWS)][column * cells // columns])
            for column in range(columns)
        ]
        for row in range(PLANE_ROWS)
    ]
    for (x, y), mark in marks:
        column, row = _place(x, plane.across, columns), _place(y, plane.up, PLANE_ROWS)
        grid[row][column] = mark
    labels = {PLANE_ROWS - 1: top, PLANE_ROWS // 2: names[1], 0: bottom}
    lines = [
        f"{' ' * (room - terminal_width(labels.get(n, '')))}{labels.get(n, '')} {bar}{''.join(row)}"
        for n, row in reversed(list(enumerate(grid)))
    ]
    left, right = f"{plane.across[0]:.3g}", f"{plane.across[1]:.3g}"
    middle = columns - len(left) - len(right)
    pad = max(middle - terminal_width(names[0]), 2) // 2
    below = f"{left}{' ' * pad}{names[0]}"
    below += " " * max(columns - terminal_width(below) - len(right), 1) + right
    lines += [f"{'':{room}} {corner}{dash * columns}", f"{'':{room}}  {below}"]
    return "\n".join([*(line.rstrip() for line in lines), "", *words])


def _place(value: float, ends: tuple[float, float], count: int) -> int:
    share = (value - ends[0]) / ((ends[1] - ends[0]) or 1)
    return min(max(int(share * count), 0), count - 1)
