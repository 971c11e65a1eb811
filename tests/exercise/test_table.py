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


def told(folder: Path, table: str, exercise: str = EXERCISE) -> list[str]:
    """Return what is said of a table, faults or notes, without the folder."""
    (folder / "data.csv").write_text(table, encoding="utf-8")
    try:
        said = read(exercise.encode(), str(folder / "exercise.yaml")).notes
    except ExerciseError as error:
        said = error.faults
    return [str(each).removeprefix(f"{folder}/") for each in said]


@pytest.mark.parametrize(
    ("table", "signs", "place"),
    [
        ("x1，x2，a，b\n0.10，0.2，1，0\n3，-4e-1，0，1\n", "`，` → `,`", "1:3"),
        ("x1，x2，a，b\n0.10,0.2,1，0\n3,-4e-1,0,1\n", "`，` → `,`", "1:3"),
        ("x1,x2,a,b\n0.10,0.2,1,0\n3，-4e-1，0,1\n", "`，` → `,`", "3:2"),
        ("x1、x2、a、b\n0.10，0.2，1，0\n3、-4e-1、0、1\n", "`、` → `,`, `，` → `,`", "1:3"),
        ("x1；x2；a；b\n0.10；0.2；1；0\n3;-4e-1;0；1\n", "`；` → `;`", "1:3"),
    ],
)
def test_chinese_separators_are_read_and_told(
    tmp_path: Path, table: str, signs: str, place: str
) -> None:
    """As they are in exercises."""
    assert samples(tmp_path, table.encode()) == [
        ["0.10", "0.2", "1", "0"],
        ["3", "-4e-1", "0", "1"],
    ]
    says = f"data.csv:{place}: Chinese punctuation was read as plain: {signs}"
    assert told(tmp_path, table) == [says]


def test_full_width_numbers_of_a_table_are_told(tmp_path: Path) -> None:
    """As those of an exercise are."""
    assert told(tmp_path, "x1,x2,a,b\n０．５,0.2,1,0\n") == [
        "data.csv:2:1: `０．５` was read as 0.5"
    ]


def test_chinese_signs_in_the_cells_of_a_table_stay(tmp_path: Path) -> None:
    """Where rows have the columns of the heading as they stand, and within quotation marks."""
    exercise = EXERCISE.replace("[a, b]", "[是，对, b]").replace("是，对", '"是，对"')
    for table in (
        "x1,x2,类\n1,2,是，对\n1,2,b\n",
        'x1，x2，类\n1，2，"是，对"\n1,2,b\n',
    ):
        (tmp_path / "data.csv").write_text(table, encoding="utf-8")
        read_ = read(exercise.encode(), str(tmp_path / "exercise.yaml")).exercise
        assert [number.text for number in read_.samples[0].targets or ()] == ["1", "0"]


NO_X1 = "data.csv:1:1: the table has no column `x1`; expected one for each input, named x1, x2"
NO_X2 = NO_X1.replace("`x1`", "`x2`")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (
            "输入1,输入2,y,z\n1,2,0,1\n",
            NO_X1 + "; found `输入1`, `输入2`, `y`, `z`; call the columns as the units, or in the "
            "exercise the units as the columns: "
            "`units: {inputs: [输入1, 输入2], outputs: [y, z]}`",
        ),
        (
            "x1,y\n1,2\n",
            NO_X2 + "; found `x1`, `y`; call the columns as the units, or the units as the columns",
        ),
        (
            "X 1,X 2,y,z\n1,2,0,1\n",
            NO_X1 + "; found `X 1`, `X 2`, `y`, `z`; call the columns as the units, or the units "
            "as the columns",
        ),
        (
            "1;2;0;1\n0.5;2;0;1\n",
            NO_X1 + "; the first row has numbers: put a heading above it, x1;x2;a;b",
        ),
        (
            "0.1,0.2,a\n0.5,2,b\n",
            NO_X1 + "; the first row has numbers: put a heading above it, x1,x2,a,b",
        ),
        (
            "x1 x2 a b\n1 2 0 1\n",
            NO_X1 + "; found a single column, `x1 x2 a b`: put commas, semicolons or tabs between "
            "columns",
        ),
        ("", NO_X1 + "; found nothing; call the columns as the units, or the units as the columns"),
        (
            "x1,x2,y,z\n1,2,0,1\n",
            "data.csv:1:7: expected a column for each output, named a, b or target_a, target_b, or "
            "one column that names the class, found `y`, `z`",
        ),
    ],
)
def test_a_missing_column_is_told_with_those_found(tmp_path: Path, table: str, says: str) -> None:
    """And with what to do."""
    assert told(tmp_path, table) == [says]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (
            "x1,x2,x3,a,b,c\n1,2,3,0,1,1\n",
            ["1:7: the columns `x3`, `c` were not read; no units of the network are called so"],
        ),
        (
            "id,x1,x2,t1,t2\n1,1,2,0,1\n",
            ["1:1: the column `id` was not read; no unit of the network is called so"],
        ),
        ("x1,x2,a,b,,\n1,2,0,1,,\n", []),
        ("x1,x2,class\n1,2,a\n", []),
    ],
)
def test_columns_of_no_unit_are_told(tmp_path: Path, table: str, says: list[str]) -> None:
    """They are left aside, but not without a word."""
    assert told(tmp_path, table) == [f"data.csv:{each}" for each in says]


@pytest.mark.parametrize("heading", ["x1,x1,x2,a,b", "a,x1,x2,a,b"])
def test_two_columns_of_one_name_are_refused(tmp_path: Path, heading: str) -> None:
    """The last one was read, without a word."""
    (says,) = told(tmp_path, f"{heading}\n1,2,3,0,1\n")
    name = heading[:2].strip(",")
    assert says.endswith(f"two columns are called `{name}`; delete one, or give it another name")
