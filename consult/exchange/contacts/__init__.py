"""Contact points as comma-separated values: those of a party's organs as one may see them, and in again by whoever
manages the party. A point that is in no row stays as it is; a new one is unproved, and is proved as any other.
"""

from consult.exchange.contacts.exporting import export_contacts
from consult.exchange.contacts.importing import ContactLook, import_contacts, look_at_contacts
from consult.exchange.contacts.rows import COLUMNS, ContactRow, read_contacts

__all__ = [
    "COLUMNS",
    "ContactLook",
    "ContactRow",
    "export_contacts",
    "import_contacts",
    "look_at_contacts",
    "read_contacts",
]
