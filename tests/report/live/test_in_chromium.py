"""The live page in a real browser: what is changed is worked out, and nothing else happens."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from bpcalc import locale
from bpcalc.calc.calculate import calculate
from bpcalc.calc.mistakes import has_mistakes
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import built_in, load
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Number
from bpcalc.report.document import Paragraph
from bpcalc.report.layout import of_solution
from bpcalc.report.live.next_epoch import begun
from bpcalc.report.live.page import live_page
from bpcalc.report.live.solution import LiveSolution, is_given
from bpcalc.report.selection import Selection
from bpcalc.solution import Solution
from bpcalc.training.problem import Problem
from bpcalc.training.python_engine import Straight
from bpcalc.training.trainer import Run, train
from tests.helpers.chromium import MISSING, Browser
from tests.helpers.naughty import TITLES
from tests.helpers.ranges import few

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

SHOWN = """
const found = {};
for (const element of document.querySelectorAll('[data-value]')) {
  if (element instanceof SVGElement || element.tagName === 'OUTPUT') continue;
  const copy = element.cloneNode(true);
  copy.querySelectorAll('i').forEach(blank => blank.remove());
  found[element.dataset.value] = copy.textContent;
}
return JSON.stringify(found);
"""

CHANGE = """
const field = document.querySelector(`[data-given="${asked[0]}"]`);
field.value = asked[1];
field.dispatchEvent(new Event('change', { bubbles: true }));
"""


TRAINED = """
return new Promise(resolve => {
  const text = document.getElementById('trained');
  const look = () => text.textContent ? resolve(text.textContent) : setTimeout(look, 20);
  look();
});
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser that is started once."""
    browser = Browser(tmp_path_factory.mktemp("browser"))
    yield browser
    browser.quit()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English."""
    before = locale.language()
    locale.use("en")
    yield
    locale.use(before)


def shown(browser: Browser) -> dict[int, str]:
    """Return the numbers of the page, by the places of their lines."""
    texts: dict[str, str] = json.loads(browser.run(SHOWN))
    return {int(place): text for place, text in texts.items()}


def change(browser: Browser, place: int, text: str) -> None:
    """Type a text into a field."""
    browser.run(f"const asked = {json.dumps([place, text])};{CHANGE}")


def given(solution: Solution, name: str) -> int:
    """Return the place of a given quantity."""
    return list(solution).index(solution[name])


VARIED = ("mazur", "batch-momentum", "thresholds", "softmax", "skip-connection", "xor", "tanh")
"""Examples that differ most in how their pages are built; Node has the numbers of all of them."""

EXAMPLES = sorted(built_in(), key=lambda name: name not in VARIED)


@pytest.mark.parametrize("name", EXAMPLES[: few(3, len(EXAMPLES))])
def test_the_page_shows_what_step_shows(browser: Browser, name: str) -> None:
    """Every number of the page is that of the solution, worked out by the script."""
    solution = Solution(begun(calculate(load(name))))
    browser.show(live_page(solution))

    numbers = shown(browser)
    assert browser.messages() == []
    lines = list(solution)
    assert len(numbers) > len(lines) / 2
    assert numbers == {place: solution.shown(lines[place]) for place in numbers}


def test_a_changed_number_changes_every_line(browser: Browser) -> None:
    """After a change, the page is that of the exercise with the other number."""
    exercise = load("mazur")
    solution = Solution(calculate(exercise))
    browser.show(live_page(solution))

    change(browser, given(solution, "i1"), "0.25*2")

    (sample,) = exercise.samples
    other = replace(sample, inputs=(Number("0.5"), *sample.inputs[1:]))
    wanted = Solution(calculate(replace(exercise, samples=(other,))))
    lines = list(wanted)
    numbers = shown(browser)
    assert numbers == {place: wanted.shown(lines[place]) for place in numbers}
    assert "#0=0.5" in browser.run("return location.hash")


def test_fractions_are_exact(browser: Browser) -> None:
    """A page of an exercise with fractions shows what the program shows, after a change as well."""
    exercise = load("mazur")
    (sample,) = exercise.samples
    thirds = replace(sample, inputs=(Number("1/3"), Number("-2/3")))
    solution = Solution(calculate(replace(exercise, samples=(thirds,))))
    browser.show(live_page(solution))

    change(browser, given(solution, "i2"), "0.25")

    other = replace(thirds, inputs=(Number("1/3"), Number("0.25")))
    wanted = Solution(calculate(replace(exercise, samples=(other,))))
    lines, numbers = list(wanted), shown(browser)
    assert browser.messages() == []
    assert numbers == {place: wanted.shown(lines[place]) for place in numbers}


def test_the_next_epoch_and_back(browser: Browser) -> None:
    """The second epoch is that of `step --epochs 2`, and back is where it began."""
    solution = Solution(calculate(load("mazur")))
    second = Solution(calculate(load("mazur"), epochs=2))
    browser.show(live_page(solution))
    before = shown(browser)

    browser.run("document.getElementById('next').click()")
    numbers = shown(browser)
    browser.run("document.getElementById('back').click()")

    for place, line in enumerate(solution):
        if line.key.epoch == 1 and line.key.kind in ("net", "delta", "new_weight", "total_error"):
            key = line.key._replace(epoch=2)
            assert numbers[place] == second.shown(second[key])
    assert shown(browser) == before


ADAM = """
title: Adam on stairs
samples:
- {inputs: [0.5, 1], targets: [0.8]}
- {inputs: [1, -0.3], targets: [0.2]}
- {inputs: [0.2, 0.7], targets: [0.4]}
weights: [[[0.1, 0.2]]]
biases: [0.1]
learning_rate: {start: 0.5, exponential: 0.9}
batch_size: 2
optimizer: adam
"""

RATE_FORMULA = "return document.querySelector('[data-formula]').textContent"
SAVED = """
return new Promise((resolve) => {
  const before = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    blob.text().then(resolve);
    URL.createObjectURL = before;
    return before.call(URL, blob);
  };
  document.getElementById('save').click();
});
"""

EPOCHS_TOLD = """
const told = [...document.querySelectorAll('[data-epoch]')].map(each => each.textContent);
return JSON.stringify([...new Set(told)]);
"""


def test_a_page_with_a_state_goes_on(browser: Browser) -> None:
    """With Adam, a rate that falls and batches: numbers, the formula, headings, address, file."""
    exercise = read(ADAM.encode(), "adam.yaml").exercise
    browser.show(live_page(Solution(calculate(exercise))))
    live = LiveSolution(begun(calculate(exercise)))
    before = shown(browser)
    assert browser.run(RATE_FORMULA) == "η0"
    for _ in range(3):
        browser.run("document.getElementById('next').click()")
    numbers = shown(browser)

    fourth = Solution(calculate(exercise, epochs=4))
    for place, line in enumerate(live):
        if line.key.epoch is not None and not is_given(line) and place in numbers:
            key = line.key._replace(epoch=line.key.epoch + 6)  # two batches an epoch
            assert numbers[place] == fourth.shown(fourth[key])
    assert browser.run(RATE_FORMULA).replace("⋅", "·") == "η0·κ3"
    assert json.loads(browser.run(EPOCHS_TOLD)) == ["Epoch 4"]
    address = browser.run("return location.hash")
    assert address.startswith("#epoch=4&")
    saved = read(browser.run(SAVED).encode(), "saved.yaml").exercise
    assert saved.schedule is not None
    assert saved.schedule.form.after == 3
    after = Solution(calculate(saved))
    worked = [(place, line) for place, line in enumerate(after) if not is_given(line)]
    assert {place: after.shown(line) for place, line in worked if place in numbers} == {
        place: numbers[place] for place, _ in worked if place in numbers
    }
    browser.run("location.hash = ''")
    browser.run(f"location.hash = {json.dumps(address)}")
    browser.answer("new Promise(done => setTimeout(done))")
    again = shown(browser)
    assert {place: again[place] for place, _ in worked if place in numbers} == {
        place: numbers[place] for place, _ in worked if place in numbers
    }
    browser.run("document.getElementById('reset').click()")
    assert shown(browser) == before
    assert json.loads(browser.run(EPOCHS_TOLD)) == ["Epoch 1"]
    assert browser.messages() == []


@pytest.mark.long
def test_targets_that_no_longer_add_up_to_1_are_told(browser: Browser) -> None:
    """With softmax, delta is output minus target only where they do: else its line is longer."""
    solution = Solution(calculate(load("softmax")))
    browser.show(live_page(solution))
    place = next(place for place, line in enumerate(solution) if line.key.kind == "target")
    formula = "return document.querySelector('[data-formula]').textContent"
    short = browser.run(formula)
    assert "add up to 1" not in browser.run(STATUS)
    change(browser, place, "0.5")
    assert "add up to 1" in browser.run(STATUS)
    assert "Error: " in browser.run(STATUS)
    assert browser.run(formula).count("target") == len(solution.exercise.samples[0].targets or ())
    then = Solution(calculate(read(browser.run(SAVED).encode(), "saved.yaml").exercise))
    numbers = shown(browser)
    for at, line in enumerate(solution):
        if at in numbers:
            assert numbers[at] == then.shown(then[line.key]), solution.name(line)
    assert not browser.run("return document.getElementById('next').disabled")
    browser.run(f"const asked = '40';{EPOCHS}")
    assert training_error(then.exercise, 40) in browser.run(TRAINED)
    change(browser, place, solution.shown(list(solution)[place]))
    assert browser.run(STATUS).startswith("Error")
    assert browser.run(formula) == short
    assert browser.messages() == []


def training_error(exercise: Exercise, epochs: int) -> str:
    """Return the error that `train` comes to, as it is printed."""
    problem = Problem.of(exercise)
    error = train(problem, Straight(problem), Run(epochs)).errors_after.total
    return exercise.rounding.shown("total_error", Decimal(repr(error)))


def test_what_is_no_number_is_said_and_changes_nothing(browser: Browser) -> None:
    """A field that cannot be read is marked, and the numbers stay."""
    solution = Solution(calculate(load("mazur")))
    browser.show(live_page(solution))
    before = shown(browser)

    change(browser, given(solution, "w1"), "O.15<b>")

    assert shown(browser) == before
    assert "O.15<b>" in browser.run("return document.getElementById('status').textContent")
    invalid = browser.run("return document.querySelectorAll('[aria-invalid=true]').length")
    assert invalid == 1


LETTER_BY_LETTER = """
const field = document.querySelector(`[data-given="${asked[0]}"]`);
field.focus();
[...asked[1]].forEach((_, count) => {
  field.value = asked[1].slice(0, count + 1);
  field.dispatchEvent(new Event('input', { bubbles: true }));
});
"""


def type_in(browser: Browser, place: int, text: str) -> None:
    """Type a text letter by letter, and leave the field."""
    browser.run(f"const asked = {json.dumps([place, text])};{LETTER_BY_LETTER}")
    change(browser, place, text)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("text", ["1e999", "1/0", "1_000", "0.1.2", "７／０", "2.5 or 3"])
def test_the_readable_beginning_of_a_text_is_not_worked_with(browser: Browser, text: str) -> None:
    """Numbers, address and file keep the number that stood there, and a sentence says so."""
    solution = page_of(browser, "mazur")
    place = given(solution, "w1")
    type_in(browser, place, "0.250")
    before, address = shown(browser), browser.run("return location.hash")

    type_in(browser, place, text)

    assert shown(browser) == before
    assert browser.run("return location.hash") == address == f"#{place}=0.250"
    saved = Solution(calculate(read(browser.run(SAVED).encode(), "saved.yaml").exercise))
    assert saved["w1"].formula == Number("0.250")
    says = "The number that stood there, 0.250, still counts: "
    assert browser.run(STATUS).startswith(says)
    assert text in browser.run(STATUS)
    assert browser.run("return document.querySelectorAll('[aria-invalid=true]').length") == 1
    browser.run(SWITCH)
    assert browser.run(STATUS).startswith("原来的数 0.250 仍然有效：")
    browser.run("localStorage.clear()")
    assert browser.messages() == []


def test_a_slider_is_what_stood_in_its_field(browser: Browser) -> None:
    """After it was moved, a text that cannot be read falls back to it; after an epoch, to that."""
    solution = page_of(browser, "mazur")
    rate, weight = given(solution, "η"), given(solution, "w1")
    browser.run(
        f"const asked = {json.dumps([rate, '0.7'])};{LETTER_BY_LETTER}"
        "const slider = document.querySelector(`[data-slider='${asked[0]}']`);"
        "slider.value = 0.25; slider.dispatchEvent(new Event('input', { bubbles: true }));"
    )
    type_in(browser, rate, "3x")
    assert browser.run("return location.hash") == f"#{rate}=0.25"

    browser.run(f"const asked = {json.dumps([weight, '0.7'])};{LETTER_BY_LETTER}")
    browser.run("document.getElementById('next').click()")
    before = browser.run("return location.hash")
    type_in(browser, weight, "1/0")
    assert browser.run("return location.hash") == before
    assert browser.messages() == []


def test_training_in_the_page(browser: Browser) -> None:
    """The worker trains and the curve is drawn, under the policy of the page."""
    browser.show(live_page(Solution(calculate(load("mazur")))))

    browser.run("document.getElementById('train').click()")
    text = browser.run(TRAINED)

    assert "0.00111435" in text  # after 1,000 epochs, as `train` has it
    assert browser.run("return document.querySelectorAll('#curve polyline').length") == 1
    assert browser.messages() == []


LEFT = """
const [text, curve] = ['trained', 'curve'].map(id => document.getElementById(id));
return [text.textContent, curve.hidden];
"""

MOVED = """
const slider = document.querySelector('[data-slider]');
slider.value = '0.7';
slider.dispatchEvent(new Event('input', {bubbles: true}));
"""


def test_other_numbers_leave_no_error_of_epochs_before(browser: Browser) -> None:
    """A training belongs to the numbers that it began with, and is gone when they are others."""
    solution = page_of(browser, "mazur")
    weight = given(solution, "w1")
    ways = (
        lambda: change(browser, weight, "0.7"),
        lambda: browser.run(MOVED),
        lambda: browser.run("document.getElementById('next').click()"),
        lambda: browser.run("document.getElementById('back').click()"),
        lambda: browser.run("document.getElementById('reset').click()"),
    )
    for way in ways:
        browser.run(f"const asked = '10';{EPOCHS}")
        assert "10 epochs" in browser.run(TRAINED)
        assert browser.run(LEFT)[1] is False
        way()
        assert browser.run(LEFT) == ["", True]
        assert "Error: " in browser.run(STATUS)
    assert browser.messages() == []


TEXT = """
const copy = document.querySelector('main').cloneNode(true);
copy.querySelectorAll('#trained, #curve').forEach(each => each.remove());
copy.querySelectorAll('svg .label text').forEach(each => each.removeAttribute('x'));
return copy.innerHTML;
"""

SWITCH = "document.getElementById('language').click()"


@pytest.mark.sampled(1)
@pytest.mark.parametrize("name", ["mazur", "batch-momentum"])
def test_the_language_is_switched_in_the_page(browser: Browser, name: str) -> None:
    """The page is then the one that is written in Chinese, to the letter, and back again."""
    solution = Solution(calculate(load(name)))
    locale.use("zh")
    browser.show(live_page(solution))
    chinese = browser.run(TEXT)
    locale.use("en")
    browser.show(live_page(solution))
    english = browser.run(TEXT)

    browser.run(SWITCH)
    assert browser.run(TEXT) == chinese
    assert browser.run("return document.documentElement.lang") == "zh-Hans"
    browser.run(SWITCH)
    assert browser.run(TEXT) == english
    assert browser.run("return document.documentElement.lang") == "en"
    assert browser.messages() == []


def test_switched_the_page_keeps_its_numbers(browser: Browser) -> None:
    """What was changed and trained stays, is still worked out, and a reload knows the language."""
    solution = Solution(calculate(load("mazur")))
    html = live_page(solution)
    browser.show(html)
    change(browser, given(solution, "i1"), "0.25")
    browser.run("document.getElementById('train').click()")
    browser.run(TRAINED)
    before = shown(browser)

    browser.run(SWITCH)
    assert shown(browser) == before
    assert "训练" in browser.run("return document.getElementById('train').textContent")
    assert "轮" in browser.run("return document.getElementById('trained').textContent")
    change(browser, given(solution, "w1"), "0.7")
    browser.run("document.getElementById('next').click()")
    assert shown(browser) != before
    assert "误差" in browser.run("return document.getElementById('status').textContent")

    browser.show(html)
    assert browser.run("return document.documentElement.lang") == "zh-Hans"
    browser.run("localStorage.clear()")
    assert browser.messages() == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_fits(browser: Browser, language: str) -> None:
    """Nothing sticks out of the page, in either language."""
    locale.use(language)
    browser.show(live_page(Solution(calculate(load("two-three-two")))))

    for width in (360, 800, 1400):
        browser.resize(width)
        assert browser.run("return document.documentElement.scrollWidth") <= width
    assert browser.messages() == []


def test_hostile_titles_are_inert(browser: Browser) -> None:
    """A title is text, in the page and in the data of its script."""
    own = "document.title='owned'"
    hostile = f"</script><script>{own}</script><img src=x onerror={own}>"
    for title in (hostile, " ".join(TITLES), "\\", "`"):
        exercise = replace(load("mazur"), title=title)
        browser.show(live_page(Solution(calculate(exercise))))
        assert browser.run("return document.title") != "owned"
        assert len(shown(browser)) > 40
        assert browser.messages() == []


CHANGING = """
title: a page whose notes come and go
inputs: [0.5, 0.25]
targets: [1]
learning_rate: 0.1
activation: [{activation}, sigmoid]
loss: {loss}
weights: [[[0.4, 0.2], [0.5, {weight}]], [[0.3, 0.6]]]
biases: [{bias}, 0.1]
rounding: {{decimals: {decimals}}}
"""

SAID = """
const shown = [...document.querySelectorAll('p')].filter(text => text.checkVisibility());
return JSON.stringify(shown.map(text => text.textContent.trim()));
"""


def exercise_of(tmp_path: Path, **parts: object) -> Exercise:
    """Return an exercise with these parts."""
    plain = {"activation": "relu", "loss": "half_squared_error", "weight": "-1.0", "bias": "0"}
    path = tmp_path / "exercise.yaml"
    path.write_text(CHANGING.format(**({**plain, "decimals": 4} | parts)), encoding="utf-8")
    return load(path)


def notes(blocks: Iterable[object]) -> list[str]:
    """Return the sentences of a report that are not always true."""
    return [block.text for block in blocks if isinstance(block, Paragraph) and block.when]


@pytest.mark.parametrize(
    ("activation", "bias", "loss"),
    [
        ("relu", "0", "half_squared_error"),
        ("relu", "0.1", "absolute_error"),
        ("relu6", "6", "half_squared_error"),
        ("hard_tanh", "1", "hinge"),
    ],
)
def test_notes_come_and_go_with_the_numbers(
    browser: Browser, tmp_path: Path, activation: str, bias: str, loss: str
) -> None:
    """After a change, exactly the notes stand there that `step` would print."""
    other = exercise_of(tmp_path, weight="-0.3", activation=activation, bias=bias, loss=loss)
    exercise = exercise_of(tmp_path, activation=activation, bias=bias, loss=loss)
    first = Solution(calculate(other))
    browser.show(live_page(first))

    change(browser, given(first, "w4"), "-1.0")

    wanted = notes(of_solution(Solution(calculate(exercise)), Selection(whole_after=True)).blocks)
    said = json.loads(browser.run(SAID))
    assert browser.messages() == []
    assert [
        text for text in said if text.startswith(("Note: the derivative", "≈", "With"))
    ] == wanted


PERCEPTRON = """
samples:
- {inputs: [1, 0], targets: [1]}
- {inputs: [1, 1], targets: [0]}
weights: [[[0.5, 0.2]]]
biases: [-0.1]
learning_rate: 0.5
activation: step
learning_rule: perceptron
"""


def test_a_perceptron_that_has_learnt_is_told(browser: Browser) -> None:
    """The sentence is that of the epoch which is shown, and that of its numbers."""
    exercise = read(PERCEPTRON.encode(), "perceptron.yaml").exercise
    browser.show(live_page(Solution(calculate(exercise))))
    for epoch in range(1, 7):
        whole = calculate(exercise, epoch)
        (says,) = [text for text in json.loads(browser.run(SAID)) if text.startswith("This epoch")]
        assert ("has no mistake" in says) != has_mistakes(whole, epoch)
        assert json.loads(browser.run(EPOCHS_TOLD)) == [f"Epoch {epoch}"]
        browser.run("document.getElementById('next').click()")
    assert "has no mistake" in says
    assert browser.messages() == []


def test_a_value_on_a_phone_stands_behind_its_sign(browser: Browser) -> None:
    """Where the parts of a line stand one below the other, each begins with = or ≈."""
    browser.resize(360)
    browser.show(live_page(Solution(calculate(load("two-three-two")))))

    signs = browser.run(
        """return [...document.querySelectorAll('td:has([data-relation])')]
        .filter(cell => getComputedStyle(cell).display === 'block').map(
          cell => getComputedStyle(cell, '::before').content.replace(/["none\\s]/g, '')
            + cell.querySelector('[data-relation]').textContent.trim());"""
    )

    assert set(signs) == {"=", "≈"}


def test_what_a_picture_is_in_words_holds_no_number_that_may_change() -> None:
    """A screen reader says the words of a picture; its lines, which follow, have the numbers."""
    page = live_page(Solution(calculate(load("mazur"))))
    words = re.findall("<desc[^>]*>(.*?)</desc>", page)
    assert words
    assert not [each for each in words if "0." in each]


EPOCHS = """
const field = document.getElementById('epochs');
field.value = asked;
document.getElementById('trained').textContent = '';
document.getElementById('train').click();
"""

STATUS = "return document.getElementById('status').textContent"


@pytest.mark.parametrize(
    ("typed", "says"),
    [("１０", "After 10 epochs"), ("5*2", "After 10 epochs"), ("1", "After 1 epoch the")],
)
def test_epochs_are_read_as_other_numbers_are(browser: Browser, typed: str, says: str) -> None:
    """Full-width digits and arithmetic are understood; one epoch is one."""
    page_of(browser, "mazur")
    browser.run(f"const asked = {json.dumps(typed)};{EPOCHS}")

    assert browser.run(TRAINED).startswith(says)


def test_what_is_no_number_of_epochs_is_said(browser: Browser) -> None:
    """One sentence names what was typed and what can be; nothing is trained."""
    page_of(browser, "mazur")
    for typed in ("abc", "-5", "−5", "0", "2.5", "0.15*2", "1e9", "", "Infinity", "0x10"):
        browser.run(f"const asked = {json.dumps(typed)};{EPOCHS}")
        assert f"“{typed}” is not a number of epochs" in browser.run(STATUS)
        assert "100000" in browser.run(STATUS)
        assert browser.run("return document.getElementById('epochs').ariaInvalid") == "true"
        assert browser.run("return document.getElementById('trained').textContent") == ""
    assert browser.messages() == []


def test_no_epochs_leave_no_error_of_epochs_before(browser: Browser) -> None:
    """What was trained before is gone beside the sentence, and does not come back."""
    page_of(browser, "mazur")
    browser.run(f"const asked = '10';{EPOCHS}")
    browser.run(TRAINED)
    browser.run(
        "document.getElementById('epochs').value = 'abc';document.getElementById('train').click();"
    )
    assert "“abc” is not a number of epochs" in browser.run(STATUS)
    browser.run(SWITCH)
    assert browser.run("return document.getElementById('trained').textContent") == ""
    assert browser.run("return document.getElementById('curve').hidden")
    browser.run("localStorage.clear()")


CUT_OFF = """
const frame = document.querySelector('#curve svg').getBoundingClientRect();
const texts = [...document.querySelectorAll('#curve .tick')];
const inside = text => {
  const box = text.getBoundingClientRect();
  return box.left >= frame.left && box.right <= frame.right && box.bottom <= frame.bottom;
};
return JSON.stringify(texts.map(text => [text.textContent, inside(text)]));
"""


def test_no_number_of_the_curve_is_cut_off(browser: Browser) -> None:
    """All marks are within the picture, the last number of epochs too, and they are round."""
    page_of(browser, "single-neuron")
    browser.run(f"const asked = '10000';{EPOCHS}")
    browser.run(TRAINED)

    marks = json.loads(browser.run(CUT_OFF))
    assert [text for text, _ in marks][-1] == "10000"
    assert [text for text, inside in marks if not inside] == []


def test_a_given_is_held_to_what_is_read(browser: Browser) -> None:
    """A momentum that no file may have is refused in a sentence, and is not saved."""
    solution = page_of(browser, "batch-momentum")
    place = given(solution, "α")
    for typed in ("-2.52", "1", "1e401", " "):
        change(browser, place, typed)
        assert browser.run("return document.querySelectorAll('[aria-invalid=true]').length") == 1
        assert browser.run(STATUS).startswith("The number that stood there, ")
        assert browser.run("return location.hash") == ""
    change(browser, place, "0.5")
    assert browser.run(STATUS).startswith("Error")
    assert browser.run("return location.hash") == f"#{place}=0.5"


def test_an_address_that_cannot_be_used_is_said(browser: Browser) -> None:
    """Which part it is, and the rest of it is used."""
    solution = page_of(browser, "mazur")
    rate = given(solution, "η")
    for part in (f"{rate}=-1", "5=abc", "999=3", "17=0.5", "5=1e99999999", "chapter", "5=%E0%A4"):
        browser.run(f"location.hash = {json.dumps(f'#6=0.75&{part}')}")
        browser.answer("new Promise(done => setTimeout(done))")
        assert browser.run(STATUS).endswith(f": {part}")
        assert browser.run("return location.hash") == "#6=0.75"
    browser.run("document.getElementById('reset').click()")
    assert browser.run(STATUS).startswith("Error")
    assert browser.messages() == []


@cache
def written(name: str) -> tuple[Solution, str]:
    """Return the solution of an example, and its page in English."""
    solution = Solution(begun(calculate(load(name))))
    return solution, live_page(solution)


def page_of(browser: Browser, name: str) -> Solution:
    """Show the page of an example; return its solution."""
    solution, html = written(name)
    browser.show(html)
    return solution


def test_the_walk_can_be_stopped_on_a_phone(browser: Browser) -> None:
    """While lines are lit, buttons stand at the foot of the screen; they say what they do."""
    browser.resize(360)
    page_of(browser, "mazur")
    foot = "document.querySelector('.foot')"
    assert not browser.run(f"return {foot}.checkVisibility()")
    browser.run("document.getElementById('walk').click()")
    assert browser.run("return document.getElementById('walk').textContent") == "Stop"
    assert browser.run(f"return {foot}.getBoundingClientRect().bottom <= innerHeight")
    browser.run(f"{foot}.querySelector('[data-walk]').click()")
    assert browser.run("return document.getElementById('walk').textContent") == "Walk through"
    browser.run(f"{foot}.querySelector('[data-step]').click()")
    assert browser.run("return document.querySelectorAll('tr.now').length") == 1
    assert browser.messages() == []


def test_numbers_on_a_phone_can_be_read(browser: Browser) -> None:
    """The picture keeps its size and moves within itself; so does what is too wide elsewhere."""
    browser.resize(360)
    solution = page_of(browser, "thresholds")
    sizes = browser.run(
        """return [...document.querySelectorAll('figure.network text:not(.halo)')].map(
        text => text.getBoundingClientRect().height).filter(Boolean)"""
    )
    assert min(sizes) >= 9
    change(browser, given(solution, "w11"), "0.12345678901234567890123456789")
    assert browser.run("return document.documentElement.scrollWidth") <= 360
    assert browser.run("return document.querySelector('figure.network').tabIndex") == 0


def test_hinge_of_labels(browser: Browser, tmp_path: Path) -> None:
    """Targets of 0 and 1 are other numbers to this loss: none is shown that is not of its lines."""
    path = tmp_path / "hinge.yaml"
    path.write_text(
        "inputs: [0.5]\ntargets: [1, -1]\nlearning_rate: 0.1\nactivation: tanh\nloss: hinge\n"
        "weights: [[[0.4], [0.2]]]\nbiases: [0.1]\n",
        encoding="utf-8",
    )
    solution = Solution(calculate(load(str(path))))
    browser.show(live_page(solution))
    place = [at for at, line in enumerate(solution) if line.key.kind == "target"][1]
    change(browser, place, "0")
    assert "labels" in browser.run(STATUS)
    assert "–" in shown(browser).values()
    change(browser, place, "-0.5")
    assert browser.run(STATUS).startswith("Error")
    assert "–" not in shown(browser).values()
