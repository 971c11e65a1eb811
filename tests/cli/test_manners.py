"""What a person meets in the first minute."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import click
import pytest

from bpcalc.cli import cli, run
from bpcalc.cli.shells import completion_script

MAZUR = Path(__file__).parents[2] / "configs" / "mazur.yaml"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return the exit code of a call and what it prints."""
    code = run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_help_is_grouped_by_what_one_wants(capsys: pytest.CaptureFixture[str]) -> None:
    """Every command is in one of the groups, in both languages."""
    _, english, _ = said(capsys, "--help")
    _, chinese, _ = said(capsys, "--help", "--lang", "zh")

    titles = ["Learn:", "Mark:", "Set:", "Look up:"]
    assert [english.index(title) for title in titles] == sorted(map(english.index, titles))
    assert english.index("Mark:") < english.index("  check") < english.index("Set:")
    assert "学习：" in chinese
    assert "查阅：" in chinese


def test_what_a_command_does_is_said_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """No sentence of the first page is cut off, in either language."""
    for language in ("en", "zh"):
        _, page, _ = said(capsys, "--help", "--lang", language)
        assert not [line for line in page.splitlines() if line.endswith("...") and "[" not in line]
        assert "whatever you have of it." in page or "原样给出即可" in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_command_is_answered_with_the_help(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever says only in which language is shown what there is, in that language."""
    code, _, err = said(capsys, "--lang", language)

    assert code == 2
    assert err == said(capsys, "--help", "--lang", language)[1]


@pytest.mark.parametrize("word", [str(MAZUR), "mazur"])
def test_an_exercise_alone_is_worked(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`bpcalc exercise.yaml` is `bpcalc step exercise.yaml`."""
    assert said(capsys, word, "--brief")[:2] == said(capsys, "step", word, "--brief")[:2]


def test_why_without_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    """What is missing is the name, not a quantity called `mazur`."""
    code, _, err = said(capsys, "why", "mazur")

    assert code == 2
    assert "`why` needs a NAME, for example w5_new: bpcalc why mazur w5_new" in err


def test_exercise_and_answers_swapped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said in one sentence, with the call that was meant."""
    answers = tmp_path / "answers.yaml"
    answers.write_text("net_h1: 0.3775\n", encoding="utf-8")

    code, _, err = said(capsys, "check", str(answers), str(MAZUR))

    assert code == 2
    assert f"swapped; write `bpcalc check {MAZUR} {answers}`" in err


def test_the_file_beside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """e.yml for e.yaml."""
    (tmp_path / "e.yml").write_bytes(MAZUR.read_bytes())

    code, _, err = said(capsys, "step", str(tmp_path / "e.yaml"))

    assert code == 2
    assert f"did you mean {tmp_path / 'e.yml'}?" in err


def test_all_keys_are_listed_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two unknown keys like none there is: the list is written behind the first one."""
    path = tmp_path / "e.yaml"
    path.write_text("qqqq: 1\nzzzz: 2\n" + MAZUR.read_text("utf-8"), encoding="utf-8")

    _, _, err = said(capsys, "step", str(path))

    assert err.count("unknown key") == 2
    assert err.count("write one of: title") == 1


def test_a_gbk_exercise_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a file of answers is; it is told, because other encodings look the same."""
    path = tmp_path / "e.yaml"
    text = MAZUR.read_text("utf-8").replace("title: A step", "title: 例题 A step")
    path.write_bytes(text.encode("gbk"))

    code, out, err = said(capsys, "step", str(path))

    assert (code, out.splitlines()[0][:2]) == (0, "例题")
    assert err.count("e.yaml:1:1: the file is not in UTF-8 and was read as GB18030") == 1


def test_a_table_in_gbk_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By its own name."""
    (tmp_path / "d.csv").write_bytes("i1,目标_o1\n1,0\n".encode("gbk"))
    path = tmp_path / "e.yaml"
    path.write_text("samples: d.csv\nlearning_rate: 1\nweights: [[[0.5]]]\n", encoding="utf-8")

    code, _, err = said(capsys, "step", str(path))

    assert code == 0
    assert err.count("d.csv:1:1: the file is not in UTF-8 and was read as GB18030") == 1


def test_a_notation_in_gbk_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By its own name, too."""
    assert run(["notations", "--template"]) == 0
    template = capsys.readouterr().out.encode("gbk", "replace")
    (tmp_path / "mine.yaml").write_bytes("# 我的记号\n".encode("gbk") + template)
    path = tmp_path / "e.yaml"
    path.write_text(MAZUR.read_text("utf-8") + "\nnotation: mine.yaml\n", encoding="utf-8")

    code, _, err = said(capsys, "step", str(path))

    assert code == 0
    assert err.count("mine.yaml:1:1: the file is not in UTF-8 and was read as GB18030") == 1


KINDS = {
    "a PDF document": b"%PDF-1.4\n1 0 obj",  # a text but for what it says
    "an old Word or Excel file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50),
    "a JPEG picture": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a HEIC picture": b"\x00\x00\x00\x24ftypheic" + bytes(20),
    "a film": b"\x00\x00\x00\x24ftypisom" + bytes(20),
    "a WebP picture": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "a pickle of Python": b"\x80\x04\x95\x07\x00",
    "a Word document": ("word/document.xml",),
    "an Excel workbook": ("[Content_Types].xml", "xl/workbook.xml"),
    "a LibreOffice document (.odt)": ("mimetype", "content.xml"),
    "a file of NumPy arrays (.npz)": ("w1.npy", "b1.npy"),
    "a model of PyTorch": ("net/data.pkl", "net/version"),
    "a ZIP archive": ("exercise.yaml",),
    "a ZIP archive, not": b"PK\x03\x04 and nothing that could be unpacked\xff",
}
"""What is named as an exercise, by what is said of it: its bytes, or the files packed in it."""


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_exercise_is_told_by_its_kind(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is said of UTF-8 that nobody could follow."""
    path = tmp_path / "e.yaml"
    content = KINDS[kind]
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with ZipFile(path, "w") as archive:
            for name in content:
                archive.writestr(name, "application/vnd.oasis.opendocument.text")

    code, out, err = said(capsys, "step", str(path))

    assert (code, out) == (2, "")
    assert err.startswith(f"{path}:1:1: this is {kind}")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("name", ["a.xlsx", "samples.ods", "data.TXT"])
def test_samples_in_another_table_than_csv_are_told_what_to_do(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The name of such a file is no list."""
    path = tmp_path / "e.yaml"
    path.write_text(f"samples: {name}\nlearning_rate: 1\nweights: [[[0.5]]]\n", encoding="utf-8")

    code, _, err = said(capsys, "step", str(path))

    assert code == 2
    assert f"or a table saved as CSV, such as samples: data.csv, found `{name}`" in err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_shells_are_given_a_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each has its own, and asks with the variable that click knows."""
    code, out, _ = said(capsys, "completion", shell)

    assert code == 0
    assert "_BPCALC_COMPLETE" in out


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("bpcalc aud", "plain,audit"),
        ("bpcalc step maz", "plain,mazur"),
        ("bpcalc why mazur delta_o", "plain,delta_o1"),
        ("bpcalc step --only net,del", "plain,net,delta"),
        ("bpcalc step ./con", "file,./con"),
    ],
)
def test_words_are_completed(line: str, expected: str) -> None:
    """Commands, exercises, quantities, kinds, and files by the shell."""
    variables = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
    done = subprocess.run(
        [sys.executable, "-m", "bpcalc"],
        env={**variables, "_BPCALC_COMPLETE": "bash_complete", "BPCALC_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert expected in done.stdout.splitlines()


def test_lists_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    """`--only a --only b` is `--only a,b`; Chinese words and commas are understood."""
    both = said(capsys, "step", "mazur", "--only", "net", "--only", "out")[1]

    assert both == said(capsys, "step", "mazur", "--only", "net,out")[1]
    assert both == said(capsys, "step", "mazur", "--only", "净输入，输出")[1]


def test_a_unit_comes_with_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    """The givens that its lines refer to, and no others."""
    out = said(capsys, "step", "mazur", "--unit", "h1", "--part", "forward")[1]

    assert "w1 = 0.15" in out
    assert "w5 = 0.40" not in out
    assert "out_h1" in out


@pytest.mark.parametrize(
    ("part", "there", "absent"),
    [
        ("forward", "net_h1", "δ_o1"),
        ("误差", "E_total", "net_h1"),
        ("backward", "δ_o1", "w5⁺ "),
        ("gradients", "∂E/∂w5", "∂E/∂out_o1  "),
        ("update", "w5⁺", "E_total"),
        ("更新之后", "E_total", "δ_o1"),
    ],
)
def test_parts(part: str, there: str, absent: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A part of the calculation alone, asked for in either language."""
    out = said(capsys, "step", "mazur", "--part", part, "--show", "value")[1]

    assert there in out
    assert absent not in out


def test_a_note_that_matters_stands_on_top(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without targets there is a forward pass only, and that is the first thing said."""
    path = tmp_path / "e.yaml"
    lines = [line for line in MAZUR.read_text("utf-8").splitlines() if "targets" not in line]
    path.write_text("\n".join(lines), encoding="utf-8")

    out = said(capsys, "step", str(path))[1].splitlines()

    assert "No targets are given, so only the forward pass is calculated." in out[:4]


def test_the_chain_is_refused_without_factors(capsys: pytest.CaptureFixture[str]) -> None:
    """A notation whose book has no lines for the factors cannot write them."""
    assert said(capsys, "step", "thresholds", "--chain")[0] == 2
    out = said(capsys, "step", "mazur", "--chain", "--part", "gradients", "--width", "120")[1]
    assert re.search(
        r"∂E/∂w5 +∂E/∂out_o1·∂out_o1/∂net_o1·∂net_o1/∂w5 +0.741365·0.186816·0.593270", out
    )
    assert "∂net_o1/∂w5 = out_h1" in out  # said once, above the lines


@pytest.mark.parametrize("words", ["substitution,value", "numbers,value", "代入数值，结果"])
def test_columns_by_the_words_of_the_page(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What a column is headed with is understood, in both languages."""
    code, out, _ = said(capsys, "step", "mazur", "--only", "net", "--show", words)

    assert code == 0
    assert "Symbol  Substitution" in out
    assert "Formula" not in out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_unknown_shell(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The argument is called by one word, and not by all that may stand there."""
    code, _, says = said(capsys, "completion", "tcsh", "--lang", language)

    assert code == 2
    assert "'SHELL'" in says
    assert "fish" in says


def test_a_mistake_in_delta_is_named_with_the_whole_chain_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Marking looks at δ·out, so that what goes on from a wrong δ is no second mistake."""
    path = tmp_path / "exercise.yaml"
    path.write_text(f"{MAZUR.read_text(encoding='utf-8')}chain: true\n", encoding="utf-8")
    answers = ["delta_o1=0.741365", "dE/dw5=0.439830"]

    long, short = (said(capsys, "check", one, *answers) for one in (str(path), "mazur"))

    assert long == short
    assert "1 follows, 1 mistake" in long[1]


def test_carried_rounded_and_exact(capsys: pytest.CaptureFixture[str]) -> None:
    """On paper, exact, and the difference of what is printed."""
    out = said(capsys, "step", "mazur", "--decimals", "3", "--compare-carry")[1]
    rows = [line.split() for line in out[out.index("Rounded on the way") :].splitlines()]
    row = next(row for row in rows if row[:1] == ["net_h2"])

    assert row == ["net_h2", "0.393", "0.393", "0"]
    assert any(len(row) == 4 and row[3].strip("-") == "0.001" for row in rows)


@pytest.mark.parametrize("digits", ["--decimals=2", "--decimals=3", "--significant=3"])
@pytest.mark.parametrize("name", ["mazur", "distinct-numbers", "xor", "two-hidden-layers"])
def test_on_paper_is_what_carrying_rounded_numbers_gives(
    name: str, digits: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is carried in the solution above: digits kept of small numbers were carried."""
    call = ("step", name, digits, "--compare-carry", "--width", "120")

    tables = [
        said(capsys, *call, "--carry", carry)[1].partition("Rounded on the way")[2]
        for carry in ("exact", "rounded")
    ]

    papers = [re.findall(r"^(\S+) +(\S+) +\S+ +\S+$", table, re.M) for table in tables]
    assert len(papers[0]) > 20
    assert papers[0] == papers[1]


def both_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return exit code, output and messages of a call."""
    code = run([*arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("command", ["check", "grade", "completion"])
def test_a_forgotten_word_is_answered_with_a_call(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a command needs is said with a whole call that has it, in both languages."""
    for language, needs in (("en", "needs"), ("zh", "需要")):
        code, _, says = both_of(capsys, command, "--lang", language)
        assert code == 2
        assert f"`{command}`" in says
        assert needs in says
        assert f"bpcalc {command} " in says.splitlines()[-1]


def test_chinese_sentences_end_as_chinese_ones(capsys: pytest.CaptureFixture[str]) -> None:
    """Click's own sentences end with the sign of the language."""
    says = both_of(capsys, "step", "--pagr", "--lang", "zh")[2]

    assert "。你要的是不是" in says
    assert "。 " not in says


def test_parts_in_short_words(capsys: pytest.CaptureFixture[str]) -> None:
    """The words of a lecture are understood for the parts of a page."""
    for short, name in (("前向", "forward"), ("反向", "backward"), ("之后", "after")):
        found = both_of(capsys, "step", "mazur", "--part", short)
        assert found == both_of(capsys, "step", "mazur", "--part", name)


@pytest.mark.parametrize(
    ("exercise", "extra", "says"),
    [
        ("mazur", "chain: true\nnotation: zhou\n", "no lines for the factors"),
        ("softmax", "chain: true\n", "shortcut: false"),
    ],
)
def test_a_chain_rule_without_factors_is_refused(
    exercise: str, extra: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the file as on the command line, where there are no factors to write it with."""
    path = tmp_path / "exercise.yaml"
    text = (MAZUR.parent / f"{exercise}.yaml").read_text(encoding="utf-8")
    path.write_text(extra + re.sub("(?m)^notation:.*$", "", text), encoding="utf-8")

    code, out, err = both_of(capsys, "step", str(path))

    assert (code, out) == (2, "")
    assert err.startswith(f"{path}:1:8: ")
    assert says in err


def test_the_chain_rule_of_a_softmax_is_a_sum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Written out, every output depends on every net; the gradient is the sum times the input."""
    path = tmp_path / "exercise.yaml"
    text = (MAZUR.parent / "softmax.yaml").read_text(encoding="utf-8")
    path.write_text(f"{text}chain: true\nshortcut: false\n", encoding="utf-8")

    out = both_of(capsys, "step", str(path), "--only", "weight_gradient", "--width", "200")[1]

    assert re.search(r"∂E/∂w7 +\(∂E/∂out_o1·∂out_o1/∂net_o1 \+ .*\)·∂net_o1/∂w7", out)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_names_and_files(tmp_path: Path) -> None:
    """The script works in the shell: commands, names of exercises beside files, quantities."""
    (tmp_path / "maths.yaml").write_text("")
    calls = [("st",), ("step", "ma"), ("why", "mazur", "w5"), ("step", "mazur", "--only", "ne")]
    asked = "".join(
        f"COMP_WORDS=(bpcalc {' '.join(words)}); COMP_CWORD={len(words)}; COMPREPLY=();"
        f'_bpcalc_completion bpcalc; echo "${{COMPREPLY[*]}}";'
        for words in calls
    )
    script = completion_script("bash").replace('"$1")', f'"{sys.executable}" -m bpcalc)')

    done = subprocess.run(
        ["bash", "-c", f"{script}\n{asked}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )

    assert done.stdout.splitlines() == [
        "step",
        "mazur maths.yaml",
        "w5 w5_new",
        "net new_weight new_bias new_gamma new_beta new",
    ]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("step maz", ["plain,mazur", "file,maz"]),
        ("step mazur --only net,del", ["plain,net,delta"]),
        ("step mazur --part b", ["plain,before", "plain,backward"]),
        ("step two-three-two --unit h1,o", ["plain,h1,o1", "plain,h1,o2"]),
        ("check mazur out_h", ["file,out_h", "plain,out_h1", "plain,out_h2"]),
        ("why mazur w8", ["plain,w8", "plain,w8_new"]),
        ("grade mazur pap", ["file,pap"]),
        ("train mazur --save new", ["file,new"]),
        ("examples so", ["plain,softmax"]),
        ("notations mi", ["file,mi"]),
    ],
)
def test_a_shell_is_told_what_may_come_next(
    line: str,
    offered: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Names where a name belongs, the shell's own files where a file does."""
    monkeypatch.setenv("_BPCALC_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"bpcalc {line}")
    monkeypatch.setenv("COMP_CWORD", str(len(line.split())))
    with pytest.raises(SystemExit):
        cli(prog_name="bpcalc")

    assert capsys.readouterr().out.split() == offered


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("step maz", ["mazur"]),
        ("check mazur ans", ["answers.txt"]),
        ("step mazur --only net,del", ["net,delta"]),
    ],
)
def test_fish_completes(line: str, offered: list[str], tmp_path: Path) -> None:
    """The script is run by the shell itself."""
    (tmp_path / "answers.txt").touch()
    program = tmp_path / "bin" / "bpcalc"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bpcalc "$@"\n')
    program.chmod(0o755)
    (tmp_path / "script.fish").write_text(completion_script("fish"))
    environment = {
        **os.environ,
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    run = subprocess.run(
        ["fish", "--no-config", "-c", f"source script.fish; complete -C'bpcalc {line}'"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.split() == offered


@pytest.mark.parametrize(
    ("call", "english", "chinese"),
    [
        (
            "check mazur",
            "`check` needs ANSWERS, for example: bpcalc check mazur answers.yaml",
            "答案",
        ),
        (
            "check",
            "needs EXERCISE and ANSWERS, for example: bpcalc check exercise.yaml",
            "习题和答案",
        ),
        ("grade mazur", "`grade` needs CLASS, for example: bpcalc grade mazur answers/", "班级"),
        ("export", "needs EXERCISE, for example: bpcalc export exercise.yaml --to moodle", "习题"),
    ],
)
def test_only_what_is_missing_is_asked_for(
    call: str, english: str, chinese: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With an example that has what was given already."""
    code, _, err = said(capsys, *call.split())
    assert code == 2
    assert english in err

    code, _, err = said(capsys, *call.split(), "--lang", "zh")
    assert code == 2
    assert f"需要{chinese}，例如：" in err


@pytest.mark.parametrize(
    "call",
    ["step --only nett", "step --unit h9", "step -o x.doc", "draw --sample 2", "step --live"],
)
def test_an_error_comes_without_the_notice_of_the_built_in_exercise(
    call: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which exercise is worked is told to a call that works one."""
    code, _, err = said(capsys, *call.split())

    assert code == 2
    assert "No exercise was named" not in err
    assert "No exercise was named" in said(capsys, "step", "--brief")[2]


def test_a_file_that_is_not_there_has_no_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """The place of a fault is told where there is one."""
    assert said(capsys, "step", "nofile.yaml")[2].startswith("nofile.yaml: there is no such file")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("step --decimals x", "'--decimals': expected a whole number from 0 to 100, found `x`"),
        ("step --epochs 0", "'--epochs': expected a whole number of 1 or more, found `0`"),
        ("train --seed 1.5", "'--seed': expected a whole number, found `1.5`"),
        ("train --until low", "'--until': expected an error of 0 or more, found `low`"),
    ],
)
def test_words_that_are_no_numbers(
    call: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was expected, in words."""
    code, _, err = said(capsys, *call.split())

    assert code == 2
    assert says in err


def test_a_misspelt_kind_is_offered_the_usual_ones(capsys: pytest.CaptureFixture[str]) -> None:
    """Those that `--help` names, and not the forty that the table begins with."""
    err = said(capsys, "step", "--only", "E")[2]

    offered = err.partition("choose from ")[2].strip().split(", ")
    assert {"net", "out", "delta", "gradient", "new", "weight"} <= set(offered)
    assert len(offered) < 20


@pytest.mark.parametrize("name", ["mazur", "xor"])
def test_no_quantity_is_compared_twice_under_one_heading(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before and after the update, or in two samples, a quantity has a heading for each value."""
    out = said(capsys, "step", name, "--compare-carry", "--epochs", "2", "--width", "100")[1]

    tables = re.split(
        r"\nSymbol  .*difference\n─+\n", out.partition("Rounded on the way")[2], flags=re.I
    )
    assert len(tables) > 2
    for table in tables[1:]:
        symbols = [line.split()[0] for line in table.partition("\n\n")[0].splitlines()]
        assert len(symbols) == len(set(symbols))


def test_exact_numbers_have_the_digits_of_those_on_paper(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where they agree, they look the same: 2.35000 and not 2.35."""
    out = said(capsys, "step", "--compare-carry", "--only", "net", "--width", "100")[1]

    rows = [line.split() for line in out.partition("Rounded on the way")[2].splitlines()]
    same = [row for row in rows if row[3:] == ["0"]]
    assert ["net_h1", "2.35000", "2.35000", "0"] in same
    assert all(row[1] == row[2] for row in same)


@pytest.mark.parametrize(
    ("word", "english", "chinese"),
    [
        ("mazur", "mazur is an exercise and has no answers", "是习题，里面没有答案"),
        (str(MAZUR), "is an exercise and has no answers", "是习题，里面没有答案"),
        (str(MAZUR.parent), "found a folder; name a file in it", "实际是文件夹"),
        ("net_h1", "`net_h1` is a quantity; write what it is, such as net_h1=0.5", "net_h1=0.5"),
        ("nofile", "nofile: ", "nofile："),
    ],
)
def test_what_is_no_file_of_answers(
    word: str, english: str, chinese: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An exercise is not marked as a blank sheet; a name or a folder is told what was meant."""
    code, out, err = said(capsys, "check", "mazur", word)
    assert (code, out) == (2, "")
    assert english in err
    assert chinese in said(capsys, "check", "mazur", word, "--lang", "zh")[2]


def test_help_is_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks `bpcalc help train` is told where the help is."""
    code, _, err = said(capsys, "help", "train")

    assert code == 2
    assert "write `bpcalc --help`, or `bpcalc train --help`" in err


@pytest.mark.parametrize(
    "call",
    ["han-kamber --part gradients", "mazur --only change", "mazur --part update --only net"],
)
def test_a_choice_that_leaves_nothing_is_refused(
    call: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no line is chosen there is a sentence, and no empty page or file."""
    for more in ([], ["--format", "json"]):
        code, out, err = said(capsys, "step", *call.split(), *more)
        assert (code, out) == (2, "")
        assert "has no such lines" in err


def _lists() -> list[tuple[str, str]]:
    """Return every option that takes a list, with its command; `--vary` says what there is."""
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return [
        (name, option.opts[0])
        for name, command in commands.items()
        if command is not None
        for option in command.params
        if isinstance(option, click.Option)
        and "," in (option.metavar or "")
        and "=" not in (option.metavar or "")
    ]


@pytest.mark.parametrize("nothing", ["", " ", ","])
@pytest.mark.parametrize(("command", "option"), _lists())
def test_a_list_of_nothing_is_told(
    command: str, option: str, nothing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It does not go for an option that was left out."""
    code, out, err = said(capsys, command, f"{option}={nothing}")

    assert (code, out) == (2, "")
    assert f"'{option}'" in err
    assert "found nothing" in err


def test_an_error_that_is_too_small_for_a_number_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It would be 0, which is something else."""
    for command in ("train", "compare"):
        code, _, err = said(capsys, command, "xor", "--until", "1e-400")
        assert code == 2
        assert "1e-400" in err
    assert said(capsys, "train", "xor", "--epochs", "2", "--until", "0e5")[0] == 0
