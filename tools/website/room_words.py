"""What the rooms of the code are for, in Chinese; in English they say it themselves."""

CHINESE = {
    "__main__": "`python -m bpcalc`，以及安装后可以直接运行的程序。",
    "cli": "命令行：只有 click，别无其他。一个命令一个文件；错误在这里变成一句话。",
    "assistant": "给智能助手的服务：让它们来问数，而不是自己编。",
    "api": (
        "给 Python 程序用：读入习题，求解，训练，批改答案。\n\n"
        "这里的一切都接受路径、名称、文字、键值表或 `Exercise` 作为习题，"
        "有错时说的话与命令行相同。返回的东西在笔记本里会自己显示出来。"
    ),
    "practice": "练习：逐行提问，答一行批改一行。",
    "report": "把结果说出来：显示什么（文档、版式）与怎样写（各种格式）分开。",
    "experiments": "同一道习题换个法子训练：换设置、换初始权重、训练几次。",
    "importing": "由训练好的网络得到习题：不运行其中代码就能读的文件，以及程序里的模型。",
    "making": "出新题：在约束之内抽取数字，再修补到各种错误互不混淆。",
    "checking": "批改：读答案，下判断，认出常见错误，批改全班。",
    "solution": "写出来的计算：按名字找到各行，每一行照念出来的样子。",
    "training": "训练：与手算相同的公式，成千上万轮，用二进制浮点数。",
    "calc": "计算：手算的各行，按书写的次序。",
    "exercise": "习题：一张作业纸写成数据，以及它所在文件的读入。",
    "notation": "名字和符号：各本书怎样写一个量，公式用哪些符号写。",
    "maths": "只管数，不管网络：表达式树、函数、激活函数、损失函数、舍入。",
    "errors": "bpcalc 有意抛出的全部错误。",
    "file_kinds": "不是文本的文件是什么，按内容辨认：PDF、图片、Word 文档。",
    "files": "用户的文件：怎样读，这次调用读过、写过哪些。",
    "locale": (
        "词句。人读到的每句话，不论中文英文，都从这里经过。\n\n"
        "代码里的英文句子就是中文句子的键，"
        "译文在 gettext 目录 `zh/LC_MESSAGES/bpcalc.po` 里。"
        "`tools/catalogue.py` 收集各句并编译。"
    ),
    "nearest": "写错的名字本来想写的是哪一个。",
    "patterns": "第一次用到时才编译的正则表达式。",
    "processes": "第一个进程之外的进程：只有第一个进程响应 Ctrl-C。",
    "named_tuples": "具名元组，程序启动时几乎不花时间。",
    "records": "不可变的数据类，程序启动时几乎不花时间。",
}
"""By room, in the order of imports; paragraphs as in its docstring."""
