"""Other conventions: not mistakes, if a sheet keeps to them from beginning to end."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator
from dataclasses import replace

from bpcalc.calc.calculate import planned_formulas
from bpcalc.checking.answer_key import AnswerKey, Formulas, overlaid
from bpcalc.checking.exchanged import rows_exchanged, units_exchanged
from bpcalc.checking.other_lines import (
    BIAS_UPDATES,
    biases_constant,
    biases_kept,
    next_epoch,
    other_side,
    rate_in_delta,
    rate_in_gradients,
    slope_at_update,
    slope_later,
)
from bpcalc.checking.other_losses import cross_entropies, other_factors, other_means
from bpcalc.checking.renumbering import in_other_layers, in_square_layers, under_other_names
from bpcalc.checking.signs import delta_sign, likelihood, of_likelihood, of_negative_gradients
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import later
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import CHANGE_KINDS, ERROR_KINDS, GRADIENT_KINDS, NEW_KINDS
from bpcalc.maths.learning_rules import GRADIENT
from bpcalc.records import record

UPDATE_KINDS: frozenset[Kind] = GRADIENT_KINDS | CHANGE_KINDS | NEW_KINDS
"""What follows from the deltas."""

DELTA_KINDS: frozenset[Kind] = UPDATE_KINDS | {"delta", "error_slope"}


@record
class Convention:
    """Another way to work the same exercise.

    Attributes:
        id: its short name.
        called: in a few words, for a list of what passes; shown through `say`.
        says: to the student; shown through `say`.
        exercises: the exercise under it; none if it makes no difference there.
        needs: families of quantities in each of which it must show itself, so that it is not
            taken for a mistake in one of them.
        formulas: further lines that it changes.
        moved: other ways to see the exercise, each with the lines that it changes.
        borne_out: kinds of which one must be written that moves, and be right: what makes up for
            it. None if it needs no such witness.
        alone: whether all errors are enough where nothing is written that follows from them.
        fault: what is said where it is not accepted; "" for what is, unless a teacher says so.
        seat: kinds in one of which the fault lies, where one is written; none if in any of them.
    """

    id: str
    called: str
    says: str
    exercises: Callable[[Exercise], Iterator[Exercise]]
    needs: tuple[frozenset[Kind], ...] = ()
    formulas: Callable[[AnswerKey], Formulas] | None = None
    moved: Callable[[AnswerKey], Iterator[tuple[Exercise, Formulas]]] | None = None
    borne_out: Callable[[Exercise], frozenset[Kind]] = lambda exercise: frozenset()
    alone: bool = False
    fault: str = ""
    seat: frozenset[Kind] = frozenset()

    def shows(self, odd: Container[Kind], written: Collection[Key], lines: Iterable[Key]) -> bool:
        """Return whether it shows itself in every family in which it must.

        Args:
            odd: the kinds of what it explains.
            written: what stands on the sheet.
            lines: all that there is to be written.
        """
        missing = [kinds for kinds in self.needs if not any(kind in odd for kind in kinds)]
        if not missing:
            return True
        totals = {key.when for key in written if key.kind == "total_error"}
        errors = [key for key in lines if key.kind == "error" and key.when in totals]
        whole = bool(totals) and (len(errors) == 1 or all(key in written for key in errors))
        others = {key.kind for key in written}
        return self.alone and whole and all(others.isdisjoint(kinds) for kinds in missing)

    def accepted(self, accept: Container[str] | None) -> bool:
        """Return whether it passes.

        Args:
            accept: ids of the conventions that a teacher accepts; None for the usual ones.
        """
        return not self.fault if accept is None else self.id in accept


def _steps(exercise: Exercise) -> frozenset[Kind]:
    """Return what shows that weights go the right way."""
    return CHANGE_KINDS | NEW_KINDS


def _steps_of_a_rule(exercise: Exercise) -> frozenset[Kind]:
    """Return what shows that weights go the right way, where a rule says what delta is."""
    return CHANGE_KINDS | NEW_KINDS if exercise.learning_rule != GRADIENT else frozenset()


def _biases_updated(exercise: Exercise) -> Iterator[Exercise]:
    if exercise.updates and any(exercise.graph.biases) and not exercise.update_biases:
        yield replace(exercise, update_biases=True)


def _biases_left(exercise: Exercise) -> Iterator[Exercise]:
    if exercise.updates and any(exercise.graph.biases) and exercise.update_biases:
        yield replace(exercise, update_biases=False)


def _bias_in(exercise: Exercise) -> Iterator[Exercise]:
    working = exercise.working
    inside = working.bias_in == "net"
    yield replace(exercise, working=working._replace(bias_in="out" if inside else "net"))


def _batch(exercise: Exercise) -> Iterator[Exercise]:
    if exercise.batch:
        yield replace(exercise, update="batch_mean" if exercise.update == "batch" else "batch")


def _same(exercise: Exercise) -> Iterator[Exercise]:
    yield exercise


def _nowhere(exercise: Exercise) -> Iterator[Exercise]:
    yield from ()


MISCOUNTED = later(
    "The weights {weights} were counted the other way: by the unit that sends where the drawing "
    "counts by the one that receives, or the reverse."
)

UNITS_EXCHANGED = later(
    "The numbers of two units stand in each other's place: each is right under the name of the "
    "other unit."
)
ROWS_EXCHANGED = later(
    "Two rows, or two columns, of the gradients and of the new weights stand in each other's "
    "place: each number is right where the other one stands."
)

WITHOUT_SLOPE = (
    later("delta without the derivative f'(net), which comes in with the update"),
    later("delta is the error without the derivative f'(net), which comes in with the update"),
)
"""What is called and said of it, whichever line the derivative comes in with."""

CONVENTIONS = (
    Convention(
        "other_epoch",
        later("the values of the next epoch, with the weights already updated"),
        later("these are the values of the next epoch, with the weights already updated"),
        _same,
        needs=(frozenset({"net", "out"}),),
        formulas=next_epoch,
        fault=later(
            "These are the values of the next epoch: the weights were already updated, as when a "
            "cell of a notebook is run twice."
        ),
    ),
    Convention(
        "likelihood",
        later("the logarithm of the likelihood instead of a cross-entropy"),
        later(
            "the logarithm of the likelihood is made larger, where a cross-entropy is made "
            "smaller: error and delta have the other sign, and the update makes up for it"
        ),
        likelihood,
        needs=(ERROR_KINDS, GRADIENT_KINDS | {"delta", "error_slope"}),
        formulas=of_likelihood,
    ),
    Convention(
        "err_sign",
        later("delta with the other sign, for which the update makes up"),
        later(
            "delta has the other sign here: target - output for output - target, or the "
            "reverse; the update makes up for it"
        ),
        delta_sign,
        needs=(GRADIENT_KINDS | {"delta", "error_slope"},),
        borne_out=_steps_of_a_rule,
    ),
    Convention(
        "gradient_sign",
        later("the negative gradients written for the gradients, and added in the update"),
        later("the negative gradients are written for the gradients, and added in the update"),
        _nowhere,
        needs=(GRADIENT_KINDS | {"delta", "error_slope"}, CHANGE_KINDS | NEW_KINDS),
        moved=of_negative_gradients,
        borne_out=_steps,
        fault=later(
            "All gradients have the other sign: with target - output in delta, the product δ·out "
            "is -∂E/∂w, and not ∂E/∂w. The update adds it, which makes up for that."
        ),
        seat=GRADIENT_KINDS,  # the other sign of delta is none
    ),
    Convention(
        "biases",
        later("biases updated that the exercise leaves as they are"),
        later("the biases are updated, which the exercise leaves as they are"),
        _biases_updated,
        needs=(BIAS_UPDATES,),
    ),
    Convention(
        "biases_left",
        later("biases left as they are"),
        later("the biases are left as they are"),
        _biases_left,
        needs=(BIAS_UPDATES,),
        formulas=biases_kept,
        moved=biases_constant,
        fault=later("The biases have been left as they are; the exercise updates them."),
    ),
    Convention(
        "loss_factor",
        later("the error with another factor, ½ or none"),
        later("the error is taken with another factor, ½ or none, and so are its derivatives"),
        other_factors,
        needs=(ERROR_KINDS, DELTA_KINDS),
        alone=True,
    ),
    Convention(
        "loss_mean",
        later("the error averaged over the outputs, or added up"),
        later("the error is averaged over the outputs, or added up, and so are its derivatives"),
        other_means,
        needs=(ERROR_KINDS, DELTA_KINDS),
        fault=later(
            "The error has been averaged over the outputs where the exercise adds up, or the "
            "reverse."
        ),
    ),
    Convention(
        "cross_entropy",
        later("a cross-entropy for the error"),
        later(
            "a cross-entropy is taken for the error, so that delta is simply output minus target"
        ),
        cross_entropies,
        needs=(ERROR_KINDS, DELTA_KINDS),
        fault=later("A cross-entropy has been taken for the error; the exercise asks for another."),
    ),
    Convention(
        "bias_in",
        later("the bias added in the activation instead of the net input, or the reverse"),
        later("the bias is added in the activation and not in the net input, or the reverse"),
        _bias_in,
        needs=(frozenset({"net"}), frozenset({"out"})),
    ),
    Convention(
        "slope_later",
        *WITHOUT_SLOPE,
        _same,
        needs=(frozenset({"delta"}), UPDATE_KINDS),
        formulas=slope_later,
    ),
    # Who multiplies by it only after the gradient must show it: else the slope is forgotten.
    Convention(
        "slope_later",
        *WITHOUT_SLOPE,
        _same,
        needs=(frozenset({"delta"}), UPDATE_KINDS),
        formulas=slope_at_update,
        borne_out=_steps,
    ),
    Convention(
        "other_side",
        later("the slope of the other side at a corner of the activation"),
        later(
            "the net input is exactly at a corner of the activation, where it has two slopes; "
            "that of the other side is taken"
        ),
        _same,
        formulas=other_side,
    ),
    Convention(
        "rate_with_delta",
        later("delta with the learning rate, which the update then is without"),
        later("delta has the learning rate in it here, and the update is delta times output"),
        _same,
        needs=(frozenset({"delta"}),),
        formulas=rate_in_delta,
        borne_out=_steps,
    ),
    # Then no gradient is the derivative of the error.
    Convention(
        "rate_before_update",
        later("the learning rate in delta and in the gradients"),
        later("delta and the gradients have the learning rate in them, and the update has none"),
        _same,
        needs=(frozenset({"delta"}), GRADIENT_KINDS | CHANGE_KINDS | NEW_KINDS),
        formulas=rate_in_gradients,
        borne_out=_steps,
        fault=later(
            "The learning rate is in delta already, and so in the gradients, which are without it; "
            "it comes in with the update."
        ),
        seat=frozenset({"delta"}),
    ),
    Convention(
        "batch",
        later("gradients of the samples averaged instead of added up, or the reverse"),
        later(
            "the gradients of the samples are averaged where the exercise adds them up, or "
            "the reverse"
        ),
        _batch,
        fault=later(
            "The gradients of the samples have been averaged where the exercise adds them up, or "
            "the reverse."
        ),
    ),
    Convention(
        "numbering",
        later("weights counted the other way"),
        MISCOUNTED,
        _nowhere,
        needs=(frozenset({"net"}),),
        moved=in_other_layers,
        fault=MISCOUNTED,
    ),
    # In a square layer the nets alone are those of the transposed matrix, which has its own rule.
    Convention(
        "numbering",
        later("weights counted the other way"),
        MISCOUNTED,
        _nowhere,
        needs=(frozenset({"net"}), UPDATE_KINDS),
        moved=in_square_layers,
        fault=MISCOUNTED,
    ),
    # Numbers in matrices stand at their places, so only what comes back has another's name.
    Convention(
        "numbering",
        later("weights counted the other way"),
        MISCOUNTED,
        _nowhere,
        needs=(UPDATE_KINDS,),
        moved=under_other_names,
        fault=MISCOUNTED,
    ),
    # Where only one of these shows, the lines themselves have mistakes of that kind.
    Convention(
        "units_exchanged",
        later("the numbers of two units exchanged"),
        UNITS_EXCHANGED,
        _nowhere,
        needs=(frozenset({"net", "out"}), UPDATE_KINDS | {"delta", "error_slope"}),
        moved=units_exchanged,
        fault=UNITS_EXCHANGED,
    ),
    Convention(
        "rows_exchanged",
        later("two rows or columns of matrices exchanged"),
        ROWS_EXCHANGED,
        _nowhere,
        needs=(GRADIENT_KINDS | CHANGE_KINDS, NEW_KINDS),
        moved=rows_exchanged,
        fault=ROWS_EXCHANGED,
    ),
)


def together(first: Convention, second: Convention) -> Convention:
    """Return two conventions as one: both must show themselves, and have their witness."""
    return Convention(
        f"{first.id} {second.id}",
        first.called,
        first.says,
        _nowhere,
        needs=(*first.needs, *second.needs),
        borne_out=lambda exercise: first.borne_out(exercise) | second.borne_out(exercise),
        fault=first.fault or second.fault,
    )


def variants(convention: Convention, base: AnswerKey, epochs: int) -> Iterator[AnswerKey]:
    """Yield the schemes under a convention, where it makes a difference."""
    if convention.moved:
        for exercise, lines in convention.moved(base):
            yield overlaid(base, lines, exercise)
    for exercise in convention.exercises(base.exercise):
        changed: dict[Key, Expr] = {}
        if exercise != base.exercise:
            lines = planned_formulas(exercise, epochs, inputs=True)
            usual = base.formulas
            if base.base is not None:  # what another convention has changed stays
                usual = base.planned(epochs)
            changed = {k: f for k, f in lines.items() if usual.get(k) != f}
        if convention.formulas:
            changed |= convention.formulas(base)
        if changed:
            yield overlaid(base, changed, exercise)
