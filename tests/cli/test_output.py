"""Files are replaced as a whole or not at all; what is no file is written into."""

import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bpcalc.cli import destination, replacing, run

POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and owners as POSIX has them")

STEPS = [
    (replacing, "_draft"),
    (os, "fsync"),
    (Path, "chmod"),
    (os, "replace"),
]


def failing(*_: Any, **__: Any) -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_an_old_file_survives_any_failure_whole(
    owner: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever step of the writing fails, the old file is whole and no draft is left."""
    target = tmp_path / "solution.txt"
    target.write_text("old")
    monkeypatch.setattr(owner, name, failing)

    assert run(["step", "mazur", "-o", str(target), "--force"]) == 2

    monkeypatch.undo()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@POSIX
def test_a_file_is_replaced_and_keeps_its_permissions_and_owner(tmp_path: Path) -> None:
    """A file that is there is replaced, with the permissions and, for root, the owner it had."""
    target = tmp_path / "solution.json"
    target.touch()
    target.chmod(0o604)
    if os.geteuid() == 0:
        os.chown(target, 1234, 4321)
    before = target.stat()

    assert run(["step", "mazur", "-o", str(target)]) == 0

    after = target.stat()
    assert target.read_text().startswith('{\n "bpcalc"')
    assert stat.S_IMODE(after.st_mode) == 0o604
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)


@POSIX
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    """The umask is respected."""
    before = os.umask(0o027)
    try:
        assert run(["step", "mazur", "-o", str(tmp_path / "new.json")]) == 0
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "new.json").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Writing to a link writes to the file it points to, whether that is there or not."""
    for name in ("real.txt", "new.txt"):
        target, link = tmp_path / "folder" / name, tmp_path / f"link-{name}"
        target.parent.mkdir(exist_ok=True)
        link.symlink_to(target)
        if name == "real.txt":
            target.write_text("")

        assert run(["step", "mazur", "-o", str(link)]) == 0

        assert link.is_symlink()
        assert target.read_text().startswith("A step by step")


@POSIX
def test_a_link_that_leads_in_a_circle_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link to itself is no file and never becomes one."""
    link = tmp_path / "circle.txt"
    link.symlink_to(link)

    assert run(["step", "mazur", "-o", str(link)]) == 2

    assert "cannot be written" in capsys.readouterr().err
    assert link.is_symlink()


@POSIX
def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    """A pipe with a name stays a pipe, and its reader gets the report."""
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()

    assert run(["step", "mazur", "-o", str(pipe)]) == 0

    reader.join(10)
    assert read
    assert read[0].startswith(b'{\n "bpcalc"')
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@POSIX
def test_a_pipe_is_not_opened_to_look_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that waits at a pipe would take the closing for the end of the report."""
    pipe = tmp_path / "pipe.svg"
    os.mkfifo(pipe)
    opened: list[Any] = []
    monkeypatch.setattr(os, "open", lambda *call: opened.append(call))

    assert not destination.is_terminal(str(pipe))

    assert opened == []


@POSIX
def test_another_name_of_a_file_is_told_to_keep_the_old_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is replaced leaves its hard links behind, and says so."""
    file, other = tmp_path / "a.txt", tmp_path / "b.txt"
    assert run(["step", "mazur", "-o", str(file)]) == 0
    before = file.read_bytes()
    assert capsys.readouterr().err == ""
    other.hardlink_to(file)

    assert run(["step", "two-three-two", "-o", str(file)]) == 0

    assert other.read_bytes() == before
    assert "had 1 more name, a hard link" in capsys.readouterr().err


def test_a_disk_is_neither_read_nor_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A whole disk is full of somebody's work, and no `--force` helps."""
    disk = tmp_path / "disk"
    disk.write_bytes(b"all that there is")
    monkeypatch.setattr(Path, "is_block_device", lambda path: path == disk)
    monkeypatch.setattr(destination, "is_stream", lambda path: str(path) == str(disk))
    for call in (["step", "mazur"], ["practice", "mazur"], ["step", "mazur", "--force"]):
        assert run([*call, "-o", str(disk)]) == 2
        assert "is a disk, and stays as it is" in capsys.readouterr().err

    assert disk.read_bytes() == b"all that there is"


def test_a_device_is_written_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A device of one's own, like /dev/null, is the same device afterwards, for any command."""
    monkeypatch.setattr(sys, "stdin", StringIO("q\n"))
    device = tmp_path / "nothing.csv"
    try:
        os.mknod(device, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        device.write_bytes(b"")
    except (AttributeError, OSError):
        pytest.skip("only root may make devices, and not everywhere")
    before = device.stat()

    for call in (
        ["step", "mazur"],
        ["sheet", "mazur"],
        ["practice", "mazur"],
        ["train", "mazur", "--epochs", "2"],
        ["train", "mazur", "--epochs", "2", "--format", "json", "--history", str(device)],
    ):
        assert run([*call, "-o", str(device)] if "--history" not in call else call) == 0
    assert run(["train", "mazur", "--epochs", "2", "--save", str(device)]) == 0
    assert "goes on from there" not in capsys.readouterr().err

    after = device.stat()
    assert stat.S_ISCHR(after.st_mode)
    assert (after.st_ino, after.st_rdev, after.st_mode) == (
        before.st_ino,
        before.st_rdev,
        before.st_mode,
    )


@POSIX
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_by_its_name(name: str, tmp_path: Path) -> None:
    """It is written into, whether it is a pipe or a file that is being added to."""
    if not Path(name).exists():
        pytest.skip(f"{name} is not there")
    command = f"'{sys.executable}' -m bpcalc step mazur --format csv -o {name}"
    kept = tmp_path / "kept.txt"
    kept.write_text("kept\n")

    piped = subprocess.run(
        ["bash", "-c", f"{command} | cat"], capture_output=True, text=True, check=True
    )
    subprocess.run(["bash", "-c", f"{command} >> {kept}"], check=True)

    assert piped.stdout.startswith("\ufeffname,")
    assert kept.read_text().startswith("kept\n\ufeffname,")


@POSIX
def test_a_protected_file_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the folder may be written is not enough, even with --force."""
    target = tmp_path / "mine.txt"
    target.write_text("mine")
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    assert run(["step", "mazur", "-o", str(target), "--force"]) == 2

    assert "Permission denied" in capsys.readouterr().err
    assert target.read_text() == "mine"


@POSIX
def test_the_owner_is_not_changed_silently(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file of somebody else would come to be ours, that needs --force."""
    target = tmp_path / "theirs.txt"
    target.touch()
    if os.geteuid() != 0:
        pytest.skip("only root has files of two owners")
    os.chown(target, 1234, 4321)

    def refused(*_: Any) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refused)

    assert run(["step", "mazur", "-o", str(target)]) == 2
    assert "--force" in capsys.readouterr().err
    assert target.read_text() == ""
    assert run(["step", "mazur", "-o", str(target), "--force"]) == 0


def test_what_a_killed_program_left_is_swept_away(tmp_path: Path) -> None:
    """A draft that nobody holds is removed by the next call; one that is being written stays."""
    left = tmp_path / f"{replacing.PREFIX}0123abcd{replacing.SUFFIX}"
    left.write_text("half a report")
    other = tmp_path / ".bpcalc-notes"
    other.write_text("mine")
    replacing._swept.clear()

    with replacing.replacing(tmp_path / "slow.txt") as slow:
        slow.write(b"slow")
        replacing._swept.clear()
        assert run(["step", "mazur", "-o", str(tmp_path / "quick.txt")]) == 0

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".bpcalc-notes",
        "quick.txt",
        "slow.txt",
    ]
    assert (tmp_path / "slow.txt").read_text() == "slow"


WRITING = """
import os, sys, time
from bpcalc.cli import replacing
with replacing.replacing("slow.txt") as slow:
    slow.write(b"slow")
    (begun, ready), forks = os.pipe(), bool(sys.argv[1:])
    fork = os.fork() if forks else 0
    if fork:
        os.read(begun, 1)  # sooner, the signal would be lost
        os.kill(fork, 15)
        _, status = os.waitpid(fork, 0)
        print(os.WTERMSIG(status))
    else:
        print("" if forks else "writing", flush=True)
        os.write(ready, b"!")
        time.sleep(60)
"""
"""A program that is ended while it writes a file, or the fork of one, with any argument."""


@pytest.mark.skipif(os.name != "posix", reason="programs are ended by signals")
def test_a_program_that_is_ended_leaves_no_draft(tmp_path: Path) -> None:
    """By SIGTERM, as systems end programs: 143 for a shell, and the old file is whole."""
    (tmp_path / "slow.txt").write_text("old")
    command = [sys.executable, "-c", WRITING]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert program.stdout.readline() == "writing\n"
        assert len([*tmp_path.iterdir()]) == 2
        program.terminate()

    assert program.returncode == -15
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("slow.txt", "old")]


@pytest.mark.skipif(os.name != "posix", reason="programs are forked and ended by signals")
def test_a_fork_that_is_ended_takes_no_draft_along(tmp_path: Path) -> None:
    """Pools end their processes by the same signal."""
    command = [sys.executable, "-c", WRITING, "fork"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "15"
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("slow.txt", "slow")]


def refused_folder(tmp_path: Path) -> Path:
    """Return a folder."""
    return tmp_path


def refused_missing(tmp_path: Path) -> Path:
    """Return a file in a folder that is not there."""
    return tmp_path / "missing" / "solution.txt"


def refused_below_a_file(tmp_path: Path) -> Path:
    """Return a file below something that is no folder."""
    (tmp_path / "file").touch()
    return tmp_path / "file" / "solution.txt"


@pytest.mark.parametrize("place", [refused_folder, refused_missing, refused_below_a_file])
def test_an_impossible_file_is_one_sentence(
    place: Callable[[Path], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder, or a file in a missing folder, cannot be written; exit code 2."""
    assert run(["step", "mazur", "--format", "terminal", "-o", str(place(tmp_path))]) == 2

    (sentence,) = capsys.readouterr().err.splitlines()
    assert "cannot be written" in sentence


def test_where_a_file_was_written_is_said_on_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line on standard error, and only where somebody reads it."""
    run(["step", "mazur", "-o", str(tmp_path / "quiet.txt")])
    assert capsys.readouterr().err == ""

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    run(["step", "mazur", "-o", str(tmp_path / "a.txt")])

    assert capsys.readouterr().err == f"Written: {tmp_path / 'a.txt'}\n"


@pytest.mark.parametrize(
    "call",
    [
        "practice mazur -o missing/file.yaml",
        "practice mazur -o file.txt/within.yaml",
        "train xor -o missing/report.html",
        "train xor --save missing/file.yaml",
        "train xor --history missing/file.csv",
        "step mazur -o missing/report.html",
        "new mazur --live -o missing/page.html",
    ],
)
def test_where_nothing_can_be_written_nobody_is_asked_and_nothing_worked(
    call: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A practice asked its first question before it told that; a training trained."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_text("mine")
    monkeypatch.setattr("sys.stdin", StringIO("0.3775\nq\n"))
    for place in ("run_train.run_training", "commands.step._work"):
        monkeypatch.setattr(f"bpcalc.cli.{place}", None)

    assert run(call.split()) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "cannot be written: " in err
    assert [path.name for path in tmp_path.rglob("*")] == ["file.txt"]
