"""A simple rule for the labels of lines beside the search that bpcalc uses.

    python -m benchmarks.labels PAGE.html

The rule: the labels of the lines that part at one unit stand by turns at a quarter, two fifths and
three fifths of their line, with a halo. The page shows both for every built-in exercise; what is
printed says in how many layers no two labels meet, or meet a circle, and how many lines they cover.
"""

import sys
from collections.abc import Sequence
from math import atan2, cos, hypot, sin
from pathlib import Path
from unittest.mock import patch
from xml.etree.ElementTree import tostring

import bpcalc
from bpcalc.exercise.sources import built_in
from bpcalc.report.drawing import arrangement
from bpcalc.report.drawing.geometry import PicturePoint, Rectangle, boxes_meet, meets_segment
from bpcalc.report.drawing.labels import LabelledLine, Surroundings, placed
from bpcalc.report.drawing.labels.lines import LABEL_MARGIN, fits
from bpcalc.report.drawing.network import network_picture
from bpcalc.report.drawing.picture_data import DEFAULT_ITEMS

SHARES = (0.25, 0.42, 0.6)

counts = {"layers": 0, "rule fits": 0, "search covers": 0, "rule covers": 0, "rule better": 0}


def staggered(lines: Sequence[LabelledLine]) -> list[Rectangle]:
    """Return where the rule puts the labels, whether they meet or not."""
    turns: dict[PicturePoint, int] = {}
    found = []
    for line in lines:
        start, end = line.segment
        turn = turns[start] = turns.get(start, -1) + 1
        along = SHARES[turn % len(SHARES)] * hypot(end.x - start.x, end.y - start.y)
        angle = atan2(end.y - start.y, end.x - start.x)
        centre = PicturePoint(start.x + along * cos(angle), start.y + along * sin(angle))
        found.append(Rectangle(centre, line.width, line.height, angle))
    return found


def apart(boxes: Sequence[Rectangle], around: Surroundings) -> bool:
    """Return whether labels keep away from one another, from circles and from texts."""
    pairs = ((one, other) for place, one in enumerate(boxes) for other in boxes[:place])
    meet = any(boxes_meet(one.grown(LABEL_MARGIN), other) for one, other in pairs)
    return not meet and all(fits(box, around) for box in boxes)


def covered(lines: Sequence[LabelledLine], boxes: Sequence[Rectangle], around: Surroundings) -> int:
    """Return how often a label lies on another line than its own."""
    return sum(
        meets_segment(box, segment)
        for line, box in zip(lines, boxes, strict=True)
        for segment in around.lines
        if segment != line.segment
    )


def compared(lines: Sequence[LabelledLine], around: Surroundings) -> list[Rectangle] | None:
    """Return what the search finds, and count how the rule would have done."""
    found = placed(lines, around)
    if found is not None and lines:
        rule = staggered(lines)
        fine = apart(rule, around)
        search, simple = covered(lines, found, around), covered(lines, rule, around)
        counts["layers"] += 1
        counts["rule fits"] += fine
        counts["search covers"] += search
        counts["rule covers"] += simple
        counts["rule better"] += fine and simple < search
    return found


def main(page: str) -> None:
    """Write the page, and print the counts."""
    rows = []
    for name in built_in():
        solution = bpcalc.solve(name)
        pictures = []
        for place in (compared, lambda lines, _: staggered(lines)):
            with patch.object(arrangement, "placed", place):
                picture = network_picture(solution, DEFAULT_ITEMS)
                pictures.append(tostring(picture, encoding="unicode"))
        rows.append(f"<h2>{name}</h2><div>{pictures[0]}{pictures[1]}</div>")
    head = "<meta charset=utf-8><title>Labels</title><style>div{display:flex;gap:2em}</style>"
    Path(page).write_text(f"{head}<h1>Search, and the simple rule</h1>{''.join(rows)}", "utf-8")
    print(", ".join(f"{name}: {count}" for name, count in counts.items()))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "labels.html")
