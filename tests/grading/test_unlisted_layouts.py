"""Classes of Brightspace, Sakai, Google, 学习通, 智慧树 and others; rosters in many words."""

import csv
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bpcalc.checking.submissions.people import Person, contradicts
from bpcalc.checking.submissions.rosters import people_of
from bpcalc.cli import run
from tests.grading.test_more_platforms import written

NET = ("net_h1", "net_h2", "net_o1", "net_o2")
RIGHT = ("0.3775", "0.3925", "1.1059", "1.2249")
FOUR = "".join(f"{name}: {value}\n" for name, value in zip(NET, RIGHT, strict=True))
THREE = FOUR.replace("0.3775", "7.1237")


@pytest.fixture
def marks(tmp_path, capsys):
    """Mark a class; return exit code, mark by name and ID, and what is said."""

    def call(path: Path, *options: str, roster: str = ""):
        if roster:
            (tmp_path / "roster.csv").write_text(roster, encoding="gb18030")
            options = ("--roster", str(tmp_path / "roster.csv"), *options)
        out = tmp_path / "out"
        said = ["grade", "mazur", str(path), "-o", str(out), "--only", "net", "--lang", "en"]
        code = run([*said, *options])
        table = csv.DictReader((out / "class.csv").read_text("utf-8-sig").splitlines())
        found = {(row["student"], row["id"]): row["score"] or row["problem"] for row in table}
        return code, found, capsys.readouterr().out

    return call


def table(path: Path, *rows: tuple[str, ...], encoding: str = "utf-8") -> Path:
    """Write a table."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_brightspace_writes_dates_in_many_ways(tmp_path, marks):
    """As the language of the course has them; a space before the dash may be missing."""
    folders = {
        "101-88 - Ann Lee - Nov 20, 2026 905 AM/a.yaml": THREE,
        "101-88 - Ann Lee - 21 November, 2026 905 AM/a.yaml": FOUR,
        "102-88 - Bo Müller - Nov 20, 2026 9_05 PM/a.yaml": THREE,
        "103-88- Cy Doe - 20 November 2026 14:05/a.yaml": FOUR,
    }
    code, found, _ = marks(written(tmp_path / "class", folders))
    expected = {("Ann Lee", ""): "4", ("Bo Müller", ""): "3", ("Cy Doe", ""): "4"}
    assert (code, found) == (0, expected)


def test_a_table_of_brightspace_with_a_row_for_each_question(tmp_path, marks):
    """Title or text names the quantity; of two attempts the later counts whole."""
    heads = ("Org Defined ID", "Username", "FirstName", "LastName", "Attempt #", "Attempt End")
    rows = [(*heads, "Q #", "Q Type", "Q Title", "Q Text", "Answer", "Score", "Out Of")]
    when = "Nov {} 2026 9:30 AM"
    for attempt, given in (("1", RIGHT), ("2", ("0.3775", "", "1.1059", "1.2249"))):
        who = ("1001", "alee", "Ann", "Lee", attempt, when.format(19 + int(attempt)))
        for n, (name, value) in enumerate(zip(NET, given, strict=True), start=1):
            asked = f"What is {name}?"
            rows.append((*who, str(n), "SA", f"Question {n}", asked, value, "0", "1"))
    code, found, said = marks(table(tmp_path / "class.csv", *rows))
    assert (code, found) == (0, {("Ann Lee", "1001"): "3"})
    assert "Not used: row 2: a later submission of Ann Lee counts" in said


def test_who_has_a_folder_of_sakai_and_nothing_in_it(tmp_path, marks):
    """Is listed, as all students are."""
    files = {
        "HW3/Lee, Ann(alee)/Submission attachment(s)/a.yaml": FOUR,
        "HW3/Lee, Ann(alee)/timestamp.txt": "20261120090511000",
        "HW3/Doe, Cy(cdoe)/timestamp.txt": "",
        "HW3/Doe, Cy(cdoe)/comments.txt": "",
    }
    code, found, _ = marks(written(tmp_path / "class", files))
    missing = {("Doe, Cy", "cdoe"): "nothing was handed in"}
    assert (code, found) == (0, {("Lee, Ann", "alee"): "4"} | missing)


@pytest.mark.parametrize("time", ["20261120090593000", "20261340090511000", "00000000000000000"])
def test_a_time_of_sakai_that_is_none(tmp_path, marks, time):
    """Leaves the paper without a time, and the class is marked."""
    files = {
        "HW3/Lee, Ann(alee)/Submission attachment(s)/a.yaml": FOUR,
        "HW3/Lee, Ann(alee)/timestamp.txt": time,
    }
    code, found, _ = marks(written(tmp_path / "class", files))
    assert (code, found) == (0, {("Lee, Ann", "alee"): "4"})


@pytest.mark.parametrize(
    "around",
    [
        "Takeout/Classroom/Classes/NN/HW3",
        "人工智能1班-第三次作业",
    ],
)
@pytest.mark.parametrize("archived", [False, True])
def test_lone_folders_around_a_class_are_of_nobody(tmp_path, marks, around, archived):
    """Whatever else lies in them; their students are not taken for one."""
    first = around.partition("/")[0]
    files = {
        f"{around}/Ann Lee/a.yaml": FOUR,
        f"{around}/Bo Müller/net.yaml": THREE,
        f"{around}/marks.txt": "none yet",
    }
    if "/" in around:
        files[f"{first}/archive_browser.html"] = "<html></html>"
    path = written(tmp_path / "class", files)
    if archived:
        with ZipFile(tmp_path / "class.zip", "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        path = tmp_path / "class.zip"
    code, found, _ = marks(path)
    assert code == 1
    assert found.pop(("marks", "")).endswith("expected lines `name: value`, a table, or JSON")
    assert found == {("Ann Lee", ""): "4", ("Bo Müller", ""): "3"}


def test_one_student_alone_stays_one(tmp_path, marks):
    """With folders called like parts of a work."""
    files = {"Ann Lee/part 1/a.yaml": FOUR[:15], "Ann Lee/part 2/b.yaml": FOUR[15:]}
    files |= {"Ann Lee/notes.txt": "net_h1: 0.3775"}
    code, found, _ = marks(written(tmp_path / "class", files))
    assert (code, found) == (0, {("Ann Lee", ""): "4"})


def test_a_lone_folder_of_somebody_on_the_roster_is_theirs(tmp_path, marks):
    """Whatever its folders are called."""
    files = {"Ann Lee/net/a.yaml": FOUR[:15], "Ann Lee/more/b.yaml": FOUR[15:]}
    path = written(tmp_path / "class", files)
    code, found, _ = marks(path, roster="ID,name\n7,Ann Lee\n8,Bo Li\n")
    assert (code, found["Ann Lee", "7"]) == (0, "4")


def test_chinese_files_with_name_and_number(tmp_path, marks):
    """学习通 numbers attachments; two students of one name are two, two files of one are one."""
    files = {
        "1班/张伟_2023001_1.txt": FOUR[:15],
        "1班/张伟_2023001_2.txt": FOUR[15:],
        "1班/2023002李娜.txt": THREE,
        "2班/作业3-张伟-2023101.txt": THREE,
    }
    path = written(tmp_path / "class", files)
    code, found, _ = marks(path)
    expected = {("张伟 (2023001)", "2023001"): "4", ("李娜", "2023002"): "3"}
    assert (code, found) == (0, expected | {("张伟 (2023101)", "2023101"): "3"})


def test_another_number_is_another_student_of_this_name(tmp_path, marks):
    """Whom the roster has not; but alone it may be a slip, and the name tells whose it is."""
    roster = "序号,学号,姓 名,性别,行政班\n1,2023001,张伟,男,1班\n2,2023002,李娜,女,1班\n"
    files = {"张伟_2023001.txt": FOUR, "张伟_2023101.txt": THREE, "李娜_2023020.txt": FOUR}
    code, found, said = marks(written(tmp_path / "class", files), roster=roster)
    assert code == 1
    assert found == {
        ("张伟 (2023001)", "2023001"): "4",
        ("张伟 (2023101)", "2023101"): "3",
        ("李娜", "2023002"): "4",
    }
    assert "Look at 张伟 (2023101): whose it is, is not clear; it may be of 张伟 2023001" in said
    assert contradicts(Person("张伟", id="2023101"), Person("张伟", id="2023001"))
    same = Person("张伟", id="2023101", email="zw@x.cn")
    assert not contradicts(same, Person("张伟", id="2023001", email="ZW@x.cn"))
    assert not contradicts(Person("张伟_20261120"), Person("张伟", id="20230001"))
    assert not contradicts(Person("Ann", id="7"), Person("Ann", id="2023001"))


def test_tables_of_chinese_forms(tmp_path, marks):
    """智慧树 in GBK, 钉钉 with who has sent it, WPS with remarks in the headings."""
    school = ("学校", "学院", "班级", "学号", "姓名", "提交状态", "提交时间", "成绩")
    answers = tuple(f"第{n}题" for n in range(1, 5))
    path = table(
        tmp_path / "zhs.csv",
        (*school, *answers),
        ("某大学", "计算机", "1班", "2023001", "张伟", "已提交", "2026-11-20 09:00:11", "", *RIGHT),
        ("某大学", "计算机", "1班", "2023002", "李娜", "未提交", "", "", "", "", "", ""),
        encoding="gbk",
    )
    state = "the attempt was not handed in (未提交)"
    expected = {("张伟", "2023001"): "4", ("李娜", "2023002"): state}
    assert marks(path)[:2] == (0, expected)

    sent = (
        "提交人",
        "提交时间",
        "填写人工号",
        "部门",
        *(f"{n}. {q}" for n, q in enumerate(NET, 1)),
    )
    path = table(tmp_path / "dd.csv", sent, ("张伟", "2026-11-20 09:00", "2023001", "1班", *RIGHT))
    assert marks(path)[:2] == (0, {("张伟", "2023001"): "4"})

    wps = ("提交者（自动）", "提交时间（自动）", "姓名（必填）", "学号（10位）")
    path = table(
        tmp_path / "wps.csv",
        (*wps, *(f"{name}（必填）" for name in NET)),
        ("wx_17", "2026-11-20 09:00", "李娜", "2023002", *RIGHT),
    )
    assert marks(path)[:2] == (0, {("李娜", "2023002"): "4"})


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("Matrikel-Nr.;Nachname, Vorname;E-Mail-Adresse;Übungsgruppe", "7;Lee, Ann;a@x.edu;A"),
        ("Student ID#;Student Name (Last, First);Email (school);Section", "7;Lee, Ann;a@x.edu;A"),
        ("Org Defined ID;Last Name;First Name;Email;Group Name", "7;Lee;Ann;a@x.edu;A"),
        ("N° étudiant;Nom, Prénom;Courriel;Groupe", "7;Lee, Ann;a@x.edu;A"),
        ("学 号;姓 名;电子邮箱;教学班", "7;Lee, Ann;a@x.edu;A"),
        ("学籍番号;氏名;メールアドレス;Class", "7;Lee, Ann;a@x.edu;A"),
    ],
)
@pytest.mark.parametrize("titles", [[], [["Neural networks 2026"], ["", "", "", ""]]])
def test_rosters_in_the_words_of_their_schools(heads, row, titles):
    """Below titles, too."""
    [person] = people_of([*titles, heads.split(";"), row.split(";")])
    assert person.name in ("Lee, Ann", "Ann Lee")
    assert (person.id, person.email, person.group) == ("7", "a@x.edu", "A")


def test_an_archive_within_what_a_student_packed(tmp_path, marks):
    """Is opened; a third one is refused by what it is."""
    inner = BytesIO()
    with ZipFile(inner, "w") as archive:
        archive.writestr("hw/a.yaml", FOUR)
    outer, third = BytesIO(), BytesIO()
    for content, name, packed in ((outer, "hw.zip", inner), (third, "x.zip", outer)):
        with ZipFile(content, "w") as archive:
            archive.writestr(name, packed.getvalue())
    path = tmp_path / "class.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("Ann_1_assignsubmission_file_/all.zip", outer.getvalue())
        archive.writestr("Bo_2_assignsubmission_file_/all.zip", third.getvalue())
    code, found, _ = marks(path)
    assert (code, found["Ann", ""]) == (1, "4")
    assert found["Bo", ""].endswith("all.zip/x.zip/hw.zip: too many archives within one another")


def test_what_of_a_roster_is_not_known_is_told(tmp_path, marks, capsys):
    """A column with somebody's names under another word is no silent loss."""
    path = written(tmp_path / "class", {"Ann Lee.yaml": FOUR})
    code, _, said = marks(path, roster="ID,email,Rufzeichen,Major\n7,a@x.edu,Ann Lee,CS\n")
    assert code == 1
    known = "roster.csv: it is not known what these columns say of a student: `Rufzeichen`\n"
    assert known in said
    for text, why in (
        ("Nr,Foo\n1,2\n", "needs a column ID, name or email; its headings are: Nr, Foo"),
        ("", "needs a column ID, name or email; its headings are: (none)"),
    ):
        (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
        call = ["grade", "mazur", str(path), "--roster", str(tmp_path / "bad.csv")]
        assert run([*call, "--lang", "en"]) == 2
        assert f"bad.csv: the roster {why}" in capsys.readouterr().err
    assert run(["grade", "mazur", str(path), "--roster", "nosuch.csv", "--lang", "en"]) == 2
    assert "nosuch.csv: No such file" in capsys.readouterr().err


def roster_workbook(path: Path, **sheets: list[list[str]]) -> str:
    """Write a roster with these worksheets."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return str(path)


def test_a_roster_with_a_worksheet_for_each_group(tmp_path, marks, capsys):
    """All of them are read; whoever stands in two of them is one student, if it is one name."""
    groups = {
        "Mon": [["ID", "Name"], ["7", "Ann Lee"]],
        "Tue": [["ID", "Name"], ["8", "Bo Li"], ["7", "Ann Lee"]],
        "Notes": [["to do"], ["ask Ann"]],
    }
    roster = roster_workbook(tmp_path / "r.xlsx", **groups)
    path = written(tmp_path / "class", {"Ann Lee.yaml": FOUR})
    code, found, said = marks(path, "--roster", roster)
    missing = {("Bo Li", "8"): "nothing was handed in"}
    assert (code, found) == (0, {("Ann Lee", "7"): "4"} | missing)
    assert "r.xlsx: Notes: the roster needs a column ID" in said
    text = (tmp_path / "out" / "class.csv").read_text("utf-8-sig")
    assert [row["group"] for row in csv.DictReader(text.splitlines())] == ["Mon", "Tue"]

    groups["Tue"][2][1] = "Cy Doe"
    roster = roster_workbook(tmp_path / "r.xlsx", **groups)
    assert run(["grade", "mazur", str(path), "--roster", roster, "--lang", "en"]) == 2
    assert "the roster has `7` twice, for Ann Lee and for Cy Doe" in capsys.readouterr().err


def test_a_family_name_called_name(tmp_path, marks):
    """Beside a first name it is one; a full name stays what it is."""
    heads, values = ",".join(("Name", "Vorname", *NET)), ",".join(RIGHT)
    (tmp_path / "a.csv").write_text(f"{heads}\nLee,Ann,{values}\nBo Li,Bo,{values}\n")
    assert marks(tmp_path / "a.csv")[1] == {("Ann Lee", ""): "4", ("Bo Li", ""): "4"}


def test_formulas_that_nobody_has_worked_out_are_no_blanks(tmp_path, marks):
    """As programs write them; who has written them has handed something in."""
    rows = [["Name", *NET], ["Ann", *map(float, RIGHT)], ["Cy", *["=0.3+0.0775"] * 4]]
    path = roster_workbook(tmp_path / "class.xlsx", one=rows)
    code, found, said = marks(Path(path))
    assert (code, found["Ann", ""], found["Cy", ""]) == (0, "4", "0")
    assert "Look at Cy: 4 of 4 answers are no numbers that can be read" in said


def test_halves_of_averages_go_up(tmp_path, marks):
    """As everywhere else; and the average of nobody is no 0."""
    quarter = "net_h1: 0.3775\n"
    files = {f"{name}.yaml": FOUR for name in ("a", "b", "c")} | {"d.yaml": quarter}
    path = written(tmp_path / "class", files)
    roster = "name,group\na,A\nb,A\nc,A\nd,A\ne,B\n"
    code, _, said = marks(path, roster=roster)
    assert (code, said.splitlines()[0]) == (
        0,
        "4 papers marked; on average 3.3 of 4 marks.",  # 13/4
    )
    page = (tmp_path / "out" / "class.html").read_text("utf-8")
    assert "4 papers, on average 81 % of the mark; 1 handed in nothing." in page
    assert '<td>B</td><td class="n">0</td><td></td></tr>' in page


MOODLE_QUIZ = {
    language: tuple(words.split(";"))
    for language, *rows in (
        (
            *("de", "Nachname,Vorname,ID-Nummer,E-Mail-Adresse,Status,Begonnen am,Beendet"),
            *(",Verbrauchte Zeit,Bewertung/12|00;Frage;Antwort;Richtige Antwort;In Bearbeitung"),
            ";Gesamtdurchschnitt",
        ),
        (
            *("fr", "Nom de famille,Prénom,Numéro d'identification,Adresse de courriel,État"),
            *(",Commencé le,Terminé,Temps utilisé,Note/12|00;Question;Réponse;Bonne réponse"),
            ";En cours;Moyenne globale",
        ),
        (
            *("es", "Apellido(s),Nombre,Número de ID,Dirección de correo,Estado,Comenzado el"),
            *(",Finalizado,Tiempo requerido,Calificación/12|00;Pregunta;Respuesta"),
            ";Respuesta correcta;En curso;Promedio general",
        ),
        (
            *("zh", "姓氏,名,学号,电子邮件地址,状态,开始时间,完成,耗时,成绩/12.00"),
            ";试题;回答;正确答案;进行中;总平均分",
        ),
    )
    for words in ["".join(rows)]
}
"""Of the table of responses: headings, words of question, answer, right answer, state, average."""


@pytest.mark.parametrize("language", MOODLE_QUIZ)
@pytest.mark.parametrize("whole", [False, True])
def test_moodle_quizzes_in_other_languages(tmp_path, marks, language, whole):
    """Everything of the table is known, with and without questions and right answers in it."""
    heads, question, answer, right, state, average = MOODLE_QUIZ[language]
    heads = [each.replace("|", ",") for each in heads.split(",")]
    when = "20 November 2026  9:40"
    rows = [heads, ["Lee", "Ann", "1", "a@x", "?", when, when, "40", "3"]]
    rows += [["Ray", "Bob", "2", "b@x", state, when, "-", "-", "-"]]
    rows += [[average, "", "", "", "", "", "", "", "2"]]
    for n, value in enumerate(RIGHT, start=1):
        for head, cells in (
            (f"{question} {n}", ["What?", "What?", ""]),
            (f"{answer} {n}", [value.replace(".", ","), "0.1", ""]),
            (f"{right} {n}", ["0.5", "0.5", ""]),
        ):
            if whole or head.startswith(f"{answer} "):
                for row, cell in zip(rows, [head, *cells], strict=True):
                    row.append(cell)
    code, found, said = marks(table(tmp_path / "class.csv", *map(tuple, rows)))
    begun = f"the attempt was not handed in ({state})"
    assert code == 1
    assert {who[1]: what for who, what in found.items()} == {"1": "4", "2": begun}
    assert "numbers in it" not in said
    assert "says nothing of a student" not in said
    assert f"row 4: it is no student: {average}" in said


def test_copies_are_of_whom_the_first_one_is(tmp_path, marks):
    """As Windows, a browser and Google Drive call them; where they differ it is told."""
    names = ("Ann Lee", "Ann Lee (1)", "Copy of Ann Lee", "Kopie von Ann Lee", "副本Ann Lee")
    files = {f"{name}.yaml": FOUR for name in names} | {"Ann Lee - Copy.yaml": THREE}
    code, found, said = marks(written(tmp_path / "class", files))
    assert (code, list(found)) == (0, [("Ann Lee", "")])
    assert "has other numbers for net_h1" in said


def test_an_address_as_the_name_of_a_file(tmp_path, marks):
    """Its `.edu` is no suffix; with a roster it is the student's."""
    files = {"di@x.edu.txt": FOUR, "eve@x.de.yaml.txt": THREE, "flo@y.org": FOUR}
    path = written(tmp_path / "class", files)
    names = [("di@x.edu", ""), ("eve@x.de", ""), ("flo@y.org", "")]
    assert list(marks(path)[1]) == names
    roster = "ID,Surname,Given names,E-mail\n1,Doe,Di,di@x.edu\n2,Ray,Eve,EVE@x.de\n"
    _, found, _ = marks(path, roster=roster)
    assert found == {("Di Doe", "1"): "4", ("Eve Ray", "2"): "3", ("flo@y.org", ""): "4"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_files_of_one_name_in_an_archive_one_counts_and_one_is_told(tmp_path, marks):
    """A zip can hold a name twice; programs that unpack it leave the last."""
    path = tmp_path / "class.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("Ann Lee_1001/a.yaml", "net_h1: 0.1")
        archive.writestr("Ann Lee_1001/a.yaml", FOUR)
    code, found, said = marks(path)
    assert (code, list(found.values())) == (1, ["4"])
    assert "a later file of the archive has the same name" in said


def test_a_hidden_worksheet_is_told(tmp_path, marks):
    """It is not read, as nobody has seen it."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["student", *NET])
    book.active.append(["Ann Lee", *RIGHT])
    hidden = book.create_sheet("Old")
    hidden.append(["student", *NET])
    hidden.append(["Bo Wu", *RIGHT])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "class.xlsx")
    code, found, said = marks(tmp_path / "class.xlsx")
    assert (code, len(found)) == (0, 1)
    assert "Old: it is a hidden worksheet" in said


def test_ids_as_spreadsheets_and_people_write_them(tmp_path, marks):
    """A number with .0 is the number; an address is one in whatever column it stands."""
    rows = [("Student ID", *NET), ("1001.0", *RIGHT), ("BO@x.cn", *RIGHT)]
    roster = "id,name,email\n1001,Ann Lee,ann@x.cn\n1002,Bo Li,bo@x.cn\n"
    code, found, _ = marks(table(tmp_path / "a.csv", *rows), roster=roster)
    assert (code, found) == (0, {("Ann Lee", "1001"): "4", ("Bo Li", "1002"): "4"})


def test_a_decimal_comma_behind_a_nought_is_read_beside_points(tmp_path, marks):
    """No thousands begin with 0."""
    rows = [("Name", *NET), ("Ann", "0,3775", "0.3925", *RIGHT[2:])]
    assert marks(table(tmp_path / "a.csv", *rows))[1] == {("Ann", ""): "4"}


def test_a_single_answer_that_cannot_be_read_is_told(tmp_path, marks):
    """It earns nothing, and somebody has to look at it."""
    rows = [("Name", *NET), ("Ann", "dont know", *RIGHT[1:])]
    code, found, said = marks(table(tmp_path / "a.csv", *rows))
    assert (code, found) == (0, {("Ann", ""): "3"})
    assert "1 of 4 answers is no number that can be read, such as `dont know`" in said


@pytest.mark.parametrize(
    "heading",
    [
        *("net_h1 points", "net_h1 - Score", "net_h1_score", "net_h1 (marks)", "net_h1 得分"),
        *("net_h1（得分）", "得分 net_h1", "Points for net_h1", "net_h1: max points"),
    ],
)
def test_the_points_of_a_quantity_are_no_answer(tmp_path, marks, heading):
    """Not even where the answer is blank: who wrote nothing has not written 1."""
    rows = [("Name", *NET, heading), ("Ann", *RIGHT, "9"), ("Bo", "", *RIGHT[1:], "0.3775")]
    _, found, said = marks(table(tmp_path / "a.csv", *rows))
    assert found == {("Ann", ""): "4", ("Bo", ""): "3"}
    assert "the same quantity" not in said
    assert f"column `{heading}`: it is no answer" in said


@pytest.mark.parametrize(
    "heading", ["net_h1 (2 points)", "net_h1（5分）", "1. net_h1 [1 pt]", "net_h1: value"]
)
def test_other_words_may_stand_in_a_heading(tmp_path, marks, heading):
    """It is the answer all the same, and the number of a name is none of a question."""
    rows = [("Name", heading, *NET[1:]), ("Ann", *RIGHT)]
    assert marks(table(tmp_path / "a.csv", *rows))[1] == {("Ann", ""): "4"}


def test_a_row_that_may_be_a_summary_or_a_student_is_told(tmp_path, marks):
    """Above all students Total may be somebody's name; on the roster it is."""
    rows = [("Name", *NET), ("TOTAL", "9", *RIGHT[1:]), ("Ann", *RIGHT)]
    path = table(tmp_path / "a.csv", *rows)
    _, found, said = marks(path)
    assert found == {("TOTAL", ""): "3", ("Ann", ""): "4"}
    assert "Look at row 2: it is marked as a student's; is it one? TOTAL" in said
    assert "is it one?" not in marks(path, roster="id,name\n7,TOTAL\n8,Ann\n")[2]
