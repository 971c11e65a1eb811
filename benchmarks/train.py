"""How fast training is, as ratios measured in one run.

    python benchmarks/train.py

Every engine trains the same networks on the same samples as PyTorch (eager, autograd and SGD),
as a plain NumPy script, and as C that is written from the same formulas with fixed sizes and
compiled here with -O3. All of them take turns; the medians of their times are compared. What
is not installed is left out, and said so.
"""

import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np

from bpcalc.calc.shape import Shape
from bpcalc.exercise.spec import Exercise, Layer, Sample
from bpcalc.maths.activations import SIGMOID
from bpcalc.maths.expr import Number
from bpcalc.notation.layout import default_units
from bpcalc.training.engine_choice import ENGINES, choose, has_fast
from bpcalc.training.epoch_lines import FORWARD_STAGES, LEARNING_STAGES, Steps
from bpcalc.training.problem import Problem
from bpcalc.training.python_source import Python

ROOT = Path(__file__).parent.parent
REPEATS = 7
SECONDS = 0.03
"""How long one measurement should take."""
PYTHON_MOST = 1500
"""Weights (times samples of a batch) up to which straight-line code is tried at all."""
RATE = 0.5

ONE_THREAD = "OPENBLAS_NUM_THREADS"
"""One thread for everything, so that a busy machine does not favour what has only one."""

Run = Callable[[int], Any]
"""Trains so many epochs."""


class Case(NamedTuple):
    """A network with its samples.

    Attributes:
        sizes: of its layers.
        samples: how many.
        update: `online` or `batch_mean`.
    """

    sizes: tuple[int, ...]
    samples: int
    update: str

    def __str__(self) -> str:
        name = "-".join(map(str, self.sizes))
        if self.samples == 4:
            name = "XOR"
        return f"{name}, {'batch' if self.update != 'online' else 'online'} {self.samples}"

    @property
    def length(self) -> int:
        """Weights that a step written in straight lines deals with."""
        weights = sum(a * b for a, b in pairwise(self.sizes))
        return weights * (1 if self.update == "online" else self.samples)


CASES = [
    Case((2, 2, 2), 1, "online"),
    Case((2, 3, 2), 1, "online"),
    Case((2, 2, 1), 4, "online"),
    Case((10, 20, 5), 1, "online"),
    Case((64, 128, 10), 1, "online"),
    Case((784, 100, 10), 1, "online"),
    Case((2, 2, 2), 1000, "online"),
    Case((2, 2, 1), 4, "batch_mean"),
    Case((2, 2, 2), 1000, "batch_mean"),
    Case((2, 3, 2), 1000, "batch_mean"),
    Case((10, 20, 5), 1000, "batch_mean"),
    Case((64, 128, 10), 1000, "batch_mean"),
    Case((784, 100, 10), 1000, "batch_mean"),
]


def exercise(case: Case) -> Exercise:
    """Return the case with plausible numbers."""
    random = Random(1)

    def numbers(count: int, low: float, high: float) -> tuple[Number, ...]:
        return tuple(Number(f"{random.uniform(low, high):.3f}") for _ in range(count))

    layers = []
    for below, size in pairwise(case.sizes):
        wide = below**-0.5
        rows = tuple(numbers(below, -wide, wide) for _ in range(size))
        layers.append(Layer(rows, SIGMOID, numbers(size, -0.5, 0.5)))
    samples = tuple(
        Sample(numbers(case.sizes[0], 0, 1), numbers(case.sizes[-1], 0.1, 0.9))
        for _ in range(case.samples)
    )
    return Exercise(
        tuple(layers),
        samples,
        default_units(case.sizes),
        learning_rate=Number(str(RATE)),
        update=case.update,
    )


def matrices(problem: Problem) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return weights and biases, layer by layer."""
    numbers, start = np.array(problem.start()), 0
    weights, biases = [], []
    for below, size in pairwise(problem.shape.sizes):
        weights.append(numbers[start : start + below * size].reshape(size, below).copy())
        biases.append(numbers[start + below * size :][:size].copy())
        start += below * size + size
    return weights, biases


def data(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs and targets, a row for every sample."""
    numbers = np.array(problem.samples)
    return numbers[:, : problem.shape.sizes[0]], numbers[:, problem.shape.sizes[0] :]


def plain_numpy(problem: Problem) -> Run:
    """Return training as one would write it down in NumPy."""
    (w1, w2), (b1, b2) = matrices(problem)
    inputs, targets = data(problem)

    def sigmoid(x: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-x))

    def online(epochs: int) -> None:
        nonlocal w1, w2, b1, b2
        for _ in range(epochs):
            for x, t in zip(inputs, targets, strict=True):
                h = sigmoid(w1 @ x + b1)
                o = sigmoid(w2 @ h + b2)
                d2 = (o - t) * o * (1 - o)
                d1 = (w2.T @ d2) * h * (1 - h)
                w2 -= RATE * np.outer(d2, h)
                b2 -= RATE * d2
                w1 -= RATE * np.outer(d1, x)
                b1 -= RATE * d1

    def batch(epochs: int) -> None:
        nonlocal w1, w2, b1, b2
        rate = RATE / len(inputs)
        for _ in range(epochs):
            h = sigmoid(inputs @ w1.T + b1)
            o = sigmoid(h @ w2.T + b2)
            d2 = (o - targets) * o * (1 - o)
            d1 = (d2 @ w2) * h * (1 - h)
            w2 -= rate * (d2.T @ h)
            b2 -= rate * d2.sum(axis=0)
            w1 -= rate * (d1.T @ inputs)
            b1 -= rate * d1.sum(axis=0)

    return online if problem.shape.update == "online" else batch


def pytorch(problem: Problem) -> Run:
    """Return training with PyTorch: eager, float64, one thread as all the others have."""
    import torch

    inputs, targets = (torch.from_numpy(each.copy()) for each in data(problem))
    layers: list[torch.nn.Module] = []
    for weights, biases in zip(*matrices(problem), strict=True):
        layer = torch.nn.Linear(*weights.shape[::-1], dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(weights))
            layer.bias.copy_(torch.from_numpy(biases))
        layers += [layer, torch.nn.Sigmoid()]
    network = torch.nn.Sequential(*layers)
    optimizer = torch.optim.SGD(network.parameters(), lr=RATE)
    online = problem.shape.update == "online"
    share = 1 if online else len(inputs)
    steps = [(inputs, targets)] if not online else list(zip(inputs, targets, strict=True))

    def run(epochs: int) -> None:
        for _ in range(epochs):
            for x, t in steps:
                optimizer.zero_grad()
                loss = 0.5 / share * ((network(x) - t) ** 2).sum()
                loss.backward()
                optimizer.step()

    return run


class C(Python):
    """The reading of a formula as C, which differs in how a choice is written."""

    def choice(self, tested: str, above: str, otherwise: str) -> str:
        """Return the conditional expression."""
        return f"({tested} > 0.0 ? {above} : {otherwise})"


def c_source(shape: Shape) -> str:
    """Return C with fixed sizes.

    Online nets that are not too large are written from the formulas, line by line; the others
    as loops over arrays whose bounds the compiler knows.
    """
    steps = Steps(shape)
    python = C()
    steps.write(python, FORWARD_STAGES | LEARNING_STAGES)
    state = steps.state
    given = steps.given()
    lines = [
        f"{line};" if line.split(" = ")[0] in state else f"double {line};" for line in python.lines
    ]
    return "\n".join(
        [
            "#include <math.h>",
            "void run(long epochs, double *state, const double *samples, long count) {",
            f"const double rate = {RATE};",
            *(f"double {name} = state[{place}];" for place, name in enumerate(state)),
            "for (long epoch = 0; epoch < epochs; epoch++)",
            "for (long s = 0; s < count; s++) {",
            f"const double *x = samples + s * {len(given)};",
            *(f"const double {name} = x[{place}];" for place, name in enumerate(given)),
            *lines,
            "}",
            *(f"state[{place}] = {name};" for place, name in enumerate(state)),
            "}",
        ]
    )


C_LOOPS = """
#include <math.h>
enum {{ I = {0}, H = {1}, O = {2} }};
void run(long epochs, double *state, const double *samples, long count) {{
  double (*w1)[I] = (void *)state, *b1 = state + H * I;
  double (*w2)[H] = (void *)(b1 + H), *b2 = b1 + H + O * H;
  double h[H], o[O], d1[H], d2[O];
  for (long epoch = 0; epoch < epochs; epoch++)
    for (long s = 0; s < count; s++) {{
      const double *x = samples + s * (I + O), *t = x + I;
      for (int j = 0; j < H; j++) {{
        double net = 0;
        for (int i = 0; i < I; i++) net += w1[j][i] * x[i];
        h[j] = 1 / (1 + exp(-(net + b1[j])));
      }}
      for (int k = 0; k < O; k++) {{
        double net = 0;
        for (int j = 0; j < H; j++) net += w2[k][j] * h[j];
        o[k] = 1 / (1 + exp(-(net + b2[k])));
        d2[k] = (o[k] - t[k]) * (o[k] * (1 - o[k]));
      }}
      for (int j = 0; j < H; j++) d1[j] = 0;
      for (int k = 0; k < O; k++)
        for (int j = 0; j < H; j++) d1[j] += d2[k] * w2[k][j];
      for (int j = 0; j < H; j++) d1[j] *= h[j] * (1 - h[j]);
      for (int k = 0; k < O; k++) {{
        for (int j = 0; j < H; j++) w2[k][j] -= {3} * (d2[k] * h[j]);
        b2[k] -= {3} * d2[k];
      }}
      for (int j = 0; j < H; j++) {{
        for (int i = 0; i < I; i++) w1[j][i] -= {3} * (d1[j] * x[i]);
        b1[j] -= {3} * d1[j];
      }}
    }}
}}
"""


def c(problem: Problem, folder: Path, *, loops: bool) -> Run:
    """Return training in C, compiled here."""
    shape = problem.shape
    name = "-".join(map(str, (*shape.sizes, shape.samples, loops)))
    text = C_LOOPS.format(*shape.sizes, RATE) if loops else c_source(shape)
    source, library = folder / f"{name}.c", folder / f"{name}.so"
    source.write_text(text)
    flags = ["-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC"]
    subprocess.run(["gcc", *flags, "-o", library, source, "-lm"], check=True)
    function = ctypes.CDLL(str(library)).run
    function.argtypes = [ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_long]
    state = (ctypes.c_double * len(problem.start()))(*problem.start())
    flat = [number for sample in problem.samples for number in sample]
    samples = (ctypes.c_double * len(flat))(*flat)
    return lambda epochs: function(epochs, state, samples, shape.samples)


def runners(case: Case, folder: Path) -> Iterator[tuple[str, Run]]:
    """Yield everything that can train a case, by name."""
    problem = Problem.of(exercise(case))
    for name in ("python", "arrays", "machine"):
        straight = name != "arrays"
        if (straight and case.length > PYTHON_MOST) or (name == "machine" and not has_fast()):
            continue
        engine, start = ENGINES[name](problem), problem.start()
        yield name, lambda epochs, engine=engine, start=start: engine.run(epochs, start)
    yield "numpy", plain_numpy(problem)
    if find_spec("torch"):
        yield "torch", pytorch(problem)
    if shutil.which("gcc") and case.update == "online":
        if case.length <= PYTHON_MOST:
            yield "c", c(problem, folder, loops=False)
        yield "c loops", c(problem, folder, loops=True)


def seconds(run: Run, epochs: int) -> float:
    """Return how long so many epochs take, without what even no epoch takes."""
    start = time.perf_counter()
    run(0)
    middle = time.perf_counter()
    run(epochs)
    return max(1e-9, (time.perf_counter() - middle) - (middle - start))


def enough(run: Run) -> int:
    """Return how many epochs take about the time of one measurement."""
    run(1)  # which compiles
    epochs = 1
    while (taken := seconds(run, epochs)) < SECONDS / 4:
        epochs *= 4
    return max(1, round(epochs * SECONDS / taken))


def per_sample(case: Case, folder: Path) -> dict[str, float]:
    """Return nanoseconds per sample, by name: medians of rounds in which all take turns."""
    running = [(name, run, enough(run)) for name, run in runners(case, folder)]
    times: dict[str, list[float]] = {name: [] for name, _, _ in running}
    for _ in range(REPEATS):
        for name, run, epochs in running:
            times[name].append(seconds(run, epochs) / epochs / case.samples * 1e9)
    return {name: statistics.median(found) for name, found in times.items()}


COLUMNS = ("python", "arrays", "machine", "numpy", "torch", "c", "c loops")


def table(folder: Path) -> dict[Case, dict[str, float]]:
    """Print the times of all cases, and return them."""
    print(f"{'ns per sample':<26}" + "".join(f"{name:>11}" for name in COLUMNS) + "  chosen")
    measured = {}
    for case in CASES:
        times = measured[case] = per_sample(case, folder)
        cells = (f"{times[name]:,.0f}" if name in times else "-" for name in COLUMNS)
        problem = Problem.of(exercise(case))
        chosen = choose(problem, 10_000).name
        print(f"{case!s:<26}" + "".join(f"{cell:>11}" for cell in cells) + f"  {chosen}")
    return measured


def goals(measured: dict[Case, dict[str, float]]) -> None:
    """Print what the project holds itself to."""
    print(f"\n{'':<66}{'measured':>12}{'goal':>14}")
    small = measured[Case((2, 3, 2), 1, "online")]
    if "torch" in small:
        ratio = small["torch"] / small["python"]
        row("PyTorch eager against python, 2-3-2 online", f"{ratio:.0f}x", "at least 100x")
    else:
        print("PyTorch is not installed: left out")
    row(
        "plain NumPy against python, 2-3-2 online",
        f"{small['numpy'] / small['python']:.1f}x",
        "at least 12x",
    )
    for case, times in measured.items():
        if "machine" in times and "c" in times:
            best = min(times["c"], times["c loops"])
            row(f"machine against C -O3, {case}", f"{times['machine'] / best:.2f}x", "at most 1.3x")
        if case.update != "online" and case.samples > 100:
            ratio = times["arrays"] / times["numpy"]
            row(f"arrays against plain NumPy, {case}", f"{ratio:.2f}x", "at most 1.2x")
    for what, missing in (("llvmlite", not has_fast()), ("gcc", not shutil.which("gcc"))):
        if missing:
            print(f"{what} is not installed: left out")


def whole_process() -> None:
    """Print how long `bpcalc train mazur` takes, against `bpcalc step mazur`."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def taken(*arguments: str) -> float:
        start = time.perf_counter()
        command = [sys.executable, "-m", "bpcalc", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        return time.perf_counter() - start

    train, step = ("train", "mazur", "--epochs", "10000"), ("step", "mazur")
    taken(*train), taken(*step)
    ratio = statistics.median(taken(*train) / taken(*step) for _ in range(15))
    row(
        "bpcalc train mazur --epochs 10000 against bpcalc step mazur",
        f"{ratio:.2f}x",
        "at most 1.3x",
    )


def row(what: str, measured: str, goal: str) -> None:
    """Print one line of the table of goals."""
    print(f"{what:<66}{measured:>12}{goal:>14}")


def main() -> None:
    """Measure and print the tables."""
    if ONE_THREAD not in os.environ:  # has to be said before NumPy is imported
        environment = {**os.environ, ONE_THREAD: "1"}
        raise SystemExit(subprocess.run([sys.executable, *sys.argv], env=environment).returncode)
    if find_spec("torch"):
        import torch

        torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        measured = table(Path(folder))
    goals(measured)
    whole_process()


if __name__ == "__main__":
    main()
