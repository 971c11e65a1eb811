"""Reading takes as many times longer as a text is longer: no pattern goes back over it."""

import time
from contextlib import suppress

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.errors import BpcalcError

NAMES = Marker(bpcalc.load("mazur")).names
SMALL, TIMES = 1_000, 16
QUADRATIC = TIMES * TIMES
"""A text of so many times the length takes about so many times longer, or more, where a pattern
goes back; what is linear takes a sixteenth of that. Between both there is room for any machine."""

SHAPES = {
    "spaces in a name": lambda n: '{"net_h1[' + " " * n + 'x": 1}',
    "spaces in a value": lambda n: "net_h1: 0.3" + " " * n + "x",
    "spaces in a line": lambda n: "net_h1" + " " * n + "0.3775 x",
    "digits of a sample": lambda n: "net_h1@s" + "9" * n + ": 1",
    "digits of a number": lambda n: "net_h1: 0." + "3" * n + "x",
    "opening brackets": lambda n: "net_h = " + "[" * n,
    "an array": lambda n: "net_h = [" + "0.1 " * n + "]",
    "elements one by one": lambda n: "".join(f"net_h[{i}] = 0.1\n" for i in range(n // 8)),
    "objects": lambda n: "{'E': 0.1}\n" * (n // 10),
    "epochs": lambda n: "".join(f"Epoch {i}: loss = 0.1\n" for i in range(n // 16)),
    "the sign of an epoch": lambda n: "epoch " * (n // 6) + "\n",
    "brackets before an epoch": lambda n: "[(" * (n // 2) + "epoch 1\n",
    "the sign of a Chinese epoch": lambda n: "第 " * (n // 2) + "1 轮\n",
    "rules": lambda n: "=" * n + " x\n",
    "quotation marks": lambda n: "v['" * (n // 3) + "z1']=0.1",
    "equations": lambda n: "net_h1 " + "= 0.1 + 0.2 " * (n // 12),
    "columns": lambda n: "net_h1" + "  0.1" * (n // 5) + "\n",
    "rows": lambda n: "unit  net  out\n" + "h1  0.1  0.2\n" * (n // 13),
    "short rows": lambda n: "unit net out\nh1 0.1 0.2\nh2 0.1 0.2\n" + "h1 0.1\n" * (n // 7),
    "headings of tables": lambda n: "unit net out\nh1 0.1 0.2\n" * (n // 25),
    "words of a heading": lambda n: "net " * (n // 8) + "\n" + "0.1 " * (n // 8),
    "series": lambda n: "h1 0.1\nName: net, dtype: float64\n" * (n // 35),
    "Chinese brackets": lambda n: "net_h1：0.3775" + "（" * n,
    "arrows": lambda n: "w5: 0.4" + " -> 0.3" * (n // 7),
    "powers of ten": lambda n: "net_h1: 1" + "×10" * (n // 3),
    "ticks": lambda n: "net_h1: 0.3" + "✓ " * (n // 2) + "x",
    "stars": lambda n: "net_h1: " + "*" * n + "0.3 " + "*" * n,
    "tags": lambda n: "net_h1: " + "<b x=" * (n // 5),
    "boxes": lambda n: "net_h1: " + r"\boxed{" * (n // 7) + "0.3",
    "full boxes": lambda n: r"net_h1: \boxed{" + "{1}" * (n // 3),
    "chains": lambda n: "net_h1: 0.3" + " = w5 - 0.1" * (n // 11),
    "colons in a name": lambda n: "student: " + "Ann: " * (n // 5),
    "labels in a name": lambda n: "student: Ann " + "class " * (n // 6) + ": 1",
    "factors": lambda n: "net_h1" + " = 0.15 w1" * (n // 10),
    "names that follow": lambda n: "net_h1 = x" + " so out_h1" * (n // 10) + " = 0.1",
    "remarks": lambda n: "net_h1 = 0.1" + " (about)" * (n // 8) + " out_h1 = 0.1",
    "answers in a name": lambda n: "student: " + "Ann net_h1 " * (n // 11) + "= 0.1",
    "numbered answers": lambda n: "net_h1 = 0.1" + " 2、" * (n // 3) + "net_h2 = 0.2",
    "slashes": lambda n: "net_h1 = 0.1" + "/out_h1" * (n // 7) + " = 0.2",
    "arrows to names": lambda n: "net_h1" + " -> 0.1, net_h1" * (n // 15) + " -> 0.2",
    "ampersands": lambda n: "net_h1 = 0.1" + " & 0.2" * (n // 6) + " & out_h1 = 0.2",
    "commas": lambda n: "net_h1: 1" + ",000" * (n // 4),
}


def seconds(text):
    """Return the processor time for a text."""
    start = time.process_time()
    with suppress(BpcalcError):
        read_text(text, NAMES)
    return time.process_time() - start


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_longer_text_takes_as_many_times_longer(shape):
    """Sixteen times the length: far less than 256 times the time."""
    short, long = shape(SMALL), shape(SMALL * TIMES)

    most = QUADRATIC / 3 * max(min(seconds(short) for _ in range(3)), 0.0005)

    assert any(seconds(long) < most for _ in range(3))


@pytest.mark.parametrize("sign", ["1", " ", ".", ",", "-", "e", "×", "/", "⁻", "０"])
def test_a_longer_cell_takes_as_many_times_longer(sign):
    """The same for a single number."""

    def taken(length):
        start = time.process_time()
        read_cell("0.3" + sign * length + "x")
        return time.process_time() - start

    most = QUADRATIC / 3 * max(min(taken(SMALL) for _ in range(3)), 0.0002)

    assert any(taken(SMALL * TIMES) < most for _ in range(3))
