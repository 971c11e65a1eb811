"""Options that could have no effect in a call: they are refused, whatever the command."""

import re
from pathlib import Path

import click
import pytest

from bpcalc.cli import cli, idle_options, rendering, run, run_train
from bpcalc.report import formats

ANSWERS = "net_h1=0.3775 net_h2=0.3925 delta_o1=0.7413 w5_new=0.4411 w6_new=0.48 out_h1=0.59"

REPORTS: dict[str, tuple[formats.ReportName, str]] = {
    "step": ("solution", "step mazur"),
    "why": ("derivation", "why mazur net_h1"),
    "check": ("marking", f"check mazur {ANSWERS}"),
    "audit": ("audit", "audit mazur --only net,delta"),
    "train": ("training", "train mazur --epochs 30"),
    "compare": ("comparison", "compare mazur --epochs 20 --vary learning_rate=0.1,0.5"),
}
"""The commands whose format can be chosen, with what they write."""

OPTIONS = (
    *("--width 45", "--ascii", "--every 7", "--show-steps 3", "--teacher", "--decimals 2"),
    *("--with torch", "--no-plot", "--show value", "--equation", "--follow 0.5", "--form 0.5"),
    *("--mistake 0.5", "--same-mistake each", "--goal-pays", "--cut-off"),
)
"""What a format may be able to do something with."""

CASES = [
    (command, option, name)
    for command, (report, _) in REPORTS.items()
    for option in OPTIONS
    for name in formats.that_write(report)
    # Word and PDF take long, and have what HTML has.
    if name not in ("docx", "pdf")
]


def options_of(command: str) -> set[str]:
    """Return the names of the options of a command."""
    found = cli.get_command(click.Context(cli), command)
    return {name for param in found.params for name in param.opts} if found else set()


def written(capsys: pytest.CaptureFixture[str], file: Path, *words: str) -> tuple[int, bytes, str]:
    """Return the exit code, what a call writes to a file but its digest, and what it says."""
    code = run([*words, "-o", str(file), "--force"])
    content = file.read_bytes() if code != 2 else b""
    return code, re.sub(rb"[0-9a-f]{32,64}", b"", content), capsys.readouterr().err


OF_THE_PLACE = ("--width", "--pager", "--lang")
"""Options of the place that is written to and of who reads there. No format of a report refuses
them, as none refuses COLUMNS, BPCALC_PAGER and BPCALC_LANG: a script gives them whatever it is."""


@pytest.mark.sampled(75)
@pytest.mark.parametrize(
    ("command", "option", "name"),
    [case for case in CASES if case[1].split()[0] in options_of(case[0])],
)
def test_an_option_changes_what_is_written_or_is_refused(
    command: str,
    option: str,
    name: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In every format: none is forgotten without a word, and none with an effect is refused."""
    monkeypatch.setenv("COLUMNS", "100")
    report, call = REPORTS[command]
    file = tmp_path / "report"
    plot = ["--plot"] if command == "train" and "plot" in formats.find(name).takes else []
    plain = [*call.split(), "--format", name]
    plotted = [*plain, *plot]
    words = plain if option == "--no-plot" else plotted
    _, before, _ = written(capsys, file, *plotted)

    code, after, says = written(capsys, file, *words, *option.split())

    if option.split()[0] in OF_THE_PLACE:
        assert code != 2
    elif code == 2:
        assert re.search(f"{option.split()[0]} is for .* only", says), says
        assert name not in formats.that_write(report) or name not in re.split(r"\W+", says)
        for module in (rendering, run_train):
            monkeypatch.setattr(module, "check_taken", lambda *_: None)
        code, after, _ = written(capsys, file, *words, *option.split())
        assert code == 2 or before == after, "the refused option would have had an effect"
    else:
        assert before != after or (option == "--ascii" and after.isascii())


@pytest.mark.parametrize(
    ("command", "option", "other"),
    [
        (command, option, other)
        for table in (idle_options.NEEDED, idle_options.IDLE)
        for command, entries in table.items()
        for option, others in entries.items()
        for other in ([others] if isinstance(others, str) else others)
    ],
)
def test_the_tables_name_options_that_there_are(command: str, option: str, other: str) -> None:
    """An option that is called otherwise one day is not forgotten in the tables."""
    assert {option, other} <= options_of(command)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("train mazur --seed 3", "--seed has no effect without --shuffle; add --shuffle, or"),
        ("compare mazur --vary momentum=0,1 --seed 0", "--seed has no effect without --shuffle"),
        ("grade mazur class --anonymous", "--anonymous has no effect without -o; add -o, or"),
        ("grade mazur class --format html", "--format has no effect without -o"),
        ("grade mazur --merge -o out --decimals 3", "--decimals has no effect with --merge"),
        ("grade mazur --autograder out --format pdf", "--format has no effect with --autograder"),
        ("grade mazur class --propose -o columns.yaml", "-o has no effect with --propose"),
        ("grade mazur class --propose --format html", "--format has no effect with --propose"),
        ("grade mazur class --shard 1/2 -o out --anonymous", "--anonymous has no effect with --sh"),
        ("grade mazur class --shard 1/2 -o out --platform moodle", "--platform has no effect with"),
        ("grade mazur class --shard 1/2 -o out --regrade", "--regrade has no effect with --shard"),
        ("import net.npz --inputs 0.1,0.2 --seed 3", "--seed has no effect with --inputs"),
        ("draw mazur --show weights --decimals 2", "--decimals has no effect with --show weights"),
        (
            "sheet mazur --format csv --decimals 3",
            "--decimals has no effect on a blank sheet",
        ),
        (
            "sheet mazur --carry rounded --format csv",
            "--carry has no effect on a blank sheet",
        ),
        (
            "sheet mazur --ties down",
            "has no effect on a blank sheet in yaml; leave",
        ),
        ("notations --template --ascii", "--ascii has no effect with --template"),
        ("new mazur --layers 2-2-1", "--layers draws a network of its own; leave out mazur"),
        ("new --like mazur --layers 2-2-1", "--like has no effect with --layers"),
        ("step mazur --chain --brief", "--chain has no effect with --brief"),
        ("step mazur --part forward --after", "--after has no effect with --part forward"),
        ("step mazur --part error,update --chain", "--chain has no effect with --part error,up"),
        ("step mazur --part gradients --inputs", "--inputs has no effect with --part gradients"),
    ],
)
def test_an_option_that_others_make_idle_is_refused(
    words: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence names both."""
    assert run(words.split()) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert expected in printed.err


@pytest.mark.parametrize(
    "words",
    [
        "train mazur --epochs 3 --shuffle --seed 3",
        "train mazur --epochs 3 --carry rounded --decimals 3 --format csv",
        "train mazur --epochs 3 --plot --format svg -o curve.svg",
        "step mazur --part before --chain",
        "step mazur --part after --after",
        "step mazur --format json --width 60",
        "draw mazur --show weights --epoch 2 --decimals 2",
        "sheet mazur --key --format csv --decimals 3 --ties down",
        "sheet mazur --format markdown --decimals 3",
    ],
)
def test_an_option_that_has_an_effect_is_none(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was typed for a reason goes on."""
    monkeypatch.chdir(tmp_path)

    assert run(words.split()) == 0


def test_single_lines_can_be_compared_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    """`--compare-carry` beside `--names` was forgotten."""
    assert run(["step", "mazur", "--names", "delta_h1", "--compare-carry"]) == 0

    out = capsys.readouterr().out
    assert "Rounded on the way, and exact" in out
    assert out.rstrip().split("\n")[-1].startswith("δ_h1")
