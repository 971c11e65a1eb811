"""Frozen dataclasses that cost a program next to nothing when it starts.

`dataclass(frozen=True)` writes six methods of every class as text and has them compiled. The tables
of this program hold records of thirty classes, and the shortest command would wait for all of them:
that took a fifth of `step`. Of a record, only `__init__` is compiled; the other methods are shared.
"""

from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, TypeVar, dataclass_transform

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
    for name, method in _methods(made).items():
        if name not in own:
            setattr(made, name, method)
    return made


def _methods(cls: type[Any]) -> dict[str, Callable[..., Any]]:
    """Return the methods of a dataclass that has none yet, by name."""
    parts = fields(cls)
    return {
        "__init__": _init(cls, sorted((part for part in parts if part.init), key=_by_name)),
        "__eq__": _eq(_values(part.name for part in parts if part.compare)),
        "__hash__": _hash(_values(part.name for part in parts if _is_hashed(part))),
        "__repr__": _repr([part.name for part in parts if part.repr]),
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
    }


def _init(cls: type[Any], parts: list[Field[Any]]) -> Callable[..., None]:
    """Return the method that takes the fields; one that is compiled gives Python's own messages."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": MISSING}
    head, body, named = ["self"], [], False
    for part in parts:
        if part.kw_only and not named:
            named = True
            head.append("*")
        value = part.name
        if part.default_factory is not MISSING:
            names[f"_make_{part.name}"] = part.default_factory
            head.append(f"{part.name}=_MISSING")
            value = f"_make_{part.name}() if {part.name} is _MISSING else {part.name}"
        elif part.default is not MISSING:
            names[f"_default_{part.name}"] = part.default
            head.append(f"{part.name}=_default_{part.name}")
        else:
            head.append(part.name)
        body.append(f" _set(self, {part.name!r}, {value})")
    body += [" self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    made: dict[str, Any] = {}
    exec("\n".join([f"def __init__({', '.join(head)}):", *body, " return"]), names, made)
    init: Callable[..., None] = made["__init__"]
    init.__module__, init.__qualname__ = cls.__module__, f"{cls.__qualname__}.__init__"
    return init


def _by_name(part: Field[Any]) -> bool:
    return bool(part.kw_only)


def _is_hashed(part: Field[Any]) -> bool:
    return part.compare if part.hash is None else part.hash


def _values(names: Iterable[str]) -> Callable[[Any], Any]:
    wanted = [*names]
    return attrgetter(*wanted) if wanted else lambda _: ()


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
