"""Moodle XML: numerical questions; a mistake is an answer that earns nothing and says why.

The first answer that fits wins, so the key comes before the mistakes.
Source: Moodle, question/format/xml/format.php and question/type/numerical.
"""

from collections.abc import Sequence
from html import escape
from xml.etree import ElementTree as ET

from bpcalc.locale import say
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.quiz import Bounds, Question, Quiz
from bpcalc.report.quizzes import QuizFormat


def _write(quizzes: Sequence[Quiz]) -> str:
    root = ET.Element("quiz")
    for number, quiz in enumerate(quizzes, start=1):
        title = quiz.title if len(quizzes) == 1 else f"{quiz.title} {number}"
        category = ET.SubElement(root, "question", type="category")
        _text(ET.SubElement(category, "category"), f"$course$/top/{title.replace('/', '//')}")
        _statement(root, quiz, title)
        for question in quiz.questions:
            _question(root, question)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _statement(root: ET.Element, quiz: Quiz, title: str) -> None:
    """Add what is given, as a description that stands before the questions."""
    question = ET.SubElement(root, "question", type="description")
    _text(ET.SubElement(question, "name"), f"000 {title}")
    givens = "".join(f"<p>{given.text(_html)}</p>" for given in quiz.preface())
    _text(ET.SubElement(question, "questiontext", format="html"), f"<p>{_html(title)}</p>{givens}")


def _question(root: ET.Element, asked: Question) -> None:
    question = ET.SubElement(root, "question", type="numerical")
    _text(ET.SubElement(question, "name"), asked.title)
    _text(ET.SubElement(question, "questiontext", format="html"), f"<p>{asked.text(_html)}</p>")
    ET.SubElement(question, "defaultgrade").text = "1"
    _answer(question, "100", asked.bounds, say("Right."))
    for mistake in asked.mistakes:
        _answer(question, "0", mistake.bounds, mistake.says)


def _answer(question: ET.Element, fraction: str, bounds: Bounds, says: str) -> None:
    for middle, tolerance in bounds.parts:
        answer = ET.SubElement(question, "answer", fraction=fraction, format="moodle_auto_format")
        ET.SubElement(answer, "text").text = middle
        _text(ET.SubElement(answer, "feedback", format="html"), _html(says))
        ET.SubElement(answer, "tolerance").text = tolerance


def _html(text: str) -> str:
    return escape(text, quote=False)


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "text").text = text


FORMAT = QuizFormat(suffixes=(".xml",), ownership=Signed(comment("<!-- ", " -->")), write=_write)
