"""A limit of time is no damaged file; anonymous is without comments."""

import re
import signal
import time
from contextlib import suppress

import pytest

from bpcalc.cli import paper_limits, run
from bpcalc.cli.paper_limits import PaperTooLongError, time_limit
from bpcalc.report.class_workbook import without_names

POSIX = pytest.mark.skipif(
    not hasattr(signal, "SIGPROF"), reason="the system cannot interrupt a calculation"
)


def calculate_for_ever():
    """Take the processor."""
    while True:
        pass


@POSIX
def test_no_reader_of_files_swallows_the_limit():
    """Whoever expects damaged files lets the limit through."""
    with pytest.raises(PaperTooLongError), time_limit(1), suppress(OSError, Exception):
        calculate_for_ever()


@POSIX
def test_what_others_have_to_do_counts_for_no_paper():
    """While a paper waits for the processor, its time stands still."""
    with time_limit(1):
        time.sleep(2)


@POSIX
def test_what_waits_for_ever_is_given_up(monkeypatch):
    """A pipe that nobody writes into takes no time of the processor."""
    monkeypatch.setattr(paper_limits, "WAITING", 1)

    with pytest.raises(PaperTooLongError), time_limit(1), suppress(OSError, Exception):
        time.sleep(3600)


@POSIX
def test_nothing_is_given_up_afterwards():
    """Both timers are stopped, and what signals did before, they do again."""
    timers = (signal.ITIMER_PROF, signal.ITIMER_REAL)
    numbers = (signal.SIGPROF, signal.SIGALRM)
    before = [signal.getsignal(number) for number in numbers]

    with time_limit(100):
        left = [signal.getitimer(timer)[0] for timer in timers]

    assert 0 < left[0] < left[1]
    assert [signal.getitimer(timer)[0] for timer in timers] == [0, 0]
    assert [signal.getsignal(number) for number in numbers] == before


def test_nobody_can_be_told_from_an_anonymous_workbook():
    """A comment on a mark set by hand, or a file, may name the student; that none came may not."""
    paper = {"mark": "", "by_hand": "", "problem": "", "missing": False}
    papers = [
        {**paper, "mark": "20", "by_hand": "total 20 (Ann was ill)"},
        {**paper, "problem": "Bob/a.pdf: nothing can be read in it"},
        {**paper, "mark": "0", "problem": "nothing was handed in", "missing": True},
    ]
    found = without_names(papers)

    assert not {"Ann", "Bob"} & set(re.findall(r"\w+", repr(found)))
    assert [paper["problem"] for paper in found] == [
        "", "it could not be marked", "nothing was handed in"
    ]  # fmt: skip


def test_marks_are_no_verdicts_on_a_chinese_page(tmp_path, capsys):
    """The table of students has a column of marks; verdicts are of single answers."""
    table, out = tmp_path / "class.csv", tmp_path / "out"
    table.write_text("student,net_h1\nAnn,0.3775\n")
    assert run(["grade", "mazur", str(table), "-o", str(out), "--lang", "zh"]) == 0
    page = (out / "class.html").read_text("utf-8")

    assert "<th>成绩</th>" in page
    assert "<th>评判</th>" not in page
