"""The pictures of a training run beside its error curve."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from bpcalc.errors import BpcalcError
from bpcalc.locale import say
from bpcalc.report.document import Block, Document, Figure, Grid, Section
from bpcalc.report.drawing.planes import path_picture, regions_picture
from bpcalc.report.drawing.svg import Element
from bpcalc.solution import Solution
from bpcalc.training.landscape import parameter_keys, path, regions
from bpcalc.training.trainer import Training


def with_figures(
    document: Document, training: Training, *, show_regions: bool, surface: Sequence[str]
) -> Document:
    """Return the report of a run with the pictures that are asked for, behind its error curve.

    Args:
        document: the report.
        training: the run.
        show_regions: whether the regions of decision over two inputs are shown.
        surface: the names of two weights whose path is shown; () for none.

    Raises:
        BpcalcError: there is no such picture of this run.
    """
    added = list(_figures(document.solution, training, show_regions, surface))
    blocks = document.blocks
    place = next((n for n, block in enumerate(blocks) if isinstance(block, Grid)), len(blocks) - 1)
    return replace(document, blocks=[*blocks[: place + 1], *added, *blocks[place + 1 :]])


def regions_of(solution: Solution, training: Training) -> Element:
    """Return the picture of the regions of decision.

    Raises:
        BpcalcError: there are not two inputs, or outputs depend on all samples at once.
    """
    return regions_picture(regions(training), training.problem.exercise, solution.units[0])


def path_of(solution: Solution, training: Training, names: Sequence[str]) -> Element:
    """Return the picture of the path of two weights over the error.

    Raises:
        BpcalcError: these are not the names of two weights.
    """
    if len(names) != 2:
        raise BpcalcError(say("name two different weights, such as w1,w5"))
    spelt = {key: solution.spelling.name(key) for key in training.problem.parameters}
    keys = parameter_keys(training.problem, names, spelt)
    symbols = [solution.spell(key) for key in keys]
    return path_picture(path(training, symbols, keys))


def _figures(
    solution: Solution, training: Training, show_regions: bool, surface: Sequence[str]
) -> Iterator[Block]:
    if show_regions:
        drawn = regions_of(solution, training)
        yield Section(say("Decision regions"))
        yield Figure(partial(_again, drawn), _words(drawn))
    if surface:
        drawn = path_of(solution, training, surface)
        yield Section(say("Path of the weights over the error"))
        yield Figure(partial(_again, drawn), _words(drawn))


def _again(drawn: Element) -> Element:
    return drawn


def _words(drawn: Element) -> str:
    return next((part.text or "" for part in drawn if part.tag == "desc"), "")
