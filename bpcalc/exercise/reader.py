"""From the bytes of an exercise file to an `Exercise`, or to every reason why there is none."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bpcalc.errors import ExerciseError, Fault
from bpcalc.exercise import network_reader, samples
from bpcalc.exercise.collections import not_a, read_mapping, suspect_commas
from bpcalc.exercise.connectedness import fit_graph, look_at_names
from bpcalc.exercise.decoding import decode
from bpcalc.exercise.diagnostics import Enough, SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.layers_by_name import in_layer_order
from bpcalc.exercise.leading_zeros import doubts_told
from bpcalc.exercise.matrices import Ends
from bpcalc.exercise.notation_choice import notation_of, with_notation, without_factors
from bpcalc.exercise.punctuation import ASCII_SIGNS, Punctuated, read_as_plain, with_ascii_signs
from bpcalc.exercise.rate_reader import fit_rate
from bpcalc.exercise.recognition import DEFAULT_NOTATION, recognised
from bpcalc.exercise.rule_reader import fit_optimiser, fit_rule, with_usual_rule
from bpcalc.exercise.scalars import is_null
from bpcalc.exercise.settings import SETTING_READERS, settings, settled_loss
from bpcalc.exercise.spec import NORM_NAMES, Exercise, is_unknown
from bpcalc.exercise.usual_meanings import look_at_loss
from bpcalc.exercise.yaml_nodes import (
    Node,
    Repeated,
    Scalar,
    YamlError,
    YamlFile,
    YamlMapping,
    document,
)
from bpcalc.locale import say
from bpcalc.maths.derivation_style import CHAIN
from bpcalc.maths.losses import of_targets
from bpcalc.named_tuples import NamedTuple

FILE_KEYS = (
    *SETTING_READERS,
    *("inputs", "targets", "samples", "layers", "weights", "weight_rows", "numbering"),
    *("bias_column", "given"),
    *("biases", "thresholds", "activation", "units", "grading"),
)


class Reading(NamedTuple):
    """An exercise, and what was accepted in its file and yet deserves a word."""

    exercise: Exercise
    notes: tuple[Fault, ...]


def read(source: bytes, file: str) -> Reading:
    """Return the exercise that a file holds.

    Args:
        source: the bytes of the file.
        file: its name, for the messages.

    Raises:
        ExerciseError: the exercise cannot be used; with all faults, in the order of the file.
    """
    decoded = decode(source)
    punctuated = with_ascii_signs(decoded.text)
    page = SourceText(file, punctuated.text, punctuated.blanks)
    exercise = None
    try:
        for refusal in decoded.refusals:
            page.fault(refusal.at, refusal.says)
        if not decoded.refusals:
            exercise = _exercise(page, document(page.text))
    except YamlError as refused:
        from bpcalc.exercise.yaml_hints import tell  # its patterns cost a millisecond

        tell(page, refused)
    except Enough:
        pass
    if exercise is None or page.faults:
        raise ExerciseError(page.verdict())
    if decoded.notice:
        page.note(0, decoded.notice)
    _note_signs(page, punctuated)
    page.note_unusual()
    return Reading(exercise, tuple(sorted(page.notes, key=lambda note: note[1:3])))


def _note_signs(page: SourceText, punctuated: Punctuated) -> None:
    """Say once that signs of another keyboard were read as plain ones."""
    if punctuated.signs:
        says = read_as_plain((sign, ASCII_SIGNS[sign]) for sign in punctuated.signs)
        page.note(punctuated.first, says)


def _given(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> Exercise:
    if "given" not in keys:
        return exercise
    from bpcalc.exercise.given_quantities import fit_given  # seldom needed

    return fit_given(page, keys, exercise)


def _exercise(page: SourceText, document: YamlFile) -> Exercise | None:
    for repeated in document.repeated:
        _repeated(page, repeated)
    keys = _keys(page, document.root)
    if keys is None:
        return None
    keys = in_layer_order(keys)
    settled = settings(page, keys)
    settled_loss(settled)
    unit_interval = bool(settled.get("loss") and settled["loss"].unit_interval)
    named = _named_table(keys)
    sheet = _opened(page, named) if named else None
    drafts = None if named else samples.samples(page, keys)
    net = _network(page, keys, settled, samples.ends(drafts or []))
    if sheet and net.units:
        from bpcalc.exercise.table import drafts as table_drafts

        drafts = table_drafts(sheet, net.units, unit_interval)
    if drafts and net.sizes:
        samples.fit(sheet or page, drafts, net.sizes)
    _fit_loss(page, keys, settled, net)
    _check_grading(page, keys.get("grading"))
    if unit_interval:
        samples.within_unit_interval(sheet or page, drafts or [], settled["loss"].name)
    if sheet:
        sheet.note_unusual()
        page.faults.extend(sheet.faults)
        page.notes.extend(sheet.notes)
    if page.faults or drafts is None:
        return None
    _decimal_commas(page, keys)
    exercise = _given(page, keys, _finished(settled, drafts, net, told="given" in keys))
    exercise = _fitted(page, keys, exercise)
    doubts_told(page)
    return replace(exercise, grading=keys["grading"]) if "grading" in keys else exercise


def _fitted(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> Exercise:
    """Compare the parts of a file with each other; what few files ask for is imported for them."""
    fit_rule(page, keys.get("learning_rule"), exercise)
    fit_optimiser(page, keys, exercise)
    if keys.keys() & {"penalty", "clip_gradients", "max_norm"}:
        from bpcalc.exercise.penalty_reader import fit_limits

        fit_limits(page, keys, exercise)
    if "presentations" in keys:
        from bpcalc.exercise.presentations import fit_presentations

        fit_presentations(page, keys, exercise)
    fit_rate(page, keys, exercise)
    if "dropout" in keys:
        from bpcalc.exercise.dropout_reader import fit_dropout

        fit_dropout(page, keys, exercise)
    if not keys.keys().isdisjoint(NORM_NAMES):
        from bpcalc.exercise.net_norm_reader import fit_net_norms

        fit_net_norms(page, keys, exercise)
    if keys.keys() & {"normalise", "normalize", "measures"}:
        from bpcalc.exercise.normalise_reader import fit_scales

        exercise = fit_scales(page, keys, exercise)
    if isinstance(named := keys.get("previous_changes"), YamlMapping):
        from bpcalc.exercise.changes_by_name import with_changes

        exercise = with_changes(page, named, exercise)
    exercise = _fit_changes(page, keys, exercise)
    _fit_chain(page, keys.get("chain"), exercise)
    fit_graph(page, keys, exercise)
    look_at_names(page, keys, exercise)
    look_at_loss(page, keys, exercise)
    if "units" in keys or exercise.own_names:
        from bpcalc.exercise.names_as_formulas import refuse_formulas

        refuse_formulas(page, keys, exercise)
    return exercise


def _fit_chain(page: SourceText, node: Node | None, exercise: Exercise) -> None:
    """Refuse a chain rule that has no factors to be written with."""
    if node is not None and exercise.working.full_chain and (why := without_factors(exercise)):
        page.fault(node, why)


def _check_grading(page: SourceText, node: Node | None) -> None:
    """Look whether the policy is one at all; what it says matters to `grade` alone."""
    if node is not None and not isinstance(node, YamlMapping):
        not_a(page, node, say("rules of marking, such as out_of: 10"))


def _network(
    page: SourceText, keys: Mapping[str, Node], settled: dict[str, Any], ends: Ends
) -> network_reader.NetworkDraft:
    """Return the network; settle the notation that its names are recognised to be of."""
    usual = settled.get("notation", None if "notation" in keys else DEFAULT_NOTATION)
    names = recognised(page, keys, ends, usual, settled.get("own_notation"))
    if names.notation not in (None, DEFAULT_NOTATION):
        settled["notation"] = names.notation
    if names.turned and names.sizes:
        from bpcalc.exercise.receiver_first import with_places

        keys = with_places(keys, names.turned, names.sizes)
    return network_reader.read_network(page, keys, ends, names)


def _opened(page: SourceText, named: Scalar) -> SourceText | None:
    from bpcalc.exercise.table import open_table  # few exercises have one

    return open_table(page, named)


def _named_table(keys: Mapping[str, Node]) -> Scalar | None:
    """Return the name of the table that the samples stand in, if they stand in one."""
    node = keys.get("samples")
    csv = isinstance(node, Scalar) and node.text.lower().endswith(".csv")
    return node if csv and isinstance(node, Scalar) else None


def _repeated(page: SourceText, repeated: Repeated) -> None:
    key, first = repeated
    says = say(
        "the key `{key}` stands on line {line} already; keep one of them",
        key=quotable(key.text),
        line=page.line(first),
    )
    page.fault(key, says)


def _keys(page: SourceText, root: Node) -> dict[str, Node] | None:
    if isinstance(root, Scalar) and is_null(root):
        page.fault(0, say("the file is empty; expected at least inputs and weights"))
        return None
    if isinstance(root, YamlMapping):
        return read_mapping(page, root, "", FILE_KEYS)
    from bpcalc.exercise import yaml_hints

    usual = yaml_hints.causes(page.text, None)
    for refusal in usual:
        page.fault(refusal.at, refusal.says)
    if not usual:
        not_a(page, root, say("keys with values, such as inputs: [0.05, 0.10]"))
    return None


def _fit_loss(
    page: SourceText,
    keys: Mapping[str, Node],
    settled: Mapping[str, Any],
    net: network_reader.NetworkDraft,
) -> None:
    """Compare a loss that takes logarithms with the outputs."""
    loss = settled.get("loss")
    if loss is None or not loss.unit_interval:
        return
    if net.output is not None and net.output.outputs != (0, 1):
        says = say(
            "the loss `{loss}` needs outputs between 0 and 1, `{activation}` has others; "
            "use sigmoid or softmax in the output layer",
            loss=loss.name,
            activation=net.output.name,
        )
        page.fault(keys["loss"], says)


def _fit_changes(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> Exercise:
    """Compare the changes that momentum goes on from with what an update changes.

    A momentum that is 0 in so many words needs none; the exercise is then without them.
    """
    changes = exercise.previous_changes
    if changes is None:
        return exercise
    form = exercise.rule.form
    if not form.kept and "momentum" in keys:
        page.note(
            keys["previous_changes"],
            say("the momentum is 0: the previous changes do not count, and are left out"),
        )
        return replace(exercise, previous_changes=None)
    if not form.kept:
        says = say(
            "previous changes are of use with momentum or an optimiser that keeps something; give "
            "one or leave them out"
        )
        page.fault(keys["previous_changes"], says)
        return exercise
    graph = exercise.graph
    wanted = sum(
        sum(1 for _ in graph.parameters(layer, biases=exercise.update_biases))
        for layer in graph.layers
    )
    wanted = wanted * len(form.kept) + len(form.powers)
    if len(changes) != wanted:
        says = say(
            "expected {wanted} changes, one for each updated weight and bias; found {found}",
            wanted=wanted,
            found=len(changes),
        )
        page.fault(keys["previous_changes"], says)
    return exercise


def _decimal_commas(page: SourceText, keys: Mapping[str, Node]) -> None:
    """Note the first row of numbers in which commas seem to be decimal points, once for all."""
    for key in ("inputs", "targets", "samples", "weights", "biases", "thresholds"):
        at = suspect_commas(page, keys[key]) if key in keys else None
        if at is not None:
            page.note(at, say("were decimal commas meant? 0,5 was read as two numbers, 0 and 5"))
            page.doubts.clear()
            return


def _finished(
    settled: dict[str, Any],
    drafts: list[samples.Draft],
    net: network_reader.NetworkDraft,
    *,
    told: bool,
) -> Exercise:
    """Return the exercise, with what it leaves to its notation.

    Args:
        settled: what the file settles.
        drafts: of the samples.
        net: the network.
        told: whether quantities are given, so that data may be missing.
    """
    for name in NORM_NAMES:
        if name in settled:
            from bpcalc.exercise.net_norm_reader import with_units  # few files have one

            settled[name] = with_units(settled[name], tuple(map(len, net.units[1:])))
    working = CHAIN._replace(
        order=settled.get("order", "notes"), full_chain=settled.get("chain", False)
    )
    exercise = Exercise(
        layers=network_reader.finished(net),
        samples=samples.finished(drafts, net.sizes if told else None),
        units=net.units,
        thresholds=net.thresholds,
        skips=net.drawn.skips if net.drawn else (),
        shared=net.drawn.shared if net.drawn else (),
        own_names=net.drawn.names if net.drawn else (),
        numbering=net.numbering,
        left_open=frozenset({"delta", "changes", "order"} - settled.keys())
        | ({"numbering"} if net.numbering_taken else set())
        | ({"thresholds"} if net.thresholds_taken else set()),
        working=working,
        **{key: value for key, value in settled.items() if key not in ("order", "chain")},
    )
    exercise = with_usual_rule(exercise, settled)
    targets = (
        target
        for sample in exercise.samples
        for target in sample.targets or ()
        if not is_unknown(target)
    )
    exercise = replace(exercise, loss=of_targets(exercise.loss, targets))
    return with_notation(exercise, notation_of(exercise))
