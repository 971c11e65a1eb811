"""The policy of a class: what the command line says, over a file, over the exercise itself."""

from dataclasses import replace
from typing import Any, cast

import click

from bpcalc.checking.policy import GradingPolicy, policy_of, read_policy
from bpcalc.checking.reading.contents import text_of
from bpcalc.checking.submissions.times import read_deadline
from bpcalc.cli.marking_options import Rules, credit_options, split
from bpcalc.cli.streams import tell
from bpcalc.exercise.decoding import decode
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.punctuation import with_ascii_signs
from bpcalc.exercise.sources import Source
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import enumerated, say


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
    policy = policy_of_exercise(source)
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
    policy = policy_of_exercise(source)
    return _with_credit(click.get_current_context(), policy, rules) if policy.credit else rules


def policy_rules(source: Source, rules: Rules) -> Rules:
    """Return what single answers earn as `check` has it, for a command that does not mark.

    What the rules say of what is asked for comes before what the exercise says.
    """
    policy = policy_of_exercise(source)
    if not policy.credit:
        return rules
    marks = click.command("check")(credit_options(lambda: None))
    found = _with_credit(click.Context(marks), policy, rules)
    asked = rules.asking()
    if "decimals" in asked or "significant" in asked:
        found = found._replace(decimals=rules.decimals, significant=rules.significant)
    return found._replace(**asked)


def _with_credit(context: click.Context, policy: GradingPolicy, rules: Rules) -> Rules:
    told = {
        name: _converted(context, name, text)
        for name, text in policy.credit.items()
        if context.get_parameter_source(name) in (None, click.core.ParameterSource.DEFAULT)
    }
    return rules._replace(**told)


def policy_of_exercise(source: Source) -> GradingPolicy:
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


ASKED = ("epochs", "only", "decimals", "significant")
"""What a policy may say of what is asked for, and not of what it earns."""


def tell_unused(source: Source) -> None:
    """Say what an exercise says of marking that a quiz does not keep: platforms mark by their own.

    Raises:
        AnswersError: it means nothing.
    """
    policy = policy_of_exercise(source)
    unused = [name for name in ASKED if name in policy.credit]
    unused += [name for name in ("points", "bonus") if getattr(policy, name)]
    if unused:
        tell(
            say(
                "{file}: a quiz asks for all quantities of one epoch, each for one point; these of "
                "`grading` are not used: {names}",
                file=source.name,
                names=enumerated(unused),
            )
        )
