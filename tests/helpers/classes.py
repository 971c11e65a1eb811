"""Classes as platforms hand them out, byte for byte, with all that goes wrong in them."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from tests.helpers.ranges import few

SIZE = few(60, 120)

AWKWARD = (
    *("O'Brien", 'Smith, John "Jack"', "=HYPERLINK(1)", "A_B Slash", "nul", "con", "Trailing dot."),
    *("\U0001f600 Emoji", "\u0645\u062d\u0645\u062f \u0639\u0644\u064a", "李雷", "Müller Jürgen"),
    *("von der Leyen Ann-Sophie", "Nguyễn Văn An", "X", "Ann Lee"),
)
"""Names that break file names, spreadsheets, fonts and sorting."""

VALUES = {
    "net_h1": "0.3775",
    "net_h2": "0.3925",
    "out_h1": "0.5933",
    "out_h2": "0.5969",
    "net_o1": "1.1059",
    "net_o2": "1.2249",
    "out_o1": "0.7514",
    "out_o2": "0.7729",
    "E_total": "0.2984",
    "delta_o1": "0.1385",
    "delta_o2": "-0.03810",
    "delta_h1": "0.008771",
    "w5_new": "0.3589",
}
"""What everybody has written, all of it right."""


class Pupil(NamedTuple):
    """One student of the generated class."""

    number: int
    name: str

    @property
    def id(self) -> str:
        """The number of the school."""
        return f"2026{self.number:04d}"

    @property
    def email(self) -> str:
        """The address."""
        return f"s{self.number}@example.org"

    @property
    def participant(self) -> str:
        """The number that Moodle gave."""
        return str(310000 + self.number)


def pupils(size: int = SIZE) -> list[Pupil]:
    """Return the class; two of its students have the same name."""
    names = [*AWKWARD, "Ann Lee"]
    names += [f"Student Nr{number}" for number in range(len(names), size)]
    return [Pupil(number, name) for number, name in enumerate(names[:size], start=1)]


def yaml() -> str:
    """Return a paper as our sheet has it."""
    return "".join(f"{name}: {value}\n" for name, value in VALUES.items())


def _lines(separator: str) -> str:
    return "".join(f"{name}{separator}{value}\n" for name, value in VALUES.items())


def _csv(delimiter: str = ",", comma: bool = False) -> str:
    rows = [("name", "value"), *VALUES.items()]
    text = "".join(f"{name}{delimiter}{value}\n" for name, value in rows)
    return text.replace(".", ",") if comma else text


def _pasted() -> str:
    return yaml().replace("0.008771", "8.771\u00a0×\u00a010⁻³").replace("-0.03810", "−0.03810")


def docx() -> bytes:
    """Return a paper typed into a word processor."""
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{name} = {value}</w:t></w:r></w:p>" for name, value in VALUES.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<w:document xmlns:w="{space}"><w:body>{paragraphs}</w:body></w:document>'
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", text)
    return content.getvalue()


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


PAPERS: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("answers.yaml", lambda: yaml().encode()),
    ("Answers.YML", lambda: _lines(": ").encode("utf-8-sig")),
    ("answers.yaml.txt", lambda: _lines(":").encode()),
    ("a.txt", lambda: _lines("：").encode("gb18030")),
    ("answers.yaml", lambda: yaml().encode("utf-16")),
    ("answers.yaml", lambda: f"---\n{yaml()}---\n".encode()),
    ("answers.csv", lambda: _csv(";", comma=True).encode()),
    ("answers.json", lambda: json.dumps(VALUES).encode()),
    ("word.docx", docx),
    ("pasted.txt", lambda: _pasted().encode()),
    ("filled.xlsx", lambda: xlsx([("name", "value"), *VALUES.items()])),
)
"""Ways in which people hand in the same paper."""

PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF"

NOTHING, EMPTY, PICTURE, FALSE_YAML = {20, 40, 55}, 30, 45, 50
"""Numbers of those who handed in nothing, an empty file, a photo, a photo called .yaml."""

UNREADABLE = {EMPTY, PICTURE, FALSE_YAML}


def paper(pupil: Pupil) -> tuple[str, bytes] | None:
    """Return the name and content of what a student hands in; None if nothing."""
    if pupil.number in NOTHING:
        return None
    if pupil.number == EMPTY:
        return "answers.yaml", b""
    if pupil.number in (PICTURE, FALSE_YAML):
        return ("photo.jpg" if pupil.number == PICTURE else "photo.yaml"), PHOTO
    name, content = PAPERS[pupil.number % len(PAPERS)]
    return name, content()


def readable(size: int = SIZE) -> list[Pupil]:
    """Return the students whose papers can be marked."""
    return [p for p in pupils(size) if p.number not in NOTHING | UNREADABLE]


def _safe(name: str) -> str:
    return name.replace("/", "_").replace("\t", " ")


def moodle(folder: Path, size: int = SIZE, end: str = "_") -> Path:
    """Write the download of a Moodle assignment; newer ones end without the last `_`."""
    for pupil in pupils(size):
        handed_in = paper(pupil)
        if handed_in:
            place = f"{_safe(pupil.name)}_{pupil.participant}_assignsubmission_file{end}"
            path = folder / place / handed_in[0]
            path.parent.mkdir(parents=True)
            path.write_bytes(handed_in[1])
    return folder


def moodle_flat(folder: Path, size: int = SIZE) -> Path:
    """Write a Moodle download without folders."""
    folder.mkdir(parents=True, exist_ok=True)
    for pupil in pupils(size):
        handed_in = paper(pupil)
        if handed_in:
            start = f"{_safe(pupil.name)}_{pupil.participant}_assignsubmission_file_"
            (folder / f"{start}{handed_in[0]}").write_bytes(handed_in[1])
    return folder


def zipped(folder: Path, archive: Path) -> Path:
    """Put a folder into an archive, with what macOS adds to it."""
    with ZipFile(archive, "w") as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                file.write(path, path.relative_to(folder).as_posix())
        file.writestr("__MACOSX/._answers.yaml", b"\0\5\x16\7")
        file.writestr(".DS_Store", b"\0")
    return archive


def gradescope(folder: Path, size: int = SIZE) -> Path:
    """Write a Gradescope export: folders, and YAML with Ruby's symbols about them."""
    top = folder / "assignment_991_export"
    top.mkdir(parents=True)
    metadata = ["---"]
    for pupil in pupils(size):
        handed_in = paper(pupil)
        if not handed_in:
            continue
        name = f"submission_{88000 + pupil.number}"
        (top / name).mkdir()
        (top / name / handed_in[0]).write_bytes(handed_in[1])
        metadata += [f"{name}:", "  :submitters:"]
        metadata += [f"  - :name: {json.dumps(pupil.name, ensure_ascii=False)}"]
        metadata += [f"    :sid: '{pupil.id}'", f"    :email: {pupil.email}"]
        metadata += ["  :created_at: 2026-11-19 10:00:00.000000000 Z", "  :score: 0.0"]
    (top / "submission_metadata.yml").write_text("\n".join(metadata) + "\n", encoding="utf-8")
    return top


def table(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def answering(size: int) -> Iterator[Pupil]:
    """Yield the students who filled a form in."""
    yield from (pupil for pupil in pupils(size) if pupil.number not in NOTHING)


def google_form(size: int = SIZE) -> str:
    """Return the table of a Google form; somebody has answered twice."""
    heads = ["Timestamp", "Email Address", "Full name", "1. What is net_h1? (4 digits)"]
    names = list(VALUES)
    heads += [f"Hidden layer [{name}]" for name in names[1:4]]
    heads += [f"{number}. {name} =" for number, name in enumerate(names[4:], start=5)]
    rows = [heads]
    for pupil in answering(size):
        time = f"2026/11/20 9:{pupil.number % 60:02d}:11 AM GMT+1"
        rows.append([time, pupil.email, pupil.name, *VALUES.values()])
    again = rows[1]
    rows.insert(1, ["2026/11/20 8:00:11 AM GMT+1", *again[1:3], *["9"] * len(VALUES)])
    return table(rows)


def microsoft_form(size: int = SIZE) -> list[list[str]]:
    """Return the rows of a Microsoft form."""
    heads = ["ID", "Start time", "Completion time", "Email", "Name", "Total points"]
    for name in VALUES:
        heads += [f"{name} (4 digits)", f"Points - {name} (4 digits)"]
    rows = [heads]
    for count, pupil in enumerate(answering(size), start=1):
        row = [
            str(count),
            "2026-11-20 09:00:00",
            "2026-11-20 09:30:00",
            pupil.email,
            pupil.name,
            "",
        ]
        for value in VALUES.values():
            row += [value, "0"]
        rows.append(row)
    return rows


def moodle_quiz(size: int = SIZE) -> str:
    """Return the responses of a Moodle quiz; its columns are named by the quantities."""
    heads = ["Last name", "First name", "ID number", "Email address", "State", "Started on"]
    heads += ["Completed", "Time taken", "Grade/52.00", *(f"Response {name}" for name in VALUES)]
    rows = [heads]
    for pupil in answering(size):
        last, _, first = pupil.name.partition(" ")
        row = [last, first, pupil.id, pupil.email, "Finished", "20 November 2026 9:00 AM"]
        row += ["20 November 2026 9:30 AM", "30 mins", "-", *VALUES.values()]
        rows.append(row)
    rows.append(["Overall average", *[""] * 7, "0.00", *["-"] * len(VALUES)])
    return table(rows)


def wenjuanxing(size: int = SIZE) -> bytes:
    """Return an export of 问卷星, in GBK as far as that can write the names."""
    heads = ["序号", "提交答卷时间", "所用时间", "来源", "来自IP", "1、姓名", "2、学号"]
    heads += [f"{number}、{name}" for number, name in enumerate(VALUES, start=3)]
    rows = [heads]
    for count, pupil in enumerate(answering(size), start=1):
        row = [str(count), "2026/11/20 9:00:11", "301秒", "微信", "1.2.3.4(北京)"]
        rows.append([*row, pupil.name, pupil.id, *VALUES.values()])
    return table(rows).encode("gb18030")


def wide(size: int = SIZE, delimiter: str = ",", comma: bool = False) -> str:
    """Return a table with a row for each student."""
    rows = [["student", "student id", *VALUES]]
    for pupil in answering(size):
        values = [value.replace(".", ",") if comma else value for value in VALUES.values()]
        rows.append([pupil.name, pupil.id, *values])
    return table(rows, delimiter)


def long(size: int = SIZE) -> str:
    """Return a table with a row for each answer."""
    rows = [["student", "id", "quantity", "value"]]
    for pupil in answering(size):
        rows += [[pupil.name, pupil.id, name, value] for name, value in VALUES.items()]
    return table(rows)


def roster(size: int = SIZE) -> str:
    """Return the list of the class."""
    rows = [["ID", "Name", "Email", "Participant", "Group"]]
    for pupil in pupils(size):
        group = "AB"[pupil.number % 2]
        rows.append([pupil.id, pupil.name, pupil.email, pupil.participant, group])
    return table(rows)
