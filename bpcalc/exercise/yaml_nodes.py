"""A guarded reading of YAML: from PyYAML's events to three kinds of nodes, all of them text.

What a scalar means is left to the reader of the exercise. So `1e-3` can be a number, `on` a
name, and nothing that PyYAML could construct is ever constructed. The parser of events keeps
its own depth on the heap; it is the composer above it that a hundred thousand brackets crash.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple

MAX_NESTED_NODES = 20
MAX_NODES = 2_500_000
MAX_REFUSALS = 20

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml, from PyYAML 6.0.4 on, says of a thousand brackets before it yields the first."""


class Scalar(NamedTuple):
    """A piece of text; `plain` if it stands there without quotation marks."""

    text: str
    plain: bool
    start: int
    end: int


class YamlSequence(NamedTuple):
    """A list."""

    items: tuple["Node", ...]
    start: int
    end: int


class YamlMapping(NamedTuple):
    """A mapping; its keys are distinct."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    start: int
    end: int


Node: TypeAlias = Scalar | YamlSequence | YamlMapping
"""All of them know where they start and end, as indices into the text of the file."""


class Refusal(NamedTuple):
    """Something that YAML allows, and an exercise does not; or a syntax error."""

    at: int
    says: str


class YamlError(Exception):
    """The text has no node that is worth reading.

    Attributes:
        refusals: why, and where.
        syntax: whether PyYAML could not make sense of the text.
    """

    def __init__(self, refusals: list[Refusal], syntax: bool = False) -> None:
        """Keep the reasons."""
        super().__init__(refusals)
        self.refusals = refusals
        self.syntax = syntax


class Repeated(NamedTuple):
    """A key that stands twice in its mapping."""

    key: Scalar
    first: Scalar


class YamlFile(NamedTuple):
    """What a file holds; of repeated keys, the first one counts."""

    root: Node
    repeated: tuple[Repeated, ...]


class _Open:
    """A list or mapping whose end has not come yet."""

    __slots__ = ("children", "mapping", "start")

    def __init__(self, mapping: bool, start: int) -> None:
        self.mapping = mapping
        self.start = start
        self.children: list[Node] = []


def document(text: str) -> YamlFile:
    """Return the one document of a text.

    Raises:
        Refused: it is not YAML, or uses what an exercise does not need.
    """
    return _Builder().build(text)


class _Builder:
    """Puts nodes together; collects what is refused, and stops where that becomes too much.

    PyYAML's events have no types to speak of, hence `Any`.
    """

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []
        self.repeated: list[Repeated] = []
        self.documents = 0
        self.left = MAX_NODES

    def build(self, text: str) -> YamlFile:
        root: Node | None = None
        path: list[_Open] = []
        for event in _events(text):
            node = self._node(event, path)
            if node is None:
                continue
            self._count(node.start)
            if path:
                path[-1].children.append(node)
            elif root is None:
                root = node
        if self.refusals:
            raise YamlError(self.refusals)
        if root is None:
            raise YamlError(
                [Refusal(0, say("the file is empty; expected at least inputs and weights"))]
            )
        return YamlFile(root, tuple(self.repeated))

    def _node(self, event: Any, path: list[_Open]) -> Node | None:
        """Return the node that an event completes, if it completes one."""
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
            self._opened(event, path, mapping=kind is yaml.MappingStartEvent)
        elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
            return self._closed(path.pop(), event.end_mark.index)
        elif kind is yaml.AliasEvent:
            self._refuse(event, say("aliases (`*name`) are not used in exercises; write it out"))
            return Scalar("", True, event.start_mark.index, event.end_mark.index)
        elif kind is yaml.DocumentStartEvent:
            self._started(event)
        return None

    def _scalar(self, event: Any) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._decorated(event)
        return Scalar(event.value, not event.style, event.start_mark.index, event.end_mark.index)

    def _opened(self, event: Any, path: list[_Open], mapping: bool) -> None:
        if event.anchor is not None or event.tag is not None:
            self._decorated(event)
        if len(path) == MAX_NESTED_NODES:
            self._refuse(event, _too_deep())
            raise YamlError(self.refusals)
        path.append(_Open(mapping, event.start_mark.index))

    def _closed(self, opened: _Open, end: int) -> Node:
        if not opened.mapping:
            return YamlSequence(tuple(opened.children), opened.start, end)
        children = opened.children
        return YamlMapping(
            tuple(self._distinct(zip(children[::2], children[1::2], strict=True))),
            opened.start,
            end,
        )

    def _distinct(self, pairs: Iterator[tuple[Node, Node]]) -> Iterator[tuple[Scalar, Node]]:
        first: dict[str, Scalar] = {}
        for key, value in pairs:
            if not isinstance(key, Scalar):
                self._refuse_at(
                    key.start, say("expected a key, found a list or mapping; a key is a word")
                )
            elif key.plain and key.text == "<<":
                self._refuse_at(
                    key.start, say("merge keys (`<<`) are not used in exercises; write it out")
                )
            elif key.text in first:
                if len(self.repeated) < MAX_REFUSALS:
                    self.repeated.append(Repeated(key, first[key.text]))
            else:
                first[key.text] = key
                yield key, value

    def _started(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse(event, say("a second document starts here; an exercise file holds one"))
            raise YamlError(self.refusals)

    def _decorated(self, event: Any) -> None:
        if event.tag is not None:
            self._refuse(event, say("tags (`!…`) are not used in exercises; write the plain value"))
        if event.anchor is not None:
            self._refuse(event, say("anchors (`&name`) are not used in exercises; leave it out"))

    def _refuse(self, event: Any, says: str) -> None:
        self._refuse_at(event.start_mark.index, says)

    def _refuse_at(self, index: int, says: str) -> None:
        self.refusals.append(Refusal(index, says))
        if len(self.refusals) == MAX_REFUSALS:
            raise YamlError(self.refusals)

    def _count(self, index: int) -> None:
        self.left -= 1
        if self.left < 0:
            says = say(
                "the file has more than {n} values; that is too much for an exercise", n=MAX_NODES
            )
            raise YamlError([*self.refusals, Refusal(index, says)])


def _events(text: str) -> Iterator[Any]:
    """Yield PyYAML's events; whatever goes wrong inside PyYAML is a syntax error of the text."""
    events = yaml.parse(text, Loader=LOADER)
    while True:
        try:
            event = next(events)
        except StopIteration:
            return
        except Exception as problem:
            raise _refused(problem) from problem
        yield event


def _refused(problem: Exception) -> YamlError:
    says = getattr(problem, "problem", None) or type(problem).__name__
    mark = getattr(problem, "problem_mark", None)
    index = mark.index if mark is not None else getattr(problem, "position", 0)
    if says == TOO_DEEP:
        return YamlError([Refusal(index, _too_deep())])
    refusal = Refusal(index, say("this is not YAML: {problem}", problem=say(says)))
    return YamlError([refusal], syntax=True)


def _too_deep() -> str:
    return say("brackets or lists are nested more than {n} deep", n=MAX_NESTED_NODES)
