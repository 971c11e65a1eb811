import tracemalloc

import pytest

from bpcalc.exercise import decoding, yaml_nodes
from bpcalc.notation.spelling import Spelling
from exercise.texts import MAZUR, NAMED, faults

MIB = 2**20
ALIASES = "write it out"

BOMBS = {
    "nine to the ninth": (
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n"
            for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        ALIASES,
    ),
    "two to the fortieth": (
        "a0: &a0 x\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 41)),
        ALIASES,
    ),
    "self-reference": ("inputs: &a [1, *a]\n", ALIASES),
    "merge": ("a: &a {b: 1}\n<<: *a\n", ALIASES),
    "merge without an alias": (MAZUR + "<<: {inputs: 1}\n", "merge keys (`<<`)"),
    "object": (MAZUR + "title: !!python/object/apply:os.system [ls]\n", "tags (`!…`)"),
    "float": (MAZUR + "epochs: !!float 1\n", "tags (`!…`)"),
    "own tag": (MAZUR + "epochs: !e 1\n", "tags (`!…`)"),
    "brackets": ("[" * 100_000, "nested more than 20 deep"),
    "more brackets": ("inputs: " + "[" * 1_000_000, "nested more than 20 deep"),
    "braces": ("{a: " * 100_000, "nested more than 20 deep"),
    "lists in lists": ("- " * 100_000, "nested more than 20 deep"),
    "a long integer": (MAZUR.replace("0.05", "9" * 20_000), "the number has 20000 digits"),
    "a long exponent": (MAZUR.replace("0.05", "1e" + "9" * 20_000), "exponents from -400 to 400"),
    "a long name": (MAZUR + "units: {inputs: [" + "x" * 100_000 + ", b]}", "100000 characters"),
    "a long key": (MAZUR + "? " + "x" * 100_000 + "\n: 1\n", "unknown key `xxx"),
    "a wide layer": (
        NAMED.replace("2, 2, 1", "10000, 10000") + "weights: {a: 1}\n",
        "weights; at most",
    ),
    "many names": (
        NAMED.replace("2, 2, 1", "100, 200") + "weights: {a: 1}\n",
        "write lists of numbers",
    ),
    "many keys": ("".join(f"k{n}: 1\n" for n in range(4_000)), "unknown key `k0`"),
    "one key": ("inputs: 1\n" * 4_000, "keep one of them"),
    "many aliases": ("inputs: [" + "*a, " * 20_000 + "1]\n", ALIASES),
    "many quotes": ("inputs: [" + "'a\n" * 20_000, "never closed"),
    "many titles": ("title: a: b\n" * 20_000, "needs quotation marks"),
    "many spaces": (MAZUR + 'title: "a' + " " * 200_000 + 'b"\n', "characters; at most 1000"),
}


@pytest.mark.parametrize(("text", "says"), BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused(text, says, loader):
    """What would explode is refused in a few words, and in memory of the size of the file."""
    tracemalloc.start()
    told = faults(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert any(says in fault for fault in told)
    assert len(told) <= 100 or (len(told) == 101 and "there may be more" in told[-1])
    assert all(len(fault) < 700 for fault in told)
    assert peak < 8 * MIB + 200 * len(text)


def test_reading_stops_at_the_depth_that_is_refused(monkeypatch):
    """Of a million brackets, not one more is looked at than is needed to refuse them."""
    taken = []
    original = yaml_nodes._events
    monkeypatch.setattr(
        yaml_nodes,
        "_events",
        lambda text: (taken.append(event) or event for event in original(text)),
    )

    faults("[" * 1_000_000)

    assert len(taken) < 30


def test_too_many_values(monkeypatch):
    """A file with more values than an exercise can have is left where they become too many."""
    monkeypatch.setattr(yaml_nodes, "MAX_NODES", 10)

    assert faults(MAZUR) == [
        "4:1: the file has more than 10 values; that is too much for an exercise"
    ]


def test_too_many_bytes(monkeypatch):
    """A file that is too large is not even decoded."""
    assert faults(b" " * (16 * MIB + 1)) == ["1:1: the file is larger than 16 MiB; keep less in it"]
    monkeypatch.setattr(decoding, "MAX_BYTES", len(MAZUR))
    assert faults(MAZUR) == []


class Broken:
    """A loader that fails in a way of its own."""

    def __init__(self, text: str) -> None:
        """Take a text."""

    def check_event(self) -> bool:
        """Fail."""
        raise self.error

    def dispose(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize(
    "error", [ValueError, RecursionError, OverflowError, MemoryError, KeyError]
)
def test_whatever_the_parser_raises(error, monkeypatch):
    """An exception inside PyYAML is a fault of the file, not a traceback."""
    monkeypatch.setattr(yaml_nodes, "LOADER", type("Loader", (Broken,), {"error": error()}))

    assert faults(MAZUR) == [f"1:1: this is not YAML: {error.__name__}"]


def test_a_name_among_many_weights_is_not_sought_in_every_notation(monkeypatch):
    """One name cannot stand for a thousand weights: that is said after spelling these once."""
    spelt = []
    form = Spelling.form
    monkeypatch.setattr(Spelling, "form", lambda self, key: spelt.append(key) or form(self, key))
    told = [faults(f"layers: [1, {units}]\nweights: {{a: 1}}\n") for units in (500, 1000)]

    assert all("there is no `a` in this network" in each[-1] for each in map(sorted, told))
    assert len(spelt) < 60_000  # 127,000 in every notation
