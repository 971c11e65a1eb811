"""Times as platforms and spreadsheets write them, and what is late by them."""

import csv
from datetime import datetime, timedelta

import pytest
from babel.dates import get_month_names

from bpcalc.checking.policy import GradingPolicy
from bpcalc.checking.submissions.platforms import owners_of
from bpcalc.checking.submissions.times import is_day_first, is_doubtful, read_deadline, read_time
from bpcalc.cli import run

MORNING = "2026-11-20T09:05:00"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20 09:05",
        "2026/11/20 9:05 AM",
        "2026-11-20 9:05 a.m.",
        "2026年11月20日 上午9:05",
        "2026年11月20日 星期五 09:05",
        "2026年11月20日9时5分",
        "2026-11-20 上午9:05:00",
        "Friday, 20 November 2026, 9:05 AM",
        "Freitag, 20. November 2026, 09:05",
        "vendredi 20 novembre 2026, 09:05",
        "20 de noviembre de 2026 09:05",
        "Nov 20, 2026 9:05 AM",
        "November 20th, 2026 at 9:05am",
        "20-Nov-2026 09:05:00",
        "20.11.2026, 09:05 Uhr",
        "20.11.26 09:05",
        "11/20/26 9:05",
        "11/20/2026 09:05:00 AM",
        "20/11/2026 09:05",
        "2026-11-20-09-05-00",
        "2026-11-20T09:05:00.000",
        "46346.378472222",
    ],
)
def test_a_morning_in_many_ways(text):
    """All of them are the same time."""
    assert read_time(text) == datetime.fromisoformat(MORNING)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-11-20T09:05:00Z", "+00:00"),
        ("2026-11-20 09:05:00 -0800", "-08:00"),
        ("2026-11-20T09:05:00.000000-08:00", "-08:00"),
        ("2026/11/20 9:05:00 AM GMT+1", "+01:00"),
        ("Fri Nov 20 2026 09:05:00 GMT+0800 (中国标准时间)", "+08:00"),
        ("2026-11-20 09:05 (UTC+8)", "+08:00"),
        ("20.11.2026 09:05 MEZ", "+01:00"),
    ],
)
def test_a_zone_is_kept(text, zone):
    """So that two times of different zones can be compared."""
    assert read_time(text).isoformat() == MORNING + zone


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026年11月20日 下午3:00", 15),
        ("2026-11-20 下午12:00", 12),
        ("2026-11-20 上午12:00", 0),
        ("2026-11-20 中午12:00", 12),
        ("2026-11-20 凌晨1:00", 1),
        ("2026-11-20 晚上9:00", 21),
        ("2026-11-20 12:00 AM", 0),
        ("2026-11-20 12:00 PM", 12),
        ("2026-11-20 9 pm", 21),
    ],
)
def test_halves_of_the_day(text, hour):
    """Noon and midnight included."""
    assert read_time(text) == datetime(2026, 11, 20, hour)


@pytest.mark.parametrize("language", ["en", "de", "de_AT", "fr", "es", "it"])
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
def test_months_in_many_languages(language, width):
    """As the Unicode consortium has them."""
    for number, name in get_month_names(width, locale=language).items():
        assert read_time(f"7. {name} 2026 9:05") == datetime(2026, number, 7, 9, 5), name


@pytest.mark.parametrize(
    ("names", "hours"),
    [
        ("Z UTC GMT WET", 0),
        ("BST CET MEZ", 1),
        ("CEST MESZ EET", 2),
        ("EEST MSK", 3),
        ("HKT SGT", 8),
        ("JST", 9),
        ("EDT", -4),
        ("EST", -5),
        ("MDT", -6),
        ("MST PDT", -7),
        ("PST", -8),
    ],
)
def test_zones_by_name(names, hours):
    """As RFC 5322 and the zone database have them."""
    for name in names.split():
        time = read_time(f"2026-11-20 09:05 {name}")
        assert time.utcoffset() == timedelta(hours=hours), name


@pytest.mark.parametrize("name", ["CST", "IST"])
def test_a_zone_that_may_be_two_is_passed_over(name):
    """Whatever other words there are; the time stays as it is written."""
    text = f"Friday, 20 November 2026 at exactly 09:05 {name}"
    assert read_time(text) == datetime.fromisoformat(MORNING)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2026-11-20 9:05 AM +0800", 8),
        ("2026-11-20 9:05 AM -08", -8),
        ("2026-11-20 09:05 GMT+5:30", 5.5),
        ("2026-11-20 09:05 -3", -3),
    ],
)
def test_a_zone_as_a_number(text, hours):
    """With minutes or without, behind the half of the day or not."""
    assert read_time(text).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("words", "hour"),
    [("上午 早上 清晨 凌晨 早", 9), ("下午 晚上 中午 晚", 21)],
)
def test_halves_of_the_day_in_chinese(words, hour):
    """All that are usual."""
    for word in words.split():
        assert read_time(f"2026-11-20 {word}9:00") == datetime(2026, 11, 20, hour), word


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-11-20 13:05 PM", "2026-11-20T13:05:00"),
        ("2026-11-20 24:00", "2026-11-21T00:00:00"),
        ("2026-11-20 09:59:59", "2026-11-20T09:59:59"),
        ("2026-11-20 09:59:60", "2026-11-20T10:00:00"),
        ("20.11.99 09:05", "2099-11-20T09:05:00"),
        ("20.11.00 09:05", "2000-11-20T09:05:00"),
        ("0100-11-20 09:05", "0100-11-20T09:05:00"),
        ("12/11/2026 09:05", "2026-12-11T09:05:00"),
        ("13/11/2026 09:05", "2026-11-13T09:05:00"),
        ("30000", "1982-02-18T00:00:00"),
        ("79999.5", "2119-01-10T12:00:00"),
        ("1795000000", "2026-11-18T11:06:40+00:00"),
        ("1795000000123", "2026-11-18T11:06:40+00:00"),
    ],
)
def test_times_at_the_edge(text, time):
    """Of what a clock, a year, a month or a number of days may be."""
    assert read_time(text) == datetime.fromisoformat(time)


@pytest.mark.parametrize("text", ["2026-11-20 25:00", "2026-11-20 9:60", "29999", "80000"])
def test_times_beyond_the_edge(text):
    """They are none."""
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("texts", "doubtful", "day_first"),
    [
        (["12/11/2026"], True, False),
        (["13/11/2026"], False, True),
        (["11/12/2026", "20/12/2026"], False, True),
        (["20/11/2026", "11/13/2026"], False, False),
        (["11/11/2026"], False, False),
        (["20.11.2026"], False, False),
        (["20.11.2026", "10/11/2026"], True, False),
    ],
)
def test_the_order_of_day_and_month(texts, doubtful, day_first):
    """A number above 12 says it, and what is the same either way does not matter."""
    assert is_doubtful(texts) is doubtful
    assert is_day_first(texts) is day_first


@pytest.mark.parametrize(
    "text", ["soon", "0.5", "12.5", "net_h1", "2026-13-40", "2026-11-20 25:00", "9:05", "", "-"]
)
def test_what_is_no_time(text):
    """Numbers of a sheet least of all."""
    assert read_time(text) is None


def test_lateness_knows_zones():
    """As they are written if one of the two has none."""
    policy = GradingPolicy(deadline=read_deadline("2026-11-20T23:59:00+08:00"))
    assert policy.late_days(read_time("2026-11-20T15:58:00Z")) == 0
    assert policy.late_days(read_time("2026-11-20T16:00:00Z")) == 1
    assert policy.late_days(read_time("2026-11-20 23:58")) == 0
    policy = GradingPolicy(deadline=read_deadline("2026-11-20 23:59"))
    assert policy.late_days(read_time("2026-11-20T23:58:00-08:00")) == 0


@pytest.mark.parametrize("deadline", ["2026-11-20 23:59", "2026年11月20日 23时59分"])
def test_a_minute_alone_is_meant_as_a_whole(deadline):
    """Who hands in within it is on time; with seconds the deadline is exact."""
    policy = GradingPolicy(deadline=read_deadline(deadline))
    assert policy.late_days(read_time("2026-11-20 23:59:59")) == 0
    assert policy.late_days(read_time("2026-11-21 00:00:00")) == 1
    policy = GradingPolicy(deadline=read_deadline("2026-11-20 23:59:00"))
    assert policy.late_days(read_time("2026-11-20 23:59:01")) == 1


def test_a_time_that_is_not_known_is_told_where_there_is_a_deadline(tmp_path, capsys):
    """The paper counts as on time, and somebody may know better."""
    rows = "name,time,net_h1\nAnn,2026-11-20 9:00,0.3775\nBo,,0.3775\n"
    (tmp_path / "class.csv").write_text(rows, encoding="utf-8")
    call = ["grade", "mazur", str(tmp_path / "class.csv"), "--only", "net", "--lang", "en"]
    assert run(call) == 0
    assert "handed in" not in capsys.readouterr().out
    assert run([*call, "--deadline", "2026-11-20 23:59"]) == 0
    said = capsys.readouterr().out
    assert "1 paper counts as on time; when it was handed in is not known: Bo" in said


def test_a_day_alone_is_meant_as_a_whole():
    """Who hands in on the evening of that day is on time."""
    policy = GradingPolicy(deadline=read_deadline("2026-11-20"))
    assert policy.late_days(read_time("2026-11-20 23:59:30")) == 0
    assert policy.late_days(read_time("2026-11-21 00:00")) == 1


@pytest.mark.parametrize(
    ("times", "late"),
    [
        (["05/11/2026 9:00", "20/11/2026 9:00", "25/11/2026 9:00"], ["0", "0", "5"]),
        (["11/05/2026 9:00", "11/20/2026 9:00", "11/25/2026 9:00"], ["0", "0", "5"]),
        (["2026年11月5日 上午9:00", "2026-11-20 下午1:00", "46351.375"], ["0", "0", "5"]),
    ],
)
def test_a_column_has_one_order_of_day_and_month(tmp_path, times, late):
    """A day above 12 anywhere in it says which."""
    table = "name,time,net_h1\n" + "".join(f"S{n},{t},0.3775\n" for n, t in enumerate(times))
    (tmp_path / "class.csv").write_text(table, encoding="utf-8")
    call = ["grade", "mazur", str(tmp_path / "class.csv"), "-o", str(tmp_path / "out")]
    assert run([*call, "--deadline", "2026-11-20 23:59"]) == 0
    text = (tmp_path / "out" / "class.csv").read_text("utf-8-sig")
    assert [row["late_days"] for row in csv.DictReader(text.splitlines())] == late


def test_dates_that_may_be_read_in_two_ways_are_told(tmp_path, capsys):
    """Nothing in the column says which."""
    (tmp_path / "class.csv").write_text("name,time,net_h1\nA,05/11/2026 9:00,1\nB,06/11/2026,1\n")
    assert run(["grade", "mazur", str(tmp_path / "class.csv"), "--lang", "en"]) == 0
    assert "read as month/day/year" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("deadline", "last"),
    [
        ("05/11/2026", "2026-05-11T23:59:59"),
        ("05/11/2026 12:00", "2026-05-11T12:00:59"),
        ("20/11/2026", "2026-11-20T23:59:59"),
        ("5.11.2026", "2026-11-05T23:59:59"),
    ],
)
def test_a_deadline_has_its_month_first_where_there_are_slashes(deadline, last):
    """As the dates of a table that may be read in two ways."""
    assert read_deadline(deadline) == datetime.fromisoformat(last)


@pytest.mark.parametrize(
    ("name", "time"),
    [
        ("李雷_2026-11-20 09_05_11.txt", "2026-11-20T09:05:11"),
        ("2026-11-20 09.05 Ann.txt", "2026-11-20T09:05:00"),
        ("Ann 2026-11-20-09-05.txt", "2026-11-20T09:05:00"),
        ("Ann_2026-11-20T09-05-11.txt", "2026-11-20T09:05:11"),
        ("Ann_2026-11-20.txt", "2026-11-20T00:00:00"),
        ("Ann 20.11.26.txt", "2026-11-20T00:00:00"),
        ("Ann.txt", None),
    ],
)
def test_the_time_in_the_name_of_a_file(name, time):
    """It is when the paper was handed in."""
    (owner,) = owners_of([name], {})
    assert owner.time == (datetime.fromisoformat(time) if time else None)
