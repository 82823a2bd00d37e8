"""The receipt of an act: what it proves, how far it has come, and what to keep so that the log can be held to it."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket
from consult.i18n import _
from consult.log import tree, verifier
from consult.log.bracket import Bracket, bracket
from consult.log.receipts import ATTESTED, RECORDED, make_receipt
from consult.log.trust import Trust
from consult.pages.cases.lines import say_act, title_of_case
from consult.pages.cases.rooms import RoomNote, room_note
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Cosigner:
    """One witness that cosigned the checkpoint in the receipt, and when by its own clock."""

    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """The receipt of one act as it stands now."""

    title: str
    ref: str
    n: int
    case_title: str
    sentence: str
    recorded_at: datetime
    seq: int
    hash: str
    state: str
    origin: str
    size: int | None
    root: str
    cosigners: tuple[Cosigner, ...]
    asks_quorum: bool
    has_policy: bool
    bracket: Bracket
    drawn_at: datetime
    room: RoomNote | None

    @property
    def is_proof(self) -> bool:
        """Say whether there is a proof by now."""
        return self.state != RECORDED

    @property
    def is_final(self) -> bool:
        """Say whether the receipt will not change any more: it is attested, or nobody is asked to attest."""
        return self.state == ATTESTED or (self.is_proof and not self.asks_quorum)


def receipt_page(
    conn: Connection, docket: Docket, standing: Standing, ref: str, n: int, now: datetime, trust: Trust | None
) -> ReceiptPage:
    """Draw up the receipt of an act; Unknown where the act may not be seen or has no entry.

    Long because: one line a field of the page, in the order in which it is read.
    """
    viewer, names = Viewer.of(standing), casebook.party_names(conn)
    seen = docket.see(conn, standing, ref, now)
    entry = casebook.entry_of(conn, viewer, seen.row, n)
    if entry.seq is None:
        raise Unknown
    policy = trust.quorum if trust else None
    receipt = make_receipt(conn, entry.seq, policy)
    opened = _opened(receipt.text, trust)
    checkpoint = opened.checkpoint if opened else None
    return ReceiptPage(
        title=_("Receipt of act %(n)s", n=n),
        ref=ref,
        n=n,
        case_title=title_of_case(seen.row),
        sentence=law(say_act(seen.procedure, entry.act, casebook.said_names(names))),
        recorded_at=entry.act.at,
        seq=entry.seq,
        hash=tree.hash_leaf(receipt.leaf).hex(),
        state=receipt.state,
        origin=checkpoint.origin if checkpoint else "",
        size=checkpoint.size if checkpoint else receipt.size,
        root=checkpoint.root.hex() if checkpoint else "",
        cosigners=_cosigners(opened),
        asks_quorum=policy is not None,
        has_policy=trust is not None,
        bracket=bracket(conn, entry.seq, policy),
        drawn_at=now,
        room=room_note(seen, names, viewer),
    )


def _opened(text: str, trust: Trust | None) -> verifier.Opened | None:
    """Check the receipt as its holder would, and give the checkpoint in it; None where the policy does not know who
    signed that, as when a key of the log has changed and the policy has not."""
    try:
        return verifier.check_receipt(text, trust.policy).opened if text and trust else None
    except (verifier.Rejected, verifier.Unchecked):
        return None


def _cosigners(opened: verifier.Opened | None) -> tuple[Cosigner, ...]:
    signed = opened.cosignatures if opened else ()
    return tuple(
        Cosigner(each.verifier.name, datetime.fromtimestamp(each.seconds, UTC) if each.seconds else None)
        for each in signed
    )
