"""Which pages `bpcalc new` writes: told before anything is read that makes one."""

from pathlib import Path

import click

from bpcalc.locale import say
from bpcalc.report.formats import find


def is_page(output: str | None) -> bool:
    """Return whether a file is a page by its name."""
    return output is not None and Path(output).suffix.lower() in find("html").suffixes


def check_page(output: str | None, page: str | None, live: bool, count: bool, roster: bool) -> None:
    """Refuse what makes no page.

    Args:
        output: where to.
        page: `practice` or `exam`, if that was said.
        live: whether it is to compute.
        count: whether it was said how many exercises are asked for.
        roster: whether each is for somebody.

    Raises:
        click.UsageError: it makes none.
    """
    several = count or roster
    if live and several:
        raise click.UsageError(say("--live is a page of one exercise"))
    if live and page:
        raise click.UsageError(say("--live and --page are two pages; ask for one of them"))
    if live and not is_page(output):
        raise click.UsageError(say("--live is a page of HTML; name a file, such as -o live.html"))
    if page and not (several or is_page(output)):
        raise click.UsageError(say("--page is a page of HTML; name a file, such as -o page.html"))
    if roster and is_page(output):
        raise click.UsageError(say("a class has a file for everybody; name a folder: -o DIR"))
    if several and page == "exam" and is_page(output):
        raise click.UsageError(say("an exam has a page for each version; name a folder: -o DIR"))
