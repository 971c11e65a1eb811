"""Trained networks as exercises: with the outputs of the model, and no code of a file is run."""

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.errors import MissingExtra, ModelError
from bpcalc.importing import keras

RANDOM = np.random.default_rng(3)
W1 = RANDOM.normal(size=(4, 3)).astype("f4")
B1 = RANDOM.normal(size=4).astype("f4")
W2 = RANDOM.normal(size=(2, 4)).astype("f4")
B2 = RANDOM.normal(size=2).astype("f4")
INPUTS = [0.5, -0.25, 0.125]


def outputs(hidden: Callable[[Any], Any] = np.tanh) -> list[float]:
    """Return what the model gives, by a program of its own; the last layer is a sigmoid."""
    first = hidden(W1.astype(float) @ INPUTS + B1.astype(float))
    return list(1 / (1 + np.exp(-(W2.astype(float) @ first + B2.astype(float)))))


def check(exercise: bpcalc.Exercise) -> None:
    """Make sure that an exercise is the model."""
    assert exercise.sizes == (3, 4, 2)
    found = bpcalc.solve(exercise).outs[-1]
    # A float of 32 bits is written by its shortest name, which is near it and not it.
    np.testing.assert_allclose(found, outputs(), rtol=1e-6)
    written = np.array([[float(n.value) for n in row if n] for row in exercise.layers[0].weights])
    assert (written.astype("f4") == W1).all()


def _npz(path: Path, **arrays: Any) -> Path:
    np.savez(path, **arrays)
    return path


def _safetensors(path: Path, arrays: dict[str, Any], kinds: dict[str, str] | None = None) -> Path:
    """Write the format by hand: the length of the header, the header, the numbers."""
    header, data = {}, b""
    for name, array in arrays.items():
        raw = np.ascontiguousarray(array).tobytes()
        kind = (kinds or {}).get(name, {"f4": "F32", "f8": "F64"}.get(array.dtype.str[1:], ""))
        ends = [len(data), len(data) + len(raw)]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": ends}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)
    return path


@pytest.mark.parametrize(
    "arrays",
    [
        {"W1": W1, "b1": B1, "W2": W2, "b2": B2},
        {"fc1.weight": W1, "fc1.bias": B1, "fc2.weight": W2, "fc2.bias": B2},
        {"w0": W1.T, "w1": W2.T, "b0": B1, "b1": B2},
        {"w0": W1.T, "w1": W2.T, "b0": B1.reshape(1, -1), "b1": B2.reshape(1, -1)},
        {"arr_0": W1, "arr_1": B1, "arr_2": W2, "arr_3": B2},
        {"dense/kernel": W1.T, "dense/bias": B1, "out/kernel": W2.T, "out/bias": B2},
    ],
    ids=lambda arrays: ",".join(arrays),
)
def test_named_arrays_in_either_way_of_rows(arrays: dict[str, Any], tmp_path: Path) -> None:
    """Rows that receive, as PyTorch has them, or that send, as most do by hand."""
    path = _npz(tmp_path / "m.npz", **arrays)

    check(bpcalc.from_model(path, activation=["tanh", "sigmoid"], inputs=INPUTS))


def test_safetensors_of_every_number_type(tmp_path: Path) -> None:
    """In the order of their names, fc10 after fc9; the upper halves of floats, too."""
    arrays = {"fc9.weight": W1, "fc9.bias": B1, "fc10.weight": W2, "fc10.bias": B2}
    path = _safetensors(tmp_path / "m.safetensors", arrays)
    check(bpcalc.from_model(path, activation=["tanh", "sigmoid"], inputs=INPUTS))

    half = (W1.view("<u4") >> 16).astype("<u2")
    path = _safetensors(tmp_path / "h.safetensors", {"weight": half}, {"weight": "BF16"})
    exercise = bpcalc.from_model(path, weight_rows="to")
    found = np.array([[float(n.value) for n in row if n] for row in exercise.layers[0].weights])
    np.testing.assert_allclose(found, W1, rtol=1e-2)


def test_safetensors_are_those_of_the_library(tmp_path: Path) -> None:
    """A file that the library has written is read as it reads it."""
    library = pytest.importorskip("safetensors.numpy", reason="safetensors is not installed")
    path = tmp_path / "m.safetensors"
    library.save_file({"a.weight": W1, "a.bias": B1, "b.weight": W2, "b.bias": B2}, str(path))
    check(bpcalc.from_model(path, activation=["tanh", "sigmoid"], inputs=INPUTS))


@pytest.mark.parametrize("gemm", [True, False])
def test_onnx(gemm: bool, tmp_path: Path) -> None:
    """Gemm as PyTorch exports it, MatMul and Add as others do."""
    onnx = pytest.importorskip("onnx", reason="onnx is not installed")
    node = onnx.helper.make_node
    stored = {"w1": W1 if gemm else W1.T, "b1": B1, "w2": W2 if gemm else W2.T, "b2": B2}
    if gemm:
        nodes = [
            node("Gemm", ["x", "w1", "b1"], ["n1"], transB=1),
            node("Tanh", ["n1"], ["o1"]),
            node("Gemm", ["o1", "w2", "b2"], ["n2"], transB=1),
        ]
    else:
        nodes = [
            node("MatMul", ["x", "w1"], ["m1"]),
            node("Add", ["m1", "b1"], ["n1"]),
            node("Tanh", ["n1"], ["o1"]),
            node("MatMul", ["o1", "w2"], ["m2"]),
            node("Add", ["b2", "m2"], ["n2"]),
        ]
    nodes.append(node("Sigmoid", ["n2"], ["y"]))
    info = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph(
        nodes,
        "g",
        [info("x", onnx.TensorProto.FLOAT, [1, 3])],
        [info("y", onnx.TensorProto.FLOAT, [1, 2])],
        [onnx.numpy_helper.from_array(array, name) for name, array in stored.items()],
    )
    path = tmp_path / "m.onnx"
    onnx.save(onnx.helper.make_model(graph), str(path))
    check(bpcalc.from_model(path, inputs=INPUTS))

    activation = graph.node[1 if gemm else 2]
    activation.op_type = "Conv"
    onnx.save(onnx.helper.make_model(graph), str(path))
    with pytest.raises(ModelError, match="Conv"):
        bpcalc.from_model(path)
    activation.op_type = "Tanh"

    held = [
        node("Constant", [], [name], value=onnx.numpy_helper.from_array(array))
        for name, array in stored.items()
    ]
    turned = [node("Transpose", ["w1"], ["w1_t"], perm=[1, 0]), node("Identity", ["b1"], ["b1_i"])]
    graph.node[0].input[1] = "w1_t"
    if gemm:
        graph.node[0].attribute[0].i = 0
        graph.node[0].input[2] = "b1_i"
    else:
        graph.node[0].input[:] = ["w1_t", "x"]
        graph.node[1].input[1] = "b1_i"
    constant = onnx.helper.make_graph([*held, *turned, *graph.node], "g", graph.input, graph.output)
    onnx.save(onnx.helper.make_model(constant), str(path))
    check(bpcalc.from_model(path, inputs=INPUTS))


def _keras_config() -> dict[str, Any]:
    dense = {"units": 4, "use_bias": True}
    layers = [
        {"class_name": "InputLayer", "config": {"name": "input"}},
        {"class_name": "Dense", "config": {"name": "first", "activation": "tanh", **dense}},
        {"class_name": "Dropout", "config": {"name": "drop"}},
        {"class_name": "Dense", "config": {"name": "second", "activation": "linear", **dense}},
        {"class_name": "Activation", "config": {"name": "act", "activation": "sigmoid"}},
    ]
    return {"class_name": "Sequential", "config": {"name": "model", "layers": layers}}


@pytest.mark.parametrize("layout", ["json", "h5", "keras"])
def test_keras(layout: str, tmp_path: Path) -> None:
    """Layers in JSON and weights in HDF5: beside each other, or in one file."""
    h5py = pytest.importorskip("h5py", reason="h5py is not installed")
    stored = io.BytesIO()
    with h5py.File(stored, "w") as file:
        if layout == "h5":
            file.attrs["model_config"] = json.dumps(_keras_config())
            names = ["model_weights/first/first/", "model_weights/second/second/"]
            ends = ("kernel:0", "bias:0")
        else:  # Keras 3 counts the layers of a kind
            names, ends = ["layers/dense/vars/", "layers/dense_1/vars/"], ("0", "1")
        for name, (kernel, bias) in zip(names, [(W1.T, B1), (W2.T, B2)], strict=True):
            file[name + ends[0]], file[name + ends[1]] = kernel, bias
        file["optimizer/vars/0"] = W1
    path = tmp_path / f"model.{layout}"
    if layout == "json":
        path.write_text(json.dumps(_keras_config()))
        (tmp_path / "model.weights.h5").write_bytes(stored.getvalue())
    elif layout == "h5":
        path.write_bytes(stored.getvalue())
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("config.json", json.dumps(_keras_config()))
            archive.writestr("model.weights.h5", stored.getvalue())

    check(bpcalc.from_model(path, inputs=INPUTS))


@pytest.mark.parametrize(
    ("version", "named", "meant"),
    [
        ("2.15.0", "hard_sigmoid", "{hard_sigmoid: 0.2}"),
        ("3.4.1", "hard_sigmoid", "hard_sigmoid"),
        ("3.4.1", "elu", "elu"),
    ],
)
def test_activations_of_keras_are_those_of_its_version(
    version: str, named: str, meant: str, tmp_path: Path
) -> None:
    """Up to Keras 2 a hard sigmoid is clip(0.2x + 0.5), from 3 on clip(x/6 + 0.5)."""
    h5py = pytest.importorskip("h5py", reason="h5py is not installed")
    config = _keras_config()
    config["config"]["layers"][1]["config"]["activation"] = named
    path = tmp_path / "model.h5"
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(config)
        file.attrs["keras_version"] = version
        for name, (kernel, bias) in {"first": (W1.T, B1), "second": (W2.T, B2)}.items():
            file[f"model_weights/{name}/{name}/kernel:0"] = kernel
            file[f"model_weights/{name}/{name}/bias:0"] = bias

    text = bpcalc.from_model(path, inputs=INPUTS).to_yaml()
    assert f"activation: [{meant}, sigmoid]" in text


@pytest.mark.parametrize("activation", ["{elu: 0.5}", "{leaky_relu: 0.2}", "tanh"])
def test_an_activation_may_have_a_parameter(activation: str, tmp_path: Path) -> None:
    """Named on the command line or by the model, it is one that an exercise has."""
    path = _npz(tmp_path / "model.npz", W1=W1, b1=B1, W2=W2, b2=B2)
    call = ["import", str(path), "--activation", f"{activation},sigmoid"]
    assert run([*call, "-o", str(tmp_path / "model.yaml")]) == 0
    shown = bpcalc.load(str(tmp_path / "model.yaml")).to_yaml()
    assert f"activation: [{activation}, sigmoid]" in shown


@pytest.mark.parametrize("values", [["a", "b"], [1 + 2j, 3]], ids=["texts", "complex"])
@pytest.mark.parametrize("place", ["kernel", "bias"])
def test_what_holds_no_real_numbers_is_said(values: list[Any], place: str, tmp_path: Path) -> None:
    """Keras and ONNX keep texts and complex numbers, too; half of a complex one is not taken."""
    h5py = pytest.importorskip("h5py", reason="h5py is not installed")
    path = tmp_path / "model.h5"
    arrays = {"kernel": [[0.5, 0.25]], "bias": [0.5, 0.25]}
    arrays[place] = [values] if place == "kernel" else values
    layer = {"class_name": "Dense", "config": {"name": "only"}}
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps({"config": [layer]})
        for name, array in arrays.items():
            file[f"only/{name}"] = array

    with pytest.raises(ModelError, match="`only` holds no numbers: "):
        bpcalc.from_model(path)


def test_texts_in_onnx_are_no_numbers(tmp_path: Path) -> None:
    """The tensor is named by the node that uses it."""
    onnx = pytest.importorskip("onnx", reason="onnx is not installed")
    weights = onnx.helper.make_tensor("w", onnx.TensorProto.STRING, [2, 1], [b"a", b"b"])
    node = onnx.helper.make_node("MatMul", ["x", "w"], ["y"])
    path = tmp_path / "model.onnx"
    graph = onnx.helper.make_graph([node], "g", [], [], [weights])
    path.write_bytes(onnx.helper.make_model(graph).SerializeToString())

    with pytest.raises(ModelError, match="`w` holds no numbers: "):
        bpcalc.from_model(path)


@pytest.mark.parametrize("kind", ["BFLOAT16", "FLOAT8E4M3FN", "FLOAT16", "INT4"])
def test_short_numbers_of_onnx_are_read(kind: str, tmp_path: Path) -> None:
    """Those that NumPy has not, too, and without a warning."""
    onnx = pytest.importorskip("onnx", reason="onnx is not installed")
    weights = onnx.helper.make_tensor("w", getattr(onnx.TensorProto, kind), [2, 1], [-2, 1])
    node = onnx.helper.make_node("MatMul", ["x", "w"], ["y"])
    path = tmp_path / "model.onnx"
    graph = onnx.helper.make_graph([node], "g", [], [], [weights])
    path.write_bytes(onnx.helper.make_model(graph).SerializeToString())

    assert "\n  - [[-2, 1]]\n" in bpcalc.from_model(path).to_yaml()


def test_a_module_of_torch() -> None:
    """Its outputs, derivatives included: delta of the first layer by autograd."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    module = torch.nn.Sequential(
        torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2), torch.nn.Sigmoid()
    )
    with torch.no_grad():
        for own, value in zip(module.parameters(), (W1, B1, W2, B2), strict=True):
            own.copy_(torch.from_numpy(value))
    exercise = bpcalc.from_torch(module, inputs=INPUTS, targets=[0.25, 0.75], learning_rate=1)
    check(exercise)
    module.double()
    targets = torch.tensor([0.25, 0.75], dtype=torch.float64)
    error = ((module(torch.tensor(INPUTS, dtype=torch.float64)) - targets) ** 2).sum() / 2
    error.backward()
    np.testing.assert_allclose(
        bpcalc.solve(exercise).gradients[0], module[0].weight.grad.numpy(), rtol=1e-5
    )


class _Tensor:
    def __init__(self, array: Any) -> None:
        self.array = array

    def detach(self) -> "_Tensor":
        return self

    cpu = detach

    def numpy(self) -> Any:
        return self.array


def _module(kind: str, **parts: Any) -> Any:
    return type(kind, (), {"named_children": lambda self: iter(()), **parts})()


def test_a_module_is_known_by_its_parts() -> None:
    """PyTorch itself is not needed to look at a module; what is no dense layer is named."""
    first = _module("Linear", weight=_Tensor(W1), bias=_Tensor(B1))
    second = _module("Linear", weight=_Tensor(W2), bias=_Tensor(B2))
    parts = [("0", first), ("1", _module("Tanh")), ("2", second), ("3", _module("Sigmoid"))]
    whole = type("Net", (), {"named_children": lambda self: iter(parts)})()

    check(bpcalc.from_torch(whole, inputs=INPUTS))

    parts[1] = ("1", _module("Conv2d"))
    with pytest.raises(bpcalc.BpcalcError, match="Conv2d"):
        bpcalc.from_torch(whole)


def test_an_activation_is_read_with_its_settings() -> None:
    """One that is set otherwise is another function."""
    first = _module("Linear", weight=_Tensor(W1), bias=_Tensor(B1))

    def read(part: Any) -> Any:
        parts = [("0", first), ("1", part)]
        return bpcalc.from_torch(_module("Net", named_children=lambda self: iter(parts)))

    assert read(_module("GELU", approximate="tanh")).layers[0].activation.name == "gelu_tanh"
    assert read(_module("GELU", approximate="none")).layers[0].activation.name == "gelu"
    assert read(_module("Softplus", beta=1.0)).layers[0].activation.name == "softplus"
    for part in (_module("Softplus", beta=2.0), _module("Hardtanh", min_val=-2.0, max_val=1.0)):
        with pytest.raises(bpcalc.BpcalcError, match=r"Softplus\(beta=2|Hardtanh\(min_val=-2"):
            read(part)


@pytest.mark.parametrize("name", ["max_value", "negative_slope", "threshold"])
def test_a_relu_of_keras_that_is_another_function_is_refused(name: str) -> None:
    """Set to nothing it is the usual one."""

    def read(value: float | None) -> Any:
        dense = {"class_name": "Dense", "config": {"name": "first"}}
        relu = {"class_name": "ReLU", "config": {name: value}}
        return keras._layers({"layers": [dense, relu]}, {"first/kernel": W1.T, "first/bias": B1})

    assert read(None)[0].activation == "relu"
    with pytest.raises(bpcalc.BpcalcError, match=rf"ReLU\({name}=6"):
        read(6.0)


class _Row(list[float]):
    """What a tensor does that holds one sample."""

    def new_tensor(self, values: list[float]) -> "_Row":
        return _Row(values)

    def reshape(self, *_: int) -> "_Row":
        return self

    detach = reshape

    def tolist(self) -> list[float]:
        return list(self)


def _runs(forward: Any, *, named: bool = True) -> Any:
    """Return a module that names its activation last, or none, and goes the way of `forward`."""
    first = _module("Linear", weight=_Tensor(W1), bias=_Tensor(B1))
    second = _module("Linear", weight=_Tensor(W2), bias=_Tensor(B2))
    parts = [("fc1", first), ("fc2", second), ("act", _module("Tanh"))][: 3 if named else 2]
    return _module(
        "Net",
        named_children=lambda self: iter(parts),
        modules=lambda self: iter(()),
        parameters=lambda self: iter([_Row()]),
        eval=lambda self: self,
        __call__=lambda self, row: _Row(forward(np.array(row))),
    )


def test_a_module_goes_the_way_of_its_code() -> None:
    """Parts are named in the order in which they were made; the outputs tell whether it is true."""
    told = _runs(lambda x: np.tanh(W2 @ (W1 @ x + B1) + B2))
    other = _runs(lambda x: W2 @ np.tanh(W1 @ x + B1) + B2)

    assert bpcalc.from_torch(told).layers[1].activation.name == "tanh"
    with pytest.raises(bpcalc.BpcalcError, match="gives other outputs"):
        bpcalc.from_torch(other)
    named = bpcalc.from_torch(other, activation=["tanh", "identity"])
    assert named.layers[0].activation.name == "tanh"


def test_a_module_without_activations_may_have_none() -> None:
    """Its outputs tell; where they are those of an activation, it has to be named."""
    linear = _runs(lambda x: W2 @ (W1 @ x + B1) + B2, named=False)
    hidden = _runs(lambda x: W2 @ np.tanh(W1 @ x + B1) + B2, named=False)

    layers = bpcalc.from_torch(linear).layers
    assert [layer.activation.name for layer in layers] == ["identity", "identity"]
    with pytest.raises(bpcalc.BpcalcError, match="gives other outputs"):
        bpcalc.from_torch(hidden)


@pytest.mark.parametrize("thing", ["x", None, {"fc1.weight": W1}, type(_module("Linear")), 5])
def test_what_is_no_module_is_told_so(thing: Any) -> None:
    """And is not looked at for its parts."""
    with pytest.raises(bpcalc.BpcalcError, match="expected a module of PyTorch, found "):
        bpcalc.from_torch(thing)


class _Evil:
    def __reduce__(self) -> Any:
        return (print, ("the code of the file was run",))


@pytest.mark.parametrize("name", ["m.pt", "m.pkl", "m.npz", "m.safetensors", "m.zip"])
def test_pickles_are_refused_unread(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever they are called; the two lines that save an .npz are told."""
    path = tmp_path / name
    if name == "m.pt":  # as PyTorch writes them
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("m/data.pkl", pickle.dumps(_Evil()))
    else:
        path.write_bytes(pickle.dumps(_Evil()))

    assert run(["import", str(path)]) == 2

    out, err = capsys.readouterr()
    assert "was run" not in out + err
    assert "import numpy" in err
    assert 'numpy.savez("model.npz"' in err


def test_objects_in_an_npz_are_refused_unread(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are pickles, too."""
    path = tmp_path / "m.npz"
    np.savez(path, w=np.array([_Evil(), _Evil()], dtype=object))
    capsys.readouterr()
    assert run(["import", str(path)]) == 2
    out, err = capsys.readouterr()
    assert "was run" not in out
    assert "numpy.savez" in err


def test_an_option_of_other_models_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of weights beside an .npz, which has its own, was left unread without a word."""
    path = _npz(tmp_path / "m.npz", W1=W1, W2=W2)

    assert run(["import", str(path), "--weights", "other.h5"]) == 2
    assert "--weights is for .json only" in capsys.readouterr().err
    assert run(["import", str(path), "--weight-rows", "to"]) == 0


def test_the_command_writes_a_file_that_is_read(tmp_path: Path) -> None:
    """What was not said stands in comments; the file is the command's own."""
    model, path = _npz(tmp_path / "net.npz", W1=W1, b1=B1, W2=W2, b2=B2), tmp_path / "net.yaml"
    for _ in range(2):
        call = ["import", str(model), "-o", str(path), "--activation", "tanh,sigmoid"]
        assert run([*call, "--inputs", "0.5,-0.25,0.125"]) == 0
    text = path.read_text()
    assert "The targets are made up" in text
    assert "The inputs are drawn" not in text
    check(bpcalc.load(path))
    assert run(["step", str(path)]) == 0


@pytest.mark.parametrize(
    ("arrays", "says"),
    [
        ({"w": np.ones((3, 3))}, "--weight-rows"),
        ({"w1": np.ones((2, 3)), "w2": np.ones((4, 5))}, "do not follow"),
        ({"w": np.ones((2, 3)), "x": np.ones((2, 2, 2))}, "only matrices"),
        ({"b": np.ones(3)}, "no matrix"),
        ({"w1": np.ones((2, 3)), "p": np.ones(2), "q": np.ones(2)}, "which of the biases"),
        ({"w": np.array([[np.nan, 1.0]]), "b": np.ones(1)}, "no finite number"),
        ({"w": np.array([["a", "b"]])}, "holds no numbers"),
    ],
)
def test_what_is_no_network_is_said(
    arrays: dict[str, Any], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, exit code 2."""
    assert run(["import", str(_npz(tmp_path / "m.npz", **arrays))]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a.npz", "a.safetensors", "a.txt", "a.onnx", "a.h5", "a.keras"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"\xff" * 40, b"[" * 3000])
def test_damaged_files_are_sentences(name: str, content: bytes, tmp_path: Path) -> None:
    """Whatever is in them, or that a package is missing."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises((ModelError, MissingExtra)):
        bpcalc.from_model(path)
    with pytest.raises(ModelError):
        bpcalc.from_model(tmp_path / "missing.npz")


@pytest.mark.skipif(find_spec("h5py") is not None, reason="h5py is installed")
def test_a_missing_package_is_named(tmp_path: Path) -> None:
    """With the extra that brings it."""
    (tmp_path / "m.h5").write_bytes(b"x")
    with pytest.raises(MissingExtra, match=r"bpcalc\[keras\]"):
        bpcalc.from_model(tmp_path / "m.h5")


@pytest.mark.parametrize(
    "names", [("W1", "W2"), ("encoder.weight", "decoder.weight"), ("fc9.weight", "fc10.weight")]
)
def test_matrices_are_taken_in_the_order_in_which_they_follow(
    names: tuple[str, str], tmp_path: Path
) -> None:
    """Files have them as they were saved, or sorted by names; nothing else fits these shapes."""
    path = tmp_path / "net.npz"
    first, second = names
    np.savez(path, **{second: W2, first: W1})
    found = bpcalc.from_model(path)
    assert found.sizes == (3, 4, 2)


def test_a_file_without_arrays_says_so(tmp_path: Path) -> None:
    """And names none of them."""
    path = tmp_path / "none.npz"
    np.savez(path)
    with pytest.raises(ModelError, match="holds no arrays"):
        bpcalc.from_model(path)


HEADERS = [
    "{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000000, 3), }",
    f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({'9' * 60}, 3), }}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -1), }",
    "{'descr': 'V0', 'fortran_order': False, 'shape': (3, 3), }",
    "{'descr': '<f8', 'fortran_order': ",
    "[" * 5000,
]


@pytest.mark.parametrize("header", HEADERS)
def test_an_npz_is_given_no_more_room_than_it_fills(header: str, tmp_path: Path) -> None:
    """A header promises any number of weights; there are two."""
    text = header.encode()
    part = b"\x93NUMPY\x02\x00" + len(text).to_bytes(4, "little") + text + bytes(16)
    path = tmp_path / "model.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("W1.npy", part)

    with pytest.raises(ModelError, match=r"model\.npz is damaged, or is not what its name says"):
        bpcalc.from_model(path)


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    """A few hundred kilobytes of zeros, packed twice as well as any weights."""
    path = tmp_path / "model.npz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("W1.npy", "w", force_zip64=True) as part,
    ):
        for _ in range(201):
            part.write(bytes(1_000_000))

    with pytest.raises(ModelError, match="is larger than 200 MB"):
        bpcalc.from_model(path)


@pytest.mark.parametrize("bits", [b"\x01\x00\x00\x00", b"\x00\x00\x63\x00"])
def test_an_archive_that_python_cannot_unpack_is_damaged(bits: bytes, tmp_path: Path) -> None:
    """One with a password, and one packed in a way that nobody knows."""
    path = _npz(tmp_path / "model.npz", W1=W1, b1=B1)
    content = bytearray(path.read_bytes())
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = content.find(start)
        while found >= 0:
            content[found + at : found + at + 4] = bits
            found = content.find(start, found + 4)
    path.write_bytes(content)

    with pytest.raises(ModelError, match="is damaged, or is not what its name says"):
        bpcalc.from_model(path)


@pytest.mark.parametrize(
    "header",
    [
        b"[1, 2]",
        b'"text"',
        b"[" * 50_000,
        b'{"w": 1}',
        b'{"w": {"dtype": "F64", "shape": [1e99], "data_offsets": [0, 16]}}',
        b'{"w": {"dtype": "F64", "shape": [%s], "data_offsets": [0, 16]}}' % (b"9" * 60),
        b'{"w": {"dtype": "F64", "shape": [2], "data_offsets": {}}}',
    ],
)
def test_headers_of_safetensors_may_be_anything(header: bytes, tmp_path: Path) -> None:
    """One sentence."""
    path = tmp_path / "model.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(16))

    with pytest.raises(ModelError, match="is damaged, or is not what its name says"):
        bpcalc.from_model(path)


@pytest.mark.skipif(find_spec("h5py") is None, reason="h5py is not installed")
def test_an_array_of_keras_that_is_only_promised_is_not_made(tmp_path: Path) -> None:
    """HDF5 fills with zeros what was never written."""
    import h5py

    path = tmp_path / "model.h5"
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps({"config": {"layers": []}})
        file.create_dataset("dense/kernel", shape=(10**9, 10**3), dtype="f8", chunks=(1000, 10))

    assert path.stat().st_size < 100_000
    with pytest.raises(ModelError, match="is larger than 200 MB"):
        bpcalc.from_model(path)


def test_the_name_of_a_model_may_hold_anything(tmp_path: Path) -> None:
    """It becomes the title, which is none of the model's faults."""
    model = tmp_path / "a\x1b[31m\u202eb.npz"
    np.savez(model, w1=np.ones((2, 3)), b1=np.ones(2))
    out = tmp_path / "a.yaml"

    assert run(["import", str(model), "--activation", "sigmoid", "-o", str(out)]) == 0
    assert bpcalc.load(out).title == "a\\x1b[31m\\u202eb"
