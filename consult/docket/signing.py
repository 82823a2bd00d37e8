"""The signature of an organ of a State under what it files: asked for where the organ has a key, checked, and sealed.

It is asked for with every filing that is dispatched, and with each hand on a joint one; internal steps, steps without a
paper and the filings of offices need none. What is signed names the chain that the act goes into, as far as its author
had seen it: if that chain has moved since, the act is refused with the text to be signed anew. The checkpoint that the
author says to have seen may be any that this log ever signed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, select

from consult.docket.entries import audience_of
from consult.docket.errors import Stale
from consult.docket.taking import Request, Work
from consult.docket.values import Filed
from consult.fixed import Fixed
from consult.i18n import _
from consult.log.chain import end_of_chain
from consult.log.statements import (
    Checkpoint,
    NotAStatement,
    Statement,
    plain_note,
    read_statement,
    statement_text,
)
from consult.log.verifier import Rejected, open_note, read_vkey
from consult.log.wording import word
from consult.models.audit import audit_checkpoint
from consult.people.keys import standing_key
from consult.refusals import Closed, Malformed
from consult.standing import Standing
from workflows.kernel.acts import HAND, STEP, Act
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Capacity

_NEWEST = (
    select(audit_checkpoint.c.size, audit_checkpoint.c.root)
    .order_by(audit_checkpoint.c.size.desc(), audit_checkpoint.c.id.desc())
    .limit(1)
)
_SIGNED = Fixed(
    select(audit_checkpoint.c.id).where(
        audit_checkpoint.c.size == bindparam("of_size"), audit_checkpoint.c.root == bindparam("of_root")
    )
)


class NotSigned(Closed):
    """An organ that has a key files without its signature."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            _("Your organ has a key: sign the text of the page before sending with it, and file with the signed note.")
        )


class WrongSignature(Malformed):
    """What was given as the signature of an organ does not hold, or is over something else."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence under the name of the question."""
        super().__init__({"signature": sentence})
        self.sentence = sentence


class OtherPlace(Stale):
    """What was signed names a place in the record that is not the next one any more: the text is made anew."""

    def __init__(self, state: str, n: int) -> None:
        """Keep where the case is."""
        sentence = _("The record has moved on since this text was made. Read the case again, then sign the new text.")
        Closed.__init__(self, sentence)
        self.state, self.n = state, n


@dataclass(frozen=True, slots=True)
class ToSign:
    """A text to be signed, and the key that signs it."""

    text: str
    vkey: str


def is_signed_for(act: Act) -> bool:
    """Say whether an act is one under which an organ that has a key puts its signature."""
    return bool(act.digest) and act.capacity == Capacity.DISPATCH and act.kind in (STEP, HAND)


def to_sign(connection: Connection, standing: Standing, host: str, row: Any, act: Act) -> ToSign | None:
    """Give the text to be signed for an act that was performed on paper; None where the organ has no key."""
    vkey = standing_key(connection, standing.organ_id) if is_signed_for(act) else None
    if vkey is None:
        return None
    return ToSign(statement_text(_statement(connection, host, row, act, newest_checkpoint(connection))), vkey)


def newest_checkpoint(connection: Connection) -> Checkpoint | None:
    """Give the last checkpoint that this log signed."""
    found = connection.execute(_NEWEST).first()
    return Checkpoint.of(found.size, found.root) if found else None


def with_statement(work: Work, request: Request, act: Act, standing: Standing, filed: Filed, host: str) -> Request:
    """Add to a request what is sealed of its signature; raise NotSigned, WrongSignature or OtherPlace."""
    if not is_signed_for(act):
        return request
    vkey = standing_key(work.connection, standing.organ_id)
    if vkey is None:
        if filed.note:
            raise WrongSignature(_("Your organ has no key on this day; file without a signature, or register one."))
        return request
    if not filed.note:
        raise NotSigned
    note = plain_note(filed.note)
    said = _opened(note, vkey)
    _require_place(work, act, said, host)
    return replace(request, statement=sealed_of(note, said))


def sealed_of(note: str, said: Statement) -> Mapping[str, Any]:
    """Give the two fields of the leaf: the note, and the checkpoint that its author had seen."""
    return {"filing": note, "seen": {"size": said.seen.size, "root": said.seen.root} if said.seen else None}


def _opened(note: str, vkey: str) -> Statement:
    """Read what a note says that the key of the organ has signed."""
    try:
        return read_statement(open_note(note, [read_vkey(vkey)]).text)
    except Rejected as fault:
        raise WrongSignature(_why(fault, vkey)) from None
    except NotAStatement as fault:
        raise WrongSignature(str(fault)) from None


def _why(fault: Rejected, vkey: str) -> str:
    if fault.code == "unsigned":
        key = vkey.rpartition("+")[0]
        return _("This is not signed with the key that your organ has registered (%(key)s).", key=key)
    return _("This is no signed note that holds: %(why)s", why=word(fault))


def _require_place(work: Work, act: Act, said: Statement, host: str) -> None:
    """Refuse a statement over another filing, over a checkpoint that is none, or at a place that is taken; in this
    order, since whoever lives in a second log names another checkpoint and another place at once."""
    due = _statement(work.connection, host, work.row, act, said.seen)
    before = [one for one in work.acts[: work.acts.index(act)] if _audience(work.row, one) == _audience(work.row, act)]
    if replace(said, event=due.event, prev=due.prev) != due:
        raise WrongSignature(_("What was signed is another text than that of this filing."))
    if said.seen and not _was_signed(work.connection, said.seen):
        raise WrongSignature(
            _("This log never signed the checkpoint that the text names as seen. Keep it: it may prove a second log.")
        )
    if before or said != due:
        raise OtherPlace(work.before.state, work.before.n)


def _was_signed(connection: Connection, seen: Checkpoint) -> bool:
    return _SIGNED.first(connection, {"of_size": seen.size, "of_root": seen.root_bytes}) is not None


def _statement(connection: Connection, host: str, row: Any, act: Act, seen: Checkpoint | None) -> Statement:
    n, prev = end_of_chain(connection, **_audience(row, act))
    return Statement(host, row.ref, act.step, act.track, n + 1, act.digest, prev, seen)


def _audience(row: Any, act: Act) -> dict[str, Any]:
    return audience_of(int(row.id), act, row.existence)
