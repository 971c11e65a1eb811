"""A report as a script: line by line what stands on paper, and a check that the numbers agree.

Every line is an assignment, in the order of the hand calculation, with the symbols of the student
in a comment above it. With a library that derives by itself, the forward pass is written out, and
deltas and gradients are what the library makes of it.
"""

import re
from collections.abc import Iterator

from bpcalc import __version__
from bpcalc.calc.derivation import needed
from bpcalc.calc.lines import Line, Stage
from bpcalc.locale import say
from bpcalc.locale.cleaning import cleaned
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.floats import Floats
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO, INFO
from bpcalc.maths.learning_rules import GRADIENT
from bpcalc.maths.rounding import Ties
from bpcalc.report.code.accuracy import Accuracy
from bpcalc.report.code.languages import CodeLanguage
from bpcalc.report.code.reading import Code, bare
from bpcalc.report.document import Document
from bpcalc.report.remarks import is_at_kink
from bpcalc.report.step_titles import step_title
from bpcalc.report.words import part_title, stage_title
from bpcalc.solution import Solution
from bpcalc.training.stable_forms import PENALISED, SLACK, with_slack, with_steady_signs

MIN_JUMP = 1e-6
"""By so much a number has to change next to an edge, to count as one that jumps."""

RESIDUE = 1e-15
"""What a library may make of a derivative that is exactly 0 on paper."""

_NO_LETTER = re.compile(r"\W+")
_NOT_ASCII = re.compile(r"[^0-9A-Za-z_]+")


def solution_script(document: Document, language: CodeLanguage) -> str:
    """Return a script that works out the lines of a report, and whatever they follow from."""
    solution = document.solution
    wanted = needed(solution.calculation, [line.key for line in document.lines])
    return "\n".join(_SolutionScript(solution, language, wanted).lines()) + "\n"


class Names:
    """Variables: the names of the student, as far as the language takes them."""

    def __init__(self, solution: Solution, language: CodeLanguage) -> None:
        """Name the quantities of a solution."""
        self._solution = solution
        self._language = language
        self._given: dict[Key, str] = {}
        self._taken = set(language.words)

    def __call__(self, key: Key) -> str:
        """Return the variable of a quantity, of which no other one has it."""
        name = self._given.get(key)
        if name is None:
            name = self._given[key] = self._free(self._plain(key))
        return name

    def _plain(self, key: Key) -> str:
        text = self._text(key).replace("+", "_new")
        name = _NO_LETTER.sub("_", text).strip("_") or "q"
        if not self._language.unicode:
            name = _NOT_ASCII.sub("", name).strip("_") or key.kind
        return name if name[0].isalpha() else f"q{name}"

    def _text(self, key: Key) -> str:
        return self._solution.spelling.full(key)

    def _free(self, name: str) -> str:
        free, number = name, 1
        while free in self._taken or re.fullmatch(r"y[0-9]+", free):
            number += 1
            free = f"{name}_{number}"
        self._taken.add(free)
        return free


class Script:
    """A script over the lines of a solution.

    Attributes:
        once: whether a line is worked once, so that it is known how near to 0 its numbers come.
    """

    once = False

    def __init__(self, solution: Solution, language: CodeLanguage) -> None:
        """Write in a language."""
        self._solution = solution
        self._calculation = solution.calculation
        self._language = language
        self._named(Names(solution, language))
        self._kinked = language.gradients and any(
            is_at_kink(stage, self._solution) for stage in self._solution.stages
        )
        self._derives = language.gradients and derivable(self._solution) and not self._kinked
        if language.nudged and solution.exercise.batch_norm:
            self._derives = False  # there, the error of a sample is none of its own
        self._parameters = _parameters(self._solution) if self._derives else {}
        self._functions: dict[tuple[int | None, int | None], str] = {}

    def _named(self, names: Names) -> None:
        """Call the quantities so."""
        self._names = names
        self._code = Code(self._language, names)

    def _top(self, says: str) -> Iterator[str]:
        """Yield what the script is about, and what it needs."""
        exercise = self._solution.exercise
        title = exercise.title or "-".join(map(str, exercise.sizes))
        yield self._comment(title)
        if exercise.source:
            yield self._comment(exercise.source)
        yield self._comment(says)
        if self._language.gradients and not self._derives:
            yield self._comment(self._why_written_out())
        yield ""
        yield from self._head()
        yield ""

    def _head(self) -> Iterator[str]:
        yield from self._language.head

    def _why_written_out(self) -> str:
        if self._kinked:
            return say("Derivatives are written out: where a slope jumps, a library has its own.")
        return say("Derivatives are written out: what is worked here is not the gradient.")

    def _comment(self, text: str) -> str:
        return f"{self._language.comment} {cleaned(text)}"

    def _value(self, line: Line) -> str:
        if self._derives and (derived := self._derived(line.key)):
            return derived
        value = bare(self._in_floats(line).fold(self._code))
        if isinstance(line.formula, Number):
            return self._language.given.format(value=value)
        rounding = self._solution.exercise.rounding
        if rounding.stored(line.key.kind):
            value = self._rounded(line, value, rounding.ties)
        role = INFO[line.key.kind].role
        return self._language.new.format(value=value) if role == "new" else value

    def _check(self, label: str, name: str, expected: str, shown: str, slack: float) -> str:
        """Return the line that checks a quantity and prints it."""
        language = self._language
        if not language.unicode:
            label = label.encode("ascii", "replace").decode()
        label = label.replace("\\", "").replace("'", "").replace('"', "")
        if self._derives and not float(expected):
            slack = max(slack, RESIDUE)
        words = {"label": label, "name": name, "expected": expected, "shown": shown}
        return language.check.format(**words, slack=self._slack(slack)) + language.end

    def _slack(self, slack: float) -> str:
        """Return how a check is told what it allows beyond a fraction of the number."""
        return self._language.slack.format(slack) if slack else self._language.no_slack

    def _rounded(self, line: Line, value: str, ties: Ties) -> str:
        """Return a value as it is rounded before it is carried on."""
        places = max(-int(line.value.as_tuple().exponent), 0)
        return f"rounded({value}, {places}, '{ties}')"

    def _in_floats(self, line: Line) -> Expr:
        """Return a formula that jumps where floats may lie on either side, with room for them.

        The net input 0.3 - 0.1 - 0.2 is 0 on paper and -2.8·10^-17 in floats.
        """
        if line.key.kind in PENALISED and not self.once:
            return with_steady_signs(line.formula)
        if line.key.kind not in ("out", "slope"):
            return line.formula
        values = self._calculation.values

        def near(shift: float) -> float:
            return line.formula.fold(Floats(lambda key: float(values[key]) + shift))

        slack = float(SLACK.value) / 2
        jumps = abs(near(slack) - near(-slack)) > MIN_JUMP
        return with_slack(line.formula) if jumps else line.formula

    def _derived(self, key: Key) -> str:
        """Return the derivative that a line is about, "" if it is about none."""
        role = INFO[key.kind].role
        abreast = bool(self._solution.exercise.batch_norm)
        # With a batch norm, the error of a sample depends on all of them; its part of a gradient
        # is then no derivative of one error.
        if role not in ("sensitivity", *(() if abreast else ("gradient",))):
            return ""
        if key.sample is None and not abreast:
            return ""
        if key.kind == "slope" and self._language.nudged:
            return ""
        if key.kind == "slope":
            out = Key("out", key.layer, key.unit, None, key.sample, key.epoch)
            source = key.unit if key.source is None else key.source
            normed = key.layer in self._solution.exercise.graph.normed
            net = Key("scaled" if normed else "net", key.layer, source, None, *key.when)
            return f"grad({self._names(out)}, {self._names(net)})"
        of = self._quantity(key)
        if of is None:
            return ""
        if self._language.nudged:
            return self._by_nudge(key, of)
        descent = role == "sensitivity" and key.layer and self._solution.exercise.delta == "t-o"
        sign = "-" if descent else ""
        return f"{sign}grad({self._error(key, abreast=abreast)}, {self._names(of)})"

    def _by_nudge(self, key: Key, of: Key) -> str:
        """Return the derivative of the error of a sample by a quantity.

        The function of the error stands before the first of its derivatives.
        """
        if key.when not in self._functions:
            number = len(self._functions) + 1
            self._functions[key.when] = f"dE_{number}"
            self._code.lines += self._nudged_error(number, key)
        signed = INFO[key.kind].role == "sensitivity" and key.layer
        descent = signed and self._solution.exercise.delta == "t-o"
        return f'{"-" if descent else ""}{self._functions[key.when]}["{self._names(of)}"]'

    def _nudged_error(self, number: int, key: Key) -> Iterator[str]:
        """Yield the function that works the error out, and its derivatives by every nudge."""
        total = Key("total_error", None, None, None, *key.when)
        wanted = needed(self._calculation, [total])
        lines = [
            line
            for line in self._calculation
            if line.key in wanted
            and line.key.when == key.when
            and INFO[line.key.kind].role not in ("parameter", "new", "datum")
        ]
        own = {(sample, epoch) for sample, epoch, _ in self._parameters} & {key.when}
        moved = [
            *(k for (s, e, _), k in self._parameters.items() if (s, e) in own),
            *(
                line.key
                for line in self._calculation
                if line.key in wanted and line.key.kind == "input"
            ),
        ]
        inner = {each: f"{self._names(each)}_" for each in (*moved, *(x.key for x in lines))}
        code = Code(self._language, lambda each: inner.get(each) or self._names(each))
        yield f"def error_{number}(nudge):"
        yield '    """Return the error with every quantity moved by its nudge."""'
        for each in moved:
            name = self._names(each)
            yield f'    {inner[each]} = {name} + nudge["{name}"]'
        for line in lines:
            value = bare(line.formula.fold(code))
            yield from (f"    {held}" for held in code.lines)
            code.lines.clear()
            yield f'    {inner[line.key]} = {value} + nudge["{self._names(line.key)}"]'
        penalty = total._replace(kind="penalty")
        less = f" - {inner[penalty]}" if penalty in inner else ""  # its derivative is added later
        yield f"    return {inner[total]}{less}"
        names = ", ".join(f'"{self._names(each)}"' for each in inner)
        yield f"dE_{number} = jax.grad(error_{number})(dict.fromkeys([{names}], 0.0))"

    def _error(self, key: Key, *, abreast: bool) -> str:
        """Return the error that is derived: of a sample, or of all that go forward together."""
        samples = (
            [line.key.sample for line in self._calculation if _is_total(line.key, key.epoch)]
            if abreast
            else [key.sample]
        )
        texts = []
        for sample in samples:
            total = Key("total_error", None, None, None, sample, key.epoch)
            texts.append(self._names(total))
            penalty = total._replace(kind="penalty")
            if penalty in self._calculation.by_key:  # its derivative is added later
                texts[-1] += f" - {self._names(penalty)}"
        return " + ".join(texts)

    def _quantity(self, key: Key) -> Key | None:
        """Return what the error is derived by."""
        if key.kind == "error_slope" and key.layer:
            return Key("out", key.layer, key.unit, None, key.sample, key.epoch)
        if key.kind == "error_slope":
            return Key("input", 0, key.unit, None, key.sample)
        if derived_by := INFO[key.kind].slope_of:
            return key._replace(kind=derived_by)
        parameter = key.timeless._replace(kind=BELONGS_TO[key.kind])
        return self._parameters.get((key.sample, key.epoch, parameter))


class _SolutionScript(Script):
    """The lines of a hand calculation, each with its check."""

    once = True

    def __init__(self, solution: Solution, language: CodeLanguage, wanted: set[Key]) -> None:
        super().__init__(solution, language)
        self._wanted = wanted
        self._accuracy = Accuracy(solution.calculation)

    def lines(self) -> Iterator[str]:
        says = say("Written by bpcalc {version}; every number is checked.", version=__version__)
        yield from self._top(says)
        part = ""
        for stage in self._solution.stages:
            chosen = [line for line in stage.lines if line.key in self._wanted]
            if chosen:
                heading = self._heading(stage)
                if heading != part:
                    yield ""
                    yield self._comment(heading)
                    part = heading
                for line in chosen:
                    yield from self._line(line)
        yield ""
        yield from self._language.tail

    def _heading(self, stage: Stage) -> str:
        heading, exercise = stage.heading, self._solution.exercise
        if heading.name == "given":
            return say("Given")
        texts = (
            step_title(heading, self._calculation),
            part_title(heading, exercise),
            stage_title(heading, exercise),
        )
        return " – ".join(dict.fromkeys(filter(None, texts)))

    def _line(self, line: Line) -> Iterator[str]:
        solution, name = self._solution, self._names(line.key)
        shown = solution.shown(line)
        if not isinstance(line.formula, Number):
            formula, numbers = solution.formula(line), solution.substitution(line)
            nearly = solution.relation(line)
            yield self._comment(f"{solution.symbol(line)} = {formula} = {numbers} {nearly} {shown}")
        value = self._value(line)
        yield from self._code.lines
        self._code.lines.clear()
        yield self._language.assign.format(name=name, value=value) + self._language.end
        label, expected = solution.spelling.full(line.key), f"{line.value:.17g}"
        yield self._check(label, name, expected, shown, self._accuracy.slack(line.key))


def _is_total(key: Key, epoch: int | None) -> bool:
    return key.kind == "total_error" and key.sample is not None and key.epoch == epoch


def derivable(solution: Solution) -> bool:
    """Return whether the gradients of an exercise are the derivatives of its error.

    They are not where a rule says what delta is, where hidden deltas use the new weights, where
    numbers are rounded on the way, and where some are given that would follow, such as a derivative
    that is none.
    """
    exercise = solution.exercise
    usual = exercise.hidden_deltas_use == "old_weights" and exercise.rounding.carry == "exact"
    owns = [exercise.loss.own, *(layer.activation.own for layer in exercise.layers)]
    true = all(own is None or own.true for own in owns) and exercise.loss.gradient_factor == "1"
    return usual and true and exercise.learning_rule == GRADIENT and not exercise.given


def _parameters(solution: Solution) -> dict[tuple[int | None, int | None, Key], Key]:
    """Return the weights and biases in force, by sample, epoch, and what they are."""
    found = {}
    for line in solution:
        if line.key.kind in ("net", "scaled"):
            for key in line.formula.refs():
                if INFO[key.kind].role == "parameter":
                    place = key.timeless._replace(kind=BELONGS_TO.get(key.kind, key.kind))
                    found[line.key.sample, line.key.epoch, place] = key
    return found
