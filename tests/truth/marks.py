"""How options are marked, and what the contract lets a reader see of the marks."""

from dataclasses import dataclass

MARU = frozenset("○◯")
INPUT_ON = '<input checked="" type="checkbox"/>'
INPUT_OFF = '<input type="checkbox"/>'


@dataclass(frozen=True)
class Marks:
    """A way of marking: the sign of chosen and of other options; `deletes` when the others are struck from the form."""

    name: str
    on: str
    off: str
    deletes: bool = False
    spaced: bool = False

    @property
    def boxed(self):
        """Whether every option carries a sign of its own that says chosen or not."""
        return bool(self.on and self.off) and self.on != self.off and not self.deletes

    def print(self, sign, label):
        """An option's label behind its sign."""
        return f"{sign}{' ' if self.spaced and sign else ''}{label}"


INPUT = Marks("input", INPUT_ON, INPUT_OFF, spaced=True)
BOX = Marks("box", "■", "□")
PLAIN = (INPUT, BOX)
VARIED = (
    Marks("box-spaced", "■", "□", spaced=True),
    Marks("check", "☑", "☐"),
    Marks("cross", "☒", "☐", spaced=True),
    Marks("tick-box", "✓", "□", spaced=True),
    Marks("tick", "✔", "", spaced=True),
    Marks("brackets", "[x]", "[ ]", spaced=True),
    Marks("maru-black", "●", "○"),
    Marks("maru-lone", "○", "", spaced=True),
    Marks("re", "レ□", "□"),
    Marks("only-chosen-box", "■", "", deletes=True),
    Marks("deleted", "", "", deletes=True),
    Marks("left", "", ""),
)
NASTY = (
    Marks("heavy", "◼", "◻"),
    Marks("large", "⬛", "⬜"),
    Marks("emoji", "✅", "⬜", spaced=True),
    Marks("fisheye", "◉", "◯"),
    Marks("ballot", "🗹", "☐"),
    Marks("brackets-big", "[X]", "[ ]"),
    Marks("maru-every", "○", "○"),
)


@dataclass
class Seen:
    """What a careful reader sees of a group: the printed options with their signs, the choices and the codes."""

    printed: list
    choices: list
    codes: list
    detailed: bool


def see(group, options, chosen, marks):
    """The group as printed with `marks` (`options` are those the form has here) and as it must be read."""
    printed = [
        (marks.on if option.id in chosen else marks.off, option)
        for option in options
        if option.id in chosen or not marks.deletes
    ]
    standing = [option.id for _, option in printed]
    signs = [sign for sign, _ in printed]
    everything = len(standing) == len(group.options)
    codes = []
    readable = bool(printed)
    if not printed:
        choices = []
    elif not any(signs):
        choices = [] if everything else standing
        if everything:
            codes.append("choice.unmarked-options")
            readable = False
    elif MARU.issuperset(signs) and len(signs) > 1:
        choices, readable = [], False
        codes.append("choice.ambiguous-mark")
    else:
        choices = [option.id for sign, option in printed if sign and sign == marks.on]
    if group.one and len(choices) > 1:
        codes.append("choice.multiple")
    return Seen(printed, choices, codes, readable)


# The marks of checklist items: both boxes of an item carry a sign of their own, or only the chosen one does.
CHECKLIST = (
    VARIED[0],
    VARIED[1],
    VARIED[2],
    Marks("tick", "✓", ""),
    Marks("maru-black", "●", "○"),
    Marks("maru-lone", "○", ""),
    Marks("brackets", "[x]", "[ ]", spaced=True),
    Marks("re", "レ□", "□"),
    Marks("re-lone", "レ", ""),
)
