"""What click says about a call that it cannot use, in the words and the signs of the language."""

import re
from io import StringIO

import click

from bpcalc.locale import language, say

EXAMPLES = {
    "check": {"exercise": "exercise.yaml", "answers": "answers.yaml"},
    "grade": {"exercise": "exercise.yaml", "class_": "answers/"},
    "export": {"exercise": "exercise.yaml", "": "--to moodle"},
    "completion": {"shell": "bash"},
}
"""What stands for the arguments in examples of commands that cannot do without them."""


def said(error: click.ClickException, command: click.Context | None = None) -> str:
    """Return what is said: the usage of the command, and what is wrong.

    Args:
        error: what is wrong.
        command: which was called, where click does not tell.
    """
    text = StringIO()
    _with_value(_with_example(error), command).show(text)
    says = text.getvalue().rstrip("\n")
    return _chinese_signs(says) if language() == "zh" else says


def _with_example(error: click.ClickException) -> click.ClickException:
    """Answer a forgotten word with a call that has it, and with those that were given."""
    if not isinstance(error, click.MissingParameter) or not isinstance(error.param, click.Argument):
        return error
    context = error.ctx
    name = context.info_name if context else None
    if context is None or name not in EXAMPLES:
        return error
    arguments = [param for param in context.command.params if isinstance(param, click.Argument)]
    given = context.params
    words = (_word(param, context) for param in arguments if not given.get(str(param.name)))
    example = (given.get(argument) or word for argument, word in EXAMPLES[name].items())
    says = say(
        "`{command}` needs {words}, for example: {example}",
        command=name,
        words=say(" and ").join(words),
        example=f"bpcalc {name} {' '.join(example)}",
    )
    return click.UsageError(says, context)


def _with_value(error: click.ClickException, command: click.Context | None) -> click.ClickException:
    """Answer an option without its value with what may stand there, as in the help."""
    if not isinstance(error, click.BadOptionUsage) or error.ctx is not None or command is None:
        return error
    name = error.option_name
    options = (each for each in command.command.params if name in each.opts)
    option = next(options, None)
    if option is None or getattr(option, "is_flag", True):
        return error
    says = say(
        "`{option}` needs a value: {example}",
        option=name,
        example=f"{name} {option.make_metavar(command)}",
    )
    return click.UsageError(says, command)


def _word(argument: click.Argument, context: click.Context) -> str:
    """Return what an argument is called, or what may stand in its place."""
    word = argument.make_metavar(context).strip("[].")
    return f"`{word.strip('{}')}`" if isinstance(argument.type, click.Choice) else word


def _chinese_signs(text: str) -> str:
    """Return a text whose sentences and lists click has ended as in English."""
    text = re.sub(r"(?<=['\u4e00-\u9fff])\. ?(?=[\u4e00-\u9fff\n]|$)", "。", text)
    return re.sub(r"(?<='), (?=')", "、", text).replace("。 ", "。")
