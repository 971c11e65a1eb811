"""What the commands share that mark sheets: their options, and how they are read."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bpcalc.cli import options
from bpcalc.cli.numbers import Whole, note_unusual
from bpcalc.errors import AnswersError, BpcalcError, reason
from bpcalc.files import exists, is_file, is_folder, read_standard_input
from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple

if TYPE_CHECKING:
    from bpcalc.checking.answers import Answers
    from bpcalc.checking.marker import Marker
    from bpcalc.checking.reading.quantity_index import QuantityIndex
    from bpcalc.checking.verdicts import Options
    from bpcalc.exercise.spec import Exercise
    from bpcalc.maths.keys import Key


class Share(click.ParamType):  # type: ignore[type-arg]  # not generic at run time
    """A number from 0 to 1, kept as it was typed."""

    name = "share"

    def convert(self, value: Any, param: Any, ctx: Any) -> Decimal:
        """Return the number."""
        from bpcalc.exercise.scalars import written_number  # seldom wanted

        found = written_number(str(value))
        share = Decimal(-1) if found is None or found.ratio else found.value
        if not 0 <= share <= 1:
            self.fail(say("`{value}` is not a number from 0 to 1", value=value), param, ctx)
        from bpcalc.checking.amounts import unusable

        if why := unusable(share):
            self.fail(why, param, ctx)
        note_unusual(param, value, share)
        return share


credit_options = options.several(
    click.option("--epochs", type=Whole(1), help="Number of epochs to ask for."),
    options.list_option("--only", "KIND,…", "Ask for these kinds only, such as net,delta."),
    click.option("--decimals", type=Whole(0, 100), help="Number of decimals asked for."),
    click.option(
        "--significant", type=Whole(1, 100), help="Number of significant digits asked for."
    ),
    click.option("--follow", type=Share(), default="1", help="What a value earns that follows."),
    click.option("--form", type=Share(), default="1", help="What one earns with wrong digits."),
    click.option("--mistake", type=Share(), default="0", help="What a known mistake earns."),
    click.option(
        "--same-mistake",
        type=click.Choice(["each", "once"]),
        default="once",
        help="Whether the same mistake costs a mark each time, or once.",
    ),
    click.option("--goal-pays", is_flag=True, help="A right value pays for blank ones before it."),
    options.list_option(
        "--accept", "NAME,…", "Conventions that pass, and no others; `none` for not a single one."
    ),
    click.option("--cut-off", is_flag=True, help="Digits may be cut off instead of rounded."),
)


class Rules(NamedTuple):
    """What `credit_options` say."""

    epochs: int | None
    only: str | None
    decimals: int | None
    significant: int | None
    follow: Decimal
    form: Decimal
    mistake: Decimal
    same_mistake: Any
    goal_pays: bool
    cut_off: bool
    accept: str | None = None

    @classmethod
    def usual(
        cls,
        epochs: int | None = None,
        only: str | None = None,
        decimals: int | None = None,
        significant: int | None = None,
    ) -> "Rules":
        """Return the rules of a call that says nothing of credit."""
        defaults = (Decimal(1), Decimal(1), Decimal(0), "once", False, False)
        return cls(epochs, only, decimals, significant, *defaults)

    def asking(self) -> dict[str, Any]:
        """Return what is said of what is asked for, by the names of the options."""
        asked = zip(self._fields[:4], self[:4], strict=True)
        return {name: value for name, value in asked if value is not None}

    def options(self, exercise: "Exercise") -> "Options":
        """Return the rules of credit for an exercise."""
        from bpcalc.checking.verdicts import Options
        from bpcalc.cli.arguments import with_rounding

        spec = with_rounding(exercise, self.decimals, self.significant, None, None)
        return Options(
            rounding=spec.rounding,
            follow=self.follow,
            form=self.form,
            mistake=self.mistake,
            same_mistake=self.same_mistake,
            goal_pays=self.goal_pays,
            cut_off=self.cut_off or spec.rounding.ties == "down",
            accept=_accepted(self.accept),
        )

    def marker(self, exercise: "Exercise") -> "Marker":
        """Return a marker for an exercise."""
        from bpcalc.calc.mistakes import usual_epochs
        from bpcalc.checking.marker import Marker
        from bpcalc.cli.sizes import judge_work

        epochs = self.epochs or usual_epochs(exercise)
        judge_work(exercise, epochs)
        return Marker(exercise, epochs, self.options(exercise))

    def asked(self, marker: "Marker") -> "list[Key]":
        """Return what is asked for."""
        from bpcalc.cli.arguments import selection

        kinds = selection(marker.exercise, self.only, None, None).kinds
        return marker.asked_of(kinds) if kinds else marker.asked


def _accepted(told: str | None) -> frozenset[str] | None:
    """Return the conventions of a list with commas; None if there is no list."""
    if told is None:
        return None
    from bpcalc.checking.conventions import CONVENTIONS
    from bpcalc.cli.arguments import listed

    names = list(dict.fromkeys(convention.id for convention in CONVENTIONS))
    wanted = listed(told or "none", "--accept", [*names, "none"])
    return frozenset(wanted) - {"none"}


def split(call: dict[str, Any]) -> Rules:
    """Take the options of `credit_options` out of all that a command was called with."""
    return Rules(**{name: call.pop(name) for name in Rules._fields})


def read_answers(words: Sequence[str], names: "QuantityIndex") -> "tuple[Answers, bool]":
    """Return the answers, and whether they were given as words on the command line."""
    from bpcalc.checking.answers_reader import read_content, read_file, read_words
    from bpcalc.checking.reading.contents import MAX_BYTES

    if list(words) == ["-"]:
        return read_content(_standard_input(MAX_BYTES), names), False
    if len(words) == 1 and (exists(words[0]) or not _is_answer(words[0])):
        _refuse_other_things(words[0], names)
        return read_file(Path(words[0]), names), False
    files = [word for word in words if not _is_answer(word)]
    if files:
        message = say("`{word}` is no answer; write name=value, or one file only", word=files[0])
        raise AnswersError(message)
    return read_words(words, names), True


def _refuse_other_things(word: str, names: "QuantityIndex") -> None:
    """Say what is no file of answers, and what was meant.

    Raises:
        AnswersError: it is a folder, an exercise, or the name of a quantity.
    """
    if is_folder(word):
        says = say(
            "{file}: expected a file of answers, found a folder; name a file in it, or mark them "
            "all by `bpcalc grade`",
            file=word,
        )
        raise AnswersError(says)
    if not exists(word) and names.knows(word):
        raise AnswersError(
            say("`{name}` is a quantity; write what it is, such as {name}=0.5", name=word)
        )
    if _is_exercise(word):
        says = say(
            "{file} is an exercise and has no answers; `bpcalc sheet {file} -o answers.yaml` "
            "writes a sheet for them",
            file=word,
        )
        raise AnswersError(says)


def _is_exercise(word: str) -> bool:
    from bpcalc.exercise.sources import built_in, open_exercise

    if not exists(word):
        return word in built_in()
    if Path(word).suffix.lower() not in (".yaml", ".yml", ".json"):
        return False
    try:
        open_exercise(word)
    except BpcalcError:
        return False
    return True


def _standard_input(most: int) -> bytes:
    try:
        return read_standard_input(most)
    except OSError as error:
        says = say("standard input cannot be read: {reason}", reason=reason(error))
        raise AnswersError(says) from None


def swapped(exercise: str, answers: str) -> bool:
    """Return whether what was named as the exercise is none, and what was named as answers is one.

    Args:
        exercise: what cannot be read as an exercise.
        answers: the file, folder or name that stands behind it.
    """
    from bpcalc.exercise.sources import built_in, open_exercise

    if not is_file(answers) and answers not in built_in():
        return False
    try:
        open_exercise(answers)
    except BpcalcError:
        return False
    return exists(exercise) or exercise == "-"


@contextmanager
def in_order(exercise: str, answers: Sequence[str]) -> Iterator[None]:
    """Say so where an exercise that cannot be read stands in the place of the answers.

    Raises:
        AnswersError: the two are swapped.
    """
    try:
        yield
    except BpcalcError:
        if len(answers) == 1 and swapped(exercise, answers[0]):
            command = click.get_current_context().info_name
            message = say(
                "exercise and answers are swapped; write `bpcalc {command} {exercise} {answers}`",
                command=command,
                exercise=answers[0],
                answers=exercise,
            )
            raise AnswersError(message) from None
        raise


def _is_answer(word: str) -> bool:
    return "=" in word or "＝" in word


def command_options(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the options that a marking command has, behind its own."""
    shared: list[Callable[[Any], Any]] = [
        options.notation_option,
        credit_options,
        options.output_options_of("marking"),
    ]

    def decorate(function: Any) -> Any:
        for decorator in reversed([*decorators, *shared]):
            function = decorator(function)
        return function

    return decorate
