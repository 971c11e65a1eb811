"""The page about a class, for the teacher: one HTML file that loads nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from itertools import combinations

from bpcalc.checking.messages import convention
from bpcalc.checking.messages import rule as sentence
from bpcalc.checking.statistics import Statistics
from bpcalc.checking.submissions.files import Unused
from bpcalc.locale import language, say, say_many
from bpcalc.maths.rounding import Digits
from bpcalc.report.class_problems import problem_lines
from bpcalc.report.class_tables import SheetRecord

WRONG = frozenset({"mistake", "slip", "unexplained"})
BINS = 10
"""Columns of the distribution of the marks."""

MIN_CLUSTER = 3
"""So many students must have written the same wrong number for it to be shown."""

MAX_SHARING = 3
"""A wrong number is unusual if no more students have it."""

MIN_SHARED = 2
"""So many unusual wrong numbers must two papers share to be shown together."""

MAX_ROWS = 200

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #8884;
  vertical-align: top; unicode-bidi: isolate; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
.bars { display: flex; align-items: flex-end; gap: .3rem; height: 9rem; margin: 1rem 0 2.5rem; }
.bars div { flex: 1; background: #3b6ea5; position: relative; min-height: 1px; }
.bars span { position: absolute; bottom: -1.6rem; left: 0; right: 0; text-align: center;
  font-size: .75rem; }
.bars b { position: absolute; top: -1.4rem; left: 0; right: 0; text-align: center;
  font-size: .75rem; }
.first { border-left: .3rem solid #b07b00; padding-left: .8rem; }
"""


def class_page(
    papers: Sequence[SheetRecord],
    statistics: Statistics,
    problems: Iterable[SheetRecord],
    unused: Sequence[Unused],
    anonymous: bool = False,
) -> str:
    """Return the page.

    Args:
        papers: of every student: who, the mark, and for every quantity its name, the number
            written, the verdict and the credit.
        statistics: of the class.
        problems: the records of which something is to be said.
        unused: what was not marked.
        anonymous: whether no student is named, so that the page can be shown to the class.
    """
    parts = [
        *_first(statistics),
        *_distribution(papers),
        *_groups(papers),
        *_items(statistics),
        *_mistakes(statistics),
        *_clusters(papers),
    ]
    if not anonymous:
        parts += [*_pairs(papers), *_students(papers), *_unused(problems, unused)]
    title = escape(say("The class"))
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _first(statistics: Statistics) -> Iterator[str]:
    """Say first what may be no mistake of the students at all."""
    suspects = statistics.suspect()
    if not suspects:
        return
    yield '<div class="first">'
    first = say("Check the key first.")
    yield f"<p><strong>{escape(first)}</strong> "
    yield escape(
        say("Where most of a class has the same, the key or the lecture may say otherwise:")
    )
    yield "</p><ul>"
    for name, rule, count, answered in suspects:
        told = say(
            "{name}: {count} of {n}{rule}",
            name=name,
            count=count,
            n=answered,
            rule=f" ({rule})" if rule else "",
        )
        yield f"<li>{escape(told)}</li>"
    yield "</ul></div>"


def _marks(papers: Iterable[SheetRecord]) -> list[Decimal]:
    """Return the share of the best mark that every paper has which could be marked."""
    return [
        Decimal(paper["mark"]) / Decimal(paper["best"])
        for paper in papers
        if not paper["problem"] and Decimal(paper["best"] or 0)
    ]


def _distribution(papers: Sequence[SheetRecord]) -> Iterator[str]:
    shares = _marks(papers)
    if not shares:
        return
    bins = [0] * BINS
    for share in shares:
        bins[max(0, min(BINS - 1, int(share * BINS)))] += 1
    most = max(bins)
    mean = sum(shares, Decimal(0)) / len(shares)
    missing = sum(bool(paper["missing"]) for paper in papers)
    yield _heading(say("Marks"))
    told = say_many(
        "{n} paper, on average {mean} % of the mark; {missing} handed in nothing.",
        "{n} papers, on average {mean} % of the mark; {missing} handed in nothing.",
        len(shares),
        mean=percent(mean),
        missing=missing,
    )
    yield f"<p>{escape(told)}</p>"
    yield '<div class="bars">'
    for number, count in enumerate(bins):
        low, high = 100 * number // BINS, 100 * (number + 1) // BINS
        height = 100 * count / most
        yield f'<div style="height:{height:.0f}%"><b>{count}</b><span>{low}–{high} %</span></div>'
    yield "</div>"


def percent(share: Decimal) -> str:
    """Return a share in whole per cent, halves up.

    >>> percent(Decimal("0.125"))
    '13'
    """
    return f"{Digits(0).round(100 * share):f}"


def group_rows(papers: Sequence[SheetRecord]) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Yield tables that compare groups, and versions of the sheet, where there are several.

    Yields:
        The title of a table, and its rows, the headings first.
    """
    for field, title in (("group", say("Groups")), ("version", say("Versions"))):
        kinds = sorted({paper[field] for paper in papers if paper[field]})
        if len(kinds) < 2:
            continue
        rows: list[tuple[str, ...]] = [(title, say("papers"), say("average"))]
        for kind in kinds:
            shares = _marks(paper for paper in papers if paper[field] == kind)
            mean = f"{percent(sum(shares, Decimal(0)) / len(shares))} %" if shares else ""
            rows.append((kind, str(len(shares)), mean))
        yield title, rows


def _groups(papers: Sequence[SheetRecord]) -> Iterator[str]:
    for title, (heads, *rows) in group_rows(papers):
        yield _heading(title)
        yield _table(heads, rows)


def _items(statistics: Statistics) -> Iterator[str]:
    if not statistics.items:
        return
    yield _heading(say("Marks by quantity"))
    heads = (
        *(say("quantity"), say("answered"), say("right or following"), say("made a mistake here")),
        *(say("discrimination"), say("most frequent")),
    )
    rows = []
    for name, item in list(statistics.items.items())[:MAX_ROWS]:
        common = ", ".join(f"{rule} ({count})" for rule, count in item.rules.most_common(2))
        discrimination = "" if item.discrimination is None else f"{item.discrimination:.2f}"
        share = f"{percent(Decimal(str(item.facility)))} %"
        rows.append((name, str(item.answered), share, str(item.roots), discrimination, common))
    yield _table(heads, rows)


def _mistakes(statistics: Statistics) -> Iterator[str]:
    found = [
        (str(count), sentence(rule, kind) or rule)  # type: ignore[arg-type]  # a kind, as kept
        for (rule, kind), count in statistics.rules.most_common(15)
    ]
    if found:
        yield _heading(say("Mistakes"))
        yield _table((say("students"), say("what was done")), found)
    kept = [(str(n), convention(name)) for name, n in statistics.conventions.most_common()]
    if kept:
        yield _heading(say("Other conventions"))
        yield _table((say("students"), say("what was done")), kept)


def _wrong_numbers(papers: Sequence[SheetRecord]) -> dict[tuple[str, str], list[str]]:
    """Return who wrote which wrong number for which quantity."""
    found: dict[tuple[str, str], list[str]] = {}
    for paper in papers:
        for quantity, raw, verdict, _ in paper["rows"]:
            if verdict in WRONG and len(raw) < 60:
                found.setdefault((quantity, " ".join(raw.split())), []).append(paper["student"])
    return found


def clusters(papers: Sequence[SheetRecord]) -> list[tuple[int, str, str]]:
    """Return how many students wrote the same wrong number, for which quantity, and the number."""
    numbers = _wrong_numbers(papers).items()
    shared = ((len(who), *where) for where, who in numbers if len(who) >= MIN_CLUSTER)
    return sorted(shared, reverse=True)


def _clusters(papers: Sequence[SheetRecord]) -> Iterator[str]:
    shared = clusters(papers)
    if shared:
        yield _heading(say("The same wrong number"))
        told = say("Several students wrote the same: a misunderstanding, or a misprint.")
        yield f"<p>{escape(told)}</p>"
        heads = (say("students"), say("quantity"), say("number written"))
        yield _table(heads, [(str(count), *rest) for count, *rest in shared[:30]])


def _pairs(papers: Sequence[SheetRecord]) -> Iterator[str]:
    """Show papers that share unusual wrong numbers; what that means, a person judges."""
    shared: Counter[tuple[str, str]] = Counter()
    for who in _wrong_numbers(papers).values():
        if 2 <= len(who) <= MAX_SHARING:
            shared.update(combinations(sorted(who), 2))
    told = [(str(n), *pair) for pair, n in shared.most_common(30) if n >= MIN_SHARED]
    if told:
        yield _heading(say("Papers to look at together"))
        words = say(
            "These share wrong numbers that hardly anybody else has. That can have many reasons, "
            "such as learning together; it proves nothing."
        )
        yield f"<p>{escape(words)}</p>"
        yield _table((say("shared numbers"), say("student"), say("student")), told)


def _students(papers: Sequence[SheetRecord]) -> Iterator[str]:
    yield _heading(say("Students"))
    heads = (say("student"), say("ID"), say("group"), say("marks"), say("first mistake"))
    rows = [
        (
            paper["student"],
            paper["id"],
            paper["group"],
            _mark(paper),
            paper["problem"] or paper["first_error"],
        )
        for paper in papers
    ]
    yield _table(heads, rows)


def _mark(paper: SheetRecord) -> str:
    mark = paper["mark"] if paper["problem"] else f"{paper['mark']} / {paper['best']}"
    return say("{mark} (by hand)", mark=mark) if paper["by_hand"] else str(mark)


def _unused(problems: Iterable[SheetRecord], unused: Sequence[Unused]) -> Iterator[str]:
    lines = list(problem_lines(problems, unused))
    if lines:
        yield _heading(say("Not used, or remarkable"))
        yield "<ul>"
        yield from (f"<li>{escape(line)}</li>" for line in lines[:MAX_ROWS])
        if len(lines) > MAX_ROWS:
            more = say("… and {n} more; problems.csv has all of them", n=len(lines) - MAX_ROWS)
            yield f"<li>{escape(more)}</li>"
        yield "</ul>"


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    lines = [f"<table>\n<tr>{top}</tr>"]
    for row in rows:
        cells = "".join(_cell(cell) for cell in row)
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</table>"])


def _cell(text: str) -> str:
    numeric = bool(text) and text.strip("-+.% ").replace(".", "").isdigit()
    return f'<td class="n">{escape(text)}</td>' if numeric else f"<td>{escape(text)}</td>"
