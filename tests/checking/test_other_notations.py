"""Files of `step` in any notation, read for the exercise in its own."""

import json
import re
from importlib.resources import files

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading import own_pages
from bpcalc.cli import run
from bpcalc.errors import OtherNotation
from bpcalc.exercise.sources import built_in_path
from bpcalc.locale import say, speaking
from bpcalc.notation.notations import NOTATIONS

PAIRS = [
    ("han-kamber", "ng", "csv"),
    ("han-kamber", "zhou", "markdown"),
    ("mazur", "han-kamber", "csv"),
    ("mazur", "z-a", "json"),
    ("mazur", "hanliqun", "markdown"),
    ("fausett", "zhou", "csv"),
    ("fausett", "hanliqun", "markdown"),
    ("regression", "hanliqun", "markdown"),
    ("batch-momentum", "fausett", "markdown"),
    ("softmax", "ng", "markdown"),
    ("thresholds", "mazur", "markdown"),
    ("thresholds", "ng", "json"),
    ("two-hidden-layers", "zhou", "markdown"),
    ("sender-numbered", "sender-numbered", "markdown"),
]
"""Exercises, notations and formats; numbers of such files were called wrong, or put elsewhere."""


def written(tmp_path, name, notation, form, *more):
    """Return a file of `step`."""
    path = tmp_path / f"page.{form}"
    call = ["step", name, "--format", form, "-o", str(path), *more]
    assert run([*call, *(["--notation", notation] if notation in NOTATIONS else [])]) == 0
    return path


def marked(capsys, *call):
    """Return what `check` says in JSON."""
    capsys.readouterr()
    code = run(["check", *call, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("name", "notation", "form"), PAIRS)
def test_a_file_in_another_notation_is_all_right(tmp_path, capsys, name, notation, form):
    """It is known by its symbols; no number is called wrong, none is left blank."""
    path = written(tmp_path, name, notation, form)
    code, found = marked(capsys, name, str(path))

    assert (code, found["unknown"]) == (0, [])
    assert found["score"] == found["max_score"]
    assert found["notation"] == (notation if notation in NOTATIONS else "mazur")
    own = bpcalc.load(name).notation
    told = [note for note in found["notes"] if "this file is in the notation" in note]
    assert bool(told) == (notation in NOTATIONS and notation != own)


@pytest.mark.parametrize("notation", ["z-a", "hanliqun", "ng"])
@pytest.mark.parametrize("name", ["xor", "regression"])
def test_a_page_in_chinese_is_read_as_well(tmp_path, capsys, name, notation):
    """Also where the notation is named; own names of hidden units were taken for the output."""
    path = written(tmp_path, name, notation, "markdown", "--lang", "zh")
    code, found = marked(capsys, name, str(path), "--notation", notation)
    assert (code, found["unknown"]) == (0, [])
    assert found["score"] == found["max_score"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_counts_batches_and_names_count_updates(tmp_path, capsys, language):
    """`Epoch 2, batch 1` is of the third update where an epoch has two."""
    path = tmp_path / "batches.yaml"
    text = built_in_path("xor").read_text("utf-8")
    path.write_text(text.replace("update: online", "update: batch\nbatch_size: 2"), "utf-8")
    page = written(tmp_path, str(path), "ng", "markdown", "--epochs", "2", "--lang", language)
    code, found = marked(capsys, str(path), str(page), "--epochs", "2")
    assert (code, found["unknown"]) == (0, [])
    assert found["score"] == found["max_score"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("name", "notation"),
    [("xor", "han-kamber"), ("thresholds", "ng"), ("mazur", "zhou"), ("batch-momentum", "ng")],
)
def test_a_brief_page_in_any_notation_is_all_right(tmp_path, capsys, name, notation, language):
    """Many lines stand in a row there; `xor` had 85 marks of 113, and mistakes named."""
    path = written(tmp_path, name, notation, "markdown", "--brief", "--lang", language)
    code, found = marked(capsys, name, str(path))
    assert (code, found["unknown"]) == (0, [])
    assert found["score"] == found["max_score"]


def test_a_page_with_matrices_is_refused_with_a_sentence(tmp_path, capsys):
    """Half of it was read, and mistakes named in the other half."""
    path = written(tmp_path, "xor", "ng", "markdown", "--matrix")
    assert run(["check", "xor", str(path), "--lang", "en"]) == 2
    assert "this is a page of `bpcalc step --matrix`" in capsys.readouterr().err


def test_what_a_student_changes_on_a_page_is_marked(tmp_path, capsys):
    """A wrong number in a row, and a line below."""
    path = written(tmp_path, "mazur", "ng", "markdown")
    page = path.read_text("utf-8").replace("$0.298371$ |", "$0.3184$ |")
    path.write_text(page + "\nunits = 3\n", "utf-8")
    _, found = marked(capsys, "mazur", str(path))
    wrong = [mark["name"] for mark in found["marks"] if mark["verdict"] not in ("right", "follow")]
    assert wrong == ["L"]
    assert found["unknown"] == ["no quantity of this calculation is called `units`"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("pattern", "changed"),
    [
        (r"(?m)^(\| .*\|)$", r"\1 ok |"),
        (r"(?m)^(\| .*\|)$", r"\1 1 |"),
        (r"(?m)^(\| .*\S) *\|$", r"\1"),
    ],
)
def test_a_page_whose_tables_were_changed_is_read(tmp_path, capsys, language, pattern, changed):
    """A column was added behind the values, or the last bar of each row was lost."""
    path = written(tmp_path, "mazur", "mazur", "markdown", "--lang", language)
    page = path.read_text("utf-8")
    head, *rows = re.split(r"(?=\n\| (?:Symbol|符号) )", page)
    assert re.search(pattern, rows[0])
    path.write_text("".join([head, re.sub(pattern, changed, rows[0]), *rows[1:]]), "utf-8")
    code, found = marked(capsys, "mazur", str(path))
    assert (code, found["unknown"]) == (0, [])
    assert found["score"] == found["max_score"] == 31


@pytest.mark.sampled(20)
@pytest.mark.parametrize("more", [(), ("--brief",)])
@pytest.mark.parametrize(
    "line",
    [
        "So the total error E_total = 0.4 is large.",
        "E_total = 0.4.",
        "The total error is E_total = 0.4, as I found.",
        "总误差 E_total = 0.4 较大。",
        "**E_total = 0.4**",
        "net_h1 = 0.3775 &emsp; E_total: 0.4",
        "I get $E_{total} = 0.4$ here.",
        "Note: E_total = 0.4",
        "注：我算得 E_total = 0.4。",
        "Note: I get E_total ≈ 0.4",
        "≈: E_total = 0.4",
        "Source: E_total = 0.4",
        "**E_total** = 0.4",
        "**Answer:** E_total = 0.4",
        "**Total error: 0.4**",
        "E_total = ０．４。",
        r"$E_{\mathrm{total}}$: $0.4$ → $0.29$. The error has decreased.",
        "## E_total = 0.4",
        "Not worked out, because E_total = 0.4",
        "Total error: 0.4 &emsp; net_h1 = 0.3775",
    ],
)
def test_what_is_written_below_a_page_is_read_or_told(tmp_path, capsys, line, more):
    """Sentences, words beside formulas and bold lines went without a word."""
    path = written(tmp_path, "mazur", "mazur", "markdown", *more)
    _, before = marked(capsys, "mazur", str(path))
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")
    _, after = marked(capsys, "mazur", str(path))
    known = {*before["unknown"], *before["notes"]}
    told = [words for words in (*after["unknown"], *after["notes"]) if words not in known]
    assert any("total" in words or "总误差" in words for words in told)


def test_a_weight_below_a_page_is_no_given_one(tmp_path, capsys):
    """Its symbol is that of the old weight, which the page gives; its number is another one."""
    path = written(tmp_path, "mazur", "mazur", "markdown", "--part", "forward")
    path.write_text(f"{path.read_text('utf-8')}\n$w_5 = 0.36$\n", "utf-8")
    _, found = marked(capsys, "mazur", str(path))
    assert "`w_5` is read as w5_new" in found["notes"]


@pytest.mark.parametrize(
    "line",
    ["Note: E_total = 0.4", "E_total ≈ 0.4", "**Answer:** E_total = 0.4", "> I got E_total = 0.4"],
)
def test_an_answer_among_what_is_given_is_read_or_told(tmp_path, capsys, line):
    """Everything there went without a word."""
    path = written(tmp_path, "mazur", "mazur", "markdown")
    page = path.read_text("utf-8")
    path.write_text(page.replace("\n≈:", f"\n{line}\n\n≈:", 1), "utf-8")
    _, found = marked(capsys, "mazur", str(path))
    assert any("E_total" in words for words in (*found["unknown"], *found["notes"][:1]))


def _notes_of_pages():
    """Yield the notes that pages have, in both languages, with something in their gaps."""
    catalogue = (files("bpcalc") / "locale/zh/LC_MESSAGES/bpcalc.po").read_text("utf-8")
    quoted = r'((?:"[^\n]*"\n)+)'
    for told in re.findall(
        rf"#: bpcalc/report/(?:words|givens)[^\"]*msgid {quoted}msgstr {quoted}", catalogue
    ):
        words, theirs = ("".join(re.findall(r'"([^\n]*)"', part)) for part in told)
        if words.startswith("Note: ") and words != "Note: {note}.":
            for text in (words, theirs):
                yield re.sub(r"\{[a-z]+\}", "E", text.replace("{name} =", "f(net) ="))


def test_the_notes_of_pages_are_their_own():
    """All of them, as they stand in the catalogue."""
    notes = list(_notes_of_pages())
    assert len(notes) > 20
    assert [note for note in notes if not own_pages.SENTENCE.fullmatch(note)] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "With 4 decimals, small numbers would keep fewer than two digits; they have 2."),
        ("en", "Not worked out, because the exercise does not give enough for them: δ_h1."),
        ("zh", "题目给出的数据不够，以下各量没有计算：δ_h1。"),
        ("en", "Weights from the inputs to the hidden layer: 1,400 of them."),
        ("zh", "输入到隐藏层的权重：共 1,400 个。"),
        ("en", "Note: net_h1 is given as 0.4, which is used; w_1 * i_1 would give 0.3775."),
        ("zh", "注：题目给出 net_h1 = 0.4，计算中用此值；按 w_1 * i_1 计算则得 0.3775。"),
    ],
)
def test_the_sentences_of_a_page_are_no_answers(tmp_path, capsys, language, words):
    """Those with numbers or names of quantities in them."""
    path = written(tmp_path, "mazur", "mazur", "markdown", "--lang", language)
    path.write_text(path.read_text("utf-8").replace("\n## ", f"\n{words}\n\n## ", 2), "utf-8")
    code, found = marked(capsys, "mazur", str(path))
    assert (code, found["unknown"], found["score"]) == (0, [], 31)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("form", ["csv", "json", "markdown"])
@pytest.mark.parametrize(
    ("name", "epochs", "told"),
    [
        ("mazur", "2", "these are of epoch 2, which is not asked for; `--epochs 2` asks for it"),
        ("xor", "2", "these are of epoch 2, which is not asked for; `--epochs 2` asks for it"),
        ("tanh", "4", "these are of epochs 2 to 4, which are not asked for; `--epochs 4` asks"),
    ],
)
def test_a_file_of_more_epochs_says_so(tmp_path, capsys, name, epochs, told, form):
    """Its lines were said to fit no quantity; of `xor`, right ones of epoch 2 were called wrong."""
    path = written(tmp_path, name, "mazur", form, "--epochs", epochs)
    _, found = marked(capsys, name, str(path))
    (said,) = found["unknown"]
    assert told in said
    assert not any("left out" in note for note in found["notes"])
    assert {mark["verdict"] for mark in found["marks"]} == {"right"}


def test_whoever_cannot_change_the_notation_is_told(tmp_path):
    """As in a class, where one file is in a notation of its own."""
    path = written(tmp_path, "mazur", "ng", "csv")
    with pytest.raises(OtherNotation, match="--notation ng") as told:
        read_text(path.read_text("utf-8-sig"), Marker(bpcalc.load("mazur")).names)
    assert told.value.notation == "ng"

    sheet = bpcalc.check("mazur", path)
    assert sheet.flawless
    assert sheet.notation == "ng"


def test_the_words_of_a_page_are_those_that_step_writes():
    """In both languages."""
    for at, language in enumerate(("en", "zh")):
        with speaking(language):
            assert own_pages.HEADS[at] == (say("Symbol"), say("Formula"))
            assert own_pages.GIVEN_HEADINGS[at] == say("Given")
            assert {say("Value"), say("New value")} <= set(own_pages.VALUE_HEADS)
