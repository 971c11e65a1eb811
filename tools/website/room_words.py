"""What the rooms of the code are for, in Chinese, by what they say of themselves."""

from bpcalc.locale import language

CHINESE = {
    "`python -m bpcalc`, and the program that installation puts on the path.": (
        "`python -m bpcalc`，以及安装后可以直接运行的程序。"
    ),
    "The command line: click and nothing else. One file a command; errors become sentences here.": (
        "命令行：只有 click，别无其他。一个命令一个文件；错误在这里变成一句话。"
    ),
    "A server for assistants: they ask for numbers instead of making them up.": (
        "给智能助手的服务：让它们来问数，而不是自己编。"
    ),
    "For Python programs: load an exercise, solve it, train it, check answers to it.": (
        "给 Python 程序用：读入习题，求解，训练，批改答案。"
    ),
    "Everything here takes an exercise as a path, a name, a text, a mapping or an `Exercise`, and "
    "says what is wrong in the sentences of the command line. What comes back shows itself in a "
    "notebook.": (
        "这里的一切都接受路径、名称、文字、键值表或 `Exercise` 作为习题，有错时说的话与命令行相同。"
        "返回的东西在笔记本里会自己显示出来。"
    ),
    "Practice: an exercise asked line by line, each answer marked as soon as it is given.": (
        "练习：逐行提问，答一行批改一行。"
    ),
    "Says it: what is shown (document, layout) apart from how it is written (formats).": (
        "把结果说出来：显示什么（文档、版式）与怎样写（各种格式）分开。"
    ),
    "An exercise trained otherwise: with other settings, from other weights, several times.": (
        "同一道习题换个法子训练：换设置、换初始权重、训练几次。"
    ),
    "Exercises from trained networks: files that need no code to be run to read them, and "
    "modules.": ("由训练好的网络得到习题：不运行其中代码就能读的文件，以及程序里的模型。"),
    "New exercises: numbers drawn within constraints, and repaired until mistakes stay apart.": (
        "出新题：在约束之内抽取数字，再修补到各种错误互不混淆。"
    ),
    "Marks it: reading answers, verdicts, misconceptions, a class.": (
        "批改：读答案，下判断，认出常见错误，批改全班。"
    ),
    "A worked calculation, spelt: its lines by name, and each line as it is read aloud.": (
        "写出来的计算：按名字找到各行，每一行照念出来的样子。"
    ),
    "Trains: the same formulas as the hand calculation, thousands of epochs, in binary floats.": (
        "训练：与手算相同的公式，成千上万轮，用二进制浮点数。"
    ),
    "Works it out: the lines of a hand calculation, in the order in which they are written.": (
        "计算：手算的各行，按书写的次序。"
    ),
    "The exercise: a homework sheet as data, and the reading of the file it stands in.": (
        "习题：一张作业纸写成数据，以及它所在文件的读入。"
    ),
    "Names and symbols: how a book spells a quantity, and the signs a formula is written with.": (
        "名字和符号：各本书怎样写一个量，公式用哪些符号写。"
    ),
    "Numbers, not networks: expression tree, functions, activations, losses, rounding.": (
        "只管数，不管网络：表达式树、函数、激活函数、损失函数、舍入。"
    ),
    "Every error that bpcalc raises on purpose.": "bpcalc 有意抛出的全部错误。",
    "The user's files: how they are read, and which of them this call has read and written.": (
        "用户的文件：怎样读，这次调用读过、写过哪些。"
    ),
    "The words. Every sentence a person reads passes through here, in English or Chinese.": (
        "词句。人读到的每句话，不论中文英文，都从这里经过。"
    ),
    "The English sentence in the code is the key to the Chinese one, in the gettext catalogue "
    "`zh/LC_MESSAGES/bpcalc.po`. `tools/catalogue.py` collects the sentences and compiles them.": (
        "代码里的英文句子就是中文句子的键，译文在 gettext 目录 `zh/LC_MESSAGES/bpcalc.po` 里。"
        "`tools/catalogue.py` 收集各句并编译。"
    ),
    "The name that was meant by one that does not exist.": "写错的名字本来想写的是哪一个。",
    "Patterns that are compiled when they are first used.": "第一次用到时才编译的正则表达式。",
    "Frozen dataclasses that cost a program next to nothing when it starts.": (
        "不可变的数据类，程序启动时几乎不花时间。"
    ),
}
"""By paragraph, so that a room that says something else has to be translated anew."""


def room_says(paragraph: str) -> str:
    """Return a paragraph that a room says of itself, in the language that is spoken.

    Raises:
        KeyError: it has no Chinese yet.
    """
    english = " ".join(paragraph.split())
    chinese = CHINESE[english]
    return chinese if language() == "zh" else english
