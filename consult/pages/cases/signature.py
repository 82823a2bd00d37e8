"""The signature of a State under one act, as one viewer may see it: by which key, whether it holds now, the note."""

from dataclasses import dataclass

from sqlalchemy import Connection

from consult import casebook
from consult.docket.signed import signature_of


@dataclass(frozen=True, slots=True)
class SignatureView:
    """By which key of which organ an act was signed, whether that holds, and why not; the note where it may be read."""

    key: str
    party: str
    organ: str
    note: str
    is_erased: bool
    holds: bool
    faults: tuple[str, ...]


def signature_view(conn: Connection, ref: str, entry: casebook.Entry, *, whole: bool) -> SignatureView | None:
    """Draw up the signature under an act; None where organs sign none. The note names the digest of the whole text,
    which would let a reader of a part prove a guess of the rest: it is shown to readers of the `whole` alone."""
    found = signature_of(conn, ref, entry.act, entry.seq)
    if found is None:
        return None
    signed = found.signed
    return SignatureView(
        key=signed.key.number.hex() if signed else "",
        party=entry.act.party,
        organ=entry.act.organ,
        note=found.note if whole else "",
        is_erased=found.is_erased,
        holds=bool(signed) and not found.faults,
        faults=found.faults,
    )
