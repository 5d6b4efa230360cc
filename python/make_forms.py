"""Writes `yomitori/forms.py`: the types of the records' data, for every form in `../forms`, made from the JSON Schema.

Usage: python make_forms.py [--check]    with --check nothing is written; the exit status says whether the file is what it should be.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yomitori

HERE = Path(__file__).parent
TARGET = HERE / "yomitori" / "forms.py"

HEAD = '''"""The types of the records' data, a `TypedDict` for each shipped form. Made by `make_forms.py` from the JSON Schema; not edited.

>>> organization: DaikoKikanOrganization = record.data["organization"]
"""

from __future__ import annotations

from typing import Literal, TypedDict
'''

PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


def main() -> None:
    classes: list[str] = []
    for path in sorted((HERE.parent / "forms").glob("*.toml")):
        schema = yomitori.schema(path)
        name = camel(path.stem)
        typed(schema["properties"]["data"], name, schema["title"], classes)
    text = HEAD + "".join(classes)
    if "--check" in sys.argv[1:]:
        if TARGET.read_text(encoding="utf-8") != text:
            sys.exit("yomitori/forms.py is not what the forms say: run make_forms.py")
        return
    TARGET.write_text(text, encoding="utf-8")


def typed(schema: dict[str, Any], name: str, title: str, classes: list[str]) -> str:
    """The type of a value; objects become classes, those below before those above."""
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "enum" in schema:
        said = ", ".join(repr(value) for value in schema["enum"] if value is not None)
        return f"Literal[{said}]" + (" | None" if None in schema["enum"] else "")
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(typed(one, name, title, classes) for one in schema["anyOf"]))
    kinds = schema.get("type", "object")
    return " | ".join(of_kind(kind, schema, name, title, classes) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def of_kind(kind: str, schema: dict[str, Any], name: str, title: str, classes: list[str]) -> str:
    if kind == "array":
        return f"list[{typed(schema.get('items', {}), name + 'Item', title, classes)}]"
    if kind != "object":
        return PLAIN[kind]
    lines = [f"\n\nclass {name}(TypedDict):", f'    """{schema.get("title") or schema.get("description") or title}"""', ""]
    for key, below in schema.get("properties", {}).items():
        lines.append(f"    {key}: {typed(below, name + camel(key), below.get('title', key), classes)}")
        said = below.get("description") or below.get("title")
        if said:
            lines.append(f'    """{said}"""')
    classes.append("\n".join(lines) + "\n")
    return name


def camel(words: str) -> str:
    """`fixed_price` or `daiko-kikan` as `FixedPrice`, `DaikoKikan`."""
    return "".join(word[:1].upper() + word[1:] for word in words.replace("-", "_").split("_"))


if __name__ == "__main__":
    main()
