"""A practice page in a browser, as a student works on it."""

import json
import re
from typing import Any

from bpcalc.report.practice.repeats import with_repeats
from tests.helpers.chromium import Browser

FILL = """
for (const [key, text] of asked) {
  const field = document.getElementById(`b${key}`);
  field.value = text;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
"""

SAID = """
const text = (id) => document.getElementById(id)?.textContent ?? '';
return JSON.stringify([`v${key}`, `m${key}`, `h${key}`, `b${key}`].map((id, at) =>
  at < 3 ? text(id) : document.getElementById(id).value));
"""

VERDICTS = """
return JSON.stringify(keys.map(key => document.getElementById(`v${key}`).textContent));
"""

CLICK = "document.getElementById('{}').click();"


def data_in(html: str, name: str = "exercise") -> Any:
    """Return what the script of a page reads: the exercise, or what changes in `others`."""
    found = re.search(rf'id="{name}">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(with_repeats(found[1]))


class Page:
    """A page in a browser.

    Attributes:
        keys: the numbers of the blanks, by name.
    """

    def __init__(self, browser: Browser, html: str) -> None:
        """Show it."""
        self._browser = browser
        browser.show(html)
        self.keys = {blank["name"]: blank["key"] for blank in data_in(html)["blanks"]}

    def fill(self, **answers: str) -> None:
        """Fill blanks in."""
        self.fill_all(answers)

    def fill_all(self, answers: dict[str, str]) -> None:
        """Fill blanks in, whatever their names."""
        asked = [[self.keys[name], text] for name, text in answers.items()]
        self._browser.run(f"const asked = {json.dumps(asked)};{FILL}")

    def said(self, name: str) -> list[str]:
        """Return the verdict, what is said, the hints, and what stands in the blank."""
        found: list[str] = json.loads(self._browser.run(f"const key = {self.keys[name]};{SAID}"))
        return found

    def verdicts(self) -> dict[str, str]:
        """Return the verdicts on all lines, by the names of these."""
        found: list[str] = json.loads(
            self._browser.run(f"const keys = {list(self.keys.values())};{VERDICTS}")
        )
        return dict(zip(self.keys, found, strict=True))

    def hint(self, name: str) -> list[str]:
        """Ask for a hint."""
        self._browser.run(CLICK.format(f"t{self.keys[name]}"))
        return self.said(name)

    def text(self, name: str) -> str:
        """Return what an element says."""
        return str(self._browser.run(f"return document.getElementById('{name}').textContent"))
