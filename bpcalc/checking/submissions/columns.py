"""What the columns of a class's table are about: who somebody is, a quantity, or neither."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.remembered import MAX_REMEMBERED
from bpcalc.checking.submissions.quiz_responses import is_field, without_maths
from bpcalc.checking.submissions.roles import ROLES
from bpcalc.errors import NotAQuantity
from bpcalc.maths.keys import Key

_BY_HEADING = {heading: role for role, headings in ROLES.items() for heading in headings}
_NUMBER = re.compile(r"^(?:question|q|frage|第)?\s*[0-9]{1,3}\s*[.、:：)）．题-]\s*", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:grade|mark|score|bewertung|punkte|note|nota|calificación|valutazione|avaliar|avaliação"
    r"|оценка|cijfer|成绩|评分|得分|分数|評点)\s*/.{0,20}|q\.\s*[0-9]+\s*/.{0,20}"
    r"|(?:points|feedback|score) - .{0,300}|.{0,300}\[(?:score|feedback)\]"
    r"|(?:question|right answer|frage|richtige antwort|bonne réponse|pregunta|respuesta correcta"
    r"|domanda|risposta corretta|试题|题目|正确答案|正确回答) ?[0-9]+",
    re.IGNORECASE,
)
_MARKING = (
    r"(?:(?:max(?:imum|\.)?|total|earned|学生|本题)\s*)?(?:points?|pts|scores?|marks?|grades?|credits?"
    r"|feedback|comments?|remarks?|notes?|(?:is\s)?correct|punkte|bewertung|kommentar|puntos"
    r"|puntuación|nota|punti|punteggio|pontos|得分|分数|分值|评分|评语|批注|是否正确)"
    r"(?:\s*(?:earned|awarded|given|possible|available|received))?"
)
_BEHIND = re.compile(
    rf"(.*?[^\s(（\[_:：–-])([\s(（\[_:：–-]*){_MARKING}[?？)）\]]*", re.IGNORECASE
)
_BEFORE = re.compile(rf"{_MARKING}([\s_:：–-]*)(?:(?:for|of|on|für|zu|von)\s+)?(.+)", re.IGNORECASE)
_RESPONSE = re.compile(
    r"(?:(?:response|answer|antwort|réponse|respuesta|risposta|resposta|ответ|antwoord|question|frage"
    r"|回答|答案|作答|响应|解答|题目|填空题?|空|第|q)\s*)?([0-9]{1,4})\s*[题空]?",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:请(?:输入|填写|填|写)?|您的?|你的?|我的|please|enter|write|type|give|state|what is|what's"
    r"|the|your|my|ihre?|deine?)\s*(?![\s:：])",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_LAST_BRACKETS = re.compile(r"\s*[(（\[【][^()（）\[\]【】]{1,80}[)）\]】]\s*[:：*]?$")
_REMARK = re.compile(r"\s*[(（\[【](?:必填|选填|填空题?|单选题?|required|optional|\*)[)）\]】]\s*")
_BRACKETS = re.compile(r"[\[(（【「『]([^\[\]()（）【】「」『』]{1,80})[\])）】」』]")
_CHINESE = re.compile("([\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+)")
_WORD_SIGNS = re.compile(r"[\w/⁺+'′^{}@∂Δδθγ.\-]+")

MAX_HEADING = 400
MAX_WORDS = 60


class Named(NamedTuple):
    """What a heading names.

    Attributes:
        key: the quantity; of several, the first.
        several: whether it stands for several, such as `net` for all net inputs.
    """

    key: Key
    several: bool = False


_NAMED: WeakKeyDictionary[QuantityIndex, dict[str, Named | None]] = WeakKeyDictionary()
"""What the headings name that were met, for the names of an exercise."""


class TableColumns(NamedTuple):
    """The columns of a table.

    Attributes:
        heads: the headings.
        roles: what each is for: a role of `ROLES`, `quantity`, or "" for what is not known.
        keys: the quantity of each column that has one.
        names: its name as a sheet has it.
        ordered: whether quantities were told by the order of the columns only.
        guessed: the columns whose headings are no names, but close to one.
        numbered: how many columns are told by a number only, and by no quantity.
    """

    heads: tuple[str, ...]
    roles: tuple[str, ...]
    keys: tuple[Key | None, ...]
    names: tuple[str, ...]
    ordered: bool = False
    guessed: tuple[int, ...] = ()
    numbered: int = 0


def role_of(heading: str) -> str:
    """Return what a column of this heading says of a student; "" if nothing.

    >>> role_of("2、学号"), role_of("Email Address"), role_of("net_h1"), role_of("Grade/52.00")
    ('id', 'email', '', 'aside')
    """
    heading = heading[:MAX_HEADING].strip()
    if heading.casefold() in _BY_HEADING:
        return _BY_HEADING[heading.casefold()]
    if _ASIDE.fullmatch(heading):
        return "aside"
    heading = _SPACED.sub("", heading)
    bare = _REMARK.sub("", _NUMBER.sub("", heading, count=1)).strip(" *:：?？").casefold()
    return _BY_HEADING.get(bare) or _BY_HEADING.get(bare_heading(heading), "")


def role_before_brackets(heading: str) -> str:
    """Return what a column says of a student whose heading has a remark behind it.

    >>> role_before_brackets("Student Name (Last, First)"), role_before_brackets("学号（10位）")
    ('name', 'id')
    """
    bare = _LAST_BRACKETS.sub("", heading[:MAX_HEADING].strip())
    return role_of(bare) if bare != heading.strip() else ""


def settled(roles: Sequence[str]) -> list[str]:
    """Return roles of which who has sent a form is its student, unless a column says who that is.

    >>> settled(["sender", "id"]), settled(["sender", "name"])
    (['name', 'id'], ['aside', 'name'])
    """
    instead = "aside" if {"name", "last"} & set(roles) else "name"
    return [instead if role == "sender" else role for role in roles]


def bare_heading(heading: str) -> str:
    """Return a heading without its number, its mark of need, and the words that ask for it.

    >>> bare_heading("2、请填写您的学号（必填）："), bare_heading("1. What is your name? *")
    ('学号', 'name')
    """
    text = _NUMBER.sub("", heading[:MAX_HEADING].strip(), count=1)
    text = _REMARK.sub("", text).strip(" *:：?？_").casefold()
    while (match := _ASKED.match(text)) and match.end() < len(text):
        text = text[match.end() :].strip()
    return text


def columns_of(
    heads: Sequence[str],
    index: QuantityIndex,
    asked: Sequence[Key],
    told: Mapping[str, str] | None = None,
) -> TableColumns:
    """Return what the columns of a table are about.

    Args:
        heads: the headings.
        index: the names of quantities.
        asked: what the sheet asks for, in its order; what `Response 7` is told by.
        told: by heading, what the teacher says it is: a name, a role, or "" to leave it out.
    """
    roles: list[str] = []
    found: list[Named | None] = []
    for head in heads:
        role, named = _said(head, index, told or {}) or _guessed(head, index)
        roles.append(role)
        found.append(named)
    ordered, numbered = _by_order(heads, roles, found, asked)
    _keep_running_numbers_out(heads, roles)
    roles = settled(roles)
    guessed = _near(heads, roles, found, asked, index)
    names = tuple(
        "" if named is None else head if named.several else index.told_name(named.key)
        for head, named in zip(heads, found, strict=True)
    )
    keys = tuple(named.key if named else None for named in found)
    return TableColumns(tuple(heads), tuple(roles), keys, names, ordered, guessed, numbered)


def _said(
    head: str, index: QuantityIndex, told: Mapping[str, str]
) -> tuple[str, Named | None] | None:
    if head not in told:
        return None
    what = told[head].strip()
    if what in ROLES or not what:
        return what or "aside", None
    return "quantity", Named(index.find(what))


def _guessed(head: str, index: QuantityIndex) -> tuple[str, Named | None]:
    place = is_field(head)
    if place is not None and place <= len(index.asked):
        return "quantity", Named(index.asked[place - 1])
    head = without_maths(head)
    role = role_of(head)
    if role or is_of_marking(head, index):
        return role or "aside", None
    named = named_in(head, index)
    return ("quantity", named) if named else (role_before_brackets(head), None)


def is_of_marking(heading: str, index: QuantityIndex) -> bool:
    """Return whether a heading is a quantity's name and a word of marking: its points, no answer.

    Points with a number in front, as in `net_h1 (2 points)`, are what an answer is worth.
    """
    bare = _NUMBER.sub("", heading[:MAX_HEADING].strip(), count=1).strip()
    if index.knows(bare) == 2:
        return False
    found = []
    if match := _BEHIND.fullmatch(bare):
        found.append((match[1], match[2], bare[match.end(2)]))
    if match := _BEFORE.fullmatch(bare):
        found.append((match[2], match[1], bare[match.start(1) - 1]))
    return any(
        _known(name.strip(), index, 1) is not None and bool(between or not sign.isascii())
        for name, between, sign in found
    )


def named_in(heading: str, index: QuantityIndex) -> Named | None:
    """Return the quantity that a heading names, wherever it stands in it; None if in doubt.

    The headings of a table are looked at alone, together with those above, and turned round.
    """
    heading = heading[:MAX_HEADING].strip()
    known = _NAMED.setdefault(index, {})
    if heading not in known:
        if len(known) >= MAX_REMEMBERED:
            known.clear()
        known[heading] = _named_in(heading, index)
    return known[heading]


def _named_in(heading: str, index: QuantityIndex) -> Named | None:
    bare = _NUMBER.sub("", heading, count=1).strip()
    for whole in (heading, bare):
        if named := _known(whole, index, 1):
            return named
    if is_of_marking(heading, index):
        return None
    inner = [match[1].strip() for match in _BRACKETS.finditer(bare)]
    found = {named for text in inner if (named := _known(text, index, 1))}
    if len(found) == 1:
        return found.pop()
    apart = _CHINESE.sub(r" \1 ", bare)  # Chinese words stand right beside a name
    texts = (_BRACKETS.sub(" ", bare), bare, _BRACKETS.sub(" ", apart), apart)
    return next((named for text in texts if (named := _within(text, index))), None)


def _known(text: str, index: QuantityIndex, least: int) -> Named | None:
    if not text or index.knows(text) < least or index.is_given(text):
        return None
    try:
        keys = index.meaning(text).keys
    except NotAQuantity:
        return None
    if len({key.kind for key in keys}) > 1:
        return None
    return Named(keys[0], len({(key.layer, key.unit, key.source) for key in keys}) > 1)


def _within(text: str, index: QuantityIndex) -> Named | None:
    """Return the quantity that the words of a text name: the longest name, if there is one."""
    words = [word.strip(".?-") for word in _WORD_SIGNS.findall(text)][:MAX_WORDS]
    for length in (3, 2, 1):
        found = set()
        for at in range(len(words) - length + 1):
            name = " ".join(words[at : at + length])
            for spelt in {name, name.replace("-", "_")} if len(name) > 1 else ():
                if named := _known(spelt, index, 2):
                    found.add(named)
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _by_order(
    heads: Sequence[str], roles: list[str], found: list[Named | None], asked: Sequence[Key]
) -> tuple[bool, int]:
    """Give `Response 1`, `Response 2`, … the quantities of the sheet, if there are as many.

    Returns:
        Whether that was done; and how many columns are numbered so.
    """
    numbered = [
        (at, match)
        for at, head in enumerate(heads)
        if (not roles[at] or _is_question(head))
        and (match := _RESPONSE.fullmatch(head.strip()[:MAX_HEADING]))
    ]
    answers = [pair for pair in numbered if not _is_question(heads[pair[0]])]
    if not answers and any(found):
        return False, 0  # the text of a question, whose answer stands beside it
    numbered = answers or numbered
    numbers = [int(match[1]) for _, match in numbered]
    if not numbered or numbers != list(range(1, len(asked) + 1)):
        return False, len(numbered)
    for (at, _), key in zip(numbered, asked, strict=True):
        roles[at], found[at] = "quantity", Named(key)
    return True, len(numbered)


def _is_question(head: str) -> bool:
    return bool(_ASIDE.fullmatch(head.strip()[:MAX_HEADING]))


def _near(
    heads: Sequence[str],
    roles: list[str],
    found: list[Named | None],
    asked: Sequence[Key],
    index: QuantityIndex,
) -> tuple[int, ...]:
    """Take headings with one letter wrong for the only quantity they are close to.

    Its numbers must be the same, and no other column may have it.
    """
    guessed = []
    taken = {named.key for named in found if named}
    free = {index.told_name(key): key for key in asked if key not in taken}
    for at, head in enumerate(heads):
        if roles[at]:
            continue
        words = {bare_heading(head), *_WORD_SIGNS.findall(head[:MAX_HEADING])[:MAX_WORDS]}
        close = {name for name in free for word in words if _one_slip(word, name)}
        if len(close) == 1:
            roles[at], found[at] = "quantity", Named(free.pop(close.pop()))
            guessed.append(at)
    return tuple(guessed)


def _one_slip(word: str, name: str) -> bool:
    """Return whether a word is a name with one letter wrong, left out, too many, or exchanged.

    >>> _one_slip("detla_o2", "delta_o2"), _one_slip("delta_h2", "delta_o2")
    (True, False)
    """
    told, meant = ("".join(filter(str.isalnum, text.casefold())) for text in (word, name))
    end = next((at for at, sign in enumerate(meant) if sign.isdigit()), len(meant)) - 1
    letters = meant[:end]
    if len(letters) < 3 or not told.endswith(meant[end:]):
        return False
    return _edited(told.removesuffix(meant[end:]), letters)


def _edited(one: str, other: str) -> bool:
    """Return whether one text becomes the other by one change of a letter."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return True
    one, other = one[same:], other[same:]
    exchanged = one[:2] == other[1::-1] and one[2:] == other[2:]
    return exchanged or other in {one[1:]} or one == other[1:] or one[1:] == other[1:]


def _keep_running_numbers_out(heads: Sequence[str], roles: list[str]) -> None:
    """Take Microsoft Forms' `ID`, which counts the rows, for no number of a student."""
    lower = [head.strip().casefold() for head in heads]
    if "id" in lower and {"start time", "completion time"} <= set(lower):
        roles[lower.index("id")] = "aside"
