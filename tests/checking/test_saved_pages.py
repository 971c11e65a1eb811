"""Practice pages that a browser has saved, in place of the file of answers."""

import pytest

from bpcalc import locale
from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError
from bpcalc.exercise.sources import load

PAGE = """<!DOCTYPE html>
<!-- saved from url=(0019)http://example.test/ -->
<html lang="en"><body><main class="bpcalc practice"><article data-number="1" {hints}>
<input id="student" name="student" autocomplete="name" value="Ann &quot;A&quot; Lee">
{rows}
</article><template id="aside"><input id="student" name="student"></template></main></body></html>
"""

ROWS = """<input id="b9" name="net_h1" value="0.3775"><input id="b10" name="net_h2" value="">
<input id="b11" name="out_h1" value="x &lt; y">"""

MAIL = """From: <Saved by Blink>
Subject: A page
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----cut"

------cut
Content-Type: text/html
Content-Transfer-Encoding: 8bit

{page}
------cut--
"""


@pytest.fixture(autouse=True)
def english():
    """Speak English."""
    before = locale.language()
    locale.use("en")
    yield
    locale.use(before)


def answers(text):
    """Return the answers of a file."""
    return read_content(text.encode(), Marker(load("mazur")).names)


@pytest.mark.parametrize("whole", ["{page}", MAIL])
def test_what_is_filled_in_is_read(whole):
    """From a page, and from an archive as telephones save one."""
    page = PAGE.format(rows=ROWS, hints='data-hints="net_h2 1, out_h1 3"')
    found = answers(whole.format(page=page))

    assert [cell.raw for cell in found.cells.values()] == ["0.3775", "", "x < y"]
    assert found.student == 'Ann "A" Lee'
    assert found.notes == (
        "a hint has shown the formula of net_h2",
        "a hint has shown the value of out_h1",
    )
    assert not found.unknown


def test_a_page_as_it_was_handed_out_is_refused():
    """No mark is given for what nobody can see."""
    with pytest.raises(AnswersError, match="press “Save answers”"):
        answers(PAGE.format(rows="", hints=""))
