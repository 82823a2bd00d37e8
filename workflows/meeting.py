"""A meeting (``meeting``): one procedure for plenaries and working groups, consultation meetings and dialogues.

Law: none. Between governments the arrangement of the two binds, if anything does; a plenary or working group meets
under the charter of the lunar mechanism, which is a proposal and no law. Every period here is a product default. A
meeting names the case that it serves; a case may wait for none. Not modelled: the series of which a dialogue is a
part, quorum, votes, rules of procedure beyond consensus, interpretation, and the video link itself.
"""

from __future__ import annotations

from typing import Any

from workflows import Form
from workflows.kernel.advice import Advice
from workflows.kernel.beside import Beside
from workflows.kernel.fragments import COMMON_STATES, common_steps, suspension_limit
from workflows.kernel.language import PRODUCT, Exempt, Levels, Procedure
from workflows.meetings.agenda import agenda
from workflows.meetings.calling import calling
from workflows.meetings.delegations import delegations
from workflows.meetings.frame import ENDED, LIVE, OPENING, STATES, TITLES, MeetingTerms, tracks
from workflows.meetings.limits import happenings, limits
from workflows.meetings.records import records
from workflows.meetings.session import session
from workflows.meetings.shape import Shape, shape_of
from workflows.meetings.sheets import sheets
from workflows.meetings.times import TIMES, times

EDITION = 2
NOT_MODELLED = (
    "The series of which a dialogue's meeting is a part: that is a case of its own.",
    "Quorum, votes, and rules of procedure beyond consensus.",
    "Interpretation, and the video link: the place says how one takes part from afar.",
    "Domestic limits on contacts between agencies, beyond the answer that clearances are there.",
)
NOTES = (
    "Every period is an aim of the product; none is law, and passing it has no effect by itself.",
    "Consensus is the absence of a formal objection by a party present; absence is no objection.",
)
CALL = "Whoever prepares the meeting calls it, alone and at any time; a case that the call may name holds up nothing."
PROPOSAL = "The mechanism and its charter are a proposal, and no law."


def meeting(terms: MeetingTerms) -> Procedure:
    """Build the procedure of a meeting for its terms."""
    s = shape_of(terms)
    return Procedure(
        key="meeting", edition=EDITION, title=_title(s), under=s.cite("decisions"), opens=OPENING,
        filer="convener", prefix="MEET", level=terms.level, roles=s.roles, states=(*STATES, *COMMON_STATES),
        tracks=(*tracks(convened=s.convened), *(() if s.convened else (TIMES,))),
        steps=(*calling(s), *times(s), *agenda(s), *delegations(s), *session(s), *records(s),
               *common_steps(s.caller, (OPENING, *LIVE), ENDED, draft=OPENING)),
        limits=(*limits(s), suspension_limit()), happenings=happenings(), sheets=sheets(s),
        levels=Levels(track="C2"), exempt=_exempt(s), **_said(s),
    )  # fmt: skip


def _title(s: Shape) -> str:
    return f"{TITLES[s.terms.kind]} (proposal, not law)" if s.convened else TITLES[s.terms.kind]


def _exempt(s: Shape) -> tuple[Exempt, ...]:
    """The call leads out of the first state; it may name a case that the meeting serves, and is left out for that."""
    others = "Before the call nobody else is in the case."
    stakes = ((role.key, CALL if role.key == s.caller.key else others) for role in s.roles if role.stake)
    stranded = tuple(Exempt("nobody_is_stranded", f"{OPENING}/{key}", PRODUCT, why) for key, why in stakes)
    return (Exempt("no_traps", OPENING, PRODUCT, CALL), *stranded)


def _said(s: Shape) -> dict[str, Any]:
    return {
        "summary": "A meeting is called, its agenda agreed, it is held, its record agreed, and what is to be done is "
                   "followed.",
        "not_modelled": NOT_MODELLED,
        "notes": (PROPOSAL, *NOTES) if s.convened else NOTES,
        "terms": s.terms.plain(),
    }  # fmt: skip


FORMS = (
    Form(
        "meeting",
        "Meeting",
        MeetingTerms,
        meeting,
        beside=Beside("call_meeting", "serves", "Propose a consultation meeting", whom="parties", filer=True),
        advice=Advice(
            not_by_itself="A meeting serves another matter: it is called from within the case that it is for."
        ),
        reported="cooperation",
    ),
)
