"""Names of functions, optimisers and rules in the spelling of other books and programs."""

import jsonschema
import pytest

from bpcalc.errors import ExerciseError
from bpcalc.exercise.reader import read
from bpcalc.exercise.schema import schema
from bpcalc.exercise.yaml_nodes import document
from exercise.test_schema import data

UNIT = "inputs: [1, 2]\ntargets: [1]\nlearning_rate: 0.1\nweights: [[[0.1, -0.2]]]\n"
VALIDATOR = jsonschema.Draft7Validator(schema())


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("optimizer: Adam", "optimizer: adam"),
        ("optimizer: AdamW", "optimizer: adamw"),
        ("optimizer: RMSProp", "optimizer: rmsprop"),
        ("optimizer: rms_prop", "optimizer: rmsprop"),
        ("optimizer: SGD", "optimizer: gradient"),
        ("optimizer: NAG", "optimizer: nesterov"),
        (
            "optimizer: {adam: {beta_1: 0.8, eps: 1e-7}}",
            "optimizer: {adam: {beta1: 0.8, epsilon: 1e-7}}",
        ),
        ("optimizer: {momentum: {beta: 0.8}}", "optimizer: {momentum: 0.8}"),
        ("optimizer: {RMSprop: {alpha: 0.99}}", "optimizer: {rmsprop: {rho: 0.99}}"),
        ("optimizer: {nesterov: {mu: 0.8}}", "optimizer: {nesterov: 0.8}"),
        ("optimizer: {adamw: {lambda: 0.1}}", "optimizer: {adamw: {weight_decay: 0.1}}"),
        (
            "learning_rate: {start: 0.5, Exponential decay: 0.9}",
            "learning_rate: {start: 0.5, exponential: 0.9}",
        ),
        (
            "learning_rate: {start: 0.5, time-based: 0.1}",
            "learning_rate: {start: 0.5, inverse: 0.1}",
        ),
        ("learning_rate: {start: 0.5, warmup: 3}", "learning_rate: {start: 0.5, warm_up: 3}"),
        ("penalty: {Ridge: 0.1}", "penalty: {l2: 0.1}"),
        ("penalty: {L1: 0.1, L2: 0.2}", "penalty: {l1: 0.1, l2: 0.2}"),
        (
            "normalise: {inputs: Min-Max, bounds: {inputs: [0, 1]}}",
            "normalise: {inputs: min_max, bounds: {inputs: [0, 1]}}",
        ),
        ("measures: [MSE, MAE]", "measures: [mse, mae]"),
        ("layer_norm: [{gamma: 2, eps: 0.1}]", "layer_norm: [{gamma: 2, epsilon: 0.1}]"),
        ("learning_rule: PLA", "learning_rule: perceptron"),
        ("optimizer: {rmsprop: {decay: 0.8}}", "optimizer: {rmsprop: {rho: 0.8}}"),
        (
            "optimizer: {adam: {betas: [0.8, 0.99], eps: 1e-7}}",
            "optimizer: {adam: {beta1: 0.8, beta2: 0.99, epsilon: 1e-7}}",
        ),
        ("optimizer: {Adam: {beta1: 0.8}}", "optimizer: {adam: {beta1: 0.8}}"),
        ("activation: ReLU", "activation: relu"),
        ("activation: Leaky ReLU", "activation: leaky_relu"),
        ("activation: {LeakyReLU: 0.2}", "activation: {leaky_relu: 0.2}"),
        ("activation: Hard-Sigmoid", "activation: hard_sigmoid"),
        ("activation: linear", "activation: identity"),
        ("activation: logistic", "activation: sigmoid"),
        ("activation: Heaviside", "activation: step"),
        ("activation: {elu: {alpha: 0.5}}", "activation: {elu: 0.5}"),
        ("activation: {LeakyReLU: {negative_slope: 0.1}}", "activation: {leaky_relu: 0.1}"),
        ("activation: {sigmoid: {slope: 2}}", "activation: {sigmoid: 2}"),
        ("activation: {softmax: {Temperature: 2}}", "activation: {softmax: 2}"),
        ("activation: {step: {threshold: 0.5}}", "activation: {step: {theta: 0.5}}"),
        ("activation: binary step", "activation: step"),
        ("loss: Huber", "loss: huber"),
        ("loss: {huber: {delta: 1.5}}", "loss: {huber: 1.5}"),
        ("loss: categorical_crossentropy", "loss: cross_entropy"),
        ("loss: Log Loss", "loss: binary_cross_entropy"),
        ("loss: KLD", "loss: kl_divergence"),
        ("loss: Cross-Entropy", "loss: cross_entropy"),
        ("learning_rule: Perceptron", "learning_rule: perceptron"),
        ("learning_rule: Widrow-Hoff", "learning_rule: lms"),
        ("activation: LReLU", "activation: leaky_relu"),
        ("penalty: {lambda: 0.1}", "penalty: {l2: 0.1}"),
        ("penalty: {weight_decay: 0.1}", "penalty: {l2: 0.1}"),
        ("optimizer: {adam: {b1: 0.8, b2: 0.9}}", "optimizer: {adam: {betas: [0.8, 0.9]}}"),
        ("learning_rule: perceptron rule", "learning_rule: perceptron"),
        ("learning_rule: Widrow-Hoff rule", "learning_rule: lms"),
        ("learning_rule: LMS rule", "learning_rule: lms"),
        ("learning_rule: BP", "learning_rule: gradient"),
        ("learning_rule: {Hebb: plain}", "learning_rule: {hebb: plain}"),
    ],
)
def test_read_alike(line, same):
    """The name is that of the table, and an editor knows it as well."""
    unit = UNIT.replace("learning_rate: 0.1\n", "") if line.startswith("learning_rate") else UNIT
    one, other = (read(f"{unit}{each}\n".encode(), "x.yaml").exercise for each in (line, same))

    assert one == other
    assert VALIDATOR.is_valid(data(document(f"{unit}{line}\n").root))


@pytest.mark.parametrize(
    ("line", "says", "unsaid"),
    [
        ("weight_decay: 0.1", "write `penalty: {l2: 0.01}", "did you mean"),
        ("optimizer: {adam: {weight_decay: 0.1}}", "adamw: {weight_decay", "did you mean"),
        ("beta1: 0.9", "write `optimizer: {adam: {beta1: 0.9", "delta"),
        ("carry: rounded", "write `rounding: {decimals: 4, carry: rounded}`", "one of"),
        ("decimals: 4", "write `rounding: {decimals: 4}`", "did you mean"),
        ("temperature: 2", "write `activation: {softmax: 2}`", "did you mean"),
        ("gradient_clipping: {norm: 5}", "write `clip_gradients: {norm: 5}`", "did you mean"),
        ("dropout: [{mask: [1], p: 0.2}]", "write `keep: 0.8`", "did you mean"),
        ("optimizer: {sgd: {momentum: 0.9}}", "write `optimizer: {momentum: 0.9}`", "one of"),
        ("penalty: {l2: 0.1, Ridge: 0.2}", "`l2` and `Ridge` exclude each other", "?"),
        ("optimizer: {adam: {beta1: 0.9, beta_1: 0.8}}", "`beta1` and `beta_1` exclude", "?"),
        ("optimizer: {adam: {betas: 0.9}}", "expected two numbers, such as [0.9, 0.999]", "mean"),
        ("optimizer: {adam: {betas: [0.9, 0.9], beta2: 0.8}}", "exclude each other", "mean"),
        ("optimizer: {rmsprop: {betas: [0.9, 0.9]}}", "unknown key `betas`", "]"),
        ("activation: mish", 'is written {formula: "net*tanh(ln(1 + exp(net)))"}', "mean"),
        ("activation: satlin", 'is written {formula: "min(max(net, 0), 1)"}', "mean"),
        ("clipnorm: 1", "write `clip_gradients: {norm: 5}`", "mean"),
        ("clip_value: 1", "write `clip_gradients: {value: 1}`", "mean"),
        ("standardize: true", "write `normalise: {inputs: z_score}`", "mean"),
        ("optimizer: {adam: {amsgrad: true}}", "write `optimizer: amsgrad`", "mean"),
        ("threshold: 0.2", "or `thresholds: [0.5]`", "mean"),
        ("hidden_activation: relu", "write `activation: [relu, sigmoid]`", "mean"),
        ("optimizer: {rmsprop: 0.99}", "a mapping such as {rho: 0.9}", "beta1"),
        ("optimizer: {gradient: 0.9}", "expected its name alone", "beta1"),
        ("activation: {elu: {beta: 0.5}}", "unknown key `beta`; write one of: alpha, a", "?"),
        ("activation: {elu: {}}", "the parameter of elu", "?"),
        ("optimizer: nadam", "found `nadam`; write one of", "did you mean"),
        ("loss: squared_hinge", "found `squared_hinge`; write one of", "did you mean"),
        ("optimizer: {adam: {beta1: 0.9}, Adam: {beta1: 0.8}}", "one optimiser, such as", "?"),
        ("learning_rule: delta", "two rules the delta rule: write `lms`", "did you mean"),
        ("learning_rule: Delta rule", "two rules the delta rule: write `lms`", "did you mean"),
        ("learning_rule: plain hebb", "write `learning_rule: {hebb: plain}`", "did you mean"),
        ("learning_rule: {hebb: plain, perceptron: target}", "one learning rule", "?"),
    ],
)
def test_where_it_belongs(line, says, unsaid):
    """A key of elsewhere is told its place; what there is not is no misspelling of another."""
    with pytest.raises(ExerciseError) as caught:
        read(f"{UNIT}{line}\n".encode(), "x.yaml")

    assert says in str(caught.value)
    assert unsaid not in str(caught.value)


def test_a_mask_may_stand_alone():
    """As it is given on a sheet: outputs are then not scaled."""
    text = "inputs: [1]\nweights: [[[0.1], [0.2]], [[0.3, 0.4]]]\n"
    one, other = (
        read(f"{text}dropout: {each}\n".encode(), "x.yaml").exercise
        for each in ("[[1, 0]]", "[{mask: [1, 0]}]")
    )
    assert one == other
    assert VALIDATOR.is_valid(data(document(f"{text}dropout: [[1, 0]]\n").root))
