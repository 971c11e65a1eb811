"""Forms that lines of a sheet have: headings, prompts, bullets, words that lead to a name."""

import re

from bpcalc.checking.cells import SIGN
from bpcalc.patterns import pattern

SIMPLE = pattern(
    r"[\"'`]?([^\W\d][^\s:=,;\"'`\[\](){}|#<>＝：，；]*)[\"'`]?\s*[:=：＝]"
    r"(?:\s*([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?))?,?"
)
WHOSE = pattern(r"""([^"'#:=：＝]{1,30})[:=：＝]\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?:#.*)?""")
"""A name in quotation marks, in which a # and a colon are signs as any."""

PROMPT = pattern(r"(?:julia>|>>>|\.\.\.|In ?\[[0-9]*\]:|Out ?\[[0-9]*\]:|>)\s*")
CONNECTIVE = pattern(
    r"(?:the|so|thus|hence|therefore|and|then|we get)[\s,:]{1,3}"
    r"|(?:所以|因此|因而|从而|于是|那么|由此|同理|这样|最后|最终|综上|代入|计算|我们|答案|得到|得出"
    r"|可得|可知|求得|解得|算得|求出|算出|故|则|得|即|解|有|知|可|又|答){1,4}[\s,，:：]{0,3}",
    re.IGNORECASE,
)
RULED_LINE = pattern(r"[-=_*+~─━═│|:\s]+")
BULLET = pattern(
    r"(?:[-*•‣]\s+|[(（]?[0-9]{1,3}(?:[a-h](?=[)）]))?[.)、）．]\s*(?=[^\d\s])|[(（]?[A-Za-z][)）]\s+|[A-Za-z]\.\s+|Q[0-9]{1,3}[.:)]\s+"
    r"|(?:第\s?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?[题问步]|步骤\s?[0-9一二三四五六七八九十]{1,3})"
    r"[.:：]?\s*)"
)
HEADING_ONLY = pattern(
    r"Parameter containing:?|<class .{0,60}>|\[[0-9]+ rows x .{0,30}"
    r"|[0-9]+-element .{0,60}:|[0-9]+×[0-9]+ .{0,60}:"
)
SAMPLE_WORDS = "sample|pattern|example|样本|样例|模式"
"""A pattern for what samples are called, in all that reads headings, names and tables."""

EPOCH_WORDS = "epoch|iteration|iter|轮次|迭代"
"""The same of epochs."""

SAMPLE = pattern(rf"(?:{SAMPLE_WORDS})\s*#?\s*([0-9]{{1,6}})(?!\.?[0-9])", re.IGNORECASE)
COUNTED = "一二三四五六七八九十"
NTH_SAMPLE = pattern(
    rf"第\s?([0-9]{{1,6}}|[{COUNTED}])\s?(?:个|组)?(?:训练)?(?:样本|样例|输入样本|数据|模式)"
)
"""A sample as it is counted in a heading: `第2个样本（0，1），期望输出1`."""

SAMPLE_ALONE = pattern(
    rf"[-#*=\s(（【\[]{{0,9}}(?:(?:{SAMPLE_WORDS})\s*#?\s*"
    rf"([0-9]{{1,6}}|[{COUNTED}])|第\s*([0-9]{{1,6}}|[{COUNTED}])\s*(?:个样本|个样例|组样本|组数据|组))"
    r"[-:：.=*\s)）】\]]{0,9}",
    re.IGNORECASE,
)
"""A heading that names a sample and nothing else; what stands behind its colon is no value."""

EPOCH = pattern(
    rf"(?:{EPOCH_WORDS})\s*#?\s*([0-9]{{1,6}})(?!\.?[0-9])|第\s*([0-9]{{1,6}})\s*(?:轮|次迭代)",
    re.IGNORECASE,
)
ALL_SAMPLES = pattern(
    r"batch|all samples|(?<!and )total(?!\s(?:net|input))|overall|^sums?$|^sums? (?:of|over) "
    r"|整批|批量|批次|全部|所有样本|合计|总计|^总和|^累[计加]",
    re.IGNORECASE,
)
OF_ALL_GRADIENTS = "@all"
"""A heading below which gradients are those of all samples, and anything else is as before."""

COLUMNS = pattern(r"\s{2,}|\t")
_SAYS = pattern(
    r"(?:\s+(?:is|are|was|equals|becomes|comes to|is equal to)(?:\s+about|\s+approximately)?\s+"
    r"|\s*(?:等于|约为|约等于|为|是)\s*)"
    rf"(?=[$*_`]{{0,3}}{SIGN}?\s*[.．]?[0-9０-９])(?![0-9]{{1,2}}\s?[位个])"
)
"""A word that says what something is, before a number; not how many decimals it has."""

_OF_UNIT = pattern(
    r"((?:[:：]|[0-9]\s?[,，;；、])\s{0,3}(?:net\sinput|input|output|净输入|输入|输出|激活值))\s?"
    rf"(?={SIGN}?[0-9]{{0,9}}\.[0-9])",
    re.IGNORECASE,
)
"""A word before a number of the unit that a line is about: `h1: input 0.3775, output 0.5933`."""

_BECOMES = pattern(
    r"(?<![由从到至])(?<=[wWbBvVθ])(_?\{?[0-9]{1,3}\}?(?:分别)?)\s?(?:变|调整|修正|改|更改)[为成到至]\s?"
    rf"(?={SIGN}?[0-9.])"
)
"""A word for the new value of a weight: `w1变为0.1498`."""

_NUMBER = rf"({SIGN}?(?:[0-9]{{1,9}},[0-9]{{1,30}}|[0-9.]{{1,30}}))"
"""A number, which may have a decimal comma."""

_MOVES = "(?:updated|changed|changes|adjusted|corrected|goes|went|moves|increases|decreases)"
_FROM_TO = pattern(
    rf"(?:(?:\s(?:is|was|gets|has been))?(?:\s{_MOVES})?\s+from|\s*[从由])"
    rf"\s*{_NUMBER}\s*"
    rf"(?:to|into|(?:更新|调整|变|改|降|减小|下降|升)?[到为成至])\s*(?={SIGN}?[0-9.])"
)
"""An old value before the new one: `w5 from 0.4 to`."""

LONGEST_NAME = 80
"""Signs before a move in which the name of what moves is looked for."""

_OF_A_PASS = pattern(
    r"(?:^|[\s,，;；:：(（])(?:out|net|delta|[δΔ]?[yazhos]|输出|净输入)(?:[_0-9^{(][\w^{}()]*)?$"
)
"""The name of an output, a net input or a delta, which a pass works out anew."""

_UPDATE = "(?:更新|修正|调整)"
_OF_UPDATE = r"(?:\s(?:the\s)?(?:update|training|step|change))?"
_BEFORE_AFTER = pattern(
    rf"(?<![A-Za-z])([wWbBvVθ]_?\{{?[0-9]{{0,3}}\}}?)\s*[:：,，]?\s*"
    rf"(?:old|before{_OF_UPDATE}|旧值?|原值?|{_UPDATE}前的?值?)\s*[:：=为是]?\s*{_NUMBER}\s*[,，;；、]?\s*"
    rf"(?:new|after{_OF_UPDATE}|新值?|{_UPDATE}后的?值?)\s*[:：=为是]?\s*(?={SIGN}?[0-9.])"
)
"""The same in other words: `w5: before 0.4, after`."""

_WHAT = r"(?:\s(?:weight|value))?"
_OLD_SAID = rf"[(（]?(?:old{_WHAT}|before{_OF_UPDATE}|vorher|旧值?|原值?|{_UPDATE}前的?值?)[)）]?"
_NEW_SAID = rf"[(（]?(?:new{_WHAT}|after{_OF_UPDATE}|nachher|新值?|{_UPDATE}后的?值?)[)）]?"
_MOVED_NAME = r"(?<![A-Za-z])([wWbBvVθ]_?\{?[0-9]{0,3}\}?)\+?\s{0,9}[:：=＝为是]\s{0,9}"
_AND = r"\s{0,9}(?:[,，;；、]|and)?\s{0,9}"
_SAID_BEHIND = pattern(
    rf"{_MOVED_NAME}{_NUMBER}\s{{0,9}}{_OLD_SAID}{_AND}{_NUMBER}\s{{0,9}}{_NEW_SAID}(?![A-Za-z\d])"
)
_SAID_BEHIND_LATER = pattern(
    rf"{_MOVED_NAME}{_NUMBER}\s{{0,9}}{_NEW_SAID}{_AND}{_NUMBER}\s{{0,9}}{_OLD_SAID}(?![A-Za-z\d])"
)
"""The same with the words behind the numbers: `w5 = 0.4 before, 0.3589 after`, in either order."""

ASIDE = pattern(r"([^()（）]{1,90})[(（]([^()（）]{1,40}[=＝:：][^()（）]{1,140})[)）]")
"""A value, and others in parentheses behind it: `0.2984 (E_o1 = 0.2748, E_o2 = 0.0236)`."""

FRACTIONAL = pattern(rf"(?<![A-Za-z0-9_.]){SIGN}?[0-9]*\.[0-9]+")

_CALCULATION = pattern(r"(?<=\S)\s?(?:[*/×·∙⋅^]|[+−-]\s)")
"""What stands in a formula and in no number: `w1*i1`, `0.4 - 0.5`; not `0.1 -0.2`."""

MAX_FORMULA = 200
"""Characters of a formula and its number that are looked at."""

_NUMBER_AND_REMARK = pattern(rf"{SIGN}?[0-9.]{{1,30}}\s{{0,9}}[(（]")


def is_calculation(column: str) -> bool:
    """Return whether a column of a line is a formula, not a number or several.

    >>> is_calculation("1/(1 + e^(-net_h1))"), is_calculation("0.1 -0.2"), is_calculation("1e-5")
    (True, False, False)
    """
    return bool(_CALCULATION.search(column)) and not _NUMBER_AND_REMARK.match(column)


def fields_of(text: str) -> list[str]:
    """Return what blanks or tabs set apart in a row; nothing where they stand within an array.

    >>> fields_of("h1   0.3775  0.5933"), fields_of("delta_h = [0.0088 0.01  ]")
    (['h1', '0.3775', '0.5933'], [])
    """
    fields = [field.strip() for field in COLUMNS.split(text)]
    return [] if any(field.count("[") != field.count("]") for field in fields) else fields


def behind_formula(value: str) -> str:
    """Return the number that two blanks separate from its formula; any other value as it is.

    >>> behind_formula("w1*i1 + b1     0.3775"), behind_formula("0.3775   0.38")
    ('0.3775', '0.3775   0.38')
    """
    columns = COLUMNS.split(value.strip()) if len(value) <= MAX_FORMULA else []
    told = len(columns) > 1 and FRACTIONAL.fullmatch(columns[-1])
    if told and not any(sign in value for sign in "=＝≈:：[{;"):
        return columns[-1] if all(map(is_calculation, columns[:-1])) else value
    return value


def said(line: str) -> str:
    """Return a line with signs for the words that say what something is.

    >>> said("w5 from 0.4 to 0.3589"), said("net_h1为0.38（保留为2位）")
    ('w5 = 0.4 -> 0.3589', 'net_h1 = 0.38（保留为2位）')
    >>> said("w5: before 0.4, after 0.3589"), said("w5：更新前0.4，更新后0.3589")
    ('w5 = 0.4 -> 0.3589', 'w5 = 0.4 -> 0.3589')
    >>> said("Hidden neuron 1: input 0.3775, output 0.5933")
    'Hidden neuron 1: input = 0.3775, output = 0.5933'
    """

    def sign(match: re.Match[str]) -> str:
        before = line[: match.start()]
        opened = sum(map(before.count, "(（[")) > sum(map(before.count, ")）]"))
        return match[0] if opened else " = "

    if not any(equals in line for equals in "=＝"):
        line = _OF_UNIT.sub(r"\1 = ", line)
    line = old_and_new(line)
    line = _FROM_TO.sub(_moved, line)
    line = _BECOMES.sub(r"\1新 = ", line)
    return _SAYS.sub(sign, line)


def old_and_new(line: str) -> str:
    """Return a line with an arrow from the old value of a weight to its new one.

    >>> old_and_new("w5 = 0.4 before, 0.3589 after"), old_and_new("w5 = 0.3589 (new), 0.4 (old)")
    ('w5 = 0.4 -> 0.3589', 'w5 = 0.4 -> 0.3589')
    """
    line = _BEFORE_AFTER.sub(r"\1 = \2 -> ", line)
    line = _SAID_BEHIND.sub(r"\1 = \2 -> \3", line)
    return _SAID_BEHIND_LATER.sub(r"\1 = \3 -> \2", line)


def moved(line: str) -> str:
    """Return a line with an arrow for `from` and `to` between an old value and the new one.

    >>> moved("w1 is updated from 0.15 to 0.1498")
    'w1 = 0.15 -> 0.1498'
    """
    return _FROM_TO.sub(_moved, line) if len(line) <= MAX_FORMULA else line


def is_move(line: str) -> bool:
    """Return whether a line says from where to where a value goes.

    >>> is_move("w5 changes from 0,4 to 0,36"), is_move("w5, 0,36")
    (True, False)
    """
    return len(line) <= MAX_FORMULA and _FROM_TO.search(line) is not None


def _moved(match: re.Match[str]) -> str:
    """Return a move as `= old ->`; of what no update moves, both numbers may be answers."""
    before = match.string[max(0, match.start() - LONGEST_NAME) : match.start()]
    return match[0] if _OF_A_PASS.search(before) else f" = {match[1]} -> "


def only_leads(line: str) -> bool:
    """Return whether a line has a number behind words that lead to it, and names nothing.

    >>> only_leads("得 0.3775"), only_leads("so net_h1 0.3775"), only_leads("0.3775")
    (True, False, False)
    """
    words = CONNECTIVE.match(line)
    return (
        words is not None and FRACTIONAL.fullmatch(line[words.end() :].strip(" .。,，")) is not None
    )
