"""New exercises as pages: made and marked again by the call that stands on them."""

import json
import shlex

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.exercise.sources import load
from tests.helpers.practice_page import data_in


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    """Work in a folder of one's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def data(file):
    """Return what the script of a page knows."""
    return data_in(file.read_text("utf-8"))


def test_a_new_exercise_to_practise_on(in_a_folder, capsys):
    """The page is that of `sheet`; and the call on it gives the exercise once more."""
    call = ["new", "mazur", "--seed", "3", "--lang", "en"]
    assert run([*call, "-o", "practice.html"]) == 0
    assert run([*call, "-o", "exercise.yaml"]) == 0

    page = data(in_a_folder / "practice.html")
    command, check = page["file"]["head"][0].split(" | ")
    assert check.startswith("bpcalc check - ")
    capsys.readouterr()
    assert run([*shlex.split(command)[1:], "--lang", "en"]) == 0
    again = capsys.readouterr().out
    assert (in_a_folder / "exercise.yaml").read_text("utf-8").startswith(again)
    given = bpcalc.solve(in_a_folder / "exercise.yaml")["w1"]
    assert page["givens"]["w1"] == str(given.value)


@pytest.mark.parametrize(("option", "sign"), [("--live", "data-slider"), ("--page=exam", "Exam")])
def test_other_pages_of_a_new_exercise(in_a_folder, option, sign):
    """One that computes, and one that only collects."""
    file = in_a_folder / "page.html"
    assert run(["new", "single-neuron", "--seed", "3", option, "-o", "page.html"]) == 0
    text = file.read_text("utf-8")
    assert sign in text
    assert '"book"' not in text
    assert run(["new", "single-neuron", "--seed", "4", option, "-o", "page.html"]) == 0
    file.write_text("mine", "utf-8")
    assert run(["new", "single-neuron", "--seed", "3", option, "-o", "page.html"]) == 2
    assert file.read_text("utf-8") == "mine"


def test_a_set_is_one_page(in_a_folder, capsys):
    """Its exercises are the versions that a folder has; each file of answers says which."""
    call = ["new", "single-neuron", "-n", "3", "--seed", "5", "--lang", "en"]
    assert run([*call, "-o", "set.html"]) == 0
    assert "3 exercises" in capsys.readouterr().err
    assert run([*call, "-o", "versions"]) == 0

    page = in_a_folder / "set.html"
    assert sorted(each.name for each in in_a_folder.iterdir()) == ["set.html", "versions"]
    code = data(page)["file"]["head"][1].removeprefix("version ")
    assert code in (in_a_folder / "versions" / "versions.csv").read_text("utf-8")
    others = data_in(page.read_text("utf-8"), "others")
    assert len(others) == 2
    second = load(in_a_folder / "versions" / "v02.yaml")
    assert (
        f"#{second.layers[0].weights[0][0].text}"
        in json.dumps(others[0]) + (data(page)["book"]["trees"])
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("--live", "-o live.html"),
        ("--live -o live.yaml", "-o live.html"),
        ("--live -n 3 -o live.html", "one exercise"),
        ("--live --page exam -o x.html", "two pages"),
        ("--page exam", "-o page.html"),
        ("--page exam -n 3 -o x.html", "-o DIR"),
        ("--roster class.csv -o x.html", "-o DIR"),
    ],
)
def test_what_makes_no_page(in_a_folder, capsys, arguments, says):
    """Is refused in one sentence, and nothing is written."""
    assert run(["new", "mazur", *arguments.split(), "--lang", "en"]) == 2
    assert says in capsys.readouterr().err
    assert not list(in_a_folder.iterdir())
