"""What click says about a call that it cannot use, in the words and the signs of the language."""

import re
from io import StringIO

import click

from bpcalc.locale import language, say

EXAMPLES = {
    "check": "exercise.yaml answers.yaml",
    "grade": "exercise.yaml answers/",
    "completion": "bash",
}
"""How commands are called that cannot do without a word."""


def said(error: click.ClickException) -> str:
    """Return what is said: the usage of the command, and what is wrong."""
    text = StringIO()
    _with_example(error).show(text)
    says = text.getvalue().rstrip("\n")
    return _chinese_signs(says) if language() == "zh" else says


def _with_example(error: click.ClickException) -> click.ClickException:
    """Answer a forgotten word with a call that has it."""
    context = error.ctx if isinstance(error, click.MissingParameter) else None
    name = context.info_name if context else None
    if context is None or name not in EXAMPLES:
        return error
    words = (
        param.make_metavar(context).replace("{", "").replace("}", "")
        for param in context.command.params
        if isinstance(param, click.Argument)
    )
    says = say(
        "`{command}` needs {words}, for example: {example}",
        command=name,
        words=" ".join(words),
        example=f"bpcalc {name} {EXAMPLES[name]}",
    )
    return click.UsageError(says, context)


def _chinese_signs(text: str) -> str:
    """Return a text whose sentences and lists click has ended as in English."""
    text = re.sub(r"(?<=['\u4e00-\u9fff])\. ?(?=[\u4e00-\u9fff\n]|$)", "。", text)
    return re.sub(r"(?<='), (?=')", "、", text).replace("。 ", "。")
