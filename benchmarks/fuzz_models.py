"""Files of trained networks, written by what a text says of them; for `benchmarks/fuzz.py`.

The formats are binary, with lengths and sums all over: a byte in the place of another hardly gets
beyond them. So an input may be a tree in JSON, of which the libraries of the formats make a file;
an input that is none is the file itself. Bytes of a file of Keras are named by where they stand.
"""

import io
import json
import zipfile
from importlib.util import find_spec
from typing import Any


def onnx_file(data: bytes) -> bytes | None:
    """Return the file of ONNX that an input describes; None if it describes none."""
    if not data.startswith(b"{"):
        return data
    if find_spec("onnx") is None:
        return None
    import onnx
    from google.protobuf import json_format

    try:
        text = data.decode("utf-8", "replace")
        model = json_format.Parse(text, onnx.ModelProto(), ignore_unknown_fields=True)
        return bytes(model.SerializeToString())
    except Exception:  # whatever protobuf has to say of a text that describes nothing
        return None


def keras_file(data: bytes) -> tuple[str, bytes, bytes] | None:
    """Return the ending and content of a file of Keras, and of the weights that are beside it.

    An input has the keys `form` (the ending), `config`, `attributes` (of the file of weights),
    `arrays` (by their paths), `metadata` and `bytes` (by where they stand in the weights).
    """
    if not data.startswith(b"{"):
        return ".h5", data, b""
    if find_spec("h5py") is None:
        return None
    try:
        told = json.loads(data)
        return _keras_file(told)
    except Exception:  # whatever JSON, NumPy or h5py have to say of what cannot be written
        return None


def _keras_file(told: Any) -> tuple[str, bytes, bytes]:
    import h5py

    config = json.dumps(told.get("config"))
    stored = io.BytesIO()
    with h5py.File(stored, "w") as file:
        if told["form"] == ".h5":
            file.attrs["model_config"] = config
        for name, value in told.get("attributes", {}).items():
            file.attrs[name] = value
        for path, array in told.get("arrays", {}).items():
            file[path] = array
    weights = bytearray(stored.getvalue())
    for place, value in told.get("bytes", {}).items():
        weights[int(place) % len(weights)] = value % 256
    if told["form"] == ".h5":
        return ".h5", bytes(weights), b""
    if told["form"] != ".keras":
        return ".json", config.encode(), bytes(weights)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("config.json", config)
        archive.writestr("model.weights.h5", bytes(weights))
        if "metadata" in told:
            archive.writestr("metadata.json", json.dumps(told["metadata"]))
    return ".keras", memory.getvalue(), b""


def safetensors_file(data: bytes) -> bytes:
    """Return the file of safetensors of a header and what is behind it, with the length before."""
    if not data.startswith(b"{"):
        return data
    return (data.rfind(b"}") + 1).to_bytes(8, "little") + data
