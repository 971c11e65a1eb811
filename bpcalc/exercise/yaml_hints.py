"""The second look: what usually is the matter when a file from a classroom is not YAML.

A parser blames the place where it gave up, often a line too late, and never says "that colon
is a Chinese one". So, once it has given up, the text is searched for the usual causes. Quoted
texts, comments and titles are left out: there, every character is welcome.
"""

import re
from collections.abc import Iterator

from bpcalc.errors import Fault
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.yaml_layout import misplaced, needs_quotes
from bpcalc.exercise.yaml_nodes import Refusal, YamlError
from bpcalc.locale import say

FULL_WIDTH = {
    "：": ":",
    "，": ",",
    "、": ",",
    "；": ";",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "＂": '"',
    "＃": "#",
    "＝": ":",
}
SPACES = {
    "\u3000": "U+3000",
    "\u00a0": "U+00A0",
    "\u2002": "U+2002",
    "\u2003": "U+2003",
    "\u2009": "U+2009",
    "\u202f": "U+202F",
}

QUOTED_OR_COMMENT = re.compile(
    r""" "(?:\\.|[^"\\\n])*" | '(?:''|[^'\n])*' | (?<![^\s])\#[^\n]* """, re.VERBOSE
)
TITLE_LINE = re.compile(r"^(title|source)(:[ \t]+)([^\n\"'#][^\n]*)$", re.MULTILINE)
TITLE_START = re.compile(
    r"""^(?:title|source):[ \t]+(?:
      (?P<quote>["'])(?:(?!(?P=quote))[^\n])*(?P=quote)[ \t]*(?P<behind>[^\s\#])
    | (?P<sign> [@`%*&!] | \[(?=[^\n]*\][ \t]*[^\s\]\#]) | \{(?=[^\n]*\}[ \t]*[^\s}\#]) )
    )""",
    re.MULTILINE | re.VERBOSE,
)

CAUSES = re.compile(
    rf"""
      (?P<tab> ^[ ]*\t[ \t]* )
    | (?P<glued> ^[ ]*(?:-[ ]+)*[A-Za-z_]\w*:(?=[^\s:/]) )
    | (?P<equals> ^[ ]*(?:-[ ]+)*[A-Za-z_]\w*[ ]*=(?!=) )
    | (?P<quote> (?<=[\s\[,{{])["'] )
    | (?P<wide> [{"".join(FULL_WIDTH)}] )
    | (?P<space> [{"".join(SPACES)}] )
    """,
    re.MULTILINE | re.VERBOSE,
)

OPENING = {"[": "]", "{": "}"}
BRACKETS = re.compile(r"[\[\]{}]|^(?=[A-Za-z_]\w*:(?:\s|$))", re.MULTILINE)

MAX_CAUSES = 20
MAX_KEY = 40


def punctuation(text: str) -> str:
    """Return the remark that a word contains punctuation of another keyboard, or "".

    >>> punctuation("0.5，0.6")
    '; write `,` instead of the full-width `，`'
    """
    for character in text:
        if character in FULL_WIDTH:
            return say("; ") + _write_instead(character)
        if character in SPACES:
            return say("; ") + _plain_space(character)
    if re.match(r"[A-Za-z_]\w*:\S", text):
        return say("; ") + _after_colon()
    return ""


def causes(text: str, gave_up: Refusal | None = None) -> list[Refusal]:
    """Return what most probably keeps the text from being YAML, in order.

    Args:
        text: of the whole file.
        gave_up: where the parser stopped, and why it says it did; returned if nothing on the
            way there looks like a usual cause. None: it read the whole text.
    """
    bare = TITLE_LINE.sub(_blank_title, QUOTED_OR_COMMENT.sub(_blank, text))
    found = {*_titles(text), *_single(bare), *_brackets(bare)}
    if gave_up is None:
        return sorted(found)[:MAX_CAUSES]
    line_end = text.find("\n", gave_up.at)
    laid_out = TITLE_LINE.sub(_filled_title, QUOTED_OR_COMMENT.sub(_filled, text))
    for usual in (found | {*_without_colon(bare), *_whole_titles(text)}, {*misplaced(laid_out)}):
        if any(line_end < 0 or cause.at <= line_end for cause in usual):
            return sorted(usual)[:MAX_CAUSES]
    return [gave_up]


def faults_in(file: str, text: str, refused: YamlError) -> tuple[Fault, ...]:
    """Return the faults of a text that cannot be read, for a file of any sort."""
    page = SourceText(file, text)
    tell(page, refused)
    return page.verdict()


def tell(page: SourceText, refused: YamlError) -> None:
    """Say on a page why its text cannot be read: the usual causes, if it is not YAML."""
    refusals = causes(page.text, refused.refusals[0]) if refused.syntax else refused.refusals
    for refusal in refusals:
        page.fault(refusal.at, refusal.says)


def _blank(match: re.Match[str]) -> str:
    """Return spaces in the place of a match, so that all indices stay."""
    return " " * len(match[0])


def _filled(match: re.Match[str]) -> str:
    """Return letters in the place of a text, which is a value, and spaces in that of a comment."""
    return (" " if match[0].startswith("#") else "x") * len(match[0])


def _filled_title(match: re.Match[str]) -> str:
    """Return letters for a title; whether it is one of several lines is still seen."""
    if match[3][0] in "|>":
        return match[0]
    return match[1] + match[2] + "x" * len(match[3])


def _blank_title(match: re.Match[str]) -> str:
    return match[1] + match[2] + " " * len(match[3])


def _titles(text: str) -> Iterator[Refusal]:
    """Find titles that contain `: ` or ` #` without being quoted."""
    for match in TITLE_LINE.finditer(text):
        colon = re.search(r":(?=\s)", match[3])
        if colon:
            says = say("a text that contains a colon and a space needs quotation marks around it")
            yield Refusal(match.start(3) + colon.start(), says)


def _whole_titles(text: str) -> Iterator[Refusal]:
    """Find titles that begin with a sign of YAML, or are quoted in part."""
    for match in TITLE_START.finditer(text):
        if match["quote"]:
            yield Refusal(
                match.start("behind"),
                say("the quotation marks end before the text does; put them around all of it"),
            )
        else:
            yield Refusal(match.start("sign"), needs_quotes(match["sign"]))


def _single(bare: str) -> Iterator[Refusal]:
    """Find the causes that are one wrong character."""
    for match in CAUSES.finditer(bare):
        if match.lastgroup == "tab":
            says = say("a tab stands in the indentation; YAML wants spaces")
            yield Refusal(match.start() + match[0].index("\t"), says)
        elif match.lastgroup == "glued":
            yield Refusal(match.end() - 1, _after_colon())
        elif match.lastgroup == "equals":
            yield Refusal(
                match.end() - 1, say("expected a colon after the key, found `=`; write `: `")
            )
        elif match.lastgroup == "quote":
            yield Refusal(
                match.start(), say("the quotation mark `{mark}` is never closed", mark=match[0])
            )
        elif match.lastgroup == "wide":
            yield Refusal(match.start(), _write_instead(match[0]))
        else:
            yield Refusal(match.start(), _plain_space(match[0]))


def _without_colon(bare: str) -> Iterator[Refusal]:
    """Find lines that start with a key and no colon behind it."""
    for match in re.finditer(r"^[A-Za-z_]\w*(?= +[^\s:=]|[ \r]*$)", bare, re.MULTILINE):
        yield Refusal(match.end(), say("expected a colon after `{key}`", key=match[0][:MAX_KEY]))


def _after_colon() -> str:
    return say("write a space after the colon")


def _write_instead(character: str) -> str:
    plain = FULL_WIDTH[character]
    if character in "“”‘’":
        return say("write straight quotation marks instead of `{character}`", character=character)
    return say(
        "write `{plain}` instead of the full-width `{character}`", plain=plain, character=character
    )


def _plain_space(character: str) -> str:
    return say("write an ordinary space instead of the space {code}", code=SPACES[character])


def _brackets(bare: str) -> Iterator[Refusal]:
    """Find brackets without a partner; a line that starts with a key ends every list."""
    opened: list[re.Match[str]] = []
    for match in BRACKETS.finditer(bare):
        bracket = match[0]
        if not bracket:
            yield from map(_never_closed, opened)
            opened.clear()
        elif bracket in OPENING:
            opened.append(match)
        elif opened and OPENING[opened[-1][0]] == bracket:
            opened.pop()
        else:
            yield _not_opened(match, opened, bare)
            opened.clear()
    yield from map(_never_closed, opened)


def _never_closed(bracket: re.Match[str]) -> Refusal:
    return Refusal(
        bracket.start(), say("the bracket `{bracket}` is never closed", bracket=bracket[0])
    )


def _not_opened(match: re.Match[str], opened: list[re.Match[str]], bare: str) -> Refusal:
    if not opened:
        return Refusal(
            match.start(), say("the bracket `{bracket}` closes nothing", bracket=match[0])
        )
    line = bare.count("\n", 0, opened[-1].start()) + 1
    says = say(
        "expected `{closing}` to close the `{opening}` of line {line}, found `{bracket}`",
        closing=OPENING[opened[-1][0]],
        opening=opened[-1][0],
        line=line,
        bracket=match[0],
    )
    return Refusal(match.start(), says)
