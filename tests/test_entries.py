"""An entry with a part missing is an error at start-up that names the entry and the part."""

import re
from dataclasses import MISSING, fields, replace
from types import SimpleNamespace
from typing import Any

import pytest

from bpcalc.checking.misconceptions import MISCONCEPTIONS
from bpcalc.exercise.formulas import parsed
from bpcalc.exercise.schema import schema
from bpcalc.maths import optimisers
from bpcalc.maths.activation import ACTIVATIONS, entry
from bpcalc.maths.entries import IncompleteEntry, demand, enter, tabled
from bpcalc.maths.expr import Apply, Number
from bpcalc.maths.float_forms import CALLS
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.kind_records import INFO
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.measures import MEASURES
from bpcalc.maths.optimiser_entry import check_kinds
from bpcalc.maths.optimisers import OPTIMISERS
from bpcalc.maths.own_functions import NET
from bpcalc.maths.penalties import PENALTIES
from bpcalc.maths.schedules import SCHEDULES
from bpcalc.notation.notations import MAZUR, NOTATIONS, _with_scales, check_forms
from bpcalc.report import folder, formats, quizzes, sheets
from bpcalc.report.code.languages import NUMPY
from bpcalc.report.live import bundle

RECORDS = {
    "activation": ACTIVATIONS["softplus"],
    "loss": LOSSES["huber"],
    "optimiser": OPTIMISERS["adam"],
    "function": FUNCTIONS["softplus"],
    "kind": INFO["weight_gradient"],
    "notation": NOTATIONS["mazur"],
    "misconception": MISCONCEPTIONS[0],
    "learning rule": LEARNING_RULES["perceptron"],
    "penalty": PENALTIES["l2"],
    "measure": MEASURES["mape"],
    "schedule": SCHEDULES["step"],
    "language": NUMPY,
    "format": formats.find("latex"),
    "sheet": sheets.SHEET_FOLDER.find("csv"),
    "quiz": quizzes.QUIZ_FOLDER.find("moodle"),
}
"""One entry of every table."""


def needed(record: Any) -> list[str]:
    """Return the parts of a record that have to be given."""
    return [
        field.name
        for field in fields(record)
        if field.default is MISSING and field.default_factory is MISSING
    ]


def parts() -> list[Any]:
    """Return every part that some entry has to have, with the entry."""
    return [
        pytest.param(record, part, id=f"{table}-{part}")
        for table, record in RECORDS.items()
        for part in needed(record)
    ]


def given(record: Any) -> dict[str, Any]:
    """Return the parts of an entry."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


@pytest.mark.parametrize(("record", "part"), parts())
@pytest.mark.parametrize("empty", ["left out", None, ""])
def test_an_entry_without_a_part_is_refused(record, part, empty):
    """Whatever is left out, or says nothing, is named, and so is the entry."""
    rest = given(record)
    called = needed(record)[0]
    name = rest[called] if isinstance(rest[called], str) and called != part else __name__
    if empty == "left out":
        del rest[part]
    else:
        rest[part] = empty

    with pytest.raises(IncompleteEntry) as raised:
        type(record)(**rest)

    assert part in str(raised.value)
    assert repr(name) in str(raised.value)
    assert type(record)(**given(record)) == record


def test_every_record_of_a_table_is_checked():
    """An entry is refused where it stands, whichever of the table it is."""
    for table in (ACTIVATIONS, LOSSES, OPTIMISERS, FUNCTIONS, NOTATIONS, SCHEDULES, INFO):
        for name, record in table.items():
            with pytest.raises(IncompleteEntry, match=name):
                replace(record, **{needed(record)[-1]: None})


def test_a_name_has_one_entry():
    """A second entry of the same name would hide the first without a word."""
    softplus = ACTIVATIONS["softplus"]

    with pytest.raises(IncompleteEntry, match=r"activation 'softplus' .* name of its own"):
        entry(softplus)
    with pytest.raises(IncompleteEntry, match="'huber'"):
        enter("loss", dict(LOSSES), "huber", LOSSES["huber"])
    with pytest.raises(IncompleteEntry, match="'exp'"):
        tabled("function", (FUNCTIONS["exp"], FUNCTIONS["ln"], FUNCTIONS["exp"]))


@pytest.mark.parametrize("kind", ["net", "beta1_power", "accuracy", "lowest"])
@pytest.mark.parametrize("name", NOTATIONS)
def test_a_notation_spells_every_kind(name, kind):
    """One that cannot is refused, and the kind is named."""
    notation = NOTATIONS[name]
    forms = {place: form for place, form in notation.forms.items() if place != kind}

    with pytest.raises(IncompleteEntry, match=rf"notation '{name}' .* form of `{kind}`"):
        check_forms(replace(notation, forms=forms))


def test_a_notation_of_a_few_forms_is_refused_with_all_that_it_lacks():
    """What others are made of is missed by its own name, before anything is made of it."""
    few = {kind: MAZUR.forms[kind] for kind in ("net", "out")}

    with pytest.raises(IncompleteEntry, match=r"'bishop' .*form of `input`.*`total_error`"):
        _with_scales(replace(MAZUR, name="bishop", forms=few))


def test_an_optimiser_works_out_what_is_a_kind():
    """A state, a power or a rate that no page could show is refused."""
    adam = OPTIMISERS["adam"]
    wrong = [
        replace(adam, rates=(*adam.rates, optimisers.Rate("gamma", "0.1"))),
        replace(adam, kept=lambda settings: (("w", lambda view, settings: view.old),)),
        replace(adam, aside=lambda settings: (("power", lambda view, settings: view.old),)),
        replace(adam, powers=lambda settings: (("gamma_power", "beta1"),)),
    ]

    for case, part in zip(wrong, ["gamma", "w", "power", "gamma_power"], strict=True):
        with pytest.raises(IncompleteEntry, match=rf"optimiser 'adam'.*'{part}'"):
            check_kinds(case)


@pytest.mark.parametrize("call", CALLS)
def test_a_language_has_all_functions(call):
    """What a language cannot call is named with it."""
    calls = {name: text for name, text in NUMPY.calls.items() if name != call}

    with pytest.raises(IncompleteEntry, match=rf"'{call}' .* form in numpy"):
        replace(NUMPY, calls=calls)


def test_the_script_of_a_page_has_all_functions_of_the_library(monkeypatch):
    """A function that is new, and that the page's own floats lack, is named."""
    assert bundle.known("library", "CALLS") >= set(CALLS)
    monkeypatch.setattr(bundle, "CALLS", [*CALLS, "gudermann"])
    bundle.page_script.cache_clear()

    with pytest.raises(IncompleteEntry, match=r"'gudermann' .* form in library\.js"):
        bundle.page_script()


def test_a_format_says_what_it_is(monkeypatch):
    """A module in a folder of formats that declares none is named."""
    monkeypatch.setattr(folder, "import_module", lambda name: SimpleNamespace())

    for each in (formats.FORMAT_FOLDER, sheets.SHEET_FOLDER, quizzes.QUIZ_FOLDER):
        with pytest.raises(IncompleteEntry, match=r"'teletext' .* `FORMAT`"):
            each.find("teletext")


def test_what_is_demanded_of_another_table_is_named():
    """The tables by stage and by kind are asked for what they lack."""
    demand("stage", ["net"], {"net": Number("1")}, "title")
    with pytest.raises(IncompleteEntry, match=r"stage 'out' .* no title"):
        demand("stage", ["net", "out"], {"net": Number("1")}, "title")


def test_a_measure_is_one_entry():
    """The measures of the schema are those of the table."""
    plain, any_case = schema()["properties"]["measures"]["items"]["anyOf"]
    assert plain["enum"] == list(MEASURES)
    assert all(re.search(any_case["pattern"], name.upper()) for name in MEASURES)


def test_a_function_that_is_written_as_a_call_can_be_typed():
    """Every elementary function of one operand that has a name is read in formulas."""
    for name, function in FUNCTIONS.items():
        if function.operands == 1 and getattr(function.spelling, "style", "") == "call":
            assert parsed(f"{function.spelling.text}(net)", {"net": NET}) == Apply(name, NET)
