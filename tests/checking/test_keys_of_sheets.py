"""What `sheet --key` writes is read back by `check`, and nothing but the answers is."""

import json

import pytest

from bpcalc.cli import run


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
