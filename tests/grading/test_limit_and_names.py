"""A limit of time is no damaged file; anonymous is without comments."""

import re
import time
from contextlib import suppress

import pytest

from bpcalc.cli import run
from bpcalc.cli.paper_limits import PaperTooLongError, time_limit
from bpcalc.report.class_workbook import without_names


def test_no_reader_of_files_swallows_the_limit():
    """Whoever expects damaged files lets the limit through."""
    with pytest.raises(PaperTooLongError), time_limit(1), suppress(OSError, Exception):
        time.sleep(5)


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
