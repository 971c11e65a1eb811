"""What a report is as a script: a worked solution line by line, a training run as a loop."""

from bpcalc.report.code.languages import CodeLanguage
from bpcalc.report.code.script import solution_script
from bpcalc.report.code.training_script import training_script
from bpcalc.report.document import Document


def script_of(document: Document, language: CodeLanguage) -> str:
    """Return the script of a report.

    Raises:
        OutputError: it is of a training run that no plain loop makes.
    """
    if document.training is not None:
        return training_script(document.training, language)
    return solution_script(document, language)
