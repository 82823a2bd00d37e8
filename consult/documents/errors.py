"""Why a document is not taken, or not given."""

from consult.i18n import _

MEGABYTE = 1024 * 1024
FULL = frozenset({"ENOSPC", "EDQUOT", "EFBIG"})
"""Words of a disk that takes nothing more."""


class TooLarge(Exception):
    """There is more than this installation accepts; the sentence names the limit."""

    @classmethod
    def in_bytes(cls, limit: int) -> "TooLarge":
        """Name a limit of size."""
        shown = f"{limit / MEGABYTE:g} MB" if limit >= MEGABYTE else _("%(limit)s bytes", limit=limit)
        return cls(_("A document may have at most %(limit)s. Nothing was recorded.", limit=shown))

    @classmethod
    def in_number(cls, limit: int) -> "TooLarge":
        """Name a limit of number."""
        return cls(_("At most %(limit)s documents may be attached to one filing. Nothing was recorded.", limit=limit))


class WrongType(Exception):
    """The content is of no accepted type, or is not what its name says; the sentence lists what is accepted."""

    def __init__(self, reason: str) -> None:
        """Keep the reason and add what is accepted."""
        accepted = _(
            "Accepted are PDF, PNG, JPEG, Word, Excel and PowerPoint without macros, and text, CSV and JSON in UTF-8."
        )
        super().__init__(f"{reason} {accepted}")
        self.reason = reason


class Changed(Exception):
    """What lies in the store is not what was put there, or is gone; it is not given to anybody."""

    def __init__(self, digest: str) -> None:
        """Name the document by its digest."""
        super().__init__(_("The document %(digest)s is missing from the store or was changed there.", digest=digest))
        self.digest = digest


class Away(Exception):
    """The store of documents cannot be used now: nothing of it was changed, and it may be asked again. `code` says why
    to whoever runs the installation, in the store's own word."""

    def __init__(self, code: str) -> None:
        """Keep the reason, which the sentence does not tell."""
        super().__init__(_no_room() if code in FULL else _unreached())
        self.code = code


def _unreached() -> str:
    return _(
        "The store of documents cannot be reached now. No document was kept or given; everything else goes on, and "
        "what was written before is where it was. Try again in a moment."
    )


def _no_room() -> str:
    return _(
        "There is no room left for documents, and this one was not kept. What was written before is where it was. "
        "Whoever runs this installation has to make room; try again after that."
    )
