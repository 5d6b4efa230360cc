"""How this package starts the command line again: for worker processes, and for what only the commands do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

#: The interpreter, and what makes it the command `yomitori`.
PROGRAM = (sys.executable, ["-m", "yomitori"])


def run(arguments: Sequence[str]) -> bytes:
    """Runs a command and returns what it prints. Raises :class:`RuntimeError` with its message when it can't be carried out."""
    path, words = PROGRAM
    done = subprocess.run([path, *words, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    # 1 says that documents differ or that some failed: there is a result.
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode(errors="replace").strip())
    return done.stdout
