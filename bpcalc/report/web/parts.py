"""The blocks of a report put into one another: steps hold parts, and parts hold tables."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bpcalc.report.document import Block, Lines, Matrices, Section

WORKED: tuple[type[Block], ...] = (Lines, Matrices)
"""What the steps of a calculation consist of."""

MOST_OPEN = 8
"""Steps that are all unfolded at first; of more, the first and the last one are."""


class WebPart(NamedTuple):
    """A heading with what belongs to it.

    Attributes:
        title: the heading.
        level: 1 is an epoch or sample, 2 a part of the calculation.
        content: blocks, and in a step its parts.
        unfolded: whether the content is seen at first.
    """

    title: str
    level: int
    content: list["Block | WebPart"]
    unfolded: bool = True


def parts(blocks: Iterable[Block]) -> list[Block | WebPart]:
    """Return blocks with all that follows a heading within its part.

    A part of the calculation belongs to the step before it; one that works nothing out, such as
    the result at the end, belongs to no step.
    """
    found: list[Block | WebPart] = []
    step: WebPart | None = None
    for section, content in _sections(blocks):
        if section is None:
            found += content
            continue
        part = WebPart(section.title, section.level, list(content))
        works = any(isinstance(block, WORKED) for block in content)
        if step and works and section.level > 1:
            step.content.append(part)
        else:
            found.append(part)
            step = part if section.level == 1 else None
    return _folded(found)


def _sections(blocks: Iterable[Block]) -> Iterator[tuple[Section | None, list[Block]]]:
    """Yield every heading with the blocks up to the next one; the title of all is such a block."""
    section: Section | None = None
    content: list[Block] = []
    for block in blocks:
        if isinstance(block, Section) and block.level > 0:
            if section or content:
                yield section, content
            section, content = block, []
        else:
            content.append(block)
    yield section, content


def _folded(found: list[Block | WebPart]) -> list[Block | WebPart]:
    """Fold steps away that are too many to look at."""
    steps = [part for part in found if isinstance(part, WebPart) and part.level == 1]
    if len(steps) <= MOST_OPEN:
        return found
    kept = (id(steps[0]), id(steps[-1]))
    return [
        part._replace(unfolded=part.level != 1 or id(part) in kept)
        if isinstance(part, WebPart)
        else part
        for part in found
    ]
