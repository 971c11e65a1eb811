"""How long a sheet of a large network takes to mark, against the calculation itself.

    python -m benchmarks.large_sheets [--pairs N] [--only WORD,…]

A sheet of a 784-30-10 network has almost 48,000 numbers. `check` of it is timed in turn with
`step --format json` of the exercise (A B A C …), whole processes in seconds of one core; the
median of the ratios is printed beside the limit that the project holds itself to; each ratio is
printed as it comes, for the whole takes half an hour of one core. The wrong sheets have one wrong
formula in every update, or gradient, and everything else is right.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from decimal import localcontext
from pathlib import Path

from benchmarks.marking import FINE, filled_in
from benchmarks.speed import large_exercise, row
from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.marker import Marker
from bpcalc.exercise.sources import load
from bpcalc.maths.expr import Expr, Minus, Number, Product, Ref, Sum
from bpcalc.maths.intervals import WORK
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import GRADIENT_KINDS, NEW_KINDS

Wrong = Callable[[AnswerKey, Key], Expr | None]
"""Returns the wrong formula for a line; None where the line is right."""

RIGHT, WRONG, AUDIT = 1.5, 3.0, 10
"""So many times the calculation a right and a wrong sheet may take; seconds of an audit."""
REFUSED = 2
"""The exit code of a call that is refused in a sentence, as an audit of so many numbers is."""
RATE = Ref(Key("learning_rate"))
BPCALC = str(Path(sys.executable).with_name("bpcalc"))


def update(made: Callable[[Expr, Expr], Expr]) -> Wrong:
    """Return a wrong formula for every update, made of the old value and the gradient."""

    def wrong(scheme: AnswerKey, key: Key) -> Expr | None:
        if key.kind not in NEW_KINDS:
            return None
        old, _, gradient = map(Ref, scheme.formulas[key].refs())
        return made(old, gradient)

    return wrong


def without_out(scheme: AnswerKey, key: Key) -> Expr | None:
    """Give the delta for the gradient of every weight."""
    return next(map(Ref, scheme.formulas[key].refs())) if key.kind == "weight_gradient" else None


def other_out(scheme: AnswerKey, key: Key) -> Expr | None:
    """Multiply by an output of another layer in the gradient of every weight."""
    if key.kind != "weight_gradient":
        return None
    delta, out = scheme.formulas[key].refs()
    layer = 2 if key.layer == 1 else 0
    unit = (key.source or 1) % scheme.exercise.sizes[layer] + 1
    other = Key("out", 2, unit, None, delta.sample, delta.epoch)
    return Product((Ref(delta), Ref(other if layer else Key("input", 0, unit, None, out.sample))))


def other_out_in_update(scheme: AnswerKey, key: Key) -> Expr | None:
    """Write the gradient out in every update, with an output of another layer."""
    if key.kind != "new_weight":
        return None
    old, rate, gradient = scheme.formulas[key].refs()
    wrong = other_out(scheme, gradient)
    return None if wrong is None else Sum((Ref(old), Minus(Product((Ref(rate), wrong)))))


def odd_rate(scheme: AnswerKey, key: Key) -> Expr | None:
    """Take a rate of its own for every update, as no rule does."""
    share = Number(f"0.{600 + (7919 * (key.unit or 1) + 104729 * (key.source or 1)) % 2477}")
    return update(lambda old, step: Sum((old, Minus(Product((share, step))))))(scheme, key)


def old_biases(scheme: AnswerKey, key: Key) -> Expr | None:
    """Leave the biases as they are."""
    return next(map(Ref, scheme.formulas[key].refs())) if key.kind == "new_bias" else None


WRONG_FORMULAS: Mapping[str, Wrong] = {
    "w + ηg": update(lambda w, g: Sum((w, Product((RATE, g))))),
    "w - 2ηg": update(lambda w, g: Sum((w, Minus(Product((Number("2"), RATE, g)))))),
    "w - g": update(lambda w, g: Sum((w, Minus(g)))),
    "w - 0.35g": update(lambda w, g: Sum((w, Minus(Product((Number("0.35"), g)))))),
    "η(w - g)": update(lambda w, g: Product((RATE, Sum((w, Minus(g)))))),
    "w·ηg": update(lambda w, g: Product((w, RATE, g))),
    "ηg": update(lambda w, g: Product((RATE, g))),
    "w": update(lambda w, g: w),
    "w - ηgg, without a name": update(lambda w, g: Sum((w, Minus(Product((RATE, g, g)))))),
    "another rate in each": odd_rate,
    "w - ηδ·out of another layer": other_out_in_update,
    "gradients without out": without_out,
    "gradients with out of another layer": other_out,
    "biases left": old_biases,
}


def answers(marker: Marker, wrong: Wrong | None, blank: bool) -> dict[str, str]:
    """Return what somebody writes who works with a wrong formula.

    Args:
        marker: of the exercise.
        wrong: the wrong formula; None for a right sheet.
        blank: whether the gradients are left out.
    """
    scheme = marker.scheme
    planted: dict[Key, Expr] = {}
    for key in scheme.formulas if wrong else ():
        formula = wrong(scheme, key)  # type: ignore[misc]  # not None here
        if formula is not None:
            planted[key] = formula
    asked = [key for key in marker.asked if not (blank and key.kind in GRADIENT_KINDS)]
    with localcontext(WORK):
        paper = filled_in(scheme, asked, FINE, planted=planted)
    assert paper is not None
    return {marker.names.told_name(key): cell.raw for key, cell in paper.cells.items()}


def cpu_seconds(command: list[str]) -> float:
    """Return the seconds of one core that a process takes."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in (0, 1, REFUSED) or "Traceback" in said:
        raise SystemExit(f"{' '.join(command)}: {said}")
    return usage.ru_utime + usage.ru_stime


def papers(folder: Path, exercise: Path, only: list[str]) -> dict[str, Path]:
    """Write the sheets; return their files by what is wrong."""
    marker = Marker(load(exercise))
    found: dict[str, Path] = {}
    for name, wrong in {"right": None, **WRONG_FORMULAS}.items():
        for left_out in (False, True):
            what = f"{name}, gradients left out" if left_out else name
            if only and not any(word in what for word in only):
                continue
            found[what] = folder / f"{len(found)}.json"
            found[what].write_text(json.dumps(answers(marker, wrong, left_out)))
    return found


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--only", default="")
    call = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        exercise = large_exercise(folder)
        step = [BPCALC, "step", "--format", "json", str(exercise)]
        row("`check` against `step --format json`, 784-30-10", "measured", "at most")
        sheets = papers(folder, exercise, [word for word in call.only.split(",") if word])
        ratios: dict[str, list[float]] = {what: [] for what in sheets}
        for _ in range(call.pairs):
            for what, paper in sheets.items():
                one = cpu_seconds([BPCALC, "check", str(exercise), str(paper)])
                ratios[what].append(one / cpu_seconds(step))
                print(f"{what}: {ratios[what][-1]:.2f}x", file=sys.stderr, flush=True)
        for what, found in ratios.items():
            limit = RIGHT if what.startswith("right") else WRONG
            row(what, f"{statistics.median(found):.2f}x", f"{limit}x")
        row(
            "`audit`, or its refusal",
            f"{cpu_seconds([BPCALC, 'audit', str(exercise)]):.1f} s",
            f"{AUDIT} s",
        )


if __name__ == "__main__":
    main()
