"""The sentences of a practice page, in every language: it can be switched while one works."""

from collections.abc import Mapping

from bpcalc.checking.conventions import CONVENTIONS
from bpcalc.checking.messages import NOTES, READ_AS, USED_INSTEAD, VERDICT_WORDS
from bpcalc.checking.misconceptions import says
from bpcalc.locale import in_language, later
from bpcalc.locale.preference import LANGUAGE_NAMES, LANGUAGES
from bpcalc.maths.keys import Kind

FORM_WORDS: dict[str, str] = {
    "answers": later("Answers"),
    "student": later("Name:"),
    "exercise": later("Exercise:"),
    "following": later("Next exercise"),
    "summary": later("Summary"),
    "save": later("Save answers"),
    "load": later("Load answers"),
    "clear": later("Start again"),
    "sure": later("Remove all answers from this page?"),
    "noscript": later("This page needs JavaScript: please allow it, or use another browser."),
    "decimals": later("{n} decimals"),
    "significant": later("{n} significant digits"),
    "progress": later("{n} of {m} lines are filled in."),
    "saved": later("Saved as {file}."),
    "loaded": later("{n} answers have been loaded."),
    "loadedOne": later("1 answer has been loaded."),
    "replace": later(
        "Other numbers are filled in for {names}. Replace them by those of the file? Otherwise "
        "they stay, and only empty blanks are filled."
    ),
    "left": later("Left as they are: {names}."),
    "unknown": later("Not in this exercise: {names}."),
    "ofAnother": later("The file says that it belongs to another exercise: {exercise}."),
    "unloaded": later(
        "No answers to this exercise were found in {file}; a page reads lines such as "
        "net_h1: 0.25, or JSON, with the names that it saves itself."
    ),
    "nameLeft": later("The file has another name, {name}; the one on the page was left as it is."),
    "unread": later("“{typed}” is not a number; write one such as 0.15, or 0.15*0.05."),
    "after": later("The file of answers is marked by"),
}
"""What is said on every page; what is in braces the script fills in."""

EXAM_WORDS: dict[str, str] = {
    "kind": later("Exam"),
    "hint": later(
        "Write a number into each blank; arithmetic such as 0.15*0.05 is worked out. Nothing is "
        "marked here: save the answers at the end and hand in the file."
    ),
    "noted": later("noted"),
    "unreadable": later("unreadable"),
}

PRACTICE_WORDS: dict[str, str] = {
    "kind": later("Practice"),
    "hint": later(
        "Write a number into each blank; arithmetic such as 0.15*0.05 is worked out. Each line is "
        "marked at once, with your own earlier numbers."
    ),
    "hintButton": later("Hint"),
    "wrong": later("This is not right."),
    "wrongOnly": later("wrong"),
    "notSought": later("The cause was not looked for."),
    "misread": READ_AS,
    "usedInstead": USED_INSTEAD,
    "right": later("Right."),
    "fromYours": later("Right, from your own numbers."),
    "otherConvention": later("Right, by another convention."),
    "moreDigits": later("Right so far, but with {digits}, please."),
    "but": later("But {says}."),
    "aConvention": later("a convention, not a mistake: {says}"),
    "or": later(" Or: "),
    "probably": later("probably: {says}"),
    "trivial": later("it follows from your numbers, but only because a 0 or 1 made it vanish"),
    "unexplained": later("it does not follow from your numbers, and no usual mistake gives it"),
    "semicolon": later("; "),
    "comma": later(", "),
    "colon": later(": "),
    "ended": later("{text}."),
    "done": later("Your number is"),
    "formula": later("Formula:"),
    "putIn": later("With your numbers:"),
    "comesTo": later("That is {raw}."),
    "shown": later("The value has been filled in."),
    "value": later("The value is:"),
    "notFilled": later("Your own number has been left as it is."),
    "atOnce": later("{n} of {m} lines right at once"),
    "later": later("{n} at another try"),
    "wereShown": later("{n} shown"),
    "open": later("{n} open or wrong"),
    "mark": later("Mark: {n} of {m}."),
    "unreadable": later("the number cannot be read"),
}


def page_words(title: str, marks: bool) -> dict[str, dict[str, str]]:
    """Return the words of a page by language.

    Args:
        title: of the exercise; "" if it has none.
        marks: whether the page marks.
    """
    return {language: _words(language, title, marks) for language in LANGUAGES}


def _words(language: str, title: str, marks: bool) -> dict[str, str]:
    own = PRACTICE_WORDS if marks else EXAM_WORDS
    found = {name: in_language(language, text) for name, text in {**FORM_WORDS, **own}.items()}
    other = next(each for each in LANGUAGES if each != language)
    found["other"] = LANGUAGE_NAMES[other]
    found["title"] = title or found["kind"]
    if marks:
        found |= {f"verdict.{code}": in_language(language, w) for code, w in VERDICT_WORDS.items()}
        found |= {f"note.{code}": in_language(language, text) for code, text in NOTES.items()}
        found |= _conventions(language)
    return found


def _conventions(language: str) -> dict[str, str]:
    """Return what is said of conventions; the weights that were miscounted the script fills in."""
    found: dict[str, str] = {}
    for one in CONVENTIONS:
        found[f"convention.{one.id}"] = in_language(language, one.says)
        if one.fault:
            found[f"fault.{one.id}"] = in_language(language, one.fault)
    return found


def mistakes(
    rules: Mapping[str, set[Kind]],
) -> tuple[dict[str, int | dict[Kind, int]], dict[str, list[str]]]:
    """Return the sentences of mistakes: places by rule and kind, and by language what is there.

    A rule of which the same is said for all kinds has one place.

    Args:
        rules: the kinds of quantities that each of them stands for.
    """
    texts: dict[str, int] = {}
    places = {
        rule: {kind: texts.setdefault(says(rule, kind), len(texts)) for kind in sorted(kinds)}
        for rule, kinds in rules.items()
    }
    short = {
        rule: next(iter(kinds.values())) if len(set(kinds.values())) == 1 else kinds
        for rule, kinds in places.items()
    }
    return short, {each: [in_language(each, text) for text in texts] for each in LANGUAGES}
