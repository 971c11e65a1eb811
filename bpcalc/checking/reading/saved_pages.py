"""A practice page that a student has saved with the browser, in place of the file of answers.

Browsers save a page as it stands, in one file or with a folder beside it, and some as an archive
for mail (MHTML). What was filled in is in it then. Of a page as it was handed out nothing can be
read: what was filled in is kept by the browser alone.
"""

from html.parser import HTMLParser

from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.checking.reading.hints_taken import HINTED
from bpcalc.checking.reading.markup import tame
from bpcalc.errors import AnswersError
from bpcalc.locale import say

_PRACTICE = '<main class="bpcalc practice">'
_MAIL = (b"From: ", b"MIME-Version: ", b"Subject: ")


def out_of_mail(content: bytes) -> bytes:
    """Return the page of an archive for mail; any other file as it is."""
    if not content.startswith(_MAIL) or b"multipart/related" not in content[:2000]:
        return content
    from email import message_from_bytes

    try:
        for part in message_from_bytes(content).walk():
            page = part.get_payload(decode=True)
            if part.get_content_type() == "text/html" and isinstance(page, bytes):
                return page
    except Exception:  # a mail within a mail, a thousand times, or with headers of no meaning
        return content
    return content


def is_practice_page(text: str) -> bool:
    """Return whether a text is a practice page, or an exam."""
    return _PRACTICE in text


def page_entries(text: str) -> list[WrittenEntry]:
    """Return what is filled in on a practice page.

    Raises:
        AnswersError: it is the page as it was handed out.
    """
    page = _Page()
    page.feed(tame(text))
    page.close()
    if not page.fields:
        raise AnswersError(
            say(
                "this is the practice page without what was filled in; open it in the browser "
                "that it was filled in with, press “{button}”, and hand in the file that it saves",
                button=say("Save answers"),
            )
        )
    return [*page.others, *page.fields]


class _Page(HTMLParser):
    """Takes the fields out of a page, and what hints were taken.

    Attributes:
        fields: those of lines, which the script writes; there are none before it has run.
        others: the name of the student, and the hints.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: list[WrittenEntry] = []
        self.others: list[WrittenEntry] = []
        self._aside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field; not of the page that the script keeps aside."""
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "template":
            self._aside += 1
        elif tag == "article" and "data-hints" in told:
            self.others.append(WrittenEntry(HINTED, told["data-hints"]))
        elif tag == "input" and name and not self._aside:
            found = self.others if name == "student" else self.fields
            found.append(WrittenEntry(name, told.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """End what is kept aside."""
        self._aside -= tag == "template"
