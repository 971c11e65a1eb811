"""Pictures for paper: PDF, PNG and TikZ, as large as asked, with letters that can be read."""

import re
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.errors import BpcalcError
from bpcalc.report.drawing.network import network_picture
from bpcalc.report.drawing.paper import LEAST_FONT, SMALLEST_TEXT, PaperSize, points
from bpcalc.report.typeset import fonts
from bpcalc.report.typeset.compile import MAX_PIXELS, compile_png
from bpcalc.report.typeset.pictures import typeset_picture
from tests.helpers import pictures, tex
from tests.helpers.reports import lines_of, unsigned

needs_typst = pytest.mark.skipif(find_spec("typst") is None, reason="typst is not installed")
MILLIMETRE = 72 / 25.4


def exercise(tmp_path: Path) -> str:
    """Return a 5-8-4 network, too large to be labelled in a column of text."""
    file = tmp_path / "net.yaml"
    built = bpcalc.Exercise.build(
        layers=(5, 8, 4), activation="sigmoid", seed=1, targets=["0.1"] * 4, learning_rate="0.5"
    )
    file.write_text(built.to_yaml(), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("width", ["120mm", "4in", "90mm"])
def test_letters_can_be_read(width: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the size asked for, no label is smaller than 6 pt; the file is as wide as that."""
    monkeypatch.chdir(tmp_path)
    for name in ("mazur", "two-three-two"):
        assert run(["draw", name, "--size", width, "-o", f"{name}.svg"]) == 0
        root = ET.fromstring(Path(f"{name}.svg").read_bytes())
        wide = float(str(root.get("width")).removesuffix("mm")) * MILLIMETRE
        scale = wide / float(str(root.get("viewBox")).split()[2])
        assert wide == pytest.approx(points(width), abs=0.05)
        assert SMALLEST_TEXT * scale >= LEAST_FONT - 0.01


def test_what_cannot_be_read_is_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A large network loses its values in a narrow picture; in a narrower one, it is refused."""
    net, file = exercise(tmp_path), tmp_path / "net.svg"

    assert run(["draw", net, "--size", "85mm", "-o", str(file)]) == 0
    assert "values" in capsys.readouterr().err
    assert "0.1" not in pictures.texts(pictures.read(file.read_bytes()))

    assert run(["draw", net, "--size", "40mm", "-o", str(file), "--force"]) == 2
    enough = re.search(r"--size (\d+)mm is enough", capsys.readouterr().err)
    assert enough
    assert run(["draw", net, "--size", f"{enough[1]}mm", "-o", str(file), "--force"]) == 0


def test_the_description_has_the_numbers(tmp_path: Path) -> None:
    """Who does not see the picture hears every number that stands on it, once."""
    file = tmp_path / "net.svg"
    assert run(["draw", "mazur", "-o", str(file)]) == 0
    root = ET.fromstring(file.read_bytes())
    description = next(part.text or "" for part in root if part.tag.endswith("desc"))

    lines = {line["symbol"]: line["shown"] for line in reversed(lines_of("mazur"))}
    told = dict(re.findall(r"([^ ,.;]+) = (-?[0-9.]+[0-9])", description))
    assert told
    assert all(lines[symbol] == shown for symbol, shown in told.items())
    assert {"w1", "w8", "out_h1", "net_o2", "E_total", "b1"} <= set(told)
    halos = [part for part in root.iter() if part.get("class") == "halo"]
    assert {part.get("aria-hidden") for part in halos} == {"true"}


def test_greys_have_no_colour(tmp_path: Path) -> None:
    """With --grey, every fill and line is a grey."""
    file = tmp_path / "net.svg"
    assert run(["draw", "mazur", "--grey", "-o", str(file)]) == 0
    colours = re.findall(rb'"#([0-9a-f]{6})"', file.read_bytes())
    assert colours
    assert all(each[:2] == each[2:4] == each[4:] for each in colours)


@needs_typst
def test_pdf_and_png_have_the_size_asked_for(tmp_path: Path) -> None:
    """The page is the picture; a second call replaces its own files."""
    for _ in range(2):
        for suffix in ("pdf", "png"):
            file = tmp_path / f"net.{suffix}"
            assert run(["draw", "mazur", "--size", "120mm", "-o", str(file)]) == 0
    box = re.search(rb"/MediaBox\s*\[0 0 ([0-9.]+)", (tmp_path / "net.pdf").read_bytes())
    assert box
    assert float(box[1]) == pytest.approx(120 * MILLIMETRE, abs=0.1)
    head = (tmp_path / "net.png").read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert int.from_bytes(head[16:20], "big") == pytest.approx(120 / 25.4 * 300, abs=2)


@needs_typst
@pytest.mark.parametrize("width", ["9000mm", "100000mm", "999999999999mm"])
def test_too_many_pixels_are_refused_before_anything_is_drawn(
    width: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The library of pictures would end the program; one sentence says how wide it may be."""
    file = tmp_path / "net.png"
    monkeypatch.setattr("bpcalc.report.typeset.compile._compiler", None)

    assert run(["draw", "mazur", "--size", width, "-o", str(file)]) == 2
    told = capsys.readouterr().err
    assert not file.exists()
    monkeypatch.undo()
    assert told.count("\n") == 1
    assert (most := re.search(r"SVG or PDF, or at most (\d+)mm wide", told))
    with pytest.raises(BpcalcError, match="million pixels"):
        bpcalc.solve("mazur").draw().save(file, size=width)

    monkeypatch.setattr("bpcalc.report.typeset.compile.compile_pdf", lambda *_: b"")
    asked: list[float] = []
    monkeypatch.setattr(
        "bpcalc.report.typeset.compile._compiler",
        lambda *_: SimpleNamespace(compile=lambda ppi, **_: asked.append(ppi) or b""),
    )
    assert run(["draw", "mazur", "--size", f"{most[1]}mm", "-o", str(file)]) == 0
    assert asked == [300]
    data = {"width": 1e5, "height": 1e5}
    assert compile_png("picture.typ", data, coarser=True) == b""
    assert (1e5 / 72 * asked[1]) ** 2 == pytest.approx(MAX_PIXELS)


@tex.needs("tikz.sty")
def test_tikz_compiles_and_can_be_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Units are nodes, a weight's line has the style of its name; nothing sticks out."""
    monkeypatch.chdir(tmp_path)
    names = ["mazur", "skip-connection", "thresholds"]
    for name in names:
        assert run(["draw", name, "--size", "120mm", "-o", f"{name}.tex"]) == 0
    body = "\n\n".join(f"\\noindent\\input{{{name}}}" for name in names)
    Path("host.tex").write_text(
        "\\documentclass{article}\\usepackage{amsmath, tikz}\\begin{document}\n"
        f"\\tikzset{{w5/.style={{draw=red}}}}{body}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    tex.compiled("host.tex")
    text = Path("mazur.tex").read_text(encoding="utf-8")
    assert "(h1) -- (o1)" in text
    assert "w5/.try" in text
    shown = [line["shown"] for line in lines_of("mazur") if line["kind"] in ("weight", "out")]
    assert [number for number in shown[:8] if f"${number}$" not in text] == []


def test_a_picture_is_no_larger_than_asked() -> None:
    """Letters of 8 pt in 120 mm leave fewer pixels than those of 6 pt."""
    assert PaperSize(340.0, 8.0).widest < PaperSize(340.0).widest
    assert PaperSize(None, 10.0).scale(500) * SMALLEST_TEXT == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--size", "12"], "a length such as 120mm"),
        (["--font", "big"], "a length such as 120mm"),
        (["-o", "net.gif"], ".svg"),
    ],
)
def test_what_is_refused_is_one_sentence(
    options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad lengths and unknown formats are named, with what to do."""
    assert run(["draw", "mazur", "-o", "net.svg", *options]) == 2
    assert words in capsys.readouterr().err


@needs_typst
def test_python_writes_the_files_of_the_command(tmp_path: Path) -> None:
    """`draw().save` gives each format, byte for byte what `draw -o` writes but its digest."""
    picture = bpcalc.solve("mazur").draw()
    for suffix in ("svg", "pdf", "png", "tex"):
        own, by_command = tmp_path / f"own.{suffix}", tmp_path / f"net.{suffix}"
        picture.save(own, size="120mm", grey=True)
        assert run(["draw", "mazur", "--size", "120mm", "--grey", "-o", str(by_command)]) == 0
        written = own.read_bytes().rstrip()
        assert unsigned(by_command.read_bytes()).rstrip() == written


@needs_typst
def test_curves_are_written_in_any_size(tmp_path: Path) -> None:
    """The error curve of a run is SVG, PDF or PNG; TikZ is for networks."""
    picture = bpcalc.train("xor", epochs=5).draw()
    picture.save(tmp_path / "curve.pdf", size="80mm")
    box = re.search(rb"/MediaBox\s*\[0 0 ([0-9.]+)", (tmp_path / "curve.pdf").read_bytes())
    assert box
    assert float(box[1]) == pytest.approx(80 * MILLIMETRE, abs=0.1)
    picture.save(tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
    assert picture.svg == bpcalc.train("xor", epochs=5).draw().svg
    with pytest.raises(bpcalc.BpcalcError, match=r"`\.tex` files; use one of \.svg"):
        picture.save(tmp_path / "curve.tex")


def test_python_says_what_a_size_leaves_out(tmp_path: Path) -> None:
    """A narrow picture warns of what is not on it; nothing readable, or no length, is refused."""
    picture = bpcalc.solve(exercise(tmp_path)).draw()
    with pytest.warns(UserWarning, match="values could not be read"):
        picture.save(tmp_path / "net.svg", size="85mm")
    with pytest.raises(bpcalc.BpcalcError, match=r"\d+mm is enough"):
        picture.save(tmp_path / "net.svg", size="40mm")
    with pytest.raises(bpcalc.BpcalcError, match="a length such as 120mm"):
        picture.save(tmp_path / "net.svg", size="wide")
    with pytest.raises(bpcalc.BpcalcError, match="no picture is written"):
        picture.save(tmp_path / "net.gif")


@needs_typst
def test_a_notebook_has_a_picture_for_paper() -> None:
    """What prints a notebook takes the PDF, and needs no other program for it."""
    made = bpcalc.solve("mazur").draw()._repr_pdf_()
    assert made is not None
    assert made.startswith(b"%PDF-")


def test_a_text_with_chinese_signs_has_one_typeface(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else typst takes any font with the sign for the whole of it, even one for typewriting."""
    monkeypatch.setattr(fonts, "chinese", lambda: ["Noto Serif CJK SC"])
    units = "units: {inputs: [身高], hidden: [[甲]], outputs: [结果]}\n"
    network = bpcalc.solve(f"inputs: [1]\ntargets: [1]\nweights: [[[1]], [[2]]]\n{units}")
    drawing = network_picture(network)
    typeset_picture(drawing)
    texts = list(drawing.iter("text"))

    assert len(texts) > 5
    for text in texts:
        chinese = any("\u4e00" <= sign <= "\u9fff" for sign in "".join(text.itertext()))
        assert (text.get("font-family") == "Noto Serif CJK SC") == chinese
        assert not any(part.get("font-family") for part in text.iter("tspan"))
