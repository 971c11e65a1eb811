"""Kill commands while they write, and look whether their files are whole.

    python benchmarks/kill.py [KILLS [SEED]]

Every command that writes one file is started again and again, over a file that it has written
before, and killed with SIGKILL before it is done: half of the times at a random moment, half at a
random step among those that touch files. The file has to be the old or the new one, byte for
byte; after the next call, no draft may be left beside it. Prints how often it was which, and
exits with 1 if anything was broken or left; on standard error, each command that is ready to be
killed, and each fiftieth kill. Needs a system that forks.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bpcalc.cli import replacing, run
from bpcalc.cli.replacing import PREFIX
from bpcalc.report import formats, quizzes, sheets

WORDS = ("net_h1=0.3775", "out_h1=0.5")
REPORTS = formats.names()
SHEETS = sheets.SHEET_FOLDER.names
PLATFORMS = quizzes.QUIZ_FOLDER.names

THREADED = {"pdf", "docx"}
"""Formats whose pages are set by threads, which do not live on in the processes that follow."""

STEPS = {"open", "os.rename", "os.chmod", "os.chown", "os.remove", "os.listxattr", "os.truncate"}
"""Audit events of the steps at which a command is killed."""


class Case(NamedTuple):
    """A command that writes a file: its call up to the name of the file, and the other exercise."""

    call: tuple[str, ...]
    option: str
    name: str

    def arguments(self, file: Path, exercise: str) -> list[str]:
        """Return the whole call for an exercise."""
        words = [exercise if word == "EXERCISE" else word for word in self.call]
        return [*words, self.option, str(file)]


def cases() -> list[Case]:
    """Return every command that writes one file, in every format."""
    train = ("train", "EXERCISE", "--epochs", "5", "--until", "0")
    return [
        *(Case(("step", "EXERCISE", "--format", name), "-o", f"x.{name}") for name in REPORTS),
        *(Case(("sheet", "EXERCISE", "--format", name), "-o", f"x.{name}") for name in SHEETS),
        Case(("why", "EXERCISE", "--format", "html", "net_h1"), "-o", "x.html"),
        Case(("audit", "EXERCISE", "--format", "markdown"), "-o", "x.md"),
        Case(("check", "EXERCISE", *WORDS, "--format", "json"), "-o", "x.json"),
        Case(("draw", "EXERCISE"), "-o", "x.svg"),
        Case((*train, "--format", "html"), "-o", "x.html"),
        *(Case(("export", "EXERCISE", "--to", name), "-o", f"x.{name}") for name in PLATFORMS),
        Case(("sheet", "EXERCISE", "--key"), "-o", "x.key.yaml"),
        Case(("new", "EXERCISE", "--seed", "1"), "-o", "x.yaml"),
        Case(train, "--save", "x.yaml"),
        Case(train, "--history", "x.csv"),
        Case(train, "--history", "x.json"),
    ]


def _forked(work: Callable[[], object]) -> int:
    """Do something in a process of its own; return its number."""
    child = os.fork()
    if child:
        return child
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        replacing._swept.clear()  # a process of its own would know of no folder yet
        work()
    finally:
        os._exit(0)


def _killed_at_a_step(step: int) -> None:
    """Let this process kill itself at a step that touches files, counted from the first draft."""
    seen = -1

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if seen < 0 and event == "open" and PREFIX in str(arguments[0]):
            seen = 0
        if seen >= 0 and event in STEPS:
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1

    sys.addaudithook(audit)


class Trial:
    """One command, killed many times."""

    def __init__(self, case: Case, folder: Path) -> None:
        """Find out what it writes, and how long it takes."""
        self._case = case
        self._file = folder / case.name
        self._old = self._written("mazur")
        begin = time.perf_counter()
        self._new = self._written("two-three-two")
        self._seconds = time.perf_counter() - begin

    def _written(self, exercise: str) -> bytes:
        self._file.unlink(missing_ok=True)
        os.waitpid(_forked(lambda: run(self._case.arguments(self._file, exercise))), 0)
        return self._file.read_bytes()

    def killed(self, chance: random.Random) -> str:
        """Kill the command once; return what became of its file, "" if it was done before."""
        self._file.write_bytes(self._old)
        step = chance.randrange(6) if chance.random() < 0.5 else None

        def work() -> None:
            if step is not None:
                _killed_at_a_step(step)
            run(self._case.arguments(self._file, "two-three-two"))

        child = _forked(work)
        if step is None:
            time.sleep(chance.uniform(0, 1.05) * self._seconds)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return ""
        content = self._file.read_bytes()
        return "old" if content == self._old else "new" if content == self._new else "broken"

    def left(self) -> int:
        """Call the command once more, to its end; return how many files are beside its own."""
        os.waitpid(_forked(lambda: run(self._case.arguments(self._file, "two-three-two"))), 0)
        return sum(1 for path in self._file.parent.iterdir() if path != self._file)


def tell(says: str) -> None:
    """Say how far it is."""
    print(says, file=sys.stderr, flush=True)


def outcomes(kills: int, seed: int = 1) -> Counter[str]:
    """Return how often files were old, new and broken after so many kills, and what was left."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    told = 0
    with tempfile.TemporaryDirectory() as folder:
        trials = []
        for number, case in enumerate(cases()):
            place = Path(folder) / str(number)
            place.mkdir()
            if not THREADED & {*case.call}:
                run(case.arguments(place / f"first.{case.name}", "mazur"))  # all is imported once
                (place / f"first.{case.name}").unlink()
            trials.append(Trial(case, place))
            tell(f"ready: {' '.join((*case.call, case.option, case.name))}")
        while (done := sum(counts[name] for name in ("old", "new", "broken"))) < kills:
            if done != told and done % 50 == 0:
                told = done
                tell(f"{done} of {kills} killed, {counts['broken']} broken")
            trial = chance.choice(trials)
            outcome = trial.killed(chance)
            counts[outcome or "done before"] += 1
            if chance.random() < 0.1:
                counts["left over"] += trial.left()
        counts["left over"] += sum(trial.left() for trial in trials)
    return counts


def main(kills: int = 1000, seed: int = 1) -> int:
    """Print the outcomes; return the exit code."""
    sys.stdout.flush()
    silent = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        counts = outcomes(kills, seed)
    finally:
        sys.stdout.flush()
        os.dup2(silent, 1)
    print(f"{kills} kills over {len(cases())} commands and formats, seed {seed}")
    for name in ("old", "new", "broken", "left over", "done before"):
        print(f"{name:<12} {counts[name]:,}")
    return 1 if counts["broken"] or counts["left over"] else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
