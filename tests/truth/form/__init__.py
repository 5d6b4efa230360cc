"""The form as it is printed: what all scripts share that make documents.

Here stand the options, notes and checklist editions, taken from the form file, so that documents are printed with the words the
form has; in `tables` its tables. The truth of a document never depends on it.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FORM_FILE = Path(__file__).resolve().parents[3] / "forms" / "daiko-kikan.toml"
COLUMNS = ("insurers", "providers")
FORM_NOTES = 13
NOTE_ANCHOR = "名称等は正式なもので"


@dataclass(frozen=True)
class Option:
    """One option of a group: its id, its wordings, where the text in its brackets goes and what begins it."""

    id: str
    text: tuple
    detail: str | None = None
    detail_text: str | None = None


@dataclass(frozen=True)
class Group:
    """A group of options; `one` when only one of them may be chosen."""

    pointer: str
    one: bool
    required: bool
    options: tuple

    @property
    def loose(self):
        """The pointer a diagnostic about the group or its details stands at or under."""
        head, tail = self.pointer.rsplit("/", 1)
        return head if tail in ("choices", "functions") else self.pointer


def load(path=FORM_FILE):
    """The form file as a dictionary."""
    with open(path, "rb") as file:
        return tomllib.load(file)


FORM = load()


def _option(entry):
    starts = entry.get("detail_text", [None])
    return Option(entry["id"], tuple(entry["text"]), entry.get("detail"), starts[0])


def _groups():
    found = {}
    for label in FORM["label"]:
        if label.get("type") not in ("choice", "choices"):
            continue
        options = tuple(_option(entry) for entry in label["options"])
        for column in COLUMNS if "{column}" in label["pointer"] else (None,):
            pointer = label["pointer"].replace("{column}", column or "")
            found[pointer] = Group(pointer, label["type"] == "choice", label.get("required", False), options)
    return found


GROUPS = _groups()
TITLE = FORM["form"]["title"]


def _form_notes():
    texts = [note["text"] for note in FORM["note"]]
    start = next(at for at, text in enumerate(texts) if text.startswith(NOTE_ANCHOR))
    return dict(enumerate(texts[start : start + FORM_NOTES], 1))


NOTES = _form_notes()
SECTION_TITLES = {section["id"]: tuple(section["text"]) for section in FORM["checklist"]["section"]}
EDITIONS = {
    edition["edition"]: [(section["id"], tuple(section["items"])) for section in edition["section"]]
    for edition in FORM["checklist"]["edition"]
}
# Items whose text is a list, and items with a note, by section.
LISTED = {
    "2": (("external_exchange", 6), ("external_exchange", 7)),
    "5.2": (("external_exchange", 6), ("external_exchange", 7), ("technical", 15)),
}
NOTED = {
    "technical": {2: 1, 4: 2, 5: 3, 7: 4, 9: 5},
    "disposal": {1: 6},
    "emergency": {1: 7},
    "external_exchange": {1: 8, 4: 9, 5: 10},
}


def options(pointer, *chosen, details=(), signs=("□", "■"), gap="", colon=":", breaks=(), without=()):
    """A group's options in one cell: each behind its sign, their details (in order, empty where none is left) in brackets.

    `breaks` are the options that begin a line; options `without` are not printed.
    """
    details = iter(details)
    printed = ""
    for at, option in enumerate(option for option in GROUPS[pointer].options if option.id not in without):
        printed += "" if not at else "\n" if at in breaks else " "
        printed += signs[option.id in chosen] + gap + option.text[0]
        if option.detail:
            lead, detail = option.detail_text or "", next(details, "")
            if lead:
                lead += " " if lead in ("回線種別", "送付手段") else colon
            printed += f"({lead}{detail})" if detail else f"({lead.rstrip()} )"
    return printed
