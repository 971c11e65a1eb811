"""Networks drawn at random: missing and skipping connections, weights that stand on several.

They know nothing of `bpcalc`: the error is worked out in mpmath, and its slopes are central
differences.
"""

from random import Random

from mpmath import mp, mpf

ACTIVATIONS = {
    "sigmoid": lambda net: 1 / (1 + mp.exp(-net)),
    "tanh": mp.tanh,
    "identity": lambda net: net,
    "bipolar_sigmoid": lambda net: (1 - mp.exp(-net)) / (1 + mp.exp(-net)),
}
STEP = mpf(10) ** -12


class Drawing:
    """A network with connections at random, some of which share a weight."""

    def __init__(self, random: Random) -> None:
        """Draw it."""
        self.sizes = [random.randint(1, 3) for _ in range(random.randint(2, 4))]
        self.units = [
            (layer, unit) for layer, size in enumerate(self.sizes) for unit in range(size)
        ]
        last = len(self.sizes) - 1
        lines = set()
        for unit in self.units:
            earlier = [other for other in self.units if other[0] < unit[0]]
            if earlier:
                lines |= {
                    (other, unit)
                    for other in random.sample(earlier, random.randint(1, len(earlier)))
                }
        for unit in self.units:
            if 0 < unit[0] < last and not any(source == unit for source, _ in lines):
                lines.add((unit, random.choice([u for u in self.units if u[0] > unit[0]])))
        self.lines = sorted(lines)
        self.weights: dict[str, list] = {}
        for line in self.lines:
            name = (
                f"w{random.randint(1, 2 * len(self.lines))}"
                if random.random() < 0.4
                else f"v{len(self.weights)}"
            )
            self.weights.setdefault(name, []).append(line)
        self.values = {name: f"{random.uniform(-1, 1):.3f}" for name in self.weights}
        self.biases = [self._biases(random, size) for size in self.sizes[1:]]
        self.activations = [random.choice(list(ACTIVATIONS)) for _ in self.sizes[1:]]
        self.inputs = [f"{random.uniform(-1, 1):.2f}" for _ in range(self.sizes[0])]
        self.targets = [f"{random.uniform(0, 1):.2f}" for _ in range(self.sizes[-1])]

    @staticmethod
    def _biases(random: Random, size: int) -> object:
        kind = random.choice(("none", "shared", "each"))
        if kind == "shared":
            return f"{random.uniform(-1, 1):.2f}"
        if kind == "none":
            return "null"
        return [random.choice((f"{random.uniform(-1, 1):.2f}", "null")) for _ in range(size)]

    def name(self, unit: tuple[int, int]) -> str:
        """Return what a unit is called in the file."""
        layer, number = unit
        last = len(self.sizes) - 1
        letter = "i" if not layer else "o" if layer == last else "h" if last == 2 else f"h{layer}_"
        return f"{letter}{number + 1}"

    def text(self) -> str:
        """Return the exercise file."""
        weights = []
        for name, lines in self.weights.items():
            places = ", ".join(f"[{self.name(a)}, {self.name(b)}]" for a, b in lines)
            weights.append(f"  {name}: {{on: [{places}], value: {self.values[name]}}}")
        biases = (b if isinstance(b, str) else f"[{', '.join(b)}]" for b in self.biases)
        return "\n".join(
            [
                f"layers: {self.sizes}",
                f"inputs: [{', '.join(self.inputs)}]",
                f"targets: [{', '.join(self.targets)}]",
                "learning_rate: 0.5",
                f"activation: [{', '.join(self.activations)}]",
                "weights:",
                *weights,
                f"biases: [{', '.join(biases)}]",
            ]
        )

    def error(self, values: dict[str, mpf], biases: list[list]) -> mpf:
        """Return half the squared error with these weights and biases."""
        return self.error_of(values, biases, ACTIVATIONS, mpf)

    def floats(self) -> list[list[float]]:
        """Return the biases as floats."""
        return [[float(bias) for bias in layer] for layer in self.numbers()[1]]

    def error_of(self, values, biases, functions, number_of=float):
        """Return the same in other numbers, with the activations of these.

        Args:
            values: of the weights, by name.
            biases: of every unit that calculates.
            functions: the activations, by name.
            number_of: makes a number of a text.
        """
        out = {(0, unit): number_of(text) for unit, text in enumerate(self.inputs)}
        on = {line: name for name, lines in self.weights.items() for line in lines}
        for unit in self.units:
            if unit[0]:
                layer, number = unit
                net = sum(values[on[a, b]] * out[a] for a, b in self.lines if b == unit)
                out[unit] = functions[self.activations[layer - 1]](net + biases[layer - 1][number])
        last = len(self.sizes) - 1
        return sum((number_of(t) - out[last, n]) ** 2 for n, t in enumerate(self.targets)) / 2

    def numbers(self) -> tuple[dict[str, mpf], list[list]]:
        """Return the weights and biases as numbers, a bias for every unit."""
        biases = [
            [
                mpf(0) if b == "null" else mpf(b)
                for b in ([bias] * size if isinstance(bias, str) else bias)
            ]
            for bias, size in zip(self.biases, self.sizes[1:], strict=True)
        ]
        return {name: mpf(value) for name, value in self.values.items()}, biases

    def slope(self, name: str) -> mpf:
        """Return the slope of the error over a weight, by central differences."""
        values, biases = self.numbers()
        up, down = ({**values, name: values[name] + step} for step in (STEP, -STEP))
        return (self.error(up, biases) - self.error(down, biases)) / (2 * STEP)

    def bias_slope(self, layer: int, unit: int | None) -> mpf:
        """Return the slope over the bias of a unit, or of a whole layer."""
        errors = []
        for step in (STEP, -STEP):
            values, biases = self.numbers()
            for number in range(self.sizes[layer]) if unit is None else [unit - 1]:
                biases[layer - 1][number] += step
            errors.append(self.error(values, biases))
        return (errors[0] - errors[1]) / (2 * STEP)
