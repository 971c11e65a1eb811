"""Students: who they are, told by folders, tables and the roster, never by what they wrote."""

import re
from collections.abc import Iterable, Mapping
from string import digits
from typing import NamedTuple
from unicodedata import normalize

from bpcalc.checking.reading.contents import clean
from bpcalc.checking.submissions.name_words import (
    BETWEEN_WORDS,
    SCRIPTS,
    TASK,
    folded,
    is_chinese,
    is_one_name,
    name_words,
    plain_letters,
    words_of,
)
from bpcalc.checking.submissions.roles import NO_ADDRESS, NOBODY

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
_JOINERS = frozenset("\u200c\u200d")  # of emoji, and of Persian letters

MAX_PERSON_NAME = 200
"""Characters of a name that are kept."""

MIN_ALONE, MIN_DIGITS = 2, 4
"""Digits of a number that may be somebody's ID beside another's name, and of one that surely is."""

MIN_LOGIN = 3
"""Characters of a login that is looked for within other names."""


class Person(NamedTuple):
    """One student.

    Attributes:
        name: as it is shown.
        id: the number of the school, "" if it is not known.
        email: the address, likewise.
        participant: the number that the learning platform gave.
        group: the tutorial or section.
        version: of the exercise sheet.
        language: in which the report is written, "" for that of the call.
        login: the name by which the student logs in, if it is not the number.
    """

    name: str = ""
    id: str = ""
    email: str = ""
    participant: str = ""
    group: str = ""
    version: str = ""
    language: str = ""
    login: str = ""

    @property
    def label(self) -> str:
        """What the student is called in every output."""
        return self.name or self.id or self.email or self.participant

    @property
    def identity(self) -> tuple[str, str] | None:
        """What two papers of the same student share; None if only a name is known."""
        for kind in ("id", "email", "participant"):
            value = str(getattr(self, kind))
            if value:
                return kind, folded(value)
        return None


def shown_name(text: str) -> str:
    r"""Return a name on one line, and not too long; signs that turn the line round are left out.

    >>> shown_name("Ann\nSmith\x1b[31m")
    'Ann Smith [31m'
    """
    signs = (sign for sign in clean(text)[: 2 * MAX_PERSON_NAME] if sign not in _TURNING)
    text = "".join(s if s.isprintable() or s in _JOINERS or s > "\ue000" else " " for s in signs)
    return normalize("NFC", " ".join(text.split()))[:MAX_PERSON_NAME]


class ClassList:
    """The roster: who is in the class.

    Attributes:
        people: in the order of the roster.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        """Know these students by everything that tells one from another."""
        self.people = list(people)
        self._by: dict[tuple[str, str], list[Person]] = {}
        self._words: dict[str, list[tuple[frozenset[str], Person]]] = {}
        self._logins: list[tuple[str, Person]] = []
        for person in self.people:
            for key in set(_keys(person)):
                self._by.setdefault(key, []).append(person)
            self._logins += [(login, person) for login in _logins(person)]
            words = words_of(person.name)
            if len(words) > 1 or is_chinese(person.name):
                for word in words:
                    self._words.setdefault(word, []).append((words, person))

    def find(self, person: Person) -> Person | None:
        """Return the student of the roster whom a paper belongs to; None if that is not clear."""
        found = self.candidates(person)
        return found[0] if len(found) == 1 else None

    def candidates(self, person: Person) -> list[Person]:
        """Return the students of the roster whom a paper may belong to.

        That is whom the surest sign tells; and beside them, whom other signs tell instead.
        """
        found = self._by_surest_sign(person)
        return [*found, *self._otherwise(person, found[0])] if len(found) == 1 else found

    def _by_surest_sign(self, person: Person) -> list[Person]:
        several: list[Person] = []
        for kind, value in _keys(person):
            found = self._by.get((kind, value), [])
            if len(found) == 1 and (not several or kind != "login"):
                return found
            several = several or found
        several = several or self._named_within(person.name)
        several = several or self._numbered_within(person.name) or self._login_within(person.name)
        # A platform's own number may be anybody's ID; beside a name that fits, it tells whose.
        numbers = {folded(person.participant)} - {""} or words_of(person.name)
        told = [one for one in several if folded(one.id) in numbers]
        same = [one for one in several if _is_group(one.group, person.group)]
        return next((found for found in (told, same) if len(found) == 1), several)

    def _otherwise(self, person: Person, found: Person) -> list[Person]:
        """Return who else is told, by an ID, an address or a whole name that is not found's."""
        if person.participant and person.participant == found.participant:
            return []  # the platform says so itself
        signs = [(kind, folded(str(getattr(person, kind)))) for kind in ("id", "email")]
        told = [one for sign in (*signs, *_within(person.name)) for one in self._by.get(sign, ())]
        words = {word.strip(digits) for word in words_of(person.name)}
        if not is_one_name(person.name, found.name):
            keys = {(kind, name) for kind, name in _keys(Person(person.name)) if kind in _OF_NAMES}
            keys |= {("squeezed", word) for word in words}
            named = [one for key in keys for one in self._by.get(key, ())]
            named += self._named_within(person.name)
            told += named if found not in named else []
        return [one for one in dict.fromkeys(told) if one != found]

    def _named_within(self, text: str) -> list[Person]:
        """Return those whose whole name stands in a text such as `hw3 Ann Lee final`."""
        words = words_of(text)
        found: dict[int, tuple[frozenset[str], Person]] = {}
        for word in words:
            for name, person in self._words.get(word, ()):
                if name <= words:
                    found[id(person)] = name, person
        return [
            person
            for name, person in found.values()
            if not any(name < other for other, _ in found.values())
        ]

    def _numbered_within(self, text: str) -> list[Person]:
        """Return those whose ID, however short, stands in a text beside nothing but their name."""
        apart, words = _BESIDE_DIGITS.sub(" ", text), words_of(text)  # Ann102
        found = [
            one
            for each in (text, apart)
            for word in words_of(each)
            for one in self._by.get(("id", word), ())
            if folded(one.id) == word and is_one_name(each, one.name)
            # The number of `hw3_Ann` or `cs101_Ann` is the sheet's, and no ID.
            if word in words or any({own + word, word + own} & words for own in words_of(one.name))
        ]
        return list(dict.fromkeys(found))

    def _login_within(self, text: str) -> list[Person]:
        """Return those whose login stands in a text such as `hw3-alee`, of several the longest.

        A login that may be somebody's first name tells nothing beside what may be the last one.
        """
        text = folded(text)
        found = [
            (login, person)
            for login, person in self._logins
            if login in text
            and re.search(rf"(?<![^\W_]){re.escape(login)}(?![^\W_])", text)
            and not TASK.fullmatch(login)
        ]
        several = [
            (login, person)
            for login, person in found
            if not any(login != other and login in other for other, _ in found)
        ]
        if len(several) == 1 and _may_be_part_of_name(*several[0], text):
            return []
        return [person for _, person in several]


def _within(text: str) -> Iterable[tuple[str, str]]:
    """Yield the addresses and numbers of a name; a short number behind no `hw` or `week`.

    >>> list(_within("hw 12 Ann Lee 13")), list(_within("2023001_a@x.de"))
    ([('id', '13')], [('id', '2023001'), ('email', 'a@x.de')])
    """
    text = folded(text)
    yield from (("id", number) for number in (*_NUMBERS.findall(text), *_DIGITS.findall(text)))
    yield from (("email", address) for address in _ADDRESS.findall(text))
    words = [word for word in BETWEEN_WORDS.split(plain_letters(text)) if word]
    for before, word in zip(["", *words], words, strict=False):
        short = word.isdecimal() and MIN_ALONE <= len(word) < MIN_DIGITS
        if short and not (before and (TASK.fullmatch(before) or _NO_NAME.search(before))):
            yield "id", word


_OF_NAMES = frozenset({"name", "plain", "squeezed"})
"""The keys that say who somebody is by the whole name."""


def _may_be_part_of_name(login: str, person: Person, text: str) -> bool:
    """Return whether a login may be somebody else's first name, beside the last: `max` of Max Born.

    `lee7` is nobody's, nor is `alee` of Ann Lee.
    """
    words = words_of(person.name)
    if not login.isalpha() or not name_words(text) - words - {login}:
        return False
    return not any(
        login == first[:end] + last
        for last in words
        for first in words - {last}
        for end in range(1, len(first) + 1)
    )


def _is_group(listed: str, folder: str) -> bool:
    """Return whether a group of the roster is meant by a folder: `A` by `Group A`."""
    words = set(BETWEEN_WORDS.split(folded(listed)))
    return bool(listed and folder) and words <= set(BETWEEN_WORDS.split(folded(folder)))


def _logins(person: Person) -> set[str]:
    """Return the names by which a student logs in, if nothing else is called so."""
    known = (person.login, person.email.partition("@")[0], person.id)
    return {
        login
        for login in map(folded, known)
        if len(login) >= MIN_LOGIN and any(sign.isalpha() for sign in login)
    }


def _keys(person: Person) -> Iterable[tuple[str, str]]:
    """Yield what a student may be found by, the surest first."""
    for kind in ("participant", "id", "email"):
        if value := str(getattr(person, kind)):
            yield kind, folded(value)
    if person.email:
        yield "login", folded(person.email).partition("@")[0]
    yield from (("login", folded(login)) for login in (person.id, person.login) if login)
    name = folded(person.name)
    if name:
        yield "name", _sorted_name(name)
        yield "id", name
        yield "login", name
        if "@" in name:
            yield "email", name
        yield from (("email", address) for address in _ADDRESS.findall(name))
        # hw3_2023001_answers, AnnSmith2023001
        for number in (*_NUMBERS.findall(name), *_DIGITS.findall(name)):
            yield "id", number
        plain = plain_letters(name)
        yield "plain", _sorted_name(plain)
        # Canvas writes last and first name as one word.
        parts = plain.replace(",", " ").split()
        for at in range(min(len(parts), 5)):
            yield "squeezed", "".join(filter(str.isalnum, "".join(parts[at:] + parts[:at])))


_NUMBERS = re.compile(r"(?=[a-z]{0,4}[0-9])[a-z]{0,4}[0-9]{4,}[a-z]{0,2}")
_DIGITS = re.compile("(?<=[a-z]{3})[0-9]{5,}|[0-9]{5,}(?=[a-z]{3})")
_BESIDE_DIGITS = re.compile("(?<=[^\\W\\d_])(?=[0-9])|(?<=[0-9])(?=[^\\W\\d_])")
_ADDRESS = re.compile(r"[^\s@,;:()<>_]+@[\w.-]+\w")


_NO_NAME = re.compile(
    "[终版稿改题课班第组图表]|附件|副本|扫描|照片|手写|作业|实验|报告|答案|练习|网络|传播|计算|机器|学习|深度"
    "|学院|学号|姓名|迟交|补交|提交|完成|电子"
)
_NAME = re.compile("[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}")
_STUDENT_NUMBER = re.compile("[A-Za-z]{0,3}[0-9]{5,14}")
_DAY = re.compile("20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


def named_and_numbered(text: str) -> Person:
    """Return whom a file or folder means; a Chinese name beside one number has it as ID.

    >>> named_and_numbered("作业3_张伟_2023001 (1)")[:2], named_and_numbered("2023001张伟")[:2]
    (('张伟', '2023001'), ('张伟', '2023001'))
    >>> named_and_numbered("ann 2023001")[:2]
    ('ann 2023001', '')
    """
    parts = [part for part in BETWEEN_WORDS.split(SCRIPTS.sub(r" \1 ", text)) if part]
    names = [part for part in parts if _NAME.fullmatch(part) and not _NO_NAME.search(part)]
    numbers = {part for part in parts if _STUDENT_NUMBER.fullmatch(part)}
    numbers -= {part for part in numbers if _DAY.fullmatch(part)}
    if len(names) == len(numbers) == 1:
        return Person(names[0], id=numbers.pop())
    return Person(text)


def contradicts(person: Person, listed: Person) -> bool:
    """Return whether a paper has another number than the student of its name, of the same form."""
    for kind in ("email", "participant"):
        value = folded(str(getattr(person, kind)))
        if value and value == folded(str(getattr(listed, kind))):
            return False  # the number is mistyped
    own = {folded(person.id)} if person.id else set(_NUMBERS.findall(folded(person.name)))
    form = _form(listed.id)
    others = {number for number in own if _form(number) == form and not _DAY.fullmatch(number)}
    return bool(listed.id and others) and folded(listed.id) not in own


def _form(number: str) -> str:
    return re.sub("[0-9]", "0", folded(number))


def _sorted_name(name: str) -> str:
    """Return a name without the order of its parts: `Smith, John` is John Smith."""
    return " ".join(sorted(name.replace(",", " ").replace("_", " ").split()))


_WHOLE_AS_FLOAT = re.compile(r"([0-9]{1,30})\.0{1,9}")
"""A number of a student as a spreadsheet or a program writes it that takes it for a quantity."""


def person_of(roles: Iterable[str], row: Iterable[str]) -> Person:
    """Return the student of a row of a table.

    >>> person_of(["last", "first", "id", ""], ["Smith", "John", "7", "0.5"])[:2]
    ('John Smith', '7')
    """
    told: dict[str, str] = {}
    for role, cell in zip(roles, row, strict=False):
        nobody = NO_ADDRESS if role in ("id", "login", "email") else NOBODY
        if role and cell.strip() and folded(cell) not in nobody:
            told.setdefault(role, shown_name(cell))
    if "@" in told.get("id", "") and "email" not in told:
        told["email"] = told.pop("id")
    told["id"] = _WHOLE_AS_FLOAT.sub(r"\1", told.get("id", ""))
    return Person(
        name=_full_name(told) if _is_apart(told) else told.get("name", ""),
        id=told["id"] or told.get("login", ""),
        email=told.get("email", ""),
        participant=told.get("participant", ""),
        group=told.get("group", ""),
        version=told.get("version", ""),
        language=told.get("language", ""),
        login=told.get("login", ""),
    )


def _is_apart(told: Mapping[str, str]) -> bool:
    """Return whether a name stands in two columns, be it that the family name is called `Name`."""
    if "name" in told and "last" not in told:
        known = folded(told["name"]).replace(",", " ").split()
        first = folded(told.get("first", ""))
        within = first in folded(told["name"]) or set(first.split()) & set(known)
        return bool(first) and not within
    return "name" not in told


def _full_name(told: Mapping[str, str]) -> str:
    first, last = told.get("first", ""), told.get("last", "") or told.get("name", "")
    east = any("\u4e00" <= sign <= "\u9fff" for sign in last)
    return f"{last}{first}" if east else f"{first} {last}".strip()


def distinct(people: Iterable[Person]) -> list[str]:
    """Return a name for every student under which nobody else stands.

    >>> distinct([Person("Ann"), Person("Bob", id="7"), Person("Bob", id="8"), Person("Ann")])
    ['Ann', 'Bob (7)', 'Bob (8)', 'Ann (2)']
    """
    people = list(people)
    counts: dict[str, int] = {}
    for person in people:
        counts[folded(person.label)] = counts.get(folded(person.label), 0) + 1
    taken: dict[str, int] = {}
    names = []
    for person in people:
        name = person.label
        if counts[folded(name)] > 1:
            mark = person.id or person.email or person.participant or person.group
            if mark and mark != name:
                name = f"{name} ({mark})"
        number = taken[folded(name)] = taken.get(folded(name), 0) + 1
        names.append(f"{name} ({number})" if number > 1 else name)
    return names
