"""Pictures: nothing overlaps, every number is one of the report's, and no name becomes a tag."""

import json
import math
import random
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from unicodedata import normalize
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bpcalc
from bpcalc import locale
from bpcalc.calc.lines import Calculation
from bpcalc.errors import OutputError
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import built_in
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.activations import ACTIVATIONS
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.writing import ASCII
from bpcalc.report import formats
from bpcalc.report.drawing import svg
from bpcalc.report.drawing.arrangement import arranged
from bpcalc.report.drawing.colours import FADED_FOREGROUND
from bpcalc.report.drawing.curve import curve
from bpcalc.report.drawing.geometry import (
    Circle,
    PicturePoint,
    Rectangle,
    Segment,
    boxes_meet,
    meets_circle,
    meets_segment,
)
from bpcalc.report.drawing.highlighting import lit_parts
from bpcalc.report.drawing.network import network_picture
from bpcalc.report.drawing.picture_data import DEFAULT_ITEMS, PICTURE_ITEMS, SHOWN, Reader, Show
from bpcalc.report.drawing.picture_model import PicturePlan
from bpcalc.report.drawing.picture_texts import Contents
from bpcalc.report.drawing.texts import BROADER, SPACE, TextPiece, pixel_width
from bpcalc.report.drawing.ticks import linear, logarithmic, whole_scale
from bpcalc.report.layout import of_derivation, of_solution
from bpcalc.report.selection import Selection
from bpcalc.solution import Solution
from tests.helpers import naughty
from tests.helpers.exercises import exercise, layer, random_exercise, sample
from tests.helpers.patience import PATIENCE
from tests.helpers.pictures import as_json, numbers, texts
from tests.helpers.ranges import few
from tests.helpers.reports import lines_of

WHOLE: Show = frozenset(PICTURE_ITEMS)
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁽⁾ʸᵒ₀₁₂₃₄₅₆₇₈₉", "0123456789+()yo0123456789")


def network_of(sizes: str, *, shared: bool = False, **rest: object) -> Exercise:
    """Return an exercise of this shape, such as `5-8-4`, with weights of all signs and lengths."""
    counts = [int(size) for size in sizes.split("-")]
    drawn = random.Random(sizes)

    def numbers(count: int) -> list[str]:
        return [f"{drawn.uniform(-1, 1):.{drawn.choice([1, 2, 2, 3])}f}" for _ in range(count)]

    layers = [
        layer(
            [numbers(below) for _ in range(size)],
            ACTIVATIONS["sigmoid"],
            numbers(1 if shared else size),
            shared=shared,
        )
        for below, size in pairwise(counts)
    ]
    samples = [sample(numbers(counts[0]), numbers(counts[-1]))]
    return exercise(layers, samples, learning_rate=Number("0.5"), **rest)


def plan_of(solution: Solution, show: Show) -> PicturePlan:
    """Return where everything stands on the picture of a solution."""
    return arranged(Contents(solution, Reader(solution, show, 1, 1)).content("Sample 1"))


def assert_tidy(plan: PicturePlan) -> None:
    """Check that no text meets another one or a circle, and that all are on the picture."""
    labels = [edge.box for edge in plan.edges if edge.box]
    texts = [text.box for text in plan.texts]
    circles = [node.circle for node in plan.nodes]
    for one, other in combinations((*labels, *texts), 2):
        assert not boxes_meet(one, other)
    for box in (*labels, *texts):
        assert not any(meets_circle(box, circle) for circle in circles)
        for x, y in box.corners():
            assert 0 <= x <= plan.width
            assert 0 <= y <= plan.height
    for one, other in combinations(circles, 2):
        between = math.dist(one.centre, other.centre)
        assert between > one.radius + other.radius
    assert_free(plan)


def assert_free(plan: PicturePlan) -> None:
    """Check that lines over a layer and what stands on them keep apart from all that is written."""
    labels = [edge.box for edge in plan.edges if edge.box] + [arc.box for arc in plan.arcs]
    texts = [text.box for text in plan.texts]
    circles = [node.circle for node in plan.nodes]
    for arc in plan.arcs:
        others = [box for box in (*labels, *texts) if box != arc.box]
        assert not any(boxes_meet(arc.box, other) for other in others)
        assert not any(meets_circle(arc.box, circle) for circle in circles)
        assert all(0 <= x <= plan.width and 0 <= y <= plan.height for x, y in arc.way)
        ends = {arc.way[0], arc.way[-1]}
        for segment in map(Segment, arc.way, arc.way[1:]):
            assert not any(meets_segment(other, segment) for other in others)
            line = covering(segment)
            for circle in circles:
                touching = [
                    end for end in ends if math.dist(end, circle.centre) < circle.radius + 1
                ]
                assert not meets_circle(line, circle._replace(radius=circle.radius - 1)) or touching


def covering(segment: Segment) -> Rectangle:
    """Return a box around a line, as thin as can be."""
    (x, y), (across, down) = segment
    length = math.dist(segment.start, segment.end) or 0.1
    angle = math.atan2(down - y, across - x)
    return Rectangle(PicturePoint((x + across) / 2, (y + down) / 2), length, 0.1, angle)


SHAPES = ["1-1-1", "2-1", "2-2-2", "3-2-1", "1-8-1", "2-3-2", "2-2-2-2", "4-4-4", "3-1-5", "5-8-4"]
ROUNDINGS = [Rounding(), Rounding(Digits(3)), Rounding(Digits(12, significant=True))]


@pytest.mark.sampled(10)
@pytest.mark.parametrize("shared", [False, True], ids=["own", "shared"])
@pytest.mark.parametrize("sizes", SHAPES)
def test_nothing_overlaps(sizes: str, shared: bool) -> None:
    """Labels, texts and circles keep apart, in all notations, with short and long numbers."""
    choices = [frozenset({"weights", "values"}), frozenset({"weights"}), frozenset({"gradients"})]
    choices += [frozenset({"weights", "gradients"}), WHOLE]
    for number, notation in enumerate(NOTATIONS):
        rounding = ROUNDINGS[number % len(ROUNDINGS)]
        worked = network_of(sizes, shared=shared, rounding=rounding, changes=True)
        solution = bpcalc.solve(with_notation(worked, notation))

        assert_tidy(plan_of(solution, choices[number % len(choices)]))


@pytest.mark.parametrize("sizes", ["2-3-2", "5-8-4"])
@pytest.mark.parametrize("show", [DEFAULT_ITEMS, frozenset({"weights"})], ids=["values", "weights"])
def test_lines_are_labelled(sizes: str, show: Show) -> None:
    """Up to forty lines between two layers, every weight stands on its line with its symbol."""
    plan = plan_of(bpcalc.solve(network_of(sizes)), show)

    assert plan.label_style == "named"
    assert all(edge.box for edge in plan.edges)


def test_gradients_of_a_large_network_are_labelled() -> None:
    """Numbers such as 0.000438568 still find their places in a 5-8-4 network."""
    plan = plan_of(bpcalc.solve(network_of("5-8-4")), frozenset({"gradients"}))

    assert all(edge.box for edge in plan.edges)
    assert_tidy(plan)


def test_a_label_stands_on_its_line() -> None:
    """The middle of every label is on the line that it belongs to, and turned as it is."""
    for edge in plan_of(bpcalc.solve("two-three-two"), WHOLE).edges:
        (start, end), box = edge.segment, edge.box
        assert box
        inside = math.dist(start, box.centre) + math.dist(box.centre, end)
        assert inside == pytest.approx(math.dist(start, end))
        assert math.tan(box.angle) == pytest.approx((end.y - start.y) / (end.x - start.x))


def letters(symbol: str) -> str:
    """Return the signs of a symbol in an order of their own: a picture stacks w²₁₁ in its own."""
    plain = normalize("NFKD", symbol.translate(PLAIN)).replace("_", "").replace(",", "")
    return "".join(sorted(plain))


@pytest.mark.sampled(40)
@pytest.mark.parametrize("name", sorted(built_in()))
@pytest.mark.parametrize("notation", [None, *NOTATIONS])
def test_every_number_is_one_of_the_report(name: str, notation: str | None) -> None:
    """What stands beside a symbol is what JSON calls `shown`; no weight is missing."""
    read = bpcalc.load(name)
    worked = with_notation(read, notation) if notation else read
    lines = [line for line in lines_of(worked) if line["sample"] in (1, None)]
    shown = {(letters(line["symbol"]), line["shown"]) for line in lines if line["epoch"] != 2}

    root = network_picture(bpcalc.solve(worked), WHOLE)

    said = (text.partition(" = ") for text in texts(root) if " = " in text)
    assert {(letters(symbol), as_json(value)) for symbol, _, value in said} <= shown
    assert set(numbers(root)) <= {value for _, value in shown}
    wanted = {"weight", "bias", "input", "net", "out", "target", "error", "delta"}
    expected = {line["shown"] for line in lines if line["kind"] in wanted and line["epoch"] != 2}
    assert expected <= set(numbers(root))


def test_a_number_stands_with_its_symbol() -> None:
    """Mazur's numbers stand where his picture has them."""
    said = texts(network_picture(bpcalc.solve("mazur"), WHOLE - {"changes"}))

    for text in ("b1 = 0.35", "neth1 = 0.3775", "targeto1 = 0.01", "Eo1 = 0.274811"):
        assert text in said
    for text in ("Etotal = 0.298371", "δo1 = 0.138499"):
        assert text in said


def test_numbers_too_long_for_a_circle_stand_under_it() -> None:
    """No circle grows beyond measure; the output is then written with its symbol."""
    precise = replace(bpcalc.load("mazur"), rounding=Rounding(Digits(40)))

    root = network_picture(bpcalc.solve(precise))

    under = f"outh1 = {bpcalc.solve(precise).shown(bpcalc.solve(precise)['out_h1'])}"
    assert under in texts(root)
    assert all(float(circle.get("r", "")) < 50 for circle in root.iter("circle"))


def test_without_lines_the_weights_are_those_of_the_exercise() -> None:
    """A training report, which works no line out, has the picture with the given weights."""
    given = bpcalc.load("mazur")

    root = network_picture(Solution(Calculation(given, 0, [])))

    expected = ["0.15", "0.20", "0.25", "0.30", "0.40", "0.45", "0.50", "0.55", "0.35", "0.60"]
    assert sorted(numbers(root)) == sorted(expected)


def test_in_ascii_symbols_are_names() -> None:
    """Where only ASCII is wanted, every symbol is its name, and no sign goes beyond."""
    worked = bpcalc.solve("two-three-two")

    root = network_picture(Solution(worked.calculation, ASCII), WHOLE)

    assert svg.svg_text(root).isascii()
    assert "delta_o1 = 0.0855088" in texts(root)


@pytest.mark.parametrize(
    ("sample", "epoch", "name", "line"),
    [
        (1, 1, "xor", "w1"),
        (3, 2, "xor", "net_h1"),
        (4, 3, "xor", "w1"),
        (2, 1, "batch-momentum", "delta_h1"),
        (None, 2, "batch-momentum", "w1_new"),
    ],
)
def test_sample_and_epoch(sample: int | None, epoch: int, name: str, line: str) -> None:
    """The numbers are those of the sample and epoch that are asked for."""
    solution = bpcalc.solve(name, 2)

    root = network_picture(solution, WHOLE, sample=sample, epoch=epoch)

    if epoch == 3:  # after the last update, and what it left are the weights of this pass
        wanted = solution.line("w1_new", sample=4, epoch=2)
    elif sample is None:
        wanted = solution.line(line, epoch=epoch)
    else:
        keys = solution.calculation.by_key
        found = solution[line].key
        here = found._replace(sample=sample, epoch=epoch)
        wanted = keys.get(here) or keys[here._replace(sample=None)]
    assert solution.shown(wanted) in numbers(root)


def test_a_bias_that_is_not_updated_stays() -> None:
    """Mazur's biases stand on the picture of the pass after the update as well."""
    root = network_picture(bpcalc.solve("mazur"), epoch=2)

    assert {"b1 = 0.35", "b2 = 0.60"} <= set(texts(root))


LIT = {
    "input": {"unit"},
    "net": {"unit"},
    "out": {"unit"},
    "delta": {"unit"},
    "slope": {"unit"},
    "error_slope": {"unit"},
    "weight": {"edge", "unit"},
    "weight_gradient": {"edge", "unit"},
    "weight_change": {"edge", "unit"},
    "new_weight": {"edge", "unit"},
    "bias": {"stub"},
    "bias_gradient": {"stub"},
    "bias_change": {"stub"},
    "new_bias": {"stub"},
    "target": {"stub"},
    "error": {"unit", "stub"},
    "total_error": {"stub"},
    "learning_rate": set(),
    "momentum": set(),
}


def test_every_kind_of_a_calculation_lights_something() -> None:
    """No kind is missing below that the exercise has lines of."""
    solution = bpcalc.solve(replace(network_of("2-2-2"), changes=True, momentum=Number("0.9")))

    assert {line.key.kind for line in solution} == set(LIT)


@pytest.mark.parametrize("kind", list(LIT))
def test_a_quantity_lights_what_it_belongs_to(kind: str) -> None:
    """Every kind of quantity lights its units and lines, and the rest of the picture fades."""
    solution = bpcalc.solve(replace(network_of("2-2-2"), changes=True, momentum=Number("0.9")))
    key = next(line.key for line in solution if line.key.kind == kind)

    root = network_picture(solution, WHOLE, lit=frozenset({key}))

    drawn = [each for each in root.iter() if each.tag in ("path", "g")]
    lit = {
        each.get("class", "").split()[0] for each in drawn if each.get("class", "")[-4:] == " lit"
    }
    faded = [each for each in drawn if each.get("class", "").endswith(" faded")]
    assert lit - {"text", "label"} == LIT[kind]
    assert faded
    shapes = [each.find("circle") if "unit" in each.get("class", "") else each for each in faded]
    assert all(float(each.get("opacity", "1")) < 0.5 for each in shapes if each is not None)
    assert not any(each.get("opacity") for each in drawn if each not in faded)
    assert {name.get("fill") for each in faded for name in each.iter("text")} <= {FADED_FOREGROUND}
    assert not any(numbers(each) for each in faded)


def test_no_index_has_a_seam_over_its_base() -> None:
    """A text with an index stands over a copy that has the seam, and has none itself."""
    root = network_picture(bpcalc.solve("two-three-two"), WHOLE)

    indexed = [each for each in root.iter("text") if any(part.get("dy") for part in each)]
    halos = [each for each in indexed if each.get("class") == "halo"]
    others = [each for each in indexed if each.get("class") != "halo"]
    assert len(halos) > 20
    assert all(each.get("stroke") for each in halos)
    assert not any(each.get("stroke") for each in others)
    assert {"".join(each.itertext()) for each in halos} < {"".join(e.itertext()) for e in others}


@pytest.mark.parametrize("name", ["two-three-two", "batch-momentum", "softmax"])
def test_the_picture_of_a_stage_has_its_numbers_only(name: str) -> None:
    """Beside a stage stand numbers of this stage, and none that is not worked out yet."""
    solution = bpcalc.solve(name)
    for stage in solution.stages[1:]:
        if stage.heading.name not in SHOWN:  # it is on the picture of another one
            continue
        keys = {key for line in stage.lines for key in (line.key, *line.formula.refs())}
        sample, epoch = stage.heading.sample, stage.heading.epoch or 1

        root = network_picture(
            solution, SHOWN[stage.heading.name], lit=frozenset(keys), sample=sample, epoch=epoch
        )

        assert set(numbers(root)) <= {solution.shown(solution[key]) for key in keys}
        assert any(each.get("class", "").endswith(" lit") for each in root.iter())


def test_a_large_layer_is_abbreviated() -> None:
    """Of 784 units six are drawn, the last one among them, and the picture says so."""
    large = Solution(Calculation(network_of("784-30-10"), 0, []))

    root = network_picture(large)

    said = texts(root)
    assert {"784 units, 6 of them drawn", "30 units, 6 of them drawn", "i784", "h30"} <= set(said)
    assert "i6" not in said
    assert len(svg.file(root)) < 60_000


def test_too_many_lines_are_told_by_thickness() -> None:
    """A hundred weights have no labels: the largest one is thickest, a negative one is dashed."""
    solution = bpcalc.solve(network_of("10-10-2"))
    weights = {line.key: line.value for line in solution if line.key.kind == "weight"}

    root = network_picture(solution)

    edges = [each for each in root.iter("path") if each.get("class", "").startswith("edge")]
    widths = [float(edge.get("stroke-width", "")) for edge in edges]
    first = [value for key, value in weights.items() if key.layer == 1]
    assert len(edges) == len(weights)
    assert widths.index(max(widths)) == max(range(100), key=lambda n: abs(first[n]))
    for edge, value in zip(edges, first, strict=False):
        assert bool(edge.get("stroke-dasharray")) == (value < 0)
        assert ("negative" if value < 0 else "positive") in edge.get("class", "")
    assert any("Too many connections to label." in text for text in texts(root))


ELEMENTS = {
    "svg",
    "title",
    "desc",
    "rect",
    "g",
    "path",
    "circle",
    "text",
    "tspan",
    "polyline",
    "line",
}
ATTRIBUTES = {
    *("width", "height", "viewBox", "role", "class", "font-family", "font-size", "font-weight"),
    *("x", "y", "dx", "dy", "cx", "cy", "r", "x1", "y1", "x2", "y2", "d", "points", "transform"),
    *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", SPACE),
    "aria-hidden",
    *("opacity", "text-anchor"),
}


def assert_inert(content: bytes) -> ET.Element:
    """Check that a file is XML of nothing but shapes and texts; return it."""
    root = ET.fromstring(content)
    for each in root.iter():
        tag = each.tag.removeprefix(f"{{{svg.NAMESPACE}}}")
        assert tag in ELEMENTS
        assert set(each.attrib) <= ATTRIBUTES
        assert not any("url" in value or "script" in value for value in each.attrib.values())
        each.tag = tag
    return root


@pytest.mark.parametrize("name", naughty.NAMES)
def test_a_name_is_a_text_and_nothing_else(name: str, tmp_path: Path) -> None:
    """Whatever a unit is called, the picture is well-formed, has no foreign part, and says it."""
    solution = bpcalc.solve(naughty.exercise(tmp_path, name, f"title {name}"))

    root = assert_inert(svg.file(network_picture(solution, WHOLE)))

    assert f"{name}h" in texts(root)


def test_a_long_name_is_cut() -> None:
    """A name of a hundred letters is cut off, on its unit and in the symbols around it."""
    mazur = bpcalc.load("mazur")
    named = replace(mazur, units=(("x" * 100, "y"), *mazur.units[1:]))

    root = network_picture(bpcalc.solve(named))

    assert any(text.startswith("xxx") and text.endswith("x…") for text in texts(root, "name"))
    assert float(root.get("width", "")) < 1000


def test_control_characters_are_replaced() -> None:
    """What XML cannot say is replaced, so that the file stays well-formed."""
    mazur = bpcalc.load("mazur")
    named = replace(mazur, units=(("a\x00\x1b\ud800b", "y"), *mazur.units[1:]))

    root = assert_inert(svg.file(network_picture(bpcalc.solve(named))))

    assert "a���b" in texts(root)


def test_pictures_have_words_and_no_ids() -> None:
    """A screen reader finds a title and a description; two pictures on a page cannot clash."""
    for root in (network_picture(bpcalc.solve("mazur")), curve([(0, 0.3), (1, 0.2)])):
        title, description = root.find("title"), root.find("desc")
        assert title is not None
        assert description is not None
        assert title.text
        assert description.text
        assert root.get("role") == "img"
        assert not any(each.get("id") for each in root.iter())
        assert "<?xml" not in svg.svg_text(root)


def test_in_chinese_the_layers_are_called_as_in_the_report() -> None:
    """The words on the picture are in the language of the report."""
    before = locale.language()
    try:
        locale.use("zh")
        said = texts(network_picture(bpcalc.solve("mazur")), "layer")
    finally:
        locale.use(before)

    assert said == ["输入层", "隐藏层", "输出层"]


def test_random_exercises_have_tidy_pictures() -> None:
    """Whatever an exercise says, its picture can be drawn and nothing on it overlaps."""
    for seed in range(few(8, 20)):
        solution = bpcalc.solve(random_exercise(random.Random(seed), largest=2))

        assert_tidy(plan_of(solution, WHOLE))
        assert_inert(
            svg.file(network_picture(solution, WHOLE, sample=len(solution.exercise.samples)))
        )


def test_two_runs_are_the_same(tmp_path: Path) -> None:
    """The bytes do not depend on the order of sets and the like."""
    files = []
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "bpcalc", "draw", "xor", "--show", ",".join(PICTURE_ITEMS)]
        done = subprocess.run(
            command,
            env={"PYTHONHASHSEED": seed, "PATH": "", "BPCALC_LANG": "en"},
            capture_output=True,
            check=True,
        )
        files.append(done.stdout)

    assert files[0] == files[1]
    assert b"<svg" in files[0]


BROWSER = """<!DOCTYPE html><meta charset="utf-8"><body>{pictures}<pre id="out"></pre><script>
const all = [...document.querySelectorAll("text")];
out.textContent = JSON.stringify(all.map(text => text.getComputedTextLength()));
</script>"""


def estimated(text: ET.Element) -> float:
    """Return the room that is kept for a text, without what stands over one another in it."""
    size = float(text.get("font-size", ""))
    pieces = tuple(
        TextPiece(part.text or "", "lowered" if part.get("font-size") else "") for part in text
    )
    return pixel_width(pieces, size) * (BROADER if text.get("font-weight") else 1)


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_a_browser_needs_no_more_room_than_is_kept(tmp_path: Path) -> None:
    """In Chromium, every text of every notation is at most as wide as its box."""
    roots = [
        network_picture(bpcalc.solve(with_notation(bpcalc.load(name), notation)), WHOLE)
        for name in ("two-three-two", "thresholds", "two-hidden-layers")
        for notation in NOTATIONS
    ]
    roots.append(curve([(0, 0.3), (200_000, 1e-9)]))
    page = tmp_path / "page.html"
    page.write_text(BROWSER.format(pictures="".join(map(svg.svg_text, roots))), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'me'}"]

    done = subprocess.run(
        [str(CHROMIUM), *options, "--dump-dom", page.as_uri()],
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )

    dumped = re.search(r'<pre id="out">(.*)</pre>', done.stdout.decode())
    assert dumped
    measured = json.loads(dumped[1])
    kept = [(text, estimated(text)) for root in roots for text in root.iter("text")]
    assert len(measured) == len(kept) > 500
    for (text, room), needed in zip(kept, measured, strict=True):
        assert needed <= room + 0.5, "".join(text.itertext())


# Geometry

NUMBERS = st.floats(-50, 50)
BOXES = st.builds(
    Rectangle,
    st.builds(PicturePoint, NUMBERS, NUMBERS),
    st.floats(2, 60),
    st.floats(2, 60),
    st.floats(-1.5, 1.5),
)


def points_of(box: Rectangle) -> list[PicturePoint]:
    """Return points all over a box."""
    across, down = math.cos(box.angle), math.sin(box.angle)
    steps = [n / 12 - 0.5 for n in range(13)]
    return [
        PicturePoint(
            box.centre.x + x * box.width * across - y * box.height * down,
            box.centre.y + x * box.width * down + y * box.height * across,
        )
        for x in steps
        for y in steps
    ]


def inside(box: Rectangle, point: PicturePoint, margin: float = 0.0) -> bool:
    """Return whether a point is in a box that is larger by a margin."""
    x, y = box.seen(point)
    return abs(x) < box.width / 2 + margin and abs(y) < box.height / 2 + margin


@settings(max_examples=150, deadline=None)
@given(BOXES, BOXES)
def test_boxes_meet_where_a_point_is_in_both(one: Rectangle, other: Rectangle) -> None:
    """Boxes that share a point meet, and those that meet come close to sharing one."""
    assert boxes_meet(one, other) == boxes_meet(other, one)
    if any(inside(other, point, -1e-6) for point in points_of(one)):
        assert boxes_meet(one, other)
    if boxes_meet(one, other):
        coarse = max(one.width, one.height) / 12
        assert any(inside(other, point, coarse) for point in points_of(one))


@settings(max_examples=150, deadline=None)
@given(BOXES, BOXES, st.floats(1, 40))
def test_circles_and_lines_meet_where_a_point_is_in_both(
    box: Rectangle, other: Rectangle, radius: float
) -> None:
    """The same holds for a box and a circle, and for a box and a line."""
    circle = Circle(other.centre, radius)
    near = min(math.dist(point, circle.centre) for point in points_of(box))
    if near < radius - 1e-6:
        assert meets_circle(box, circle)
    if near > radius + max(box.width, box.height) / 12:
        assert not meets_circle(box, circle)
    start, _, end, _ = other.corners()
    line = [
        PicturePoint(start.x + (end.x - start.x) * n / 200, start.y + (end.y - start.y) * n / 200)
        for n in range(201)
    ]
    if any(inside(box, point, -1e-6) for point in line):
        assert meets_segment(box, Segment(start, end))
    if not any(inside(box, point, math.dist(start, end) / 200) for point in line):
        assert not meets_segment(box, Segment(start, end))


# The error curve


def points_of_curve(root: ET.Element) -> list[tuple[float, float]]:
    """Return the places through which the curve passes."""
    pairs = (each.get("points", "").split() for each in root.iter("polyline"))
    lines = [[tuple(map(float, pair.split(","))) for pair in line] for line in pairs]
    dots = [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in root.iter("circle")]
    return [(x, y) for line in lines for x, y in line] + dots


CURVES = {
    "falling": [(epoch, 0.3 * 0.9**epoch) for epoch in range(20)],
    "spans decades": [(epoch, 0.5**epoch) for epoch in range(40)],
    "one point": [(0, 0.25)],
    "constant": [(0, 0.25), (1, 0.25), (7, 0.25)],
    "zero": [(0, 0.0), (1, 0.0)],
    "nearly constant": [(0, 1.0), (5, 1.0000001)],
    "diverging": [(0, 0.3), (1, 1e10), (2, 1.7e308), (3, math.inf), (4, math.nan)],
    "tiny": [(0, 5e-324), (1, 1e-300)],
    "interrupted": [(0, 0.5), (1, math.inf), (2, 0.4), (3, 0.3)],
    "late": [(1000, 0.3), (2000, 0.2)],
    "long": [(epoch, 1 / (1 + epoch)) for epoch in range(50_000)],
}


@pytest.mark.parametrize("points", CURVES.values(), ids=CURVES)
def test_a_curve_stays_on_its_axes(points: list[tuple[int, float]]) -> None:
    """Every point is on the picture, and its ticks are different from one another."""
    root = assert_inert(svg.file(curve(points)))

    width, height = float(root.get("width", "")), float(root.get("height", ""))
    places = points_of_curve(root)
    assert places
    assert all(0 < x < width and 0 < y < height for x, y in places)
    ticks = [text for text in root.iter("text") if text.get("class") == "tick"]
    across = ["".join(tick.itertext()) for tick in ticks if tick.get("text-anchor") == "middle"]
    up = ["".join(tick.itertext()) for tick in ticks if tick.get("text-anchor") == "end"]
    assert len(set(across)) == len(across) >= 1
    assert len(set(up)) == len(up) >= 2
    assert [float(text) for text in up] == sorted(float(text) for text in up)
    assert len(svg.file(root)) < 60_000


def test_a_curve_falls_where_the_error_falls() -> None:
    """Epochs go to the right, smaller errors stand lower."""
    places = points_of_curve(curve(CURVES["falling"]))

    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert [y for _, y in places] == sorted(y for _, y in places)


@pytest.mark.parametrize(
    ("name", "logarithmic_scale"), [("falling", False), ("spans decades", True), ("tiny", True)]
)
def test_a_logarithmic_scale_is_named(name: str, logarithmic_scale: bool) -> None:
    """An error that falls by more than a factor of a hundred is drawn in powers of ten."""
    said = texts(curve(CURVES[name]), "axis-name")

    assert ("error, logarithmic scale" in said) == logarithmic_scale


def test_on_a_logarithmic_scale_equal_factors_are_equal_ways() -> None:
    """Halving the error every epoch gives a straight line."""
    places = points_of_curve(curve(CURVES["spans decades"]))

    steps = {round(b - a, 1) for (_, a), (_, b) in pairwise(places)}
    assert max(steps) - min(steps) <= 0.2


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        (CURVES["diverging"], "2 errors beyond all bounds are left out."),
        (CURVES["interrupted"], "1 error beyond all bounds is left out."),
        ([(0, math.inf)], "1 error beyond all bounds is left out."),
        ([], "There is no error to draw."),
        ([(0, 1.0), (1, 1e-9), (2, 0.0)], "1 error of 0 has no place on a logarithmic scale."),
    ],
)
def test_what_is_left_out_is_said(points: list[tuple[int, float]], sentence: str) -> None:
    """Nothing is missing from a curve without a sentence."""
    assert sentence in texts(curve(points), "note")


def test_no_peak_of_a_long_run_is_lost() -> None:
    """Of fifty thousand points few are drawn, but the highest and the lowest are among them."""
    points = [(epoch, 1.0) for epoch in range(50_000)]
    points[12_345] = (12_345, 2.0)
    points[23_456] = (23_456, 0.5)

    places = points_of_curve(curve(points))

    usual = places[0][1]
    assert len(places) < 2000
    assert min(y for _, y in places) < usual < max(y for _, y in places)


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 1e300), st.floats(0, 1e300), st.integers(2, 9))
def test_linear_ticks(one: float, other: float, most: int) -> None:
    """Ticks rise from the lower to the upper end, few enough, and all values are between them."""
    low, high = sorted((one, other))
    scale = linear(low, high, most)

    shares = [tick.share for tick in scale.ticks]
    assert shares[0] == 0
    assert shares[-1] == 1
    assert shares == sorted(set(shares))
    assert len(scale.ticks) <= most
    assert -1e-6 <= scale.share(low) <= scale.share(high) <= 1 + 1e-6


@settings(max_examples=200, deadline=None)
@given(
    st.floats(5e-324, 1.7e308, allow_subnormal=True),
    st.floats(5e-324, 1.7e308, allow_subnormal=True),
)
def test_logarithmic_ticks(one: float, other: float) -> None:
    """Ticks are powers of ten, and say so."""
    low, high = sorted((one, other))
    scale = logarithmic(low, high, 7)

    assert len(scale.ticks) <= 7
    assert -1e-6 <= scale.share(low) <= scale.share(high) <= 1 + 1e-6
    for tick in scale.ticks:
        power = scale.low + tick.share * (scale.high - scale.low)
        assert round(power) == pytest.approx(power, abs=1e-6)
        assert re.fullmatch(r"0?\.?0*10*|1e-?\d+", tick.text)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_whole_ticks(one: int, other: int) -> None:
    """Epochs are whole numbers between the first and the last one."""
    low, high = sorted((one, other))

    numbers = [int(tick.text.replace(",", "")) for tick in whole_scale(low, high, 7).ticks]

    assert 1 <= len(numbers) <= 7
    assert low <= numbers[0]
    assert numbers[-1] <= high
    assert numbers == sorted(set(numbers))


# The format


def test_the_format_writes_the_network_of_a_solution() -> None:
    """A worked solution as SVG is its network with weights and values."""
    solution = bpcalc.solve("mazur")

    content = formats.find("svg").write(of_solution(solution), formats.Page())

    assert content == svg.file(network_picture(solution))


def test_a_report_without_a_picture_says_so() -> None:
    """The derivation of one number has no picture."""
    solution = bpcalc.solve("mazur")
    line = solution["w1_new"]
    document = of_derivation(solution, line, [line], Selection())

    with pytest.raises(OutputError, match="this report has no picture"):
        formats.find("svg").write(document, formats.Page())


def test_lighting_a_slope_of_softmax_lights_both_units() -> None:
    """∂out_1/∂net_2 is about two units of one layer."""
    key = Key("slope", 2, 1, 2, 1, 1)

    root = network_picture(bpcalc.solve("softmax"), WHOLE, lit=frozenset({key}))

    lit = [each for each in root.iter("g") if each.get("class") == "unit output lit"]
    assert len(lit) == 2


SKIPPING = """
layers: [2, 2, 1]
inputs: [0.05, 0.10]
targets: [0.99]
learning_rate: 0.5
weights:
  w1: {from: i1, to: h1, value: 0.15}
  w2: {from: i1, to: h2, value: 0.20}
  w3: {from: i2, to: h2, value: 0.25}
  w4: {from: h1, to: o1, value: 0.40}
  w5: {from: h2, to: o1, value: 0.45}
  w6: {from: i1, to: o1, value: 0.30}
"""


def test_only_connections_that_there_are_have_lines() -> None:
    """A missing connection has no line; one that leaps over a layer leads below it, labelled."""
    exercise = read(SKIPPING.encode(), "skipping.yaml").exercise
    solution = bpcalc.solve(exercise)

    plan = plan_of(solution, WHOLE)
    root = network_picture(solution)
    (arc,) = plan.arcs
    lowest = max(node.circle.centre.y + node.circle.radius for node in plan.nodes)
    hidden = [node.circle.centre.x for node in plan.nodes if node.part[:2] == ("unit", 1)]

    assert len(plan.edges) == 5
    assert ("edge", 1, 1, 2) not in {edge.part for edge in plan.edges}
    assert all(point.y > lowest for point in arc.way if abs(point.x - hidden[0]) < 20)
    lines = [each for each in root.iter("path") if each.get("class", "").startswith("edge")]
    assert len(lines) == 6
    assert "".join(root.itertext()).count("0.30") >= 1


def leaping(sizes: tuple[int, ...], skips: int, biases: str = "") -> str:
    """Return a file of this shape with as many connections over layers, drawn at random."""
    drawn = random.Random(f"{sizes} {skips}")
    names = [[f"{chr(97 + layer)}{unit + 1}" for unit in range(n)] for layer, n in enumerate(sizes)]
    near = [(a, b) for one, two in pairwise(names) for a in one for b in two]
    far = [
        (a, b)
        for first, second in combinations(range(len(sizes)), 2)
        if second - first > 1
        for a in names[first]
        for b in names[second]
    ]
    ends = [*near, *drawn.sample(far, skips)]
    values = [f"{drawn.uniform(-1, 1):.{drawn.choice([1, 2, 6])}f}" for _ in ends]
    weights = "".join(
        f"  w{n}: {{from: {a}, to: {b}, value: {value}}}\n"
        for n, ((a, b), value) in enumerate(zip(ends, values, strict=True), 1)
    )
    units = f"{{inputs: {names[0]}, hidden: {names[1:-1]}, outputs: {names[-1]}}}".replace("'", "")
    numbers = [[f"0.{drawn.randint(1, 99)}" for _ in names[end]] for end in (0, -1)]
    data = f"inputs: {numbers[0]}\ntargets: {numbers[1]}\n".replace("'", "")
    return f"units: {units}\n{data}learning_rate: 0.5\n{biases}weights:\n{weights}"


@pytest.mark.parametrize(
    ("sizes", "skips"),
    [
        ((1, 1, 1), 1),
        ((1, 1, 1, 1, 1), 4),
        ((2, 2, 1), 2),
        ((2, 3, 2), 4),
        ((2, 3, 2, 2), 5),
        ((3, 2, 2, 3), 9),
        ((1, 4, 1, 2, 1), 7),
    ],
)
def test_lines_over_layers_pass_by_what_is_written(sizes: tuple[int, ...], skips: int) -> None:
    """However many they are, they run through no text, no label and no circle."""
    shared = f"biases: {['0.25'] * (len(sizes) - 1)}\n".replace("'", "")
    own = f"biases: {[['0.25'] * size for size in sizes[1:]]}\n".replace("'", "")
    for biases, show in (("", DEFAULT_ITEMS), (shared, WHOLE), (own, frozenset({"weights"}))):
        text = leaping(sizes, skips, biases)
        solution = bpcalc.solve(read(text.encode(), "leaping.yaml").exercise)

        plan = plan_of(solution, show)

        assert len(plan.arcs) == skips
        assert_tidy(plan)


def test_biases_of_one_picture_are_drawn_alike() -> None:
    """That of a single output is no circle where those of hidden units stand above their units."""
    text = (
        "inputs: [0, 1]\ntargets: [1]\nlearning_rate: 0.25\nlayers: [2, 2, 1]\n"
        "weights: {v11: 0.7, v12: -0.2, v21: -0.4, v22: 0.3, v01: 0.4, v02: 0.6, w1: 0.5, "
        "w2: 0.1, w0: -0.3}\n"
    )
    solution = bpcalc.solve(text)
    plan = plan_of(solution, DEFAULT_ITEMS)

    assert [node.role for node in plan.nodes].count("bias") == 0
    lit = lit_parts([Key("bias", 2)], 1)
    assert any(part in lit for part, _ in plan.stubs)
    assert_tidy(plan)
    alone = bpcalc.solve(
        "inputs: [1]\ntargets: [1]\nlearning_rate: 1\nweights: [[[1]]]\nbiases: [1]\n"
    )
    assert [node.role for node in plan_of(alone, DEFAULT_ITEMS).nodes].count("bias") == 1
