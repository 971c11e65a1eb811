"""Pages made to be read in as much time as they are long.

The parser of the standard library looks for the end of a comment, or of a tag, from each place
where one may begin; and Python makes no number of more than some thousand digits.
"""

import html

from bpcalc.patterns import pattern

_NO_CHARACTER = pattern(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")

_MARKED = pattern(r"<!\[+")
"""What begins a section that some versions of the parser take for an error of their own."""


def unescaped(text: str) -> str:
    """Return a text with the characters that it refers to; none has a number of eight digits.

    >>> unescaped("&lt;1&#177;&#99999999;")
    '<1±\ufffd'
    """
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text))


def tame(text: str) -> str:
    """Return a page without comments, and without what begins and does not end.

    >>> tame("<p>net_h1<!-- x --> = 1</p> 3 <4 <!-- y")
    '<p>net_h1 = 1</p> 3 &lt;4 &lt;!-- y'
    >>> tame("<![if x]><![[|| ,>1<p>")
    '<!if x]><!|| ,>1<p>'
    """
    text = _MARKED.sub("<!", _without_comments(_NO_CHARACTER.sub("\ufffd", text)))
    end = text.rfind(">") + 1
    return text[:end] + text[end:].replace("<", "&lt;")


def _without_comments(text: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 2)  # `<!-->` is a whole comment
        if end < 0:
            return "".join([*parts, text[at:].replace("<!--", "&lt;!--")])
        parts.append(text[at:start])
        at = end + 3
    return "".join([*parts, text[at:]])
