"""Reports within documents of other people: they fit, they number, and no number is false."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.exercise.sources import built_in
from bpcalc.report.escaping import is_chinese
from bpcalc.report.formats import that_take, that_write_several
from tests.helpers import tex
from tests.helpers.patience import PATIENCE
from tests.helpers.reports import lines_of, numbers

XELATEX = shutil.which("xelatex")
PANDOC = shutil.which("pandoc")
needs_xelatex = pytest.mark.skipif(XELATEX is None, reason="xelatex is not installed")
needs_pandoc = pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")

EXERCISES = ["mazur", "two-three-two", "xor"]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what a call prints."""
    assert run(arguments) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the one sentence with which a call is refused."""
    assert run(arguments) == 2
    error = capsys.readouterr().err
    assert "Traceback" not in error
    return error


@needs_xelatex
@pytest.mark.parametrize(
    ("host", "width"),
    [
        ("{article}", 69),
        ("[twocolumn]{article}", 45),
        ("[a4paper, 12pt, twocolumn]{article}", 38),
        ("{ctexart}", 65),
    ],
)
def test_no_line_is_wider_than_its_host(
    host: str, width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the width of its text, nothing sticks out; all references are found."""
    monkeypatch.chdir(tmp_path)
    options = ["--fragment", "--width", str(width), "--heading", "3", "--label", "ex"]
    assert run(["step", *EXERCISES, *options, "-o", "lines.tex"]) == 0
    needs = Path("lines.tex").read_text(encoding="utf-8").splitlines()[0]
    packages = re.search(r"\\usepackage\{.*?\}", needs)
    assert packages
    Path("host.tex").write_text(
        f"\\documentclass{host}{packages[0]}\\allowdisplaybreaks\\begin{{document}}\n"
        "See \\eqref{ex1:delta_o1}, \\eqref{ex2:w5_new} and \\eqref{ex3:net_h1@s2}.\n\n"
        "\\input{lines}\n\n\\end{document}\n",
        encoding="utf-8",
    )
    for _ in range(2):
        done = subprocess.run(
            [str(XELATEX), "-no-shell-escape", "-interaction=nonstopmode", "host.tex"],
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    log = Path("host.log").read_text(encoding="utf-8", errors="replace")
    assert done.returncode == 0, log[-2000:]
    assert "Overfull" not in log
    assert "undefined" not in log
    assert "multiply" not in log


def word_text(path: Path) -> list[str]:
    """Return the displays of a Word document, their signs one behind the other."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        content = archive.read("word/document.xml").decode()
    displays = re.findall(r"<m:oMathPara>.*?</m:oMathPara>", content, re.DOTALL)
    return [" ".join(re.findall(r"<m:t[^>]*>([^<]*)", display)) for display in displays]


@needs_pandoc
@pytest.mark.parametrize("options", [[], ["--number"], ["--matrix"]], ids=["", "number", "matrix"])
def test_pandoc_finds_no_number_that_is_not_ours(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No display in Word or on a page begins with a digit; all numbers put in are there."""
    monkeypatch.chdir(tmp_path)
    assert run(["step", "mazur", "xor", *options, "--fragment", "-o", "lines.tex"]) == 0
    for target in ("lines.docx", "lines.html"):
        done = subprocess.run(
            [str(PANDOC), "lines.tex", "--mathml", "-o", target],
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        assert done.stderr == b""
    page = Path("lines.html").read_text(encoding="utf-8")
    maths = re.findall(r'<math display="block".*?</math>', page, re.DOTALL)
    bare = [re.sub(r"<annotation.*?</annotation>|<[^>]*>", " ", each) for each in maths]
    displays = word_text(Path("lines.docx"))

    assert len(displays) == len(bare) > 10
    for shown in (*displays, *bare):
        assert not shown.strip()[0].isdigit(), shown
    if not options:
        words = " ".join(displays).replace("−", "-").replace("- ", "-").split()
        known = {number for name in ("mazur", "xor") for number in shown_in(name)}
        written = {word.lstrip("-") for word in words if re.match(r"-?\d*\.\d", word)}
        assert written <= known
        assert len(written) > 100


def shown_in(name: str) -> set[str]:
    """Return the numbers that the lines of an exercise have, and those of every formula."""
    found = {"0", "1", "2"}
    for line in lines_of(name):
        found.update(numbers(str(line["substitution"])))
        found.add(str(line["shown"]))
    return {number.lstrip("-") for number in found}


@pytest.mark.parametrize("name", sorted(built_in()))
def test_the_latex_of_a_line_has_the_numbers_of_the_line(name: str) -> None:
    """JSON, CSV and `solution.latex` have the same chain, with the numbers of the line."""
    solution = bpcalc.solve(name)
    for line, row in zip(solution, lines_of(name), strict=True):
        chain = row["latex"]
        assert solution.latex(line) == chain
        assert "\n" not in chain
        written = numbers(re.sub(r"_\{[^{}]*\}|_\w", "", chain))
        for number in (*numbers(row["substitution"]), row["shown"]):
            assert number in written, (number, chain)
        assert ("\\approx" in chain) == (row["relation"] == "≈")


def test_csv_has_the_latex_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The last column of CSV is the member `latex` of JSON."""
    import csv
    from io import StringIO

    table = [*csv.DictReader(StringIO(said(capsys, "step", "mazur", "--format", "csv")))]
    rows = json.loads(said(capsys, "step", "mazur", "--format", "json"))["lines"]

    assert [row["latex"] for row in table] == [row["latex"] for row in rows]


@pytest.mark.parametrize(
    ("form", "title", "part"),
    [
        ("latex", r"\bpcalcsubsubsection{A", r"\bpcalcparagraph{Given}"),
        ("markdown", "### A", "#### Given"),
        ("html", "<h3>A", "<h4>Given</h4>"),
    ],
)
def test_headings_begin_where_the_host_says(
    form: str, title: str, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--heading 3` puts the title on the third level; `none` leaves epochs a bold line."""
    text = said(capsys, "step", "mazur", "--format", form, "--heading", "3")
    assert title in text
    assert part in text

    bare = said(capsys, "step", "mazur", "--format", form, "--heading", "none")
    assert ">Given<" not in bare
    assert "Given**" not in bare
    assert not re.search(r"^#|<h[1-6]>|\\bpcalc(sub)*section|\\bpcalcparagraph", bare, re.MULTILINE)
    sign = {"latex": "\\bpcalcblock{{{}}}", "markdown": "**{}**", "html": '<p class="block">{}</p>'}
    assert sign[form].format("After the update") in bare


def test_nothing_of_a_fragment_changes_the_host(capsys: pytest.CaptureFixture[str]) -> None:
    """There is no size, no section and no package of its own; each heading is a command."""
    text = said(capsys, "step", "mazur", "--format", "latex", "--fragment")
    body = "".join(line for line in text.splitlines() if not line.startswith(("%", "\\provide")))

    assert not re.search(r"\\(LARGE|Large|large|small|tiny|documentclass|usepackage)\b", text[70:])
    assert not re.search(r"\\(sub)*section", body)
    assert "alignat" not in body


def test_single_lines_stand_in_the_order_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """`--names` shows these lines and nothing else; a full name is that of its moment."""
    text = said(capsys, "step", "mazur", "--names", "w5_new, delta_o1,net_h1@e2", "--width", "100")
    rows = text.splitlines()

    heads = [row.split()[0] for row in rows if row]
    assert [head for head in heads if "─" not in head] == [
        "Epoch",
        "Symbol",
        "w5⁺",
        "δ_o1",
        "After",
        "net_h1",
    ]
    assert rows[-1].endswith("0.377445")

    found = json.loads(said(capsys, "step", "mazur", "--names", "w5_new", "--format", "json"))
    assert [line["name"] for line in found["lines"]] == ["w5_new"]
    assert "did you mean" in refused(capsys, "step", "mazur", "--names", "net_h11")
    assert "--names" in refused(capsys, "step", "mazur", "--names", "net_h1", "--only", "net")


def test_before_the_update_is_a_part(capsys: pytest.CaptureFixture[str]) -> None:
    """`--part before` has every line but those after the update."""
    whole = json.loads(said(capsys, "step", "xor", "--format", "json"))["lines"]
    before = json.loads(said(capsys, "step", "xor", "--part", "before", "--format", "json"))
    after = json.loads(said(capsys, "step", "xor", "--part", "after", "--format", "json"))

    worked = [line for line in whole if line["formula"] != line["shown"]]
    parts = [line["latex"] for line in (*before["lines"], *after["lines"])]
    assert [line["latex"] for line in worked if line["latex"] not in parts] == []
    assert "After the update" not in said(capsys, "step", "mazur", "--part", "before")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("terminal", "w5⁺ = w5 - η·∂E/∂w5 = 0.40 - 0.5·0.0821670 ≈ 0.358916\n"),
        ("latex", "${}$\n"),
        ("markdown", "${}$\n"),
    ],
)
def test_one_line_is_one_equation(
    form: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`why --equation` prints the chain, ready to be pasted."""
    chain = bpcalc.solve("mazur").latex("w5_new")
    found = said(capsys, "why", "mazur", "w5_new", "--equation", "--format", form)

    assert found == expected.format(chain)


def test_several_exercises_have_labels_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    """One name is numbered, or there is one for each; no label stands there twice."""
    text = said(capsys, "step", *EXERCISES, "--format", "latex", "--label", "ex")
    labels = re.findall(r"\\label\{(.*?)\}", text)
    assert len(labels) == len(set(labels)) > 100
    assert {label[:4] for label in labels} == {"ex1:", "ex2:", "ex3:"}
    assert text.count("\\begin{document}") == 1

    named = said(capsys, "step", "mazur", "xor", "--format", "latex", "--label", "m,x")
    assert "\\label{m:net_h1}" in named
    assert "\\label{x:E_total@s3}" in named


def test_several_exercises_are_one_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs read a list; of one exercise still the object alone."""
    found = json.loads(said(capsys, "step", "mazur", "xor", "--format", "json"))
    assert [each["title"] for each in found] == [
        json.loads(said(capsys, "step", name, "--format", "json"))["title"]
        for name in ("mazur", "xor")
    ]


def test_what_a_format_cannot_do_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence names the formats that can."""
    calls = {
        ("--format", "csv", "--heading", "2"): that_take("heading"),
        ("--format", "markdown", "--number"): that_take("number"),
        ("--format", "markdown", "--label", "a"): that_take("number"),
        ("xor", "--format", "csv"): that_write_several(),
    }
    for options, names in calls.items():
        error = refused(capsys, "step", "mazur", *options)
        assert all(name in error for name in names), error
    latex = ("step", "mazur", "--format", "latex")
    assert "label" in refused(capsys, *latex, "--label", "a%b")
    assert "as many labels" in refused(capsys, *latex, "--label", "a,b")
    assert "as many labels" in refused(capsys, "step", "xor", *latex[1:], "--label", "a,a")
    assert "--matrix" in refused(capsys, *latex, "--number", "--matrix")
    assert "none" in refused(capsys, *latex, "--heading", "0")
    assert "--equation" in refused(capsys, "why", "mazur", "net_h1", "--equation", "--number")
    assert "one exercise" in refused(capsys, "step", "mazur", "xor", "--live", "-o", "x.html")


def test_a_style_of_ones_own_is_part_of_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It comes last, under the page's policy; what could end its element is refused."""
    import hashlib
    from base64 import b64encode

    style = tmp_path / "mine.css"
    style.write_text(".bpcalc { --link: #a00; }\n", encoding="utf-8")
    page = said(capsys, "step", "mazur", "--format", "html", "--style", str(style))
    inner = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert inner
    assert inner[1].rstrip().endswith(".bpcalc { --link: #a00; }")
    assert b64encode(hashlib.sha256(inner[1].encode()).digest()).decode() in page

    style.write_text("</style><script>", encoding="utf-8")
    html = ("step", "mazur", "--format", "html")
    assert "no style sheet" in refused(capsys, *html, "--style", str(style))
    assert "cannot be read" in refused(capsys, *html, "--style", str(tmp_path / "none.css"))
    assert "--style" in refused(capsys, "step", "mazur", "--style", str(style))


def test_a_solution_in_a_notebook_is_light() -> None:
    """A cell of a notebook keeps what is shown: at most 80 kB for Mazur's example."""
    shown = bpcalc.solve("mazur")._repr_html_()
    assert shown
    assert len(shown.encode()) < 80_000
    assert shown.count("<svg xmlns") == 1


MEASURED = """update: batch
measures: [mse, rmse, mae, mape, r2]
samples:
""" + "".join(
    f"  - {{inputs: [0.{n}1, 0.{n}2], targets: [0.{n}3, 0.{7 - n}45]}}\n" for n in range(1, 7)
)
LIMITED = f"""inputs: [{", ".join(f"0.{n}51" for n in range(10, 22))}]
targets: [0.012]
max_norm: 0.5
"""


@needs_xelatex
@pytest.mark.parametrize(
    ("given", "inputs"), [(MEASURED, 2), (LIMITED, 12)], ids=["measures", "norms"]
)
@pytest.mark.parametrize(("host", "width"), [("", 69), ("[twocolumn]", 45)])
def test_no_sum_is_too_long_for_its_host(
    given: str,
    inputs: int,
    host: str,
    width: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Roots, absolute values and brackets around long sums are broken; long tables, too."""
    monkeypatch.chdir(tmp_path)
    rows = ", ".join(
        f"[{', '.join(f'0.{10 * unit + n}7' for n in range(inputs))}]" for unit in (1, 2)
    )
    outputs = "[0.40, 0.45], [0.50, 0.55]" if inputs == 2 else "[0.40, 0.45]"
    Path("long.yaml").write_text(
        f"{given}weights: [[{rows}], [{outputs}]]\nbiases: [0.35, 0.60]\nlearning_rate: 0.5\n",
        encoding="utf-8",
    )
    options = ["--fragment", "--width", str(width), "-o", "lines.tex"]
    assert run(["step", "long.yaml", *options]) == 0
    Path("host.tex").write_text(
        f"\\documentclass{host}{{article}}\\usepackage{{amsmath, array, booktabs, longtable, url}}"
        "\\allowdisplaybreaks\\begin{document}\n\\input{lines}\n\\end{document}\n",
        encoding="utf-8",
    )
    tex.compiled("host.tex", "xelatex")


TWICE = re.compile(r"= ([^=≈]+?) *= *\1 *$")
"""An equation that ends with the same side twice."""


@pytest.mark.parametrize("name", ["fausett", "single-neuron", "skip-connection"])
def test_no_equation_says_a_value_twice(name: str, tmp_path: Path) -> None:
    """Where the formula is one number, put in it is the value: in an equation it stands once."""
    for target, options in (("a.tex", ()), ("b.tex", ("--format", "beamer"))):
        file = tmp_path / target
        assert run(["step", name, *options, "-o", str(file)]) == 0
        rows = [
            re.sub(r"\\uncover<\d+->|[{}&]", "", row).replace(r"\approx", "≈").rstrip("\\ ")
            for row in file.read_text(encoding="utf-8").splitlines()
            if "&=" in row or "&\\uncover" in row
        ]
        assert len(rows) > 5
        assert [row for row in rows if TWICE.search(row)] == []
    word = tmp_path / "lines.docx"
    assert run(["step", name, "-o", str(word)]) == 0
    assert [row for row in word_text(word) if TWICE.search(row)] == []


@needs_xelatex
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize("heading", ["3", "4"])
def test_a_heading_and_the_title_of_a_table_have_a_line_each(
    heading: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Low headings, which LaTeX puts before the text, stand above the title of a table."""
    monkeypatch.chdir(tmp_path)
    wanted = ["--fragment", "--width", "69", "--heading", heading, "--only", "net,delta"]
    assert run(["step", "mazur", *wanted, "-o", "lines.tex"]) == 0
    Path("host.tex").write_text(
        "\\documentclass{article}\\usepackage{amsmath,array,booktabs,longtable,url}"
        "\\begin{document}\n\\input{lines}\n\\end{document}\n",
        encoding="utf-8",
    )
    call = [str(XELATEX), "-no-shell-escape", "-interaction=nonstopmode", "host.tex"]
    subprocess.run(call, capture_output=True, timeout=PATIENCE, check=True)
    found = subprocess.run(
        ["pdftotext", "-layout", "host.pdf", "-"], capture_output=True, timeout=PATIENCE, check=True
    )
    rows = [row.strip() for row in found.stdout.decode().splitlines()]
    for title in ("Forward pass", "Hidden layer: net inputs", "Backward pass"):
        assert title in rows


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "latex"],
        ["--format", "latex", "--fragment", "--heading", "none"],
        ["--format", "beamer", "--fragment"],
        ["--format", "markdown"],
        ["--format", "html", "--fragment"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_document_of_ones_own_names_no_option(
    options: list[str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What ≈ means is said; how to call the command is said in a terminal alone."""
    words = {"en": "printed numbers are rounded, values exact", "zh": "印出的数经过舍入"}[language]
    call = ["--lang", language, "step", "mazur"]
    printed = said(capsys, *call)
    assert words in printed
    assert "--carry" in printed
    page = said(capsys, *call, *options)
    assert words in page
    assert "carry rounded" not in page


def test_word_names_no_option(tmp_path: Path) -> None:
    """Nor does a document of Word, which is somebody's own as well."""
    import zipfile

    assert run(["step", "mazur", "-o", str(tmp_path / "lines.docx")]) == 0
    with zipfile.ZipFile(tmp_path / "lines.docx") as archive:
        content = archive.read("word/document.xml").decode()
    assert "values exact" in content
    assert "--carry" not in content


@pytest.mark.parametrize("form", ["latex", "beamer"])
def test_a_fragment_with_chinese_letters_says_what_it_needs(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fragment that pdflatex cannot read says so; none in English has such letters."""
    asked = ["step", "thresholds", "--format", form, "--fragment"]
    comments = [row for row in said(capsys, "--lang", "zh", *asked).splitlines() if row[:1] == "%"]
    assert any("xelatex" in row and "{ctex}" in row for row in comments)
    assert "xelatex" not in said(capsys, *asked)


def test_no_english_example_needs_a_chinese_font() -> None:
    """The recipe for pdflatex holds for every built-in exercise."""
    for name in sorted(built_in()):
        assert not is_chinese(str(bpcalc.solve(name).exercise.source)), name


@pytest.mark.parametrize(
    ("exercise", "names", "titles"),
    [
        ("mazur", "out_o1,out_o1@e2", ["Epoch 1", "After the update"]),
        ("mazur", "out_o1@e2,out_o1", ["After the update", "Epoch 1"]),
        ("batch-momentum", "net_h1,net_h1@s2", ["Epoch 1, sample 1", "Epoch 1, sample 2"]),
        ("batch-momentum", "i1,i1@s2", ["Sample 1", "Sample 2"]),
        ("mazur", "net_h1,w5_new,E_total", []),
    ],
)
@pytest.mark.parametrize("form", ["terminal", "latex", "markdown"])
def test_lines_of_several_moments_say_which(
    exercise: str, names: str, titles: list[str], form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two lines with one symbol are of two samples or epochs: each stands under its own."""
    printed = said(capsys, "step", exercise, "--names", names, "--format", form)
    found = re.findall(r"Epoch 1, sample \d|Epoch 1|Sample \d|After the update", printed)
    assert found == titles


@pytest.mark.parametrize("name", ["net_h1@s1", "net_h1@e1", "net_h1@s1e1"])
@pytest.mark.parametrize("exercise", ["mazur", "batch-momentum"])
def test_the_first_sample_and_epoch_may_be_named(
    exercise: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who lists samples begins with the first; what is not there is not found."""
    bare = said(capsys, "step", exercise, "--names", "net_h1")
    assert said(capsys, "step", exercise, "--names", name) == bare
    for wrong in ("net_h1@s12", "net_h1@e11", "net_h1@s1e9"):
        assert "there is no quantity" in refused(capsys, "step", exercise, "--names", wrong)


def test_a_line_that_is_named_twice_stands_once(capsys: pytest.CaptureFixture[str]) -> None:
    """No label is defined twice."""
    options = ["--format", "latex", "--fragment", "--label", "a"]
    page = said(capsys, "step", "mazur", "--names", "net_h1,w5_new,net_h1", *options)
    assert re.findall(r"\\label\{(.*?)\}", page) == ["a:net_h1", "a:w5_new"]


@pytest.mark.parametrize("name", ["net_h1", "delta_o1", "w5_new"])
def test_a_full_name_is_that_of_its_epoch(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`net_h1@e3` is the line that `net_h1 --epoch 3` is; a batch has its own."""
    asked = said(capsys, "why", "mazur", name, "--epoch", "3", "--equation")
    assert said(capsys, "why", "mazur", f"{name}@e3", "--equation") == asked
    batch = said(capsys, "why", "batch-momentum", "dE/dw1@all", "--equation")
    assert batch != said(capsys, "why", "batch-momentum", "dE/dw1", "--sample", "1", "--equation")
    assert "there is no quantity" in refused(capsys, "why", "mazur", f"{name}@all")
