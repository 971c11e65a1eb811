"""Where exercises come from: a path, standard input, or the ones that come with bpcalc."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bpcalc.errors import ExerciseError, Fault, reason
from bpcalc.exercise.decoding import MAX_BYTES
from bpcalc.exercise.yaml_nodes import Scalar, YamlMapping, document
from bpcalc.files import exists, is_folder, read_bytes, read_standard_input
from bpcalc.locale import language, say
from bpcalc.named_tuples import NamedTuple
from bpcalc.nearest import nearest

if TYPE_CHECKING:
    from bpcalc.exercise.reader import Reading
    from bpcalc.exercise.spec import Exercise

DEFAULT_EXERCISE = "two-three-two"
"""The exercise that is meant where none is named."""

EXERCISES_FOLDER = Path(__file__).parent.parent / "exercises"


def built_in() -> Iterator[str]:
    """Yield the names of the exercises that come with bpcalc, in alphabetical order."""
    yield from sorted(path.stem for path in EXERCISES_FOLDER.glob("*.yaml"))


def built_in_title(name: str) -> str:
    """Return the title of an exercise that comes with bpcalc; nothing else of it is read."""
    path = built_in_path(name)
    assert path is not None, "the caller takes a name from `built_in`"
    root = document(path.read_text(encoding="utf-8")).root
    titles = root.pairs if isinstance(root, YamlMapping) else ()
    found = [value for key, value in titles if key.text == "title"]
    return "".join(value.text for value in found if isinstance(value, Scalar))


def built_in_path(name: str) -> Path | None:
    """Return the file of a built-in exercise, None if there is none of that name.

    In Chinese it is the same exercise with a Chinese title and Chinese comments.
    """
    if name not in built_in():
        return None
    spoken = EXERCISES_FOLDER / language() / f"{name}.yaml"
    return spoken if spoken.exists() else EXERCISES_FOLDER / f"{name}.yaml"


def load(exercise: str | Path) -> "Exercise":
    """Return the exercise of a path, of `-` (standard input), or of a built-in name.

    Raises:
        ExerciseError: it cannot be found, read or used; lists every fault.

    >>> load("mazur").sizes
    (2, 2, 2)
    """
    return open_exercise(str(exercise)).exercise


class Source(NamedTuple):
    """An exercise together with the file it was read from."""

    name: str
    text: bytes
    reading: "Reading"


def open_exercise(name: str) -> "Reading":
    """Return the exercise with the notes of its reading; see `open_source`."""
    return open_source(name).reading


def open_source(name: str) -> Source:
    """Return the exercise, the notes of its reading, and its file.

    A file that exists comes before a built-in name; a name with a slash or a dot is a file.

    Raises:
        ExerciseError: it cannot be found, read or used; lists every fault.
    """
    if name == "-":
        return _from_standard_input()
    if not name.strip():
        says = say(
            "this is no name of an exercise; `bpcalc examples` lists the exercises that come with "
            "bpcalc"
        )
        raise ExerciseError((Fault(repr(name), 0, 0, says),))
    path: str | Path = name
    if not exists(name):
        path = built_in_path(name) or name
    try:
        text = read_bytes(path, MAX_BYTES)
    except OSError as error:
        raise ExerciseError((Fault(name, 0, 0, _why_not(name, error)),)) from None
    return _read(text, name)


def _from_standard_input() -> Source:
    try:
        text = read_standard_input(MAX_BYTES)
    except OSError as error:
        says = say("standard input cannot be read: {reason}", reason=reason(error))
        raise ExerciseError((Fault("-", 0, 0, says),)) from None
    return _read(text, "-")


def _why_not(name: str, error: OSError) -> str:
    if is_folder(name):
        return say("expected an exercise file, found a folder; name a file in it")
    if not isinstance(error, FileNotFoundError):
        return say("the file cannot be read: {reason}", reason=reason(error))
    if other := _neighbour(Path(name)):
        return say("there is no such file; did you mean {file}?", file=other)
    names = list(built_in())
    close = nearest(Path(name).name.removesuffix(".yaml"), names)
    hint = (
        say("did you mean the built-in exercise `{name}`?", name=close)
        if close
        else say("`bpcalc examples` lists the exercises that come with bpcalc")
    )
    return say("there is no such file, and no built-in exercise of this name; {hint}", hint=hint)


def _neighbour(path: Path) -> str | None:
    """Return a file beside this one whose name is nearly the same, such as e.yml for e.yaml."""
    try:
        beside = [file.name for file in path.parent.iterdir() if file.suffix in (".yaml", ".yml")]
    except OSError:
        return None
    same = [name for name in beside if Path(name).stem == path.stem]
    close = same[0] if same else nearest(path.name, beside)
    return str(path.with_name(close)) if close else None


def _read(text: bytes, name: str) -> Source:
    from bpcalc.exercise.reader import read  # titles and names need none

    return Source(name, text, read(text, name))
