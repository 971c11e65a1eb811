"""Pages and tables that were made to keep a program busy are read in as much time as they are long.

What is looked at is how often something is done, and not how long that takes.
"""

import json

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.documents import html_text
from bpcalc.checking.reading.markup import tame, unescaped
from bpcalc.checking.submissions import columns
from bpcalc.checking.submissions.headings import headings_of
from bpcalc.errors import AnswersError
from tests.helpers.ranges import few

NINES = "9" * 5_000
NAMES = Marker(bpcalc.load("mazur")).names


@pytest.mark.parametrize("opened", ["<!--", "<a ", "<a b='", "<![CDATA[", "<![[", "<?", "<p", "</"])
def test_what_begins_and_does_not_end_is_text(opened):
    """Nothing looks for an end that is not there, from each of the places where it may begin."""
    page = "<p>net_h1 = 0.3775</p>" + opened * 3
    tamed = tame(page)

    assert "<" not in tamed.removeprefix("<p>net_h1 = 0.3775</p>")
    assert html_text(page).startswith("net_h1 = 0.3775")
    assert len(tame("<html>" + opened * 200_000)) < 4 * len(opened) * 200_000


def test_comments_are_not_shown():
    """They may hold anything."""
    assert html_text("<p>net_h1 <!-- <p> --> = 1 <!----> 2</p>") == "net_h1  = 1  2"


@pytest.mark.parametrize("number", [NINES, "x" + NINES, "99999999", "0", "xD800", "177"])
def test_references_to_no_character_are_no_error(number):
    """Python makes no number of five thousand digits."""
    for page in (f"<p>net_h1 &#{number}; = 0.3775</p>", f'<p title="&#{number};">net_h1 = 1</p>'):
        assert "net_h1" in html_text(page)
    assert len(unescaped(f"&#{number};")) <= 1
    notebook = {"cells": [{"cell_type": "markdown", "source": [f"&#{number};\nnet_h1 = 0.3775"]}]}
    assert read_content(json.dumps(notebook).encode(), NAMES).cells


@pytest.mark.parametrize(
    "part",
    [
        "Content-Type: message/rfc822\n\n" * 3_000,
        "".join(
            f'Content-Type: multipart/mixed; boundary="{i}"\n\n--{i}\n'
            for i in range(few(700, 2_000))
        ),
        "Content-Type: text/html; charset=zork\nContent-Transfer-Encoding: zork\n\n\xff",
    ],
    ids=["mails", "parts", "encodings"],
)
def test_a_mail_may_hold_anything(part):
    """It is a saved page, or it is read as the text that it is."""
    head = (
        'From: x\nMIME-Version: 1.0\nSubject: y\nContent-Type: multipart/related; boundary="b"\n\n'
    )
    with pytest.raises(AnswersError):
        read_content((head + "--b\n" + part + "\n--b--\n").encode(), NAMES)


def test_each_heading_is_looked_at_once(monkeypatch):
    """Alone, with the one above, and turned round: eight rows of headings have few names."""
    asked = []
    how = columns._named_in
    monkeypatch.setattr(
        columns, "_named_in", lambda text, index: asked.append(text) or how(text, index)
    )
    row = ["name", *(f"net input {number} of h{number}" for number in range(20))]
    names = Marker(bpcalc.load("xor")).names

    for _ in range(3):
        headings_of([row] * 8, names, {})

    assert len(asked) == len(set(asked)) < 6 * len(row)
