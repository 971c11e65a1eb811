"""Feeds broken input to every way into bpcalc, guided by coverage, and says how that went.

    python benchmarks/fuzz.py [WAY …] [--runs N] [--seconds S] [--seed S]

The ways in are those of `WAYS`; without a name, all of them. Where atheris is installed (`pip
install 'bpcalc[fuzz]'`, for Python 3.11 to 3.13 on Linux), what reaches new code is kept and
changed further; elsewhere, the corpus is changed blindly. The corpus is in tests/fuzz, a folder
for each way; new finds go into a folder of their own, `--keep DIR`.

Nothing but `BpcalcError`, and of the command line an exit code, may come out; nothing may take
longer than a second. What does is printed, and the exit code is 1.
"""

import argparse
import atexit
import contextlib
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "fuzz"
LONGEST = 1.0
"""Seconds that one execution may take."""
WORST = "worst"


def _loaded() -> dict[str, Callable[[bytes], object]]:  # noqa: C901 - six small ways in
    """Import what is attacked, and return the ways in."""
    from bpcalc.checking.answers_reader import read_content
    from bpcalc.checking.marker import Marker
    from bpcalc.checking.submissions.gathering import gather
    from bpcalc.checking.submissions.opening import contents, opened
    from bpcalc.cli import run
    from bpcalc.errors import BpcalcError, NotAQuantity
    from bpcalc.exercise.reader import read
    from bpcalc.exercise.sources import built_in_path
    from bpcalc.exercise.table import open_table  # noqa: F401 - instrumented with the rest
    from bpcalc.solution import Solution

    source = built_in_path("mazur")
    assert source is not None
    text = source.read_text(encoding="utf-8")
    marker = Marker(read(text.encode(), "mazur").exercise)
    solution = Solution(marker.calculation)
    folder = Path(tempfile.mkdtemp(prefix="bpcalc-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.chdir(folder)
    lines = [line for line in text.splitlines() if not line.startswith(("inputs", "targets"))]
    (folder / "table.yaml").write_text("\n".join([*lines, "samples: table.csv", ""]))

    def exercise(data: bytes) -> None:
        read(data, "fuzz.yaml")

    def answers(data: bytes) -> None:
        marker.mark(read_content(data, marker.names).cells)

    def class_table(data: bytes) -> None:
        (folder / "class.csv").write_bytes(data)
        for paper in gather(folder / "class.csv", marker.names, marker.asked).papers[:20]:
            with contextlib.suppress(BpcalcError):
                opened(paper, [*contents(paper)], marker.names)

    def samples(data: bytes) -> None:
        (folder / "table.csv").write_bytes(data)
        read((folder / "table.yaml").read_bytes(), str(folder / "table.yaml"))

    def name(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        with contextlib.suppress(NotAQuantity):
            solution.line(text)
        with contextlib.suppress(NotAQuantity):
            marker.names.find(text)

    def options(data: bytes) -> None:
        words = [word[:300] for word in data.decode("utf-8", "surrogateescape").split("\n")[:12]]
        if "--epochs" in words or "--epoch" in words or words[:1] == ["train"]:
            words += ["--epochs", "1"]  # long work is meant where it is asked for
        nowhere = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
            code = run(words)
        assert code in (0, 1, 2, 3), code
        for path in folder.iterdir():
            if path.name not in ("table.yaml", "table.csv", "class.csv") and path.is_file():
                path.unlink()

    def guarded(way: Callable[[bytes], object]) -> Callable[[bytes], None]:
        def execute(data: bytes) -> None:
            with contextlib.suppress(BpcalcError):
                way(data)

        return execute

    ways = (exercise, answers, class_table, samples, name, options)
    return {way.__name__: guarded(way) for way in ways}


WAYS = ("exercise", "answers", "class_table", "samples", "name", "options")


class Watch:
    """Executes inputs, and keeps what is too slow or comes out."""

    def __init__(self, execute: Callable[[bytes], object]) -> None:
        """Watch one way in."""
        self._execute = execute
        self.executions = 0
        self.slowest = (0.0, b"")
        self.crashes: list[bytes] = []

    def __call__(self, data: bytes) -> None:
        """Execute one input."""
        self.executions += 1
        begin = time.process_time()
        try:
            self._execute(data)
        except Exception:
            self.crashes.append(data)
            traceback.print_exc()
            print("from", repr(data)[:2000], flush=True)
        self.slowest = max(self.slowest, (time.process_time() - begin, data))

    def code(self) -> int:
        """Return the exit code: 1 if something came out, or took too long."""
        return 1 if self.crashes or self.slowest[0] > LONGEST else 0

    def report(self, way: str) -> str:
        """Return what happened, on one line."""
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return (
            f"{way:<12} {self.executions:>9,} executions, {len(self.crashes)} crashes, "
            f"slowest {self.slowest[0]:.2f} s, peak {memory:,.0f} MiB"
        )


def corpus(way: str) -> list[bytes]:
    """Return what there is to start from."""
    return [path.read_bytes() for path in sorted((CORPUS / way).glob("*"))]


def mutant(data: bytes, others: list[bytes], chance: Random) -> bytes:
    """Return an input changed in a few places, or crossed with another one."""
    body = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(6):
            case 0:
                body[at : at + chance.choice((1, 1, 4, 20))] = b""
            case 1:
                body[at:at] = bytes([chance.randrange(256)])
            case 2:
                body[at:at] = chance.choice(PIECES)
            case 3:
                other = chance.choice(others)
                start = chance.randrange(len(other) + 1)
                body[at:at] = other[start : start + chance.randrange(1, 40)]
            case 4:
                body[at:at] = body[at : at + 30] * chance.choice((1, 2, 30))
            case _:
                body[at : at + 1] = (
                    bytes([body[at] ^ 1 << chance.randrange(8)]) if body[at:] else b""
                )
    return bytes(body[:20_000])


PIECES = [
    *(b"nan", b"inf", b"1e999999", b"-0", b"1e-400", b"9" * 400, b"0.1", b",", b";", b"\t", b":"),
    *(b"[", b"]", b"{", b"}", b"\n", b"\r\n", b"'", b'"', b"|", b"&a", b"*a", b"<<", b"!!int"),
    *(b"@s2e3", b"@all", b"[2]", b"_new", "δ".encode(), "⁺".encode(), "，".encode(), b"\xff"),
    *(b"\0", b"\x1b[2J", "\u202e".encode(), b"PK\x03\x04", b"\xff\xfe", b"=", b"- ", b"# ", b"%"),
    *(b"--only", b"--format", b"--epochs", b"--decimals", b"net_h1", b"weights", b"samples"),
]


def blindly(way: str, runs: int, seconds: float, seed: int) -> Watch:
    """Execute the corpus, and changes of it."""
    watch = Watch(_loaded()[way])
    chance = Random(seed)
    texts = corpus(way)
    end = time.monotonic() + seconds
    for text in texts:
        watch(text)
    while watch.executions < runs and time.monotonic() < end:
        watch(mutant(chance.choice(texts), texts, chance))
    return watch


def guided(way: str, runs: int, seconds: float, seed: int, keep: Path) -> None:
    """Let libFuzzer execute what reaches new code; the process ends with the last execution.

    libFuzzer would end it without a report, and leave the folder behind.
    """
    import atheris

    with atheris.instrument_imports(include=["bpcalc"]):
        ways = _loaded()
    watch = Watch(ways[way])
    keep.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + seconds

    def execute(data: bytes) -> None:
        watch(data)
        if watch.executions >= runs or time.monotonic() > end:
            print(watch.report(way), flush=True)
            atexit._run_exitfuncs()
            os._exit(watch.code())

    arguments = [
        *(sys.argv[0], f"-seed={seed}"),
        *("-max_len=4096", "-timeout=10", "-rss_limit_mb=4096", "-print_final_stats=1"),
        *(str(keep), str(CORPUS / way)),
    ]
    atheris.Setup(arguments, execute)
    atheris.Fuzz()


def main() -> int:
    """Attack the ways that are named, each in a process of its own; return the exit code."""
    parser = argparse.ArgumentParser(description="Attack the ways into bpcalc.")
    parser.add_argument("ways", nargs="*", choices=[*WAYS, []], default=[])
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--blind", action="store_true", help="without coverage")
    call = parser.parse_args()
    if len(call.ways) == 1:
        return _one(call)
    ways = call.ways or WAYS
    more = [f"--{name}={getattr(call, name)}" for name in ("runs", "seconds", "seed")]
    more += ["--blind"] if call.blind else []
    more += [f"--keep={call.keep}"] if call.keep else []
    return max(subprocess.run([sys.executable, __file__, way, *more]).returncode for way in ways)


def _one(call: argparse.Namespace) -> int:
    (way,) = call.ways
    if not call.blind:
        with contextlib.suppress(ImportError):
            keep = call.keep or Path(tempfile.mkdtemp(prefix="bpcalc-corpus-"))
            guided(way, call.runs, call.seconds, call.seed, keep.resolve() / way)
    watch = blindly(way, call.runs, call.seconds, call.seed)
    print(watch.report(way))
    return watch.code()


if __name__ == "__main__":
    sys.exit(main())
