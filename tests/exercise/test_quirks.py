# ruff: noqa: E501 - a sentence is easier to compare on one line

import re
from fractions import Fraction

import pytest

from bpcalc.maths.rationals import Rationals
from exercise.texts import MAZUR, WEIGHTS, faults, notes, read

RATE = "learning_rate: 0.5\n"


def instead(old: str, new: str) -> str:
    """Return the exercise with one thing written in another way."""
    assert old in MAZUR
    return MAZUR.replace(old, new, 1)


NAMED_CAUSES = [
    (
        "tab",
        instead("  - [[0.4", "\t- [[0.4"),
        ["6:1: a tab stands in the indentation; YAML wants spaces"],
    ),
    (
        "spaces and a tab",
        instead("  - [[0.4", "  \t- [[0.4"),
        ["6:3: a tab stands in the indentation; YAML wants spaces"],
    ),
    (
        "curved quotation marks",
        MAZUR + "activation: “tanh”\n",
        ["7:13: expected an activation, found `“tanh”`; did you mean `tanh`?"],
    ),
    (
        "ideographic space",
        instead("inputs: ", "inputs:\u3000"),
        ["1:8: write an ordinary space instead of the space U+3000"],
    ),
    (
        "no-break space",
        instead("- [[0.15", "-\u00a0[[0.15"),
        [
            "5:3: expected a list of weight matrices, one a layer, or weights by name, found `-\u00a0[[0.15, 0.20], [0.25, 0.30]] - [[0.40…`; write an ordinary space instead of the space U+00A0"
        ],
    ),
    (
        "no-break space in a list",
        instead(", 0.10]", ",\u00a00.10]"),
        [
            "1:15: expected a number, found `\u00a00.10`; write an ordinary space instead of the space U+00A0"
        ],
    ),
    (
        "no space after the colon",
        instead(RATE, "learning_rate:0.5\n"),
        ["3:14: write a space after the colon"],
    ),
    (
        "no space in braces",
        MAZUR + "rounding: {decimals:4}\n",
        ["7:12: unknown key `decimals:4`; write a space after the colon"],
    ),
    (
        "equals sign",
        instead(RATE, "learning_rate = 0.5\n"),
        ["3:15: expected a colon after the key, found `=`; write `: `"],
    ),
    (
        "no colon",
        instead(RATE, "learning_rate 0.5\n"),
        ["3:14: expected a colon after `learning_rate`"],
    ),
    (
        "no colon, Windows",
        instead(RATE, "learning_rate\r\n"),
        ["3:14: expected a colon after `learning_rate`"],
    ),
    ("open list", instead("0.10]", "0.10"), ["1:9: the bracket `[` is never closed"]),
    ("open matrix", instead("0.30]]", "0.30]"), ["5:5: the bracket `[` is never closed"]),
    (
        "two open lists",
        instead("0.10]", "0.10").replace("0.99]", "0.99"),
        ["1:9: the bracket `[` is never closed", "2:10: the bracket `[` is never closed"],
    ),
    ("bracket too many", instead("0.10]", "0.10]]"), ["1:21: the bracket `]` closes nothing"]),
    (
        "wrong bracket",
        instead("0.10]", "0.10}"),
        ["1:20: expected `]` to close the `[` of line 1, found `}`"],
    ),
    (
        "round brackets",
        instead("[0.05, 0.10]", "(0.05, 0.10)"),
        [
            "1:9: expected a list of numbers, such as [0.05, 0.10], found `(0.05, 0.10)`; lists are written in square brackets"
        ],
    ),
    (
        "colon in a title",
        "title: Data: a book\n" + MAZUR,
        ["1:12: a text that contains a colon and a space needs quotation marks around it"],
    ),
    ("open quotation mark", MAZUR + "title: 'x\n", ["7:8: the quotation mark `'` is never closed"]),
    (
        "mark in the middle",
        "inputs: [1]\n\ufefftargets: [2]\n",
        ["2:1: a byte order mark (U+FEFF) stands in the middle of the file; delete it"],
    ),
    (
        "control character",
        "inputs: [1]\nloss: \x07\n",
        ["2:7: the control character U+0007 does not belong in a text file; delete it"],
    ),
    (
        "decimal comma in a block",
        instead("0.5\n", "0,5\n"),
        [
            "3:16: expected a learning rate of 0 or more, found `0,5`; a decimal comma? write a point: 0.5"
        ],
    ),
    (
        "no comma",
        instead("0.05, 0.10", "0.05 0.10"),
        ["1:10: expected a number, found `0.05 0.10`; put a comma between the numbers"],
    ),
    (
        "letter O",
        instead("0.05", "O.05"),
        ["1:10: expected a number, found `O.05`; a letter instead of a digit? did you mean 0.05?"],
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [case[1:] for case in NAMED_CAUSES],
    ids=[case[0] for case in NAMED_CAUSES],
)
def test_the_usual_causes_are_named(text, expected, loader):
    """What usually goes wrong in a classroom is named where it stands, by both parsers."""
    assert expected == faults(text)


@pytest.mark.parametrize(
    "text",
    [
        'title: "：，［］"\n',
        "title: 练习：一\n",
        "# 注：［\n",
        "source: 'a = b'\n",
        "title: don't\n",
    ],
)
def test_innocent_punctuation(text, loader):
    """In titles, quotations and comments, all punctuation is welcome, and never blamed."""
    assert read(text + MAZUR).notes == ()
    assert faults(text + instead(RATE, "learning_rate = 0.5\n")) == [
        "4:15: expected a colon after the key, found `=`; write `: `"
    ]


def test_a_syntax_error_of_its_own_kind(loader):
    """Where no usual cause is found, the parser's own words are passed on, with their place."""
    (fault,) = faults(MAZUR + "loss: !<x\n")

    assert re.match("7:[0-9]+: this is not YAML: ", fault)


READ_AS_PLAIN = [
    (instead(RATE, "learning_rate：0.5\n"), "3:14", "`：` → `:`"),
    (MAZUR + "loss：half_squared_error", "7:5", "`：` → `:`"),
    (MAZUR + "rounding:\n  decimals：4\n", "8:11", "`：` → `:`"),
    (MAZUR + "rounding: {decimals：4}\n", "7:20", "`：` → `:`"),
    (instead("0.05, 0.10", "0.05，0.10"), "1:14", "`，` → `,`"),
    (instead("0.05, 0.10", "0.05、0.10"), "1:14", "`、` → `,`"),
    (instead("[0.05, 0.10]", "［0.05, 0.10］"), "1:9", "`［` → `[`, `］` → `]`"),
    (instead("[0.05, 0.10]", "【0.05；0.10】"), "1:9", "`【` → `[`, `；` → `,`, `】` → `]`"),
    (instead("0.10]", "0.10］"), "1:20", "`］` → `]`"),
    (MAZUR + "rounding: ｛decimals: 4｝\n", "7:11", "`｛` → `{`, `｝` → `}`"),
]


@pytest.mark.parametrize(("text", "place", "signs"), READ_AS_PLAIN)
def test_chinese_punctuation_is_read(text, place, signs, loader):
    """Signs of a Chinese keyboard are read as those of YAML, and one note says so."""
    assert notes(text) == [f"{place}: Chinese punctuation was read as plain: {signs}"]
    exercise = read(text).exercise
    assert exercise.layers == read(MAZUR).exercise.layers
    assert exercise.samples == read(MAZUR).exercise.samples
    assert exercise.learning_rate == read(MAZUR).exercise.learning_rate


def test_faults_behind_a_chinese_colon_stand_where_they_stand(loader):
    """What is read in the place of a colon moves nothing: not the fault behind it, nor the next."""
    text = instead("inputs: [0.05, 0.10]", "inputs：[0.05，O.1O]") + "loss：x\n"

    places = [fault.split(": ")[0] for fault in faults(text)]

    assert places == ["1:14", "7:6"]


def test_texts_keep_their_punctuation():
    """Titles on several lines, quotations and comments are the user's own."""
    text = "title：三分之一，试一试：一、二\nsource: >-\n  周志华，《机器学习》：第 5 章\n  （二）、三\n"
    reading = read(text + MAZUR.replace("inputs: [", "inputs: [  # 输入，两个：\n  "))

    assert reading.exercise.title == "三分之一，试一试：一、二"
    assert reading.exercise.source == "周志华，《机器学习》：第 5 章 （二）、三"
    assert len(reading.notes) == 1


@pytest.mark.parametrize(
    ("line", "place", "rest"),
    [
        ("title: 练习 #1 & 50%", "7:11", "#1 & 50%"),
        ("title: >-\n  Week #3", "", ""),
        ("source: Book #2, p. 30", "7:14", "#2, p. 30"),
        ("title: Homework 3   # from the book", "", ""),
        ("title: Homework 3 # from the book", "", ""),
        ("title: Homework 3  #from the book", "", ""),
        ("title: 'Homework #3'", "", ""),
        ("title: C# #", "", ""),
    ],
)
def test_what_looks_like_the_rest_of_a_text_is_told(line, place, rest, loader):
    """A title with a number sign lost its end without a word; comments are nobody's loss."""
    told = [
        f"{place}: `{rest}` is a comment and not read; if it belongs to the text, put that in quotation marks"
    ]

    assert notes(f"{MAZUR}{line}\n") == (told if place else [])


@pytest.mark.parametrize(
    ("written", "meant", "value"),
    [
        ("1/3", "1/3", Fraction(1, 3)),
        ("-2 / 3", "-2/3", Fraction(-2, 3)),
        ("0.5/3", "0.5/3", Fraction(1, 6)),
        ("１／３", "1/3", Fraction(1, 3)),
    ],
)
def test_fractions_are_numbers(written, meant, value):
    """A fraction is kept as it is written, and worked with exactly."""
    exercise = read(instead("0.05", written)).exercise
    number = exercise.samples[0].inputs[0]

    assert number.text == meant
    assert number.fold(Rationals({}.__getitem__)) == value


def test_a_fraction_through_zero_is_none():
    """Nothing is divided by zero; the fault says where."""
    assert faults(instead("0.05", "1/0.0")) == ["1:10: `1/0.0` divides by zero"]


def test_one_note_for_all_numbers_of_other_keyboards():
    """A file typed in full width is not answered with a line a number."""
    text = instead("[0.05, 0.10]", "[０．０５, ０．１０]").replace("0.40", "０．４０")

    assert notes(text) == ["1:10: `０．０５` was read as 0.05; so were 2 more numbers"]


NOTED = [
    ("０．５", "0.5"),
    ("−1", "-1"),
    ("–1", "-1"),
    ("－０。２５", "-0.25"),
    ("+0.5", None),
    ("＋1", "1"),
    ("1ｅ－３", "1e-3"),
    ("'１'", "1"),
    ("ー0·5", "-0.5"),
]


@pytest.mark.parametrize(("written", "meant"), NOTED)
def test_numbers_of_other_keyboards(written, meant, loader):
    """A number in full-width characters is read, and the reader says so."""
    text = instead("0.05", written)
    number = read(text).exercise.samples[0].inputs[0]
    shown = written.strip("'")

    assert number.text == (meant or "0.5")
    assert notes(text) == ([f"1:10: `{shown}` was read as {meant}"] if meant else [])


def test_decimal_commas_that_fit_by_chance():
    """A file in which decimal commas make a network of double size is read with a note."""
    text = "inputs: [0,05, 0,10]\nweights:\n  - [[0,15, 0,20]]\n"

    assert notes(text) == ["1:9: were decimal commas meant? 0,5 was read as two numbers, 0 and 5"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0.10", "0.10"),
        ("1e-3", "1e-3"),
        ("-0", "-0"),
        ("000", "000"),
        (".5", ".5"),
        ("'1.50'", "1.50"),
        ("+1E+05", "1E+05"),
    ],
)
def test_numbers_are_kept_as_written(written, kept, loader):
    """The digits of the sheet are the digits of the calculation; YAML's own reading is not asked."""
    assert read(instead("0.05", written)).exercise.samples[0].inputs[0].text == kept


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"title: caf\xe9\n", ["1:11: the byte 0xE9 is not UTF-8: save the file as UTF-8"]),
        (
            b"\xef\xbb\xbfa: 1\nb\xff: 2\n",
            ["2:2: the byte 0xFF is not UTF-8: save the file as UTF-8"],
        ),
        (MAZUR.encode("utf-16"), ["1:1: the file is in UTF-16 (“Unicode”): save it as UTF-8"]),
        (MAZUR.encode("utf-16-be"), ["1:1: the file is in UTF-16 (“Unicode”): save it as UTF-8"]),
        (MAZUR.encode("utf-32"), ["1:1: the file is in UTF-32: save it as UTF-8"]),
        (
            bytes(99),
            [
                "1:1: the file holds zero bytes and nothing else: it is damaged; take another "
                "copy of it"
            ],
        ),
    ],
    ids=["Latin-1", "broken", "UTF-16", "UTF-16 without a mark", "UTF-32", "zeros"],
)
def test_other_encodings(source, expected):
    """A file in another encoding is refused with the advice to save it as UTF-8."""
    assert expected == faults(source)[:1]


@pytest.mark.parametrize("text", [MAZUR, MAZUR.replace("\n", "\r\n"), MAZUR.replace("\n", "\r")])
def test_byte_order_mark_and_line_ends(text, loader):
    """Files of all systems are read, and faults have the same place in them."""
    assert read(b"\xef\xbb\xbf" + text.encode()).exercise == read(MAZUR).exercise
    assert faults(b"\xef\xbb\xbf" + text.replace("0.30", "x").encode()) == [
        "5:27: expected a number, found `x`"
    ]


def test_places_count_characters(loader):
    """Columns count characters, not bytes, behind characters of every size."""
    text = "title: '学😀'\ninputs: {'学😀': 1}\n" + WEIGHTS

    assert faults(text) == [
        "2:9: expected a list of numbers, such as [0.05, 0.10], found a mapping"
    ]
    assert faults("units: {inputs: [😀, y: 1]}\n" + MAZUR)[0].startswith("1:21: ")
