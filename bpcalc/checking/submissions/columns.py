"""What the columns of a class's table are about: who somebody is, a quantity, or neither."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bpcalc.checking.quantity_index import QuantityIndex
from bpcalc.errors import NotAQuantity
from bpcalc.maths.keys import Key

ROLES: Mapping[str, frozenset[str]] = {
    "id": frozenset(
        {
            *("id", "student id", "id number", "sid", "student number", "matriculation number"),
            *("matrikelnummer", "matriculation", "sis user id", "user id", "index number"),
            *("学号", "学生学号", "编号", "student_id", "studentid", "student no", "student no."),
        }
    ),
    "login": frozenset({"login", "login id", "sis login id", "用户名", "账号"}),
    "name": frozenset(
        {
            *("name", "full name", "student", "student name", "your name", "姓名", "名字", "学生"),
            *(
                "学生姓名",
                "您的姓名",
                "你的姓名",
                "display name",
                "who",
                "fullname",
                "student_name",
            ),
        }
    ),
    "first": frozenset({"first name", "given name", "vorname", "prénom", "firstname", "名"}),
    "last": frozenset({"last name", "surname", "family name", "nachname", "nom", "lastname", "姓"}),
    "email": frozenset(
        {
            *("email", "e-mail", "email address", "e-mail address", "mail", "username"),
            *("邮箱", "电子邮件", "电子邮箱", "邮件地址", "e-mail-adresse"),
        }
    ),
    "participant": frozenset({"participant", "identifier", "participant number"}),
    "group": frozenset({"group", "section", "class", "tutorial", "team", "班级", "小组", "组别"}),
    "version": frozenset({"version", "variant", "form", "版本", "试卷", "卷别"}),
    "language": frozenset({"language", "lang", "语言"}),
    "time": frozenset(
        {
            *("timestamp", "completed", "submitted", "completion time", "submission time", "date"),
            *("submitted at", "submitted on", "created_at", "提交答卷时间", "提交时间", "时间戳"),
            *("完成时间", "date submitted", "last modified (submission)", "end time"),
        }
    ),
    "aside": frozenset(
        {
            *("started on", "start time", "state", "status", "time taken", "score", "grade"),
            *(
                "total points",
                "total score",
                "points",
                "attempt",
                "quiz feedback",
                "feedback",
                "ip",
            ),
            *("ip address", "last modified (grade)", "grade posted time", "institution", "count"),
            *(
                "department",
                "序号",
                "所用时间",
                "来源",
                "来源详情",
                "来自ip",
                "总分",
                "得分",
                "答题时长",
            ),
            *(
                "comment",
                "comments",
                "remark",
                "remarks",
                "备注",
                "#",
                "no",
                "no.",
                "row",
                "duration",
            ),
            *(
                "started",
                "finished",
                "percent",
                "percentage",
                "result",
                "开始时间",
                "状态",
                "ip地址",
            ),
        }
    ),
}
"""Headings that say what somebody is, when something was handed in, or nothing of interest."""

_BY_HEADING = {heading: role for role, headings in ROLES.items() for heading in headings}
_NUMBER = re.compile(r"(?:question|q|frage|第)?\s*[0-9]{1,3}\s*[.、:：)）．题-]\s*", re.IGNORECASE)
_ASIDE = re.compile(
    r"grade\s*/.{0,20}|q\.\s*[0-9]+\s*/.{0,20}|(?:points|feedback|score) - .{0,300}"
    r"|.{0,300}\[(?:score|feedback)\]",
    re.IGNORECASE,
)
_RESPONSE = re.compile(
    r"(?:response|answer|antwort|réponse|回答|答案|作答)\s*([0-9]{1,4})", re.IGNORECASE
)
_BRACKETS = re.compile(r"[\[(（【「『]([^\[\]()（）【】「」『』]{1,80})[\])）】」』]")
_WORD_SIGNS = re.compile(r"[\w/⁺+'′^{}@∂Δδθγ.\-]+")

MAX_HEADING = 400
MAX_WORDS = 60


class Columns(NamedTuple):
    """The columns of a table.

    Attributes:
        heads: the headings.
        roles: what each is for: a role of `ROLES`, `quantity`, or "" for what is not known.
        keys: the quantity of each column that has one.
        names: its name as a sheet has it.
        ordered: whether quantities were told by the order of the columns only.
    """

    heads: tuple[str, ...]
    roles: tuple[str, ...]
    keys: tuple[Key | None, ...]
    names: tuple[str, ...]
    ordered: bool = False


def role_of(heading: str) -> str:
    """Return what a column of this heading says of a student; "" if nothing.

    >>> role_of("2、学号"), role_of("Email Address"), role_of("net_h1"), role_of("Grade/52.00")
    ('id', 'email', '', 'aside')
    """
    heading = heading[:MAX_HEADING].strip()
    bare = _NUMBER.sub("", heading, count=1).strip(" *:：").casefold()
    bare = bare.rstrip("?？").strip()
    if heading.casefold() in _BY_HEADING:
        return _BY_HEADING[heading.casefold()]
    if _ASIDE.fullmatch(heading):
        return "aside"
    return _BY_HEADING.get(bare, "")


def columns_of(
    heads: Sequence[str],
    index: QuantityIndex,
    asked: Sequence[Key],
    told: Mapping[str, str] | None = None,
) -> Columns:
    """Return what the columns of a table are about.

    Args:
        heads: the headings.
        index: the names of quantities.
        asked: what the sheet asks for, in its order; what `Response 7` is told by.
        told: by heading, what the teacher says it is: a name, a role, or "" to leave it out.
    """
    roles, keys = [], []
    for head in heads:
        role, key = _said(head, index, told or {}) or _guessed(head, index)
        roles.append(role)
        keys.append(key)
    ordered = _by_order(heads, roles, keys, asked)
    _keep_running_numbers_out(heads, roles)
    names = tuple(index.told_name(key) if key else "" for key in keys)
    return Columns(tuple(heads), tuple(roles), tuple(keys), names, ordered)


def _said(
    head: str, index: QuantityIndex, told: Mapping[str, str]
) -> tuple[str, Key | None] | None:
    if head not in told:
        return None
    what = told[head].strip()
    if what in ROLES or not what:
        return what or "aside", None
    return "quantity", index.find(what)


def _guessed(head: str, index: QuantityIndex) -> tuple[str, Key | None]:
    role = role_of(head)
    if role:
        return role, None
    key = named_in(head, index)
    return ("quantity", key) if key else ("", None)


def named_in(heading: str, index: QuantityIndex) -> Key | None:
    """Return the quantity that a heading names, wherever it stands in it; None if in doubt."""
    heading = heading[:MAX_HEADING].strip()
    bare = _NUMBER.sub("", heading, count=1).strip()
    for whole in (heading, bare):
        if key := _known(whole, index, 1):
            return key
    inner = [match[1].strip() for match in _BRACKETS.finditer(bare)]
    found = {key for text in inner if (key := _known(text, index, 1))}
    if len(found) == 1:
        return found.pop()
    return _within(_BRACKETS.sub(" ", bare), index) or _within(bare, index)


def _known(text: str, index: QuantityIndex, least: int) -> Key | None:
    if not text or index.is_given(text) or index.knows(text) < least:
        return None
    try:
        keys = index.meaning(text).keys
    except NotAQuantity:
        return None
    return keys[0] if len({key.kind for key in keys}) == 1 else None


def _within(text: str, index: QuantityIndex) -> Key | None:
    """Return the quantity that the words of a text name: the longest name, if there is one."""
    words = [word.strip(".?-") for word in _WORD_SIGNS.findall(text)][:MAX_WORDS]
    for length in (3, 2, 1):
        found = set()
        for at in range(len(words) - length + 1):
            name = " ".join(words[at : at + length])
            if len(name) > 1 and (key := _known(name, index, 2)):
                found.add(key)
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _by_order(
    heads: Sequence[str], roles: list[str], keys: list[Key | None], asked: Sequence[Key]
) -> bool:
    """Give `Response 1`, `Response 2`, … the quantities of the sheet, if there are as many."""
    numbered = [
        (at, match)
        for at, head in enumerate(heads)
        if not roles[at] and (match := _RESPONSE.fullmatch(head.strip()[:MAX_HEADING]))
    ]
    numbers = [int(match[1]) for _, match in numbered]
    if not numbered or numbers != list(range(1, len(asked) + 1)):
        return False
    for (at, _), key in zip(numbered, asked, strict=True):
        roles[at], keys[at] = "quantity", key
    return True


def _keep_running_numbers_out(heads: Sequence[str], roles: list[str]) -> None:
    """Take Microsoft Forms' `ID`, which counts the rows, for no number of a student."""
    lower = [head.strip().casefold() for head in heads]
    if "id" in lower and {"start time", "completion time"} <= set(lower):
        roles[lower.index("id")] = "aside"
