"""A class that is marked in parts: what each part keeps, and how they are put together."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from bpcalc.checking.submissions.files import Unused
from bpcalc.cli import destination as place
from bpcalc.cli.grade_results import json_line, records_in
from bpcalc.cli.grading_job import Done
from bpcalc.cli.replacing import replace as replace_file
from bpcalc.cli.taking_back import Beginning
from bpcalc.errors import AnswersError, OutputError, reason
from bpcalc.locale import say
from bpcalc.report.class_tables import RECORDS, RESULTS_OWNERSHIP, SheetRecord
from bpcalc.report.ownership import Ownership


def shard_lines(
    folder: Path,
    part: int,
    parts: int,
    done: Iterable[Done],
    absent: Iterable[SheetRecord],
    unused: Iterable[Unused],
    ownership: Ownership | None,
    by: Mapping[str, str],
) -> None:
    """Keep the records of one part of a class, and the reports of its students.

    The file of records takes its name when it is whole; its last line says so.
    """
    try:
        with Beginning() as begun:
            begun.make(folder / RECORDS)
            begun.make(folder / "students")
            lines = [json_line({"unused": [list(each) for each in unused], "by": by})]
            for each in done:
                each.record["reports"] = [name for name, _ in each.reports]
                _write_reports(folder, each, ownership, begun)
                lines.append(json_line(each.record))
            lines += [json_line(record) for record in absent]
            lines.append(json.dumps({"end": len(lines)}))
            text = "".join(f"{line}\n" for line in lines)
            records = folder / RECORDS / f"{part}-of-{parts}.jsonl"
            _replace(begun.file(records), text.encode())
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(say("{file}: {reason}", file=folder, reason=reason(error))) from None


def _write_reports(folder: Path, done: Done, ownership: Ownership | None, begun: Beginning) -> None:
    """Write the files for one student, unless somebody has changed the old ones."""
    for name, content in done.reports:
        known = RESULTS_OWNERSHIP if name.endswith(".json") else ownership
        try:
            place.claim(folder / name, known, None, content)
            _replace(begun.file(folder / name), content)
        except OutputError as error:
            done.record["unwritten"] = str(error)


def _replace(path: Path, content: bytes) -> None:
    try:
        replace_file(path, content, durable=False)
    except OSError as error:
        raise OutputError(say("{file}: {reason}", file=path, reason=reason(error))) from None


def shards_of(folder: Path) -> tuple[list[SheetRecord], list[Unused]]:
    """Return the records of all parts of a class, in its order, and what was not used.

    Raises:
        AnswersError: a part is missing, was cut short, or was marked by something else.
    """
    files = sorted((folder / RECORDS).glob("*-of-*.jsonl"))
    parts = {file.stem.partition("-of-")[2] for file in files}
    if len(parts) != 1 or str(len(files)) != next(iter(parts)):
        message = say("{folder}: expected all parts of one class", folder=folder / RECORDS)
        raise AnswersError(message)
    records: list[SheetRecord] = []
    unused: list[Unused] = []
    by: tuple[Path, object] | None = None
    for file in files:
        lines = list(records_in(file))
        if len(lines) < 2 or lines[-1].get("end") != len(lines) - 1:
            raise AnswersError(say("{file}: this part was cut short; mark it again", file=file))
        by = by or (file, lines[0].get("by"))
        if lines[0].get("by") != by[1]:
            says = say(
                "{file}: this part was marked by another exercise, policy, class or program than "
                "{other}; mark both again",
                file=file,
                other=by[0].name,
            )
            raise AnswersError(says)
        unused += [Unused(*each) for each in lines[0]["unused"]]
        records += lines[1:-1]
    return sorted(records, key=lambda record: int(record["number"])), unused
