r"""STACK: one question for each exercise, marked by the student's own earlier answers.

Every asked quantity is an input with a potential response tree. Its feedback variables work out
what follows from the other inputs; a blank one counts as it would have followed. The tree asks
whether the answer is right, then whether it follows, then for one mistake after the other.
Inside, the quantities are called after their place on the sheet: `ans7` is the seventh answer,
`f7` its formula, `w7` what follows, `r7` how far that may be off, `v7` the number that counts,
`h7` how far it reaches. A sheet of zeros must not follow from its zeros: `u7` is whether the answer
is a wrong 0 or 1, `x7` whether a mistake gives it, and `z7` whether it makes work behind it vanish.

Source: moodle-qtype_stack, questiontype.php (import and validation), and its documentation of
inputs, potential response trees and answer tests. Blank inputs need STACK 4.8.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from operator import attrgetter
from xml.etree import ElementTree as ET

from bpcalc.checking.cells import half_unit
from bpcalc.locale import say
from bpcalc.maths.rounding import Digits
from bpcalc.report.follow_through import NO_WORK, FollowThrough
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.quiz import Mistake, Question, Quiz, positional
from bpcalc.report.quiz_code import QuizCode, QuizLanguage
from bpcalc.report.quizzes import QuizFormat

STACK_VERSION = "2025030700"

FIRST_MISTAKE = 3
"""Nodes before those of the mistakes: right, follows, follows without any work."""

MAXIMA = QuizLanguage(
    name="STACK",
    word=attrgetter("maxima"),
    choice="(if {tested} > 0 then {above} else {otherwise})",
)

HELPERS = """\
/* Half a unit of the n-th significant digit of a, or of b where a is 0. */
bphalf(a,b,n) := block([s], s: float(abs(a)), if not s > 0 then s: float(abs(b)),
  if s > 0 then 0.5*10.0^(floor(log(s*1.000000000001)/log(10.0)) - n + 1) else 0);
/* Whether a is no further from x than h. */
bpfits(a,x,h) := block([d], d: float(abs(a - x)),
  if numberp(d) and numberp(float(h)) then is(d <= h*1.000000001 + 1.0e-18) else false);
/* Whether a is one of some numbers. */
bpamong(a,numbers) := block([d], d: float(a),
  if numberp(d) then is(lmin(map(lambda([n], abs(d - n)), numbers)) <= 1.0e-15) else false);
/* Whether at most one is wrong, and a mistake is known for it. */
bpexcused(wrong,known) := block([n], n: length(sublist(wrong, lambda([flag], is(flag = true)))),
  is(n <= 1) and is(n = length(sublist(known, lambda([flag], is(flag = true))))));
/* Whether a lies between two bounds. */
bpwithin(a,low,high) := block([d], d: float(a),
  if numberp(d) then is(d >= low - 1.0e-12*abs(low) and d <= high + 1.0e-12*abs(high))
  else false);"""

_PLACEHOLDER = re.compile(r"(?<=\[)(?=\[)|(?<=\{)(?=[@#{])")

SETTINGS = {
    "questionsimplify": "1",
    "assumepositive": "0",
    "assumereal": "1",
    "decimals": ".",
    "scientificnotation": "*10",
    "multiplicationsign": "dot",
    "sqrtsign": "1",
    "complexno": "i",
    "inversetrig": "cos-1",
    "logicsymbol": "lang",
    "matrixparens": "[",
    "variantsselectionseed": "",
}

INPUT = {
    "boxsize": "12",
    "strictsyntax": "1",
    "insertstars": "0",
    "syntaxhint": "",
    "syntaxattribute": "0",
    "forbidwords": "",
    "allowwords": "",
    "forbidfloat": "0",
    "requirelowestterms": "0",
    "checkanswertype": "0",
    "mustverify": "0",
    "showvalidation": "0",
    "options": "allowempty",
}


def _write(quizzes: Sequence[Quiz]) -> str:
    root = ET.Element("quiz")
    for number, quiz in enumerate(quizzes, start=1):
        title = quiz.title if len(quizzes) == 1 else f"{quiz.title} {number}"
        root.append(_StackQuestion(quiz).element(title))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


class _StackQuestion:
    """One exercise as a question."""

    def __init__(self, quiz: Quiz) -> None:
        self._quiz = quiz
        self._follow = FollowThrough(quiz)
        self._code = QuizCode(MAXIMA, lambda key: f"v{self._follow.questions[key].place}")
        self._before: dict[int, tuple[str, str]] = {}

    def element(self, title: str) -> ET.Element:
        """Return the whole question."""
        root = ET.Element("question", type="stack")
        _text(root, "name", title, style=None)
        _text(root, "questiontext", "".join(self._page(title)))
        _text(root, "generalfeedback", self._solution())
        _plain(root, {"defaultgrade": str(len(self._quiz.questions)), "penalty": "0.1"})
        _plain(root, {"hidden": "0", "idnumber": ""})
        _text(root, "stackversion", STACK_VERSION, style=None)
        _text(root, "questionvariables", "\n".join(self._variables()), style=None)
        for name in ("specificfeedback", "questionnote", "questiondescription"):
            _text(root, name, "")
        _plain(root, {name: SETTINGS[name] for name in list(SETTINGS)[:3]})
        _text(root, "prtcorrect", _cas(say("Right.")))
        _text(root, "prtpartiallycorrect", "")
        _text(root, "prtincorrect", _cas(say("Not right.")))
        _plain(root, {name: SETTINGS[name] for name in list(SETTINGS)[3:]})
        for question in self._quiz.questions:
            root.append(_input(question))
        for question in self._quiz.questions:
            root.append(self._tree(question))
        for number, test in enumerate(self._tests(), start=1):
            test.insert(0, _leaf("testcase", str(number)))
            root.append(test)
        return root

    def _page(self, title: str) -> Iterator[str]:
        yield f"<p>{_cas(title)}</p>"
        for given in self._quiz.givens():
            yield f"<p>{given.text(_cas)}</p>"
        blanks = say("A blank counts as it follows from what stands before it.")
        yield f"<p>{_cas(blanks)}</p>"
        for asked in self._quiz.questions:
            name = f"ans{asked.place}"
            yield rf"<p>{_cas(asked.name)}: \({_cas(asked.formula)}\) = [[input:{name}]] "
            yield f"{_cas(asked.digits)} [[validation:{name}]] [[feedback:prt{asked.place}]]</p>"

    def _solution(self) -> str:
        lines = (
            rf"<li>\({_cas(asked.formula)} = {_cas(asked.shown)}\)</li>"
            for asked in self._quiz.questions
        )
        return f"<ul>{''.join(lines)}</ul>"

    # What is worked out -----------------------------------------------------------------------

    def _variables(self) -> Iterator[str]:
        """Yield the helpers, the keys, and the formulas as functions of other answers."""
        yield HELPERS
        for asked in self._quiz.questions:
            yield f"k{asked.place}: {positional(asked.bounds.value)};"
        for asked in self._quiz.questions:
            names = ",".join(f"v{parent.place}" for parent in self._follow.parents(asked))
            formula = self._follow.line(asked.key).fold(self._code)
            defined = f"f{asked.place}({names}) :=" if names else f"f{asked.place}:"
            yield f"{defined} float({formula});"

    def _feedback_variables(self, asked: Question) -> Iterator[str]:
        place = asked.place
        yield f"%stack_prt_stop_p: is(ans{place} = EMPTYANSWER);"
        needed = self._follow.needed(asked)
        for each in needed:
            yield self._in_a_tree(each)[0]
        before = [each for each in needed if each.place < place]
        for each in before:
            yield self._in_a_tree(each)[1]
        wrong, known = (",".join(f"{name}{each.place}" for each in before) for name in "ux")
        yield f"excused: bpexcused([{wrong}],[{known}]);"
        yield f"m0: {self._right(asked)};"
        follows = self._follows(asked)
        yield f"m1: {follows} and (not ({self._vanished(asked)}) or excused);"
        yield f"m2: {follows};"
        for number, mistake in enumerate(asked.mistakes, start=FIRST_MISTAKE):
            yield f"m{number}: {self._shows(asked, mistake)};"

    def _in_a_tree(self, asked: Question) -> tuple[str, str]:
        """Return what follows for a question, and whether it is a bare 0 or 1, as lines of code.

        The same stands in the trees of all answers that depend on it.
        """
        found = self._before.get(asked.place)
        if found is None:
            lines = "\n".join(self._followed(asked)), "\n".join(self._bare(asked))
            found = self._before[asked.place] = lines
        return found

    def _right(self, asked: Question) -> str:
        low, high = asked.bounds.edges
        return f"bpwithin(ans{asked.place},{low},{high})"

    def _follows(self, asked: Question) -> str:
        place = asked.place
        return f"bpfits(ans{place},w{place},h{place}+r{place})"

    def _shows(self, asked: Question, mistake: Mistake) -> str:
        formula = self._follow.written_out(mistake.formula).fold(self._code)
        return f"bpfits(ans{asked.place},float({formula}),h{asked.place})"

    def _vanished(self, asked: Question) -> str:
        """Return whether an answer took no work, because of a 0 or 1 before it."""
        numbers = ",".join(map(positional, self._follow.bare(asked)))
        if not numbers:
            return "false"
        return f"({self._culprits(asked)}) and bpamong(ans{asked.place},[{numbers}])"

    def _culprits(self, asked: Question) -> str:
        parents = self._follow.parents(asked)
        return " or ".join(f"z{parent.place}" for parent in parents) or "false"

    def _bare(self, asked: Question) -> Iterator[str]:
        """Yield whether an answer is a wrong 0 or 1, whether a mistake gives it, and more.

        A blank hands on what stands before it, and so does an answer that took no work.
        """
        place, name = asked.place, f"ans{asked.place}"
        right, follows = self._right(asked), self._follows(asked)
        yield f"u{place}: bpamong({name},[0,1,-1]) and not {right} and not {follows};"
        shown = [self._shows(asked, mistake) for mistake in self._follow.bare_mistakes(asked)]
        yield f"x{place}: u{place} and ({' or '.join(shown) or 'false'});"
        handed = f"({follows} and not {right} and {self._vanished(asked)})"
        blank = f"if is({name} = EMPTYANSWER) then ({self._culprits(asked)})"
        yield f"z{place}: {blank} else (u{place} or {handed});"

    def _followed(self, asked: Question) -> Iterator[str]:
        """Yield what follows for a question, how far it may be off, and what counts."""
        place = asked.place
        parents = [parent.place for parent in self._follow.parents(asked)]
        yield f"w{place}: {_call(place, parents)};"
        moved = (f"abs({_call(place, parents, at)}-w{place})" for at in parents)
        yield f"r{place}: {' + '.join(moved) or '0'};"
        blank = f"if is(ans{place} = EMPTYANSWER) then"
        yield f"v{place}: {blank} w{place} else float(ans{place});"
        yield f"h{place}: {blank} r{place} else {self._half(asked, f'v{place}', f'w{place}')};"

    def _half(self, asked: Question, value: str, other: str) -> str:
        digits: Digits = self._quiz.digits(asked.key)
        if digits.significant:
            return f"{2 * self._quiz.reach}*bphalf({value},{other},{digits.count})"
        return positional(2 * self._quiz.reach * half_unit(-digits.count))

    # The trees --------------------------------------------------------------------------------

    def _tree(self, asked: Question) -> ET.Element:
        root = ET.Element("prt")
        _plain(root, {"name": f"prt{asked.place}", "value": "1", "autosimplify": "1"})
        _plain(root, {"feedbackstyle": "1"})
        _text(root, "feedbackvariables", "\n".join(self._feedback_variables(asked)), style=None)
        branches = [
            ("1", say("Right.")),
            ("1", say("It follows from your earlier numbers.")),
            ("0", say(NO_WORK)),
            *(("0", mistake.says) for mistake in asked.mistakes),
        ]
        notes = notes_of(asked)
        for number, (score, says) in enumerate(branches):
            last = number == len(branches) - 1
            root.append(_node(asked.place, number, score, says if number else "", notes, last))
        return root

    # Tests ------------------------------------------------------------------------------------

    def _tests(self) -> Iterator[ET.Element]:
        """Yield the test cases: everything right, then the mistakes."""
        right = ((asked, positional(asked.bounds.value), 0) for asked in self._quiz.questions)
        yield _test(right)
        for trials in self._follow.trials:
            yield _test(
                (
                    each.question,
                    positional(each.answer),
                    None if each.mistake is None else each.mistake + FIRST_MISTAKE,
                )
                for each in trials
            )


def notes_of(asked: Question) -> list[str]:
    """Return the answer notes of a tree, by which reports count what was right, and mistakes."""
    rules = [f"{mistake.rule}-{at}" for at, mistake in enumerate(asked.mistakes, start=1)]
    return [f"prt{asked.place}-{note}" for note in ("right", "follows", "vanished", *rules)]


def _call(place: int, parents: Iterable[int], moved: int = 0) -> str:
    """Return a call of a formula, one operand as far off as it may be."""
    operands = [f"v{each}+h{each}" if each == moved else f"v{each}" for each in parents]
    return f"f{place}({','.join(operands)})" if operands else f"f{place}"


def _input(asked: Question) -> ET.Element:
    root = ET.Element("input")
    _plain(root, {"name": f"ans{asked.place}", "type": "numerical"})
    _plain(root, {"tans": f"k{asked.place}", **INPUT})
    return root


def _node(
    place: int, number: int, score: str, says: str, notes: Sequence[str], last: bool
) -> ET.Element:
    """Return a node: whether the answer is what this mistake, or none, gives."""
    root = ET.Element("node")
    _plain(root, {"name": str(number), "description": notes[number], "answertest": "AlgEquiv"})
    _plain(root, {"sans": f"m{number}", "tans": "true", "testoptions": "", "quiet": "1"})
    _plain(root, {"truescoremode": "=", "truescore": score, "truepenalty": "0" * int(score)})
    _plain(root, {"truenextnode": "-1", "trueanswernote": notes[number]})
    _text(root, "truefeedback", _cas(says))
    _plain(root, {"falsescoremode": "=", "falsescore": "0", "falsepenalty": ""})
    _plain(root, {"falsenextnode": "-1" if last else str(number + 1)})
    _plain(root, {"falseanswernote": f"prt{place}-{number}-F"})
    unknown = say("it does not follow from your numbers, and no usual mistake gives it")
    _text(root, "falsefeedback", _cas(unknown) if last else "")
    return root


def _test(answers: Iterable[tuple[Question, str, int | None]]) -> ET.Element:
    root = ET.Element("qtest")
    root.append(_leaf("description", ""))
    expected = []
    for asked, answer, node in answers:
        given = ET.SubElement(root, "testinput")
        _plain(given, {"name": f"ans{asked.place}", "value": answer})
        if node is None:
            continue
        right = node == 0
        wanted = ET.Element("expected")
        _plain(wanted, {"name": f"prt{asked.place}", "expectedscore": str(int(right))})
        _plain(wanted, {"expectedpenalty": "0" if right else "0.1"})
        _plain(wanted, {"expectedanswernote": notes_of(asked)[node]})
        expected.append(wanted)
    root.extend(expected)
    return root


def _cas(text: str) -> str:
    """Return a text in which nothing means anything to STACK, or to HTML."""
    apart = _PLACEHOLDER.sub(" ", text)
    return escape(apart, quote=False).replace("$", "&#36;")


def _leaf(name: str, text: str) -> ET.Element:
    element = ET.Element(name)
    element.text = text
    return element


def _plain(parent: ET.Element, values: dict[str, str]) -> None:
    for name, text in values.items():
        ET.SubElement(parent, name).text = text


def _text(parent: ET.Element, name: str, text: str, style: str | None = "html") -> None:
    element = ET.SubElement(parent, name, {} if style is None else {"format": style})
    ET.SubElement(element, "text").text = text


FORMAT = QuizFormat(
    suffixes=(".xml",),
    ownership=Signed(comment("<!-- ", " -->")),
    write=_write,
    seconds_per_number=2.8e-3,
    seconds_per_link=1.15e-3,
    max_links=65_000,
)
