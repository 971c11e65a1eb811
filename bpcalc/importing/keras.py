"""Keras: layers from JSON, weights from HDF5; also both in one file, .keras or .h5."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from bpcalc.errors import ModelError
from bpcalc.importing.arrays import natural
from bpcalc.importing.dense import DenseLayer, out_of_place
from bpcalc.importing.opening import MAX_MODEL_BYTES, contents, need, too_large, unpacked
from bpcalc.locale import enumerated, say

KERAS_ACTIVATIONS = {
    "linear": "identity",
    **{name: name for name in ("sigmoid", "tanh", "relu", "softmax", "softplus", "softsign")},
    **{name: name for name in ("selu", "gelu", "relu6", "hard_sigmoid", "silu")},
    "swish": "silu",
    "elu": "{elu: 1}",
}
"""What Keras calls activations, and what an exercise does."""

UNCHANGING = frozenset({"InputLayer", "Dropout", "Flatten"})
"""Layers that change no number of a dense network that is trained."""


def layers_of_keras(path: Path, content: bytes, weights: Path | None) -> list[DenseLayer]:
    """Return the layers of a Keras model.

    Args:
        path: `.json` as `to_json` writes it, `.h5`, or `.keras`.
        content: what it holds.
        weights: the `.h5` file beside a `.json`; None: of the same name.

    Raises:
        ModelError: it is no sequence of dense layers.
        MissingExtra: the package h5py is not installed.
    """
    h5py = need("h5py", "keras")
    version: Any = ""
    if path.suffix.lower() == ".keras":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            config = json.loads(unpacked(archive, "config.json", path))
            stored = io.BytesIO(unpacked(archive, "model.weights.h5", path))
            if "metadata.json" in archive.namelist():
                told = json.loads(unpacked(archive, "metadata.json", path))
                version = told.get("keras_version", "")
    elif path.suffix.lower() == ".json":
        config = json.loads(content)
        stored = io.BytesIO(contents(_beside(path, weights)))
    else:
        stored = io.BytesIO(content)
        with h5py.File(stored, "r") as file:
            config = json.loads(file.attrs["model_config"])
            version = file.attrs.get("keras_version", "")
    with h5py.File(stored, "r") as file:
        arrays = _arrays(path, file, h5py)
    layers = _layers(config, arrays)
    return [_of_keras_2(layer) for layer in layers] if _is_old(config, version) else layers


def _is_old(config: Any, version: Any) -> bool:
    """Return whether a model says that a Keras before 3 has written it."""
    told = config.get("keras_version", version) if isinstance(config, dict) else version
    text = told.decode() if isinstance(told, bytes) else str(told)
    return text.startswith(("1.", "2."))


def _of_keras_2(layer: DenseLayer) -> DenseLayer:
    """Return a layer as Keras 2 means it, whose hard sigmoid is as steep as 0.2."""
    if layer.activation != "hard_sigmoid":
        return layer
    return layer._replace(activation="{hard_sigmoid: 0.2}")


def _beside(path: Path, weights: Path | None) -> Path:
    names = [weights] if weights else [path.with_suffix(each) for each in (".weights.h5", ".h5")]
    for name in names:
        if name.exists():
            return name
    says = say("where are the weights of {file}? Name their file with --weights", file=path)
    raise ModelError(says)


def _arrays(path: Path, file: Any, h5py: Any) -> dict[str, Any]:
    """Return the arrays of a file by their paths; the state of an optimiser is none of them.

    A few bytes are enough to promise an array of any size.
    """
    found: dict[str, Any] = {}
    left = MAX_MODEL_BYTES

    def visit(name: str, item: Any) -> None:
        nonlocal left
        if isinstance(item, h5py.Dataset) and not name.startswith("optimizer"):
            left -= item.size * item.dtype.itemsize if item.size else 0
            if left < 0:
                raise ModelError(too_large(path))
            found[name] = item[()]

    file.visititems(visit)
    return {name: found[name] for name in sorted(found, key=natural)}


def _layers(config: Any, arrays: dict[str, Any]) -> list[DenseLayer]:
    try:
        entries = config.get("config", config)
        entries = entries["layers"] if isinstance(entries, dict) else entries
        read = [(each["class_name"], each.get("config", {})) for each in entries]
    except (KeyError, TypeError, AttributeError):
        raise ModelError(say("the model is no sequence of layers")) from None
    layers: list[DenseLayer] = []
    dense = [settings["name"] for kind, settings in read if kind == "Dense"]
    stored = _by_layer(dense, arrays)
    for kind, settings in read:
        if kind == "Dense":
            kernel, bias = stored[settings["name"]]
            name = _activation(settings.get("activation", "linear"))
            layers.append(DenseLayer(settings["name"], kernel.T, bias, name))
        elif kind in ("Activation", "ReLU", "LeakyReLU", "Softmax", "ELU"):
            _activate(kind, settings, layers)
        elif kind not in UNCHANGING:
            says = say("the model has a layer {kind}; only dense ones are read", kind=kind)
            raise ModelError(says)
    return layers


def _by_layer(names: list[str], arrays: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return kernel and bias of every dense layer: by its name, else in the order of the file."""
    groups: dict[str, list[Any]] = {}
    for path, array in arrays.items():
        parts = path.split("/")
        named = [name for name in names if name in parts]
        owner = named[0] if named else "/".join(part for part in parts[:-1] if part != "vars")
        groups.setdefault(owner, []).append(array)
    kept = {name: group for name, group in groups.items() if any(a.ndim == 2 for a in group)}
    if not set(names) <= set(kept):
        if len(kept) != len(names):
            n, m = len(kept), len(names)
            says = say("the file of weights has {n} dense layers, and the model {m}", n=n, m=m)
            raise ModelError(says)
        kept = dict(zip(names, kept.values(), strict=True))
    return {
        name: (
            next(array for array in kept[name] if array.ndim == 2),
            next((array for array in kept[name] if array.ndim == 1), None),
        )
        for name in names
    }


def _activation(name: Any) -> str:
    if isinstance(name, dict):
        name = name.get("class_name", name.get("config"))
    if name not in KERAS_ACTIVATIONS:
        says = say(
            "the model has the activation {name}; {known} are read",
            name=name,
            known=enumerated(KERAS_ACTIVATIONS),
        )
        raise ModelError(says)
    return KERAS_ACTIVATIONS[name]


def _check_relu(settings: dict[str, Any]) -> None:
    """Refuse a layer ReLU that is cut off above, or goes on below."""
    for name in ("max_value", "negative_slope", "threshold"):
        if settings.get(name):
            kind = f"ReLU({name}={settings[name]})"
            says = say("the model has a layer {kind}; only dense ones are read", kind=kind)
            raise ModelError(says)


def _activate(kind: str, settings: dict[str, Any], layers: list[DenseLayer]) -> None:
    if not layers or layers[-1].activation != "identity":
        raise ModelError(out_of_place(kind))
    if kind == "ReLU":
        _check_relu(settings)
    slope = settings.get("negative_slope", settings.get("alpha", 0.3))
    found = {
        "ReLU": "relu",
        "Softmax": "softmax",
        "LeakyReLU": f"{{leaky_relu: {slope}}}",
        "ELU": f"{{elu: {settings.get('alpha', 1.0)}}}",
    }
    name = found.get(kind) or _activation(settings.get("activation", "linear"))
    layers[-1] = layers[-1]._replace(activation=name)
