"""`bpcalc export`: the asked quantities as a quiz for a learning platform."""

import click

from bpcalc.cli import options
from bpcalc.cli.shells import exercises
from bpcalc.report import quizzes


@click.command()
@click.argument("exercise", nargs=-1, required=True, shell_complete=exercises)
@click.option(
    "--to",
    "platform",
    type=click.Choice(quizzes.QUIZ_FOLDER.names),
    required=True,
    help="The platform, or the format that it reads.",
)
@options.notation_option
@options.output_option
def command(
    exercise: tuple[str, ...], platform: str, notation: str | None, output: str | None
) -> None:
    """Write the quantities that a sheet of EXERCISE asks for as a quiz.

    The digits asked for are the tolerance, and the numbers that usual mistakes give get the
    sentence that `check` has for them; a quiz does not weigh, as `check` does, whether such a
    number may have come about by chance. In STACK, Numbas and PrairieLearn, later answers are
    marked by the student's own earlier ones. Several exercises, such as the versions of an exam,
    become one quiz.
    """
    from bpcalc.cli import arguments
    from bpcalc.cli import destination as place
    from bpcalc.cli.grade_policy import tell_unused
    from bpcalc.cli.rendering import check_size, keep_apart, ready
    from bpcalc.cli.sizes import answer_links, estimated, judge_links, judge_numbers, writing
    from bpcalc.report.quiz import Quiz

    chosen = quizzes.QUIZ_FOLDER.find(platform)
    for name in exercise:
        keep_apart(name, output)
    ready(chosen, output)
    place.claim(output, chosen.ownership)
    sources = [arguments.read_source(name, 1) for name in exercise]
    for source in sources:
        tell_unused(source)
    specs = [arguments.in_that(source.reading.exercise, notation) for source in sources]
    numbers = sum(estimated(spec, 1) for spec in specs)
    check_size(chosen, numbers)
    links = sum(map(answer_links, specs))
    judge_links(links, chosen, platform)
    judge_numbers(numbers, writing(chosen), links * chosen.seconds_per_link)
    written = chosen.write([Quiz(spec) for spec in specs])
    place.write_output(written, output, chosen.encoding, chosen.ownership)
