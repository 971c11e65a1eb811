"""Samples from a CSV file."""

from pathlib import Path

import pytest

from bpcalc.errors import ExerciseError
from bpcalc.exercise.reader import read

EXERCISE = """\
samples: data.csv
units: {inputs: [x1, x2], outputs: [a, b]}
weights: [[[0.1, 0.2], [0.3, 0.4]]]
"""


def samples(folder: Path, table: bytes) -> list[list[str]]:
    """Return the texts of the numbers of every sample that a table gives."""
    (folder / "data.csv").write_bytes(table)
    exercise = read(EXERCISE.encode(), str(folder / "exercise.yaml")).exercise
    return [
        [number.text for number in (*sample.inputs, *(sample.targets or ()))]
        for sample in exercise.samples
    ]


@pytest.mark.parametrize(
    "table",
    [
        b"x1,x2,a,b\n0.10,0.2,1,0\n3,-4e-1,0,1\n",
        b"\xef\xbb\xbfb;a;x2;x1\r\n0;1;0.2;0.10\r\n\r\n1;0;-4e-1;3\r\n",
        b"x1\tclass\tx2\n0.10\ta\t0.2\n3\tb\t-4e-1\n",
        "x1,类别,x2\n0.10,a,0.2\n3,b,-4e-1\n".encode("gb18030"),
        b'"x1","x2",class\n"0.10",0.2,a\n3,"-4e-1",b\n',
    ],
    ids=["commas", "bom and semicolons", "tabs and class", "gb18030", "quotes"],
)
def test_a_table_gives_the_samples(tmp_path: Path, table: bytes) -> None:
    """Columns are found by name, a class column becomes one-hot, texts stay as written."""
    assert samples(tmp_path, table) == [["0.10", "0.2", "1", "0"], ["3", "-4e-1", "0", "1"]]


@pytest.mark.parametrize(
    "heading",
    [
        "x1,x2,target_a,target_b",
        "x1,x2,t_a,t_b",
        "x1,x2,Target a,Target b",
        "x1,x2,a_target,b_target",
        "x1,x2,目标_a,目标_b",
        "x1,x2,目标输出a,目标输出b",
        "x1,x2,t1,t2",
    ],
)
def test_targets_are_known_by_their_usual_names(tmp_path: Path, heading: str) -> None:
    """Also where the columns are called targets of the outputs."""
    table = f"{heading}\n0.10,0.2,1,0\n3,-4e-1,0,1\n".encode()
    assert samples(tmp_path, table) == [["0.10", "0.2", "1", "0"], ["3", "-4e-1", "0", "1"]]


def test_a_column_of_one_letter_beside_the_outputs_is_no_target(tmp_path: Path) -> None:
    """It may be a time."""
    table = b"x1,x2,a,b,t1,t2\n0.10,0.2,1,0,7,8\n"
    assert samples(tmp_path, table) == [["0.10", "0.2", "1", "0"]]


def test_a_table_of_inputs_only(tmp_path: Path) -> None:
    """Without any other column there are no targets."""
    assert samples(tmp_path, b"x1,x2\n1,2\n") == [["1", "2"]]


@pytest.mark.parametrize(
    ("table", "faults"),
    [
        (b"x1,y\n1,2\n", ["data.csv:1:1: the table has no column `x2`"]),
        (b"x1,x2,class\n1,2,c\n", ["data.csv:2:5: expected the name of an output (a, b)"]),
        (b"x1,x2,a,b\n1,O.2,0,1\n", ["data.csv:2:3: expected a number, found `O.2`"]),
        (b"x1,x2,a,b\n1,2,0\n", ["data.csv:2:1: expected 4 columns as in the heading, found 3"]),
        (b"x1,x2,a\n1,2,0\n", ["data.csv:2:5: expected the name of an output (a, b)"]),
        (b"x1,x2,y,z\n1,2,0,1\n", ["data.csv:1:7: expected a column for each output"]),
        (
            b"x1,x2,y,z\n1,2,0,1\n",
            ["data.csv:1:7: expected a column for each output, named a, b or t"],
        ),
        (b"x1,x2,y_a,y_b\n1,2,0,1\n", ["data.csv:1:7: expected a column for each output"]),
        (
            b"x1,x2,a,b,target_a,target_b\n1,2,0,1,0,1\n",
            ["data.csv:1:11: the columns `a` and `target_a` may both be the target"],
        ),
        (b"x1,x2,a,b\n", ["data.csv:1:1: the table has no rows"]),
    ],
)
def test_faults_of_a_table_are_named_in_the_table(
    tmp_path: Path, table: bytes, faults: list[str]
) -> None:
    """A fault names the table, with line and column."""
    with pytest.raises(ExerciseError) as raised:
        samples(tmp_path, table)

    said = [str(fault).removeprefix(f"{tmp_path}/") for fault in raised.value.faults]
    assert len(said) == len(faults)
    assert all(is_.startswith(begins) for is_, begins in zip(said, faults, strict=True)), said


def test_a_missing_table_is_one_fault(tmp_path: Path) -> None:
    """A table that is not there is named at its place in the exercise."""
    with pytest.raises(ExerciseError) as raised:
        read(EXERCISE.encode(), str(tmp_path / "exercise.yaml"))

    (fault,) = raised.value.faults
    assert fault[1:3] == (1, 10)
    assert "No such file" in fault.says


@pytest.mark.parametrize(
    ("loss", "table", "fault"),
    [
        ("binary_cross_entropy", b"x1,x2,a,b\n0,1,0,1\n0,1,2,1\n", "data.csv:3:5: the loss"),
        ("half_squared_error", b"x1,x2,a,b\n0,1,0,1\n0,1,2\n", "data.csv:3:1: expected 4"),
        ("half_squared_error", b"x1,x2,c\n0,1,a\n0,1,1\n", "data.csv:3:5: expected the name"),
    ],
)
def test_the_place_of_a_fault_far_down_is_right(
    tmp_path: Path, loss: str, table: bytes, fault: str
) -> None:
    """Plain rows before it were read without their places."""
    text = f"{EXERCISE}loss: {loss}\nactivation: sigmoid\n"
    (tmp_path / "data.csv").write_bytes(table)

    with pytest.raises(ExerciseError) as raised:
        read(text.encode(), str(tmp_path / "exercise.yaml"))

    assert fault in str(raised.value)


def test_an_unusual_number_is_read_as_ever(tmp_path: Path) -> None:
    """A cell that is not written as usual takes the whole table the careful way."""
    table = "x1,x2,a,b\n1,2,0,1\n1e-1,\uff0d3,1/3,0\n".encode()

    assert samples(tmp_path, table) == [["1", "2", "0", "1"], ["1e-1", "-3", "1/3", "0"]]


def test_places_are_right_behind_quotation_marks(tmp_path: Path) -> None:
    """Within a cell they stand twice; blank rows, and what no writer of tables writes, count."""
    table = b"x1,x2,a,b\n" + b",,,\n" * 100
    table += b'1,"2""3",0,1\n1,"x",0,1\n"a""b"  ,"c""""d",y,1\n"1"2,3,z,1\n'
    with pytest.raises(ExerciseError) as raised:
        samples(tmp_path, table)

    places = [fault[1:3] for fault in raised.value.faults]
    assert places == [(102, 4), (103, 4), (104, 1), (104, 11), (104, 19), (105, 8)]


def test_a_cell_that_never_ends_is_a_fault(tmp_path: Path) -> None:
    """The reader of tables takes cells up to a length only."""
    with pytest.raises(ExerciseError, match="is a quotation mark open that nothing closes"):
        samples(tmp_path, b'x1,x2,a,b\n"' + b"1,2,0,1\n" * 200_000)
