import pytest
import yaml

from bpcalc.exercise import yaml_nodes

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def loader(request, monkeypatch):
    """Make the reader use the loader in C, or the one in Python."""
    monkeypatch.setattr(yaml_nodes, "LOADER", request.param)
    return request.param
