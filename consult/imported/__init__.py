"""Cases of other installations, brought in as bundles: checked first, kept to be read, never acted in.

Not in the tables of cases: it is a foreign record, so that no list, desk, deadline, report, search or count of own
cases can meet it. It is for the party that imported it alone.
"""

from consult.imported.content import Content, ImportedEntry, read_content
from consult.imported.keeping import (
    TRUSTED,
    AlreadyThere,
    Imported,
    Prepared,
    Trusting,
    find,
    free,
    keep,
    list_imported,
    prepare,
    remove,
)
from consult.imported.reading import Refused

__all__ = [
    "TRUSTED",
    "AlreadyThere",
    "Content",
    "Imported",
    "ImportedEntry",
    "Prepared",
    "Refused",
    "Trusting",
    "find",
    "free",
    "keep",
    "list_imported",
    "prepare",
    "read_content",
    "remove",
]
