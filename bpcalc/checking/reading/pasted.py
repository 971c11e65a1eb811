r"""What programs print around names and numbers, brought into the form of plain lines.

    v['z1']=array([0.3775, 0.3925])     a name in brackets and quotation marks is the name
    === Forward pass ===                a heading
    [epoch 1/3] loss: 0.298371          a heading, and a line below it
    <Neuron h1: net=0.377500>           what an object shows of itself
    [('net_h1', 0.3775), ('E', 0.29)]   pairs are lines

No pattern here repeats what can be read in two ways, so that none goes back over a long line.
"""

import re
from collections.abc import Iterator
from unicodedata import normalize

from bpcalc.checking.reading.decorations import without_markup
from bpcalc.checking.reading.epoch_headings import EpochHeadings
from bpcalc.checking.reading.grids import WHO
from bpcalc.checking.reading.layer_words import UNIT_CHINESE, UNIT_ENGLISH
from bpcalc.checking.reading.line_forms import COUNTED
from bpcalc.checking.reading.sample_headings import counted_from_1, sample_heading
from bpcalc.checking.reading.structures import Pairs, structure
from bpcalc.checking.reading.tex_matrices import plain_equations
from bpcalc.patterns import pattern

MAX_LINE = 2000
"""Characters of a line that is looked at; a longer one is left as it is."""

_LOOKED_UP = pattern(r"\w{1,40}\[(['\"])([^'\"\[\]]{1,40})\1\]\s{0,3}(?=[:=])")
_RULES = "=-*~#_ "
_VALUE = pattern(r"[:=：＝]\s{0,9}[-+−\[({]{0,3}\s{0,3}\.?[0-9]|\.[0-9]")
"""A number behind a sign, or one that is a fraction."""

_DIGITS_ASKED = pattern(
    r"[(（][^()（）=＝:：]{0,60}(?:decimal|digit|小数|有效数字)[^()（）=＝:：]{0,60}[)）]"
)
"""How many digits a heading of a sheet asks for, which may name a number: `… below 0.1)`."""

_SPACED_PAIR = pattern(r"([^\W\d][\w ]{0,30}?)\s{1,9}([-+−]?[0-9]{0,9}\.[0-9]{1,40})")
_BETWEEN_PAIRS = pattern(r"[|,;，；]")
_PARAMETER = pattern(r"^([\w.]{1,60})[ :]{1,3}Parameter containing:\s{1,3}", re.MULTILINE)
_STATE = pattern(r"\('([\w.]{1,60})',\s{0,3}(tensor\([^()]{0,4000}\))\)")
"""A pair of what PyTorch calls the state of a model."""

_BLANK = pattern(r"&(?:nbsp|ensp|thinsp);")
_BETWEEN_STATEMENTS = pattern(r"[ \t]{0,9}&emsp;[ \t]{0,9}(?=[^=\n& \t][^=\n]{0,200}=)")
"""The widest blank of Markdown where a further statement stands behind it."""

_COLOUR = pattern(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_BOXES = {ord(sign): "|" for sign in "│┃║┆┊"} | {
    ord(sign): "-" for sign in "─━═┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╪"
}
_TYPED = pattern(r"(\w{1,40})(?:\s?[:=])?\s(?:Float(?:32|64))?Array\([0-9]{1,6}\)\s(?=\[)")
_LEVEL = r"(?:INFO|DEBUG|WARNING|NOTICE|TRACE|ERROR)"
_TIME = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
_DAY = r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}"
_PLACE = r"[\w./-]{1,60}\.(?:py|m|jl|js|R|cpp):[0-9]{1,6}"
_LOG = pattern(
    rf"(?:{_DAY}[ T]{_TIME}|{_TIME}(?=[\s\]|-])|{_LEVEL}:[\w.]{{1,30}}:|{_LEVEL}(?=[\s:|\]-])"
    rf"|\[(?:{_DAY}[ T])?{_TIME}\]|\[\s?{_LEVEL}\s?\]|\[?{_PLACE}\]?"
    r"|[A-Z][0-9]{4}\s(?=[0-9]{2}:)|(?:root|__main__|main)(?=[\s:|-])|\[(?:root|main|__main__)\])"
    r"[\s:|-]{0,5}"
)
"""What a logger prints before a line, one part of it: the time, how grave it is, its place."""

_MOST_LOGGED = 6
"""Parts that may stand before a line."""
_RATE = pattern(r"[0-9.?]{1,9}(?:it/s|s/it), ([^\[\]]{1,200})\]$")
_BRACED = r"\{([^{}]{1,60}(?:\{[^{}]{1,40}\}[^{}]{0,20}){0,2})\}"
_MIXED = pattern(r"((?<![_0-9.])[0-9]+)\s*(?=\\[dt]?frac\b)")
"""A whole number before a fraction: not the number of a name."""
_FRACTION = pattern(rf"\\[dt]?frac\s{{0,2}}{_BRACED}\s{{0,2}}{_BRACED}")
_VARIANCE = pattern(r"\\sigma\s?\^\{?2\}?")
_HAT = pattern(r"\\(?:wide)?hat\s?(?:\{\s?([A-Za-z])\s?\}|([A-Za-z]))")
_CALLIGRAPHIC = pattern(r"\\(?:mathcal|mathscr|mathbf|mathrm|cal)\s?([A-Za-z])(?![A-Za-z])")
_SUBSCRIPT = pattern(r"_\{(\w{1,20})\}")
_WORD = r"(?:new|neu|新|[tkn]\s?\+\s?1)"
_NEW = pattern(
    rf"\^(?:\{{\(?(?:\\(?:mathrm|text)\{{)?{_WORD}\}}?\)?\}}|\(?{_WORD}\)?)(?![0-9A-Za-z])"
)
"""A word that is raised by itself; for one beside a layer, see `words_in_indices`."""

_TEX_WORDS = {r"\partial": "∂", r"\Delta": "Δ", r"\nabla": "∇", r"\approx": "≈", r"\gets": "←"}
_TEX_WORDS |= dict.fromkeys((r"\leftarrow", r"\longleftarrow", r"\coloneqq"), "←")
_TEX_WORDS |= dict.fromkeys((r"\simeq", r"\cong", r"\doteq"), "≈")
_ABOUT = str.maketrans(dict.fromkeys("≒≅≃≐", "≈"))
"""Signs of schools for a rounded value."""


_OF_MATHEMATICA = pattern(
    r"^[ \t]*In\[[0-9]{1,4}\]:=[ \t]*([^\W\d]\w{0,20})\b[^\n]{0,200}\n\s{0,9}"
    r"Out\[[0-9]{1,4}\](?:\s?//\s?\w{1,20})?[ \t]*=[ \t]*"
    r"|^[ \t]*Out\[[0-9]{1,4}\](?:\s?//\s?\w{1,20})?[ \t]*=[ \t]*(?=\{)",
    re.MULTILINE,
)
"""What Mathematica was asked for, and its answer: `In[3]:= z1`, `Out[3]= {0.3775, 0.3925}`."""

_APART_FROM_LAYER = pattern(
    r"(\blayer(?:\s?#?[0-9]{1,2})?)\s?[,，]\s?"
    rf"(?=(?:{UNIT_ENGLISH})[\s_#]{{0,3}}(?:no\.?\s?)?[0-9]{{1,3}}\s?"
    r"(?:[:：]|,?\s?[a-z][a-z ]{1,20}[=:]))"
    r"|(层[0-9]?)\s?[,，]\s?"
    rf"(?=(?:第[0-9{COUNTED}]{{1,3}}[个号](?:{UNIT_CHINESE})|(?:{UNIT_CHINESE})[0-9]{{1,3}})\s?[:：])",
    re.IGNORECASE,
)
"""A comma between a layer and its unit: `Layer 1, Neuron 2: net = 0.3`."""

_AT = (
    r"(?:\(\s?[0-9]{1,2}\s?[,，]\s?[0-9]{1,2}\s?\)"
    r"|(?:\[\s?[0-9]{1,2}(?:\s?[,，]\s?[0-9]{1,2})?\s?\]){1,2})"
)
_NEW_ELEMENT = pattern(
    rf"(?<![^\W_])([A-Za-z]\w{{0,5}})({_AT})"
    r"\s?(?:_?new|updated|after(?: the)? update|新值?|更新[后为])(?=\s?[=:：＝≈])"
    rf"|(?<![^\W_])([A-Za-z]\w{{0,5}})['′⁺+]({_AT})(?=\s?[=:：＝≈])",
    re.IGNORECASE,
)
"""An element of a new matrix, the word for which stands behind it: `W2(1,1) new`, `W2'(1,1)`."""

_SHOWN = pattern(
    r"^([ \t]*(?:>>>|In ?\[[0-9]{1,4}\]:=?|>>?)[ \t]*)(?:print|disp|display)"
    r"\([ \t]*([^\W\d][\w.]{0,30})[ \t]*\)[ \t]*$",
    re.MULTILINE,
)
"""A call that prints what has a name, behind a prompt: `>>> print(z1)`."""


def _of_mathematica(match: re.Match[str]) -> str:
    """Return how what was asked for begins a line; of an answer alone nothing is left."""
    return f"{match[1]} = " if match[1] else ""


def plain_lines(text: str) -> str:
    r"""Return a text with its lines in plain form.

    >>> plain_lines("=== Forward ===\nv['z1']=[0.1]\nEpoch 2/9, loss = 0.3")
    '# Forward\nz1=[0.1]\n# epoch 2\nloss = 0.3'
    """
    text = plain_equations(text)
    if "Parameter containing:" in text:
        text = _PARAMETER.sub(r"\1 = ", text)
    if "OrderedDict([(" in text and _STATE.search(text):
        text = _STATE.sub(r"\n\1 = \2\n", text.replace("OrderedDict([(", "\n("))
    if "&" in text:
        text = _without_entities(text)
    if "(" in text or "Out[" in text:
        text = _OF_MATHEMATICA.sub(_of_mathematica, _SHOWN.sub(r"\1\2", text))
    text = _NEW_ELEMENT.sub(r"\1\3_new\2\4", text)
    text = counted_from_1(_APART_FROM_LAYER.sub(r"\1\2 ", text.translate(_ABOUT)))
    headings = EpochHeadings()
    lines = (plain for line in text.splitlines() for plain in _plain(line, headings))
    return "\n".join(lines)


def _without_entities(text: str) -> str:
    r"""Return a text with blanks for what Markdown writes for them, one statement a line.

    >>> _without_entities("Net inputs &emsp; $net_1$&nbsp;= 0.3 &emsp; $net_2$ = 0.4")
    'Net inputs\n$net_1$ = 0.3\n$net_2$ = 0.4'
    """
    lines = _BLANK.sub(" ", text).split("\n")
    return "\n".join(map(_set_apart, lines)) if "&emsp;" in text else "\n".join(lines)


def _set_apart(line: str) -> str:
    """Return a line, each of its statements in one of its own.

    One with words among them (`$i_1 = 0.05$ &emsp; Learning rate: 0.5`) is what a page
    gives, and stays.
    """
    title, wide, others = line.partition("&emsp;")
    worded = "=" in title and any(sign in others for sign in ":：")
    if not wide or worded or title.lstrip().startswith("|"):
        return line
    return _BETWEEN_STATEMENTS.sub("\n", line).replace("&emsp;", " ")


def _plain(line: str, headings: EpochHeadings) -> Iterator[str]:
    if len(line) > MAX_LINE:
        yield line
        return
    line = _undecorated(line)
    stripped = line.strip()
    progress, title = _progress(stripped), _title(stripped)
    epoch = None if progress else headings.take(title or stripped)
    if epoch:
        yield f"# epoch {epoch[0]}"
        line = epoch[1]
        if pairs := _spaced_pairs(line):
            yield from pairs
            return
        if not _has_value(line):  # a heading goes on: `# epoch 1: Output layer: deltas`
            line = f"# {line}" if line else ""
    elif progress or title:
        yield from progress or [f"# {title}"]
        return
    elif stripped.startswith(("[(", "[[")) and stripped.endswith(("]", ",")):
        yield from _pairs(stripped) or [line]
        return
    sample = sample_heading(line)
    if sample and _has_value(sample[1]):
        yield f"# sample {sample[0]}"
        line = sample[1]
    yield _assigned(_LOOKED_UP.sub(lambda match: match[2], _without_tex(line)))


def _has_value(text: str) -> bool:
    """Return whether a number stands behind a heading, and not only in how many digits it asks for.

    >>> _has_value("Deltas (2 decimals, 2 significant digits below 0.1)"), _has_value("E 0.29")
    (False, True)
    """
    return bool(_VALUE.search(_DIGITS_ASKED.sub("", text)))


def _spaced_pairs(text: str) -> list[str]:
    """Return the lines that names with their numbers make: `loss 0.0388 | out 0.4`; or none."""
    if "=" in text or ":" in text or "：" in text:
        return []
    parts = [_SPACED_PAIR.fullmatch(part.strip()) for part in _BETWEEN_PAIRS.split(text)]
    return [f"{part[1]} = {part[2]}" for part in parts if part] if all(parts) else []


def _undecorated(line: str) -> str:
    """Return a line without colours, what a logger prints before it, and angle brackets."""
    line = _COLOUR.sub("", line).translate(_BOXES)
    if line.replace("：", ":").partition(":")[0].strip().casefold() not in WHO:
        line = without_markup(line)  # somebody's name stays to the letter
    line = _TYPED.sub(r"\1 = ", line)
    stripped = line.strip()
    bare = _unlogged(stripped)
    if bare != stripped:
        return bare
    if stripped[:1] == "<" and stripped[-1:] == ">":
        return stripped[1:-1]
    return line


def _unlogged(line: str) -> str:
    """Return a line without what a logger prints before it.

    >>> _unlogged("[INFO] [train.py:42] h1: net=0.3775"), _unlogged("09:41:07 | INFO | E = 0.2984")
    ('h1: net=0.3775', 'E = 0.2984')
    """
    at = 0
    for _ in range(_MOST_LOGGED):
        part = _LOG.match(line, at)
        if part is None or part.end() >= len(line):
            break
        at = part.end()
    return line[at:]


def _without_tex(line: str) -> str:
    r"""Return a line with the fractions and signs of TeX in plain form.

    >>> _without_tex(r"\hat{y}_1 = 0.4953, \widehat y = 0.5")
    'ŷ_1 = 0.4953, ŷ = 0.5'
    >>> _without_tex(r"$\frac{\partial E}{\partial w_{5}}$ = 0.1"), _without_tex("w_5^{new} = 0.2")
    ('$∂E/∂w_5$ = 0.1', 'w_5_new = 0.2')
    >>> _without_tex(r"net = 5\frac{7}{20}")
    'net = 5 7/20'
    """
    if "^" in line:
        line = _NEW.sub("_new", line)
    if "\\" not in line:
        return line
    for bracket in (r"\(", r"\)", r"\[", r"\]"):
        line = line.replace(bracket, "")
    for word, sign in _TEX_WORDS.items():
        line = line.replace(f"{word} ", sign).replace(word, sign)
    line = _CALLIGRAPHIC.sub(r"\1", _VARIANCE.sub("σ²", line))
    if "hat" in line:
        line = _HAT.sub(lambda match: normalize("NFC", f"{match[1] or match[2]}\u0302"), line)
    line = _MIXED.sub(r"\1 ", _SUBSCRIPT.sub(r"_\1", line))
    return _FRACTION.sub(r"\1/\2", line)


def _assigned(line: str) -> str:
    """Return a line with `=` for the arrow of an assignment: `w5 <- 0.3589`."""
    for arrow in ("←", "<-"):
        name, found, value = line.partition(arrow)
        if found and name.strip() and not name.strip()[0].isdigit():
            return f"{name}= {value.strip()}"
    return line


def _progress(text: str) -> list[str]:
    """Return what a bar of progress says besides how far it is."""
    if "[=" in text and " - " in text:
        return [part for part in text.split(" - ")[1:] if ":" in part]
    rate = _RATE.search(text) if text.endswith("]") and "it" in text else None
    return rate[1].split(", ") if rate else []


def _title(text: str) -> str:
    """Return what stands between two rules in a line of its own, "" if that is something else."""
    if len(text) < 5 or text[:2] not in ("==", "--", "**", "~~", "##"):
        return ""
    inner = text.strip(_RULES)
    if not inner.strip("-+=|: "):
        return ""  # between the headings of a table and its rows: ----+----
    framed = text[-2:] == text[:2] or text[:2] == "##"
    return inner if framed and inner and not any(sign in inner for sign in "=:[") else ""


def _pairs(text: str) -> list[str]:
    """Return the lines that a list of names and numbers makes; empty if it is none."""
    value = structure(text.rstrip(","))
    if not isinstance(value, Pairs) or not all(isinstance(item, str) for _, item in value.pairs):
        return []
    return [f"{name} = {item}" for name, item in value.pairs]
