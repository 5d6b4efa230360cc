"""The encodings and line ends in which scraped text is stored."""

# Python's codecs and the Encoding Standard differ in a few signs; documents are written so that the Standard's
# decoders give the text back.
STANDARD = {
    "euc_jp": str.maketrans("～－∥¢£¬", "〜−‖￠￡￢"),
    "cp932": {},
}
CODECS = {
    "utf-8": "utf-8",
    "utf-8-bom": "utf-8-sig",
    "cp932": "cp932",
    "euc-jp": "euc_jp",
    "utf-16": "utf-16",
}


def encode(text, encoding, newline="\n"):
    """The text as bytes; None when the encoding has not all of its characters."""
    codec = CODECS[encoding]
    text = text.replace("\n", newline)
    if codec in STANDARD:
        if any(sign in text for sign in "〜−‖") and codec == "euc_jp":
            return None
        text = text.translate(STANDARD[codec])
    if codec == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return None
