"""QTI 1.2 as Canvas reads it: a package of one quiz, whose questions are numerical.

Canvas takes every condition of an item for an answer that is right, so mistakes are no conditions:
what they give stands in the feedback of a wrong answer, number by number.
Source: IMS Question and Test Interoperability, version 1.2, and canvas-lms, qti_exporter.
"""

from collections.abc import Sequence
from hashlib import sha256
from html import escape
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bpcalc.locale import language, say
from bpcalc.report.ownership import Signed, in_zip
from bpcalc.report.quiz import Bounds, Question, Quiz, positional
from bpcalc.report.quizzes import QuizFormat

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
CANVAS_QUIZ = "http://canvas.instructure.com/xsd/cccv1p0"
ITEM_TYPE = "imsqti_xmlv1p2"
META_TYPE = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


def _write(quizzes: Sequence[Quiz]) -> bytes:
    root = ET.Element("questestinterop", xmlns=QTI)
    title = quizzes[0].title
    asked = [f"{each.name} {each.bounds}" for quiz in quizzes for each in quiz.questions]
    name = "g" + sha256("\n".join([title, *asked]).encode()).hexdigest()[:31]
    assessment = ET.SubElement(root, "assessment", ident=name, title=title)
    assessment.set("xml:lang", language())
    whole = ET.SubElement(assessment, "section", ident="root_section")
    for number, quiz in enumerate(quizzes, start=1):
        section = whole
        if len(quizzes) > 1:
            section = ET.SubElement(whole, "section", ident=f"section{number}", title=quiz.title)
        _statement(section, quiz, f"{name}_{number:02}_000")
        for question in quiz.questions:
            _item(section, question, f"{name}_{number:02}_{question.place:03}")
    points = sum(len(quiz.questions) for quiz in quizzes)
    files = {
        "imsmanifest.xml": _xml(_manifest(name)),
        f"{name}/assessment_meta.xml": _xml(_meta(name, title, points)),
        f"{name}/{name}.xml": _xml(root),
    }
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for file, text in files.items():
            archive.writestr(ZipInfo(file), text)  # without the time of day
    return content.getvalue()


def _manifest(name: str) -> ET.Element:
    root = ET.Element("manifest", xmlns=PACKAGE, identifier="bpcalc")
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "IMS Content"
    ET.SubElement(metadata, "schemaversion").text = "1.1.3"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    quiz = ET.SubElement(resources, "resource", identifier=name, type=ITEM_TYPE)
    ET.SubElement(quiz, "file", href=f"{name}/{name}.xml")
    ET.SubElement(quiz, "dependency", identifierref=f"{name}_meta")
    place = f"{name}/assessment_meta.xml"
    meta = ET.SubElement(
        resources, "resource", identifier=f"{name}_meta", type=META_TYPE, href=place
    )
    ET.SubElement(meta, "file", href=place)
    return root


def _meta(name: str, title: str, points: int) -> ET.Element:
    root = ET.Element("quiz", xmlns=CANVAS_QUIZ, identifier=name)
    values = {
        "title": title,
        "description": "",
        "shuffle_answers": "false",
        "scoring_policy": "keep_highest",
        "quiz_type": "assignment",
        "points_possible": str(points),
    }
    for part, text in values.items():
        ET.SubElement(root, part).text = text
    return root


def _statement(section: ET.Element, quiz: Quiz, name: str) -> None:
    """Add what is given, as a text that stands before the questions."""
    item = ET.SubElement(section, "item", ident=name, title=quiz.title)
    _metadata(item, {"question_type": "text_only_question", "points_possible": "0"})
    givens = "".join(f"<p>{given.text(escape)}</p>" for given in quiz.preface())
    _material(ET.SubElement(item, "presentation"), f"<p>{escape(quiz.title)}</p>{givens}")


def _item(section: ET.Element, asked: Question, name: str) -> None:
    item = ET.SubElement(section, "item", ident=name, title=asked.title)
    _metadata(item, {"question_type": "numerical_question", "points_possible": "1"})
    presentation = ET.SubElement(item, "presentation")
    _material(presentation, f"<p>{asked.text(escape)}</p>")
    response = ET.SubElement(presentation, "response_str", ident="response1", rcardinality="Single")
    render = ET.SubElement(response, "render_fib", fibtype="Decimal")
    ET.SubElement(render, "response_label", ident="answer1")
    processing = ET.SubElement(item, "resprocessing")
    outcomes = ET.SubElement(processing, "outcomes")
    ET.SubElement(
        outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal"
    )
    _right(processing, asked.bounds)
    _wrong(processing)
    _feedback(item, "correct_fb", f"<p>{escape(say('Right.'))}</p>")
    _feedback(item, "general_incorrect_fb", _mistakes(asked))


def _right(processing: ET.Element, bounds: Bounds) -> None:
    condition = ET.SubElement(processing, "respcondition", {"continue": "No"})
    either = ET.SubElement(ET.SubElement(condition, "conditionvar"), "or")
    low, high = bounds.edges
    _compare(either, "varequal", positional(bounds.value))
    both = ET.SubElement(either, "and")
    _compare(both, "vargte", low)
    _compare(both, "varlte", high)
    ET.SubElement(condition, "setvar", action="Set", varname="SCORE").text = "100"
    _shown(condition, "correct_fb")


def _wrong(processing: ET.Element) -> None:
    condition = ET.SubElement(processing, "respcondition", {"continue": "Yes"})
    ET.SubElement(ET.SubElement(condition, "conditionvar"), "other")
    _shown(condition, "general_incorrect_fb")


def _shown(condition: ET.Element, feedback: str) -> None:
    ET.SubElement(condition, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def _compare(parent: ET.Element, how: str, number: str) -> None:
    ET.SubElement(parent, how, respident="response1").text = number


def _mistakes(asked: Question) -> str:
    """Return what is said to a wrong answer: the numbers that usual mistakes give, and why."""
    numbers = (
        f"<li>{positional(mistake.bounds.value)}: {escape(mistake.says)}</li>"
        for mistake in asked.mistakes
    )
    return f"<p>{escape(say('Usual mistakes give:'))}</p><ul>{''.join(numbers)}</ul>"


def _metadata(item: ET.Element, fields: dict[str, str]) -> None:
    data = ET.SubElement(ET.SubElement(item, "itemmetadata"), "qtimetadata")
    for label, entry in fields.items():
        field = ET.SubElement(data, "qtimetadatafield")
        ET.SubElement(field, "fieldlabel").text = label
        ET.SubElement(field, "fieldentry").text = entry


def _material(parent: ET.Element, html: str) -> None:
    material = ET.SubElement(parent, "material")
    ET.SubElement(material, "mattext", texttype="text/html").text = html


def _feedback(item: ET.Element, name: str, html: str) -> None:
    _material(ET.SubElement(ET.SubElement(item, "itemfeedback", ident=name), "flow_mat"), html)


def _xml(root: ET.Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


FORMAT = QuizFormat(
    suffixes=(".zip",), ownership=Signed(in_zip), binary=True, for_screen=False, write=_write
)
