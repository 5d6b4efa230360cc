"""The package, its stubs and these tests are typed: mypy finds nothing, and the stubs are what the compiled half has."""

import subprocess
import sys

import pytest
from conftest import ROOT

pytest.importorskip("mypy")
PYTHON = ROOT / "python"


def test_mypy_strict_finds_nothing() -> None:
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "yomitori", "tests", "measure.py"]
    done = subprocess.run(command, cwd=PYTHON, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stubs_are_what_is_compiled() -> None:
    command = [sys.executable, "-m", "mypy.stubtest", "yomitori._yomitori", "--ignore-missing-stub", "--mypy-config-file", "pyproject.toml"]
    done = subprocess.run(command, cwd=PYTHON, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
