"""Pages of the reference about writing: notations, formats, built-in exercises, Python."""

import inspect
from collections.abc import Callable, Iterator

import bpcalc
from bpcalc.exercise.sources import built_in, built_in_path
from bpcalc.notation.notations import NOTATIONS
from bpcalc.report.folder import AnyFormat, Folder
from bpcalc.report.formats import FORMAT_FOLDER
from bpcalc.report.notations import spellings
from bpcalc.report.quizzes import QUIZ_FOLDER
from bpcalc.report.sheets import SHEET_FOLDER
from tools.website.functions import head
from tools.website.markdown import block, cell, code, prose, table
from tools.website.rooms import as_in_the_code
from tools.website.words import word


def notations() -> Iterator[str]:
    """Yield the page of notations: the books, and how each spells a quantity."""
    yield from head("Notations")
    rows = [(code(name), prose(entry.source)) for name, entry in NOTATIONS.items()]
    yield table([word("Name"), word("Source")], rows)
    first, *others = spellings(list(NOTATIONS.values()))
    yield table([cell(text) for text in first], [[cell(text) for text in row] for row in others])


def formats() -> Iterator[str]:
    """Yield the page of formats: reports, sheets and quizzes."""
    yield from head("Formats")
    exercise = word("EXERCISE")
    yield from _folder("Reports", FORMAT_FOLDER, f"bpcalc step {exercise} --format {{}}")
    yield from _folder("Sheets", SHEET_FOLDER, f"bpcalc sheet {exercise} --format {{}}")
    yield from _folder("Quizzes", QUIZ_FOLDER, f"bpcalc export {exercise} --to {{}}")


def _folder(title: str, folder: Folder[AnyFormat], command: str) -> Iterator[str]:
    yield f"## {word(title)}\n"
    rows = []
    for name in folder.names:
        entry = folder.find(name)
        extras = [f"pip install 'bpcalc[{extra}]'" for _, extra in entry.needs]
        rows.append(
            (
                code(name),
                " ".join(map(code, entry.suffixes)),
                code(command.format(name)),
                " ".join(map(code, dict.fromkeys(extras))),
            )
        )
    yield table([word("Name"), word("Suffixes"), word("In the terminal"), word("Needs")], rows)


def exercises() -> Iterator[str]:
    """Yield the page of the exercises that come with the program."""
    yield from head("Built-in exercises")
    for name in built_in():
        path = built_in_path(name)
        assert path is not None
        exercise = bpcalc.load(name)
        sizes = "-".join(map(str, exercise.sizes))
        yield f"## {name}\n"
        yield f"{cell(exercise.title)} ({sizes}). {code(f'bpcalc step {name}')}\n"
        yield block("yaml", path.read_text(encoding="utf-8"))


def python() -> Iterator[str]:
    """Yield the page of what Python programs import, made of the docstrings."""
    yield from head("All of the Python interface")
    yield from as_in_the_code()
    for name in sorted(bpcalc.__all__, key=str.lower):
        entry = getattr(bpcalc, name)
        if not callable(entry):
            continue
        yield f"## bpcalc.{name}\n"
        yield block("python", _signature(entry))
        yield block("text", inspect.cleandoc(entry.__doc__ or ""))


def _signature(entry: Callable[..., object]) -> str:
    """Return the line by which a function or a class is made, with its types."""
    taken = []
    for line in inspect.getsource(entry).splitlines():
        if taken or not line.startswith("@"):
            taken.append(line)
        if taken and line.endswith(":"):
            break
    return "\n".join(taken)
