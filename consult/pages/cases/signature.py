"""The signature of a State under one act, as one viewer may see it: by which key, whether it holds now, the note."""

from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.docket.signed import signature_of
from consult.log.openings import holds_chain_of
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass


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


def signature_view(
    conn: Connection, viewer: Viewer, case: Any, entry: casebook.Entry, *, whole: bool
) -> SignatureView | None:
    """Draw up the signature under an act; None where organs sign none. The note names the digest of the whole text,
    which would let a reader of a part prove a guess of the rest, and the place in the chain, which would tell who came
    later how much was said before: it is shown to readers of the `whole` who hold the chain's key, and to its author.
    """
    found = signature_of(conn, case.ref, entry.act, entry.seq)
    if found is None or entry.seq is None:
        return None
    signed = found.signed
    own = entry.act.party == viewer.party
    may_read = bool(found.note) and whole and (own or holds_chain_of(conn, viewer, case, entry.seq))
    return SignatureView(
        key=signed.key.number.hex() if signed else "",
        party=entry.act.party,
        organ=entry.act.organ,
        note=found.note if may_read else "",
        is_erased=found.is_erased,
        holds=bool(signed) and not found.faults,
        faults=found.faults,
    )
