"""A limit of time is no damaged file; anonymous is without comments."""

import time
from contextlib import suppress

import pytest

from bpcalc.cli.grading_job import PaperTooLongError, _time_limit
from bpcalc.report.class_workbook import without_names


def test_no_reader_of_files_swallows_the_limit():
    """Whoever expects damaged files lets the limit through."""
    with pytest.raises(PaperTooLongError), _time_limit(1), suppress(OSError, Exception):
        time.sleep(5)


def test_a_comment_of_the_teacher_is_not_anonymous():
    """A comment on a mark set by hand may name the student."""
    (paper,) = without_names([{"mark": "20", "by_hand": "total 20 (Ann was ill)"}])

    assert "Ann" not in repr(paper)
