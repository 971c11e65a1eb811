"""What the site says beside what the program itself says, in English and Chinese."""

from bpcalc.locale import language

CHINESE = {
    "Activations": "激活函数",
    "Built-in exercises": "内置习题",
    "Derivative": "导数",
    "Derivative, with 2 outputs": "导数（2 个输出时）",
    "EXERCISE": "习题",
    "Epoch": "轮次",
    "Error of one output": "一个输出的误差",
    "Formats": "格式",
    "How often": "常见程度",
    "Keys of the exercise file": "习题文件的键",
    "Learning rules": "学习规则",
    "Losses": "损失函数",
    "Measures": "指标",
    "Mistakes": "常见错误",
    "Name": "名称",
    "Notations": "记号",
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
    ": ": "：",
    ", ": "，",
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
    "Or a mapping with one of these names, or several:": "或者键值表，用下面的一个或几个名称：",
    "Each is explained in one sentence, which `check` says as well. Its worked example belongs to "
    "an exercise that is built in, or to one of those at the end of this page.": (
        "每个错误有一句说明，`check` 批改时说的也是它。算例取自内置习题，或本页末尾所列的习题。"
    ),
    "The exercises of the examples": "算例所用的习题",
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
    "The rooms of the code": "代码的各层",
    "Imports go downwards only, and this is checked.": "导入只能由上往下，并有检查。",
    "Room": "层",
    "Module": "模块",
    "Start here": "从这里开始",
    "Manual": "手册",
    "Reference": "参考",
    "How it is built": "代码结构",
    "changelog (in English)": "更新记录（英文）",
    "What follows are the docstrings of the code, which are written in English only, for all who "
    "work on it together.": (
        "下面的说明取自代码里的文档字符串。代码由各国的人一起写，文档字符串只用英文，所以这里照原样列出。"
    ),
    "**This copy of the site was built without the program**, so there is nothing to start here. "
    "`python -m tools.website site --trial` builds one that has it.": (
        "**这一份网站没有带上程序**，所以这里没有可以启动的东西。"
        "用 `python -m tools.website site --trial` 生成的网站才有。"
    ),
}
"""The words of the site in Chinese, by the English ones."""

SOURCES = {
    "a common slip of the pen": "常见的笔误",
    "a study site's perceptron, whose first epoch is worked with its first weights": (
        "某学习网站的感知机例题：第一轮全用最初的权重计算"
    ),
    "周志华 (2016), 5.3, subtracts thresholds where other books add biases": (
        "周志华 (2016)，5.3：减去阈值，而别的书加上偏置"
    ),
    "a published solution takes w15 where w16 belongs": "某公开解答在该用 w16 处用了 w15",
    "programs that loop over the samples with the wrong index": "遍历样本时用错下标的程序",
    "programs that put the column of ones into the wrong place": "把全为 1 的一列放错位置的程序",
    "the appendix of a lecture on Han & Kamber's example prints 1/(1 + e^0.1)": (
        "某讲义附录讲 Han & Kamber 的例题时印成 1/(1 + e^0.1)"
    ),
    "programs that report the root mean square error": "输出均方根误差的程序",
    "books whose sigmoid has a steepness, 1/(1 + e^(-2·net))": (
        "把 S 形函数写成带陡度的 1/(1 + e^(-2·net)) 的教科书"
    ),
    "the key 10^x of a pocket calculator beside e^x": "计算器上 10^x 键就在 e^x 键旁边",
    "programs that call it in the layer and once more behind it": (
        "在层内调用一次、层后又调用一次的程序"
    ),
    "losses with ½, 1/n or no factor stand side by side in books": (
        "书中的损失函数有的带 ½，有的带 1/n，有的不带系数"
    ),
    "a published exercise on Adaline, solved with the perceptron rule": (
        "某公开的 Adaline 习题，却用感知机规则求解"
    ),
    "bcxiaobai.eu.org/post/11874, a course exercise": "bcxiaobai.eu.org/post/11874，一道课程习题",
    "programs that loop over the layers with the wrong index": "遍历各层时用错下标的程序",
    "ahammadnafiz.github.io, Backprop by Hand: 0.4 times 0.11836 taken as 0.47344": (
        "ahammadnafiz.github.io, Backprop by Hand：把 0.4 乘 0.11836 算成 0.47344"
    ),
    "of 19 worked perceptrons, 11 fire at the threshold and 8 do not": (
        "19 道感知机例题里，净输入等于阈值时 11 道激活，8 道不激活"
    ),
    "a published XOR network multiplies by z where x belongs": (
        "某公开的异或网络在该乘 x 处乘了 z"
    ),
    "a student's notebook": "某学生的笔记本",
    "Schiendorfer (2020) prints weights of a run at 0.65 where 0.5 is said": (
        "Schiendorfer (2020)：文中写学习率 0.5，印出的权重却是用 0.65 算的"
    ),
    "9 of 12 issue threads about optimisers": "12 个关于优化器的问题讨论中有 9 个",
    "textbooks write both forms under one name": "教科书用同一个名称写两种形式",
    "Loshchilov & Hutter (2019), section 2": "Loshchilov & Hutter (2019)，第 2 节",
    "authors differ; a switch of the exercise": "各家写法不同；习题里可以选择",
    "a course note: 'N-1 is wrong for this exam'": "某课程笔记：“本次考试用 N-1 算错”",
    "Stanford CS231n, assignment 2, batch normalisation, and its forums": (
        "斯坦福 CS231n 作业 2 的批归一化，以及课程论坛"
    ),
    "a study site's Adaline": "某学习网站的 Adaline 例题",
    "Fausett (1994), section 2.3.2, against Rosenblatt (1962)": (
        "Fausett (1994) 第 2.3.2 节与 Rosenblatt (1962) 不同"
    ),
    "a 2-3-2 course sheet that counts one layer each way, filled in row by row in notes": (
        "某 2-3-2 课程习题两层的编号方向不同，笔记里却逐行填写"
    ),
    "loops that start from the bias": "从偏置开始的循环",
    "programs that write δ = η·error·slope": "写成 δ = η·误差·导数 的程序",
    "programs that keep gradients under the name of delta": "把梯度存成 delta 这个名字的程序",
    "matrix products with the axes exchanged": "交换了两个轴的矩阵乘积",
    "weight decay, where none is asked for": "没有要求却用了权重衰减",
    "programs that multiply it in with the update as well": "更新时又乘了一次的程序",
    "programs that copy the line of the weights": "照抄权重那一行的程序",
    "programs that forget the index": "漏写下标的程序",
    "a cell of a notebook run again": "笔记本的单元格又运行了一次",
}
"""Where mistakes have been seen, in Chinese, if that is a sentence and no name of a work."""


def seen(source: str) -> str:
    """Return where a mistake has been seen, in the language that is spoken."""
    return SOURCES.get(source, source) if language() == "zh" else source


def word(english: str) -> str:
    """Return a word of the site in the language that is spoken.

    Raises:
        KeyError: it has no Chinese; whoever adds a word adds both.
    """
    chinese = CHINESE[english]
    return chinese if language() == "zh" else english
