"""An archive among the papers of a class: how many files it may hold."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from bpcalc.checking.submissions import files
from bpcalc.checking.submissions.files import PaperFile, unpacked


@pytest.mark.parametrize(("count", "opened"), [(1, True), (3, True), (4, False)])
def test_an_archive_holds_so_many_files_at_most(
    count: int, opened: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more, and it is not opened at all."""
    monkeypatch.setattr(files, "MAX_FILES", 3)
    path = tmp_path / "papers.zip"
    with ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(f"ann/{number}.txt", "net_h1 = 0.3775")

    found = unpacked(PaperFile(("papers.zip",), str(path)))

    assert (found is not None) is opened
    assert len(found or []) == (count if opened else 0)


def test_what_is_no_archive_is_not_opened(tmp_path: Path) -> None:
    """Whatever it is called."""
    path = tmp_path / "papers.zip"
    path.write_text("net_h1 = 0.3775", encoding="utf-8")

    assert unpacked(PaperFile(("papers.zip",), str(path))) is None
