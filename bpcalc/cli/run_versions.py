"""`bpcalc new -n`: versions of an exercise for a class, written into a folder."""

from pathlib import Path

import click

from bpcalc.cli import destination as place
from bpcalc.cli.making_sizes import in_booklets, judge_versions
from bpcalc.cli.marking_options import Rules
from bpcalc.cli.roster_file import roster_in
from bpcalc.cli.run_practice_page import marked_by
from bpcalc.cli.sizes import writing
from bpcalc.cli.streams import tell
from bpcalc.cli.taking_back import Beginning
from bpcalc.errors import MissingExtra, OutputError
from bpcalc.files import regular_bytes
from bpcalc.locale import enumerated, say
from bpcalc.making.maker import Wish
from bpcalc.making.versions import code_of, seats, versions
from bpcalc.report.new_exercise import file_of
from bpcalc.report.ownership import Ownership, Signed, comment, in_pdf
from bpcalc.report.sheets import SHEET_FOLDER
from bpcalc.report.versions import (
    VERSION_COLUMNS,
    WrittenVersion,
    answer_table,
    booklets,
    qr_code,
    sheet_of,
    version_table,
)

VERSION_FILE = Signed(comment("# "))

BOOKLET = Signed(in_pdf)

PAGE = Signed(comment("<!-- ", " -->"))


def write_versions(
    wish: Wish,
    name: str,
    seed: int,
    count: int | None,
    roster: str | None,
    folder: str | None,
    page: str | None = None,
) -> None:
    """Make versions and write all that belongs to them.

    Args:
        wish: what they are to be like.
        name: of the exercise that they are like.
        seed: of all of them.
        count: how many; None for one for every student.
        roster: the file of who is in the class, None for nobody.
        folder: where to.
        page: `practice` or `exam`, for a page of every version.
    """
    if folder is None:
        raise click.UsageError(say("versions are many files; name a folder for them: -o DIR"))
    people = roster_in(roster)
    number = count or len(people)
    if not number:
        raise click.UsageError(say("how many versions? -n 30, or a --roster with students"))
    pages = [writing(SHEET_FOLDER.find("html"))] if page else []
    judge_versions(wish, number, [in_booklets, *pages])
    made = list(versions(wish, number, seed))
    texts = {one.name: file_of(one.made, wish, name) for one in made}
    given = seats(people, [one.name for one in made])
    written = [
        WrittenVersion(
            one.name,
            code_of(one.name, texts[one.name]),
            one.made.seed,
            len(one.made.unreached),
            one.made.exercise,
            tuple(person for person, version in given if version == one.name),
        )
        for one in made
    ]
    files: dict[str, tuple[bytes, Ownership | None]] = {
        f"{one}.yaml": (text.encode(), VERSION_FILE) for one, text in texts.items()
    }
    if page:
        files |= {f"{one.name}.html": (_page(one, page), PAGE) for one in written}
    files["versions.csv"] = version_table(written).encode(), None
    files["answers.csv"] = answer_table(written).encode(), None
    _write(Path(folder), {**files, **_booklets(wish.template.title or name, written)})
    _tell(written, folder)


def _page(version: WrittenVersion, kind: str) -> bytes:
    """Return the page of a version; its answers carry the code of the version."""
    from bpcalc.report.practice.page import practice_page  # takes jinja2, which not all have

    command = f"bpcalc check {version.name}.yaml"
    by = marked_by(version.exercise, command, Rules.usual(), at_once=kind == "practice")
    sheet = sheet_of(version.exercise, filled=False)
    return practice_page(sheet, by._replace(code=version.code)).encode(errors="replace")


def _booklets(
    title: str, written: list[WrittenVersion]
) -> dict[str, tuple[bytes, Ownership | None]]:
    """Return the sheets and the keys as PDF; say so where they cannot be made."""
    try:
        if not qr_code("v01"):
            raise MissingExtra("segno", "qr")
    except MissingExtra as error:
        tell(say("The sheets have no code for cameras: {reason}", reason=error))
    try:
        both = booklets(title, written)
        return {"sheets.pdf": (both.sheets, BOOKLET), "keys.pdf": (both.keys, BOOKLET)}
    except MissingExtra as error:
        tell(say("No sheets.pdf and keys.pdf: {reason}", reason=error))
        return {}


def _write(folder: Path, files: dict[str, tuple[bytes, Ownership | None]]) -> None:
    """Write the files; the list of them last, by which a finished folder is known.

    Raises:
        OutputError: other versions are there, or something that nobody has written by this command.
    """
    _spare(folder, files["versions.csv"][0])
    ordered = sorted(files.items(), key=lambda file: file[0] == "versions.csv")
    signed = {folder / file: (content, ownership) for file, (content, ownership) in ordered}
    for path, (content, ownership) in signed.items():
        place.claim(path, ownership, content=content)
    with Beginning() as begun:
        begun.make(folder)
        for path, (content, ownership) in signed.items():
            place.write_file(begun.file(path), content, ownership, durable=False)


def _spare(folder: Path, table: bytes) -> None:
    """Refuse a place where no folder can be, and one with other versions, unless that is forced."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(
            say("{file} is a file; name a folder for the versions: -o DIR", file=folder)
        )
    try:
        there = regular_bytes(folder / "versions.csv")
    except OSError:  # none
        return
    others = there.startswith(",".join(VERSION_COLUMNS).encode()) and there != table
    if others and not place.this_call().force:
        raise OutputError(
            say(
                "{folder} holds other versions, which may have been handed out, or a list that "
                "has been changed; name another folder, or replace them with --force",
                folder=folder,
            )
        )


def _tell(written: list[WrittenVersion], folder: str) -> None:
    short = [one.name for one in written if one.unreached]
    if short:
        tell(
            say(
                "Not all mistakes can be told apart in {names}; their files say which.",
                names=enumerated(short),
            )
        )
    tell(say("Written: {n} versions in {folder}", n=len(written), folder=folder))
