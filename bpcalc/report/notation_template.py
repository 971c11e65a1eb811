"""A file for a notation of one's own, to start from: everything as in the usual notation."""

from collections.abc import Iterator

from bpcalc.exercise.notation_entries import POSITIONS, can_be_written
from bpcalc.locale import enumerated, later, say
from bpcalc.maths.kinds import INFO, MOMENT_KINDS, words
from bpcalc.notation.notations import NOTATIONS, Form

TOP = (
    later("A notation of your own. Save it beside the exercise as mine.yaml,"),
    later("write `notation: mine.yaml` there, and change below what is called otherwise."),
    later("What you leave out stays as in the notation that `like` names."),
)

TEMPLATE_SETTINGS = (
    ("# source: ", later("where it is from; shown by `bpcalc notations mine.yaml`")),
    ("delta: o-t", later("o-t: delta is dE/dnet; t-o: delta is -dE/dnet")),
    ("changes: false", later("true: the change of a weight has a line of its own")),
    ("lines: chain", later("chain: factor by factor; direct: a delta in one line, no gradients")),
    ("order: notes", later("notes: gradients after the deltas of a layer; deltas_first")),
    ("bias_in: net", later("net: the bias is part of the net input; out: the activation adds it")),
    ("# error_letter: E", later("the letter in dE/dw, if it is another one")),
)

FIELDS = (
    ("{u}", later("the name of the unit, such as h1")),
    ("{j}", later("its number within the layer")),
    ("{m}", later("its number, counted through the whole network, inputs included")),
    ("{oj}", later("0 and its number")),
    ("{ij} {ji}", later("numbers of sending and receiving unit, or the other way round")),
    ("{km}", later("the same as {ij}, counted through")),
    ("{l} {L}", later("number of the layer; the first hidden one is l = 1 and L = 2")),
    ("{n}", later("number of the weight, counted through the whole network")),
    ("{w}", later("the weight or bias that a gradient, a change, a new value belongs to")),
    ("{out} {net}", later("the output and the net input that a derivative is about")),
)


def template_text() -> str:
    """Return the file."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    for sentence in TOP:
        yield f"# {say(sentence)}"
    yield ""
    yield f"{'like: mazur':<18}# {enumerated(NOTATIONS)}"
    for setting, means in TEMPLATE_SETTINGS:
        yield f"{setting:<18}# {say(means)}"
    yield ""
    yield "# " + say("What is filled in:")
    for field, means in FIELDS:
        yield f"#   {field:<12}{say(means)}"
    yield "# " + say("In a symbol, ^[…] is raised and _[…] lowered. One text is name and symbol.")
    yield "# " + say("Behind a kind may stand where it is meant, such as `net hidden`:")
    yield f"#   {', '.join(POSITIONS[:7])},"
    yield f"#   {', '.join(POSITIONS[7:])}"
    yield "names:"
    for place, form in NOTATIONS["mazur"].forms.items():
        kind = place if isinstance(place, str) else place[0]
        key = place if isinstance(place, str) else " ".join(place)
        rare = kind in MOMENT_KINDS or INFO[kind].role == "rate" or not can_be_written(place, form)
        hash_ = "# " if rare else ""
        what = words(kind, plural=INFO[kind].place != "whole")
        yield f"  {hash_}{key}: {_form(form)}  # {what}"


def _form(form: Form) -> str:
    if form.name == form.symbol:
        return f'"{form.name}"'
    return f'{{name: "{form.name}", symbol: "{form.symbol}"}}'
