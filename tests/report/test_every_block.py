"""Every format × every kind of block × every command: no printed number is lost on the way."""

import html as entities
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import get_args

import pytest

import bpcalc
from bpcalc.calc.derivation import derivation
from bpcalc.cli import run
from bpcalc.maths.entries import IncompleteEntry
from bpcalc.report import document as kinds
from bpcalc.report import formats
from bpcalc.report.block_writer import BLOCK_KINDS, BlockWriter
from bpcalc.report.cell_text import cell, inline
from bpcalc.report.document import Block, Document
from bpcalc.report.typeset.blocks import report as typeset
from bpcalc.solution import Solution
from tests.helpers import word

COMMANDS: dict[str, formats.ReportName] = {
    "step mazur": "solution",
    "step thresholds --epochs 2": "solution",
    "step batch-momentum": "solution",
    "step mazur --matrix": "solution",
    "step xor --only delta": "solution",
    "why mazur w1_new": "derivation",
    "check mazur net_h1=0.3775 delta_o1=0.7414 w5_new=0.1801 --teacher": "marking",
    "audit han-kamber": "audit",
    "train xor --epochs 3": "training",
    "train xor --epochs 12 --show-steps 1,2": "training",
    "compare xor --vary learning_rate=0.5,1 --epochs 5": "comparison",
}
NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:\.\d+)?(?:e-?\d+)?")


def found(text: str) -> set[str]:
    """Return the numbers of a text."""
    return {number.replace("−", "-").lstrip("-") for number in NUMBER.findall(text)}


def documents(command: str, monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """Return the reports that a command writes."""
    seen: list[Document] = []

    def write(self: formats.ReportFormat, document: Document, page: formats.Page) -> str:
        seen.append(document)
        return ""

    def write_all(self: object, several: Sequence[Document], page: formats.Page) -> str:
        seen.extend(several)
        return ""

    with monkeypatch.context() as patched:
        patched.setattr(formats.ReportFormat, "write", write)
        patched.setattr(formats.ReportFormat, "write_all", write_all)
        run(command.split())
    return seen


def printed(block: Block, solution: Solution) -> Iterator[str]:
    """Yield the texts with numbers that a block has."""
    match block:
        case kinds.Items(items=items):
            yield from (inline(solution, item) for item in items)
        case kinds.Grid(rows=rows):
            yield from (inline(solution, item) for row in rows for item in row)
        case kinds.Lines(columns=columns, lines=lines):
            values = [name for name in columns if name not in ("symbol", "formula")]
            yield from (cell(solution, line, name) for line in lines for name in values)
        case kinds.Matrices(left=left):
            yield from (solution.shown(solution[key]) for row in left.rows for key in row)
        case kinds.Outcome(before=before, after=after):
            yield from map(solution.shown, (before, after))
        case kinds.Section(title=text) | kinds.Paragraph(text=text) | kinds.Verbatim(text=text):
            yield text


def of_latex(written: str) -> str:
    """Return a text in LaTeX with its numbers as the report prints them."""
    plain = re.sub(r" \\times 10\^\{(-?\d+)\}", r"e\1", written)
    return re.sub(r"[{}&$\\~^_]", " ", plain)


UNSEEN = (
    *("style", "svg", "mphantom", "i", "annotation"),
    *('span class="caption"', 'span class="spoken"'),
)
"""Elements of a page whose texts are no part of its numbers."""

HTML_POWER = r"<mo>×</mo><msup><mn>10</mn>(?:<mrow>)?(?:<mo[^>]*>(−)</mo>)?<mn>(\d+)</mn>"
TYPST_POWER = (
    r'\["number", "([\d.]+)"\], \["binary", "×"\], \["script", \[\["number", "10"\]\], \[\], '
    r'\[(?:\["prefix", "−"\], )?\["number", "(\d+)"\]\]\]'
)


def of_html(written: str) -> str:
    """Return the text of a page, its numbers as the report prints them."""
    for element in UNSEEN:
        tag = element.partition(" ")[0]
        written = re.sub(f"<{element}[^>]*>.*?</{tag}>", " ", written, flags=re.DOTALL)
    written = re.sub(HTML_POWER, lambda m: f"e{'-' if m[1] else ''}{m[2]}", written)
    written = re.sub(r"</mo><mn>|</?(?:span|mn)\b[^>]*>", "", written)
    return entities.unescape(re.sub(r"<[^>]*>", " ", written))


def typst_numbers(several: Sequence[Document]) -> str:
    """Return the texts of reports as they are handed to typst."""
    text = json.dumps(typeset(several), ensure_ascii=False)
    text = re.sub(TYPST_POWER, lambda m: f" {m[1]}e{'-' if '−' in m[0] else ''}{m[2]} ", text)
    return text.replace('"', " ").replace("\\n", " ").replace("\u200b", "")


READERS: dict[str, Callable[[str], str]] = {
    "terminal": str,
    "markdown": lambda text: of_latex(re.sub(r"\\(?=[^A-Za-z])|</?span>", "", text)),
    "latex": of_latex,
    "html": of_html,
}


@pytest.mark.sampled(33)
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", [*READERS, "docx", "pdf"])
def test_every_printed_number_is_there(
    command: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a block prints, every format that writes the report prints."""
    if COMMANDS[command] not in formats.find(name).writes:
        assert run([*command.split(), "--format", name]) == 2
        return
    several = documents(command, monkeypatch)
    if name == "pdf":  # what it hands to typst; whether typst sets all of it is tested elsewhere
        written = typst_numbers(several)
    elif name == "docx":
        monkeypatch.setattr("bpcalc.report.docx.pictures.compile_png", lambda *_, **__: b"")
        content = formats.find(name).write_all(several)
        written = word.text(content) if isinstance(content, bytes) else ""
    else:
        written = READERS[name](str(_decoded(formats.find(name).write_all(several))))

    there = found(written)
    for document in several:
        for block in document.blocks:
            texts = " ; ".join(printed(block, document.solution))
            assert found(texts) <= there, (type(block).__name__, sorted(found(texts) - there))


def _decoded(content: str | bytes) -> str:
    return content.decode() if isinstance(content, bytes) else content


@pytest.mark.parametrize(
    "command", [call for call in COMMANDS if COMMANDS[call] not in ("training", "comparison")]
)
@pytest.mark.parametrize("name", ["json", "csv"])
def test_programs_get_every_line(command: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is for programs has every line of the report, with all of its digits."""
    chosen = formats.find(name)
    if COMMANDS[command] not in chosen.writes:
        assert run([*command.split(), "--format", name]) == 2
        return
    (document,) = documents(command, monkeypatch)
    written = str(chosen.write(document))

    if document.data is None:
        assert all(str(line.value) in written for line in document.lines)
        assert all(document.solution.name(line) in written for line in document.lines)


def test_commands_have_every_kind_of_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of this test print every kind there is; text as it stands is a curve's."""
    seen = {
        type(block)
        for command in COMMANDS
        for document in documents(command, monkeypatch)
        for block in document.blocks
    }

    assert set(BLOCK_KINDS) - seen == {kinds.Verbatim}
    assert set(BLOCK_KINDS) == set(get_args(Block))


@pytest.mark.parametrize("kind", BLOCK_KINDS, ids=lambda kind: kind.__name__)
def test_a_writer_without_a_kind_cannot_be_made(kind: type) -> None:
    """It is an error before anything is written, and it says what is missing."""
    methods = {
        other.__name__: writer
        for other in BLOCK_KINDS
        if other is not kind
        for writer in [_method(other)]
    }

    with pytest.raises(IncompleteEntry, match=f"no method for {kind.__name__}$"):
        type("Lacking", (BlockWriter,), methods)


def _method(kind: type) -> Callable[..., str]:
    from bpcalc.report.block_writer import writes

    @writes(kind)
    def method(self: object, block: object) -> str:
        return ""

    return method


def test_every_format_says_what_it_writes() -> None:
    """A report that no format of pages writes would be lost, and so would one of nobody."""
    for report in get_args(formats.ReportName):
        assert {"terminal", "markdown", "html", "pdf", "docx"} <= set(formats.that_write(report))
    assert all(formats.find(name).writes for name in formats.names())


def test_a_derivation_keeps_its_numbers() -> None:
    """The lines of `why` are those of the calculation."""
    solution = bpcalc.solve("mazur")
    line = solution["w1_new"]

    assert line in derivation(solution.calculation, line.key)
