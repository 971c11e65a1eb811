"""Named tuples that cost a program next to nothing when it starts.

`typing.NamedTuple` writes a method of every class as text and has it compiled. The tables of this
program are made of tuples of eighty classes, and the shortest command would wait for all of them:
that took a tenth of `step`. These share their methods, and nothing is compiled; a type checker
takes them for those of `typing`.
"""

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from _collections import _tuplegetter  # with it, `collections` makes its own

    UNEXPECTED = TypeError if sys.version_info >= (3, 13) else ValueError
    """What `_replace` raises for a name that is no field, as the library of this Python does."""

    class _TupleType(type):
        """Makes the fields of a tuple of what the body of a class annotates."""

        def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
            if tuple in bases or any(hasattr(base, "_fields") for base in bases):
                return super().__new__(cls, name, bases, space)
            names = _annotated(space)
            defaults = {field: space[field] for field in names if field in space}
            if [*defaults] != [*names[len(names) - len(defaults) :]]:
                raise TypeError(f"{name}: a field without a default follows one that has one")
            fields = {field: _tuplegetter(place, "") for place, field in enumerate(names)}
            own = {
                "__slots__": (),
                "__match_args__": names,
                "_fields": names,
                "_field_defaults": defaults,
                "_last": tuple(defaults.values()),
            }
            return super().__new__(cls, name, bases, {**space, **fields, **own})

    class NamedTuple(tuple, metaclass=_TupleType):
        """A tuple whose fields have names: those that the body of a class annotates.

        To make one takes longer than to make one of `typing`; a class of which there are thousands
        is better off with that.

        >>> class Point(NamedTuple):
        ...     x: int
        ...     y: int = 0
        >>> Point(1), Point(1) == (1, 0), Point(y=2, x=1)._replace(x=3)
        (Point(x=1, y=0), True, Point(x=3, y=2))
        """

        __slots__ = ()

        def __new__(cls, /, *values: Any, **named: Any) -> "NamedTuple":
            """Return the tuple of some values, by place or by name."""
            if named or len(values) != len(cls._fields):
                values = _filled(cls, values, named)
            return tuple.__new__(cls, values)

        @classmethod
        def _make(cls, values: Iterable[Any], /) -> "NamedTuple":
            return cls(*values)

        def _replace(self, /, **named: Any) -> "NamedTuple":
            values = [named.pop(*field) for field in zip(self._fields, self, strict=True)]
            if named:
                raise UNEXPECTED(f"Got unexpected field names: {[*named]!r}")
            return tuple.__new__(self.__class__, values)

        __replace__ = _replace

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{self.__class__.__name__}({values})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    def _annotated(space: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the names that the body of a class annotates."""
        if "__annotations__" in space or "__annotate_func__" not in space:
            return tuple(space.get("__annotations__", ()))
        from annotationlib import Format, call_annotate_function  # from Python 3.14 on

        return tuple(call_annotate_function(space["__annotate_func__"], Format.FORWARDREF))

    def _filled(cls: type[Any], values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """Return the values of a call, the defaults among them."""
        missing = cls._fields[len(values) :]
        if not named and 0 < len(missing) <= len(cls._last):
            return values + cls._last[-len(missing) :]
        given = {**cls._field_defaults, **named}
        if not missing or not named.keys() <= {*missing} <= given.keys():
            _refuse(cls, values, named)
        return values + tuple([given[field] for field in missing])

    def _refuse(cls: type[Any], values: tuple[Any, ...], named: dict[str, Any]) -> None:
        """Let Python itself say what is wrong with a call."""
        heads = [
            f"{field}=None" if field in cls._field_defaults else field for field in cls._fields
        ]
        made: dict[str, Any] = {}
        exec(f"def __new__({', '.join(['cls', *heads])}): pass", made)
        made["__new__"].__qualname__ = f"{cls.__qualname__}.__new__"
        made["__new__"](cls, *values, **named)
