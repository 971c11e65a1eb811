"""Records: what a command gives as JSON, as objects of Python."""

from collections.abc import Iterator, Mapping
from typing import Any


class Record(Mapping[str, Any]):
    """A JSON object: a mapping whose members are attributes as well.

    >>> record = Record({"name": "net_h1", "credit": 1.0, "notes": [{"says": "…"}]})
    >>> record.name, record["credit"], record.notes[0].says
    ('net_h1', 1.0, '…')
    """

    __slots__ = ("_members",)

    def __init__(self, members: Mapping[str, Any]) -> None:
        """Take the members of a JSON object; objects among them become records, too."""
        self._members = {name: _record(value) for name, value in members.items()}

    def __getitem__(self, name: str) -> Any:
        """Return a member."""
        return self._members[name]

    def __getattr__(self, name: str) -> Any:
        """Return a member."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._members[name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the members."""
        return iter(self._members)

    def __len__(self) -> int:
        """Return the number of members."""
        return len(self._members)

    def __dir__(self) -> list[str]:
        """Return the names of the members, too."""
        return [*super().__dir__(), *self._members]

    def __repr__(self) -> str:
        """Return the members."""
        inside = ", ".join(f"{name}={value!r}" for name, value in self._members.items())
        return f"{type(self).__name__}({inside})"

    def plain(self) -> dict[str, Any]:
        """Return the JSON object: dicts and lists."""
        return {name: _plain(value) for name, value in self._members.items()}


def _record(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Record(value)
    return [_record(each) for each in value] if isinstance(value, (list, tuple)) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.plain()
    return [_plain(each) for each in value] if isinstance(value, list) else value
