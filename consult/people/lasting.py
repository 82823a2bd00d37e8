"""Whether what somebody acts under still lasts when it is written, and not only when the page was asked for.

Who acts is read before a request waits for its turn to write. In between a manager may revoke the mandate or one that
it comes from, end the substitution, the arrangement or the token, or close the account: then nothing is written. In the
docket the rows are held until the act is recorded, so that of a revocation and a dispatch one comes first, and the
record shows which. Days are not looked at again: an act counts on the day on which it was sent.
"""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from consult.fixed import Fixed
from consult.i18n import _
from consult.models.absence import SUBSTITUTION
from consult.models.parties import MANDATE, PERSON
from consult.models.representation import REPRESENTATION
from consult.models.tokens import API_TOKEN
from consult.refusals import Closed
from consult.standing import OWN, OWNER, STAND_INS, Standing
from consult.turns import PEOPLE, wait_turn

_OF_MANDATE = (
    select(MANDATE.c.id)
    .select_from(MANDATE.join(PERSON, PERSON.c.id == MANDATE.c.person_id))
    .where(MANDATE.c.id == bindparam("mandate"), MANDATE.c.revoked_at.is_(None), PERSON.c.active)
)
_OF_SUBSTITUTION = (
    select(SUBSTITUTION.c.id)
    .select_from(STAND_INS)
    .where(SUBSTITUTION.c.id == bindparam("substitution"), SUBSTITUTION.c.revoked_at.is_(None))
    .where(OWN.c.revoked_at.is_(None), OWNER.c.active)
)
_OF_ARRANGEMENT = select(REPRESENTATION.c.id).where(
    REPRESENTATION.c.id == bindparam("arrangement"),
    REPRESENTATION.c.accepted_at.is_not(None),
    REPRESENTATION.c.revoked_at.is_(None),
)
_OF_TOKEN = select(API_TOKEN.c.id).where(API_TOKEN.c.id == bindparam("token"), API_TOKEN.c.revoked_at.is_(None))


def _held(query: Any, *tables: Any) -> Fixed:
    """Make a statement that keeps its rows as they are until the transaction ends."""
    return Fixed(query.with_for_update(read=True, of=tables))


_ASKED = tuple(Fixed(one) for one in (_OF_MANDATE, _OF_SUBSTITUTION, _OF_ARRANGEMENT, _OF_TOKEN))
_HELD = (
    _held(_OF_MANDATE, MANDATE, PERSON),
    _held(_OF_SUBSTITUTION, SUBSTITUTION, OWN, OWNER),
    _held(_OF_ARRANGEMENT, REPRESENTATION),
    _held(_OF_TOKEN, API_TOKEN),
)


def require_lasting(conn: Connection, by: Standing, *, hold: bool = False) -> None:
    """Refuse to write in a standing that ended since it was read; with `hold` nobody ends it before this transaction
    is over. Closed (409)."""
    of_mandate, of_substitution, of_arrangement, of_token = _HELD if hold else _ASKED
    mandates = (by.mandate_id, *by.comes_from)
    lasts = all(of_mandate.first(conn, {"mandate": one}) is not None for one in mandates)
    if lasts and by.in_place_of:
        lasts = of_substitution.first(conn, {"substitution": by.in_place_of.substitution_id}) is not None
    if lasts and by.in_name_of:
        lasts = of_arrangement.first(conn, {"arrangement": by.in_name_of.representation_id}) is not None
    if lasts and by.through:
        lasts = of_token.first(conn, {"token": by.through.token_id}) is not None
    if not lasts:
        raise Closed(
            _("The mandate, substitution or token under which you act was ended meanwhile. Nothing was recorded.")
        )


def wait_for_people(conn: Connection, by: Standing | None) -> None:
    """Wait for the turn of whoever changes who may act for whom, and look again whether whoever asks still may: the one
    before may have ended just that. Of two managers who close each other's accounts at once one would else find
    nobody. None is the operator of the installation. Closed (409)."""
    wait_turn(conn, PEOPLE)
    if by is not None:
        require_lasting(conn, by)
