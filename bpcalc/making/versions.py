"""Versions of one exercise for a class: equally hard, each with a code of its own."""

import hashlib
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from bpcalc.checking.submissions.people import Person
from bpcalc.exercise.spec import Exercise
from bpcalc.making.maker import Made, Maker, Wish

CODE_DIGITS = 4
"""Of the digest in a code; with its number it tells a version from every other one."""


class Version(NamedTuple):
    """One version.

    Attributes:
        name: such as `v07`.
        made: the exercise.
    """

    name: str
    made: Made


def versions(wish: Wish, count: int, seed: int) -> Iterator[Version]:
    """Yield so many versions, no two alike; each can be made again by its own seed."""
    maker = Maker(wish)
    draw = Random(seed).random
    places = max(2, len(str(count)))
    seen: list[Exercise] = []
    for number in range(1, count + 1):
        made = maker.made(int(draw() * 2**32))
        for _ in range(count):
            if made.exercise not in seen:
                break
            made = maker.made(int(draw() * 2**32))
        seen.append(made.exercise)
        yield Version(f"v{number:0{places}}", made)


def code_of(name: str, text: str) -> str:
    """Return the code of a version: its name, and a digest of its file.

    >>> code_of("v07", "inputs: [0.1]")
    'v07-05e4'
    """
    return f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:CODE_DIGITS]}"


def seats(people: Sequence[Person], names: Sequence[str]) -> list[tuple[Person, str]]:
    """Return who gets which version: neighbours on the list get different ones."""
    return [(person, names[number % len(names)]) for number, person in enumerate(people)]
