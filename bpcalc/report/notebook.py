"""A worked solution that shows itself in a notebook.

Jupyter asks an object for HTML, Markdown and LaTeX, and shows the richest that the place can
show: HTML on the screen, LaTeX where a notebook is printed. Where jinja2 is not installed, there
is no HTML, and Jupyter takes the Markdown.

Source: https://ipython.readthedocs.io/en/stable/config/integrating.html
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from bpcalc.calc.lines import Line
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.solution import Solution

if TYPE_CHECKING:  # a program that shows nothing needs none of the reports
    from bpcalc.report.document import Document

MAX_FORMULA_NUMBERS = 20_000
"""Numbers in formulas up to which a solution is shown as a whole."""


class ShownSolution(Solution):
    """A worked solution, shown as a report where it stands at the end of a notebook's cell."""

    def latex(self, wanted: "str | Key | Line") -> str:
        r"""Return a line as one equation in LaTeX: symbol = formula = numbers put in = value.

        >>> import bpcalc
        >>> print(bpcalc.solve("mazur").latex("E_total"))
        E_{\mathrm{total}} = E_{o_1} + E_{o_2} = 0.274811 + 0.0235600 = 0.298371

        Raises:
            NotAQuantity: there is none of this name or key.
        """
        from bpcalc.notation.latex import one_line
        from bpcalc.report.escaping import latex as escaped
        from bpcalc.report.math_reading import MathReading

        line = wanted if isinstance(wanted, Line) else self[wanted]
        return one_line(MathReading(self).chain(line), escaped)

    def _repr_html_(self) -> str | None:
        if find_spec("jinja2") is None:
            return None
        from bpcalc.report.web.page import fragment

        return f"<p>{self._too_large}</p>" if self._too_large else fragment(self._document, most=0)

    def _repr_markdown_(self) -> str:
        return self._too_large or self._written("markdown")

    def _repr_latex_(self) -> str:
        return self._too_large or self._written("latex")

    def _written(self, name: str) -> str:
        from bpcalc.report.formats import Page, find

        return str(find(name).write(self._document, Page(fragment=True)))

    @property
    def _document(self) -> "Document":
        from bpcalc.report.layout import of_solution

        return of_solution(self)

    @property
    def _too_large(self) -> str:
        """What is shown in place of a solution that would fill the notebook, else ""."""
        numbers = sum(1 for line in self for _ in line.formula.refs())
        if numbers <= MAX_FORMULA_NUMBERS:
            return ""
        return say(
            "This solution has {count} lines, which is too much to show here; take single ones, "
            'such as solution["{name}"].',
            count=f"{len(self):,}",
            name=self.name(next(line for line in self if line.key.kind == "net")),
        )
