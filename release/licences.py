"""The licences of all crates that are linked into the program, with their texts, out of `cargo metadata`.

    python3 release/licences.py [TRIPLE] > THIRD-PARTY-LICENSES.txt

A crate whose licence is not among those that the project accepts ends it with status 1. Equal texts are printed once.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

#: What may be linked into a program under MIT or Apache-2.0.
ACCEPTED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
}
#: Names of files with licences.
NAMES = re.compile(r"^(licen[sc]e|copying|copyright|notice|unlicense)([-._].*)?$", re.IGNORECASE)
#: Folders of a crate that hold C sources with licences of their own.
BELOW = 2


def metadata(root: Path, target: str) -> dict:
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target, "--features", "jemalloc"]
    return json.loads(subprocess.run(command, cwd=root, check=True, capture_output=True, encoding="utf-8").stdout)


def linked(data: dict) -> list[dict]:
    """The packages that the program is linked of, by name."""
    packages = {package["id"]: package for package in data["packages"]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    (start,) = (package["id"] for package in data["packages"] if package["name"] == "yomitori" and package["source"] is None and has_program(package))
    seen, left = {start}, [start]
    while left:
        for dependency in nodes[left.pop()]["deps"]:
            is_normal = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            # Macros run while the program is built and are no part of it, but are named all the same.
            if is_normal and dependency["pkg"] not in seen:
                seen.add(dependency["pkg"])
                left.append(dependency["pkg"])
    foreign = [packages[identity] for identity in seen if packages[identity]["source"] is not None]
    return sorted(foreign, key=lambda package: (package["name"], package["version"]))


def has_program(package: dict) -> bool:
    return any("bin" in target["kind"] for target in package["targets"])


def is_accepted(expression: str | None) -> bool:
    """Whether one can choose accepted licences alone."""
    if not expression:
        return False
    words = re.split(r"(\(|\)|\bOR\b|\bAND\b|/)", re.sub(r"\s+WITH\s+LLVM-exception", "", expression))
    terms = []
    for word in (word.strip() for word in words):
        if word in {"(", ")"}:
            terms.append(word)
        elif word in {"OR", "/"}:
            terms.append("or")
        elif word == "AND":
            terms.append("and")
        elif word:
            terms.append(str(word in ACCEPTED))
    return bool(eval(" ".join(terms), {"__builtins__": {}}, {}))  # noqa: S307: only True, False, and, or, brackets


def files(package: dict) -> list[Path]:
    """The files with licences in a crate, those of its C sources behind its own."""
    folder = Path(package["manifest_path"]).parent
    found = [path for path in folder.rglob("*") if NAMES.match(path.name) and path.is_file() and path.suffix not in {".rs", ".c", ".h"}]
    found = [path for path in found if len(path.relative_to(folder).parts) <= BELOW]
    return sorted(found, key=lambda path: (len(path.relative_to(folder).parts), path.name))


def of_siblings(package: dict, packages: list[dict]) -> list[str]:
    """The texts of another crate of the same repository and licence."""
    for other in packages:
        if other["repository"] == package["repository"] and other["license"] == package["license"] and files(other):
            return [path.read_text(encoding="utf-8", errors="replace").strip() for path in files(other)]
    sys.exit(f"{package['name']} {package['version']}: the text of its licence ({package['license']}) is not found")


def collected(root: Path, target: str) -> str:
    """The page of all licences."""
    packages = linked(metadata(root, target))
    wrong = [f"{package['name']} {package['version']}: {package['license']}" for package in packages if not is_accepted(package["license"])]
    if wrong:
        sys.exit("these licences are not among the accepted ones:\n  " + "\n  ".join(wrong))
    apache = (root / "LICENSE-APACHE").read_text(encoding="utf-8").strip()
    texts: dict[str, list[str]] = {}
    lines = ["yomitori contains the following software. Their licences follow behind the list.", ""]
    for package in packages:
        name = f"{package['name']} {package['version']}"
        found = [path.read_text(encoding="utf-8", errors="replace").strip() for path in files(package)]
        lines.append(f"{name}  {package['license']}  {package['repository'] or ''}".rstrip())
        if not found:
            # The crate brings no text: its notice is who wrote it, and the licence's general text.
            who = ", ".join(package["authors"]) or f"the authors of {package['name']}"
            lines.append(f"    without a licence file; Copyright {who}")
            if "Apache-2.0" in package["license"]:
                found = [apache]
            else:
                found = of_siblings(package, packages)
        for text in found:
            texts.setdefault(text, []).append(name)
    lines += ["", "SQLite (in libsqlite3-sys) is in the public domain.", ""]
    for text, names in texts.items():
        lines += ["=" * 80, ", ".join(dict.fromkeys(names)), "-" * 80, text, ""]
    return "\n".join(lines)


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[1]
    host = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, encoding="utf-8").stdout.split("host: ")[1].split()[0]
    print(collected(here, sys.argv[1] if len(sys.argv) > 1 else host), end="")
