"""Named tuples that compile nothing are those of `typing` in all that can be asked of them."""

import copy
import pickle
import subprocess
import sys
import typing
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest

from bpcalc import named_tuples

Item = TypeVar("Item")


class Light(named_tuples.NamedTuple):
    """A tuple."""

    x: int
    y: "str"
    z: tuple[int, ...] = ()
    w: float = 0.5

    @property
    def half(self) -> float:
        """A property, and below a method of an own text."""
        return self.x / 2


class Usual(typing.NamedTuple):
    """A tuple."""

    x: int
    y: "str"
    z: tuple[int, ...] = ()
    w: float = 0.5

    @property
    def half(self) -> float:
        """A property, and below a method of an own text."""
        return self.x / 2


CALLS: list[Callable[[Any], Any]] = [
    lambda cls: cls(1, "a"),
    lambda cls: cls(1, "a", (2,)),
    lambda cls: cls(1, "a", (2,), 3.0),
    lambda cls: cls(y="a", x=1),
    lambda cls: cls(1, "a", w=2.0),
    lambda cls: cls(1, w=2.0, y="b", z=()),
    lambda cls: cls._make([1, "a", (), 2.0]),
    lambda cls: cls(1, "a")._replace(w=3.0, x=2),
    lambda cls: copy.deepcopy(cls(1, "a", (2,))),
]

WRONG: list[Callable[[Any], Any]] = [
    lambda cls: cls(),
    lambda cls: cls(1),
    lambda cls: cls(y="a"),
    lambda cls: cls(1, "a", (), 2.0, 5),
    lambda cls: cls(1, "a", x=1),
    lambda cls: cls(1, "a", v=1),
    lambda cls: cls(1, z=()),
    lambda cls: cls(1, "a")._replace(v=1),
    lambda cls: setattr(cls(1, "a"), "x", 2),
    lambda cls: setattr(cls(1, "a"), "v", 2),
]


@pytest.mark.parametrize("call", CALLS)
def test_what_is_made_is_the_same(call: Callable[[Any], Any]) -> None:
    """Values, order, text, hash and fields."""
    light, usual = call(Light), call(Usual)

    assert isinstance(light, Light)
    assert light == usual == tuple(light)
    assert hash(light) == hash(usual)
    assert repr(light) == repr(usual).replace("Usual", "Light")
    assert light._asdict() == usual._asdict()
    assert [light.x, light.y, light.z, light.w, light.half] == [*usual, usual.half]
    assert not hasattr(light, "__dict__")


@pytest.mark.parametrize("call", WRONG)
def test_what_is_refused_is_the_same(call: Callable[[Any], Any]) -> None:
    """Too few values, too many, unknown ones, and changes in place."""
    with pytest.raises((TypeError, ValueError, AttributeError)) as usual:
        call(Usual)
    with pytest.raises((TypeError, ValueError, AttributeError)) as light:
        call(Light)

    assert light.type is usual.type
    if light.type is TypeError:
        said = str(usual.value).replace("Usual", "Light").replace("_cls", "cls")
        assert str(light.value).rpartition(".")[2] == said.rpartition(".")[2]


def test_what_is_known_of_the_class_is_the_same() -> None:
    """Fields, defaults, annotations, and a match by place."""
    for name in ("_fields", "_field_defaults", "__match_args__"):
        assert getattr(Light, name) == getattr(Usual, name)
    assert typing.get_type_hints(Light) == typing.get_type_hints(Usual)
    match Light(1, "a"):
        case Light(x, y):
            assert (x, y) == (1, "a")


def test_it_can_be_pickled() -> None:
    """In every protocol, as `multiprocessing` does."""
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(Light(1, "a"), protocol)) == Light(1, "a")


def test_a_tuple_may_be_generic_and_have_heirs() -> None:
    """The annotations of an heir are no fields, as in `typing`."""

    class Pair(named_tuples.NamedTuple, Generic[Item]):
        """Two of one kind."""

        one: Item
        other: Item

    class Heir(Light):
        """One that is a little more."""

        more: int = 3

    assert Pair[int](1, 2) == (1, 2) == Pair(one=1, other=2)
    assert Heir(1, "a") == Light(1, "a")
    assert Heir._fields == Light._fields
    assert isinstance(Heir(1, "a")._replace(x=2), Heir)


def test_defaults_come_last() -> None:
    """A field without a default that follows one with a default could never be left out."""
    body = {"__annotations__": {"x": int, "y": int}, "x": 1}

    with pytest.raises(TypeError, match="a field without a default follows"):
        type(Light)("Wrong", (named_tuples.NamedTuple,), body)


def test_nothing_is_compiled() -> None:
    """That is what they are there for."""
    code = (
        "import sys\nfrom bpcalc.named_tuples import NamedTuple\nseen = []\n"
        "sys.addaudithook(lambda event, args: seen.append(event))\n"
        "class Light(NamedTuple):\n    x: int\n    y: int = 0\n"
        "Light(1), Light(y=1, x=2)\nassert not {'compile', 'exec'} & {*seen}, seen"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
