"""The sentences for what marking finds: one for every code."""

from collections.abc import Callable

from bpcalc.checking import misconceptions
from bpcalc.checking.conventions import CONVENTIONS, Convention
from bpcalc.checking.precision import Precision
from bpcalc.checking.verdicts import MISREAD, Finding, Mark, Misread, Options, Verdict
from bpcalc.locale import in_a_row, later, say, say_many
from bpcalc.maths.keys import Key, Kind

VERDICT_WORDS: dict[Verdict, str] = {
    "right": later("right"),
    "follow": later("follows"),
    "jump": later("right, but not from yours"),
    "form": later("right, but see its digits"),
    "convention": later("other convention"),
    "mistake": later("mistake"),
    "slip": later("slip"),
    "unexplained": later("cause unknown"),
    "blank": later("blank"),
    "unreadable": later("unreadable"),
    "trivial": later("follows from 0 or 1 only"),
}


def counted(verdict: Verdict, n: int) -> str:
    """Return how many numbers have a verdict, such as `2 mistakes`.

    >>> counted("mistake", 1), counted("mistake", 2), counted("right", 2)
    ('1 mistake', '2 mistakes', '2 right')
    """
    if verdict == "mistake":
        return say_many("1 mistake", "{n} mistakes", n)
    if verdict == "slip":
        return say_many("1 slip", "{n} slips", n)
    if verdict == "follow":
        return say_many("1 follows", "{n} follow", n)
    if verdict == "convention":
        return say_many("1 by another convention", "{n} by another convention", n)
    return say("{n} {verdict}", n=n, verdict=say(VERDICT_WORDS[verdict]))


NOTES: dict[str, str] = {
    "extra": later("more digits are written than are right"),
    "few": later("fewer digits than asked for"),
    "cut": later("the digits were cut off, not rounded"),
    "early": later("rounded too early: it was worked out with fewer digits than are written"),
    "twice": later("rounded twice: to more digits first, and then once more"),
    "last_place": later("the last digit differs: rounding on the way"),
    "half_even": later("a half was rounded to the even digit"),
    "out_of_range": later("impossible value: no output can be outside the range of its function"),
    "negative_error": later("impossible value: a squared error is never below 0"),
    "far_off": later("more than 100 times too large or too small"),
    "sign": later("only the sign is wrong"),
    "point": later("only the decimal point is at the wrong place"),
    "swapped": later("two digits have changed places"),
    "digit": later("one digit is wrong"),
    "given": later("the exercise gives this value; what is written is what its line would give"),
    "copied": later("this is the value of another cell"),
    "times": later("all of these are {factor} times what they should be"),
    "steps": later("the steps of all of these are {factor} times what they should be"),
}


PRECISIONS: dict[Precision, str] = {
    "double": later("The numbers were worked in double precision, by a program."),
    "single": later("The numbers were worked in single precision, by a program."),
}


def precision(worked_in: Precision) -> str:
    """Return the sentence on what a program worked the numbers in, "" if none did."""
    return say(PRECISIONS[worked_in]) if worked_in else ""


def note(code: str) -> str:
    """Return the sentence of a note."""
    name, _, factor = code.partition(":")
    return say(NOTES[name], factor=factor)


def rule(name: str, kind: Kind) -> str:
    """Return the sentence of a misconception, or of a given number that was misread."""
    if name == MISREAD:
        return say("A given number has been misread, and then used so all through the sheet.")
    return say(misconceptions.says(name, kind))


READ_AS = later("{given} = {asked} has been read as {read}.")
USED_INSTEAD = later("For {given} = {asked}, another number has been used: about {read}.")


def misread(found: Misread, given: str) -> str:
    """Return the sentence on one given number that was misread.

    Args:
        found: what was read.
        given: the symbol of the given quantity.
    """
    says = READ_AS if found.usual else USED_INSTEAD
    return say(says, given=given, asked=found.asked, read=found.read)


def convention(name: str) -> str:
    """Return the sentence on a convention that passes, for a whole class."""
    found = _convention(name)
    return say("a convention, not a mistake: {says}", says=say(found.called)) if found else ""


def _convention(name: str) -> Convention | None:
    return next((each for each in CONVENTIONS if each.id == name), None)


def is_convention(found: Finding, mark: Mark | None) -> bool:
    """Return whether a finding is of a convention that passes, and of no mistake.

    Args:
        found: the finding.
        mark: of its first quantity, None if it is about the sheet as a whole.
    """
    return bool(_convention(found.rule)) and (mark is None or mark.verdict == "convention")


def finding(
    found: Finding, mark: Mark | None, weights: str = "", symbol: Callable[[Key], str] = str
) -> str:
    """Return what is to be said about a finding, without the quantities it is about.

    Args:
        found: the finding.
        mark: of its first quantity.
        weights: those that were counted the other way, if any were.
        symbol: how a quantity is called.
    """
    other = _convention(found.rule)
    if other and is_convention(found, mark):
        return say("a convention, not a mistake: {says}", says=say(other.says, weights=weights))
    if mark is None:
        return ""
    fault = other.fault if other and mark.verdict == "mistake" else ""
    if fault and (weights or "{weights}" not in fault):  # else it is of one line, and no convention
        return say(fault, weights=weights)
    if not found.rule:
        return _without_rule(mark)
    kind = mark.mistakes[0].at.kind
    sentences = [rule(name, kind) for name in (found.rule, *found.others)]
    if (read := mark.mistakes[0].misread) is not None:
        sentences = [misread(read, symbol(read.given))]
    text = say(" Or: ").join(sentences)
    return text if found.sure == "is" else say("probably: {says}", says=text)


def _without_rule(mark: Mark) -> str:
    codes = [*mark.notes, *(mark.cell.notes if mark.cell and mark.verdict == "unreadable" else ())]
    texts = [note(code) if code.partition(":")[0] in NOTES else code for code in codes]
    lead = {
        "unreadable": say("the number cannot be read"),
        "trivial": say("it follows from your numbers, but only because a 0 or 1 made it vanish"),
        "unexplained": say("it does not follow from your numbers, and no usual mistake gives it"),
    }.get(mark.verdict, "")
    return say("; ").join(filter(None, [lead, *texts]))


def rules_of_credit(options: Options, form: bool = True) -> str:
    """Return the rules of credit in a sentence or two; those of digits and rounding if asked."""
    parts = [say("A value that follows from your own earlier numbers earns {n}.", n=options.follow)]
    if form:
        parts.append(say("One with its digits or rounding at fault earns {n}.", n=options.form))
    parts.append(say("A known mistake earns {n}.", n=options.mistake))
    if options.same_mistake == "once":
        parts.append(say("The same mistake costs a mark once only."))
    if options.goal_pays:
        parts.append(say("A right value pays for the blank ones it builds on."))
    if options.cut_off:
        parts.append(say("Digits may be cut off instead of rounded."))
    return in_a_row(parts)
