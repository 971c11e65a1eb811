"""What those who join are told is true: places exist, forms can be read, the version is right."""

import re
from pathlib import Path

import pytest
import yaml

import bpcalc

ROOT = Path(__file__).parents[1]

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def test_places_named_are_there() -> None:
    """Every file and folder of the package, the tests and the tools that the text names exists."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"(?:bpcalc|tests|tools)/[\w./-]*[\w]", text)
    places = [name for name in named if "NAME" not in name]
    assert len(places) > 15
    assert [name for name in places if not (ROOT / name).exists()] == []


def test_citation_names_this_version() -> None:
    """The file of the citation is read by programs, and is of the version of the package."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(cited["version"]) == bpcalc.__version__
    assert {"cff-version", "message", "title", "authors", "license"} <= cited.keys()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_forms_can_be_read(form: Path) -> None:
    """A form has a name, a description and fields with labels, and asks for something."""
    read = yaml.safe_load(form.read_text(encoding="utf-8"))
    if form.stem == "config":
        assert read == {"blank_issues_enabled": True}
        return
    assert read["name"]
    assert read["description"]
    assert all(field["attributes"]["label"] for field in read["body"])
    assert any(field.get("validations", {}).get("required") for field in read["body"])
    ids = [field["id"] for field in read["body"]]
    assert len(set(ids)) == len(ids)


def test_there_is_a_form_for_each_kind_of_report() -> None:
    """Digits, marks, files and books have forms of their own."""
    assert {form.stem for form in FORMS} == {
        *("config", "wrong-digit", "unfair-mark", "unreadable-file", "new-book"),
    }
