"""Numbers that begin with a 0 and another digit: the point may be missing, as in 05 for 0.5."""

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.yaml_nodes import Scalar
from bpcalc.locale import say, say_many
from bpcalc.patterns import pattern

LEADING_ZERO = pattern(
    r"(?P<before>[+-]?(?:[0-9.]+ ?/ ?)?)0(?P<zeros>0*)(?P<rest>[0-9]+)"
    r"(?P<point>\.?)(?P<digits>[0-9]*)(?P<behind>[eE].*| ?/.*)?"
)
"""A number, or a part of a fraction, whose first digit is 0, with another one before the point."""

TIGHT_COMMA = pattern(r"\[[^\n]*?(?<![0-9.])([0-9]{1,20},)\Z")
"""What stands before the digits of a decimal comma; commas without a bracket are of a table."""

MAX_DOUBTS = 1000
"""So many numbers are asked about, if they are."""

MAX_BEFORE = 300
"""Signs before a number among which a bracket is looked for."""

MAX_SIGNS = 100
"""Signs of a number in which a point is looked for; nobody forgets one in a longer number."""


def lacks_point(page: SourceText, node: Scalar, text: str) -> bool:
    """Return whether a point may be missing in a number, which is asked about, and nothing else.

    Behind a decimal comma nothing is missing: then it is a doubt, and the number counts until
    what else there is to say about the commas has been said.

    Args:
        page: for the fault.
        node: where the number stands.
        text: the number in ASCII characters.
    """
    match = LEADING_ZERO.fullmatch(text) if "0" in text and len(text) <= MAX_SIGNS else None
    if match is None or not (match["rest"] + match["digits"]).strip("0"):
        return False  # it is 0 with a point as well
    before, zeros, rest, point, digits, behind = match.groups("")
    says = say(
        "`{found}` begins with a 0 and has no point behind it: is it {one} or {other}?",
        found=quotable(node.text),
        one=quotable(f"{before}0.{zeros}{rest}{digits}{behind}"),
        other=quotable(f"{before}{rest.lstrip('0') or '0'}{point}{digits}{behind}"),
    )
    if len(page.doubts) == MAX_DOUBTS:
        return False
    comma = TIGHT_COMMA.search(page.text[max(0, node.start - MAX_BEFORE) : node.start])
    if comma is None:
        page.fault_of_many("leading zero", node, says, _more_begin_so)
        return True
    whole = comma[1] + node.text
    hint = say(
        "; a decimal comma? write {point}, not {comma}",
        point=quotable(whole.replace(",", ".")),
        comma=quotable(whole),
    )
    page.doubts.append((node, says + hint))
    return False


def doubts_told(page: SourceText) -> None:
    """Ask about the numbers behind commas of which nothing else has been said."""
    for node, says in page.doubts:
        page.fault_of_many("leading zero", node, says, _more_begin_so)


def _more_begin_so(n: int) -> str:
    return say_many("; {n} more number begins so", "; {n} more numbers begin so", n)
