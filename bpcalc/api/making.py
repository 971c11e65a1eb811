"""New exercises for programs: drawn until the usual mistakes can be told apart."""

from collections.abc import Iterable, Mapping, Sequence
from os import urandom
from pathlib import Path
from typing import Any

from bpcalc.api.arguments import not_one_of, whole
from bpcalc.api.loading import ExerciseLike, load
from bpcalc.api.saving import save_bytes
from bpcalc.errors import BpcalcError
from bpcalc.exercise.given_quantities import refuse_given
from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.own_notation import in_notation
from bpcalc.exercise.sources import DEFAULT_EXERCISE
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.making.givens import Group
from bpcalc.making.maker import Made, Wish, make
from bpcalc.making.ranges import NICE, Nice, NumberRange
from bpcalc.report.new_exercise import call_of, file_of, signed

NUMBER_GROUPS: tuple[Group, ...] = ("inputs", "targets", "weights", "biases", "learning_rate")
"""The numbers whose ranges can be named."""


class NewExercise:
    """A new exercise; whatever takes an exercise takes it, and in a notebook it shows its file.

    >>> import bpcalc
    >>> made = bpcalc.new("mazur", seed=3)
    >>> made.exercise.sizes, made.exercise == bpcalc.new("mazur", seed=3).exercise
    ((2, 2, 2), True)
    >>> bpcalc.load(made.text) == made.exercise
    True

    Attributes:
        exercise: with its numbers.
        seed: of all that was drawn.
        text: its file, with what was asked for and what the audit says in comments.
        unreached: for every quantity at which mistakes cannot be told apart, their names.
    """

    def __init__(self, made: Made, wish: Wish, name: str) -> None:
        """Take what was made."""
        self.exercise: Exercise = signed(made, wish, name)
        self.seed = made.seed
        self.text: str = file_of(made, wish, name)
        spelt = spelling(made.exercise)
        self.unreached: dict[str, list[tuple[str, ...]]] = {
            spelt.full(item.key): [tuple(group) for group in groups]
            for item, groups in made.unreached
        }

    def to_yaml(self) -> str:
        """Return the text of the file, as an exercise does."""
        return self.text

    def save(self, path: str | Path) -> None:
        """Write the exercise to a file, which is replaced.

        Raises:
            OutputError: it cannot be written there.
        """
        save_bytes(path, self.text.encode())

    def __str__(self) -> str:
        """Return the text of the file."""
        return self.text

    def __repr__(self) -> str:
        """Return what it is."""
        sizes = "-".join(map(str, self.exercise.sizes))
        return f"<NewExercise: {sizes}, seed {self.seed}>"

    def _repr_markdown_(self) -> str:
        return f"```yaml\n{self.text}```\n"


def new(
    exercise: ExerciseLike | None = None,
    *,
    layers: Sequence[int] | None = None,
    activation: str | Sequence[str] | None = None,
    nice: Nice | None = None,
    ranges: Mapping[Group, str] | None = None,
    clean: Iterable[str] = ("A", "B"),
    seed: int | None = None,
    notation: str | None = None,
) -> NewExercise:
    """Return one more exercise, with other numbers, whose usual mistakes can be told apart.

    Args:
        exercise: that it is like, as `load` takes it; None: the built-in one.
        layers: the units of every layer of a network to be drawn instead, the inputs first.
        activation: of its layers; one for all, or one a layer.
        nice: how many decimals its numbers have: integers, tenths or hundredths.
        ranges: from which numbers `inputs`, `targets`, `weights`, `biases` or `learning_rate` are
            drawn, as `low:high:step`.
        clean: mistakes to be told apart: tiers, A (usual) or B (rarer), or their names.
        seed: the same seed gives the same exercise; None: any.
        notation: of a book.

    Raises:
        ExerciseError: the exercise cannot be used.
        BpcalcError: what is asked for cannot be had; the sentence says why.
    """
    ranges = ranges or {}
    seed = int.from_bytes(urandom(4), "big") if seed is None else whole("seed", seed, least=0)
    if nice is not None and nice not in NICE:
        raise not_one_of("nice", nice, NICE)
    asked = {_group(name): _range(name, text) for name, text in ranges.items()}
    template, name = _template(exercise, layers, activation, seed)
    template = in_notation(template, notation) if notation else template
    refuse_given(template, say("one more exercise"))
    alike = layers is None
    rules = _clean(clean)
    told = {
        "activation": _joined(activation),
        "nice": nice,
        **{"rate" if group == "learning_rate" else group: text for group, text in ranges.items()},
        "clean": None if rules == {"A", "B"} else ",".join(sorted(rules)),
        "notation": notation,
    }
    nice = nice or (None if alike else "hundredths")
    wish = Wish(template, nice, asked, rules, alike, call_of(name, told))
    return NewExercise(make(wish, seed), wish, name)


def _template(
    exercise: ExerciseLike | None,
    layers: Sequence[int] | None,
    activation: str | Sequence[str] | None,
    seed: int,
) -> tuple[Exercise, str]:
    """Return what a new exercise is like, and what that is called."""
    if layers is None and activation is not None:
        raise BpcalcError(say("`activation` goes with `layers`"))
    if layers is None:
        named = DEFAULT_EXERCISE if exercise is None else exercise
        template = load(named)
        plain = isinstance(named, (str, Path)) and "\n" not in str(named)
        return template, str(named) if plain else template.title or _sizes(template.sizes)
    if exercise is not None:
        raise BpcalcError(say("`exercise` and `layers` both say what is drawn; leave one out"))
    keys: dict[str, Any] = {"learning_rate": "0.5", "activation": activation or "sigmoid"}
    return Exercise.build(layers=layers, seed=seed, **keys), f"--layers {_sizes(layers)}"


def _joined(names: str | Sequence[str] | None) -> str | None:
    return names if names is None or isinstance(names, str) else ",".join(names)


def _sizes(layers: Sequence[int]) -> str:
    return "-".join(map(str, layers))


def _group(name: str) -> Group:
    for group in NUMBER_GROUPS:
        if group == name:
            return group
    raise not_one_of("ranges", name, NUMBER_GROUPS)


def _range(name: str, text: str) -> NumberRange:
    try:
        is_rate = _group(name) == "learning_rate"
        return NumberRange.of_rates(text) if is_rate else NumberRange.read(text)
    except (ValueError, AttributeError) as error:
        reason = error if isinstance(error, ValueError) else say("it is no text")
        says = say(
            "the range of {name} is low:high:step, such as -0.9:0.9:0.1; found {text}: {reason}",
            name=name,
            text=text,
            reason=reason,
        )
        raise BpcalcError(says) from None


def _clean(words: Iterable[str]) -> frozenset[str]:
    from bpcalc.checking.misconceptions import MISCONCEPTIONS

    asked = frozenset([words] if isinstance(words, str) else words)
    known = {"A", "B", *(rule.id for rule in MISCONCEPTIONS)}
    for word in sorted(asked - known):
        raise not_one_of("clean", word, sorted(known))
    return asked
