"""Files in the encoding of a Windows are read, and it is said what they were taken for."""

import shutil
from pathlib import Path

import pytest

from bpcalc.checking.reading.contents import guessed_encoding
from bpcalc.cli import run

TEXTS = {
    "answers.txt": "学习率不变\nnet_h1: 0.3775\n",
    "mine.yaml": "# 我的记法\nlike: mazur\nsource: 教材\n",
    "roster.csv": "学号,姓名\n1,张三\n2,李四\n",
    "policy.yaml": "# 评分\nout_of: 10\n",
    "class.csv": "姓名,net_h1,out_h1\n张三,0.3775,0.5933\n李四,0.38,0.5\n",
    "overrides.csv": "student,quantity,credit\n张三,net_h1,1\n",
}

CALLS = [
    (["check", "mazur", "answers.txt"], ["answers.txt"]),
    (["check", "mazur", "answers.txt", "--format", "json"], ["answers.txt"]),
    (["step", "mazur", "--notation", "mine.yaml"], ["mine.yaml"]),
    (["grade", "mazur", "class.csv"], ["class.csv"]),
    (
        ["grade", "mazur", "class.csv", "--roster", "roster.csv", "--grading", "policy.yaml"],
        ["class.csv", "policy.yaml", "roster.csv"],
    ),
    (
        ["grade", "mazur", "class.csv", "--overrides", "overrides.csv"],
        ["class.csv", "overrides.csv"],
    ),
]


@pytest.fixture(params=["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def encoding(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Write the files in an encoding, and go there."""
    monkeypatch.chdir(tmp_path)
    for name, text in TEXTS.items():
        Path(name).write_bytes(text.encode(request.param))
    return str(request.param)


@pytest.mark.parametrize(("call", "files"), CALLS, ids=[" ".join(call) for call, _ in CALLS])
def test_what_is_not_in_utf_8_is_told(
    call: list[str], files: list[str], encoding: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of every file that a person gives, once; one with a mark, or in UTF-8, is no guess."""
    code = run([*call, "--lang", "en"])
    says = capsys.readouterr().err

    refused = encoding == "utf-16" and "mine.yaml" in files  # as an exercise is
    assert code in ((2,) if refused else (0, 1))
    told = [line.partition(":")[0] for line in says.splitlines() if "was read as GB18030" in line]
    assert sorted(told) == (sorted(files) if encoding.startswith("gb") else [])


def test_an_encoding_of_europe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Single letters with accents are no Chinese; a file is told of in the call that reads it."""
    monkeypatch.chdir(tmp_path)
    Path("müller.txt").write_bytes("# Müller\nnet_h1: 0.3775\n".encode("cp1252"))

    assert run(["check", "mazur", "müller.txt", "--lang", "en"]) == 0
    assert "müller.txt: the file is not in UTF-8 and was read as Windows-1252" in (
        capsys.readouterr().err
    )
    assert run(["check", "mazur", "net_h1=0.3775", "--lang", "en"]) == 0
    assert "Windows-1252" not in capsys.readouterr().err


@pytest.mark.parametrize("packed", [False, True])
def test_papers_in_a_folder_or_an_archive(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    packed: bool,
) -> None:
    """The report on a paper says it in the same words; of the others nothing is said."""
    monkeypatch.chdir(tmp_path)
    text = "# 学习率不变 é\nnet_h1: 0.3775\n"
    papers = {"ann": text.encode("gbk"), "bea": text.encode(), "cyd": text.encode("utf-16")}
    papers["dan"] = "# é\nnet_h1: 0.3775\n".encode("cp1252")
    Path("class").mkdir()
    for name, content in papers.items():
        Path(f"class/{name}.yaml").write_bytes(content)
    given = shutil.make_archive("packed", "zip", "class") if packed else "class"

    assert run(["grade", "mazur", given, "-o", "out", "--lang", "en"]) == 0
    reports = {name: Path(f"out/students/{name}.md").read_text("utf-8") for name in papers}
    told = [name for name, report in reports.items() if "not in UTF-8" in report]
    assert told == ["ann", "dan"]
    assert "ann.yaml: the file is not in UTF-8 and was read as GB18030" in reports["ann"]
    capsys.readouterr()


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0\x80", b"PK\x03\x04\xd1\xa7"])
def test_what_is_no_text_has_no_encoding(content: bytes) -> None:
    """A picture or an archive is told by its kind."""
    assert guessed_encoding(content) == ""
