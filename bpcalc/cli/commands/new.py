"""`bpcalc new`: one more exercise."""

import os
from typing import TYPE_CHECKING, Any

import click

from bpcalc.cli import options
from bpcalc.cli.numbers import Listed, Whole, note_unusual
from bpcalc.locale import say

if TYPE_CHECKING:
    from bpcalc.making.givens import Group
    from bpcalc.making.maker import Wish
    from bpcalc.making.ranges import NumberRange

GROUP_OPTIONS: dict[str, "Group"] = {
    "inputs": "inputs",
    "targets": "targets",
    "weights": "weights",
    "biases": "biases",
    "rate": "learning_rate",
}
"""The groups of numbers whose ranges can be named, by option."""

RANGE = "LOW:HIGH:STEP"


@click.command()
@options.exercise_argument
@click.option("--like", metavar="EXERCISE", help="The same as naming EXERCISE.")
@click.option(
    "--layers", metavar="2-3-2", help="Draw a network with these numbers of units instead."
)
@click.option(
    "--activation",
    type=Listed(),
    metavar="NAME,…",
    help="Of its layers; one for all, or one a layer.",
)
@click.option("--inputs", metavar=RANGE, help="Numbers from which inputs are drawn.")
@click.option("--targets", metavar=RANGE, help="Numbers from which targets are drawn.")
@click.option("--weights", metavar=RANGE, help="Numbers from which weights are drawn.")
@click.option("--biases", metavar=RANGE, help="Numbers from which biases are drawn.")
@click.option("--rate", metavar=RANGE, help="Numbers from which the learning rate is drawn.")
@click.option(
    "--nice",
    type=click.Choice(["integers", "tenths", "hundredths"]),
    help="Decimals of the numbers; net inputs of sigmoids then stay between -3 and 3.",
)
@options.list_option(
    "--clean", "A,B|all", "Mistakes to be told apart: usual (A), rarer (B), or by name; else all."
)
@click.option("--seed", type=Whole(0), help="The same seed gives the same file.")
@click.option(
    "-n",
    "count",
    type=Whole(1, 1000),
    help="Number of versions, into -o DIR, or of exercises on one page, -o FILE.html.",
)
@click.option(
    "--page",
    type=click.Choice(["practice", "exam"]),
    help="A page of HTML to practise on or for an exam, -o FILE.html; with -n -o DIR for each.",
)
@click.option(
    "--live", is_flag=True, help="A page whose given numbers can be changed: -o FILE.html."
)
@click.option("--roster", metavar="FILE", help="Who gets which version; without -n, one each.")
@options.notation_option
@options.output_option
def command(
    exercise: str | None,
    like: str | None,
    layers: str | None,
    activation: str | None,
    nice: Any,
    clean: str | None,
    seed: int | None,
    count: int | None,
    page: str | None,
    live: bool,
    roster: str | None,
    notation: str | None,
    output: str | None,
    **ranges: str | None,
) -> None:
    """Write one more exercise, like EXERCISE or the built-in one, with other numbers.

    Numbers are drawn, and changed one by one until the usual mistakes can be told apart, so that
    `check` can name them. What was asked for, and what could not be reached, stands in the file.

    With -n or --roster, versions of an exam are written into the folder -o DIR, all equally hard:
    v01.yaml and so on, sheets.pdf with a code on every sheet, keys.pdf, versions.csv and
    answers.csv; with --page v01.html and so on, to be filled in by a browser. `bpcalc grade DIR
    SUBMISSIONS` marks everybody by their own version.

    With -o FILE.html it is a page to practise on, with -n a page of so many exercises.
    """
    from bpcalc.cli import arguments
    from bpcalc.cli.new_pages import check_page
    from bpcalc.cli.rendering import keep_apart
    from bpcalc.exercise.given_quantities import refuse_given
    from bpcalc.exercise.sources import DEFAULT_EXERCISE
    from bpcalc.making.maker import Wish
    from bpcalc.report.new_exercise import call_of

    if layers is not None and exercise:
        says = say("--layers draws a network of its own; leave out {exercise}", exercise=exercise)
        raise click.UsageError(says)
    name = _one_name(exercise, like) or DEFAULT_EXERCISE
    called = name if layers is None else f"--layers {layers}"
    keep_apart(name, output)
    if activation is not None and layers is None:
        raise click.UsageError(say("--activation goes with --layers"))
    check_page(output, page, live, count is not None, roster is not None)
    seed = int.from_bytes(os.urandom(4), "big") if seed is None else seed
    asked = {GROUP_OPTIONS[key]: _range(key, text) for key, text in ranges.items() if text}
    drawn = None if layers is None else _drawn(layers, activation, seed, notation)
    template = drawn or arguments.read_exercise(name, notation, 1)
    refuse_given(template, say("one more exercise"))
    told = {"activation": activation, "nice": nice, **ranges, "clean": clean}
    call = call_of(called, {**told, "notation": notation})
    nice = nice or (None if layers is None else "hundredths")
    wish = Wish(template, nice, asked, _clean(clean), layers is None, call)
    _tell_of_few(wish)
    _write(wish, called, seed, (count, roster), output, "live" if live else page)


def _tell_of_few(wish: "Wish") -> None:
    """Say before work begins which ranges have too few numbers for what has to be different."""
    from bpcalc.cli.streams import tell

    options = {group: option for option, group in GROUP_OPTIONS.items()}
    for group, count, needed in wish.stock.too_few:
        tell(
            say(
                "--{option} has too few numbers, {n} where {needed} should differ: some will be "
                "equal. Take a wider range or a smaller step",
                option=options[group],
                n=count,
                needed=needed,
            )
        )


def _write(
    wish: "Wish",
    name: str,
    seed: int,
    several: tuple[int | None, str | None],
    output: str | None,
    page: str | None,
) -> None:
    """Make what is wished and write it: a file, versions of an exam, or a page.

    Args:
        wish: what new exercises are to be like.
        name: of the exercise that they are like.
        seed: of their numbers.
        several: how many, and the file of who gets them; None where that was not said.
        output: where to.
        page: `practice`, `exam` or `live`, where that was said.
    """
    from bpcalc.cli.new_pages import is_page

    count, roster = several
    if output is not None and is_page(output):
        from bpcalc.cli.run_new_pages import write_new_page, write_set  # most calls make a file

        if count is None:
            write_new_page(wish, name, seed, output, page)
        else:
            write_set(wish, name, seed, count, output)
    elif count is not None or roster is not None:
        from bpcalc.cli.run_versions import write_versions

        write_versions(wish, name, seed, count, roster, output, page)
    else:
        _write_one(wish, name, seed, output)


def _write_one(wish: "Wish", name: str, seed: int, output: str | None) -> None:
    """Make one exercise and write its file."""
    from bpcalc.cli import destination as place
    from bpcalc.cli.making_sizes import making_of
    from bpcalc.cli.sizes import judge_work
    from bpcalc.cli.streams import tell
    from bpcalc.making.maker import make
    from bpcalc.report.new_exercise import file_of
    from bpcalc.report.ownership import Signed, comment

    ownership = Signed(comment("# "))
    place.claim(output, ownership)
    judge_work(wish.template, 1, making_of(wish))
    made = make(wish, seed)
    place.write_output(file_of(made, wish, name), output, ownership=ownership)
    if made.dead:
        tell(say("No exercise without dead units has been found; the file says which."))


def _one_name(exercise: str | None, like: str | None) -> str | None:
    """Return the exercise that is named, in one of two ways."""
    if exercise and like and exercise != like:
        raise click.UsageError(say("EXERCISE and --like say the same; name one"))
    return exercise or like


def _range(option: str, text: str) -> "NumberRange":
    from bpcalc.making.ranges import NumberRange

    try:
        found = NumberRange.of_rates(text) if option == "rate" else NumberRange.read(text)
    except ValueError as error:
        message = say(
            "--{option} takes {form}, such as -0.9:0.9:0.1; found {text}: {reason}",
            option=option,
            form=RANGE,
            text=text,
            reason=error,
        )
        raise click.UsageError(message) from None
    note_unusual(f"--{option}", text, f"{found.low}:{found.high}:{found.step}")
    return found


MAX_DRAWN_UNITS = 999
"""Units of a layer that is drawn."""


def _drawn(layers: str, activation: str | None, seed: int, notation: str | None) -> Any:
    """Return a network of these layers."""
    from bpcalc.cli.arguments import listed
    from bpcalc.cli.making_sizes import judge_layers
    from bpcalc.exercise.own_notation import in_notation
    from bpcalc.exercise.spec import Exercise
    from bpcalc.maths.activations import ACTIVATIONS

    parts = layers.split("-")
    if len(parts) < 2 or not all(
        part.isdecimal() and 0 < int(part) <= MAX_DRAWN_UNITS for part in parts
    ):
        message = say(
            "--layers takes the units of every layer, such as 2-3-2, at most {most} each; "
            "found {text}",
            text=layers,
            most=MAX_DRAWN_UNITS,
        )
        raise click.UsageError(message)
    names = listed(activation, "--activation", [*ACTIVATIONS]) or ["sigmoid"]
    if len(names) not in (1, len(parts) - 1):
        raise click.UsageError(
            say("--activation takes one name, or one for each of the {n} layers", n=len(parts) - 1)
        )
    names = names * (len(parts) - 1) if len(names) == 1 else names
    judge_layers(list(map(int, parts)))
    for hidden in names[:-1]:
        if ACTIVATIONS[hidden].whole_layer:
            message = say("--activation: `{name}` is for the output layer only", name=hidden)
            raise click.UsageError(message)
    keys = {"activation": names if len(set(names)) > 1 else names[0]}
    drawn = Exercise.build(layers=list(map(int, parts)), seed=seed, learning_rate="0.5", **keys)
    return in_notation(drawn, notation) if notation else drawn


def _clean(words: str | None) -> frozenset[str]:
    from bpcalc.checking.misconceptions import MISCONCEPTIONS
    from bpcalc.cli import arguments

    known = ["all", "A", "B", *dict.fromkeys(rule.id for rule in MISCONCEPTIONS)]
    asked = frozenset(arguments.listed(words, "--clean", known)) or frozenset({"all"})
    return frozenset({"A", "B"}) | (asked - {"all"}) if "all" in asked else asked
