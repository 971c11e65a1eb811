"""QTI 2.1: a package of items, each with a number to be entered.

Source: IMS Question and Test Interoperability, version 2.1, information model.
"""

from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bpcalc.locale import language, say
from bpcalc.report.ownership import Signed, in_zip
from bpcalc.report.quiz import Bounds, Question, Quiz, positional
from bpcalc.report.quizzes import QuizFormat

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
ITEM = "imsqti_item_xmlv2p1"


def _write(quizzes: Sequence[Quiz]) -> bytes:
    files: dict[str, str] = {}
    for number, quiz in enumerate(quizzes, start=1):
        statement = [quiz.title, *(given.text() for given in quiz.preface())]
        for question in quiz.questions:
            name = f"q{number:02}_{question.place:03}"
            files[f"{name}.xml"] = _xml(_item(question, name, statement))
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for file, text in {"imsmanifest.xml": _xml(_manifest(list(files))), **files}.items():
            archive.writestr(ZipInfo(file), text)  # without the time of day
    return content.getvalue()


def _manifest(files: list[str]) -> ET.Element:
    root = ET.Element("manifest", xmlns=PACKAGE, identifier="bpcalc")
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    for file in files:
        name = file.removesuffix(".xml")
        resource = ET.SubElement(resources, "resource", identifier=name, type=ITEM, href=file)
        ET.SubElement(resource, "file", href=file)
    return root


def _item(question: Question, name: str, statement: Sequence[str]) -> ET.Element:
    root = ET.Element(
        "assessmentItem",
        {
            "xmlns": QTI,
            "identifier": name,
            "title": question.name,
            "adaptive": "false",
            "timeDependent": "false",
            "xml:lang": language(),
        },
    )
    declared = ET.SubElement(
        root,
        "responseDeclaration",
        identifier="RESPONSE",
        cardinality="single",
        baseType="float",
    )
    value = ET.SubElement(ET.SubElement(declared, "correctResponse"), "value")
    value.text = positional(question.bounds.value)
    for outcome, kind in (("SCORE", "float"), ("FEEDBACK", "identifier")):
        ET.SubElement(
            root, "outcomeDeclaration", identifier=outcome, cardinality="single", baseType=kind
        )
    body = ET.SubElement(root, "itemBody")
    for paragraph in statement:
        ET.SubElement(body, "p").text = paragraph
    asked = ET.SubElement(body, "p")
    asked.text = rf"{question.name}: \({question.formula}\) = "
    entry = ET.SubElement(asked, "textEntryInteraction", responseIdentifier="RESPONSE")
    entry.tail = f" {question.digits}"
    _processing(root, question)
    _feedback(root, "right", say("Right."))
    for number, mistake in enumerate(question.mistakes, start=1):
        _feedback(root, f"mistake{number}", mistake.says)
    return root


def _processing(root: ET.Element, question: Question) -> None:
    condition = ET.SubElement(ET.SubElement(root, "responseProcessing"), "responseCondition")
    branch = ET.SubElement(condition, "responseIf")
    _test(branch, question.bounds)
    _set(branch, "SCORE", "float", "1")
    _set(branch, "FEEDBACK", "identifier", "right")
    for number, mistake in enumerate(question.mistakes, start=1):
        branch = ET.SubElement(condition, "responseElseIf")
        _test(branch, mistake.bounds)
        _set(branch, "SCORE", "float", "0")
        _set(branch, "FEEDBACK", "identifier", f"mistake{number}")


def _test(branch: ET.Element, bounds: Bounds) -> None:
    parts = list(bounds.parts)
    within = branch if len(parts) == 1 else ET.SubElement(branch, "or")
    for middle, tolerance in parts:
        equal = ET.SubElement(
            within,
            "equal",
            toleranceMode="absolute",
            tolerance=f"{tolerance} {tolerance}",
            includeLowerBound="true",
            includeUpperBound="true",
        )
        ET.SubElement(equal, "variable", identifier="RESPONSE")
        ET.SubElement(equal, "baseValue", baseType="float").text = middle


def _set(branch: ET.Element, name: str, kind: str, value: str) -> None:
    outcome = ET.SubElement(branch, "setOutcomeValue", identifier=name)
    ET.SubElement(outcome, "baseValue", baseType=kind).text = value


def _feedback(root: ET.Element, name: str, says: str) -> None:
    feedback = ET.SubElement(
        root,
        "modalFeedback",
        outcomeIdentifier="FEEDBACK",
        identifier=name,
        showHide="show",
    )
    feedback.text = says


def _xml(root: ET.Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


FORMAT = QuizFormat(
    suffixes=(".zip",), ownership=Signed(in_zip), binary=True, for_screen=False, write=_write
)
