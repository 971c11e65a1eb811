"""The live page: a report, its trees as data, and the script that works them out again.

Nothing on it comes from anywhere else, and nothing leaves it: the policy written on the page lets
a browser run this one script and apply this one style, both known by their hashes.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Set
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from markupsafe import Markup

from bpcalc.calc.lines import Calculation, Line
from bpcalc.exercise.domains import Domain, domain
from bpcalc.exercise.scalars import MAX_EXPONENT
from bpcalc.locale import language, say, speaking
from bpcalc.locale.cleaning import cleaned_json
from bpcalc.locale.preference import LANGUAGE_NAMES
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import GIVEN, KINDS
from bpcalc.maths.losses import has_labels
from bpcalc.notation.mathml import mathml
from bpcalc.report.document import Document
from bpcalc.report.layout import of_solution
from bpcalc.report.live.bundle import page_script
from bpcalc.report.live.exercise_file import file_parts
from bpcalc.report.live.next_epoch import begun, why_single
from bpcalc.report.live.program import program
from bpcalc.report.live.solution import LiveSolution, is_given
from bpcalc.report.live.writer import LiveWriter
from bpcalc.report.math_reading import MathReading
from bpcalc.report.stage_pictures import MAX_STAGE_PICTURES
from bpcalc.report.web.difference import differences
from bpcalc.report.web.page import LANGUAGES, style_sheet, template_module
from bpcalc.report.web.templating import templates_of
from bpcalc.solution import Solution

WORKED_OUT: frozenset[Kind] = frozenset(KINDS) - GIVEN
"""Kinds of what is worked out."""

SLIDER_END = 2
"""The largest learning rate of a slider, unless the exercise has a larger one."""


def live_page(solution: Solution) -> str:
    """Return the page of a solution, in the language that is spoken.

    Raises:
        OutputError: a formula has a part that the script cannot read.
    """
    calculation = begun(solution.calculation)
    live = LiveSolution(calculation)
    data = _data(live)
    articles = dict(_articles(calculation, data["program"]))
    article = articles.pop(language())
    (other,) = articles.values()
    data["changes"] = differences(article, other)
    data["id"] = f"bpcalc-{sha256(in_script(data).encode()).hexdigest()[:16]}"
    style = f"\n{style_sheet()}\n{own_file('live', 'styles/live.css')}\n"
    code = page_script()
    return (
        templates_of("live")
        .get_template("live.html")
        .render(
            language=LANGUAGES[language()],
            title=live.exercise.title or say("Worked solution"),
            style=Markup(style),
            style_hash=hashed(style),
            script=Markup(code),
            script_hash=hashed(code),
            data=Markup(in_script(data)),
            article=Markup(article),
        )
    )


def _articles(calculation: Calculation, program: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield controls and report in every language."""
    for each in LANGUAGES:
        with speaking(each):
            yield each, _article(LiveSolution(calculation), program)


def _article(live: LiveSolution, program: Mapping[str, Any]) -> str:
    """Return the controls and the report, in the language that is spoken."""
    other = next(each for each in LANGUAGES if each != language())
    rates = [
        _rate(live, line)
        for line in live
        if line.key.kind in ("learning_rate", "start_rate", "layer_rate")
        and isinstance(line.formula, Number)
    ]
    goes_on = bool(program["next"])
    return (
        templates_of("live")
        .get_template("article.html")
        .render(
            other={"tag": LANGUAGES[other], "name": LANGUAGE_NAMES[other]},
            report=_report(of_solution(live)),
            rates=rates,
            words=_labels(),
            goes_on=goes_on,
            trains=goes_on and program["error"] is not None,
            single="" if goes_on else why_single(live),
        )
    )


def _report(document: Document) -> Markup:
    return LiveWriter(document, template_module("blocks.html"), MAX_STAGE_PICTURES).write()


def _data(solution: LiveSolution) -> dict[str, Any]:
    title = solution.exercise.title or "exercise"
    safe = "".join(sign if sign.isalnum() else "-" for sign in title.lower())[:40].strip("-")
    limits = _limits(solution)
    domains = list(dict.fromkeys(limits.values()))
    return {
        "program": program(solution),
        "file": file_parts(solution),
        "fileName": f"{PurePath(safe or 'exercise').name}.yaml",
        "language": language(),
        "languages": LANGUAGES,
        "words": {each: _sentences(solution, each, domains) for each in LANGUAGES},
        "bound": [*_whole(solution), *_labelled(solution)],
        "domains": domains,
        "limits": {place: domains.index(limit) for place, limit in limits.items()},
        "mostPower": MAX_EXPONENT,
    }


def _limits(solution: LiveSolution) -> dict[int, Domain]:
    """Return what givens may be, by their places; those that may be anything have none."""
    found = {
        solution.places[line.key]: domain(solution.exercise, line.key.kind)
        for line in solution
        if is_given(line)
    }
    return {place: limit for place, limit in found.items() if limit is not None}


Bound = tuple[list[int], list[int], str]
"""Places of targets that have to be as they are, those of the lines that rely on it, and how."""


def _whole(solution: LiveSolution) -> list[Bound]:
    """Return the places of targets that must add up to 1, and of the deltas that rely on it.

    With softmax and cross-entropy, delta is output minus target for such targets only.
    """
    if not solution.others:
        return []
    found: dict[int | None, list[Line]] = {}
    for line in solution:
        if line.key.kind == "target" and is_given(line):
            found.setdefault(line.key.sample, []).append(line)
    whole = (lines for lines in found.values() if sum(line.value for line in lines) == 1)
    targets = [{line.key for line in lines} for lines in whole]
    return [
        (
            sorted(solution.places[key] for key in keys),
            _with_targets(solution, keys, {"delta"}),
            "whole",
        )
        for keys in targets
    ]


def _labelled(solution: LiveSolution) -> list[Bound]:
    """Return the targets of a hinge loss, which is another one for labels of 0 and 1."""
    loss = solution.exercise.loss
    if not (solution.exercise.has_targets and has_labels(loss)):
        return []
    keys = {line.key for line in solution if line.key.kind == "target" and is_given(line)}
    targets = sorted(solution.places[key] for key in keys)
    kind = "binary" if loss.labels else "labels"
    return [(targets, _with_targets(solution, keys, WORKED_OUT), kind)]


def _with_targets(solution: LiveSolution, targets: Set[Key], kinds: Set[Kind]) -> list[int]:
    """Return the places of lines of some kinds whose formulas hold these targets."""
    return [
        place
        for place, line in enumerate(solution)
        if line.key.kind in kinds and targets & set(line.formula.refs())
    ]


def _rate(solution: LiveSolution, line: Line) -> dict[str, Any]:
    """Return the slider of a learning rate."""
    assert isinstance(line.formula, Number)
    return {
        "symbol": Markup(mathml(MathReading(solution).symbol(line))),
        "name": solution.symbol(line),
        "place": solution.places[line.key],
        "value": line.formula.text,
        "end": max(SLIDER_END, int(2 * line.value) + 1),
    }


def _sentences(solution: LiveSolution, name: str, domains: Iterable[Domain]) -> dict[str, str]:
    """Return the sentences of the script in a language; what is in braces it fills in itself."""
    with speaking(name):
        expected = {f"domain{number}": str(limit) for number, limit in enumerate(domains)}
        title = solution.exercise.title or say("Worked solution")
        return {**_spoken(), **expected, "title": title}


def _spoken() -> dict[str, str]:
    return {
        "epoch": say("Epoch {epoch}"),
        "error": say("Error: {before} → {after}"),
        "errorAfter": say("Error after the epoch: {after}"),
        "unread": say("“{typed}” is not a number; write one such as 0.15, or 0.15*0.05."),
        "empty": say("nothing is written there."),
        "counts": say("The number that stood there, {text}, still counts: {reason}"),
        "outside": say("“{typed}” cannot stand there: expected {expected}."),
        "power": say(
            "the exponent of `{text}` is too large; exponents from -{most} to {most} are read"
        ),
        "unused": say("What the address says here cannot be used, and was left out: {parts}"),
        "whole": say(
            "These targets do not add up to 1, so delta is not output minus target: it is worked "
            "out by the longer formula."
        ),
        "binary": say(
            "This loss is worked out for targets that are 0 and 1, and these are not: what follows "
            "from them is left open until they are."
        ),
        "labels": say(
            "Targets of 0 and 1 are labels to this loss, and it has other formulas for them: what "
            "follows from them is left open; save the file and work that out."
        ),
        "epochsUnread": say(
            "“{typed}” is not a number of epochs; write a whole number from 1 to {most}."
        ),
        "trained": say("After {epochs} epochs the error is {error}."),
        "trainedOnce": say("After 1 epoch the error is {error}."),
        "diverged": say("Diverged after {epochs} epochs: the error grew without bound."),
        "divergedOnce": say("Diverged after 1 epoch: the error grew without bound."),
        "fell": say("The error has decreased."),
        "rose": say("The error has increased; the learning rate may be too large."),
        "same": say("The error is unchanged."),
        "walk": say("Walk through"),
        "stop": say("Stop"),
    }


def _labels() -> dict[str, str]:
    """Return what stands on the controls."""
    return {
        "controls": say("Controls"),
        "next": say("Next epoch"),
        "back": say("Back"),
        "reset": say("Start again"),
        "walk": say("Walk through"),
        "step": say("Next line"),
        "save": say("Save as YAML"),
        "train": say("Train"),
        "epochs": say("epochs"),
        "hint": say("Change any given number: everything else follows."),
        "curve": say("Error by epoch"),
    }


def in_script(data: Any) -> str:
    r"""Return data that can stand in a script element: nothing ends it, or begins a comment.

    >>> print(in_script("</script><!--<script><mi>w</mi>"))
    "<\/script>\u003c!--\u003cscript><mi>w<\/mi>"
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    text = re.sub("<(?=[!sS])", r"\\u003c", text)
    return cleaned_json(text)


def hashed(text: str) -> str:
    """Return the hash by which a policy knows a script or style."""
    return b64encode(sha256(text.encode()).digest()).decode()


def own_file(page: str, name: str) -> str:
    """Return a file of the package of a page: `live` or `practice`."""
    return files(f"bpcalc.report.{page}").joinpath(name).read_text("utf-8")
