"""Let every command write where there is no room or no permission, and look what it leaves.

    python benchmarks/hard_places.py [--journal FILE] [WORD …]

Every command that writes is started over what it has written before, in a full file system, in one
that is read-only, in another user's folder, under a limit on the size of files, and into a device
that is always full. It has to end with the exit code 2 and one sentence, the old files have to be
whole, and none may be left over. Where it has written nothing before, it has to leave nothing: of
several files none, and no folder. Then two of it write there at once: each file has to be that of
one of them, whole. With words, only calls that hold one of them; with a journal, a run goes on
where the last one ended. Prints what was otherwise, and exits with 1. Needs Linux, and root for the
file systems.
"""

import argparse
import contextlib
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.kill import THREADED, Case, cases
from bpcalc.cli import replacing, run

NOBODY = 65534
CRASHED = 99
SAME, OTHER = "mazur", "two-three-two"
"""The exercises of what is there, and of what shall take its place."""

PLACES = 9
"""Hard places, with the full device and the second writer."""

WITH_THREADS = {*THREADED, "png", "folder", "--autograder"}
"""Commands and formats with threads or processes, which do not live on in those that follow."""

TRAIN = ("train", "EXERCISE", "--epochs", "5", "--until", "0")
MORE = [
    Case(("compare", "EXERCISE", "--vary", "learning_rate=0.1,0.5"), "-o", "x.xlsx"),
    Case(("compare", "EXERCISE", "--vary", "learning_rate=0.1,0.5"), "-o", "x.csv"),
    *(Case(TRAIN, "-o", f"x.{name}") for name in ("py", "m", "R", "xlsx", "pdf", "svg", "md")),
    *(Case(("draw", "EXERCISE"), "-o", f"x.{name}") for name in ("pdf", "png", "tex")),
    *(Case(("step", "EXERCISE"), "-o", f"x.{name}") for name in ("R", "m", "docx")),
    Case(("sheet", "EXERCISE"), "-o", "practice.html"),
    Case(("sheet", "EXERCISE", "--exam"), "-o", "exam.html"),
    Case(("new", "EXERCISE", "--seed", "1", "-n", "3"), "-o", "folder"),
    Case(("new", "EXERCISE", "--seed", "1", "-n", "2", "--page", "practice"), "-o", "folder"),
    Case(("grade", "EXERCISE", "PAPERS"), "-o", "folder"),
    Case(("grade", "EXERCISE", "PAPERS", "--format", "markdown"), "-o", "folder"),
    Case(("grade", "EXERCISE"), "--autograder", "folder"),
    Case(("import", "WEIGHTS"), "-o", "x.yaml"),
]


class Result(NamedTuple):
    """How a call ended: its exit code, and what it wrote to standard error."""

    code: int
    says: str

    @property
    def is_told(self) -> bool:
        """Whether it has failed with one sentence; behind the usage, where the call is wrong."""
        last = self.says.splitlines()[-1:]
        told = last == self.says.splitlines() or self.says.startswith("Usage: ")
        return self.code == 2 and bool(last) and told and "Traceback" not in self.says


def forked(work: Callable[[], int]) -> Result:
    """Do something in a process of its own that returns an exit code."""
    return begun(work)()


def begun(work: Callable[[], int]) -> Callable[[], Result]:
    """Begin something in a process of its own; return what waits for its end."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = CRASHED
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(writing, 2)
            replacing._swept.clear()  # a process of its own would know of no folder yet
            code = work()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)

    def result() -> Result:
        with os.fdopen(reading, encoding="utf-8", errors="replace") as errors:
            says = errors.read()
        _, status = os.waitpid(child, 0)
        return Result(os.waitstatus_to_exitcode(status), says)

    return result


def everything(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder; of folders in it, that they are there."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


class Trial:
    """A command, and the places where it shall fail."""

    def __init__(self, case: Case, scratch: Path) -> None:
        """Take the command."""
        self._case, self._scratch = case, scratch
        self.name = " ".join((*case.call, case.option, case.name))
        self._threaded = bool({*case.call, *case.name.split("."), case.option} & WITH_THREADS)

    def arguments(self, target: Path | str, exercise: str) -> list[str]:
        """Return the whole call."""
        put = {"PAPERS": str(self._scratch / "papers"), "WEIGHTS": str(self._scratch / "w.npz")}
        words = [put.get(word, word) for word in self._case.call]
        words = [exercise if word == "EXERCISE" else word for word in words]
        return [*words, self._case.option, str(target)]

    def call_here(self, folder: str, exercise: str = SAME) -> int:
        """Call the command in this process; return its exit code."""
        silent = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
            return run(self.arguments(self._scratch / folder / self._case.name, exercise))

    def import_all(self) -> None:
        """Call the command where it succeeds, and where it fails: nothing is left to import."""
        self.call_here("warm")
        self.call_here("nowhere")

    def call(
        self,
        target: Path | str,
        exercise: str,
        before: Callable[[], None] = lambda: None,
        imported: bool = False,
    ) -> Result:
        """Call the command in a process of its own, after something else in that process."""

        def work() -> int:
            if imported and self._threaded:
                self.import_all()
            before()
            return run(self.arguments(target, exercise))

        return forked(work)

    def troubles(self) -> Iterator[str]:
        """Yield what a place has shown."""
        if not self._threaded:
            self.import_all()
        for name, exercise in (("same", SAME), ("other", OTHER)):
            first = self.call(self._scratch / name / self._case.name, exercise)
            if first.code not in (0, 1):
                yield f"cannot be called: {first}"
                return
        for place in (full, almost_full, half_full, read_only, of_another, limited, half_limited):
            with self._prepared(place in MOUNTED) as folder:
                yield from (f"{place.__name__}: {each}" for each in self._in(place, folder))
            with self._prepared(place in MOUNTED, empty=True) as folder:
                yield from (f"{place.__name__}, anew: {each}" for each in self._in(place, folder))
        with self._prepared() as folder:
            yield from (f"two writers: {each}" for each in self._two_writers(folder))
        device = self.call("/dev/full", OTHER)
        if not device.is_told:
            yield f"/dev/full: {device}"

    @contextlib.contextmanager
    def _prepared(self, mounted: bool = False, empty: bool = False) -> Iterator[Path]:
        """Give a folder that holds what the command has written before, or nothing."""
        folder = self._scratch / "place"
        folder.mkdir()
        if mounted:
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "none", folder], check=True)
        try:
            if not empty:
                shutil.copytree(self._scratch / "same", folder, dirs_exist_ok=True)
            yield folder
        finally:
            if mounted:
                subprocess.run(["umount", folder], check=True)
            shutil.rmtree(folder)

    def _in(self, place: Callable[[Path], Callable[[], None]], folder: Path) -> Iterator[str]:
        old = everything(folder)
        another = place is of_another  # he may not read our Python
        result = self.call(folder / self._case.name, OTHER, place(folder), imported=another)
        new = everything(folder)
        new.pop("ballast", None)
        if result.code in (0, 1) and place in (almost_full, half_full, half_limited):
            return  # there was room
        if not result.is_told:
            yield str(result)
        if new != old:
            changed = [name for name in {*old, *new} if old.get(name) != new.get(name)]
            yield f"old files changed: {sorted(changed)}"

    def _two_writers(self, folder: Path) -> Iterator[str]:
        """Call the command twice at once: both write, or one is told about the other."""
        target = folder / self._case.name
        calls = [self.arguments(target, exercise) for exercise in (OTHER, SAME)]
        both = [begun(partial(run, call)) for call in calls]
        for result in [each() for each in both]:
            if result.code not in (0, 1) and not result.is_told:
                yield str(result)
        wholes = [everything(self._scratch / name) for name in ("same", "other")]
        found = everything(folder)
        if any(found[name] not in [each.get(name) for each in wholes] for name in found):
            wholes += self._one_after_the_other(folder)
        for name, content in found.items():
            if content not in [each.get(name) for each in wholes]:
                yield f"{name} is of neither"

    def _one_after_the_other(self, folder: Path) -> Iterator[dict[str, bytes]]:
        """Yield what both leave: the marks of a class also tell what was there before."""
        for order in ((OTHER, SAME), (SAME, OTHER)):
            shutil.rmtree(folder)
            shutil.copytree(self._scratch / "same", folder)
            for exercise in order:
                self.call(folder / self._case.name, exercise)
                yield everything(folder)


def write_weights(path: Path) -> int:
    """Write the weights of a network, to be imported."""
    import numpy as np

    np.savez(path, W1=np.ones((2, 2)), b1=np.ones(2), W2=np.ones((1, 2)))
    return 0


def full(folder: Path) -> Callable[[], None]:
    """Fill the file system."""
    with (folder / "ballast").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    return lambda: None


def almost_full(folder: Path) -> Callable[[], None]:
    """Fill it but for 8 kB."""
    full(folder)
    os.truncate(folder / "ballast", (folder / "ballast").stat().st_size - 8192)
    return lambda: None


def half_full(folder: Path) -> Callable[[], None]:
    """Fill it but for 40 kB: some of several files have room."""
    full(folder)
    os.truncate(folder / "ballast", (folder / "ballast").stat().st_size - 40_960)
    return lambda: None


def read_only(folder: Path) -> Callable[[], None]:
    """Mount it again, read-only."""
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    return lambda: None


def of_another(folder: Path) -> Callable[[], None]:
    """Become another user."""

    def before() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    return before


def limited(folder: Path) -> Callable[[], None]:
    """Allow no file any length."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def half_limited(folder: Path) -> Callable[[], None]:
    """Allow files of 700 bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))


MOUNTED = (full, almost_full, half_full, read_only)
"""Places that are file systems of their own."""


def prepare(scratch: Path) -> None:
    """Write what the commands read, and make room for what they write."""
    scratch.chmod(0o755)
    papers = scratch / "papers"
    papers.mkdir()
    for student in ("ada", "bob"):
        text = '{"net_h1": 0.3775, "out_h1": 0.5932}'
        (papers / f"{student}.json").write_text(text)
    forked(lambda: write_weights(scratch / "w.npz"))  # its threads end with the process


def troubles_of(case: Case, scratch: Path) -> list[str]:
    """Try a command in all places, in a process of its own that imports what it needs once."""
    for name in ("warm", "same", "other"):
        (scratch / name).mkdir()

    def work() -> int:
        for trouble in Trial(case, scratch).troubles():
            print(json.dumps(trouble), file=sys.stderr)
        return 0

    result = forked(work)
    for name in ("warm", "same", "other"):
        shutil.rmtree(scratch / name)
    if result.code:
        return [f"the trial itself: {result}"]
    return [json.loads(line) for line in result.says.splitlines()]


def tried(journal: Path | None) -> dict[str, list[str]]:
    """Return the troubles of the commands that an earlier run has tried."""
    if journal is None or not journal.exists():
        return {}
    return dict(map(json.loads, journal.read_text(encoding="utf-8").splitlines()))


def main() -> int:
    """Try all, and print what was otherwise than it should be."""
    sys.dont_write_bytecode = True  # under a limit, it would be cut off, and not be read again
    parser = argparse.ArgumentParser()
    parser.add_argument("--journal", type=Path)
    parser.add_argument("words", nargs="*")
    asked = parser.parse_args()
    done = tried(asked.journal)
    calls = found = 0
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        prepare(scratch)
        for case in [*cases(), *MORE]:
            call = Trial(case, scratch).name
            if asked.words and not any(word in call for word in asked.words):
                continue
            print(call, file=sys.stderr, flush=True)
            troubles = done[call] if call in done else troubles_of(case, scratch)
            if asked.journal and call not in done:
                with asked.journal.open("a", encoding="utf-8") as file:
                    file.write(json.dumps([call, troubles]) + "\n")
            calls, found = calls + 1, found + len(troubles)
            for trouble in troubles:
                print(f"{call}: {trouble}", flush=True)
    print(f"{calls} commands and formats in {PLACES} hard places: {found} troubles")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
