"""What the writers of reports have in common: one method for every kind of block.

A writer says with `@writes(Kind)` which method writes a kind. One that has no method for a kind is
an error when its class is made, so that no report can lose a block without a word.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Generic, TypeVar, get_args

from bpcalc.maths.entries import IncompleteEntry
from bpcalc.report.document import Block

Written = TypeVar("Written")
Method = TypeVar("Method", bound=Callable[..., Any])

BLOCK_KINDS: tuple[type[Any], ...] = get_args(Block)
"""All kinds of block."""

_MARK = "_writes"


def writes(kind: type[Any]) -> Callable[[Method], Method]:
    """Say that a method writes the blocks of this kind."""

    def marked(method: Method) -> Method:
        setattr(method, _MARK, kind)
        return method

    return marked


class BlockWriter(Generic[Written]):
    """Writes blocks, each by the method for its kind.

    >>> class Deaf(BlockWriter[str]):  # doctest: +ELLIPSIS
    ...     pass
    Traceback (most recent call last):
    bpcalc.maths.entries.IncompleteEntry: writer 'Deaf' is incomplete: it has no method...
    """

    _methods: ClassVar[dict[type[Any], Callable[..., Any]]] = {}

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Collect the methods of a writer.

        Raises:
            IncompleteEntry: it has none for some kind of block.
        """
        super().__init_subclass__(**keywords)
        own = {
            kind: method
            for method in vars(cls).values()
            if (kind := getattr(method, _MARK, None)) is not None
        }
        cls._methods = {**cls._methods, **own}
        missing = [kind.__name__ for kind in BLOCK_KINDS if kind not in cls._methods]
        if missing:
            methods = [f"method for {kind}" for kind in missing]
            raise IncompleteEntry("writer", cls.__name__, methods)

    def block(self, block: Any) -> Written:
        """Return what a block comes to."""
        written: Written = self._methods[type(block)](self, block)
        return written

    def each(self, blocks: Iterable[Any]) -> Iterable[Written]:
        """Return what blocks come to, in reading order."""
        return map(self.block, blocks)
