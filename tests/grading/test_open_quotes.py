"""A quotation mark in a table of a class that is opened and not closed; rows were lost in it."""

from pathlib import Path

import pytest

from bpcalc.checking.submissions.quotation import whole_rows
from bpcalc.cli import run
from bpcalc.errors import AnswersError

CLASS = "id,name,net_h1,net_h2\n1,A,0.3775,0.3925\n"
HANDS = "student,quantity,credit,comment\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'{CLASS}2,C,"0.3775,0.3925\n3,E,0.3775,0.3925\n4,F,0.3775,0.3925\n', 3),
        (f'{CLASS}2,"C,0.3775,0.3925\n3,E,0.3775,0.3925\n', 3),
        (f'{CLASS}2,C,"0.3775,0.3925\n3,E,0.3775,0.3925\n4,F,"0.3775","0.3925"\n', 3),
        (f'{CLASS}2,C,"0.3775,0.3925\n', 3),
        (f'{CLASS}2,C,"0.3775,0.3925\n\n\n', 3),
        (f'{CLASS}2,"C\nD",0.3775,0.3925\n3,E,"0.3775,0.3925\n4,F,0.3775,0.3925', 5),
        ('A title\nid;name;net_h1\n1;"A;0,3775\n2;B;0,3775\n', 3),
        (f'{CLASS}2,C,"0.3775,0.3925\n' + "3,E,0.3775,0.3925\n" * 60_000, 3),
        (f'{HANDS}A,net_h1,0.5,"said so\nC,net_h1,0,x\n', 2),
    ],
)
def test_a_mark_that_is_not_closed_is_told_with_its_line(text: str, line: int) -> None:
    """All rows below were taken for one cell, without a word."""
    with pytest.raises(AnswersError, match=f"line {line}: a quotation mark is opened and not"):
        whole_rows(text)


@pytest.mark.parametrize(
    "text",
    [
        f'{CLASS}2,C,"0.3775","0.3925"\n',
        f'{CLASS}2,"C\nD",0.3775,0.3925\n',
        f'{CLASS}2,"C ""the best"" D",0.3775,0.3925\n',
        f'{CLASS}2,"a, b, c, d, e\na, b, c, d, e" ,0.3775,0.3925\n',
        f'{CLASS}2,C 5",0.3775,0.3925\n',
        f'{CLASS}2,"he said "no" again",0.3775,0.3925\n',
    ],
)
def test_what_is_typed_on_several_lines_stays_a_cell(text: str) -> None:
    """Whatever marks and commas are in it, also where a program has not doubled them."""
    assert len(whole_rows(text)) == 3


@pytest.mark.parametrize("broken", ["class.csv", "roster.csv", "out/overrides.csv"])
def test_every_table_of_a_class_is_refused_so(
    broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the name of the file."""
    texts = {
        "class.csv": f"{CLASS}2,C,0.3775,0.3925\n",
        "roster.csv": "ID,name,email\n1,A,a@x.de\n2,C,c@x.de\n",
        "out/overrides.csv": f"{HANDS}A,net_h1,0.5,said so\nC,net_h1,0,x\n",
    }
    (tmp_path / "out").mkdir()
    for name, text in texts.items():
        (tmp_path / name).write_text(text.replace("A,", '"A,') if name == broken else text)
    options = ["--roster", str(tmp_path / "roster.csv"), "-o", str(tmp_path / "out")]

    assert run(["grade", "mazur", str(tmp_path / "class.csv"), *options, "--lang", "en"]) == 2

    said = capsys.readouterr().err
    assert f"{broken}: line 2: a quotation mark" in said
    assert said.count("\n") == 1


def test_a_table_that_is_none_is_one_sentence() -> None:
    """A carriage return alone in a row with a mark in the last one."""
    with pytest.raises(AnswersError, match="this is not a table"):
        whole_rows('id,name\n"Li, Ann",2\n"Li",7\rx,One,')
