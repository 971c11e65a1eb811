"""The practice page: blanks that are marked as they are filled in, or an exam that only collects.

Nothing on it comes from anywhere else, and nothing leaves it but the file of answers that a
student saves. An exam has no answer key in it: no value, no formula, no tree.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from markupsafe import Markup

from bpcalc.checking.cells import BLANKS
from bpcalc.checking.misread_givens import READ_OFF
from bpcalc.locale import language, say, speaking
from bpcalc.locale.preference import LANGUAGES
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import FACTOR_KINDS
from bpcalc.notation.mathml import mathml_inside
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling
from bpcalc.report.document import Document, NetworkBlock
from bpcalc.report.givens import givens
from bpcalc.report.live.bundle import page_script
from bpcalc.report.live.page import hashed, in_script, own_file
from bpcalc.report.live.program import spelled
from bpcalc.report.live.solution import is_given
from bpcalc.report.math_reading import MathReading
from bpcalc.report.practice.book import JudgeBook, Pool
from bpcalc.report.practice.changes import changes
from bpcalc.report.practice.repeats import without_repeats
from bpcalc.report.practice.short_markup import shortened, tags_of
from bpcalc.report.practice.words import mistakes, page_words
from bpcalc.report.sheet import MarkedBy, Sheet
from bpcalc.report.web.difference import Change, differences
from bpcalc.report.web.page import LANGUAGES as TAGS
from bpcalc.report.web.page import style_sheet, template_module
from bpcalc.report.web.templating import templates_of
from bpcalc.report.web.writer import Writer
from bpcalc.solution import Solution

TYPING = ("numbers", "series", "functions", "arithmetic", "rounding", "reading", "typing")
JUDGING = (
    *("rules", "groups", "library", "writing", "decimals", "boxes", "trees", "pool", "cells"),
    *("agreement", "scheme", "way", "precision", "inference", "judgement", "judging"),
    *("kept", "zeros", "diagnosis", "slips", "rates", "causes", "factors", "evidence"),
    *("reasons", "misread", "conventions", "beside", "marker", "book"),
)
FORM = ("answers", "readings", "names", "spots", "room", "markup", "repeats", "chosen", "form")
EXAM_SCRIPT = (*TYPING, *FORM, "exam")
PRACTICE_SCRIPT = (*TYPING, *JUDGING, *FORM, "practice")
"""The modules of both pages, in an order in which each one only imports from those before it."""


def practice_page(sheet: Sheet, by: MarkedBy) -> str:
    """Return the page of a sheet, in the language that is spoken.

    Raises:
        OutputError: a formula has a part that the script cannot read.
    """
    return practice_set([(sheet, by)])


def practice_set(exercises: Sequence[tuple[Sheet, MarkedBy]]) -> str:
    """Return one page of several exercises, of which one is shown at a time.

    The first one stands on the page; of the others only what is different.

    Args:
        exercises: a sheet each, all alike in whether they are marked at once.

    Raises:
        OutputError: a formula has a part that the script cannot read.
    """
    written = _books(exercises)
    pages = [
        _page(*each, book, len(exercises)) for each, book in zip(exercises, written, strict=True)
    ]
    first, *others = pages
    at_once = exercises[0][1].at_once
    style = _tight(f"{style_sheet()}\n{own_file('practice', 'styles/practice.css')}")
    code = page_script(PRACTICE_SCRIPT if at_once else EXAM_SCRIPT)
    whole = _identity([page.data["id"] for page in pages])
    for page in pages if others else ():
        page.data["set"] = whole
    changed = [[changes(first.data, page.data), _moved(first, page)] for page in others]
    return (
        templates_of("practice")
        .get_template("practice.html")
        .render(
            language=TAGS[language()],
            title=first.data["words"][language()]["title"],
            style=Markup(style),
            style_hash=hashed(style),
            script=Markup(code),
            script_hash=hashed(code),
            article=Markup(first.article),
            data=_in_page(first.data),
            others=_in_page(changed) if others else "",
        )
    )


def _in_page(data: Any) -> Markup:
    return Markup(without_repeats(in_script(data)))


class _Page(NamedTuple):
    """The page of one exercise: what stands on it, and what its script knows."""

    article: str
    data: dict[str, Any]


def _books(exercises: Sequence[tuple[Sheet, MarkedBy]]) -> list[JudgeBook | None]:
    """Return what the judge needs of every exercise, in one pool where their lines are the same."""
    found: list[JudgeBook | None] = []
    pools: dict[tuple[Key, ...], Pool] = {}
    for sheet, by in exercises:
        lines = tuple(by.marker.scheme.formulas)
        pool = pools.setdefault(lines, Pool(lines))
        found.append(JudgeBook(by.marker, _asked(sheet), pool) if by.at_once else None)
    return found


def _page(sheet: Sheet, by: MarkedBy, book: JudgeBook | None, count: int) -> _Page:
    words = page_words(sheet.solution.exercise.title or "", by.at_once)
    asked = _asked(sheet)
    keys = {key: book.place(key) if book else at for at, key in enumerate(asked)}
    data = _data(sheet, by, words, keys)
    data |= _judge(sheet, book) if book else {"symbols": _symbols(sheet, keys)}
    data |= _short(data["symbols"])
    reports = dict(_reports(sheet.solution))
    report = reports.pop(language())
    data["changes"] = differences(report, *reports.values())
    data["id"] = _identity(data)
    article = (
        templates_of("practice")
        .get_template("article.html")
        .render(
            language=language(),
            languages=TAGS,
            other=next(each for each in LANGUAGES if each != language()),
            words=words[language()],
            marks=by.at_once,
            report=report,
            parts=_parts(sheet, keys),
            command=f"{by.command} {_file_name(sheet, by)}",
            count=count,
        )
    )
    return _Page(article, data)


def _identity(data: Any) -> str:
    """Return the name under which a browser keeps what is filled in."""
    return f"bpcalc-{sha256(in_script(data).encode()).hexdigest()[:16]}"


def _moved(first: _Page, page: _Page) -> list[Change]:
    return differences(first.article, page.article)


def _asked(sheet: Sheet) -> list[Key]:
    """Return what is asked for, in the order of the page."""
    return [key for _, keys in sheet.parts() for key in keys]


def _data(
    sheet: Sheet, by: MarkedBy, words: dict[str, dict[str, str]], keys: Mapping[Key, int]
) -> dict[str, Any]:
    """Return what both pages know."""
    file = _file_name(sheet, by)
    asked = [_digits(sheet, key) for key in keys]
    roundings: list[dict[str, Any] | None] = []
    for digits in asked:
        if digits not in roundings:
            roundings.append(digits)
    head = [f"{by.command} {file}", *([f"version {by.code}"] if by.code else [])]
    return {
        "language": language(),
        "languages": {each: TAGS[each] for each in LANGUAGES},
        "words": words,
        "blanks": [
            _blank(sheet, key, place) | ({"digits": at} if at else {})
            for (key, place), at in zip(keys.items(), map(roundings.index, asked), strict=True)
        ],
        "roundings": roundings,
        "books": _books_names(sheet, keys),
        "givens": _givens(sheet.solution),
        "nothing": sorted(BLANKS),
        "file": {"head": head, "name": file},
    }


def _books_names(sheet: Sheet, keys: Iterable[Key]) -> list[str]:
    """Return what other books call the lines: of each book all names in a row."""
    own = sheet.solution.spelling
    lines: dict[str, Key] = {}
    for key in keys:
        lines.setdefault(own.name(key), key)
    books = [Spelling(book, own.layout) for book in NOTATIONS.values()]
    rows = [[book.name(key) for key in lines.values()] for book in books]
    apart = (row for row in rows if row != [*lines] and not any(";" in name for name in row))
    return list(dict.fromkeys(map(";".join, apart)))


def _blank(sheet: Sheet, key: Key, place: int) -> dict[str, Any]:
    """Return a line as the script of a page knows it."""
    name, symbol = sheet.name(key), sheet.symbol(key)
    other = {"symbol": symbol} if symbol != name else {}
    return {"key": place, "name": name, **other}


def _digits(sheet: Sheet, key: Key) -> dict[str, Any] | None:
    line = sheet.solution[key]
    digits = sheet.solution.exercise.rounding.asked(key.kind, line.value)
    if digits is None:
        return None
    return {"count": digits.count, "significant": digits.significant}


def _givens(solution: Solution) -> dict[str, str]:
    """Return the numbers that may be called by name in arithmetic."""
    given = filter(is_given, solution)
    pairs = ((solution.name(line), solution.shown(line)) for line in given)
    return {name: text for name, text in pairs if name.isidentifier()}


def _file_name(sheet: Sheet, by: MarkedBy) -> str:
    title = by.code or sheet.solution.exercise.title or ""
    safe = re.sub(r"\W+", "-", title.lower(), flags=re.ASCII)[:40].strip("-")
    return f"{safe or 'exercise'}-answers.yaml"


def _judge(sheet: Sheet, book: JudgeBook) -> dict[str, Any]:
    """Return what the page needs to mark, and to give hints."""
    solution = sheet.solution
    maths = MathReading(solution)
    says, sentences = mistakes(book.pool.rules)
    return {
        "book": book.data(),
        "symbols": {at: _within_formulas(maths, key) for at, key in enumerate(book.keys)},
        "functions": spelled(sorted(book.functions)),
        "texts": {
            book.place(line.key): solution.shown(line) for line in solution if is_given(line)
        },
        "readOff": {
            place: sheet.symbol(key) for place, key in enumerate(book.keys) if key.kind in READ_OFF
        },
        "digits": book.digits(solution.exercise.rounding),
        "factors": [place for place, key in enumerate(book.keys) if key.kind in FACTOR_KINDS],
        "says": says,
        "sentences": sentences,
    }


def _symbols(sheet: Sheet, keys: Mapping[Key, int]) -> dict[int, str]:
    """Return the symbols of what is asked for."""
    maths = MathReading(sheet.solution)
    return {place: _within_formulas(maths, key) for key, place in keys.items()}


def _short(symbols: Mapping[int, str]) -> dict[str, Any]:
    """Return symbols without their tags, and these."""
    tags = tags_of(symbols.values())
    return {
        "tags": tags,
        "symbols": {place: shortened(text, tags) for place, text in symbols.items()},
    }


def _within_formulas(maths: MathReading, key: Key) -> str:
    """Return the symbol of a quantity, to be put into a formula."""
    return mathml_inside(maths.spell(key))


def _reports(solution: Solution) -> Iterator[tuple[str, Markup]]:
    """Yield title, picture and givens in every language."""
    first = solution.stages[0].lines
    for each in LANGUAGES:
        with speaking(each):
            blocks = [
                block._replace(given_only=True) if isinstance(block, NetworkBlock) else block
                for block in givens(solution, first)
            ]
            document = Document(solution, first, blocks)
            yield each, Writer(document, template_module("blocks.html"), 1).write()


def _parts(sheet: Sheet, keys: Mapping[Key, int]) -> list[dict[str, Any]]:
    """Return the parts of the sheet, each with its headings by language, and its lines."""
    headings: dict[str, list[str]] = {}
    for each in LANGUAGES:
        with speaking(each):
            headings[each] = [_heading(sheet, *part) for part in sheet.parts()]
    return [
        {
            "titles": {each: headings[each][number] for each in LANGUAGES},
            "lines": [keys[key] for key in part],
        }
        for number, (_, part) in enumerate(sheet.parts())
    ]


def _tight(style: str) -> str:
    """Return a style sheet without comments, empty lines and the room at the start of lines."""
    return re.sub(r"\n\s+", "\n", re.sub(r"/\*.*?\*/", "", f"\n{style}\n", flags=re.DOTALL))


def _heading(sheet: Sheet, title: str, keys: list[Key]) -> str:
    digits = sheet.digits(keys)
    return say("{title} ({digits})", title=title, digits=digits) if digits else title
