"""Model files that are data and nothing else: npz, safetensors, ONNX, Keras."""

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bpcalc.errors import BpcalcError, ModelError
from bpcalc.importing.arrays import layers_of, natural
from bpcalc.importing.dense import DenseLayer, no_numbers
from bpcalc.importing.opening import MAX_MODEL_BYTES, contents, too_large
from bpcalc.locale import say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

MAX_HEADER = 10_000_000
"""Of the header of a safetensors file."""

TENSOR_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "BF16": "<u2"}
"""The number types of safetensors as NumPy has them; the last one is the upper half of a float."""

PICKLES = (".pt", ".pth", ".pkl", ".pickle", ".joblib", ".bin", ".ckpt")


def read_model(path: Path, rows: str | None, weights: Path | None) -> list[DenseLayer]:
    """Return the layers of a model file.

    Args:
        path: of the model.
        rows: what a row of named arrays stands for, as in `layers_of`.
        weights: the file with the weights of a Keras model whose layers stand in a JSON file.

    Raises:
        ModelError: it cannot be read, or is no network of dense layers.
        MissingExtra: its format needs a package that is not installed.
    """
    content = contents(path)
    try:
        return _read(path, content, rows, weights)
    except BpcalcError:
        raise
    except Exception:  # whatever NumPy, zipfile, h5py or json have to say of a file that is none
        raise ModelError(_damaged(path)) from None


def _read(path: Path, content: bytes, rows: str | None, weights: Path | None) -> list[DenseLayer]:
    """Return the layers of what a file holds; any error means that it is damaged."""
    suffix = path.suffix.lower()
    if suffix in PICKLES or content[:1] == b"\x80" or _has_pickle(content):
        raise ModelError(_pickled(path))
    if suffix == ".npz":
        return layers_of(_npz(path, content), rows)
    if suffix == ".safetensors":
        return layers_of(_safetensors(path, content), rows)
    if suffix == ".onnx":
        from bpcalc.importing.onnx import layers_of_onnx

        return layers_of_onnx(path, content)
    if suffix in (".json", ".h5", ".hdf5", ".keras"):
        from bpcalc.importing.keras import layers_of_keras

        return layers_of_keras(path, content, weights)
    says = say(
        "{file} is no model that is read; there are .npz, .safetensors, .onnx, .keras, .h5 and "
        ".json with --weights",
        file=path,
    )
    raise ModelError(says)


def _has_pickle(content: bytes) -> bool:
    """Return whether a file is an archive with a pickle in it, as PyTorch writes them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.endswith(".pkl") for name in archive.namelist())
    except Exception:  # it is no archive, or one that Python cannot read
        return False


def _pickled(path: Path) -> str:
    says = say(
        "{file} is a pickle, and reading one runs the code in it. Save the numbers alone, where "
        "the model is at home:",
        file=path,
    )
    return "\n  ".join([says, *SAVES_AN_NPZ])


SAVES_AN_NPZ = (
    "import numpy",
    'numpy.savez("model.npz", **{k: v.numpy() for k, v in model.state_dict().items()})',
)
"""What a pickle is replaced by."""


def _npz(path: Path, content: bytes) -> "dict[str, Array]":
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_MODEL_BYTES:
            raise ModelError(too_large(path))
        names = dict.fromkeys(archive.namelist())
        stored = {name.removesuffix(".npy"): archive.read(name) for name in names}
    return {name: _as_floats(name, _npy(path, part)) for name, part in stored.items()}


def _npy(path: Path, content: bytes) -> "Array":
    """Return an array; room is made for the numbers that are there, and not for what is promised.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
    """
    import numpy as np

    stream = io.BytesIO(content)
    version = np.lib.format.read_magic(stream)
    begins = (np.lib.format.read_array_header_1_0, np.lib.format.read_array_header_2_0)
    shape, by_columns, dtype = begins[version[0] - 1](stream)
    if dtype.hasobject:
        raise ModelError(_pickled(path))
    numbers = np.frombuffer(content, dtype, offset=stream.tell())
    return numbers.reshape(shape, order="F" if by_columns else "C")


def _as_floats(name: str, array: "Array") -> "Array":
    import numpy as np

    if array.dtype.kind == "f":
        return array
    if array.dtype.kind in "iub":
        return np.asarray(array, dtype=float)
    raise ModelError(no_numbers(name, str(array.dtype)))


def _safetensors(path: Path, content: bytes) -> "dict[str, Array]":
    """Return the arrays; the format is a header in JSON and the numbers behind it.

    Source: https://huggingface.co/docs/safetensors, "Format".
    """
    import numpy as np

    size = int.from_bytes(content[:8], "little")
    if not 2 <= size <= min(MAX_HEADER, len(content) - 8):
        raise ModelError(_damaged(path))
    header = json.loads(content[8 : 8 + size])
    data = content[8 + size :]
    found: dict[str, Array] = {}
    for name in sorted((each for each in header if each != "__metadata__"), key=natural):
        entry = header[name]
        if entry["dtype"] not in TENSOR_TYPES:
            raise ModelError(no_numbers(name, entry["dtype"]))
        first, last = entry["data_offsets"]
        array = np.frombuffer(data[first:last], TENSOR_TYPES[entry["dtype"]])
        if entry["dtype"] == "BF16":
            array = (array.astype("<u4") << 16).view("<f4")
        found[name] = _as_floats(name, array.reshape(entry["shape"]))
    return found


def _damaged(path: Path) -> str:
    return say("{file} is damaged, or is not what its name says", file=path)
