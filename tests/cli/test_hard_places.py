"""Full disks, read-only folders, other users, limits, two writers: one sentence, nothing lost."""

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpcalc.cli import replacing, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="users and limits as POSIX has them")

# Under a limit, Python 3.11 would cut what it compiles off, and could not read it again.
BPCALC = f"'{sys.executable}' -B -m bpcalc"
CALLS = [
    ("step mazur --format json -o", "x.json"),
    ("step mazur --format xlsx -o", "x.xlsx"),
    ("sheet mazur -o", "x.yaml"),
    ("draw mazur -o", "x.svg"),
    ("train mazur --epochs 3 --save", "x.yaml"),
    ("train mazur --epochs 3 --history", "x.csv"),
]
every_call = pytest.mark.parametrize(("call", "name"), CALLS, ids=[call for call, _ in CALLS])


def bash(command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command line of the shell."""
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)


def _one_sentence(result: "subprocess.CompletedProcess[str]") -> str:
    assert result.returncode == 2, result.stderr
    (sentence,) = result.stderr.splitlines()
    return sentence


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with 16 kB, as far as one may be mounted here."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = shutil.which("mount") and os.geteuid() == 0
    if not mounted or bash(f"mount -t tmpfs -o size=16k none {folder}").returncode:
        pytest.skip("no file system may be mounted here")
    yield folder
    bash(f"umount {folder}")


@every_call
def test_a_full_disk(call: str, name: str, small_disk: Path) -> None:
    """The old file is whole, and no draft is left that would keep the disk full."""
    bash(f"head -c 15000 /dev/zero > {small_disk}/ballast")
    target = small_disk / name

    result = bash(f"{BPCALC} {call} {target}")

    if result.returncode == 0:  # a short file has had room
        assert target.stat().st_size < 4096
        return
    assert "No space left on device" in _one_sentence(result)
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


@every_call
def test_a_limit_on_the_size_of_files(call: str, name: str, tmp_path: Path) -> None:
    """`ulimit -f` is an error of the file, not the end of the program."""
    target = tmp_path / name
    target.write_text("")

    result = bash(f"ulimit -f 0; {BPCALC} {call} {target}")

    assert "File too large" in _one_sentence(result)
    assert target.read_text() == ""
    assert list(tmp_path.iterdir()) == [target]


NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups --"


def _nobodys_bpcalc() -> str:
    """Return how another user starts the program: with a Python that everybody may run."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root becomes another user")
    path = ":".join(filter(None, sys.path))
    for python in (sys.executable, "/usr/bin/python3"):
        call = f"PYTHONDONTWRITEBYTECODE=1 PYTHONPATH={path} {python}"
        if (
            bash(f"{NOBODY} bash -c \"cd / && {call} -c 'import bpcalc.cli, yaml'\"").returncode
            == 0
        ):
            return f"{call} -m bpcalc"
    pytest.skip("another user does not find the program here")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter; pytest closes its own whenever it is started."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@every_call
def test_another_user(call: str, name: str, open_folder: Path) -> None:
    """In a folder of one's own everything is written; in root's, nothing is."""
    own, other = open_folder / "own", open_folder / "other"
    for folder in (own, other):
        folder.mkdir()
    os.chown(own, 65534, 65534)
    (other / name).touch(mode=0o644)

    program = _nobodys_bpcalc()

    done = bash(f'{NOBODY} bash -c "cd {own} && {program} {call} {own / name}"')
    refused = bash(f'{NOBODY} bash -c "cd {own} && {program} {call} {other / name}"')

    assert done.returncode == 0, done.stderr
    assert (own / name).stat().st_uid == 65534
    assert "Permission denied" in _one_sentence(refused)
    assert (other / name).read_bytes() == b""


@every_call
def test_a_folder_that_is_read_only(call: str, name: str, tmp_path: Path) -> None:
    """A file system that is mounted read-only, or a folder without permission."""
    if (
        os.geteuid() != 0
        or bash(
            f"mount --bind {tmp_path} {tmp_path} && mount -o remount,ro,bind {tmp_path}"
        ).returncode
    ):
        pytest.skip("nothing may be mounted read-only here")
    try:
        result = bash(f"{BPCALC} {call} {tmp_path / name}")
    finally:
        bash(f"umount {tmp_path}")

    assert "Read-only file system" in _one_sentence(result)


FOLDERS = [
    "new mazur --seed 1 -n 3 -o",
    "grade mazur papers -o",
    "grade mazur papers --shard 1/1 -o",
    "grade mazur --autograder",
]
every_folder = pytest.mark.parametrize("call", FOLDERS)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with a class of two, to be called from."""
    for name in ("ada", "bob"):
        paper = tmp_path / "papers" / f"{name}.json"
        paper.parent.mkdir(exist_ok=True)
        paper.write_text('{"net_h1": 0.3775, "out_h1": 0.5932}')
    return tmp_path


@every_folder
def test_of_several_files_all_are_written_or_none(
    call: str, papers: Path, small_disk: Path
) -> None:
    """Neither some of the files of a first call are left, nor the folders made for them."""
    bash(f"head -c 8000 /dev/zero > {small_disk}/ballast")

    result = bash(f"cd {papers} && {BPCALC} {call} {small_disk}/within/folder")

    assert "No space left on device" in _one_sentence(result)
    assert "folder.new" not in result.stderr  # a name that nobody has given
    assert [path.name for path in small_disk.rglob("*")] == ["ballast"]


@every_folder
def test_files_that_were_there_before_stay(call: str, papers: Path, small_disk: Path) -> None:
    """What somebody else has in the folder is whole, and nothing stands beside it."""
    folder = small_disk / "folder"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    bash(f"head -c 8000 /dev/zero > {small_disk}/ballast")

    result = bash(f"cd {papers} && {BPCALC} {call} {folder}")

    assert "No space left on device" in _one_sentence(result)
    assert sorted(path.name for path in small_disk.rglob("*")) == ["ballast", "folder", "notes.txt"]
    assert (folder / "notes.txt").read_text() == "mine"


@every_folder
def test_a_limit_on_the_size_of_several_files(call: str, papers: Path) -> None:
    """Where the small ones of them could be written, none is."""
    result = bash(f"cd {papers} && ulimit -f 1 && {BPCALC} {call} within/folder")

    assert "File too large" in _one_sentence(result)
    assert [path.name for path in papers.iterdir()] == ["papers"]


@pytest.mark.parametrize("written", [0, 1, 4])
def test_a_quota(
    written: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """After some files, the system gives no more room to this user."""
    replaced = replacing.os.replace
    left = [None] * written

    def limited(*names: Path) -> None:
        if not left:
            raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))
        left.pop()
        replaced(*names)

    monkeypatch.setattr(replacing.os, "replace", limited)
    folder = tmp_path / "exams" / "may"

    code = run(["new", "--seed", "1", "-n", "3", "-o", str(folder)])

    assert code == 2
    assert "quota" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_versions_of_before_stay_where_there_is_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that goes on with a folder takes back what is its own, and no more."""
    call = ["new", "--seed", "1", "-n", "3", "-o", str(tmp_path)]
    assert run(call) == 0
    (tmp_path / "v02.yaml").unlink()
    (tmp_path / "keys.pdf").unlink()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    replaced = replacing.os.replace

    def limited(draft: Path, target: Path) -> None:
        if Path(target).name == "keys.pdf":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replaced(draft, target)

    monkeypatch.setattr(replacing.os, "replace", limited)

    assert run(call) == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_two_writers(tmp_path: Path) -> None:
    """Of two calls at once one is the last; the file is one of the two, whole."""
    target = tmp_path / "x.json"
    calls = [f"{BPCALC} step {name} -o {target}" for name in ("mazur", "xor") for _ in range(3)]

    result = bash(" & ".join(calls) + "; wait")

    assert "Traceback" not in result.stderr
    wholes = [bash(f"{BPCALC} step {name} --format json").stdout for name in ("mazur", "xor")]
    written = json.loads(target.read_text())
    assert written.pop("digest")
    assert written in map(json.loads, wholes)
    assert list(tmp_path.iterdir()) == [target]
