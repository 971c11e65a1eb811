"""How the templates of pages are filled in: what stands in them is text, and nothing is missing."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from bpcalc.locale.cleaning import cleaned


@cache
def templates_of(page: str) -> Environment:
    """Return the templates of a kind of page.

    Args:
        page: the package that holds them: `web`, `live` or `practice`.
    """
    return Environment(
        loader=PackageLoader(f"bpcalc.report.{page}"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: object) -> object:
    """Return what stands in a page for a value: of a text, nothing that nobody sees."""
    return cleaned(value, lines=True) if type(value) is str else value
