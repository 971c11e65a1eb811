"""Frozen dataclasses that cost a program next to nothing when it starts.

`dataclass(frozen=True)` writes six methods of every class as text and has them compiled. The tables
of this program hold records of thirty classes, and the shortest command would wait for all of them:
that took a fifth of `step`. Records share their methods, and nothing is compiled.
"""

from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from inspect import Signature

Recorded = TypeVar("Recorded")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[Recorded]) -> type[Recorded]:
    """Make a class a frozen dataclass; `fields` and `replace` take it as usual.

    Equality, hash and text are those of a dataclass: by the values of its fields, where a field
    does not say `compare=False`, `hash=False` or `repr=False`. A method that the class defines
    itself is kept. Fields are given by name alone after one of type `KW_ONLY`.

    >>> @record
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(1, 0)
    (Point(x=1, y=0), True)
    """
    own = {name for name, value in vars(cls).items() if value is not None}
    made = dataclass(init=False, repr=False, eq=False)(cls)
    for name, method in _members(made).items():
        if name not in own:
            setattr(made, name, method)
    return made


def _members(cls: type[Any]) -> dict[str, Any]:
    """Return what a dataclass that has no methods yet is to have, by name."""
    parts = fields(cls)
    return {
        "__init__": _init(cls, [part for part in parts if part.init]),
        "__eq__": _eq(_values(part.name for part in parts if part.compare)),
        "__hash__": _hash(_values(part.name for part in parts if _is_hashed(part))),
        "__repr__": _repr([part.name for part in parts if part.repr]),
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__signature__": _SIGNATURE,
    }


def _init(cls: type[Any], parts: list[Field[Any]]) -> Callable[..., None]:
    """Return the method that takes the fields; what is wrong with a call, Python itself says."""
    known = frozenset(part.name for part in parts)
    in_order = [part.name for part in parts if not part.kw_only]
    defaults = {part.name: part.default for part in parts if part.default is not MISSING}
    factories: list[tuple[str, Any]] = [
        (part.name, part.default_factory) for part in parts if part.default_factory is not MISSING
    ]
    finish = getattr(cls, "__post_init__", None)

    def init(self: Any, *values: Any, **named: Any) -> None:
        given = vars(self)
        given |= defaults
        given.update(zip(in_order, values, strict=False))
        given |= named
        for name, make in factories:
            if name not in given:
                given[name] = make()
        if given.keys() != known or _is_given_twice(in_order, values, named):
            _compiled(cls)(self, *values, **named)
        if finish is not None:
            finish(self)

    return init


def _is_given_twice(names: list[str], values: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Return whether a call has more values than fields, or some both by place and by name."""
    if not values:
        return False
    return len(values) > len(names) or not named.keys().isdisjoint(names[: len(values)])


def _compiled(cls: type[Any]) -> Callable[..., None]:
    """Return an `__init__` that only takes what the one of a class takes, by the same names."""
    parts = [part for part in fields(cls) if part.init]
    heads = {part.name: f"{part.name}=_{part.name}" for part in parts if _has_default(part)}
    in_order = [heads.get(part.name, part.name) for part in parts if not part.kw_only]
    by_name = [heads.get(part.name, part.name) for part in parts if part.kw_only]
    head = ", ".join(["self", *in_order, *(["*", *by_name] if by_name else [])])
    made: dict[str, Any] = {f"_{part.name}": part.default for part in parts}
    exec(f"def __init__({head}) -> None: pass", made)
    init: Callable[..., None] = made["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


class _Signature:
    """What a record takes, for those who ask: `help` and editors."""

    def __get__(self, instance: object, cls: type[Any]) -> "Signature":
        from inspect import signature

        whole = signature(_compiled(cls))
        parts = {part.name: part for part in fields(cls)}
        _, *taken = whole.parameters.values()
        typed = [each.replace(annotation=parts[each.name].type) for each in taken]
        return whole.replace(parameters=typed)


_SIGNATURE = _Signature()


def _has_default(part: Field[Any]) -> bool:
    return part.default is not MISSING or part.default_factory is not MISSING


def _is_hashed(part: Field[Any]) -> bool:
    return part.compare if part.hash is None else part.hash


def _values(names: Iterable[str]) -> Callable[[Any], Any]:
    wanted = [*names]
    if len(wanted) < 2:  # of one name, attrgetter returns the value and no tuple
        return lambda self: tuple(getattr(self, name) for name in wanted)
    return attrgetter(*wanted)


def _eq(values: Callable[[Any], Any]) -> Callable[[Any, object], Any]:
    def eq(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    return eq


def _hash(values: Callable[[Any], Any]) -> Callable[[Any], int]:
    return lambda self: hash(values(self))


def _repr(names: list[str]) -> Callable[[Any], str]:
    @recursive_repr("...")
    def text(self: Any) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({values})"

    return text


def _refuse_to_set(self: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
