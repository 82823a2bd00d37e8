"""Names of files as others may safely receive them."""

import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

LONGEST = 150
USUAL = "document"


def clean_name(name: str) -> str:
    """Answer a file name without folders, control and direction marks, and leading dots, of at most 150 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    spaced = "".join(" " if char.isspace() else char for char in last)
    kept = "".join(char for char in spaced if unicodedata.category(char)[0] != "C" and char not in '"<>|:*?')
    words = " ".join(kept.split()).strip(". ")
    if len(words) <= LONGEST:
        return words or USUAL
    ending = PurePosixPath(words).suffix[:12]
    return words[: LONGEST - len(ending)].rstrip(". ") + ending


def disposition(name: str) -> str:
    """Write the header with which a document leaves: always an attachment, its name in ASCII and in UTF-8."""
    clean = clean_name(name)
    plain = unicodedata.normalize("NFKD", clean).encode("ascii", "ignore").decode()
    plain = clean_name(plain.replace("%", "").replace(";", "").replace("'", ""))
    if plain.startswith(".") or not PurePosixPath(plain).stem:
        plain = USUAL
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"
