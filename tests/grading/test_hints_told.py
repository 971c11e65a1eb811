"""The hints that a practice page has given stand beside the marks, and change none."""

import csv

from bpcalc.cli import run

SHEET = "student: {name}\nnet_h1: 0.3775\nout_h1: 0.5933\n"


def test_hints_have_a_column(tmp_path):
    """Names that mean nothing are no hints; who had none has an empty cell."""
    papers = tmp_path / "papers"
    papers.mkdir()
    hinted = SHEET.format(name="Ann") + "# with hints: out_h1 1, x9 2, net_h1 3\n"
    (papers / "ann.yaml").write_text(hinted, "utf-8")
    (papers / "bob.yaml").write_text(SHEET.format(name="Bob"), "utf-8")
    (papers / "cy.yaml").write_bytes(b"")

    assert run(["grade", "mazur", str(papers), "-o", str(tmp_path / "out")]) in (0, 1)
    with (tmp_path / "out" / "class.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student"].casefold(): row for row in csv.DictReader(file)}
    hints = {name: row["hints"] for name, row in rows.items()}
    assert hints.pop("ann") == "out_h1 1, net_h1 3"
    assert set(hints.values()) == {""}
    scores = {row["score"] for row in rows.values() if row["score"]}
    assert scores == {"2"}
