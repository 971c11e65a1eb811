"""The file of a new exercise: what was asked for and what the audit says stand in comments."""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from bpcalc.calc.calculate import calculate
from bpcalc.checking.audit import MIN_SIGNIFICANT_DIGITS
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.locale import say, say_many
from bpcalc.locale.folding import folded
from bpcalc.making.audit_model import Audited
from bpcalc.making.course import Course
from bpcalc.making.faults import is_flat
from bpcalc.making.maker import Made, Wish
from bpcalc.making.ranges import NumberRange
from bpcalc.making.steps import SHORT
from bpcalc.maths.keys import Key
from bpcalc.solution import Solution

MAX_COMMENT_WIDTH = 96

MAX_LISTED_PAIRS = 12

Named = Callable[[Iterable[Audited]], str]


def file_of(made: Made, wish: Wish, name: str) -> str:
    """Return the text of the file.

    Args:
        made: the exercise.
        wish: what was asked for.
        name: of the exercise that it is like.
    """
    texts = _comments(made, wish, name)
    lines = (line for text in texts for line in folded(text, MAX_COMMENT_WIDTH))
    return "".join(f"# {line}\n" for line in lines) + "\n" + write(signed(made, wish, name))


def signed(made: Made, wish: Wish, name: str) -> Exercise:
    """Return the exercise with the call that makes it again as its source."""
    return replace(made.exercise, source=f"bpcalc new {wish.call or name} --seed {made.seed}")


def call_of(called: str, told: Mapping[str, str | None]) -> str:
    """Return the words of the command that asks for the same once more, without the seed.

    >>> call_of("mazur", {"nice": "tenths", "clean": None})
    'mazur --nice=tenths'
    """
    options = [f"--{option}={text}" for option, text in told.items() if text]
    return shlex.join([*called.split(" ", 1), *options])


def _comments(made: Made, wish: Wish, name: str) -> Iterator[str]:
    yield say(
        "Drawn by bpcalc new with seed {seed}; the same call gives the same file.", seed=made.seed
    )
    yield from _asked_for(made, wish, name)
    yield from _drawn(made)
    spelling = Solution(calculate(made.exercise)).spelling
    yield from _audited(made, wish, spelling.full)
    for others in (_always, _missed):
        yield from others(made, lambda some: ", ".join(spelling.full(a.item.key) for a in some))
    if made.faults.cost or made.clashes:
        yield say_many(
            "{n} change of single numbers has found nothing better; more digits or a wider range "
            "may help.",
            "{n} changes of single numbers have found nothing better; more digits or a wider range "
            "may help.",
            made.steps,
        )


def _asked_for(made: Made, wish: Wish, name: str) -> Iterator[str]:
    """Yield what the exercise was to be like."""
    if wish.alike and not wish.alike_all_through:
        yield say("Like {name}: its sizes, conventions and minus signs.", name=name)
    elif wish.alike:
        yield say(
            "Like {name}: its sizes and conventions, its ranges and digits, as many minus signs "
            "and as many values below 0.01.",
            name=name,
        )
    yield from map(_range, wish.ranges.items())
    if wish.nice:
        yield f"nice: {wish.nice}"
    if made.wanted.small is not None and not wish.alike_all_through:
        yield say(
            "As hard as others that are asked for so: {n} of the values are below 0.01.",
            n=made.wanted.small,
        )


def _drawn(made: Made) -> Iterator[str]:
    """Yield what is to be said about the numbers that were drawn, and those that were not."""
    if made.widened:
        yield say(
            "There are too few different numbers for these, so that the ranges are wider: "
            "{ranges}.",
            ranges=", ".join(map(_range, made.widened)),
        )
    yield say(
        "No number that was drawn is 0 or 1, and none stands twice in a row, a column or a layer's "
        "biases."
    )
    if made.kept & {"inputs", "targets"}:
        yield say("Inputs and targets that are 0, 1 or -1 are those of the template.")
    if made.kept & {"weights", "biases"}:
        yield say("Weights and biases that are 0 in the template stay 0.")
    if made.courses:
        theirs, its = made.courses
        yield say(
            "Learning: {its}. The template: {theirs}.", its=_learnt(its), theirs=_learnt(theirs)
        )


def _learnt(its: Course) -> str:
    """Return how a perceptron learns its samples, in words."""
    mistakes = say_many("{n} mistake", "{n} mistakes", its.mistakes)
    if its.learnt:
        return say("{mistakes}, and none in epoch {n}", mistakes=mistakes, n=its.epochs)
    return say("{mistakes} up to epoch {n}, which still has some", mistakes=mistakes, n=its.epochs)


def _range(named: tuple[str, NumberRange]) -> str:
    group, numbers = named
    return f"{group}: {':'.join(map(str, numbers))}"


def _audited(made: Made, wish: Wish, name_of: Callable[[Key], str]) -> Iterator[str]:
    count = len(made.faults.audited)
    yield say(
        "Audit ({clean}): {n} quantities are asked for; at {good} of them every mistake that can "
        "be told from the right value, and from others, is.",
        clean=", ".join(sorted(wish.clean)),
        n=count,
        good=count - len(made.unreached),
    )
    by_rate = _by_rate(made)
    for item, groups in made.unreached:
        rules = ", ".join(map(" = ".join, groups))
        yield say("Not reached at {name}: {rules}.", name=name_of(item.key), rules=rules)
    if by_rate:
        yield say(
            "With this learning rate, whatever the other numbers: {rules}.",
            rules=", ".join(by_rate),
        )
    if made.short_steps:
        yield say(
            "Steps of fewer than {n} units of the last digit asked for, which other mistakes may "
            "give by coincidence: {names}.",
            n=SHORT,
            names=", ".join(map(name_of, made.short_steps)),
        )
    never = _never(made)
    if never:
        yield say("Alike at some quantities, whatever the givens: {rules}.", rules=", ".join(never))


def _always(made: Made, named: Named) -> Iterator[str]:
    """Yield what no numbers could change."""
    if zero := [one for one in made.faults.audited if one.item.key in made.wanted.zero]:
        yield say("0 in every exercise of this form: {names}.", names=named(zero))


def _missed(made: Made, named: Named) -> Iterator[str]:
    """Yield what else is not as it was asked for."""
    audited, wanted = made.faults.audited, made.wanted
    given = [one for one in audited if one.item.key not in wanted.zero]
    if made.clashes:
        yield say(
            "The ranges have too few numbers: {n} of the given ones are 0 or 1, or stand twice.",
            n=made.clashes,
        )
    if not wanted.zeros and (dead := [one for one in given if not one.value]):
        yield say("0, as around a unit that gives nothing out: {names}.", names=named(dead))
    if ties := [one for one in audited if one.item.tie]:
        yield say("Half-way between two printed numbers: {names}.", names=named(ties))
    few = [one for one in given if one.value and one.item.digits < MIN_SIGNIFICANT_DIGITS]
    if few and not wanted.whole:
        yield say("Fewer than three significant digits: {names}.", names=named(few))
    if wanted.gentle and (far := [one for one in audited if is_flat(one, made.exercise)]):
        yield say("Beyond ±3, where the function is flat: {names}.", names=named(far))
    if wanted.small is not None and made.faults.small != wanted.small:
        yield say("{n} values are below 0.01, and not {m}.", n=made.faults.small, m=wanted.small)
    if wanted.whole and (parts := [one for one in audited if not one.value.is_integer()]):
        yield say("No whole numbers: {names}.", names=named(parts))


def _by_rate(made: Made) -> list[str]:
    """Return the mistakes that are not told apart because of the learning rate."""
    found = (
        rules
        for item, groups in made.unreached
        for key, rules in made.at_this_rate
        if key == item.key and any(rules <= frozenset(group) for group in groups)
    )
    return _listed(found)


def _never(made: Made) -> list[str]:
    """Return the pairs of mistakes that no numbers tell apart."""
    clean = made.wanted.clean
    pairs = ((key.kind, rules) for key, rules in made.wanted.never if len(rules) > 1)
    return _listed(rules for kind, rules in pairs if all((rule, kind) in clean for rule in rules))


def _listed(alike: Iterable[frozenset[str]]) -> list[str]:
    """Return mistakes that are alike as text, the first ones of many."""
    texts = sorted({" = ".join(sorted(rules)) for rules in alike})
    return [*texts[:MAX_LISTED_PAIRS], *(["…"] if len(texts) > MAX_LISTED_PAIRS else [])]
