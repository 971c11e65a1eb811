"""Answers at the very edge of a rule of reading."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.cells import read_cell
from bpcalc.checking.coincidence import Scale, covered
from bpcalc.checking.marker import Marker
from bpcalc.checking.policy import missing_digits
from bpcalc.checking.rates import Range, _common
from bpcalc.checking.reading.contents import decoded
from bpcalc.checking.reading.pasted import plain_lines
from bpcalc.checking.reading.quoting import listed
from bpcalc.checking.reading.statement_parts import value_block
from bpcalc.checking.reading.structures import Pairs, structure
from bpcalc.checking.slips import _chance
from bpcalc.checking.submissions.columns import named_in
from bpcalc.checking.submissions.files import PaperFile, _member
from bpcalc.checking.submissions.headings import headings_of
from bpcalc.checking.submissions.people import Person, _keys
from bpcalc.checking.submissions.tables import _Answer, _keep_later, is_own_list
from bpcalc.cli import run
from bpcalc.errors import BpcalcError, NotAQuantity
from bpcalc.exercise.sources import open_source
from bpcalc.maths.expr import Number
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits

MAZUR = Marker(open_source("mazur").reading.exercise)
NAMES = MAZUR.names


def packed(*names: str) -> bytes:
    """Return an archive with files of these names."""
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "net_h1 = 0.3775")
    return content.getvalue()


@pytest.mark.parametrize("names", [(), ("Thumbs.db",), ("folder/",)], ids=["none", "aside", "dir"])
def test_an_archive_without_papers_is_no_paper(
    names: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stops no other paper, and is told."""
    for name, content in (("Ann/a.zip", packed(*names)), ("Bob/b.yaml", b"net_h1: 0.3775")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(content)

    assert run(["grade", "mazur", str(tmp_path), "--lang", "en"]) == 1

    told = capsys.readouterr().out
    assert "1 paper marked" in told
    assert "Not marked: Ann: the archive has no paper in it" in told


def test_what_cannot_be_taken_out_of_an_archive_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That it is locked, and that there is too much of it."""
    locked = bytearray(packed("a.yaml"))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    many = packed(*(f"{number}.yaml" for number in range(2001)))
    for name, content in (("Ann/a.zip", bytes(locked)), ("Bob/b.zip", many)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(content)

    assert run(["grade", "mazur", str(tmp_path), "--lang", "en"]) == 2

    told = capsys.readouterr().out
    assert "Ann/a.zip/a.yaml: it is locked with a password" in told
    assert "Bob/b.zip: the archive has more than 2,000 files" in told


def test_utf_32_is_read() -> None:
    """As UTF-16 is, which begins with the same two bytes."""
    cells = read_content("net_h1 = 0.3775".encode("utf-32"), NAMES).cells

    assert [cell.raw for cell in cells.values()] == ["0.3775"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Rar!\x1a\x07\x01\x00" + bytes(40), "this is a RAR archive; pack what is in it as a zip"),
        (b"%PDF-1.7\n\xff\xfe" + bytes(40), "this is a PDF document, not a text: copy the text"),
        (b"{\\rtf1 net_h1 = 0.3775}", "this is an RTF document, not a text"),
        (b"\x93NUMPY\x01\x00", "write the names and their numbers into a text file"),
        (bytes(400), "the file holds zero bytes and nothing else"),
        (packed("Index/Document.iwa"), "a document of Pages, Numbers or Keynote"),
        (bytes(257) + b"ustar" + bytes(99), "this is a tar archive; pack what is in it as a zip"),
        (packed("a.yaml"), "this is a ZIP archive, not a text: take out of it"),
    ],
)
def test_what_is_no_text_is_told_by_its_kind(content: bytes, says: str) -> None:
    """An archive can be packed otherwise, a page cannot."""
    with pytest.raises(BpcalcError, match=says):
        read_content(content, NAMES)


@pytest.mark.parametrize("text", ["[0.3775\n 0.3925]", "array([0.3775,\n       0.3925])"])
def test_an_array_over_two_lines_is_one(text: str) -> None:
    """With brackets alone, and with the call around them."""
    cells = read_content(f"net_h = {text}\n".encode(), NAMES).cells

    assert {key: cell.raw for key, cell in cells.items()}
    assert sorted(cell.raw for cell in cells.values()) == ["0.3775", "0.3925"]


def test_the_chance_of_a_slip_counts_the_places_within_reach() -> None:
    """0.01, 0.1 and 1 lie within 1: 27 of 200 hundredths around differ in one digit."""
    expected = AffineNumber(Decimal(1))

    assert _chance(Decimal("1.5"), -2, expected, 1.0) == pytest.approx(9 * 3 * 0.01 / 2)
    assert _chance(Decimal("1.5"), -2, expected, 1e9) == pytest.approx(9 * 12 * 0.01 / 2e9)


@pytest.mark.parametrize("value", ["-0.182167", "-0.017833", "0.817833"])
def test_a_rate_that_is_added_has_any_signs(value: str) -> None:
    """0.4 - 0.5 - 0.0822, and both of the others."""
    marking = MAZUR.mark(read_content(f"w5_new: {value}\n".encode(), NAMES).cells)

    assert [finding.rule for finding in marking.findings] == ["rate_added"]


def test_a_change_is_a_change_where_there_is_one() -> None:
    """And a gradient elsewhere, as programs call it."""
    with_changes = Marker(open_source("batch-momentum").reading.exercise).names

    assert with_changes.find("dw5").kind == "weight_change"
    assert NAMES.find("dw5").kind == "weight_gradient"
    with pytest.raises(NotAQuantity):
        NAMES.find("dw99")


@pytest.mark.parametrize(
    ("written", "digits", "missing"),
    [
        ("12.3", Digits(4), 1),
        ("0.38", Digits(4), 2),
        ("0.38", Digits(4, significant=True), 2),
        ("0.3775", Digits(4), 0),
        ("0.0", Digits(3), 2),
    ],
)
def test_digits_that_are_missing(written: str, digits: Digits, missing: int) -> None:
    """By the kinder of the two counts."""
    assert missing_digits(read_cell(written), digits) == missing


@pytest.mark.parametrize(("agreeing", "found"), [(4, True), (3, False)])
def test_four_of_five_updates_tell_a_rate(agreeing: int, found: bool) -> None:
    """Fewer do not."""
    key = Key("new_weight", 1, 1, 1)
    ranges = [Range(key, 0.39, 0.41)] * agreeing + [Range(key, 7.0, 8.0)] * (5 - agreeing)

    assert (_common(ranges) is not None) is found


@pytest.mark.parametrize(
    ("low", "high", "rate"),
    [(0.6, 0.84, "0.7"), (0.69, 0.72, "0.7"), (0.71, 0.78, "0.74"), (0.341, 0.349, "")],
)
def test_the_roundest_rate_is_the_one_that_was_chosen(low: float, high: float, rate: str) -> None:
    """One digit if one is enough, else two; of three updates that agree, and of no fewer."""
    agreeing = [Range(Key("new_weight", 1, 1, source), low, high) for source in (1, 2, 3)]
    found = _common(agreeing)

    assert found == (Number(rate) if rate else None)
    assert _common(agreeing[:2]) is None


@pytest.mark.parametrize(
    ("earlier", "later", "counts", "told"),
    [("0.1", "0.2", "0.2", [1]), ("0.1", " ", "0.1", []), (" ", "0.2", "0.2", [])],
)
def test_a_later_answer_counts(earlier: str, later: str, counts: str, told: list[int]) -> None:
    """Unless it is none; what does not count is told with its row."""
    answers: dict[str, _Answer] = {}
    unused = []
    for row, value in ((1, earlier), (2, later)):
        answer = _Answer("net_h1", value, "", datetime(2026, 1, row, tzinfo=UTC), row)
        unused += _keep_later(answers, answer, "Ann")

    assert answers["net_h1"].value == counts
    assert [each.place for each in unused] == [f"row {row}" for row in told]


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (["- 0.1", "- 0.2"], "[0.1 0.2]"),
        (["1 000.5"], "1 000.5"),
        (["1 2", "3 4"], "[1 2; 3 4]"),
        (["[1] 0.1 0.2", "[3] 0.3"], "[0.1 0.2 0.3]"),
        (["[1] 0.1 [2] 0.2"], "0.1 [2] 0.2"),
    ],
)
def test_values_below_a_label(lines: list[str], value: str) -> None:
    """Two points of a list are one; a single number stays as it is; R counts in front of a line."""
    assert value_block(lines) == value


def test_of_many_names_eight_are_listed() -> None:
    """And it is said how many more there are."""
    names = [f"n{number}" for number in range(1, 10)]

    assert listed(names[:8]).endswith("n7, n8")
    assert listed(names).endswith("n7, n8 and 1 more")


def test_a_name_that_means_one_sample_says_so_of_the_first_as_well() -> None:
    """Where there are several."""
    names = Marker(open_source("xor").reading.exercise).names
    first, second = (names.find(f"net_h1@s{sample}") for sample in (1, 2))

    assert (names.told_name(first), names.told_name(second)) == ("net_h1@s1", "net_h1@s2")
    assert NAMES.told_name(NAMES.find("net_h1")) == "net_h1"


def test_one_element_of_an_array_is_none() -> None:
    """Nobody can say how its array is counted, unless its number is one of them."""
    with pytest.raises(BpcalcError, match="no value on this sheet can be read"):
        read_content(b"out_h[0] = 0.5833", NAMES)
    (key,) = read_content(b"out_h[0] = 0.5933", NAMES).cells
    assert NAMES.own.name(key) == "out_h1"


def test_a_row_of_blanks_is_blank() -> None:
    """Under names it leaves all of them out."""
    cells = read_content(b"net_h1,net_h2\n,\n", NAMES).cells

    assert [NAMES.own.full(key) for key, cell in cells.items() if cell.blank] == [
        "net_h1",
        "net_h2",
    ]


def test_a_second_colon_is_no_other_name() -> None:
    """What stands behind the first one is the value."""
    assert structure("{a: b: 1}") == Pairs((("a", "b 1"),))


def test_a_weight_between_units_of_layers_that_are_not_neighbours_is_none() -> None:
    """Between neighbours the words of a label tell it."""
    label = "gradient of weight from {} to o1"

    assert NAMES.meaning(label.format("h1")).keys == (NAMES.find("dE/dw5"),)
    with pytest.raises(NotAQuantity):
        NAMES.meaning(label.format("i1"))


@pytest.mark.parametrize(("ascii_signs", "known"), [(60, False), (70, True), (100, True)])
def test_utf_16_without_its_mark_is_known_by_zeros(ascii_signs: int, known: bool) -> None:
    """If more than a third of all bytes are; fewer may be a file of any kind."""
    text = "a" * ascii_signs + "净" * (100 - ascii_signs)
    if known:
        assert decoded(text.encode("utf-16-le")) == text
    else:
        with pytest.raises(BpcalcError):
            decoded(text.encode("utf-16-le"))


def test_a_number_has_at_most_400_signs() -> None:
    """More are no number that anybody wrote."""
    assert read_cell("0." + "1" * 398).value == Decimal("0." + "1" * 398)
    assert "too long for a number" in read_cell("0." + "1" * 399).notes[0]


def test_long_lines_are_left_as_they_are() -> None:
    """A line of a program has at most 2,000 letters."""
    line = "net_h1 <- 0.3775"

    assert "<-" not in plain_lines(line.ljust(2000))
    assert plain_lines(line.ljust(2001)) == line.ljust(2001)


@pytest.mark.parametrize(("titles", "found"), [(7, True), (8, False)])
def test_headings_stand_in_the_first_eight_rows(titles: int, found: bool) -> None:
    """Above them may be titles."""
    rows = [*([["Class", "A"]] * titles), ["name", "net_h1"], ["Ann", "0.3775"]]

    heads = headings_of(rows, NAMES, {})

    assert (heads.heads == ["name", "net_h1"]) is found
    assert (heads.first == titles + 1) is found


@pytest.mark.parametrize(("before", "turned"), [(0, True), (1, True), (2, False)])
def test_students_have_columns_where_the_first_or_second_one_names_quantities(
    before: int, turned: bool
) -> None:
    """In a later one they are what somebody wrote."""
    names = [["net_h1"], ["net_h2"], ["net_o1"]]
    rows = [[*["-"] * before, *name, "0.1", "0.2"] for name in names]

    assert (headings_of(rows, NAMES, {}).rows != rows) is turned


def test_a_table_that_reads_as_well_either_way_is_not_turned() -> None:
    """Its names are those of the first row."""
    rows = [["net_h1", "net_h2", "net_o1"], ["net_h2", "0.1", "0.2"], ["net_o1", "0.3", "0.4"]]

    assert headings_of(rows, NAMES, {}).rows == rows


@pytest.mark.parametrize(("words", "named"), [(59, True), (60, False)])
def test_a_heading_names_something_in_its_first_sixty_words(words: int, named: bool) -> None:
    """A quantity far behind them is one of a story."""
    assert (named_in("x " * words + "net_h1", NAMES) is not None) is named


@pytest.mark.parametrize(("columns", "own"), [(2, True), (3, True), (4, False)])
def test_a_list_of_one_student_has_three_columns_at_most(columns: int, own: bool) -> None:
    """A name, a value, and a remark."""
    rows = [[name, "0.1", "", ""][:columns] for name in ("net_h1", "net_h2", "net_o1")]

    assert is_own_list(rows, NAMES) is own


@pytest.mark.parametrize(("size", "taken"), [(2**26, True), (2**26 + 1, False)])
def test_an_archive_within_an_archive_is_taken_up_to_64_mib(size: int, taken: bool) -> None:
    """As it says itself; nothing is unpacked for that."""
    member = ZipInfo("class/papers.zip")
    member.file_size = size

    found = _member(member, Path("all.zip"))

    assert isinstance(found, PaperFile)
    assert (not found.refused) is taken


def test_a_name_of_many_parts_is_put_together_from_each_of_the_first_five() -> None:
    """Whoever is called so comes first and last in other places."""
    squeezed = [text for kind, text in _keys(Person("a b c d e f")) if kind == "squeezed"]

    assert squeezed == ["abcdef", "bcdefa", "cdefab", "defabc", "efabcd"]


def test_one_sign_is_half_of_the_scale() -> None:
    """All positive numbers that somebody may write are half of what may be written."""
    scale = Scale(0.0, 1.0, 15.99, 0.0)

    assert covered(scale.spans(16.0)) == pytest.approx(0.5)
