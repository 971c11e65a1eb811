"""Papers that say inside whose they are, held against those who seem to have handed in nothing."""

from collections.abc import Iterable, Iterator

from bpcalc.checking.submissions.name_words import folded
from bpcalc.locale import say
from bpcalc.report.class_tables import SheetRecord


def with_claims(records: Iterable[SheetRecord]) -> Iterator[SheetRecord]:
    """Yield the records of a class; nobody has 0 whom a paper without an owner names inside.

    Whose a paper is, is told by where it lies and by the roster, never by what is written in it:
    so it is not given to anybody. But then it is not known that its author handed in nothing.

    Args:
        records: of all students, those of the missing ones last.
    """
    claims: dict[str, str] = {}
    for record in records:
        if not record["listed"] and record.get("written"):
            claims[folded(record["written"])] = record["student"]
        yield _claimed(record, claims) if record.get("missing") else record


def _claimed(record: SheetRecord, claims: dict[str, str]) -> SheetRecord:
    names = [folded(record[part] or "") for part in ("name", "id", "email")]
    for written, paper in claims.items():
        if any(len(name) > 1 and name in written for name in names):
            says = say("the paper called {name} says that it is theirs", name=paper)
            mark = record["mark"] if record["by_hand"] else ""
            return {**record, "problem": says, "mark": mark, "missing": False}
    return record
