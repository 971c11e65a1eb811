"""What a class shows about the items of an exercise.

All sums are of whole numbers and decimals, so that they are the same in whatever order, and
from however many parts, the sheets come in.

Source: Ebel & Frisbie (1991), Essentials of Educational Measurement, chapter 13.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Any

SHARED = Fraction(1, 2)
MIN_STUDENTS = 4
"""So many students must have answered before half of them means anything."""


@dataclass
class ItemStatistics:
    """One quantity, over the whole class.

    Attributes:
        verdicts: how often each verdict was given.
        rules: how often each mistake was found here.
        worst: by rule, the largest chance of coincidence.
        sums: of credit, credit², rest, rest², credit·rest; the rest is the score without it.
        most: what it can earn.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    worst: dict[str, float] = field(default_factory=dict)
    sums: list[Fraction] = field(default_factory=lambda: [Fraction(0)] * 5)
    most: Fraction = Fraction(1)

    @property
    def count(self) -> int:
        """How many students were asked."""
        return self.verdicts.total()

    @property
    def roots(self) -> int:
        """How many made a mistake in this very line."""
        return sum(self.verdicts[name] for name in ("mistake", "slip", "unexplained", "trivial"))

    @property
    def answered(self) -> int:
        """How many wrote something that can be read."""
        return self.count - self.verdicts["blank"] - self.verdicts["unreadable"]

    @property
    def facility(self) -> float:
        """The share of the marks that the class earned."""
        return float(self.sums[0] / (self.count * self.most)) if self.count else 0.0

    @property
    def fair_facility(self) -> float | None:
        """The share of right values among those who came to this line without a mistake."""
        clean = self.answered - self.verdicts["follow"]
        return (clean - self.roots) / clean if clean else None

    @property
    def discrimination(self) -> float | None:
        """The correlation of this item with the rest of the score; None if one never varies."""
        n = self.count
        x, xx, y, yy, xy = self.sums
        spread = (n * xx - x * x) * (n * yy - y * y)
        return float(n * xy - x * y) / sqrt(float(spread)) if spread > 0 else None


@dataclass
class Statistics:
    """A class, over all quantities.

    Attributes:
        items: by name of the quantity, in order of working.
        students: how many sheets could be read.
        marks: the sum of all marks.
        best: the best mark.
        rules: by mistake and kind of quantity, how many students made it.
        conventions: how many students keep to each that is not the exercise's, and passes.
    """

    items: dict[str, ItemStatistics] = field(default_factory=dict)
    students: int = 0
    marks: Fraction = Fraction(0)
    best: Decimal = Decimal(0)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    conventions: Counter[str] = field(default_factory=Counter)

    def add(self, record: dict[str, Any]) -> None:
        """Count a marked sheet."""
        score = Fraction(record["score"])
        self.students += 1
        self.marks += Fraction(record["mark"] or 0)
        self.best = Decimal(record["best"])
        for row in record["rows"]:
            if row["max"] != "0":
                self._add(row, score)
        found = [each for each in record["findings"] if each["id"]]
        kept = {each["id"] for each in found if each.get("convention")}
        self.conventions.update(kept)
        self.rules.update({(e["id"], e["kind"]) for e in found if not e.get("convention")})

    def _add(self, row: dict[str, Any], score: Fraction) -> None:
        item = self.items.setdefault(row["quantity"], ItemStatistics())
        item.verdicts[row["verdict"]] += 1
        credit = Fraction(row["credit"])
        item.most = Fraction(row["max"])
        rest = score - credit
        parts = (credit, credit * credit, rest, rest * rest, credit * rest)
        item.sums = [total + part for total, part in zip(item.sums, parts, strict=True)]
        for rule in row["rules"]:
            item.rules[rule] += 1
            item.worst[rule] = max(item.worst.get(rule, 0.0), row["chance"])

    def suspect(self) -> list[tuple[str, str, int, int]]:
        """Return where half of the class made the same mistake: quantity, rule, how many, of all.

        One place where many are wrong for no known reason counts as well; its rule is "".
        """
        found = []
        for name, item in self.items.items():
            answered = item.answered
            if answered < MIN_STUDENTS:
                continue
            unknown = item.verdicts["unexplained"]
            for rule, count in [*item.rules.most_common(1), ("", unknown)]:
                if Fraction(count, answered) > SHARED:
                    found.append((name, rule, count, answered))
        return found


def statistics(records: Iterable[dict[str, Any]]) -> Statistics:
    """Return the statistics of marked sheets."""
    result = Statistics()
    for record in records:
        if not record.get("problem"):
            result.add(record)
    return result
