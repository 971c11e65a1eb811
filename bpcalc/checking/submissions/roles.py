"""Headings of tables that say something of a student, and what a cell says that names nobody.

One line a role would be too long; the headings of a role stand in the order of their letters, apart
by bars. To know one more, write it in.
"""

from collections.abc import Mapping

_ROLES = {
    "id": """
        candidate number | exam number | id | id no | id no. | id number | id# | id-nummer |
        idナンバー | id号 | immatriculation number | index number | mat.-nr. | matnr |
        matr. nr. | matr.-nr | matr.-nr. | matr.nr. | matricola | matriculation |
        matriculation no | matriculation no. | matriculation number | matrikel | matrikel-nr |
        matrikel-nr. | matrikelnr | matrikelnummer | matrícula | numero id |
        numéro d'identification | numéro étudiant | n° étudiant | número de id |
        número de identificación | número de identificação | org defined id | orgdefinedid |
        perm number | reg no | reg. no. | registration no | registration no. |
        registration number | roll no | roll no. | roll number | sid | sis user id | sis_id |
        student id | student id# | student no | student no. | student number | student_id |
        studentid | uin | university id | user id | индивидуальный номер | 准考证号 |
        填写人工号 | 学号 | 学号/工号 | 学号工号 | 学工号 | 学生号 | 学生学号 | 学生番号 |
        学生编号 | 学籍号 | 学籍番号 | 工号 | 工号/学号 | 编号 | 考号 | 考生号
    """,
    "login": """
        anmeldename | benutzername | identifiant | kennung | login | login id | net id | netid |
        nutzername | sis login id | sunet id | uid | unikey | user name | username (login) |
        用户名 | 登录名 | 登录账号 | 账号
    """,
    "name": """
        apellidos y nombre | cognome e nome | display name | first and last name |
        first name and last name | first name, last name | full name | fullname |
        last name first name | last name, first name | last, first | learner | learner name |
        nachname, vorname | name | name, first name | name, vorname | nom et prénom |
        nom, prénom | nombre completo | nome completo | participant name | preferred name |
        prénom et nom | student | student full name | student name | student names |
        student/in | student_name | studierende | studierende*r | studierende/r |
        surname, first name | surname, name | teilnehmer | teilnehmer*in | teilnehmer/in |
        vor- und nachname | vorname nachname | vorname, nachname | who | your name | фио |
        你的姓名 | 名前 | 名字 | 姓名 | 姓名全称 | 学员姓名 | 学生 | 学生姓名 | 您的姓名 |
        氏名 | 真实姓名 | 考生姓名
    """,
    "first": """
        first name | first name(s) | first names | firstname | forename | forenames |
        given name | given name(s) | given names | nombre | nome | prénom | rufname | voornaam |
        vorname | имя | 名
    """,
    "last": """
        achternaam | apellido | apellido(s) | apellidos | cognome | familienname | family name |
        family names | last name | last names | lastname | nachname | nom | nom de famille |
        sobrenome | surname | surnames | фамилия | 姓 | 姓氏
    """,
    "email": """
        adresse de courriel | adresse e-mail | correo | correo electrónico | courriel |
        dirección de correo | dirección de correo electrónico | dirección email | e-mail |
        e-mail address | e-mail adresse | e-mail-address | e-mail-adresse | e-mailadres |
        email | email (school) | email address | email-adresse | email地址 |
        endereço de e-mail | endereço de email | indirizzo email | mail | mail address |
        mailadresse | school email | student email | university email | username |
        адрес электронной почты | メール | メールアドレス | 电子邮件 | 电子邮件地址 | 电子邮箱 |
        电邮地址 | 邮件地址 | 邮箱 | 邮箱地址
    """,
    "participant": """
        identifier | participant | participant number
    """,
    "group": """
        class | class name | cohort | discussion section | group | group name | groupe |
        groups | grupo | gruppe | gruppo | klasse | kurs | lab section | recitation | section |
        section name | sections | team | tutorial | tutorial group | tutorium |
        tutoriumsgruppe | übungsgruppe | 小组 | 所在班级 | 所属班级 | 教学班 | 教学班级 | 班 |
        班别 | 班级 | 班级名称 | 组别 | 行政班 | 行政班级 | 部门
    """,
    "version": """
        form | variant | version | 卷别 | 版本 | 试卷
    """,
    "language": """
        lang | language | 语言
    """,
    "time": """
        abgabezeit | abgabezeitpunkt | abgegeben am | abgeschlossen | attempt end | beendet |
        completado | completato | completed | completed at | completion time | completo |
        concluída em | created_at | date | date and time | date de remise | date submitted |
        date/time | datetime | eingereicht am | end time | finalizado | finished at |
        handed in | heure de soumission | last modified (submission) | submission date |
        submission date/time | submission time | submission timestamp | submission_time |
        submit time | submitted | submitted at | submitted on | submitted time | terminé |
        time | timestamp | turned in | turned in at | voltooid | zeitstempel | завершено |
        交作业时间 | 交卷时间 | 作业提交时间 | 作答时间 | 填写时间 | 完了 | 完成 | 完成日期 |
        完成时间 | 已完成 | 提交于 | 提交日期 | 提交时间 | 提交答卷时间 | 时间 | 时间戳 |
        答卷时间 | 結束時間
    """,
    "aside": """
        # | abteilung | answer match | assessment | assessment instance |
        assigned manual grader | attempt | attempt # | attempt start | begonnen | begonnen am |
        benodigde tijd | bonus? | comenzado el | commencé | commencé le | comment | comments |
        correct | count | credit | dauer | departamento | department | difficulty | duration |
        durée | feedback | finished | gender | geschlecht | gestart op | grade |
        grade posted time | grading date | grading requested date | iniciada em | iniziato |
        institución | institut | institution | ip | ip address | ip地址 | last grader |
        last modified | last modified (grade) | last modified time | lfd. nr. | major | mode |
        n correct | n incorrect | no | no. | nr | nr. | n° | nº | options | out of |
        override score | params | partial scores | percent | percentage | phone | phone number |
        points | program | programme | q # | q type | quiz feedback | remark | remarks |
        result | row | score | section # | section_id | section_sis_id | seed | sex |
        start time | started | started on | studiengang | submission_id | telephone |
        tempo impiegato | tempo utilizado | temps utilisé | tiempo requerido | time taken |
        total points | total score | true answer | verbrauchte zeit | zone number | zone title |
        затраченное время | тест начат | 专业 | 主观题得分 | 主观题总分 | 作答时长 | 分数 |
        地理位置 | 填写设备 | 备注 | 学校 | 学院 | 客观题得分 | 客观题总分 | 年级 | 序号 |
        开始时间 | 得分 | 性别 | 总分 | 总得分 | 总成绩 | 成绩 | 所用时间 | 所要時間 | 手机 |
        手机号 | 手机号码 | 批阅人 | 批阅时间 | 批阅状态 | 排名 | 提交次数 | 操作系统 |
        最后修改时间 | 来源 | 来源详情 | 来自ip | 浏览器 | 用时 | 电话 | 等级 | 答题时长 |
        答题次数 | 耗时 | 联系电话 | 设备 | 评语 | 開始日時 | 院系
    """,
    "sender": """
        responder | respondent | submitted by | submitter | 填写人 | 填写者 | 填表人 |
        提交人 | 提交者 | 昵称 | 答题人
    """,
    "state": """
        attempt state | attempt status | completion status | estado | situação | state | stato |
        status | statut | submission status | état | состояние | статус | 作答状态 | 完成状态 |
        提交状态 | 状态 | 状態 | 答题状态
    """,
}

ROLES: Mapping[str, frozenset[str]] = {
    role: frozenset(heading.strip() for heading in headings.split("|"))
    for role, headings in _ROLES.items()
}
"""Headings that say what somebody is, when something was handed in, or nothing of interest."""

ATTEMPTS = frozenset(("attempt", "attempt #", "attempt no.", "attempt number", "versuch", "尝试"))
"""Columns that count the attempts of one student, where every answer has a row."""

NOBODY = frozenset(
    {
        *("anonymous", "anonymous user", "anonym", "anonyme", "匿名", "匿名用户"),
        *("-", "–", "—", "n/a"),
    }
)
"""What stands in the place of a name, a number or an address where there is none."""

NO_ADDRESS = NOBODY | {"none", "null", "无"}
"""The same for numbers and addresses; people may be called Null."""

NOT_HANDED_IN = frozenset(
    {
        *("in progress", "not started", "never submitted", "not submitted", "no submission"),
        *("overdue", "abandoned", "draft", "draft (not submitted)", "unsubmitted"),
        *("in bearbeitung", "nie abgegeben", "nicht abgegeben", "überfällig", "abgebrochen"),
        *("entwurf (nicht abgegeben)", "noch nicht begonnen", "nicht begonnen", "en cours"),
        *("jamais remis", "jamais soumis", "en curso", "en progreso", "nunca enviado"),
        *("em progresso", "em andamento", "в процессе", "не сдано", "bezig", "nooit ingestuurd"),
        *("mai inviato", "nunca submetido", "進行中", "未受験", "提出されていない"),
        *("in corso", "进行中", "作答中", "答题中", "从未提交", "从不提交", "未提交", "未交"),
        *("没有提交", "草稿", "草稿（未提交）", "未开始", "未作答", "缺考"),
    }
)
"""States of an attempt that was begun, if at all, and not handed in."""

SUMMARIES = frozenset(
    {
        *("overall average", "average", "mean", "median", "max", "maximum", "points", "total"),
        *("min", "minimum"),
        *("points possible", "max points", "maximum points", "sum", "standard deviation", "std"),
        *("平均分", "平均", "满分", "总计", "合计", "总平均", "key", "标准差", "最高分", "最低分"),
        *("durchschnitt", "mittelwert", "standardabweichung", "gesamtdurchschnitt", "moyenne"),
        *("moyenne globale", "promedio general", "media generale", "média geral", "総平均"),
        *("总平均分", "平均成绩", "班级平均", "班级平均分", "gesamtmittelwert", "общее среднее"),
        *("écart type", "médiane", "promedio", "média", "среднее", "average score", "mean score"),
        *("totals", "class average", "std. dev.", "std dev", "class mean", "klassendurchschnitt"),
        *("musterlösung", "lösung", "班级平均成绩", "统计"),
        *("answer key", "solution", "model answer", "correct answer", "参考答案", "标准答案"),
    }
)
"""What stands in a row that is no student."""

MAY_BE_NAMES = frozenset({"max", "sum", "total", "min"})
"""What of that is also what people are called; below all students it is none of them."""
