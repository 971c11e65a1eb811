"""What `sheet --key` writes is read back by `check`, and nothing but the answers is."""

import json

import pytest

from benchmarks.notation_pairs import pairs
from bpcalc.cli import run
from bpcalc.notation.notations import NOTATIONS
from tests.helpers.ranges import LONG


def key_of(capsys, tmp_path, *arguments, suffix="yaml"):
    """Return a file with the key of a sheet."""
    path = tmp_path / f"key.{suffix}"
    assert run(["sheet", *arguments, "--key", "-o", str(path)]) == 0
    capsys.readouterr()
    return path


def marked(capsys, *arguments):
    """Return exit code and record of a marked sheet."""
    code = run(["check", *map(str, arguments), "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("epochs", ["1", "2"])
def test_headings_are_no_answers(capsys, tmp_path, language, epochs):
    """`# sample 1: Output layer: gradients (2 decimals, 2 significant digits below 0.1)` is one."""
    options = ("batch-momentum", "--decimals", "2", "--epochs", epochs)
    key = key_of(capsys, tmp_path, *options, "--lang", language)
    assert "0.1" in key.read_text(encoding="utf-8").replace("0.1\n", "")

    code, marking = marked(capsys, options[0], key, *options[1:])

    assert (code, marking["unknown"]) == (0, [])
    assert marking["score"] == marking["max_score"]


def test_a_name_of_an_epoch_that_is_asked_for_is_only_unknown(capsys, tmp_path):
    """`--epochs 2` was given, and need not be asked for."""
    key = key_of(capsys, tmp_path, "mazur", "--epochs", "2")
    more = "Output layer@e2: 0.1\nOutput layer@e3: 0.1\n"
    key.write_text(key.read_text(encoding="utf-8") + more, encoding="utf-8")

    told = marked(capsys, "mazur", key, "--epochs", "2")[1]["unknown"]

    assert ["asks for it" in each for each in told] == [False, True]


@pytest.mark.parametrize(
    ("exercise", "format_", "place"),
    [
        ("mazur", "yaml", 0),
        ("regression", "csv", 1),
        ("fausett", "markdown", 2),
        ("softmax", "yaml", 3),
    ],
)
def test_keys_in_one_notation_are_right_in_every_other(exercise, format_, place):
    """Whatever stands under a name in another book: the names of a sheet are told all at once."""
    notations = [*NOTATIONS] if LONG else [*NOTATIONS][place::4]
    found = list(pairs([exercise], [format_], notations))
    assert len(found) >= len(NOTATIONS)
    assert [str(pair) for pair in found if pair.is_wrong] == []


def test_a_batch_in_another_notation():
    """`db1_1@all` is a gradient as `db1_1@s1` is, and `L@s1` an error."""
    told = list(pairs(["batch-momentum"], ["markdown"], ["ng"]))

    assert [str(pair) for pair in told if pair.is_wrong or pair.unread] == []


def test_changes_of_0_are_no_gradients(capsys, tmp_path):
    """Of an input that is 0, both are: `dw13@s1` told nothing, and its fellows meant nothing."""
    key = key_of(capsys, tmp_path, "xor", "--notation", "han-kamber")

    code, marking = marked(capsys, "xor", key)

    assert (code, marking["unknown"], marking["first_error"]) == (0, [], None)
    names = {mark["name"] for mark in marking["marks"] if mark["verdict"] == "blank"}
    assert all(name.startswith("dE/d") for name in names)


def test_the_notation_of_a_sheet_is_told(capsys, tmp_path):
    """And every name that means something else here; what nobody asks for is said."""
    key = key_of(capsys, tmp_path, "mazur", "--notation", "zhou")

    code, marking = marked(capsys, "mazur", key)

    assert (code, marking["unknown"], marking["first_error"]) == (0, [], None)
    first, *others = marking["notes"]
    assert first == "the names on this sheet are those of the notation zhou, and are read so"
    assert "`e_1` is read as delta_h1" in others
    assert "`dw_11` is the change of the weight, which nobody asks for" in others
    assert not [each for each in others if "beta_1" in each or "twice" in each]


@pytest.mark.parametrize(("exercise", "option"), [("mazur", "zhou"), ("z-a", "ng"), ("ng", "z-a")])
def test_a_mistake_in_another_notation_is_found(capsys, tmp_path, exercise, option):
    """The error that comes to the hidden unit, without the slope of the unit itself."""
    own = () if exercise == "mazur" else ("--notation", exercise)
    key = key_of(capsys, tmp_path, "mazur", "--notation", option)
    text = key.read_text(encoding="utf-8")
    assert text.count("0.008771") == 1
    key.write_text(text.replace("0.008771", "0.03635"), encoding="utf-8")

    code, marking = marked(capsys, "mazur", key, *own)

    assert code == 1
    wrong = [mark for mark in marking["marks"] if mark["verdict"] == "mistake"]
    assert [mark["mistakes"][0]["id"] for mark in wrong] == ["no_fprime"]


def test_names_of_the_exercise_stay_its_own(capsys, tmp_path):
    """Wrong numbers under them are not read as another book would."""
    key = key_of(capsys, tmp_path, "mazur", "--notation", "z-a")
    lines = key.read_text(encoding="utf-8").splitlines()
    nets = [line for line in lines if line.startswith(("z2_", "z3_", "a2_", "a3_"))]
    key.write_text("\n".join(nets).replace("0.3775", "0.4775"), encoding="utf-8")

    code, marking = marked(capsys, "mazur", key, "--notation", "z-a")

    assert (code, marking["first_error"]) == (1, "z2_1")
    assert not [each for each in marking["notes"] if "notation" in each]


@pytest.mark.parametrize(
    ("exercise", "other", "names"),
    [
        ("mazur", "zhou", ["beta_1", "e_1", "e_2", "w_11_new"]),
        ("mazur", "han-kamber", ["O_5", "Err_3", "E", "dw13"]),
        ("thresholds", "zhou", ["alpha_2", "w_21_new", "w_12_new", "E_k"]),
    ],
)
def test_a_few_lines_in_another_notation_keep_to_its_conventions(
    capsys, tmp_path, exercise, other, names
):
    """One delta tells no sign and one net input no threshold, but the names of all do."""
    paper = tmp_path / "paper.txt"
    key = key_of(capsys, tmp_path, exercise, "--notation", other).read_text(encoding="utf-8")
    written = [line for line in key.splitlines() if line.partition(":")[0] in names]
    assert len(written) == len(names)
    paper.write_text("\n".join(written), encoding="utf-8")

    code, marking = marked(capsys, exercise, paper, "--notation", "mazur")

    assert (code, marking["unknown"], marking["first_error"]) == (0, [], None)
    told = {mark["verdict"] for mark in marking["marks"] if mark["written"] is not None}
    assert "convention" in told
    assert told <= {"convention", "right", "jump"}


@pytest.mark.parametrize("beside", ["eta: 0.5", "remark: none", "time: 45", "E: 0.2984", ""])
def test_what_stands_beside_the_names_of_a_book_changes_nothing(capsys, tmp_path, beside):
    """One line more, which the book has no name for, made `beta_1` a delta again."""
    key = key_of(capsys, tmp_path, "mazur", "--notation", "zhou")
    key.write_text(f"{key.read_text(encoding='utf-8')}{beside}\n", encoding="utf-8")

    _, marking = marked(capsys, "mazur", key)

    assert marking["first_error"] is None
    assert marking["score"] == 23


def test_inputs_that_a_sheet_states_are_those_of_its_book(capsys):
    """Han and Kamber begin with `O_1`, which is the first output in other books."""
    words = "O_1=0.05 O_2=0.10 I_3=0.3775 I_4=0.3925 O_3=0.5933 O_4=0.5969 I_5=1.1059 I_6=1.2249"

    code, marking = marked(capsys, "mazur", *words.split(), "O_5=0.7514", "O_6=0.7729")

    assert (code, marking["score"], marking["unknown"]) == (0, 8, [])


def test_an_exercise_keeps_names_that_it_reads_as_well_as_a_book(capsys):
    """`z2_1` is a net input of its output layer, and the numbers follow from a wrong one."""
    words = ["z2_1=1.2059", "z2_2=1.3249", "a2_1=0.7696", "a2_2=0.7900", "C=0.3000"]

    _, marking = marked(capsys, "mazur", *words, "--notation", "ng")

    assert marking["first_error"] == "z2_1"
    assert not [each for each in marking["notes"] if "notation" in each]
    assert marking["score"] == 3


def test_one_wrong_weight_leaves_the_deltas_to_the_convention_of_their_book(capsys, tmp_path):
    """The notation tells the sign, so that a wrong number beside them does not take it away."""
    key = key_of(capsys, tmp_path, "mazur", "--notation", "fausett")
    text = key.read_text(encoding="utf-8")
    assert "v22_new: 0.2995" in text
    key.write_text(text.replace("v22_new: 0.2995", "v22_new: 0.5990"), encoding="utf-8")

    _, marking = marked(capsys, "mazur", key)

    assert marking["first_error"] == "w4_new"
    verdicts = {mark["name"]: mark["verdict"] for mark in marking["marks"]}
    assert {verdicts["delta_o1"], verdicts["delta_o2"]} == {"convention"}
    assert [name for name, verdict in verdicts.items() if verdict in ("mistake", "slip")] == []


@pytest.mark.parametrize("name", ["# notation", "# note", "# with hints"])
def test_a_name_in_a_file_is_no_mark_of_the_program(capsys, tmp_path, name):
    """It is a name that means nothing, and nothing is read by it."""
    paper = tmp_path / "paper.json"
    paper.write_text(json.dumps({name: "zhou", "net_h1": 0.3775}), encoding="utf-8")

    code, marking = marked(capsys, "mazur", paper)

    assert code == 1
    assert [mark["written"] for mark in marking["marks"] if mark["written"]] == ["0.3775"]
    assert any(name in told for told in marking["unknown"])
    assert "zhou" not in marking["notes"]
