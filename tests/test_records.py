"""Records are what frozen dataclasses are; both are made here and compared."""

import sys
from collections.abc import Callable
from dataclasses import KW_ONLY, FrozenInstanceError, dataclass, field, fields, replace
from inspect import signature
from typing import Any

import pytest

from bpcalc.records import record

Maker = Callable[[type[Any]], Any]
MAKERS = {"record": record, "dataclass": dataclass(frozen=True)}


def made(maker: Maker) -> tuple[Any, Any]:
    """Return two classes, the second one a child of the first."""

    @maker
    class Point:
        x: int
        y: int = 2
        names: list[str] = field(default_factory=list, hash=False)
        note: str = field(default="", compare=False, repr=False)

    @maker
    class Named(Point):
        _: KW_ONLY
        name: str

        def __post_init__(self) -> None:
            if not self.name:
                raise ValueError("no name")

    return Point, Named


BOTH = [made(maker) for maker in MAKERS.values()]
"""The same classes by either way; the first is the record."""


def outcome(call: Callable[[], Any]) -> Any:
    """Return what a call gives, or the type and text of its error."""
    try:
        return call()
    except (TypeError, ValueError, AttributeError) as error:
        return type(error), str(error)


CALLS: list[Callable[[Any, Any], Any]] = [
    lambda point, named: repr(point(1, names=["a"])),
    lambda point, named: repr(named(1, 3, name="n")),
    lambda point, named: [(each.name, each.kind) for each in signature(named).parameters.values()],
    lambda point, named: point(1) == point(1, note="another"),
    lambda point, named: (point(1) == point(2), point(1) != point(1, names=["a"])),
    lambda point, named: point(1) == (1, 2, [], ""),
    lambda point, named: named(1, name="n") == point(1),
    lambda point, named: hash(point(1)) == hash(point(1, names=["a"])),
    lambda point, named: {point(1, note="a"), point(1, note="b")} == {point(1)},
    lambda point, named: point(1).names is point(1).names,
    lambda point, named: [(each.name, each.default == 2) for each in fields(named)],
    lambda point, named: replace(named(1, name="n"), x=5).x,
    lambda point, named: named.__match_args__,
    lambda point, named: point(),
    lambda point, named: point(1, 2, [], "", 5),
    lambda point, named: point(1, z=1),
    lambda point, named: point(1, x=1),
    lambda point, named: [each.default for each in signature(point).parameters.values()][:2],
    lambda point, named: signature(named).parameters["x"].annotation,
    lambda point, named: named(1),
    lambda point, named: named(1, 2, [], "", "n"),
    lambda point, named: named(1, name=""),
    lambda point, named: setattr(point(1), "x", 2),
    lambda point, named: setattr(named(1, name="n"), "new", 2),
    lambda point, named: delattr(point(1), "x"),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_record_is_a_frozen_dataclass(call: Callable[[Any, Any], Any]) -> None:
    """Whatever is asked of it, it answers like one."""
    ours, pythons = (outcome(lambda both=both: call(*both)) for both in BOTH)
    assert ours == pythons


def test_a_record_of_one_field_is_compared_as_a_dataclass() -> None:
    """By a tuple of its values: what is not itself equal to itself is the same object there.

    From Python 3.13 on, the dataclass compares value by value.
    """
    nothing = float("nan")
    for maker in MAKERS.values():
        one = maker(type("One", (), {"__annotations__": {"value": float}}))
        if maker is record or sys.version_info < (3, 13):
            assert one(nothing) == one(nothing)
        assert hash(one(2.5)) == hash((2.5,))


def test_what_a_class_defines_itself_is_kept() -> None:
    """Methods of its own stay."""

    @record
    class Own:
        x: int

        def __repr__(self) -> str:
            return "own"

        def __hash__(self) -> int:
            return 7

    assert (repr(Own(1)), hash(Own(1)), Own(1) == Own(1)) == ("own", 7, True)


def test_nothing_is_changed_in_place() -> None:
    """What was refused has not happened."""
    point = BOTH[0][0](1)
    with pytest.raises(FrozenInstanceError):
        point.x = 2
    assert point.x == 1
