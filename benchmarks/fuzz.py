"""Feeds broken input to every way into bpcalc, guided by coverage, and says how that went.

    python benchmarks/fuzz.py [WAY …] [--runs N] [--seconds S] [--seed S]

The ways in are those of `WAYS`; without a name, all of them. Where atheris is installed (`pip
install 'bpcalc[fuzz]'`, for Python 3.11 to 3.13 on Linux), what reaches new code is kept and
changed further, half of the times by libFuzzer, half of the times by `mutant`, which knows words
and lines; elsewhere, the corpus is changed blindly. The corpus is in tests/fuzz, a folder for
each way; new finds go into a folder of their own, `--keep DIR`, from which the next run goes on.

Nothing but `BpcalcError`, and of the command line an exit code, may come out; nothing may take
longer than a second of the processor. What does is printed, and the exit code is 1. Every ten
seconds, a line says how far it is, and at the end, since when no line or branch has been new.
"""

import argparse
import atexit
import contextlib
import io
import os
import pkgutil
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "fuzz"
LONGEST = 1.0
"""Seconds that one execution may take."""
TELL = 10.0
"""Seconds after which there is another word on how far it is."""


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
    marked: set[str] = set()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # no disk: half of the time
    folder = Path(tempfile.mkdtemp(prefix="bpcalc-fuzz-", dir=memory))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.chdir(folder)
    lines = [line for line in text.splitlines() if not line.startswith(("inputs", "targets"))]
    (folder / "table.yaml").write_text("\n".join([*lines, "samples: table.csv", ""]))

    def exercise(data: bytes) -> None:
        read(data, "fuzz.yaml")

    def answers(data: bytes) -> None:
        cells = read_content(data, marker.names).cells
        if repr(cells) not in marked:  # most changes leave what is read as it was
            marked.add(repr(cells))
            marker.mark(cells)

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


EARLY = 1_000
"""The execution after which memory is looked at first: by then, all that is kept is there."""


class Watch:
    """Executes inputs, and keeps what is too slow or comes out."""

    def __init__(self, execute: Callable[[bytes], object]) -> None:
        """Watch one way in."""
        self._execute = execute
        self._early = 0.0
        self._begin = time.monotonic()
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
        seconds = time.process_time() - begin
        if seconds > LONGEST:
            print(f"{seconds:.2f} s for", repr(data)[:2000], flush=True)
        self.slowest = max(self.slowest, (seconds, data))
        if self.executions == EARLY:
            self._early = peak()

    def code(self) -> int:
        """Return the exit code: 1 if something came out, or took too long."""
        return 1 if self.crashes or self.slowest[0] > LONGEST else 0

    def report(self, way: str) -> str:
        """Return what happened, on one line."""
        seconds = time.monotonic() - self._begin
        return (
            f"{way:<12} {self.executions:>9,} executions in {seconds:,.0f} s, "
            f"{len(self.crashes)} crashes, slowest {self.slowest[0]:.2f} s, "
            f"peak {self._early:,.0f} MiB after {EARLY:,}, {peak():,.0f} MiB at the end"
        )


def peak() -> float:
    """Return the most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def corpus(way: str) -> list[bytes]:
    """Return what there is to start from."""
    paths = [*sorted((CORPUS / way).glob("*"))]
    if way == "exercise":
        paths += sorted((ROOT / "tests" / "published").rglob("drawn/*.yaml"))
    return [path.read_bytes() for path in paths]


def mutant(  # noqa: C901 - eight small changes
    data: bytes, others: list[bytes], chance: Random, words: list[bytes]
) -> bytes:
    """Return an input changed in a few places, or crossed with another one."""
    body = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(8):
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
            case 5:
                body[at : at + 1] = (
                    bytes([body[at] ^ 1 << chance.randrange(8)]) if body[at:] else b""
                )
            case 6:
                found = re.search(rb"[^\s,:;\[\]{}]+", body[at:])
                start, end = (at + found.start(), at + found.end()) if found else (at, at)
                body[start:end] = chance.choice([*PIECES, *words, *words])
            case _:
                body = _other_lines(body, others, chance, words)
    return bytes(body[:20_000])


def _other_lines(
    body: bytearray, others: list[bytes], chance: Random, words: list[bytes]
) -> bytearray:
    """Return a text with a line more, less, twice, deeper or elsewhere."""
    lines = bytes(body).split(b"\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines) + 1)
    match chance.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            lines.insert(to, lines.pop(at))
        case 3:
            lines.insert(to, chance.choice(chance.choice(others).split(b"\n")))
        case 4:
            lines.insert(to, chance.choice(words or PIECES))
        case _:
            lines[at] = b"  " + lines[at]
    return bytearray(b"\n".join(lines))


@cache
def vocabulary(way: str) -> list[bytes]:
    """Return the words that mean something on a way in: keys and values, or options."""
    found = {*(_options() if way == "options" else ())}
    if way in ("exercise", "options"):
        from bpcalc.exercise.schema import schema

        found |= {*_schema_words(schema())}
    if way in ("answers", "class_table", "name", "options"):
        found |= {line.name for line in _lines()}
    return sorted(word.encode() for word in found)


def _schema_words(part: object) -> Iterator[str]:
    """Yield the keys of a schema, as they are written with a value, and the words it knows."""
    if isinstance(part, dict):
        yield from (f"{key}: " for key in part.get("properties", ()))
        yield from (word for word in part.get("enum", ()) if isinstance(word, str))
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _schema_words(each)


def _options() -> Iterator[str]:
    """Yield the commands, their options, and what may be chosen."""
    import click

    from bpcalc.cli import cli
    from bpcalc.exercise.sources import built_in

    yield from built_in()
    for name in cli.list_commands(click.Context(cli)):
        yield name
        command = cli.get_command(click.Context(cli), name)
        for option in command.params if command else ():
            yield from option.opts if isinstance(option, click.Option) else ()
            yield from getattr(option.type, "choices", ())


def _lines() -> tuple[object, ...]:
    import bpcalc

    return tuple(bpcalc.solve("mazur").lines)


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
    words = vocabulary(way)
    while watch.executions < runs and time.monotonic() < end:
        watch(mutant(chance.choice(texts), texts, chance, words))
    return watch


def guided(way: str, runs: int, seconds: float, seed: int, keep: Path) -> None:
    """Let libFuzzer execute what reaches new code; the process ends with the last execution.

    libFuzzer would end it without a report, and leave the folder behind.
    """
    import atheris

    with atheris.instrument_imports(include=["bpcalc"]):
        ways = _loaded()
        _load_all()
    words, texts = vocabulary(way), corpus(way)
    watch = Watch(ways[way])
    keep.mkdir(parents=True, exist_ok=True)
    more = Path(tempfile.mkdtemp(prefix="bpcalc-seeds-"))
    atexit.register(shutil.rmtree, more, ignore_errors=True)
    for number, text in enumerate(texts):
        (more / f"{number}").write_bytes(text)
    end = time.monotonic() + seconds

    def execute(data: bytes) -> None:
        watch(data)
        if watch.executions >= runs or time.monotonic() > end:
            print(watch.report(way), flush=True)
            atexit._run_exitfuncs()
            os._exit(watch.code())

    def change(data: bytes, longest: int, seed: int) -> bytes:
        chance = Random(seed)
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, longest))
        return mutant(data, texts, chance, words)[:longest]

    arguments = [
        *(sys.argv[0], f"-seed={seed}"),
        *("-max_len=4096", "-timeout=10", "-rss_limit_mb=4096", "-print_final_stats=1"),
        *(str(keep), str(more)),
    ]
    atheris.Setup(arguments, execute, custom_mutator=change)
    atheris.Fuzz()


def _load_all() -> None:
    """Import the whole program: what a command imports when it is called counts as well."""
    import bpcalc

    for module in pkgutil.walk_packages(bpcalc.__path__, "bpcalc."):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(ImportError):
                import_module(module.name)


def main() -> int:
    """Attack the ways that are named, each in a process of its own; return the exit code."""
    parser = argparse.ArgumentParser(description="Attack the ways into bpcalc.")
    parser.add_argument("ways", nargs="*", choices=[*WAYS, []], default=[])
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--blind", action="store_true", help="without coverage")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    call = parser.parse_args()
    if call.child:
        return _one(call)
    more = [f"--{name}={getattr(call, name)}" for name in ("runs", "seconds", "seed")]
    more += ["--blind"] if call.blind else []
    more += [f"--keep={call.keep}"] if call.keep else []
    return max(_watched(way, more) for way in call.ways or WAYS)


def _one(call: argparse.Namespace) -> int:
    (way,) = call.ways
    if not call.blind:
        with contextlib.suppress(ImportError):
            keep = call.keep or Path(tempfile.mkdtemp(prefix="bpcalc-corpus-"))
            guided(way, call.runs, call.seconds, call.seed, keep.resolve() / way)
    watch = blindly(way, call.runs, call.seconds, call.seed)
    print(watch.report(way))
    return watch.code()


def _watched(way: str, more: list[str]) -> int:
    """Attack one way in by a process of its own, and read what libFuzzer says of it."""
    child = subprocess.Popen(
        [sys.executable, __file__, way, *more, "--child"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    assert child.stdout is not None
    covered, since, told = 0, 0, time.monotonic()
    for line in child.stdout:
        state = re.match(r"#(\d+)\s+\w+\s+cov: (\d+) .*exec/s: (\d+)", line)
        if state:
            executions, now, speed = map(int, state.groups())
            covered, since = (now, executions) if now > covered else (covered, since)
            if time.monotonic() - told > TELL:
                told = time.monotonic()
                says = f"{executions:,} executions, {speed} a second, {covered:,} places reached"
                print(f"{way:<12} {says}, the last by {since:,}", flush=True)
        elif not re.match(r"#\d+|INFO: |stat::|WARNING: |\s*$", line):
            print(line, end="", flush=True)
    if covered:
        print(f"{'':<12} {covered:,} places reached, the last by execution {since:,}", flush=True)
    return child.wait()


if __name__ == "__main__":
    sys.exit(main())
