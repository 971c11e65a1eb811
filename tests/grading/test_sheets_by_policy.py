"""What `grading` in an exercise asks for is what its sheet, its key and its page ask for."""

import pytest

from bpcalc.cli import run
from bpcalc.exercise.sources import built_in_path


@pytest.fixture
def exercise(tmp_path, request):
    """Return the example of Mazur with a policy, as a file."""
    path = tmp_path / "exercise.yaml"
    text = built_in_path("mazur").read_text("utf-8")
    path.write_text(f"{text}\ngrading: {request.param}\n", "utf-8")
    return path


POLICIES = ["{epochs: 2}", "{decimals: 6}", "{significant: 3}", "{only: [delta, new]}"]


@pytest.mark.parametrize("exercise", POLICIES, indirect=True)
def test_the_key_of_a_sheet_gets_full_marks(exercise, tmp_path, capsys):
    """And so does the key in a table."""
    for name in ("key.yaml", "key.csv"):
        key = tmp_path / name
        assert run(["sheet", str(exercise), "--key", "-o", str(key)]) == 0
        capsys.readouterr()
        assert run(["check", str(exercise), str(key), "--lang", "en"]) == 0
        marks = next(line for line in capsys.readouterr().out.splitlines() if " marks (" in line)
        assert " marks (100 %): " in marks
    page = tmp_path / "page.html"
    assert run(["sheet", str(exercise), "-o", str(page)]) == 0


@pytest.mark.parametrize("exercise", ["{epochs: 2, decimals: 6}"], indirect=True)
def test_the_command_line_wins(exercise, capsys):
    """Over the exercise, in each of what it says."""
    assert run(["sheet", str(exercise), "--key", "--epochs", "1", "--significant", "3"]) == 0
    key = capsys.readouterr().out

    assert "@e2" not in key
    assert "net_h1: 0.378\n" in key


@pytest.mark.parametrize(
    ("exercise", "names"),
    [("{epochs: 2, points: {delta: 2}}", "epochs, points"), ("{out_of: 10}", "")],
    indirect=["exercise"],
)
def test_a_quiz_says_what_it_does_not_keep(exercise, names, tmp_path, capsys):
    """Platforms ask and mark by rules of their own."""
    call = ["export", str(exercise), "--to", "gift", "-o", str(tmp_path / "quiz.gift")]
    assert run([*call, "--lang", "en"]) == 0
    said = capsys.readouterr().err

    assert said.endswith(f"are not used: {names}\n" if names else "")
    assert bool(names) == ("are not used" in said)
