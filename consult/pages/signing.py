"""What stands before sending where an organ has a key: the text that it signs, and the note that was given last."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from consult.docket import Docket, Filed, Refused, Seen
from consult.docket.signing import NotSigned, OtherPlace, WrongSignature, to_sign
from consult.people.keys import standing_key
from consult.refusals import Closed, Malformed
from consult.standing import Standing
from workflows.kernel.frozen import dataclass

SIGNING_FAULTS = (NotSigned, WrongSignature, OtherPlace)


@dataclass(frozen=True, slots=True)
class GivenNote:
    """A note that was not taken: what was pasted, and why not; a note over an older text is not given back."""

    note: str
    sentence: str
    status: int

    @classmethod
    def refused(cls, note: str, fault: Closed | Malformed) -> "GivenNote":
        """Word why a note was not taken."""
        if isinstance(fault, Closed):
            return cls("", fault.sentence, 409)
        return cls(note, fault.fields.get("signature", ""), 422)


@dataclass(frozen=True, slots=True)
class SigningView:
    """The text to sign, by which key, what was given last and why it was not taken."""

    text: str
    key: str
    vkey: str
    note: str
    error: str


def signing_view(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    seen: Seen,
    filed: Filed,
    now: datetime,
    given: GivenNote | None = None,
) -> SigningView | None:
    """Draw up what is to be signed; None where the organ has no key, or this act is not one that is signed."""
    if standing_key(conn, standing.organ_id) is None:
        return None
    try:
        _case, act = docket.rehearse(conn, standing, seen, filed, now)
    except Refused:
        return None
    due = to_sign(conn, standing, docket.host, seen.row, act)
    if due is None:
        return None
    shown = given or GivenNote("", "", 200)
    return SigningView(due.text, due.vkey.split("+")[1], due.vkey, shown.note, shown.sentence)


def note_of(form: Mapping[str, str]) -> str | None:
    """Read a signed note from a form; None where none was given."""
    return form.get("signature", "").strip() or None
