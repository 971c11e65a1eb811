"""The titles of epochs and samples, above the lines that are worked in them."""

from bpcalc.calc.lines import Calculation, Heading, StageName
from bpcalc.locale import say


def step_title(heading: Heading, calculation: Calculation) -> str:
    """Return the title of an epoch and sample, "" where there is but one of each."""
    if heading.name == "normalise":
        return sample_title(heading, calculation).capitalize() if heading.sample else ""
    titles = epoch_title(heading, calculation), sample_title(heading, calculation)
    return say(", ").join(filter(None, titles))


def epoch_title(heading: Heading, calculation: Calculation) -> str:
    """Return the title of an epoch, "" where there is but one and one sample."""
    if heading.epoch == calculation.epochs + 1:
        return say("After the update")
    if calculation.epochs > 1 or len(calculation.exercise.samples) > 1:
        return _epoch_title(heading, calculation)
    return ""


def sample_title(heading: Heading, calculation: Calculation) -> str:
    """Return of which of several samples something is, or that it is of all; "" of a single one."""
    if len(calculation.exercise.samples) < 2:
        return ""
    if heading.sample is not None:
        return say("sample {sample}", sample=heading.sample)
    if not calculation.exercise.batches or heading.epoch == calculation.epochs + 1:
        return say("all samples")
    return say("the whole batch")


def with_sample(title: str, heading: Heading, calculation: Calculation) -> str:
    """Return the title of a table with its sample, where no heading above it says of which."""
    if title and heading.sample is None and heading.name in OF_THE_BATCH:
        return title
    sample = sample_title(heading, calculation)
    return say(", ").join((title, sample)) if title else sample[:1].upper() + sample[1:]


OF_THE_BATCH: frozenset[StageName] = frozenset({"gradient_sum", "change", "update", "all_errors"})
"""Stages of which there is only one for all samples."""


def _epoch_title(heading: Heading, calculation: Calculation) -> str:
    if heading.epoch is None:
        return say("Epoch {epoch}", epoch=heading.epoch)
    epoch, batch = calculation.exercise.moment(heading.epoch)
    if batch is None:
        return say("Epoch {epoch}", epoch=epoch)
    return say("Epoch {epoch}, batch {batch}", epoch=epoch, batch=batch)
