"""Which tests reach which lines of the program, and how long each takes.

`benchmarks.mutants` asks. All tests are collected once (`Served`); each mutant has a process that
is divided from there, in which the functions of a file have other code, so that nothing is read
or imported anew. Changes outside of functions need a process that imports the changed file.
"""

import gc
import json
import os
import resource
import select
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import _lru_cache_wrapper
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import pytest
from coverage import Coverage, CoverageData
from hypothesis import Phase, settings

DATA, SECONDS = "reach.coverage", "seconds.json"

OPTIONS = (
    *("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts=--doctest-modules"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # Hypothesis is loaded before
    "--assert=plain",  # pytest rewrites modules with examples, whose functions are then not known
)


Codes = tuple[str, CodeType, CodeType]
"""A file, its code, and its code with a change."""


class Test(NamedTuple):
    """A test: its name as pytest writes it, and its seconds."""

    name: str
    seconds: float


FEW = 5
"""Examples of Hypothesis with which its tests reach nearly all that they reach with more."""


CASES = 12
"""Cases of a test that are recorded; the others are taken to reach the same."""

LONGEST = 4.0
"""Seconds after which a test is broken off while it is recorded: it is too slow for mutants."""


class Recorder:
    """A plugin for pytest that tells coverage which test runs, and how long the processor works.

    Of tests with many cases or examples only a few run here; the seconds of examples are counted
    up. A slow test is left out, as are those that are skipped here.
    """

    def __init__(self, coverage: Coverage) -> None:
        """Record into `coverage`, which has been started."""
        self._coverage = coverage
        self.seconds: dict[str, float] = {}
        self._shares: dict[str, float] = {}
        self._passed: set[str] = set()
        self._left_out: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Give tests a few cases, and those of Hypothesis a few examples only."""
        cases: dict[str, list[pytest.Item]] = {}
        for item in items:
            cases.setdefault(_function(item.nodeid), []).append(item)
        chosen = {each for alike in cases.values() for each in alike[:: -(-len(alike) // CASES)]}
        self._left_out = [item.nodeid for item in items if item not in chosen]
        items[:] = [item for item in items if item in chosen]
        for item in items:
            settled = getattr(getattr(item, "obj", None), "_hypothesis_internal_use_settings", None)
            if settled is not None and settled.max_examples > FEW:
                self._shares[item.nodeid] = settled.max_examples / FEW
                settled = settings(settled, max_examples=FEW)
                function = getattr(item.obj, "__func__", item.obj)
                function._hypothesis_internal_use_settings = settled

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Record one test."""
        self._coverage.switch_context(item.nodeid)
        begin = _worked()
        try:
            return (yield)
        finally:
            share = self._shares.get(item.nodeid, 1.0)
            if item.nodeid in self._passed:
                self.seconds[item.nodeid] = (_worked() - begin) * share
            self._coverage.switch_context("")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        """Break off what takes too long."""
        signal.signal(signal.SIGPROF, lambda *_: pytest.skip("too slow"))
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the tests that pass."""
        if report.when == "call" and report.passed:
            self._passed.add(report.nodeid)

    def all_seconds(self) -> dict[str, float]:
        """Return the seconds of all cases; what did not run takes as long as the longest alike."""
        longest: dict[str, float] = {}
        for name, seconds in self.seconds.items():
            longest[_function(name)] = max(seconds, longest.get(_function(name), 0.0))
        others = [name for name in self._left_out if _function(name) in longest]
        return self.seconds | {name: longest[_function(name)] for name in others}


def _function(name: str) -> str:
    """Return the name of a test without that of its case."""
    return name.partition("[")[0]


def _worked() -> float:
    """Return how many seconds this process and those that it has ended have worked."""
    return sum(os.times()[:4])


class Chosen:
    """A plugin for pytest that runs the tests that are named, in their order, and looks no further.

    What Hypothesis finds is not made smaller, as only whether there is something is asked.
    """

    def __init__(self, names: list[str]) -> None:
        """Keep these."""
        self._order = {name: at for at, name in enumerate(names)}

    def pytest_sessionstart(self) -> None:
        """Leave out what comes after the first failure."""
        leave_shrinking()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what was chosen."""
        items[:] = [item for item in items if item.nodeid in self._order]
        items.sort(key=lambda item: self._order[item.nodeid])


def record(folder: Path, tests: list[str], within: list[str]) -> None:
    """Run tests of a copy of the project, and add to it what they reach of some rooms."""
    known = folder / SECONDS
    coverage = Coverage(
        data_file=str(folder / DATA),
        config_file=False,
        include=[f"{folder}/{room}/*" for room in within],
    )
    if known.exists():
        coverage.load()
    coverage.start()
    recorder = Recorder(coverage)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    code = pytest.main([*OPTIONS, *tests], plugins=[recorder])
    coverage.stop()
    coverage.save()
    before = json.loads(known.read_text("utf-8")) if known.exists() else {}
    known.write_text(json.dumps(before | recorder.all_seconds()), encoding="utf-8")
    if code:
        sys.exit("the tests fail without any change")


class Reach:
    """What `record` wrote down."""

    def __init__(self, folder: Path, only: Sequence[str] = ()) -> None:
        """Read it, all of it or only what some files of tests reach."""
        self._data = CoverageData(str(folder / DATA))
        self._data.read()
        self._folder = folder
        seconds: dict[str, float] = json.loads((folder / SECONDS).read_text("utf-8"))
        self._seconds = {
            name: each for name, each in seconds.items() if not only or name.startswith(tuple(only))
        }
        self._alike: dict[str, list[str]] = {}
        for name in self._seconds.keys() - self._data.measured_contexts():
            self._alike.setdefault(_function(name), []).append(name)

    def files(self) -> list[str]:
        """Return the files of the tests."""
        return sorted({name.split("::")[0] for name in self._seconds})

    def modules(self) -> list[str]:
        """Return the modules that tests reach; some are imported only while one runs."""
        paths = [Path(name).relative_to(self._folder) for name in self._data.measured_files()]
        names = (".".join(path.with_suffix("").parts) for path in paths)
        return sorted(name.removesuffix(".__init__") for name in names)

    def tests(self, path: str, lines: range) -> list[Test]:
        """Return the tests that reach any of the lines of a file, the quickest first.

        One case of each test comes before the second ones. Last are the cases that have not been
        recorded: of these tests, then of all that reach the file.

        What is reached while the file is imported is for every test that reaches the file; one
        more reason is a function whose results are kept, which only the first test enters.
        """
        by_line = self._data.contexts_by_lineno(str(self._folder / path))
        of_file = {name for found in by_line.values() for name in found} & self._seconds.keys()
        names = {name for line in lines for name in by_line.get(line, ())}
        known = of_file if "" in names or not names else names & of_file
        found = self._in_turn(known)
        for reaching in (known, of_file):
            alike = {each for name in reaching for each in self._alike.get(_function(name), ())}
            found += self._in_turn(alike.difference(test.name for test in found))
        return found

    def _in_turn(self, names: set[str]) -> list[Test]:
        """Return tests, the quickest first, but one case of each before any second ones."""
        cases: Counter[str] = Counter()
        ranked: list[tuple[int, Test]] = []
        for test in sorted((Test(name, self._seconds[name]) for name in names), key=_cheap):
            ranked.append((cases[_function(test.name)], test))
            cases[_function(test.name)] += 1
        return [test for _, test in sorted(ranked, key=lambda each: each[0])]

    def at_import(self, path: str, lines: range) -> bool:
        """Return whether a line is reached while files are imported, or by no test."""
        by_line = self._data.contexts_by_lineno(str(self._folder / path))
        names = {name for line in lines for name in by_line.get(line, ())}
        return "" in names or not names


def _cheap(test: Test) -> tuple[float, str]:
    return test.seconds, test.name


class Served:
    """A plugin for pytest that collects all tests, and runs some in processes of their own."""

    def __init__(self, modules: Sequence[str], work: Callable[["Served"], None]) -> None:
        """Take the modules that may be changed, and what is to be done when all tests are there."""
        self._modules, self._work = modules, work
        self._items: dict[str, pytest.Item] = {}
        self._functions: dict[str, list[FunctionType]] = {}
        self._kept: list[Any] = []

    def pytest_sessionstart(self) -> None:
        """Leave out what Hypothesis does after the first failure."""
        leave_shrinking()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work in the place of all tests."""
        self._items = {item.nodeid: item for item in session.items}
        for name in self._modules:
            import_module(name)
        for each in gc.get_objects():
            if isinstance(each, FunctionType):
                self._functions.setdefault(each.__code__.co_filename, []).append(each)
            elif isinstance(each, _lru_cache_wrapper):
                self._kept.append(each)
        gc.freeze()
        self._work(self)
        return True

    def knows(self, codes: Codes) -> bool:
        """Return whether a function is there that a change is to be made to."""
        path, right, wrong = codes
        return any(self._changed(path, right, wrong))

    def fails(self, names: list[str], files: Codes, cpu: float, limit: float) -> bool:
        """Return whether one of some tests fails, or all take too long, with changed functions."""

        def work() -> int:
            resource.setrlimit(resource.RLIMIT_CPU, (int(cpu) + 1, int(cpu) + 1))
            for each in self._kept:
                each.cache_clear()
            self._change(*files)
            return self._run(names)

        return forked(work, limit) != 0

    def _change(self, path: str, right: CodeType, wrong: CodeType) -> None:
        """Give the functions of a file other code."""
        for function, code in self._changed(path, right, wrong):
            function.__code__ = code

    def _changed(
        self, path: str, right: CodeType, wrong: CodeType
    ) -> Iterator[tuple[FunctionType, CodeType]]:
        old, new = _codes(right), _codes(wrong)
        for function in self._functions.get(path, ()):
            code = function.__code__
            among = old.get((code.co_qualname, code.co_firstlineno), [])
            if code in among:
                found = new[code.co_qualname, code.co_firstlineno][among.index(code)]
                if found != code and found.co_freevars == code.co_freevars:
                    yield function, found

    def _run(self, names: list[str]) -> int:
        failures = Failures()
        items = [self._items[name] for name in names if name in self._items]
        items[0].config.pluginmanager.register(failures)
        for item, then in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=then)
            if failures.seen:
                return 1
        return 0


class Failures:
    """A plugin for pytest that knows whether a test has failed."""

    seen = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look at what came of a test, of its setting up and its tidying up."""
        self.seen = self.seen or report.failed


def leave_shrinking() -> None:
    """Let Hypothesis stop at the first failure."""
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    settings.register_profile("mutants", settings.default, phases=phases)
    settings.load_profile("mutants")


def _codes(module: CodeType) -> dict[tuple[str, int], list[CodeType]]:
    """Return the code of all functions of a module, by their names and lines."""
    found: dict[tuple[str, int], list[CodeType]] = {}
    waiting = [module]
    while waiting:
        code = waiting.pop()
        found.setdefault((code.co_qualname, code.co_firstlineno), []).append(code)
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]
    return found


def serve(
    folder: Path, tests: list[str], modules: Sequence[str], work: Callable[[Served], None]
) -> None:
    """Collect the tests of a copy of the project, and do something with them and its modules."""
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    pytest.main([*OPTIONS, "-s", "--no-header", *tests], plugins=[Served(modules, work)])


def fails_anew(names: list[str], folder: Path, cpu: float, limit: float) -> bool:
    """Return whether a test among these fails where all is imported anew, or takes too long."""
    words = [sys.executable, "-m", "benchmarks.reach", str(folder), "", *names]
    done = subprocess.Popen(
        [*words[:5], *dict.fromkeys(name.split("::")[0] for name in names)],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (int(cpu) + 1,) * 2),
    )
    try:
        done.communicate(json.dumps(names).encode(), timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(done.pid, signal.SIGKILL)
        done.wait()
        return True
    return done.returncode != 0


def run_anew(folder: Path, files: list[str]) -> int:
    """Run the tests that standard input names, as long as they pass."""
    names = json.load(sys.stdin)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    return int(pytest.main([*OPTIONS, "-x", *files], plugins=[Chosen(names)]))


def forked(work: Callable[[], int], limit: float) -> int:
    """Return what `work` returns in a process of its own, or -1 if that ends otherwise or never."""
    child = os.fork()
    if not child:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nowhere, number)
        os.setsid()
        code = 70
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            code = work()
        finally:
            os._exit(code)
    watch = os.pidfd_open(child)
    try:
        ended, _, _ = select.select([watch], [], [], limit)
        if not ended:
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    finally:
        os.close(watch)
    return os.waitstatus_to_exitcode(status) if ended else -1


if __name__ == "__main__":
    if not sys.argv[2]:
        sys.exit(run_anew(Path(sys.argv[1]), sys.argv[3:]))
    record(Path(sys.argv[1]), sys.argv[3].split(","), sys.argv[2].split(","))
