"""A file that is no YAML by its layout: the line that is at fault, and what to do with it."""

import pytest

from exercise.texts import MAZUR, WEIGHTS, faults, read

LAYOUTS = [
    (
        "a key indented below a value",
        MAZUR.replace("targets", "  targets"),
        "2:3: `targets` begins in column 3, `inputs` of line 1 in column 1; "
        "let both begin in the same column",
    ),
    (
        "a key indented below a list",
        MAZUR + " biases: [0.35, 0.60]\n",
        "7:2: `biases` begins in column 2, `weights` of line 4 in column 1; "
        "let both begin in the same column",
    ),
    (
        "an entry indented more than the one before",
        MAZUR.replace("  - [[0.4", "    - [[0.4"),
        "6:5: this entry begins in column 5, the one of line 5 in column 3; "
        "let both begin in the same column",
    ),
    (
        "an entry indented less than the one before",
        MAZUR.replace("  - [[0.4", " - [[0.4"),
        "6:2: this entry begins in column 2, the one of line 5 in column 3; "
        "let both begin in the same column",
    ),
    (
        "a dash without a space",
        MAZUR.replace("  - [[0.4", "  -[[0.4"),
        "6:3: expected a space after the dash that begins an entry; write `- `",
    ),
    (
        "a comma too many",
        MAZUR.replace("0.05,", "0.05,,"),
        "1:15: expected a value before this comma; write it, or leave out the comma",
    ),
    (
        "a comma at the beginning",
        MAZUR.replace("[0.05", "[ , 0.05"),
        "1:11: expected a value before this comma; write it, or leave out the comma",
    ),
    (
        "a word that begins with a sign",
        MAZUR + "loss: @x\n",
        "7:7: a text that begins with `@` needs quotation marks around it",
    ),
    (
        "a title that begins with a sign",
        MAZUR + "title: %1\n",
        "7:8: a text that begins with `%` needs quotation marks around it",
    ),
    (
        "a title that begins with a bracket",
        MAZUR + "title: [作业] 三\n",
        "7:8: a text that begins with `[` needs quotation marks around it",
    ),
    (
        "a title that is quoted in part",
        MAZUR + 'title: "BP" network\n',
        "7:13: the quotation marks end before the text does; put them around all of it",
    ),
]


@pytest.mark.parametrize(
    ("text", "says"), [each[1:] for each in LAYOUTS], ids=[each[0] for each in LAYOUTS]
)
def test_the_line_at_fault_is_named(text, says):
    """And not one that the parser came to later."""
    assert faults(text) == [says]


def test_quoted_texts_are_values():
    """A comma behind one has something before it."""
    text = MAZUR + "units: {hidden: ['4', \"5\"]}\nloss: @x\n"

    assert faults(text) == ["8:7: a text that begins with `@` needs quotation marks around it"]


def test_numbers_below_a_key_without_their_spaces():
    """Each line, for each has to be changed."""
    text = MAZUR.replace("inputs: [0.05, 0.10]", "inputs:\n-0.05\n-0.10")
    says = "expected a space after the dash that begins an entry; write `- `"

    assert faults(text) == [f"2:1: {says}", f"3:1: {says}"]


@pytest.mark.parametrize(
    "layout",
    [
        "weights:\n- [[0.15, 0.20], [0.25, 0.30]]\n- [[0.40, 0.45], [0.50, 0.55]]\n",
        "weights:\n  -\n    - [0.15, 0.20]\n    - [0.25, 0.30]\n"
        "  - - [0.40, 0.45]\n    - [0.50,\n 0.55]\n",
        "weights: [\n[[0.15, 0.20],\n   [0.25, 0.30]],\n [[0.40, 0.45], [0.50, 0.55]]]\n",
        "title: >\n  - a text\n     of lines\n\nweights:\n  - [[0.15, 0.20], [0.25, 0.30]]\n"
        "  - [[0.40, 0.45], [0.50, 0.55]]\n",
    ],
)
def test_layouts_that_are_yaml_are_not_blamed(layout):
    """Where another line is at fault, they are not."""
    text = MAZUR.replace(WEIGHTS, layout)
    assert read(text).exercise.layers
    line = text.count("\n") + 1

    assert faults(text + "loss: @x\n") == [
        f"{line}:7: a text that begins with `@` needs quotation marks around it"
    ]
