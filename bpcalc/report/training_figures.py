"""The pictures of a training run beside its error curve."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from bpcalc.errors import BpcalcError
from bpcalc.locale import say
from bpcalc.report.document import Block, Document, Figure, Grid, Section
from bpcalc.report.drawing.planes import border, path_picture, regions_picture
from bpcalc.report.drawing.svg import Element
from bpcalc.report.plane_plot import path_drawn, regions_drawn
from bpcalc.solution import Solution
from bpcalc.training.landscape import Path, Plane, parameter_keys, path, regions
from bpcalc.training.trainer import Training


def with_figures(
    document: Document,
    training: Training,
    width: int,
    *,
    show_regions: bool,
    surface: Sequence[str],
) -> Document:
    """Return the report of a run with the pictures that are asked for, behind its error curve.

    Args:
        document: the report.
        training: the run.
        width: of the page, in characters.
        show_regions: whether the regions of decision over two inputs are shown.
        surface: the names of two weights whose path is shown; () for none.

    Raises:
        BpcalcError: there is no such picture of this run.
    """
    added = list(_figures(document.solution, training, width, show_regions, surface))
    blocks = document.blocks
    place = next((n for n, block in enumerate(blocks) if isinstance(block, Grid)), len(blocks) - 1)
    return replace(document, blocks=[*blocks[: place + 1], *added, *blocks[place + 1 :]])


def regions_of(solution: Solution, training: Training) -> Element:
    """Return the picture of the regions of decision.

    Raises:
        BpcalcError: there are not two inputs, or outputs depend on all samples at once.
    """
    return _regions_picture(solution, training, regions(training))


def _regions_picture(solution: Solution, training: Training, plane: Plane) -> Element:
    return regions_picture(plane, training.problem.exercise, solution.units[0])


def path_of(solution: Solution, training: Training, names: Sequence[str]) -> Element:
    """Return the picture of the path of two weights over the error.

    Raises:
        BpcalcError: these are not the names of two weights.
    """
    return path_picture(_path(solution, training, names))


def _path(solution: Solution, training: Training, names: Sequence[str]) -> Path:
    if len(names) != 2:
        raise BpcalcError(say("name two different weights, such as w1,w5"))
    spelt = {key: solution.spelling.name(key) for key in training.problem.parameters}
    keys = parameter_keys(training.problem, names, spelt)
    symbols = [solution.spell(key) for key in keys]
    return path(training, symbols, keys)


def _figures(
    solution: Solution,
    training: Training,
    width: int,
    show_regions: bool,
    surface: Sequence[str],
) -> Iterator[Block]:
    exercise, unicode = training.problem.exercise, solution.unicode
    if show_regions:
        plane = regions(training)
        drawn = _regions_picture(solution, training, plane)
        inputs, *_, outputs = solution.units
        edge = border(exercise)
        text = regions_drawn(plane, exercise, inputs, outputs, edge, width, unicode=unicode)
        yield Section(say("Decision regions"))
        yield Figure(partial(_again, drawn), _words(drawn), text)
    if surface:
        found = _path(solution, training, surface)
        drawn = path_picture(found)
        yield Section(say("Path of the weights over the error"))
        yield Figure(
            partial(_again, drawn), _words(drawn), path_drawn(found, width, unicode=unicode)
        )


def _again(drawn: Element) -> Element:
    return drawn


def _words(drawn: Element) -> str:
    return next((part.text or "" for part in drawn if part.tag == "desc"), "")
