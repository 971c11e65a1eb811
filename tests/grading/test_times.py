"""Times as platforms and spreadsheets write them, and what is late by them."""

import csv
from datetime import datetime

import pytest

from bpcalc.checking.policy import GradingPolicy
from bpcalc.checking.submissions.times import read_deadline, read_time
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
