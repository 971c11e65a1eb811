"""Papers on several cores: one that ends its process, or wants all memory, is its own affair."""

import os
import signal
from concurrent import futures
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_all_start_methods, get_context

import pytest

from bpcalc.checking.marker import Marker
from bpcalc.cli import grading_job, paper_pool, run
from tests.grading.test_other_layouts import PAPER, rows, written
from tests.helpers.ranges import few

JOBS = 2
SIZE = few(130, 200)
KILLERS = {"s050", "s051", f"s{SIZE - 50:03d}"}


@pytest.fixture
def pools(monkeypatch):
    """Return the pools that are started; what is changed here is changed in their processes."""
    if "fork" not in get_all_start_methods():
        pytest.skip("the system cannot fork")
    started = []
    forked = partial(ProcessPoolExecutor, mp_context=get_context("fork"))

    def pool(size, **rest):
        started.append(size)
        return forked(size, **rest)

    monkeypatch.setattr(futures, "ProcessPoolExecutor", pool)
    return started


def test_a_paper_that_ends_its_process_costs_nobody_else_anything(
    tmp_path, monkeypatch, pools, capsys
):
    """Only the papers that were at work with it are marked again, by one process for all."""
    diary = tmp_path / "marked.txt"
    mark = grading_job.PaperWorker.mark

    def deadly(self, paper, file):
        with diary.open("a") as book:
            book.write(f"{paper.name}\n")
        if paper.name in KILLERS:
            os.kill(os.getpid(), signal.SIGKILL)
        return mark(self, paper, file)

    monkeypatch.setattr(grading_job.PaperWorker, "mark", deadly)
    names = [f"s{number:03d}" for number in range(SIZE)]
    path, out = (
        written(tmp_path / "class", {f"{name}.yaml": PAPER for name in names}),
        tmp_path / "o",
    )
    call = ["grade", "mazur", str(path), "-o", str(out), "--jobs", str(JOBS), "--lang", "en"]
    assert run(call) == 1

    found = [(row["student"], row["score"]) for row in rows(out / "class.csv")]
    assert found == [(name, "" if name in KILLERS else "3") for name in names]
    assert capsys.readouterr().out.count("its process was killed") == len(KILLERS)
    at_work = 2 * JOBS * paper_pool.CHUNK  # with a killer, and with the next one
    assert len(diary.read_text().split()) <= SIZE + len(KILLERS) * at_work
    assert pools.count(JOBS) <= 1 + len(KILLERS)
    assert pools.count(1) <= 3 * len(KILLERS)


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is not counted here")  # noqa: PTH110
def test_a_paper_that_wants_all_memory_is_given_up(tmp_path, monkeypatch, capsys):
    """It gets a line of its own, and the next ones have all the memory they had."""
    mark = Marker.mark

    def greedy(self, cells, *rest):
        if any(cell.raw == "7" for cell in cells.values()):
            bytearray(2**40)
        return mark(self, cells, *rest)

    monkeypatch.setattr(Marker, "mark", greedy)
    path = written(tmp_path / "class", {"ann.yaml": "net_h1: 7\n", "bob.yaml": PAPER})
    out = tmp_path / "out"
    assert run(["grade", "mazur", str(path), "-o", str(out), "--lang", "en"]) == 1

    assert "Not marked: ann: it takes more than 2048 MB of memory" in capsys.readouterr().out
    assert [row["score"] for row in rows(out / "class.csv")] == ["", "3"]
