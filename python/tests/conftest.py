"""What the tests share: the repository's fixtures."""

from pathlib import Path

import pytest

#: The repository.
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def corpus() -> list[Path]:
    """The five disclosures of the corpus."""
    return sorted((ROOT / "fixtures" / "corpus").glob("*.txt"))
