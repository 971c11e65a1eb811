"""The ways into bpcalc that `benchmarks/fuzz.py` attacks.

A way is called with the bytes of an input. What is read off them is used in a second step that
costs more, `further`, which the fuzzer takes for a part of the inputs only. Archives are written as
a text with a line `%% name` over each file, so that changes reach what is in them.
"""

import atexit
import contextlib
import io
import os
import re
import shutil
import signal
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.fuzz_models import keras_file, onnx_file, safetensors_file

SHARES = {
    "exercise": 24,
    "answers": 20,
    "sampled_answers": 10,
    "packed_answers": 8,
    "class_table": 12,
    "archive": 3,
    "roster": 6,
    "policy": 6,
    "notation": 6,
    "samples": 8,
    "name": 8,
    "model": 3,
    "onnx": 2,
    "keras": 2,
    "options": 2,
}
"""The ways in, and how many of some hundred executions each gets: options start whole commands."""

MODELS = ("model", "onnx", "keras")
"""Those that trained networks come by."""

PATIENT = 2.0
"""Seconds of the processor that a call goes on after it has said that it takes long."""

SEARCHED = 30
"""Numbers that `new` tries to change in an exercise here; it tries hundreds elsewhere."""

LONGEST_INPUT = 2_000
"""Bytes of an input; what is longer takes longer and reaches no more."""

FILES = {
    "ex.yaml": b"inputs: [1, 0]\ntargets: [1]\nlearning_rate: 0.5\n"
    b"weights: [[[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.6]]]\n",
    "table.yaml": b"weights: [[[0.1, 0.2], [0.3, 0.4]]]\nlearning_rate: 1\nsamples: t.csv\n",
    "t.csv": b"i1,i2,o1,o2\n0.05,0.1,0.01,0.99\n1,2,0,1\n",
    "answers.json": b'{"net_h1": 0.3775, "out_h1": 0.5933, "w5_new": 0.3589}',
    "class.csv": b"student,net_h1,out_h1\nLi,0.3775,0.5933\nWu,0.38,\n",
    "policy.yaml": b"out_of: 10\n",
    "roster.csv": b"id,name\n1,Li\n2,Wu\n",
}
"""What a call of the program may name."""

SAMPLES = b"""samples: [{inputs: [1, 0], targets: [1]}, {inputs: [0, 1], targets: [0]}]
weights: [[[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.6]]]
biases: [0.35, 0.6]
learning_rate: 0.5
momentum: 0.9
update: batch
epochs: 2
"""
"""An exercise of which the quantities are of samples and epochs, and which has one output."""

_PART = re.compile(rb"^%% ?(.*)\n", re.MULTILINE)


class Way(NamedTuple):
    """A way in.

    Attributes:
        read: takes an input in, and returns what came of it, for the next step.
        further: uses that.
        announced: tells whether it was said that the last input takes long; then it may.
    """

    read: Callable[[bytes], object]
    further: Callable[[object], object] = lambda _: None
    announced: Callable[[], bool] = lambda: False


def packed(data: bytes) -> bytes:
    """Return the archive that a text describes."""
    memory = io.BytesIO()
    first, *parts = _PART.split(data)
    with zipfile.ZipFile(memory, "w") as archive:
        for name, content in zip(parts[::2], parts[1::2], strict=True):
            safe = name.decode("utf-8", "replace").replace("\0", "")[:200]
            archive.writestr(zipfile.ZipInfo(safe or "x"), content)
    return first + memory.getvalue() if len(first) < 100 else memory.getvalue()


def unpacked(content: bytes) -> bytes:
    """Return the text that describes an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    return b"".join(b"%% " + name.encode() + b"\n" + part for name, part in parts)


def _harmless(word: str) -> str:
    """Return a word of a command line that names no file elsewhere."""
    return word[:300].lstrip("/~").replace("=/", "=").replace("..", ".")


class Ways:
    """All ways in; what they need is made once."""

    def __init__(self) -> None:
        """Read the exercise that answers are marked by, and move to a folder of their own."""
        from bpcalc.checking.marker import Marker
        from bpcalc.exercise.reader import read
        from bpcalc.exercise.sources import built_in_path
        from bpcalc.solution import Solution

        source = built_in_path("mazur")
        assert source is not None
        self.marker = Marker(read(source.read_bytes(), "mazur").exercise)
        self.of_samples = Marker(read(SAMPLES, "samples.yaml").exercise, 2)
        self.solution = Solution(self.marker.calculation)
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # no disk: half of the time
        self.folder = Path(tempfile.mkdtemp(prefix="bpcalc-fuzz-", dir=memory))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        os.chdir(self.folder)
        self.announcements: list[str] = []
        self._nowhere = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        self._named = FILES["ex.yaml"] + b"notation: mine.yaml\n"
        self._table = b"weights: [[[0.1, 0.2], [0.3, 0.4]]]\nsamples: t.csv\n"

    def named(self, name: str) -> Way:
        """Return the way of a name."""
        further = dict.fromkeys(("exercise", "notation"), self.solve)
        further |= dict.fromkeys(("answers", "packed_answers"), self.mark)
        further["sampled_answers"] = self.mark_samples
        further |= dict.fromkeys(("class_table", "archive"), self.open_papers)
        further |= dict.fromkeys(MODELS, self.use_model)
        announced = {"options": lambda: bool(self.announcements)}
        return Way(
            getattr(self, name),
            further.get(name, lambda _: None),
            announced.get(name, lambda: False),
        )

    def exercise(self, data: bytes) -> object:
        """Read an exercise."""
        from bpcalc.exercise.reader import read

        return read(data, "fuzz.yaml").exercise

    def solve(self, exercise: object) -> None:
        """Calculate it, if it is as small as the exercises of books."""
        from bpcalc.api.solving import solve
        from bpcalc.exercise.spec import Exercise
        from bpcalc.exercise.writer import write

        assert isinstance(exercise, Exercise)
        write(exercise)
        if sum(exercise.sizes) * len(exercise.samples) < 50:
            for line in solve(exercise).lines[:200]:
                str(line)

    def answers(self, data: bytes) -> object:
        """Read the answers of a file."""
        from bpcalc.checking.answers_reader import read_content

        return read_content(data, self.marker.names).cells

    def packed_answers(self, data: bytes) -> object:
        """Read the answers of a workbook or a Word document."""
        return self.answers(packed(data))

    def sampled_answers(self, data: bytes) -> object:
        """Read the answers of a file to an exercise of several samples and epochs."""
        from bpcalc.checking.answers_reader import read_content

        return read_content(data, self.of_samples.names).cells

    def mark_samples(self, cells: object) -> None:
        """Mark these."""
        self.of_samples.mark(cells)  # type: ignore[arg-type]

    def mark(self, cells: object) -> None:
        """Mark answers."""
        self.marker.mark(cells)  # type: ignore[arg-type]

    def class_table(self, data: bytes) -> object:
        """Gather a class from a table."""
        return self._gathered("class.csv", data)

    def archive(self, data: bytes) -> object:
        """Gather a class from an archive, or from a workbook."""
        return self._gathered("class.zip", packed(data))

    def _gathered(self, name: str, content: bytes) -> object:
        from bpcalc.checking.submissions.gathering import gather

        (self.folder / name).write_bytes(content)
        return gather(self.folder / name, self.marker.names, self.marker.asked).papers[:20]

    def open_papers(self, papers: object) -> None:
        """Open the papers of a class."""
        from bpcalc.checking.submissions.opening import contents, opened
        from bpcalc.errors import BpcalcError

        for paper in papers:  # type: ignore[attr-defined]
            with contextlib.suppress(BpcalcError):
                opened(paper, [*contents(paper)], self.marker.names)

    def roster(self, data: bytes) -> object:
        """Read who is in a class."""
        from bpcalc.cli.roster_file import gradebook_in, roster_in, unknown_in_roster

        path = self.folder / "roster.csv"
        path.write_bytes(packed(data) if data.startswith(b"%%") else data)
        gradebook_in(str(path))
        [*unknown_in_roster(str(path))]
        return roster_in(str(path))

    def policy(self, data: bytes) -> object:
        """Read the rules of marking."""
        from bpcalc.checking.policy import GradingPolicy, read_policy

        return read_policy(data.decode("utf-8", "replace"), "policy.yaml", GradingPolicy())

    def notation(self, data: bytes) -> object:
        """Read an exercise whose names are those of a file beside it."""
        from bpcalc.exercise.reader import read

        (self.folder / "mine.yaml").write_bytes(data)
        return read(self._named, str(self.folder / "fuzz.yaml")).exercise

    def samples(self, data: bytes) -> object:
        """Read an exercise whose samples stand in a table."""
        from bpcalc.exercise.reader import read

        (self.folder / "t.csv").write_bytes(data)
        return read(self._table, str(self.folder / "t.yaml"))

    def name(self, data: bytes) -> None:
        """Look for a quantity by its name."""
        from bpcalc.errors import NotAQuantity

        text = data.decode("utf-8", "replace")
        with contextlib.suppress(NotAQuantity):
            self.solution.line(text)
        with contextlib.suppress(NotAQuantity):
            self.marker.names.find(text)

    def model(self, data: bytes) -> object:
        """Read a trained network; the first line says what kind of file it is."""
        kind, _, content = data.partition(b"\n")
        suffix = kind.decode("ascii", "replace").strip()
        if suffix not in (".npz", ".safetensors", ".json", ".onnx", ".h5", ".keras"):
            suffix, content = ".safetensors", data
        if suffix == ".safetensors":
            content = safetensors_file(content)
        return self._model(suffix, packed(content) if content.startswith(b"%%") else content)

    def onnx(self, data: bytes) -> object:
        """Read a trained network that ONNX keeps."""
        content = onnx_file(data)
        return [] if content is None else self._model(".onnx", content)

    def keras(self, data: bytes) -> object:
        """Read a trained network that Keras keeps."""
        files = keras_file(data)
        return self._model(*files) if files else []

    def _model(self, suffix: str, content: bytes, weights: bytes = b"") -> object:
        from bpcalc.importing.files import read_model

        path, beside = self.folder / f"model{suffix}", self.folder / "weights.h5"
        path.write_bytes(content)
        beside.write_bytes(weights)
        return read_model(path, None, beside if suffix == ".json" else None)

    def use_model(self, layers: object) -> None:
        """Write an exercise of the layers of a trained network, and read it."""
        from bpcalc.exercise.reader import read
        from bpcalc.importing.dense import exercise_keys, file_text

        keys, notes = exercise_keys(layers)  # type: ignore[arg-type]
        read(file_text(keys, notes, "model").encode(), "model.yaml")

    def _announced(self, words: str) -> None:
        """Take the word that a call takes long, and let it go on for a while."""
        self.announcements.append(words)
        signal.setitimer(signal.ITIMER_PROF, PATIENT)

    def options(self, data: bytes) -> None:
        """Call the program with the words of a text, one a line."""
        from bpcalc.cli import run, sizes
        from bpcalc.making import maker

        self.announcements.clear()
        sizes.announce = self._announced
        maker.FEWEST_STEPS = maker.MAX_STEPS = SEARCHED  # all of its lines, in less of its time
        words = [
            _harmless(word) for word in data.decode("utf-8", "surrogateescape").split("\n")[:12]
        ]
        if "--epochs" in words or "--epoch" in words or words[:1] == ["train"]:
            words += ["--epochs", "1"]  # long work is meant where it is asked for
        for name, content in FILES.items():
            (self.folder / name).write_bytes(content)
        nowhere = self._emptied()
        try:
            with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
                code = run(words)
            assert code in (0, 1, 2, 3), code
        finally:
            self._clear()

    def _emptied(self) -> io.TextIOWrapper:
        """Return where a call prints to, empty: click keeps each stream that it has printed to."""
        if self._nowhere.closed:
            self._nowhere = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        self._nowhere.seek(0)
        self._nowhere.truncate()
        return self._nowhere

    def _clear(self) -> None:
        """Remove what a call has left in the folder."""
        for path in self.folder.iterdir():
            if path.is_file():
                path.unlink()
            elif path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
