"""Whether quizzes accept what `check` calls right: random answers to random exercises.

python -m benchmarks.quizzes [--answers N] [--seed S]
"""

import argparse
from decimal import Decimal
from random import Random

from benchmarks.marking import draw
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marking_rule import fit
from bpcalc.errors import BpcalcError
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.rounding import Digits
from bpcalc.report.quiz import Quiz, positional


def main() -> None:
    """Ask, and print how often the two disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = Random(options.seed)
    asked = wrong = accepted = 0
    while asked < options.answers:
        try:
            quiz = Quiz(draw(random))
        except BpcalcError:  # an output of 0 or 1 in a cross-entropy
            continue
        for question in quiz.questions:
            true, digits = quiz.scheme.values[question.key], quiz.digits(question.key)
            for _ in range(5):
                reach = question.bounds.half * Decimal(str(random.uniform(-2.5, 2.5)))
                count = digits.count + random.choice([0, 0, 1, 3])
                cell = read_cell(positional(Digits(count, digits.significant).round(true + reach)))
                if not cell.value or cell.exponent is None or cell.exponent > -digits.count:
                    continue  # fewer digits than asked for: of these, platforms know nothing
                right = fit(cell, AffineNumber(true), digits) in ("good", "extra")
                asked += 1
                accepted += right
                if right != (question.bounds.low <= cell.value <= question.bounds.high):
                    wrong += 1
                    print(question.name, cell.raw, true, digits, right)
    print(f"{asked} answers, {accepted} of them right, {wrong} judged otherwise by the quiz")


if __name__ == "__main__":
    main()
