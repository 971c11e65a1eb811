"""The file of a new exercise: what was asked for and what the audit says stand in comments."""

from collections.abc import Iterator
from textwrap import wrap

from bpcalc.calc.calculate import calculate
from bpcalc.checking.audit import MIN_SIGNIFICANT_DIGITS
from bpcalc.exercise.writer import write
from bpcalc.locale import say
from bpcalc.making.maker import Made, Wish
from bpcalc.solution import Solution

MAX_COMMENT_WIDTH = 96

MAX_LISTED_PAIRS = 12


def file_of(made: Made, wish: Wish, name: str) -> str:
    """Return the text of the file.

    Args:
        made: the exercise.
        wish: what was asked for.
        name: of the exercise that it is like.
    """
    lines = (line for text in _comments(made, wish, name) for line in wrap(text, MAX_COMMENT_WIDTH))
    return "".join(f"# {line}\n" for line in lines) + "\n" + write(made.exercise)


def _comments(made: Made, wish: Wish, name: str) -> Iterator[str]:
    yield say(
        "Drawn by bpcalc new with seed {seed}; the same call gives the same file.", seed=wish.seed
    )
    if wish.alike:
        yield say(
            "Like {name}: its sizes and conventions, its ranges and digits, as many minus signs "
            "and as many values below 0.01.",
            name=name,
        )
    yield from (f"{group}: {':'.join(map(str, numbers))}" for group, numbers in wish.ranges.items())
    if wish.nice:
        yield f"nice: {wish.nice}"
    yield say("No number is 0 or 1, and none stands twice in a row, a column or a layer's biases.")
    yield from _audited(made, wish)


def _audited(made: Made, wish: Wish) -> Iterator[str]:
    solution = Solution(calculate(made.exercise))
    items = made.faults.items
    yield say(
        "Audit ({clean}): {n} quantities are asked for; at {good} of them every mistake that can "
        "be told from the right value, and from others, is.",
        clean=", ".join(sorted(wish.clean)),
        n=len(items),
        good=len(items) - len(made.unreached),
    )
    for item, groups in made.unreached:
        rules = ", ".join(map(" = ".join, groups))
        name = solution.spelling.full(item.key)
        yield say("Not reached at {name}: {rules}.", name=name, rules=rules)
    never = _never(made)
    if never:
        yield say("Alike at some quantities, whatever the givens: {rules}.", rules=", ".join(never))
    few = [item for item in items if item.digits < MIN_SIGNIFICANT_DIGITS]
    if few and not made.wanted.whole:
        names = ", ".join(solution.spelling.full(item.key) for item in few)
        yield say("Fewer than three significant digits: {names}.", names=names)


def _never(made: Made) -> list[str]:
    """Return the pairs of mistakes that no numbers tell apart."""
    clean = made.wanted.clean
    pairs = {
        " = ".join(sorted(rules))
        for _, rules in made.wanted.never
        if len(rules) > 1 and rules <= clean
    }
    return [*sorted(pairs)[:MAX_LISTED_PAIRS], *(["…"] if len(pairs) > MAX_LISTED_PAIRS else [])]
