"""What the tests share: the repository's fixtures."""

import os
from pathlib import Path

import pytest

# What people are told does not depend on the language of the machine.
os.environ["LC_ALL"] = "C"

#: The repository.
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def corpus() -> list[Path]:
    """The five disclosures of the corpus."""
    return sorted((ROOT / "fixtures" / "corpus").glob("*.txt"))
