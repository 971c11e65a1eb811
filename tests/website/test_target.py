"""A site takes the place of an earlier one, and of nothing else."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.website import __main__ as website
from tools.website.target import MARKER, UnfitFolder, prepare, put


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Return a folder with a small site."""
    folder = tmp_path / "built"
    (folder / "zh").mkdir(parents=True)
    (folder / "index.html").write_text("new")
    (folder / "zh" / "index.html").write_text("新", encoding="utf-8")
    return folder


def held(folder: Path) -> dict[str, str]:
    """Return the files of a folder, with what is in them."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def test_a_site_takes_the_place_of_an_earlier_one(tmp_path, built):
    """Pages that are no more go, with their folders; the folder may be new or empty at first."""
    target = tmp_path / "deep" / "site"
    put(built, target)
    (built / "zh" / "index.html").rename(built / "other.html")
    (built / "zh").rmdir()
    prepare(target)
    put(built, target)

    assert {*held(target)} == {"index.html", "other.html", MARKER}
    assert not (target / "zh").exists()


@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("name", ["notes.txt", "sub/x", "zh/notes.md", ".git/HEAD"])
def test_what_is_not_of_a_site_is_never_touched(marked, name, tmp_path, built):
    """One sentence names it; not a byte is changed."""
    target = tmp_path / "own"
    if marked:
        put(built, target)
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    (target / name).write_text("mine")
    before = held(target)

    for way in (prepare, lambda folder: put(built, folder)):
        with pytest.raises(UnfitFolder, match="nothing of it was touched") as refusal:
            way(target)
        assert name.split("/")[0] in str(refusal.value)
    assert held(target) == before


def test_a_marker_does_not_reach_out_of_its_folder(tmp_path, built):
    """Whatever it says, and wherever a link in the folder leads."""
    (tmp_path / "mine.txt").write_text("mine")
    target = tmp_path / "site"
    put(built, target)
    with (target / MARKER).open("a") as marker:
        marker.write(f"../mine.txt\n{tmp_path}/mine.txt\n")
    (target / "index.html").unlink()
    (target / "index.html").symlink_to(tmp_path / "mine.txt")
    put(built, target)

    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert held(target)["index.html"] == "new"


def own_folder(folder: Path) -> list[str]:
    """Return a folder with a file of somebody."""
    (folder / "notes.txt").write_text("mine")
    return [str(folder)]


def a_file(folder: Path) -> list[str]:
    """Return a file."""
    (folder / "README.md").write_text("mine")
    return [str(folder / "README.md")]


def within_a_file(folder: Path) -> list[str]:
    """Return a path below a file."""
    return [f"{a_file(folder)[0]}/site"]


@pytest.mark.parametrize("place", [own_folder, a_file, within_a_file])
def test_an_unfit_folder_is_refused_before_anything_is_built(
    place: Callable[[Path], list[str]], tmp_path, monkeypatch, capsys
):
    """With one sentence."""
    monkeypatch.setattr(website, "build", lambda *_, **__: pytest.fail("built"))

    arguments = place(tmp_path)
    before = held(tmp_path)
    assert website.main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert held(tmp_path) == before


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["a", "--trail"], ["a", "--tri"]])
def test_a_command_line_that_is_wrong_builds_nothing(arguments, monkeypatch, capsys):
    """It is told how to call it."""
    monkeypatch.setattr(website, "prepare", lambda *_: pytest.fail("begun"))
    with pytest.raises(SystemExit) as end:
        website.main(arguments)

    assert end.value.code == 2
    assert "usage: python -m tools.website" in capsys.readouterr().err


def test_help_builds_nothing(monkeypatch, capsys):
    """It says what the folder may be."""
    monkeypatch.setattr(website, "prepare", lambda *_: pytest.fail("begun"))
    with pytest.raises(SystemExit) as end:
        website.main(["--help"])

    assert end.value.code == 0
    assert "a site that was built here before" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "error",
    [
        subprocess.CalledProcessError(1, ["python", "-m", "mkdocs", "build"]),
        FileNotFoundError(2, "No such file", "npm"),
    ],
    ids=["mkdocs", "npm"],
)
def test_a_program_that_fails_is_named(error, tmp_path, monkeypatch, capsys):
    """The site that was there stays."""

    def fail(*_, **__):
        raise error

    monkeypatch.setattr(website, "build", fail)
    assert website.main([str(tmp_path / "site")]) == 2
    said = capsys.readouterr().err
    assert "nothing was written" in said
    assert said.count("\n") == 1
