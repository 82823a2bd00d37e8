"""Attachments: which types are accepted, how they are kept by digest, and under which name they leave.

`rows` keeps what is known of a document in a case; who may have it is decided by `consult.visibility` alone.
"""

from consult.documents.errors import Away, Changed, TooLarge, WrongType
from consult.documents.naming import clean_name, disposition
from consult.documents.sniffing import ACCEPTED, sniff
from consult.documents.stores import FolderStore, Store, Stores, stores_of

__all__ = [
    "ACCEPTED",
    "Away",
    "Changed",
    "FolderStore",
    "Store",
    "Stores",
    "TooLarge",
    "WrongType",
    "clean_name",
    "disposition",
    "sniff",
    "stores_of",
]
