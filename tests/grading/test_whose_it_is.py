"""Whose a paper is where a login, an ID and a name could tell different students."""

import csv

import pytest

from bpcalc.checking.submissions.people import ClassList, Person
from bpcalc.checking.submissions.platforms import owners_of
from bpcalc.checking.submissions.rosters import people_of
from bpcalc.cli import run

PHYSICS = "ID,Name,Email\n11,Max Born,max@x.de\n12,M. Planck,mp@x.de"
ZHANG = "ID,Name,Email\n1,Wei Zhang,wei@x.de\n2,赵伟,zw@x.de"
TWO_MAX = "ID,Name,Email\n11,Max,max@x.de\n12,Max,max2@x.de"
SHORT = "ID,Name,Email\n101,Ann,one@x.de\n102,Ann,ann@x.de\n103,Bob,hw1@x.de\n104,Al Roe,al@x.de"
LONG = "ID,Name,Email\n2021001,Max Born,q@x.de\n2021002,Max Planck,mp@x.de\n2021003,Ann Lee,ab@x"


def listed(roster: str) -> ClassList:
    """Return the students of a roster."""
    return ClassList(people_of([line.split(",") for line in roster.split("\n")]))


def told(roster: str, name: str) -> list[str]:
    """Return the IDs of those whose paper a folder may be."""
    [owner] = owners_of([name, "a.txt"], {})
    return [person.id for person in listed(roster).candidates(owner.person)]


@pytest.mark.parametrize(
    ("roster", "name"),
    [
        (PHYSICS, "Max Planck"),
        (PHYSICS, "Max Planck_1234567_assignsubmission_file_"),
        (PHYSICS, "hw3 max planck"),
        (ZHANG, "Zhao Wei"),
        (ZHANG, "wei_zhao_final"),
        (SHORT, "group_hw1"),
        (SHORT, "Ann Karl"),
    ],
)
def test_a_login_that_may_be_a_first_name_tells_nothing_beside_a_last_one(
    roster: str, name: str
) -> None:
    """The paper went to somebody else, who had handed in another one, or none."""
    assert told(roster, name) == []


@pytest.mark.parametrize(
    ("roster", "name", "student"),
    [
        (PHYSICS, "max", "11"),
        (PHYSICS, "max_hw3_final", "11"),
        (ZHANG, "submission (wei)", "1"),
        (TWO_MAX, "12_Max", "12"),
        (TWO_MAX, "11 Max", "11"),
        (TWO_MAX, "max2 perceptron", "12"),
        (PHYSICS, "Max_11", "11"),
        (SHORT, "101_Ann", "101"),
        (SHORT, "102_Ann", "102"),
        (SHORT, "Bob 103 hw", "103"),
        (LONG, "AnnLee2021003", "2021003"),
        (LONG, "Ann Lee2021003", "2021003"),
        (LONG, "2021001_Max", "2021001"),
        (LONG, "bornmax_2021001_98_hw", "2021001"),
        (LONG, "2021001 Tom", "2021001"),
        (LONG, "2021003AnnLee", "2021003"),
        (LONG, "hw3 mp@x.de final", "2021002"),
        (SHORT, "Ann102", "102"),
        (SHORT, "hw 103 Al Roe", "104"),
        (SHORT, "Al Roe 3", "104"),
    ],
)
def test_an_id_beside_the_name_of_its_student_is_theirs(
    roster: str, name: str, student: str
) -> None:
    """However short it is; and a login alone, or beside words that are no name."""
    assert told(roster, name) == [student]


@pytest.mark.parametrize(
    "person",
    [
        Person("Max Planck", id="2021001"),
        Person("Planck, Max", id="2021001"),
        Person("Max Planck", email="q@x.de"),
        Person("Max Planck", id="2021002", email="q@x.de"),
        Person("Max Planck", id="2021001", email="mp@x.de"),
        Person("2021001_Max Planck"),
        Person("planckmax_2021001_98_hw"),
        Person("MaxPlanck2021001"),
        Person("2021001MaxPlanck"),
        Person("Max Planck q@x.de"),
        Person("hw3_2021001_2021002"),
    ],
)
def test_an_id_of_one_and_a_name_of_another_are_nobodys(person: Person) -> None:
    """One mistyped digit gave a paper to somebody else, without a word."""
    roster = listed(LONG)
    assert roster.find(person) is None
    assert {one.id for one in roster.candidates(person)} == {"2021001", "2021002"}


@pytest.mark.parametrize("name", ["hw101_Ann", "cs101_Ann", "Ann_hw102"])
def test_a_number_joined_to_another_word_is_no_id(name: str) -> None:
    """Of two students with one name, it would be taken for that of one of them."""
    assert told("ID,Name\n101,Ann\n102,Ann", name) == []


@pytest.mark.parametrize("name", ["103_Al Roe", "Al Roe (103)", "Roe, Al 103"])
def test_a_short_id_of_one_and_a_name_of_another_are_nobodys(name: str) -> None:
    """One that stands by itself, and behind no word such as `hw`."""
    assert sorted(told(SHORT, name)) == ["103", "104"]


def test_two_names_beside_one_address_are_two_papers(tmp_path, capsys):
    """As beside one ID; the later one overruled the other."""
    rows = "q@x.de,Max Born,0.3775,0.3925\nq@x.de,Max Planck,0.9,0.9\nq@x.de,M. Born,0.3775,0\n"
    (tmp_path / "form.csv").write_text(f"Email,Name,net_h1,net_h2\n{rows}")
    call = ["grade", "mazur", str(tmp_path / "form.csv"), "-o", str(tmp_path / "out")]
    assert run([*call, "--lang", "en", "--only", "net"]) == 1
    text = (tmp_path / "out" / "class.csv").read_text("utf-8-sig")
    marks = {row["student"]: row["mark"] for row in csv.DictReader(text.splitlines())}
    assert marks == {"Max Born": "1", "Max Planck": "0"}
    assert "it may be of Max Born q@x.de, Max Planck q@x.de" in capsys.readouterr().out


def test_what_the_platform_says_is_believed() -> None:
    """Whatever name it has there."""
    roster = listed("Participant,ID,Name\n77,1,Ann Lee\n78,2,Bob Ray")
    assert [one.id for one in roster.candidates(Person("Bob Ray", participant="77"))] == ["1"]


FORM = """Timestamp,ID,Name,net_h1,net_h2
2026-11-01 10:00,2021001,Max Born,0.3775,0.3925
2026-11-01 11:00,2021001,Max Planck,0.9,0.9
2026-11-01 12:00,2021003,A. Lee,0.9,0.9
2026-11-01 13:00,2021003,Ann Lee,0.3775,0.3925
"""


@pytest.mark.parametrize("roster", ["", LONG])
def test_two_names_beside_one_id_are_two_papers(roster, tmp_path, capsys):
    """The later one overruled the other; a name that is only shortened is the same student."""
    (tmp_path / "form.csv").write_text(FORM)
    options = ["--roster", str(tmp_path / "roster.csv")] if roster else []
    (tmp_path / "roster.csv").write_text(roster)
    out = tmp_path / "out"
    call = ["grade", "mazur", str(tmp_path / "form.csv"), "-o", str(out), "--lang", "en"]

    assert run([*call, *options]) == 1

    rows = csv.DictReader((out / "class.csv").read_text("utf-8-sig").splitlines())
    scores = {(row["student"], row["score"]) for row in rows}
    lee = "Ann Lee" if roster else "A. Lee"
    assert scores >= {("Max Born", "2"), ("Max Planck", "0"), (lee, "2")}
    assert "Look at Max Planck: whose it is, is not clear; it may be of Max Born 2021001" in (
        capsys.readouterr().out
    )
