"""Let every command write where there is no room or no permission, and look what it leaves.

    python benchmarks/hard_places.py [WORD …]

Every command that writes is started over what it has written before, in a full file system, in one
that is read-only, in another user's folder, under a limit on the size of files, and into a device
that is always full. It has to end with the exit code 2 and one sentence, the old files have to be
whole, and none may be left over. With words, only calls that hold one of them. Prints what was
otherwise, and exits with 1. Needs Linux, and root for the file systems.
"""

import contextlib
import io
import os
import resource
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.kill import Case, cases
from bpcalc.cli import replacing, run

NOBODY = 65534
CRASHED = 99
FOR_THE_NEXT = ".folder.new/"
"""What `grade` has marked before it had to end; the next call uses it."""
TRAIN = ("train", "EXERCISE", "--epochs", "5", "--until", "0")
MORE = [
    Case(("compare", "EXERCISE", "--vary", "learning_rate=0.1,0.5"), "-o", "x.xlsx"),
    Case(("compare", "EXERCISE", "--vary", "learning_rate=0.1,0.5"), "-o", "x.csv"),
    *(Case(TRAIN, "-o", f"x.{name}") for name in ("py", "m", "R", "xlsx", "pdf", "svg", "md")),
    *(Case(("draw", "EXERCISE"), "-o", f"x.{name}") for name in ("pdf", "png", "tex")),
    *(Case(("step", "EXERCISE"), "-o", f"x.{name}") for name in ("ipynb", "R", "m", "docx")),
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
    with os.fdopen(reading, encoding="utf-8", errors="replace") as errors:
        says = errors.read()
    _, status = os.waitpid(child, 0)
    return Result(os.waitstatus_to_exitcode(status), says)


def everything(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Trial:
    """A command, and the places where it shall fail."""

    def __init__(self, case: Case, scratch: Path) -> None:
        """Take the command."""
        self._case, self._scratch = case, scratch
        self.name = " ".join((*case.call, case.option, case.name))

    def arguments(self, target: str, exercise: str) -> list[str]:
        """Return the whole call."""
        put = {"PAPERS": str(self._scratch / "papers"), "WEIGHTS": str(self._scratch / "w.npz")}
        words = [put.get(word, word) for word in self._case.call]
        words = [exercise if word == "EXERCISE" else word for word in words]
        return [*words, self._case.option, target]

    def call_here(self, target: str) -> None:
        """Call the command in this process."""
        silent = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
            run(self.arguments(target, "mazur"))

    def call(
        self,
        target: str,
        exercise: str,
        before: Callable[[], None] = lambda: None,
        imported: bool = False,
    ) -> Result:
        """Call the command, after something else in the same process, and after its imports."""

        def work() -> int:
            if imported:
                self.call_here(str(self._scratch / "first" / self._case.name))
                self.call_here(str(self._scratch / "nowhere" / self._case.name))
            before()
            return run(self.arguments(target, exercise))

        return forked(work)

    def troubles(self) -> Iterator[str]:
        """Yield what a place has shown."""
        for place in (full, almost_full, read_only, of_another, limited, half_limited):
            folder = self._scratch / "place"
            folder.mkdir()
            mounted = place in (full, almost_full, read_only)
            if mounted:
                subprocess.run(
                    ["mount", "-t", "tmpfs", "-o", "size=16m", "none", folder], check=True
                )
            try:
                yield from (f"{place.__name__}: {each}" for each in self._in(place, folder))
            finally:
                if mounted:
                    subprocess.run(["umount", folder], check=True)
                subprocess.run(["rm", "-rf", folder], check=True)
        device = self.call("/dev/full", "two-three-two")
        if not device.is_told:
            yield f"/dev/full: {device}"

    def _in(self, place: Callable[[Path], Callable[[], None]], folder: Path) -> Iterator[str]:
        target = folder / self._case.name
        first = self.call(str(target), "mazur")
        if first.code not in (0, 1):
            yield f"cannot be called: {first}"
            return
        old = everything(folder)
        another = place is of_another  # he may not read our Python
        result = self.call(str(target), "two-three-two", place(folder), imported=another)
        new = everything(folder)
        new.pop("ballast", None)
        new = {name: new[name] for name in new if not name.startswith(FOR_THE_NEXT)}
        if result.code in (0, 1) and place in (almost_full, half_limited):
            return  # there was room
        if not result.is_told:
            yield str(result)
        if new != old:
            changed = [name for name in {*old, *new} if old.get(name) != new.get(name)]
            yield f"old files changed: {sorted(changed)}"


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


def main() -> int:
    """Try all, and print what was otherwise than it should be."""
    words = sys.argv[1:]
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        scratch.chmod(0o755)
        (scratch / "papers").mkdir()
        (scratch / "first").mkdir()
        for student in ("ada", "bob"):
            text = '{"net_h1": 0.3775, "out_h1": 0.5932}'
            (scratch / "papers" / f"{student}.json").write_text(text)
        forked(lambda: write_weights(scratch / "w.npz"))  # its threads end with the process
        for case in [*cases(), *MORE]:
            trial = Trial(case, scratch)
            if words and not any(word in trial.name for word in words):
                continue
            counts["calls"] += 1
            print(trial.name, file=sys.stderr, flush=True)
            for trouble in trial.troubles():
                counts["troubles"] += 1
                print(f"{trial.name}: {trouble}", flush=True)
    print(f"{counts['calls']} commands and formats in 7 hard places: {counts['troubles']} troubles")
    return 1 if counts["troubles"] else 0


if __name__ == "__main__":
    sys.exit(main())
