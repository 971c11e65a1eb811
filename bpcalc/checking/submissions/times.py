"""When something was handed in, in the many ways in which platforms and spreadsheets write it."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from unicodedata import normalize

from bpcalc.patterns import pattern

SPREADSHEET_START = datetime(1899, 12, 30)
"""Day 0 of a spreadsheet, in which a time is a number of days."""

MAX_TIME_TEXT = 120
"""Characters of a time that are looked at."""

_MONTHS = {
    1: "january jan januar jänner jän janvier janv enero ene gennaio gen",
    2: "february feb februar février févr fevrier febrero febbraio",
    3: "march mar märz mrz mars marzo",
    4: "april apr avril avr abril abr aprile",
    5: "may mai mayo maggio mag",
    6: "june jun juni juin junio giugno giu",
    7: "july jul juli juillet juil julio luglio lug",
    8: "august aug août aout agosto ago",
    9: "september sep sept septembre septiembre settembre set",
    10: "october oct oktober okt octobre octubre ottobre ott",
    11: "november nov novembre noviembre",
    12: "december dec dezember dez décembre déc diciembre dic dicembre",
}
_MONTH = {word: number for number, words in _MONTHS.items() for word in words.split()}
_ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "bst": 1,
    "cet": 1,
    "mez": 1,
    "cest": 2,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "jst": 9,
    "hkt": 8,
    "sgt": 8,
    "edt": -4,
    "est": -5,
    "mdt": -6,
    "mst": -7,
    "pdt": -7,
    "pst": -8,
}
"""Hours before Greenwich; what means two zones, such as CST, is left out."""

_AFTERNOON = {"pm": True, "am": False, "下午": True, "晚上": True, "中午": True, "晚": True}
_AFTERNOON |= {"上午": False, "凌晨": False, "早上": False, "清晨": False, "早": False}

_ZONE_IN_BRACKETS = pattern(r"[(\[]((?:utc|gmt)[+-][0-9:]{1,5})[)\]]$")
_BRACKETS = pattern(r"[(\[（【][^()\[\]（）【】]*[)\]）】]")
_ZONE = pattern(
    r"(?<=[0-9mM\s])\s*(?P<name>[A-Za-z]{1,4})?\s*(?P<shift>[+-][0-9]{1,2}(?::?[0-9]{2})?)?$"
)
_CLOCK = pattern(r"(?<![0-9])([0-9]{1,2})[:：]([0-9]{2})(?:[:：]([0-9]{2})(?:[.,][0-9]{1,9})?)?")
_HOUR = pattern(r"(?<![0-9])([0-9]{1,2})(?=\s*(?:am|pm)\b)")
_HALF = pattern(r"(?<![a-z])([ap])\.?\s?m\b\.?|(上午|下午|晚上|中午|凌晨|早上|清晨|早|晚)")
_CHINESE_CLOCK = pattern(
    r"([0-9]{1,2})\s*[时時点點]\s*(?:([0-9]{1,2})\s*分)?\s*(?:([0-9]{1,2})\s*秒)?"
)
_CHINESE_DATE = pattern(r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]?")
_YEAR_FIRST = pattern(
    r"(?<![0-9])([0-9]{4})\s?[-/.]\s?([0-9]{1,2})\s?[-/.]\s?([0-9]{1,2})(?![0-9])"
)
_YEAR_LAST = pattern(
    r"(?<![0-9])([0-9]{1,2})\s?([-/.])\s?([0-9]{1,2})\s?\2\s?([0-9]{4}|[0-9]{2})(?![0-9])"
)
_DASHED = pattern(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-([0-9]{2})-([0-9]{2})-([0-9]{2})")
_DAY_MONTH = pattern(
    r"(?<![0-9])([0-9]{1,2})(?:\.|st|nd|rd|th)?[\s-]*(?:de\s)?([^\W\d]{3,10})\.?,?[\s-]*(?:de\s)?"
    r"([0-9]{4}|[0-9]{2})(?![0-9:])"
)
_MONTH_DAY = pattern(r"([^\W\d]{3,10})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
_LEFT = pattern(r"[^\W\d_]+|[0-9]")
_T = pattern(r"(?<=[0-9])t(?=[0-9])")

MAX_WORDS_LEFT = 3
"""Words beside date and time, such as the name of a day."""


def read_time(text: str, day_first: bool = False) -> datetime | None:
    """Return a time, with its zone if that is written; None if it is no way of writing one.

    Args:
        text: as it is written.
        day_first: whether 05/11/2026 is in November, as it is where other dates of the same column
            can only be read so.

    >>> read_time("2026/11/20 9:00:11 AM GMT+1").isoformat()
    '2026-11-20T09:00:11+01:00'
    >>> read_time("2026年11月26日 下午3:05").isoformat(), read_time("soon")
    ('2026-11-26T15:05:00', None)
    >>> read_time("46352.375").isoformat()
    '2026-11-26T09:00:00'
    """
    found = _read(text, day_first)
    return found[0] if found else None


def read_deadline(text: str) -> datetime | None:
    """Return until when papers are on time; a day or a minute alone is meant as a whole.

    >>> read_deadline("2026-11-20").isoformat(), read_deadline("2026-11-20 12:00").isoformat()
    ('2026-11-20T23:59:59', '2026-11-20T12:00:59')
    >>> read_deadline("2026-11-20 12:00:00").isoformat()
    '2026-11-20T12:00:00'
    """
    found = _read(text, False)
    if found is None:
        return None
    time, has_clock = found
    if not has_clock:
        return time + timedelta(days=1, seconds=-1)
    return time + timedelta(seconds=59) if _is_in_minutes(text) else time


def _is_in_minutes(text: str) -> bool:
    """Return whether a time with a clock is written without seconds."""
    text = normalize("NFKC", text[:MAX_TIME_TEXT])
    clock = _CLOCK.search(text) or _CHINESE_CLOCK.search(text)
    return clock is not None and not clock[3]


def is_doubtful(texts: Iterable[str]) -> bool:
    """Return whether dates of a column may be read with the day or with the month first.

    >>> is_doubtful(["05/11/2026"]), is_doubtful(["05/11/2026", "20/11/2026"])
    (True, False)
    """
    pairs = [match for text in texts if (match := _YEAR_LAST.search(text[:MAX_TIME_TEXT]))]
    pairs = [match for match in pairs if match[2] == "/"]
    if any(int(number) > 12 for match in pairs for number in (match[1], match[3])):
        return False
    return any(int(match[1]) != int(match[3]) for match in pairs)


def is_day_first(texts: Iterable[str]) -> bool:
    """Return whether dates such as 20/11/2026 are among those of a column, and none the other way.

    >>> is_day_first(["05/11/2026 9:00", "20/11/2026 9:00"]), is_day_first(["11/20/2026"])
    (True, False)
    """
    pairs = [match for text in texts if (match := _YEAR_LAST.search(text[:MAX_TIME_TEXT]))]
    pairs = [match for match in pairs if match[2] == "/"]
    return any(int(match[1]) > 12 for match in pairs) and all(int(m[3]) <= 12 for m in pairs)


def since(time: datetime, earlier: datetime) -> timedelta:
    """Return how long after another time one is; as they are written if one has no zone."""
    if time.tzinfo and earlier.tzinfo:
        return time - earlier
    return time.replace(tzinfo=None) - earlier.replace(tzinfo=None)


def order(time: datetime | None) -> datetime:
    """Return what times are sorted by; those that are not known are the first."""
    if time is None:
        return datetime.min
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time


def shown_time(time: datetime) -> str:
    """Return a time as it is printed."""
    return f"{time:%Y-%m-%d %H:%M}" + (f" {time:%z}" if time.tzinfo else "")


def _read(text: str, day_first: bool) -> tuple[datetime, bool] | None:
    """Return a time, and whether it has more than a day."""
    text = " ".join(normalize("NFKC", text[:MAX_TIME_TEXT]).split())
    if (number := _as_number(text)) is not None:
        return number
    text = _ZONE_IN_BRACKETS.sub(r" \1", text.casefold())
    text = _DASHED.sub(r"\1 \2:\3:\4", _BRACKETS.sub(" ", text).strip())
    text, zone = _without_zone(_T.sub(" ", text))
    text = _CHINESE_DATE.sub(r"\1-\2-\3 ", text)
    text = _CHINESE_CLOCK.sub(lambda m: f" {m[1]}:{m[2] or '00':0>2}:{m[3] or '00':0>2}", text)
    half = _HALF.search(text)
    if half and not _CLOCK.search(text):
        text = _HOUR.sub(r"\1:00", text.replace(half[0], f"{half[1]}m" if half[1] else half[0]))
        half = _HALF.search(text)
    afternoon = None if half is None else _AFTERNOON[f"{half[1]}m" if half[1] else half[2]]
    text = _HALF.sub(" ", text)
    clock = _CLOCK.search(text)
    text = _CLOCK.sub(" ", text, count=1)
    day = _day(text, day_first)
    if day is None:
        return None
    date, left = day
    words = _LEFT.findall(left)
    if len(words) > MAX_WORDS_LEFT or any(word.isdigit() for word in words):
        return None
    return _put_together(date, clock, afternoon, zone)


def _put_together(
    date: datetime, clock: re.Match[str] | None, afternoon: bool | None, zone: timezone | None
) -> tuple[datetime, bool] | None:
    date = date.replace(tzinfo=zone)
    if clock is None:
        return date, False
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if afternoon is not None and hour <= 12:
        hour = hour % 12 + (12 if afternoon else 0)
    if hour > 24 or minute > 59 or second > 60:
        return None
    return date + timedelta(hours=hour, minutes=minute, seconds=second), True


def _as_number(text: str) -> tuple[datetime, bool] | None:
    """Return the time of a number: days of a spreadsheet, or seconds since 1970."""
    if re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?", text) and 30_000 <= float(text) < 80_000:
        seconds = round(float(text) * 86_400)
        return SPREADSHEET_START + timedelta(seconds=seconds), "." in text
    if re.fullmatch(r"1[0-9]{9}(?:[0-9]{3})?", text):
        return datetime.fromtimestamp(int(text[:10]), UTC), True
    return None


def _without_zone(text: str) -> tuple[str, timezone | None]:
    """Return a text without the time zone at its end, and that zone."""
    match = _ZONE.search(text)
    if match is None or not (match["name"] or match["shift"]):
        return text, None
    before = text[: match.start()].strip()
    if not _CLOCK.search(before) or (match["name"] in ("am", "pm") and not match["shift"]):
        return text, None
    name = match["name"] or ""
    if name in ("am", "pm"):
        before, name = f"{before} {name}", ""
    hours = _ZONES.get(name)
    if match["shift"]:
        digits = match["shift"][1:].replace(":", "")
        hour, minute = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        shift = timedelta(hours=int(hour), minutes=int(minute))
        shift = -shift if match["shift"][0] == "-" else shift
    elif hours is not None:
        shift = timedelta(hours=hours)
    else:
        return (before, None) if name.isascii() and len(name) > 2 else (text, None)
    return (before, timezone(shift)) if abs(shift) < timedelta(days=1) else (before, None)


def _day(text: str, day_first: bool) -> tuple[datetime, str] | None:
    """Return a day, and what stands beside it."""
    if match := _YEAR_FIRST.search(text):
        parts = match[1], match[2], match[3]
    elif match := _YEAR_LAST.search(text):
        first, second = match[1], match[3]
        american = match[2] == "/" and not day_first and int(first) <= 12
        parts = (match[4], first, second) if american else (match[4], second, first)
    elif match := _MONTH_DAY.search(text):
        parts = match[3], str(_MONTH.get(match[1], 0)), match[2]
    elif match := _DAY_MONTH.search(text):
        parts = match[3], str(_MONTH.get(match[2], 0)), match[1]
    else:
        return None
    year, month, day = map(int, parts)
    try:
        date = datetime(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    return date, text[: match.start()] + " " + text[match.end() :]
