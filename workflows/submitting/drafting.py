"""Rows at home: the scope, the report as compiled, review for others, joint authors, clearance, and days of a session.

Until the transmission only authors read it, and whoever is asked for consent what concerns it alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.checks_of_tables import ListedUnder, TakesPartIn
from workflows.kernel.fragments import PartyAdded
from workflows.kernel.guards_of_rolls import TrackForEach
from workflows.kernel.language import (
    CLEAR,
    DISPATCH,
    DRAFT,
    OFFICE,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    FilingCheck,
    Link,
    Moves,
    NotBefore,
    NotOneself,
    On,
    Opens,
    Step,
    WhenThen,
)
from workflows.kernel.steps import LookUp
from workflows.reporting import items
from workflows.submitting import papers
from workflows.submitting.frame import (
    AFFECTED_PARTIES,
    ASKED,
    AT_HOME,
    AUTHOR,
    BEFORE_ISSUE,
    CLEAN,
    CLEARANCES,
    CLEARED,
    COMPILED,
    CONSENT,
    DECLINED,
    DRAFT_STATE,
    ENDORSED,
    FILE,
    HELD,
    INVITED,
    JOINT_AUTHORS,
    LAPSED,
    MISSED,
    PENDING,
    REVIEWED,
    SCOPED,
    SECRETARIAT,
    SENT,
)
from workflows.submitting.papers import CLEARED_FOR, ELSEWHERE
from workflows.submitting.terms import DOCUMENTS, SubmissionTerms

AMONG_AUTHORS: dict[str, Any] = {"level": "C2", "tell": "all"}
"""What the authors alone read."""
TOLD_DAYS = (LookUp("first_day", "starts_on", told="starts_on"), LookUp("last_day", "ends_on", told="ends_on"))
ENDED = tuple(state.key for state in AFFECTED_PARTIES.states if state.key != ASKED)
# fmt: off


def drafting(terms: SubmissionTerms) -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _scoping(terms)
    yield from _compiling()
    yield from _authors()
    yield from _clearing()
    yield from _days()


def _valid(terms: SubmissionTerms) -> tuple[FilingCheck, ...]:
    """Say what a scope has to satisfy besides its answers."""
    sessions = tuple((one.key, one.body, one.ends.isoformat()) for one in terms.known_sessions())
    agenda = tuple((one.key, one.body, "") for one in items())
    told = [WhenThen("session", (ELSEWHERE,), name, DOCUMENTS) for name in ("session_told", "starts_on", "ends_on")]
    return (
        ListedUnder("session", "body", (*sessions, (ELSEWHERE, "", "")), DOCUMENTS), *told,
        ListedUnder("item", "body", (*agenda, (ELSEWHERE, "", "")), DOCUMENTS),
        WhenThen("item", (ELSEWHERE,), "item_told", DOCUMENTS), NotBefore("ends_on", "starts_on", DOCUMENTS),
        NotBefore("ends_on", under=DOCUMENTS), NotBefore("until", "since"), NotOneself("joint"), NotOneself("affected"),
        TakesPartIn("cases", "case_ref"),
    )


def _chosen(terms: SubmissionTerms) -> dict[str, Any]:
    """Give what every choice of a scope asks and does."""
    known = terms.known_sessions()
    days = (LookUp("first_day", "session", tuple((one.key, one.starts.isoformat()) for one in known), "starts_on"),
            LookUp("last_day", "session", tuple((one.key, one.ends.isoformat()) for one in known), "ends_on"))
    return {
        "asks": papers.scope(known), "checks": _valid(terms), "looks_up": days, "starts": ("slot", "session"),
        "keeps": ("body", "session", "item", "kind", "since", "until"), "level": "C2", "tell": "all", "file": FILE,
        "opens": Opens(JOINT_AUTHORS.key, "joint", anew=True), "whom": "with",
    }


def _scoping(terms: SubmissionTerms) -> Iterator[Step]:
    asked = _chosen(terms)
    yield Step("scope", DRAFT_STATE, SCOPED, AUTHOR, DRAFT, PRODUCT, **asked, title="Choose the scope",
               added="Item, session and author are chosen by an act, which others cannot see before.",
               effect="Joint authors are told. The days of the session count from now on: by when to transmit, and "
                      "when the session is over.")
    anew: dict[str, Any] = {**asked, "begins": ("scope", "change_scope", "enter_scoped"),
                            "moves": Moves(AFFECTED_PARTIES.key, LAPSED)}
    yield Step("change_scope", AT_HOME, SCOPED, AUTHOR, DRAFT, PRODUCT, **anew,
               stops=("review", "consent", "slot", "session"), title="Change the scope",
               added="Whoever chose may choose again until the document is transmitted.",
               effect="The report is compiled anew. Consent that was given was for the former scope and is asked anew.")
    yield Step("enter_scoped", MISSED, SCOPED, AUTHOR, DRAFT, PRODUCT, **anew, title="Carry to another session",
               effect="The submission goes on for the session that you choose. Consent was for the former one and is "
                      "asked anew.")
    yield Step("answer_call", (*AT_HOME, *SENT), STAY, AUTHOR, DRAFT, DOCUMENTS, papers.AnsweredCall,
               link=Link("call", field="call"), level="C2", tell="all", file=FILE,
               title="Name the call that it answers",
               added="A contribution names the call of a working group, where that runs here.",
               effect="The call and the submission lead to each other, for whoever may see both.")


def _compiling() -> Iterator[Step]:
    asked: dict[str, Any] = {"by": AUTHOR, "capacity": DRAFT, "under": PRODUCT, "asks": papers.Compiled,
                             "tell": OWN, "level": "C4"}
    yield Step("compile", SCOPED, COMPILED, **asked, starts=("review",), title="Compile the report",
               effect="The report as it was drawn from the cases is on record inside your delegation alone. It is "
                      "reviewed for what belongs to others.")
    again: dict[str, Any] = {**asked, "moves": Moves(CLEARANCES.key, PENDING), "title": "Compile the report anew",
                             "added": "What was consented to, refused or taken back changes the report."}
    yield Step("compile", (COMPILED, REVIEWED, CONSENT), STAY, **again,
               effect="The new version takes the place of the former, which stays on record; clearances are given for "
                      "it anew.")
    yield Step("compile", CLEARED, REVIEWED, **again,
               effect="The new version is reviewed and cleared anew.")
    clearances = Opens(CLEARANCES.key, keys=tuple((key, None) for key, _ in CLEARED_FOR), titles=CLEARED_FOR, anew=True)
    yield Step("review", COMPILED, REVIEWED, AUTHOR, CLEAR, PRODUCT, papers.Review, keeps=("affected",),
               whom="with clearances for", opens=clearances, begins=("scope", "change_scope", "enter_scoped"),
               checks=(NotOneself("affected"),), within="review", stops=("review",), tell=OWN,
               level="C4", title="Review for what belongs to others",
               effect="Whoever is named has to be asked for consent before the report is cleared; what it does not "
                      "consent to is left out.")


def _authors() -> Iterator[Step]:
    yield Step("invite_author", AT_HOME, STAY, AUTHOR, DISPATCH, PRODUCT, PartyAdded, checks=(NotOneself("party"),),
               opens=Opens(JOINT_AUTHORS.key, "party"), **AMONG_AUTHORS, title="Invite a joint author",
               added="Others may be asked to stand behind the text at any time before it is transmitted.",
               effect="The party named reads the drafts, and stands behind the text or does not.")
    for capacity in (DISPATCH, OFFICE):
        hand: dict[str, Any] = {"by": TRACK_PARTY, "capacity": capacity, "under": PRODUCT, **AMONG_AUTHORS}
        yield Step("endorse", CLEARED, STAY, asks=papers.Remark, track=On(JOINT_AUTHORS.key, (INVITED,), ENDORSED),
                   **hand, title="Stand behind the text",
                   added="Nobody is named as an author who has not said so, of the text as it was cleared.",
                   effect="You are named as an author of the document.")
        yield Step("decline_authorship", BEFORE_ISSUE, STAY, asks=papers.Reason, **hand, title="Decline authorship",
                   track=On(JOINT_AUTHORS.key, (INVITED, ENDORSED), DECLINED),
                   added="Whoever does not stand behind the text is not named, at any time before the issue.",
                   effect="You are not named as an author; the others go on.")


def _clearing() -> Iterator[Step]:
    own: dict[str, Any] = {"by": AUTHOR, "capacity": CLEAR, "under": PRODUCT, "tell": OWN, "level": "C4"}
    here = (REVIEWED, CONSENT)
    yield Step("give_clearance", here, STAY, asks=papers.Clearance, track=On(CLEARANCES.key, (PENDING, HELD), CLEAN),
               **own, title="Give clearance", added="Law, security and press clear separately.",
               effect="This clearance is on record inside your delegation.")
    yield Step("withhold_clearance", here, STAY, asks=papers.Withheld,
               track=On(CLEARANCES.key, (PENDING, CLEAN), HELD), **own, title="Withhold clearance",
               added="What stands against the text is mended before it goes out.",
               effect="The text is mended and compiled anew, or the clearance is given after all.")
    asked = TrackForEach("affected", AFFECTED_PARTIES.key, "{party} was named as affected and was not asked for "
                         "consent.", PRODUCT, (*ENDED, ASKED))
    over = g.Says(g.AllTracks(AFFECTED_PARTIES.key, ENDED, none=True),
                  "Somebody who was asked for consent may still answer.", PRODUCT)
    clean = g.Says(g.AllTracks(CLEARANCES.key, (CLEAN,)), "Law, security and press have not all cleared it.", PRODUCT)
    yield Step("enter_cleared", here, CLEARED, AUTHOR, CLEAR, PRODUCT, papers.ClearedText,
               when=asked & over & clean, moves=Moves(JOINT_AUTHORS.key, INVITED, (ENDORSED,)), **AMONG_AUTHORS,
               title="Clear the document",
               effect="Joint authors read the text, and stand behind it or do not. What nobody consented to is not in "
                      "it. Then it can be transmitted.")


def _days() -> Iterator[Step]:
    days: dict[str, Any] = {"under": DOCUMENTS, "asks": papers.Days, "looks_up": TOLD_DAYS,
                            "checks": (NotBefore("ends_on", "starts_on", DOCUMENTS),
                                       NotBefore("ends_on", under=DOCUMENTS)),
                            "title": "Enter the days of the session", "level": "C2", "tell": "all", "file": FILE,
                            "added": "Days of coming sessions are expected until they are announced."}
    for by, capacity in ((AUTHOR, DRAFT), (SECRETARIAT, OFFICE)):
        yield Step("enter_days", AT_HOME, STAY, by, capacity, **days, stops=("slot", "session"),
                   starts=("slot", "session"),
                   effect="By when to transmit, and when the session is over, are counted from these days.")
        yield Step("enter_days", SENT, STAY, by, capacity, **days, stops=("session",), starts=("session",),
                   effect="When the session is over is counted from these days.")
