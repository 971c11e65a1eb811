"""Headings of tables that say something of a student, and what a cell says that names nobody.

One line a role would be too long; the headings of a role stand in the order of their letters, apart
by bars. To know one more, write it in.
"""

from collections.abc import Mapping

_ROLES = {
    "id": """
        id | id no | id no. | id number | index number | matr.-nr. | matriculation |
        matriculation no | matriculation no. | matriculation number | matrikelnr |
        matrikelnummer | registration number | roll no | roll no. | roll number | sid |
        sis user id | sis_id | student id | student no | student no. | student number | student_id |
        studentid | uin | user id | 学号 | 学生学号 | 工号 | 编号 | 考号
    """,
    "login": """
        login | login id | sis login id | uid | 用户名 | 账号
    """,
    "name": """
        display name | full name | fullname | name | student | student name | student_name |
        who | your name | 你的姓名 | 名字 | 姓名 | 学生 | 学生姓名 | 您的姓名
    """,
    "first": """
        first name | firstname | given name | prénom | vorname | 名
    """,
    "last": """
        family name | last name | lastname | nachname | nom | surname | 姓
    """,
    "email": """
        e-mail | e-mail address | e-mail-adresse | email | email address | mail | username |
        电子邮件 | 电子邮箱 | 邮件地址 | 邮箱
    """,
    "participant": """
        identifier | participant | participant number
    """,
    "group": """
        class | group | section | team | tutorial | 小组 | 班级 | 组别 | 行政班级
    """,
    "version": """
        form | variant | version | 卷别 | 版本 | 试卷
    """,
    "language": """
        lang | language | 语言
    """,
    "time": """
        abgabezeit | abgegeben am | completed | completed at | completion time | created_at |
        date | date and time | date submitted | date/time | datetime | end time |
        finished at | handed in | last modified (submission) | submission date |
        submission time | submission timestamp | submit time | submitted | submitted at |
        submitted on | submitted time | time | timestamp | zeitstempel | 交卷时间 | 作答时间 |
        完成日期 | 完成时间 | 提交日期 | 提交时间 | 提交答卷时间 | 时间 | 时间戳 | 答卷时间
    """,
    "aside": """
        # | attempt | comment | comments | count | department | duration | feedback |
        finished | grade | grade posted time | institution | ip | ip address | ip地址 |
        last modified (grade) | no | no. | percent | percentage | points | quiz feedback |
        remark | remarks | result | row | score | start time | started | started on |
        time taken | total points | total score |
        assessment | assessment instance | assigned manual grader | correct | credit |
        grading date | grading requested date | last grader | mode | n correct | n incorrect |
        options | override score | params | partial scores | section_id |
        section_sis_id | seed | submission_id | true answer | zone number | zone title |
        专业 | 作答时长 | 备注 | 学院 | 序号 | 开始时间 | 得分 | 总分 | 总得分 |
        所用时间 | 排名 | 来源 | 来源详情 | 来自ip | 用时 | 答题时长 | 院系
    """,
    "state": """
        attempt state | attempt status | completion status | estado | state | stato | status |
        submission status | état | 作答状态 | 完成状态 | 提交状态 | 状态 | 答题状态
    """,
}

ROLES: Mapping[str, frozenset[str]] = {
    role: frozenset(heading.strip() for heading in headings.split("|"))
    for role, headings in _ROLES.items()
}
"""Headings that say what somebody is, when something was handed in, or nothing of interest."""

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
        *("écart type", "médiane", "promedio", "média", "среднее", "average score", "mean score"),
        *("answer key", "solution", "model answer", "correct answer", "参考答案", "标准答案"),
    }
)
"""What stands in a row that is no student."""

MAY_BE_NAMES = frozenset({"max", "sum", "total", "min"})
"""What of that is also what people are called; below all students it is none of them."""
