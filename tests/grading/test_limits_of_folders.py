"""How large a paper, an archive and a folder of papers may be, and what is said beyond that."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bpcalc.checking.submissions import files
from bpcalc.checking.submissions.files import files_of
from bpcalc.errors import AnswersError

MIB = 2**20


def hollow(path: Path, size: int) -> None:
    """Write a file of this size that takes no room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("a.txt", 16 * MIB, ""),
        ("a.txt", 16 * MIB + 1, "the file is larger than 16 MiB"),
        ("a.zip", 16 * MIB + 1, ""),
        ("a.zip", 4096 * MIB, ""),
        ("a.zip", 4096 * MIB + 1, "the file is larger than 4096 MiB"),
    ],
)
def test_a_paper_and_an_archive_may_be_so_large(
    name: str, size: int, said: str, tmp_path: Path
) -> None:
    """What is larger is not opened, and told with the bound that is its own."""
    try:
        hollow(tmp_path / name, size)
    except OSError:
        pytest.skip("the file system holds no such file")

    found, _ = files_of(tmp_path)

    assert [(file.parts, file.refused) for file in found] == [((name,), said)]


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("ann/a.txt", 16, "larger than 16 MiB"),
        ("ann/a.zip", 64, "larger than 64 MiB"),
    ],
)
def test_what_is_in_an_archive_has_bounds_of_its_own(
    name: str, size: int, said: str, tmp_path: Path
) -> None:
    """An archive within it may hold the papers of a section."""
    path = tmp_path / "class.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(size * MIB + 1))
        archive.writestr(f"bo/{name}", bytes(size * MIB))

    found, _ = files_of(path)

    told = {file.parts[0]: file.refused for file in found}
    assert said in told["ann"]
    assert told["bo"] == ""


@pytest.mark.parametrize(("deep", "count"), [(12, 1), (13, 0)])
def test_folders_may_be_so_deep(deep: int, count: int, tmp_path: Path) -> None:
    """What is deeper is told."""
    folder = tmp_path.joinpath(*["f"] * deep)
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("net_h1 = 0.3775", encoding="utf-8")

    found, unused = files_of(tmp_path)

    assert len(found) == count
    assert [each.reason for each in unused] == ["too many folders within one another"] * (1 - count)


@pytest.mark.parametrize(("aside", "taken"), [(1, True), (2, False)])
def test_files_of_nobody_count_among_those_of_a_folder(
    aside: int, taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of a whole disk is not gone through to its end."""
    monkeypatch.setattr(files, "MAX_FILES", 3)
    for name in ("a.txt", "b.txt", *[f"{n}.tmp" for n in range(aside)]):
        (tmp_path / name).write_text("net_h1 = 0.3775", encoding="utf-8")

    if taken:
        assert len(files_of(tmp_path)[0]) == 2
    else:
        with pytest.raises(AnswersError, match="there are more than 3 files"):
            files_of(tmp_path)
