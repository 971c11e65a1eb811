"""What the site says beside what the program itself says, in English and Chinese."""

from bpcalc.locale import language

CHINESE = {
    "Activations": "激活函数",
    "Built-in exercises": "内置习题",
    "Derivative": "导数",
    "Error of one output": "一个输出的误差",
    "Formats": "格式",
    "How often": "常见程度",
    "Keys of the exercise file": "习题文件的键",
    "Learning rules": "学习规则",
    "Losses": "损失函数",
    "Measures": "指标",
    "Mistakes": "常见错误",
    "Name": "名称",
    "Notations": "记法",
    "Option": "选项",
    "Optimisers": "优化器",
    "Output": "输出",
    "Penalties": "惩罚项",
    "Quizzes": "题库",
    "Reports": "报告",
    "Schedules": "学习率计划",
    "Symbol": "符号",
    "Formula": "公式",
    "Substitution": "代入",
    "Value": "值",
    "Seen at": "出现在",
    "Sheets": "答题纸",
    "Source": "出处",
    "Suffixes": "后缀",
    "This page is made from the tables of the program, entry by entry.": (
        "本页由程序自己的各个表逐条生成。"
    ),
    "What it does": "作用",
    "Worked example": "算例",
    "instead of": "应为",
    "often": "常见",
    "now and then": "偶尔",
    "rare": "少见",
    "a mapping": "键值表",
    "a text": "文字",
    "a number": "数",
    "a whole number": "整数",
    "yes or no": "真或假",
    "nothing": "空",
    "or": "或",
    "There is one sentence to say of each; the example is from the exercise that is named, or from "
    "Mazur's with the setting that is named.": (
        "每个错误有一句说明；例子取自所写的习题，或带有所写设置的 Mazur 习题。"
    ),
    "; default: ": "；默认：",
    "one of ": "取值：",
    "a list of: ": "列表，每项：",
    "a list": "列表",
    "a mapping with ": "键值表，含 ",
    "a number ≥ 0": "数，不小于 0",
    "a number > 0": "数，大于 0",
    "All commands and options": "全部命令和选项",
    "In the terminal": "在终端里",
    "Needs": "需要",
    "All of the Python interface": "Python 接口一览",
    "The rooms of the code": "代码的各个房间",
    "Imports go downwards only, and this is checked.": "导入只能由上往下，并有检查。",
    "Room": "房间",
    "Module": "模块",
    "Start here": "从这里开始",
    "Manual": "手册",
    "Reference": "参考",
    "How it is built": "怎样写成",
}
"""The words of the site in Chinese, by the English ones."""


def word(english: str) -> str:
    """Return a word of the site in the language that is spoken.

    Raises:
        KeyError: it has no Chinese; whoever adds a word adds both.
    """
    chinese = CHINESE[english]
    return chinese if language() == "zh" else english
