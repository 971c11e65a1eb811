"""Several numbers in a row, and several names before them: `net_h1、net_h2分别为0.3775、0.3925`."""

from unicodedata import normalize

from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME
from bpcalc.checking.reading.words_in_indices import with_kept_commas, without_kept
from bpcalc.patterns import pattern

MAX_LISTED_NUMBERS = 200
"""So many numbers in a row are looked at."""

_DECIMAL = pattern(r"(?i)[+-]?[0-9]{0,30}\.[0-9]{0,60}(?:e[+-]?[0-9]{1,4})?")
_WITH_COMMA = pattern(r"[+-]?[0-9]{1,30},[0-9]{1,60}")
_BETWEEN = pattern(r"[,，;；、\s]|和|与|及|\band\b")
_APART = pattern(r"[;；、\s]|和|与|及|，|\band\b")
_ENDS = "。,;、"
_ROW_ENDS = pattern(r"\s?[;；]\s?|\n")
FULL = 65
"""Characters of a line behind which NumPy, or `array(` before it, goes on in the next one."""

_TRANSPOSED = pattern(
    r"(?<=[)\]）］])\s?(?:\^\s?\{?\s?(?:T|⊤|\\top|\\mathrm\{T\}|\\intercal)\s?\}?|[ᵀ⊤']|\.T)"
    r"(?=\s?\$?\s?[。.,;，；]?$)"
)
"""The sign behind a row that stands for a column."""

_OF = "的"
_NAMES = pattern(r"\s?(?:[,，;；、]|\band\b)\s?|(?<=[0-9])\s?[和与及]\s?(?=\S)")
_EACH = pattern(r"\s?(?:分别|各|依次)[是为]?$")
_NEW = pattern(r"(?:更新|新)$")
_A_NUMBER = r"[-+−]?(?:[0-9]{1,30}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})(?:[eE][+-]?[0-9]{1,4})?"
_NUMBER = pattern(rf"(?<![A-Za-z0-9_.]){_A_NUMBER}(?![A-Za-z0-9_.])")
_POINTED = r"[-+−]?[0-9]{0,9}\.[0-9]{1,30}"  # a comma may be one of a decimal
_ARE = pattern(
    rf"(?:分别|依次|各)?[为是]\s?(?={_POINTED}(?:\s?[,，]\s?{_POINTED}){{1,60}}\s?[。.;；]?$)"
)
"""Where a colon may stand before several numbers: `w1、w2更新为0.1498, 0.1996`."""

_FROM_TO = pattern(
    r"(?<![A-Za-z0-9])([A-Za-zΔδ∂/_]{1,12})([0-9]{1,3})([^\s\w,，、~～至到-]{0,2}|_?new)"
    r"(?:\s?[,，、]\s?\1[0-9]{1,3}\3){0,3}\s?"
    r"(?:[-–—~～至到]|\bto\b|[,，、]?\s?(?:\.{2,}|…+|⋯)\s?[,，、]?)\s?"
    r"(?:\1)?([0-9]{1,3})\3(?![0-9])"
)
"""The first and the last of several names: `w1-w4`, `w1+, …, w4+`."""


def listed_numbers(raw: str) -> str:
    r"""Return several bare decimals as an array, a matrix of MATLAB with its rows, else as it is.

    >>> listed_numbers("0.1, 0.2, 0.3"), listed_numbers("0.1;0.2"), listed_numbers("1,5")
    ('[0.1, 0.2, 0.3]', '[0.1, 0.2]', '1,5')
    >>> listed_numbers("（0.755，0.68）。"), listed_numbers("0.1和0.2"), listed_numbers("0,1；0,2")
    ('[0.755, 0.68]', '[0.1, 0.2]', '[0.1, 0.2]')
    >>> listed_numbers("(0.1, 0.2)^T"), listed_numbers("[[0.1, 0.2]]ᵀ")
    ('[0.1, 0.2]', '[[0.1, 0.2]]')
    >>> listed_numbers("0. 1."), listed_numbers("0.1, 0.2.")
    ('[0., 1.]', '[0.1, 0.2]')
    >>> listed_numbers("[0.1 0.2; 0.3 0.4];"), listed_numbers("[0,1 0,2\n 0,3 0,4]")
    ('[0.1, 0.2; 0.3, 0.4]', '[0.1, 0.2; 0.3, 0.4]')
    """
    raw = _TRANSPOSED.sub("", raw.strip())
    text = normalize("NFKC", raw).replace("−", "-").strip().rstrip(_ENDS)
    if text.endswith(".") and text.split()[-1].count(".") > 1:  # but NumPy prints 0. and 1.
        text = text[:-1]
    if text[:1] + text[-1:] in ("()", "[]") and text.count(text[0]) == 1:
        rows = _rows(text[1:-1].strip()) if text[0] == "[" else []
        if rows:
            return f"[{'; '.join(map(', '.join, rows))}]"
        text = text[1:-1].strip()
    words = _numbers(text)
    return f"[{', '.join(words)}]" if len(words) > 1 else raw


def _numbers(text: str) -> list[str]:
    """Return the bare decimals of a text, with points; none if there is something else."""
    words = [word for word in _BETWEEN.split(text, MAX_LISTED_NUMBERS) if word]
    if all(map(_DECIMAL.fullmatch, words[:MAX_LISTED_NUMBERS])):
        return words
    words = [word for word in _APART.split(text, MAX_LISTED_NUMBERS) if word]
    if all(map(_WITH_COMMA.fullmatch, words[:MAX_LISTED_NUMBERS])):
        return [word.replace(",", ".") for word in words]
    return []


def _rows(text: str) -> list[list[str]]:
    """Return the numbers of a matrix, row by row; none if they are no rows of one length."""
    if "\n" in text and max(map(len, text.split("\n"))) + max(map(len, text.split())) > FULL:
        return []
    lines = [line for line in _ROW_ENDS.split(text, MAX_LISTED_NUMBERS) if line.strip()]
    if len(lines) < 2 or lines[0].count(" ") + lines[0].count(",") == 0:
        return []
    rows = [_numbers(line) for line in lines]
    widths = {len(row) for row in rows}
    return rows if len(widths) == 1 and min(widths) > 1 else []


def listed_names(name: str) -> list[str]:
    """Return the names that stand before several numbers, each in full.

    >>> listed_names("h1、h2的净输入分别"), listed_names("w5和w6分别更新"), listed_names("输出")
    (['h1的净输入', 'h2的净输入'], ['w5更新', 'w6更新'], ['输出'])
    """
    if len(name) > MAX_LISTED_NUMBERS + MAX_QUANTITY_NAME:
        return [name]
    renewed = _NEW.search(name)
    bare = _EACH.sub("", _NEW.sub("", name)) if renewed else _EACH.sub("", name)
    split = map(without_kept, _NAMES.split(with_kept_commas(bare)))
    names = [each.strip() for each in split if each.strip()]
    if not names:
        return [name]
    told = renewed[0] if renewed else ""
    if _OF in names[-1] and not any(_OF in each for each in names[:-1]):
        told = names[-1][names[-1].index(_OF) :] + told
        names[-1] = names[-1].partition(_OF)[0]
    return [each + told for each in names]


def with_all_names(text: str) -> str:
    """Return a text in which lines name one by one what their numbers are of.

    There have to be as many numbers as names from the first to the last.

    >>> with_all_names("w1~w3更新为0.15、0.2、0.25"), with_all_names("w5+, ..., w6+: 0.36 0.41")
    ('w1、w2、w3更新为0.15、0.2、0.25', 'w5+、w6+: 0.36 0.41')
    >>> with_all_names("E1-E2 = 0.25")
    'E1-E2 = 0.25'
    """
    if not (_FROM_TO.search(text) or "为" in text or "是" in text):
        return text
    return "\n".join(map(_named_in_full, text.split("\n")))


def _named_in_full(line: str) -> str:
    line = _ARE.sub("：", line)
    match = _FROM_TO.search(line[: 2 * MAX_QUANTITY_NAME])
    if match is None:
        return line
    first, last = int(match[2]), int(match[4])
    numbers = _NUMBER.findall(line, match.end())
    if not first < last <= first + MAX_LISTED_NUMBERS or len(numbers) != last - first + 1:
        return line
    names = "、".join(f"{match[1]}{number}{match[3]}" for number in range(first, last + 1))
    return line[: match.start()] + names + line[match.end() :]
