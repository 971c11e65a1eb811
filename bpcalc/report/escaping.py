"""A user's text made harmless: whatever it holds, it is printed and does nothing."""

import re

from bpcalc.locale.cleaning import cleaned
from bpcalc.patterns import pattern

_URL = re.compile(r"(https?://[\w.~:/?#@!&+,;=%-]*[\w/])", re.ASCII)
_MARKDOWN = str.maketrans(
    {sign: f"\\{sign}" for sign in "\\`*_{}[]~#"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}
    # GitHub looks for formulas and for people to notify after Markdown has been read, when a
    # backslash is long gone; neither is looked for across the edge of an element.
    | {"$": "<span>$</span>", "@": "<span>@</span>"}
    | {"\n": " ", "\r": " ", "\t": " "}
)
_BLOCK = re.compile(r"\s*(?:[0-9]+(?=[.)])|(?=[-+=]))")
"""What would begin a list or a heading at the start of a line."""

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    "[": "{[}",  # never the optional argument of what stands before it
    "]": "{]}",
    "\n": " ",
    "\r": " ",
}
_LIGATURE = re.compile(r"(-(?=-)|'(?=')|[?!](?=`))")
"""What TeX would turn into a dash, a quotation mark, ¿ or ¡ together with the next sign."""

_MATHS = {
    "∂": r"\partial",
    "·": r"\cdot",
    "×": r"\times",
    "−": "-",
    "→": r"\to",
    "≈": r"\approx",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "⊙": r"\odot",
    "⁺": "^{+}",
    "²": "^{2}",
    "³": "^{3}",
    "½": r"\tfrac{1}{2}",
    "Σ": r"\Sigma",
    "∑": r"\Sigma",
    "∞": r"\infty",
    "′": "'",
}
_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi o pi rho"
_GREEK_END = "varsigma sigma tau upsilon phi chi psi omega"
_UPPER = {"Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi"}
_UPPER |= {"Φ": "Phi", "Ψ": "Psi", "Ω": "Omega"}
_MATHS |= {
    chr(ord("α") + place): "o" if name == "o" else rf"\{name}"
    for place, name in enumerate(f"{_GREEK} {_GREEK_END}".split())
}
_MATHS |= {letter: rf"\{name}" for letter, name in _UPPER.items()}

_RAISED = "01456789-()oy"
_MATHS |= {sign: f"_{{{digit}}}" for digit, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")}
_MATHS |= {sign: f"^{{{plain}}}" for plain, sign in zip(_RAISED, "⁰¹⁴⁵⁶⁷⁸⁹⁻⁽⁾ᵒʸ", strict=True)}

_TEX = str.maketrans(_LATEX | {sign: rf"\ensuremath{{{latex}}}" for sign, latex in _MATHS.items()})

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_FORMULA = "=+-@\t\r\n＝＋－＠"


PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?")


def markdown(text: str) -> str:
    r"""Return a text that GitHub's Markdown prints as it stands; a web address stays a link.

    >>> print(markdown("a_b | <b>"), markdown("1. -"), markdown("at https://x.org/a_b."))
    a\_b &#124; &lt;b&gt; 1\. - at <https://x.org/a_b>.
    """
    parts = _URL.split(cleaned(text))
    shown = "".join(
        f"<{part}>" if place % 2 else part.translate(_MARKDOWN) for place, part in enumerate(parts)
    )
    start = _BLOCK.match(shown)
    return f"{start[0]}\\{shown[start.end() :]}" if start else shown


def latex(text: str) -> str:
    r"""Return a text that LaTeX prints as it stands; nothing in it can start a command.

    >>> print(latex(r"\input{a_b}"), latex("δ"))
    \textbackslash{}input\{a\_b\} \ensuremath{\delta}
    """
    if PLAIN_NUMBER.fullmatch(text):  # nothing in it means anything to Markdown, and people read it
        return text
    return _LIGATURE.sub(r"\1{}", cleaned(text).translate(_TEX))


_CHINESE = pattern("[\u2e80-\u9fff\uff00-\uffef]")


def is_chinese(text: str) -> bool:
    """Return whether a text has signs that only a Chinese (or Japanese) font has.

    >>> is_chinese("净输入"), is_chinese("naïve Δw")
    (True, False)
    """
    return _CHINESE.search(text) is not None


def csv(text: str) -> str:
    """Return a text that a spreadsheet takes for text, and a number as it is.

    Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection

    >>> csv("=1+1"), csv("-0.5"), csv("net_h1")
    ("'=1+1", '-0.5', 'net_h1')

    A sign alone is nothing to work out.

    >>> csv("="), csv("-")
    ('=', '-')
    """
    text = cleaned(text)
    formula = text.startswith(tuple(_FORMULA)) and len(text) > 1 and not _NUMBER.fullmatch(text)
    return f"'{text}" if formula else text
