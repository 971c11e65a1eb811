"""A notation of one's own, in a YAML file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.cli import cli
from bpcalc.errors import ExerciseError
from bpcalc.exercise.own_notation import in_notation, load_notation
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import built_in, load
from bpcalc.exercise.writer import write
from bpcalc.maths.kinds import UNASKED
from bpcalc.maths.optimisers import OPTIMISERS
from bpcalc.notation.notations import NOTATIONS
from bpcalc.solution import Solution

RUSSIAN = """
like: mazur
source: a Russian course
delta: t-o
lines: direct
names:
  input: {name: "I{j}", symbol: "I_[{j}]"}
  net: H{j}input
  net output: O{j}input
  out: H{j}output
  out output: O{j}output
  delta: {name: "GRAD_H{j}", symbol: "δ_H{j}"}
  delta output: {name: "GRAD_O{j}", symbol: "δ_O{j}"}
  target: ideal{j}
  learning_rate: {name: E, symbol: ε}
  total_error: Err
"""

EXERCISE = """
notation: mine.yaml
layers: [2, 2, 1]
inputs: [1, 0]
targets: [1]
learning_rate: 0.7
weights: {w1: 0.45, w2: 0.78, w3: -0.12, w4: 0.13, w5: 1.5, w6: -2.3}
numbering: from
"""


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """A folder with a notation and an exercise that names it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(RUSSIAN, encoding="utf-8")
    (tmp_path / "exercise.yaml").write_text(EXERCISE, encoding="utf-8")
    return tmp_path


def refused(text, tmp_path):
    """Return what is said about the text of a notation."""
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExerciseError) as error:
        load_notation(str(path))
    return str(error.value).replace(str(tmp_path) + "/", "")


def test_a_source_that_is_none_is_refused_or_left_out(tmp_path):
    """A list and an empty key are told; an empty text leaves the source of the book."""
    assert "expected the source, a text" in refused("source: [1]\n", tmp_path)
    assert "`source` has no value" in refused("source:\n", tmp_path)

    (tmp_path / "mine.yaml").write_text("like: zhou\nsource: ''\n", encoding="utf-8")
    assert load_notation(str(tmp_path / "mine.yaml")).source == NOTATIONS["zhou"].source


def test_it_is_used(mine):
    """Names, symbols, the sign of delta and the way of working are those of the file."""
    solution = bpcalc.solve("exercise.yaml")

    assert solution.symbol(solution["H1input"]) == "H1input"
    assert solution.symbol(solution["GRAD_O1"]) == "δ_O1"
    assert round(float(solution["H1output"].value), 2) == 0.61  # as the course prints it
    assert solution.formula(solution["H1input"]) == "w1·I₁ + w3·I₂"
    assert solution.formula(solution["GRAD_O1"]) == "(ideal1 - O1output)·O1output·(1 - O1output)"
    assert solution.exercise.delta == "t-o"


def test_every_name_reads_back(mine):
    """`check` knows every quantity by its name in the file, and finds nothing wrong."""
    exercise = bpcalc.load("exercise.yaml")
    solution = Solution(calculate(exercise))
    words = [
        f"{solution.spelling.full(line.key)}={line.value:.12g}"
        for line in solution
        if line.key.kind not in UNASKED and line.key.epoch == 1
    ]

    result = CliRunner().invoke(cli, ["check", "exercise.yaml", *words])

    assert result.exit_code == 0, result.output
    sheet = CliRunner().invoke(cli, ["sheet", "exercise.yaml", "--key"])
    (mine / "key.yaml").write_text(sheet.stdout, encoding="utf-8")
    assert "GRAD_H1:" in sheet.stdout
    assert CliRunner().invoke(cli, ["check", "exercise.yaml", "key.yaml"]).exit_code == 0


def test_it_is_in_every_format(mine):
    """JSON has the names; every format can set the symbols."""
    for suffix in ("json", "html", "tex", "md", "csv", "xlsx", "py", "svg"):
        result = CliRunner().invoke(cli, ["step", "exercise.yaml", "-o", f"out.{suffix}"])
        assert result.exit_code == 0, (suffix, result.output)
    assert '"name": "GRAD_O1"' in (mine / "out.json").read_text(encoding="utf-8")
    assert '"notation": "mine.yaml"' in (mine / "out.json").read_text(encoding="utf-8")
    live = CliRunner().invoke(cli, ["step", "exercise.yaml", "--live", "-o", "live.html"])
    assert live.exit_code == 0, live.output


def test_the_option_takes_a_file_too(mine):
    """`--notation mine.yaml` sets out any exercise so."""
    result = CliRunner().invoke(cli, ["why", "mazur", "H1input", "--notation", "mine.yaml"])

    assert result.exit_code == 0, result.output
    assert "H1input" in result.stdout


def test_round_trip(mine):
    """An exercise is written with the name of the file, and training saves into it."""
    exercise = bpcalc.load("exercise.yaml")

    assert read(write(exercise).encode(), "again.yaml").exercise == exercise
    saved = CliRunner().invoke(
        cli, ["train", "exercise.yaml", "--epochs", "3", "--save", "trained.yaml"]
    )
    assert saved.exit_code == 0, saved.output
    assert bpcalc.load("trained.yaml").own_notation == exercise.own_notation


def test_the_template_is_the_usual_notation(tmp_path):
    """What `--template` prints can be used as it is, in both languages."""
    for language in ("en", "zh"):
        command = ["notations", "--template", "--lang", language]
        printed = CliRunner().invoke(cli, command)
        path = tmp_path / "mine.yaml"
        path.write_text(printed.stdout, encoding="utf-8")

        notation = load_notation(str(path))

        assert dict(notation.forms) == dict(NOTATIONS["mazur"].forms)
        assert notation.working == NOTATIONS["mazur"].working


@pytest.mark.parametrize("name", NOTATIONS)
def test_like_any_book(name, tmp_path):
    """A file may start from every notation, and be that notation."""
    path = tmp_path / "mine.yaml"
    path.write_text(f"like: {name}\n", encoding="utf-8")

    assert load_notation(str(path)).forms == NOTATIONS[name].forms


def test_the_letter_of_the_error(tmp_path):
    """Gradients have the letter of the error."""
    path = tmp_path / "mine.yaml"
    path.write_text('error_letter: J\nnames: {total_error: "J"}\n', encoding="utf-8")

    solution = Solution(calculate(in_notation(bpcalc.load("mazur"), str(path))))

    assert solution.symbol(solution["dJ/dw5"]) == "∂J/∂w5"
    assert solution.symbol(solution["dJ/dout_o1"]) == "∂J/∂out_o1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("like: mazurr\n", "mine.yaml:1:7: expected a notation, found `mazurr`; did you mean"),
        ("delta: o-x\n", "mine.yaml:1:8: expected one of: o-t, t-o, found `o-x`"),
        ("lines: foo\n", "mine.yaml:1:8: expected one of: chain, direct"),
        ("colour: red\n", "mine.yaml:1:1: unknown key `colour`"),
        ("names: [1]\n", "mine.yaml:1:8: expected quantities with their names"),
        ("names: {inpt: x}\n", "no kind of quantity `inpt`; did you mean `input`?"),
        ("names: {net hiden: x}\n", "no place `hiden`; did you mean `hidden`?"),
        ("names: {delta: 'd{q}'}\n", "`{q}` cannot be filled in here"),
        ("names: {total_error: 'C{j}'}\n", "`{j}` cannot be filled in here; what can: nothing"),
        ("names: {weight_gradient: 'g{n}'}\n", "`{n}` cannot be filled in here"),
        ("names: {bias shared: 'b{j}'}\n", "`{j}` cannot be filled in here"),
        ("names: {bias: 'b{'}\n", "a brace stands alone"),
        ("names: {out: 'a {j}'}\n", "has a blank in it"),
        ("names: {out: 'a[{j}]'}\n", "brackets stand behind `_` or `^` only"),
        ("names: {out: ''}\n", "found nothing"),
        ("names: {out: {symbol: a}}\n", "this has no `name`"),
        ("names: {target: '目标{j}'}\n", "has to be of plain letters"),
        ("names: {out: '{j}a'}\n", "`1a`"),
        ("names: {net: 'n{j}', out: 'n{j}'}\n", "`n1` would be the name of two quantities"),
        ("names: {net: 'z{j}'}\n", "net input (h1) and net input (o1)"),
        ("names: {weight: 'w'}\n", "would be the name of two quantities"),
        ("names: {weight_gradient: 'g'}\n", "would be the name of two quantities"),
        ("names: {momentum: eta}\n", "learning rate and momentum"),
        ("like: mazur\nlike: ng\n", "mine.yaml:2:1: the key `like` stands on line 1 already"),
        ("[1, 2\n", "mine.yaml"),
        ("7\n", "expected a notation"),
        (" \n", "mine.yaml:1:1: the file is empty"),
    ],
)
def test_faults(text, says, tmp_path):
    """Every part is looked at, and what cannot be used is answered with file and line."""
    assert says in refused(text, tmp_path)


def test_a_missing_file(mine):
    """The exercise says which file it wants."""
    (mine / "mine.yaml").unlink()

    with pytest.raises(ExerciseError, match=r"exercise.yaml:2:11: the notation `mine.yaml` cannot"):
        bpcalc.load("exercise.yaml")


def test_networks_in_which_names_are_not_enough(mine):
    """Where a notation has no layers in its names, a network with more of them is refused."""
    with pytest.raises(ExerciseError, match="two quantities"):
        in_notation(bpcalc.load("two-hidden-layers"), "mine.yaml")
    deep = EXERCISE.replace("layers: [2, 2, 1]", "layers: [2, 1, 1, 1]")
    deep = deep.replace("w5: 1.5, w6: -2.3", "").replace("w4: 0.13, ", "w4: 0.13")
    with pytest.raises(ExerciseError, match=r"exercise.yaml:2:11: `H1input` would be"):
        read(deep.encode(), "exercise.yaml")


def test_notations_shows_it(mine):
    """The command looks at the file and shows it."""
    result = CliRunner().invoke(cli, ["notations", "mine.yaml", "--width", "80"])

    assert result.exit_code == 0
    assert "GRAD" not in result.stdout  # symbols, not names
    assert "δ_O1" in result.stdout
    assert "a Russian course" in result.stdout


@pytest.mark.sampled(5)
@pytest.mark.parametrize("like", ["mazur", "ng"])
@pytest.mark.parametrize("name", list(built_in()))
def test_every_built_in_exercise_can_be_written_in_a_notation_of_ones_own(
    name: str, like: str, tmp_path: Path
) -> None:
    """With connections that skip a layer, and with momentum, too."""
    path = tmp_path / "mine.yaml"
    path.write_text(f"like: {like}\nnames:\n  total_error: Err\n", encoding="utf-8")
    exercise = in_notation(load(name), str(path))
    solution = Solution(calculate(exercise))
    assert any(solution.name(line).startswith("Err") for line in solution)


@pytest.mark.parametrize("rule", [*OPTIMISERS, "rates"])
def test_exercises_of_every_optimiser_can_be_written_in_a_notation_of_ones_own(
    rule: str, mine: Path
) -> None:
    """A notation that the file names, and one of the call; layers may have rates of their own."""
    file = mine / "exercise.yaml"
    more = "" if rule == "rates" else f"optimizer: {rule}\n"
    (mine / "mine.yaml").write_text(RUSSIAN.replace("symbol: ε", "symbol: η"), "utf-8")
    text = file.read_text("utf-8") + more
    if rule == "rates":
        text = text.replace("learning_rate: 0.7", "learning_rate: [0.7, 0.1]")
    reading = read(text.encode(), str(file)).exercise
    assert in_notation(reading, "mine.yaml").own_notation == reading.own_notation


@pytest.mark.parametrize("name", list(built_in()))
def test_every_exercise_is_written_so_that_it_can_be_read_in_every_notation(name: str) -> None:
    """Also one that says how its weights are counted, which only some notations do."""
    for notation in NOTATIONS:
        exercise = in_notation(load(name), notation)
        again = read(write(exercise).encode(), "again.yaml").exercise
        assert (again.notation, again.units) == (notation, exercise.units)
        assert again.layers == exercise.layers


def test_an_omega_of_a_notation_stays_one(tmp_path, monkeypatch):
    """Elsewhere it is a w."""
    monkeypatch.chdir(tmp_path)
    names = '{weight: {name: "om{n}", symbol: "ω_[{n}]"}, input: {name: "w{j}", symbol: "w_[{j}]"}}'
    (tmp_path / "mine.yaml").write_text(f"like: mazur\nnames: {names}\n", encoding="utf-8")
    text = EXERCISE.replace("{w", "{ω").replace(" w", " ω")

    assert (
        read(text.encode(), "e.yaml").exercise.layers
        == read(EXERCISE.replace("notation: mine.yaml\n", "").encode(), "e.yaml").exercise.layers
    )
