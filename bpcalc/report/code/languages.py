"""The programming languages: how each one spells what a formula consists of."""

import keyword
from collections.abc import Callable
from dataclasses import dataclass, field

from bpcalc.maths.entries import complete, demand
from bpcalc.maths.float_forms import CALLS, CallName

_HELPERS = frozenset({"check", "rounded", "significant"})
PYTHON_WORDS = frozenset(
    {*keyword.kwlist, *CALLS, *_HELPERS, "np", "torch", "math", "random", "draw"}
)
R_WORDS = frozenset(
    {"if", "else", "for", "in", "function", "next", "break", "T", "F", "c", "t", "q", "TRUE"}
    | {"FALSE", "NULL", "NA", "Inf", "NaN", "while", "repeat", "pick", *_HELPERS, *CALLS}
)
MATLAB_WORDS = frozenset(
    {"if", "else", "elseif", "end", "for", "function", "while", "break", "return", "case", "e"}
    | {"i", "j", "pi", "eps", "inf", "nan", "pick", "even", "global", "switch", *_HELPERS, *CALLS}
)


@dataclass(frozen=True, kw_only=True)
class LoopForms:
    """How a language writes the loop of a training run.

    Attributes:
        epochs: the head of the loop over {n} epochs.
        samples: the head of the loop over samples, whose numbers are {names}.
        unpack: the line that makes the {n}-th number of a sample a variable; "" for none.
        end: the lines at the end of a loop.
        vector: a list of numbers.
        row: the numbers of a sample.
        rows: the samples, `row_break` between them.
        if_shown: the head of what is done where the error of an epoch is to be shown.
        check_shown: the lines that check and print it; {slack} as in a check.
        rate: the learning rate of an epoch.
        some_samples: the head of the loop over the first {count} samples.
        shuffled: (head of the loop over all samples in a random order, over the first {count}).
        draw: what makes the random orders: a line of Python with the {seed}, which draws those that
            were trained; "" where they are listed as `orders`, counted from 1.
    """

    epochs: str
    samples: str
    unpack: str = ""
    end: tuple[str, ...] = ()
    vector: str
    row: str
    rows: str
    row_break: str
    if_shown: tuple[str, ...]
    check_shown: tuple[str, ...]
    rate: str
    some_samples: str
    shuffled: tuple[str, str]
    draw: str = ""


@complete
@dataclass(frozen=True, kw_only=True)
class CodeLanguage:
    """A programming language, or one of its libraries.

    Attributes:
        name: as `--with` or the suffix has it.
        comment: what begins a comment.
        words: names that mean something else there.
        head: the lines in front: what is imported, and the two helpers `check` and `rounded`.
        significant: a third one, which rounds to digits that count.
        calls: the functions of the C library.
        choice: (condition, value if it holds, value if not) -> code.
        loop: how a training run is written.
        assign: (name, value) -> a line.
        end: what ends a line.
        check: (label, name, expected, shown, slack) -> a line that checks a quantity and prints
            it.
        slack: how a check is told what it allows beyond a fraction of the number.
        no_slack: and how that it allows no more.
        given, new: what makes a variable of a number that is given, and of one after an update.
        kept: likewise of one that goes on from epoch to epoch.
        unicode: whether names may have letters beyond ASCII.
        gradients: whether derivatives are left to the library.
        nudged: whether it derives functions only: the error is then one of nudges, by which
            every quantity on the way is moved, and its derivatives by them are those wanted.
        tail: the lines at the end.
    """

    name: str
    comment: str
    words: frozenset[str]
    head: tuple[str, ...]
    significant: tuple[str, ...]
    calls: dict[CallName, str]
    choice: Callable[[str, str, str], str]
    loop: LoopForms
    assign: str = "{name} = {value}"
    end: str = ""
    check: str = 'check("{label}", {name}, {expected}, "{shown}"{slack})'
    slack: str = ", {}"
    no_slack: str = ""
    unicode: bool = True
    gradients: bool = False
    nudged: bool = False
    given: str = "{value}"
    new: str = "{value}"
    kept: str = "{value}"
    tail: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Make sure that it has all functions."""
        demand("function of the C library", CALLS, self.calls, f"form in {self.name}")


def _python_choice(tested: str, above: str, otherwise: str) -> str:
    return f"({above} if {tested} > 0 else {otherwise})"


def _picked(tested: str, above: str, otherwise: str) -> str:
    return f"pick({tested} > 0, {above}, {otherwise})"


_CHECK = (
    "def check(name, value, expected, shown, slack=0):",
    '    """Print a quantity, and stop where it is not what was worked out by hand.',
    "",
    "    It may differ by a thousand-millionth of itself, and by what roundings come to.",
    '    """',
    "    value = float(value)",
    '    assert abs(value - expected) <= 1e-9 * abs(expected) + slack, f"{name}: {value}"',
    '    print(f"{name:<16} {shown}")',
)
_ROUNDED = (
    "def rounded(value, places, ties):",
    '    """Round as on paper; what binary fractions lack of a half is made up for."""',
    "    scaled = abs(float(value)) * 10.0**places",
    "    whole = math.floor(scaled + (1e-7 if ties == 'down' else 0.5 + 1e-7))",
    "    if ties == 'half_even' and abs(scaled + 0.5 - whole) < 1e-7 and whole % 2:",
    "        whole -= 1",
    "    return math.copysign(whole / 10.0**places, float(value))",
)

_SIGNIFICANT = (
    "def significant(value, digits, ties):",
    '    """Round to so many digits that count."""',
    "    size = math.floor(math.log10(abs(float(value)))) if value else 0",
    "    return rounded(value, digits - 1 - size, ties)",
)

_PYTHON_LOOP = LoopForms(
    epochs="for epoch in range(1, {n} + 1):",
    samples="for {names} in samples:",
    vector="[{}]",
    row="({})",
    rows="[\n    {},\n]",
    row_break=",\n    ",
    if_shown=("if epoch - 1 in shown:",),
    check_shown=(
        "wanted = expected[shown.index(epoch - 1)]",
        'check(f"error {{epoch - 1}}", total, wanted, f"{{wanted:.6g}}"{slack})',
    ),
    rate="rates[epoch - 1]",
    some_samples="for {names} in samples[:{count}]:",
    shuffled=(
        "for {names} in draw.sample(samples, len(samples)):",
        "for {names} in draw.sample(samples, len(samples))[:{count}]:",
    ),
    draw="draw = random.Random({seed})",
)

PLAIN_SCRIPT = CodeLanguage(
    name="plain",
    loop=_PYTHON_LOOP,
    comment="#",
    words=PYTHON_WORDS,
    head=("import math", "", "", *_CHECK, "", "", *_ROUNDED),
    significant=("", "", *_SIGNIFICANT),
    calls={name: f"math.{name}" for name in CALLS},
    choice=_python_choice,
)

NUMPY = CodeLanguage(
    name="numpy",
    loop=_PYTHON_LOOP,
    comment="#",
    words=PYTHON_WORDS,
    head=("import math", "", "import numpy as np", "", "", *_CHECK, "", "", *_ROUNDED),
    significant=("", "", *_SIGNIFICANT),
    calls={name: f"np.{name}" for name in CALLS}
    | {"fabs": "np.abs", "erf": "math.erf", "erfc": "math.erfc"},
    choice=_python_choice,
    given="np.float64({value})",
)

TORCH = CodeLanguage(
    name="torch",
    loop=_PYTHON_LOOP,
    comment="#",
    words=PYTHON_WORDS | {"root", "leaf", "grad", "plain", "pick"},
    head=(
        "import math",
        "",
        "import torch",
        "",
        "",
        "def plain(value):",
        '    """Return a number of which no derivative is taken."""',
        "    return value.item() if isinstance(value, torch.Tensor) else float(value)",
        "",
        "",
        *(line.replace("float(value)", "plain(value)") for line in _CHECK),
        "",
        "",
        *(line.replace("float(value)", "plain(value)") for line in _ROUNDED[:-1]),
        "    return leaf(math.copysign(whole / 10.0**places, plain(value)))",
        "",
        "",
        "def leaf(value):",
        '    """Return a number that derivatives are taken of."""',
        "    return torch.tensor(plain(value), dtype=torch.float64, requires_grad=True)",
        "",
        "",
        "def root(value):",
        '    """Return the root, of a plain number as well."""',
        "    return torch.sqrt(value) if isinstance(value, torch.Tensor) else math.sqrt(value)",
        "",
        "",
        "def pick(is_above, above, otherwise):",
        '    """Return a branch as something that derivatives can be taken of."""',
        "    found = above if is_above else otherwise",
        "    return found if isinstance(found, torch.Tensor) else leaf(found)",
        "",
        "",
        "def grad(error, quantity):",
        '    """Return the derivative, as autograd has it; 0 if there is none."""',
        "    (found,) = torch.autograd.grad(error, quantity, retain_graph=True, allow_unused=True)",
        "    return torch.zeros((), dtype=torch.float64) if found is None else found",
    ),
    significant=("", "", *(x.replace("float(value)", "plain(value)") for x in _SIGNIFICANT)),
    calls={name: f"torch.{name}" for name in CALLS} | {"fabs": "torch.abs", "sqrt": "root"},
    choice=_picked,
    given="leaf({value})",
    new="leaf({value})",
    kept="leaf({value})",
    gradients=True,
)

JAX = CodeLanguage(
    name="jax",
    loop=_PYTHON_LOOP,
    comment="#",
    words=PYTHON_WORDS | {"jax", "jnp", "special", "nudge", "pick"},
    head=(
        "import math",
        "",
        "import jax",
        "import jax.numpy as jnp",
        "import jax.scipy.special as special",
        "",
        'jax.config.update("jax_enable_x64", True)',
        "",
        "",
        "def pick(tested, above, otherwise):",
        '    """Return one of two branches; the other one has no part in a derivative."""',
        "    if isinstance(tested, jax.core.Tracer):",
        "        return jnp.where(tested > 0, above, otherwise)",
        "    return above if tested > 0 else otherwise",
        "",
        "",
        *_CHECK,
        "",
        "",
        *_ROUNDED,
    ),
    significant=("", "", *_SIGNIFICANT),
    calls={name: f"jnp.{name}" for name in CALLS}
    | {"fabs": "jnp.abs", "erf": "special.erf", "erfc": "special.erfc"},
    choice=lambda tested, above, otherwise: f"pick({tested}, {above}, {otherwise})",
    given="jnp.float64({value})",
    gradients=True,
    nudged=True,
)

MATLAB = CodeLanguage(
    name="matlab",
    loop=LoopForms(
        epochs="for epoch = 1:{n}",
        samples="for sample = 1:size(samples, 1)",
        unpack="{name} = samples(sample, {n});",
        end=("end",),
        vector="[{}]",
        row="{}",
        rows="[\n    {}\n]",
        row_break=";\n    ",
        if_shown=("if any(shown == epoch - 1)",),
        check_shown=(
            "wanted = expected(shown == epoch - 1);",
            "check('error', total, wanted, {slack});",
            "fprintf('%-16s %.6g\\n', sprintf('error %d', epoch - 1), wanted);",
        ),
        rate="rates(epoch)",
        some_samples="for sample = 1:{count}",
        shuffled=("for sample = orders(epoch, :)", "for sample = orders({epoch}, 1:{count})"),
    ),
    comment="%",
    words=MATLAB_WORDS,
    head=(
        "% Runs in MATLAB and in GNU Octave.",
        "pick = @(c, a, b) subsref({b, a}, struct('type', '{}', 'subs', {{double(c) + 1}}));",
        "even = @(s, w, t) w - (strcmp(t, 'half_even') && abs(s + 0.5 - w) < 1e-7 && mod(w, 2));",
        "rounded = @(v, p, t) sign(v) * even(abs(v) * 10^p, floor(abs(v) * 10^p + 1e-7 + ...",
        "    0.5 * ~strcmp(t, 'down')), t) / 10^p;",
        "check = @(name, v, wanted, slack) ...",
        "    assert(abs(v - wanted) <= 1e-9 * abs(wanted) + slack, name);",
    ),
    significant=(
        "significant = @(v, d, t) rounded(v, d - 1 - floor(log10(abs(v) + (v == 0))), t);",
    ),
    calls={name: name for name in CALLS} | {"fabs": "abs"},
    choice=_picked,
    end=";",
    check=(
        "check('{label}', {name}, {expected}, {slack}); "
        "fprintf('%-16s %s\\n', '{label}', '{shown}')"
    ),
    no_slack="0",
    slack="{}",
    unicode=False,
)

R = CodeLanguage(
    name="r",
    loop=LoopForms(
        epochs="for (epoch in seq_len({n})) {{",
        samples="for (sample in seq_len(nrow(samples))) {{",
        unpack="{name} <- samples[sample, {n}]",
        end=("}",),
        vector="c({})",
        row="c({})",
        rows="rbind(\n    {}\n)",
        row_break=",\n    ",
        if_shown=("if ((epoch - 1) %in% shown) {",),
        check_shown=(
            "wanted <- expected[shown == epoch - 1]",
            "check(paste('error', epoch - 1), total, wanted, sprintf('%.6g', wanted){slack})",
        ),
        rate="rates[epoch]",
        some_samples="for (sample in seq_len({count})) {{",
        shuffled=(
            "for (sample in orders[epoch, ]) {{",
            "for (sample in orders[{epoch}, seq_len({count})]) {{",
        ),
    ),
    comment="#",
    words=R_WORDS,
    head=(
        "pick <- function(c, a, b) if (c) a else b",
        "erf <- function(x) sign(x) * pchisq(2 * x^2, 1)",
        "erfc <- function(x) 2 * pnorm(x * sqrt(2), lower.tail = FALSE)",
        "rounded <- function(v, p, t) {",
        "  s <- abs(v) * 10^p",
        "  w <- floor(s + 1e-7 + if (t == 'down') 0 else 0.5)",
        "  if (t == 'half_even' && abs(s + 0.5 - w) < 1e-7 && w %% 2 == 1) w <- w - 1",
        "  sign(v) * w / 10^p",
        "}",
        "check <- function(name, value, expected, shown, slack = 0) {",
        "  if (abs(value - expected) > 1e-9 * abs(expected) + slack) stop(name, ': ', value)",
        "  cat(sprintf('%-16s %s\\n', name, shown))",
        "}",
    ),
    significant=(
        "significant <- function(v, d, t) rounded(v, d - 1 - floor(log10(abs(v) + (v == 0))), t)",
    ),
    calls={name: name for name in CALLS} | {"fabs": "abs"},
    choice=_picked,
    assign="{name} <- {value}",
    unicode=False,
)

LIBRARIES: dict[str, CodeLanguage] = {each.name: each for each in (NUMPY, PLAIN_SCRIPT, TORCH, JAX)}
"""What a Python script may be written with; the first one is the default."""
