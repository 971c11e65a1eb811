"""A command line in Chinese."""

import pytest
from speaking import Speak

from bpcalc.cli import run


@pytest.fixture
def chinese(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Speak:
    """Return a function that runs a command line in Chinese and returns all that it prints."""
    monkeypatch.setenv("BPCALC_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "80")

    def speak(*arguments: str, code: int = 0) -> str:
        capsys.readouterr()
        assert run(arguments) == code
        said = capsys.readouterr()
        return said.out + said.err

    return speak
