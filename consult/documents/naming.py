"""Names of files as others may safely receive them."""

import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

LONGEST = 150
MOST_BYTES = 240
"""Most systems of files keep a name of 255 bytes; some are left for what a program adds."""
USUAL = "document"
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Names under which some systems open a device and no file, whatever ending follows."""


def clean_name(name: str) -> str:
    """Answer a file name without folders, control and direction marks, and leading dots, of at most 150 characters and
    240 bytes, composed (NFC), and that of no device."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    spaced = "".join(" " if char.isspace() else char for char in last)
    kept = "".join(char for char in spaced if unicodedata.category(char)[0] != "C" and char not in '"<>|:*?')
    words = " ".join(kept.split()).strip(". ")
    if words.partition(".")[0].strip().lower() in DEVICES:
        words = f"{USUAL}-{words}"
    if len(words) <= LONGEST and len(words.encode()) <= MOST_BYTES:
        return words or USUAL
    ending = PurePosixPath(words).suffix[:12]
    kept = words[: LONGEST - len(ending)].encode()[: MOST_BYTES - len(ending.encode())].decode(errors="ignore")
    return kept.rstrip(". ") + ending


def disposition(name: str) -> str:
    """Write the header with which a document leaves: always an attachment, its name in ASCII and in UTF-8."""
    clean = clean_name(name)
    plain = unicodedata.normalize("NFKD", clean).encode("ascii", "ignore").decode()
    plain = clean_name(plain.replace("%", "").replace(";", "").replace("'", ""))
    if plain.startswith(".") or not PurePosixPath(plain).stem:
        plain = USUAL
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"
