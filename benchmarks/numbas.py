"""Whether Numbas itself marks sheets as `check` does; needs Node and a checkout of Numbas.

    python -m benchmarks.numbas NUMBAS [EXERCISE…] [--sheets N] [--seed S]

NUMBAS is the folder of github.com/numbas/Numbas. Questions are made by its own runtime, answers are
submitted to their parts in order, and the credit is compared with the verdicts of the marker. The
sheets have a mistake, worked out with rounded or with exact numbers; zeros or ones in places where
they are wrong, and what follows from them; blanks; or all of these. With how many digits a 0 was
written, Numbas does not know: where a mistake gives 0 exactly, it takes a bare 0 for that mistake.
"""

import argparse
import json
import subprocess
from collections import Counter
from decimal import Decimal, localcontext
from pathlib import Path
from random import Random
from tempfile import NamedTemporaryFile

import bpcalc
from bpcalc.checking.answer_key import StudentValues
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import asking
from bpcalc.checking.verdicts import Options
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.report.quiz import Question, Quiz, positional
from bpcalc.report.quizzes import QUIZ_FOLDER

RUNNER = """
const [folder, file] = process.argv.slice(1);
for (const part of ['numbas-runtime', 'locales', 'marking_scripts'])
    require(`${folder}/tests/${part}.js`);
const fs = require('fs');
const say = console.log;
console.log = console.error = console.warn = () => {};
const needed = ['json', 'jme', 'localisation', 'parts/numberentry', 'question'];
const job = JSON.parse(fs.readFileSync(file, 'utf-8'));
Numbas.debug = () => {};
Numbas.custom_part_types = {};
Numbas.queueScript('base', [], () => {});
Numbas.queueScript('sheets', needed, async () => {
    Numbas.locale.set_preferred_locale('en-GB');
    Numbas.locale.init();
    const data = JSON.parse(job.exam.replace(/^[^]*?\\n\\{/, '{'));
    const asked = data.question_groups[0].questions[0];
    for (const answers of job.sheets) {
        const scope = new Numbas.jme.Scope(Numbas.jme.builtinScope);
        const question = Numbas.createQuestionFromJSON(asked, 0, null, null, scope);
        question.generateVariables();
        await question.signals.on('ready');
        const found = [];
        for (const [at, part] of question.parts.entries()) {
            if (answers[at] === null) { found.push(null); continue; }
            part.storeAnswer(answers[at]);
            part.setStudentAnswer();
            part.submit();
            const says = part.markingFeedback.map(one => one.message || '').join(' ');
            found.push([part.credit, says, part.warnings.filter(one => one != 'POO')]);
        }
        say(JSON.stringify(found));
    }
    process.exit(0);
});
"""

MARKED_RIGHT = {"right", "jump", "follow"}

BARE = [Decimal(n) for n in ("0", "0", "0", "1", "-1")]

Sheet = dict[Question, Decimal | None]


def sheet(quiz: Quiz, random: Random) -> Sheet:
    """Return a sheet with something wrong in it, and what follows from that."""
    scheme = quiz.scheme
    kinds = random.choice(["mistake", "bare", "bare", "bare and mistake"])
    wrong = {}
    if "mistake" in kinds:
        question = random.choice([each for each in quiz.questions if each.mistakes])
        wrong = {question.key: random.choice(question.mistakes).formula}
    bare = {}
    if "bare" in kinds:
        some = random.sample(quiz.questions, random.choice([1, 1, 2, 5]))
        bare = {each.key: random.choice(BARE) for each in some}
    blank = random.choice([0.0, 0.0, 0.2])
    rounded = random.choice([True, False])
    carried: dict[object, AffineNumber] = {}
    world = StudentValues({**scheme.formulas, **wrong}, carried, {})  # type: ignore[arg-type]
    found: Sheet = {}
    for each in quiz.questions:
        value = world.own(each.key)
        if not value.known or random.random() < blank:
            found[each] = None
            continue
        found[each] = bare.get(each.key, quiz.rounded(each.key, value.centre))
        if rounded or each.key in bare:
            carried[each.key] = AffineNumber(found[each])
    return found


def by_numbas(folder: Path, quiz: Quiz, sheets: list[Sheet]) -> list[list[list[object] | None]]:
    """Return the credit of every answer, and what is said to it."""
    texts = [[None if n is None else positional(n) for n in each.values()] for each in sheets]
    job = {"exam": QUIZ_FOLDER.find("numbas").write([quiz]), "sheets": texts}
    with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(job, file)
        file.flush()
        call = ["node", "-e", RUNNER, str(folder.resolve()), file.name]
        done = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def compared(folder: Path, name: str, random: Random, count: int) -> Counter[str]:
    """Return how often Numbas and the marker agree, and what they differ in."""
    quiz = Quiz(bpcalc.load(name))
    options = Options(asking(quiz.calculation.exercise, told=False).rounding)
    marker = Marker(quiz.calculation.exercise, 1, options)
    sheets = [sheet(quiz, random) for _ in range(count)]
    found: Counter[str] = Counter()
    for each, credits in zip(sheets, by_numbas(folder, quiz, sheets), strict=True):
        cells = {q.key: read_cell(positional(n)) for q, n in each.items() if n is not None}
        with localcontext(WORK):
            verdicts = {mark.key: mark.verdict for mark in marker.mark(cells, cells).marks}
        for question, credit in zip(each, credits, strict=True):
            verdict = verdicts.get(question.key)
            if credit is None or verdict in ("convention", None):
                continue
            if (credit[0] == 1) == (verdict in MARKED_RIGHT):
                found["agree"] += 1
            else:
                found[f"{question.key.kind}: check {verdict}, Numbas {credit}"] += 1
    return found


def main() -> None:
    """Compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbas", type=Path)
    parser.add_argument("exercises", nargs="*", default=["mazur", "softmax", "tanh", "han-kamber"])
    parser.add_argument("--sheets", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name in options.exercises:
        found = compared(options.numbas, name, Random(options.seed), options.sheets)
        print(f"{name}: {found.pop('agree', 0)} answers alike, {sum(found.values())} otherwise")
        for text, count in found.most_common(12):
            print(f"  {count} × {text}")


if __name__ == "__main__":
    main()
