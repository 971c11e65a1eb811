"""When something was handed in, in the many ways in which platforms write it."""

import re
from datetime import datetime

FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %I:%M:%S %p",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%m/%d/%y %H:%M:%S",
    "%m/%d/%y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d %B %Y, %I:%M %p",
    "%d %B %Y, %H:%M",
    "%d %b %Y, %I:%M %p",
    "%d %b %Y, %H:%M",
    "%d %B %Y %I:%M %p",
    "%d %B %Y %H:%M",
    "%d %b %Y %H:%M",
    "%B %d, %Y %I:%M %p",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H:%M",
    "%Y-%m-%d %I:%M:%S %p",
    "%Y-%m-%d %I:%M %p",
    "%b %d, %Y %I:%M %p",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d.%m.%y %H:%M",
    "%Y-%m-%d-%H-%M-%S",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
)
"""Ways of writing a time; what has a time zone is taken without it."""

_ZONE = re.compile(r"\s*(?:(?:GMT|UTC|MEZ|CET|CEST|EET|Z)\s*[+-]?[0-9:]*|[+-][0-9]{2}:?[0-9]{2})$")
_T = re.compile(r"(?<=[0-9])T(?=[0-9])")
_WEEKDAY = re.compile(r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s+")
_FRACTION = re.compile(r"(?<=:[0-9]{2})\.[0-9]{1,9}")


def read_time(text: str) -> datetime | None:
    """Return a time; None if it is written in no way that is known.

    >>> read_time("2026/11/20 9:00:11 AM GMT+1"), read_time("20 November 2026 9:05 AM")
    (datetime.datetime(2026, 11, 20, 9, 0, 11), datetime.datetime(2026, 11, 20, 9, 5))
    >>> read_time("2026-11-20 09:00:11.000000000 Z"), read_time("soon")
    (datetime.datetime(2026, 11, 20, 9, 0, 11), None)
    """
    text = _T.sub(" ", " ".join(text[:80].split()))
    text = _ZONE.sub("", _FRACTION.sub("", _WEEKDAY.sub("", text)))
    for form in FORMATS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None
