"""`bpcalc new -o FILE.html`: new exercises as pages, to compute with or to practise on."""

import shlex
from collections.abc import Sequence

from bpcalc.calc.calculate import calculate
from bpcalc.cli import destination as place
from bpcalc.cli.making_sizes import judge_versions, making_of
from bpcalc.cli.marking_options import Rules
from bpcalc.cli.rendering import check_size
from bpcalc.cli.run_live import check_live
from bpcalc.cli.run_practice_page import marked_by
from bpcalc.cli.sizes import estimated, judge_work, writing
from bpcalc.cli.streams import tell
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.making.maker import Made, Wish, make
from bpcalc.making.versions import code_of, versions
from bpcalc.report.formats import find
from bpcalc.report.new_exercise import file_of, signed
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.sheet import MarkedBy, Sheet
from bpcalc.report.sheets import SHEET_FOLDER
from bpcalc.report.versions import sheet_of
from bpcalc.solution import Solution

OWNERSHIP = Signed(comment("<!-- ", " -->"))


def write_new_page(wish: Wish, name: str, seed: int, output: str, page: str | None) -> None:
    """Make one exercise and write its page.

    Args:
        wish: what it is to be like.
        name: of the exercise that it is like.
        seed: of its numbers.
        output: where to.
        page: `practice`, which is usual, `exam` or `live`.
    """
    _judge(wish, 1, page == "live")
    place.claim_early(output, OWNERSHIP)
    made = make(wish, seed)
    if page == "live":
        text = _live(signed(made, wish, name))
    else:
        text = _practice([_sheet(made, wish, name, at_once=page != "exam")])
    place.write_output(text, output, ownership=OWNERSHIP)


def write_set(wish: Wish, name: str, seed: int, count: int, output: str) -> None:
    """Make so many exercises and write one page of them.

    Args:
        wish: what they are to be like.
        name: of the exercise that they are like.
        seed: of all of them.
        count: how many.
        output: where to.
    """
    _judge(wish, count, live=False)
    place.claim_early(output, OWNERSHIP)
    sheets = []
    for version, made in versions(wish, count, seed):
        sheet, by = _sheet(made, wish, name, at_once=True)
        code = code_of(version, file_of(made, wish, name))
        sheets.append((sheet, by._replace(code=code)))
    place.write_output(_practice(sheets), output, ownership=OWNERSHIP)
    tell(say("Written: {n} exercises in {file}", n=count, file=output))


def _judge(wish: Wish, count: int, live: bool) -> None:
    """Refuse pages that are too large, or that jinja2 is missing for; announce what takes long."""
    numbers = estimated(wish.template, 1)
    if live:
        check_live(numbers)
        judge_work(wish.template, 1, making_of(wish))
        find("html").check_needs()
        return
    chosen = SHEET_FOLDER.find("html")
    chosen.check_needs()
    check_size(chosen, numbers)
    judge_versions(wish, count, [writing(chosen)])


def _sheet(made: Made, wish: Wish, name: str, at_once: bool) -> tuple[Sheet, MarkedBy]:
    """Return the sheet of an exercise, and who marks it: `check`, as the exercise is made again."""
    call = f"bpcalc new {wish.call or shlex.quote(name)} --seed {made.seed}"
    exercise = signed(made, wish, name)
    by = marked_by(exercise, f"{call} | bpcalc check -", Rules.usual(), at_once)
    return sheet_of(exercise, filled=False), by


def _practice(sheets: Sequence[tuple[Sheet, MarkedBy]]) -> bytes:
    from bpcalc.report.practice.page import practice_set  # takes jinja2, which not everyone has

    return practice_set(sheets).encode(errors="replace")


def _live(exercise: Exercise) -> bytes:
    from bpcalc.report.live.page import live_page  # takes jinja2, which not everyone has

    return live_page(Solution(calculate(exercise))).encode(errors="replace")
