"""`bpcalc step`: the whole worked solution."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from bpcalc.cli import options
from bpcalc.cli.idle_options import without_effect
from bpcalc.cli.numbers import Whole
from bpcalc.locale import say

if TYPE_CHECKING:
    from bpcalc.cli.rendering import Output
    from bpcalc.exercise.spec import Exercise
    from bpcalc.report.document import Document
    from bpcalc.report.selection import PartName, Selection
    from bpcalc.solution import Solution


@click.command()
@options.exercises_argument
@click.option("--epochs", type=Whole(1), help="Number of epochs to work.")
@click.option("--inputs", is_flag=True, help="Work out ∂E/∂input as well.")
@click.option("--matrix", is_flag=True, help="Show the lines of a layer as matrices.")
@options.notation_option
@options.rounding_options
@options.names_option
@options.selection_options
@click.option("--brief", is_flag=True, help="Show the values without their formulas.")
@click.option("--after", "whole_after", is_flag=True, help="Show all of the pass after the update.")
@click.option("--chain", is_flag=True, help="Write each gradient in full, by the chain rule.")
@click.option(
    "--compare-carry", is_flag=True, help="Compare the numbers on paper with the exact ones."
)
@options.output_options
@options.pager_option
@click.option(
    "--live", is_flag=True, help="A page whose given numbers can be changed: -o FILE.html."
)
@options.document_options
@options.library_option
def command(
    exercise: tuple[str, ...],
    epochs: int | None,
    inputs: bool,
    matrix: bool,
    notation: str | None,
    names: str | None,
    only: str | None,
    unit: str | None,
    part: str | None,
    show: str | None,
    brief: bool,
    whole_after: bool,
    chain: bool,
    compare_carry: bool,
    format_name: str | None,
    output: str | None,
    width: int | None,
    in_ascii: bool,
    pager: bool,
    live: bool,
    fragment: bool,
    heading: int | None,
    style: str | None,
    number: bool,
    label: str | None,
    library: str | None,
    **rounding: Any,
) -> None:
    """Print the whole hand calculation of EXERCISE, or of several.

    EXERCISE is a file, `-` for standard input, or the name of a built-in exercise; left out, it
    is the built-in two-three-two.
    """
    from bpcalc.cli import arguments
    from bpcalc.cli.rendering import Output

    out = Output(
        *(format_name, output, width, in_ascii, fragment, pager, library),
        *(heading, number, label, style),
    )
    files = exercise or (None,)
    out.check(*files)
    layout = (matrix, show, brief, whole_after, compare_carry)
    _check_asked(out, live, layout, (inputs, (epochs or 1) > 1, chain), names)
    _check_shown(matrix, brief, only or unit, show)
    _check_names(names, only or unit or part, matrix or brief or whole_after)
    found: list[tuple[Exercise, Selection]] = []
    for file in files:
        spec = arguments.read_exercise(file, notation, epochs or 1)
        spec = arguments.with_rounding(spec, **rounding)
        spec = arguments.with_chain(spec) if chain else spec
        chosen = arguments.selection(spec, only, unit, show, part)
        _check_parts(chosen.parts, whole_after, chain, inputs)
        chosen = replace(chosen, matrices=matrix, brief=brief, whole_after=whole_after)
        found.append((spec, replace(chosen, names=arguments.separate(names))))
    if live:
        _live(out, found)
    else:
        _work(out, found, epochs, inputs, compare_carry)


def _live(out: "Output", found: "list[tuple[Exercise, Selection]]") -> None:
    """Write the page whose numbers can be changed."""
    from bpcalc.cli.run_live import run_live  # seldom wanted
    from bpcalc.cli.sizes import judge_work

    if len(found) > 1:
        raise click.UsageError(say("--live is a page of one exercise"))
    judge_work(found[0][0], 1)
    run_live(out, *found[0])


def _work(
    out: "Output",
    found: "list[tuple[Exercise, Selection]]",
    epochs: int | None,
    inputs: bool,
    compare_carry: bool,
) -> None:
    """Work exercises, and write what is wanted of them."""
    from bpcalc.calc.calculate import calculate
    from bpcalc.calc.mistakes import usual_epochs
    from bpcalc.cli.arguments import tell_epochs
    from bpcalc.cli.rendering import check_size
    from bpcalc.cli.sizes import calculating, estimated, judge_numbers, of_units, writing

    times = [epochs or usual_epochs(spec) for spec, _ in found]
    if epochs is None:
        for (spec, _), count in zip(found, times, strict=True):
            tell_epochs(spec, count)
    numbers = sum(estimated(spec, count) for (spec, _), count in zip(found, times, strict=True))
    wanted = found[0][1]
    whole = wanted.everything() and not wanted.names
    if whole:
        check_size(out.chosen, numbers)
    besides = sum(of_units(spec, count) for (spec, _), count in zip(found, times, strict=True))
    judge_numbers(numbers, writing(out.chosen) if whole else calculating, besides)
    out.show_all(
        [
            (
                calculate(spec, count, inputs=inputs),
                partial(_document, wanted=each, compare_carry=compare_carry),
            )
            for (spec, each), count in zip(found, times, strict=True)
        ]
    )


def _document(solution: "Solution", wanted: "Selection", compare_carry: bool) -> "Document":
    """Return what is wanted of a solution, with a comparison of carried numbers if asked for.

    Raises:
        click.UsageError: nothing is left of it, and an empty page says nothing.
    """
    from bpcalc.report.layout import of_solution

    if wanted.names:
        from bpcalc.report.chosen_lines import of_lines

        found = of_lines(solution, [solution.line(name) for name in wanted.names], wanted)
    else:
        found = of_solution(solution, wanted)
    if not (found.lines or wanted.everything()):
        raise click.UsageError(
            say("this exercise has no such lines in its notation; leave out --only, --unit, --part")
        )
    if not compare_carry:
        return found
    from bpcalc.report.carry import with_comparison

    return with_comparison(found)


LAYOUT_OPTIONS = ("--matrix", "--show", "--brief", "--after", "--compare-carry")
LINE_OPTIONS = ("--inputs", "--epochs", "--chain")


def _check_asked(
    out: "Output", live: bool, layout: Sequence[object], lines: Sequence[object], names: str | None
) -> None:
    """Refuse what the format does not show: the layout of a page, more lines than usual.

    Args:
        out: where to, and in what format.
        live: whether it is a page whose numbers can be changed.
        layout: what was given for `LAYOUT_OPTIONS`.
        lines: the same for `LINE_OPTIONS`.
        names: the only lines that are wanted.
    """
    of_pages = dict(zip(LAYOUT_OPTIONS, map(bool, layout), strict=True))
    of_lines = dict(zip(LINE_OPTIONS, map(bool, lines), strict=True))
    if live:
        shaped = {**of_pages, **of_lines, "--chain": False, "--names": bool(names)}
        _check_live(out, shaped)
    out.check_taken({option: ("layout", wanted) for option, wanted in of_pages.items()})
    out.check_taken({option: ("lines", wanted) for option, wanted in of_lines.items()})
    _check_numbered(out.numbered, of_pages["--matrix"] or of_pages["--brief"])


def _check_live(out: "Output", asked: dict[str, bool]) -> None:
    """Refuse what a page whose numbers can be changed does not have."""
    asked |= {"--fragment": out.fragment, "--heading": out.heading is not None}
    wanted = [option for option, value in (asked | {"--style": bool(out.style)}).items() if value]
    if wanted:
        raise click.UsageError(
            say(
                "--live is the whole solution of one epoch, as a page of its own; leave out "
                "{options}",
                options=", ".join(wanted),
            )
        )


def _check_shown(matrix: bool, brief: bool, some: str | None, show: str | None) -> None:
    """Refuse what cannot be shown together; `some` lines are chosen by kind or by unit."""
    if matrix and (some or show):
        raise click.UsageError(say("--matrix shows whole layers; leave out --only, --unit, --show"))
    if brief and (matrix or show):
        raise click.UsageError(say("--brief shows values only; leave out --matrix, --show"))


def _check_names(names: str | None, some: str | None, otherwise: bool) -> None:
    """Refuse single lines together with what chooses or shows lines in another way."""
    if names and (some or otherwise):
        raise click.UsageError(
            say(
                "--names names single lines; leave out --only, --unit, --part, --matrix, --brief, "
                "--after"
            )
        )


LINES_OF_PARTS: Mapping[str, "Set[PartName]"] = {
    "--after": {"after"},
    "--chain": {"before", "backward", "gradients"},
    "--inputs": {"before", "backward"},
}
"""Options about lines, and the parts that have such lines."""


def _check_parts(parts: "Set[PartName]", *asked: bool) -> None:
    """Refuse options about lines of parts that are not shown; in the order of the table."""
    for (option, have), given in zip(LINES_OF_PARTS.items(), asked, strict=True):
        if given and parts and not parts & have:
            raise without_effect(option, f"--part {','.join(sorted(parts))}")


def _check_numbered(numbered: bool, without_lines: bool) -> None:
    """Refuse numbers where there are no equations of lines."""
    if numbered and without_lines:
        raise click.UsageError(
            say("--number and --label are for lines; leave out --matrix, --brief")
        )
