"""What the heading of a sheet asks for besides a name: a number, a class, a date."""

import re
from collections.abc import Iterator

from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.grids import WHO
from bpcalc.exercise.scalars import said_of_comment
from bpcalc.patterns import pattern

LABELS = WHO | {
    *("no", "no.", "number", "class", "group", "section", "course", "subject", "major", "date"),
    *("time", "week", "term", "semester", "seat", "score", "points", "grade"),
    *("marks", "attempt", "homework", "exercise", "sheet", "teacher", "school", "phone"),
    *("matrikelnummer", "matr.-nr.", "datum", "gruppe", "klasse", "vorname", "nachname", "kurs"),
    *("班级", "班", "日期", "时间", "座位号", "专业", "学院", "系", "年级", "课程", "教师", "老师"),
    *("成绩", "得分", "总分", "分数", "序号", "编号", "作业", "组", "小组", "组别", "电话", "签名"),
    *("学籍番号", "氏名", "학번", "이름"),
}
"""What stands before a colon in the heading of a sheet, and is no name of anybody."""

ASIDE = frozenset(
    {
        *("epoch", "epochs", "iteration", "iterations", "iter", "step", "lr", "learning rate"),
        *("learning_rate", "eta", "alpha", "time", "date", "seed", "momentum", "samples", "title"),
        *(
            "course",
            "class",
            "group",
            "homework",
            "exercise",
            "ans",
            "dtype",
            "device",
            "shape",
            "length",
        ),
        *("notes", "comment", "comments", "remark", "grade", "score", "page", "version", "source"),
        *("学习率", "时间", "日期", "班级", "课程", "作业", "备注", "成绩", "轮次", "迭代次数"),
    }
)
"""Names of what stands on sheets and is no answer."""

MAX_WORDS = 3
"""So many words a label may have."""

MAX_LABEL = 40
"""And so many characters."""

MAX_JOINED = 4
"""So many signs a Chinese label may have that stands right behind a name."""

_CUT_NAME = pattern(
    r"""^([^\n:：=＝#]{1,30})[:：=＝](?![ \t]*["'])[^\n#]{0,200} (\#\w[^\n]{0,60})""", re.MULTILINE
)
"""Somebody's name without quotation marks, and a comment behind it that looks like its end."""

_BETWEEN = " \t,，;；"
_MARKUP = "*_#"
_COLONS = ":："


def without_labels(name: str) -> str:
    """Return a name, or a number, without the labels that stand behind it in its line.

    Nor has it the stars of the label before it.

    >>> without_labels("2023123456 **姓名**：张三班级：3"), without_labels("Lee, Ann: 12345")
    ('2023123456', 'Lee, Ann: 12345')
    >>> without_labels("** Ann"), without_labels("Ann **Lee**")  # of `**Name:** Ann`
    ('Ann', 'Ann **Lee**')
    """
    bare = name.lstrip("*")
    if bare[:1].isspace() or "*" not in bare:
        name = bare.lstrip()
    if name[:1] in ("'", '"') and name[-1:] == name[:1]:
        return name  # whoever quotes a name has said where it ends
    starts = (_label_start(name, at) for at, sign in enumerate(name) if sign in _COLONS)
    start = next(filter(None, starts), len(name))
    return name[:start].rstrip(_BETWEEN + _MARKUP) if start < len(name) else name


def _label_start(text: str, end: int) -> int:
    """Return where the label begins that ends there; 0 if none does, or the text begins with it."""
    first, start, found = max(0, end - MAX_LABEL), end, 0
    for _ in range(MAX_WORDS):
        start = max(text.rfind(sign, first, start) for sign in _BETWEEN)
        if start < 1:
            break
        if is_label(text[start:end]):
            found = start
    joined = (end - size for size in range(MAX_JOINED, 1, -1) if end > size)
    at_once = (at for at in joined if text[at:end] in LABELS and not text[at:end].isascii())
    return found or next(at_once, 0)


def is_label(text: str) -> bool:
    """Return whether a text is a label, whatever stands around it.

    >>> is_label("**Student ID**"), is_label("Ann")
    (True, False)
    """
    return text.strip(_BETWEEN + _MARKUP).casefold() in LABELS


def cut_names(text: str) -> Iterator[WrittenEntry]:
    """Yield what is to be said of names that end where a comment begins: `student: Ann #2`."""
    for label, comment in _CUT_NAME.findall(text):
        if label.strip(_BETWEEN + _MARKUP).casefold() in WHO:
            yield WrittenEntry(NOTE, said_of_comment(comment))
