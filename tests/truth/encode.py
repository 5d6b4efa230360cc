"""The encodings and line ends in which scraped text is stored."""

CODECS = {
    "utf-8": "utf-8",
    "utf-8-bom": "utf-8-sig",
    "cp932": "cp932",
    "euc-jp": "euc_jp",
    "utf-16": "utf-16",
}
# Python's EUC-JP and that of the Encoding Standard, which readers follow, differ in these signs.
STANDARD_EUC = str.maketrans("～－∥￢", "〜−‖¬")
ONLY_PYTHON_EUC = "〜−‖¬"


def encode(text, encoding, newline="\n"):
    """The text as bytes; None when the encoding has not all of its characters, each with a byte form of its own."""
    codec = CODECS[encoding]
    text = text.replace("\n", newline)
    if encoding == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    if encoding == "euc-jp":
        if any(sign in text for sign in ONLY_PYTHON_EUC):
            return None
        text = text.translate(STANDARD_EUC)
    try:
        encoded = text.encode(codec)
    except UnicodeEncodeError:
        return None
    return encoded if encoded.decode(codec) == text else None
