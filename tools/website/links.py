"""Links of the finished site that lead nowhere, and what it would fetch from elsewhere."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FETCHED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src")}


class _Reader(HTMLParser):
    """Takes note of the anchors of a page, and of where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read one element."""
        for name, value in attrs:
            if name in ("id", "name") and value:
                self.anchors.add(value)
            if name in ("href", "src") and value and (tag, name) != ("base", "href"):
                kind = "fetched" if (tag, name) in FETCHED else "link"
                self.links.append((kind, value))


@cache
def _read(path: Path) -> _Reader:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def broken(folder: Path) -> list[str]:
    """Return what is wrong with the links of a site, one line each.

    A link within the site must lead to a file, and to an anchor that it has; nothing that a page
    needs may be fetched from elsewhere.
    """
    _read.cache_clear()
    return [line for path in sorted(folder.rglob("*.html")) for line in _faults(path, folder)]


def _faults(path: Path, folder: Path) -> Iterator[str]:
    where = path.relative_to(folder).as_posix()
    for kind, link in _read(path).links:
        if fault := _fault(path, kind, link):
            yield f"{where}: {link} {fault}"


def _fault(path: Path, kind: str, link: str) -> str:
    """Return what is wrong with a link, "" if nothing is."""
    parts = urlsplit(link)
    if parts.scheme in ("data", "blob", "javascript", "mailto"):
        return ""
    if parts.scheme or parts.netloc:
        return "is fetched from elsewhere" if kind == "fetched" else ""
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.exists():
        return "leads nowhere"
    if target.is_dir():
        return "leads to a folder"
    anchor = unquote(parts.fragment)
    if anchor and target.suffix == ".html" and anchor not in _read(target).anchors:
        return "has no such anchor"
    return ""
