"""The policy of a class: what the command line says, over a file, over the exercise itself."""

from dataclasses import replace
from typing import Any, cast

import click

from bpcalc.checking.policy import GradingPolicy, policy_of, read_policy
from bpcalc.checking.reading.contents import text_of
from bpcalc.checking.submissions.times import read_deadline
from bpcalc.cli.marking_options import Rules, credit_options, split
from bpcalc.exercise.decoding import decode
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.punctuation import with_ascii_signs
from bpcalc.exercise.sources import Source
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import say


def policy_and_rules(
    context: click.Context, source: Source, call: dict[str, Any]
) -> tuple[GradingPolicy, Rules]:
    """Return how a class is marked, and what single answers earn.

    Args:
        context: of the command, which knows what was typed and what is left to its default.
        source: the exercise.
        call: all that the command was called with; the options of `check` are taken out.

    Raises:
        AnswersError: a policy means nothing.
    """
    policy = _of_exercise(source)
    if call["grading"]:
        text = text_of(call["grading"])
        policy = read_policy(text, call["grading"], policy)
    if call["deadline"]:
        deadline = read_deadline(call["deadline"])
        if deadline is None:
            raise click.UsageError(say("--deadline is a time such as 2026-11-20 23:59"))
        policy = replace(policy, deadline=deadline)
    return policy, _with_credit(context, policy, split(call))


def rules_of_exercise(source: Source, rules: Rules) -> Rules:
    """Return what single answers earn where the exercise says so, and the command line does not."""
    policy = _of_exercise(source)
    return _with_credit(click.get_current_context(), policy, rules) if policy.credit else rules


def policy_rules(source: Source, rules: Rules) -> Rules:
    """Return what single answers earn as `check` has it, for a command that does not mark."""
    marks = click.command("check")(credit_options(lambda: None))
    return _with_credit(click.Context(marks), _of_exercise(source), rules)


def _with_credit(context: click.Context, policy: GradingPolicy, rules: Rules) -> Rules:
    told = {
        name: _converted(context, name, text)
        for name, text in policy.credit.items()
        if context.get_parameter_source(name) in (None, click.core.ParameterSource.DEFAULT)
    }
    return rules._replace(**told)


def _of_exercise(source: Source) -> GradingPolicy:
    """Return what the exercise says under `grading`."""
    grading = source.reading.exercise.grading
    if grading is None:
        return GradingPolicy()

    def place(node: Node) -> str:
        text = with_ascii_signs(decode(source.text).text)
        return f"{SourceText(source.name, text.text, text.blanks).place(node)}: grading"

    return policy_of(cast(Node, grading), place)


def _converted(context: click.Context, name: str, text: str) -> Any:
    """Return what the option of this name would make of a text."""
    for parameter in context.command.params:
        if parameter.name == name:
            if getattr(parameter, "is_flag", False):
                return text.strip().lower() in ("true", "yes", "on", "1")
            if getattr(parameter, "multiple", False):
                return text  # a list with commas, as it would have been put together
            return parameter.type_cast_value(context, text)
    return text
