"""Where a submission can be: roles, states, tracks and limits (procedures.md 13.4)."""

from __future__ import annotations

from workflows.kernel.language import (
    FINAL,
    RESTING,
    FromFact,
    Role,
    State,
    TimeLimit,
    TrackSet,
    Until,
)
from workflows.submitting.terms import SubmissionTerms

FILE = "submission"
"""The file in which what was transmitted lies, for the secretariat."""
AUTHOR = Role("author", "the author of the submission")
JOINT = Role("joint_author", "a joint author")
AFFECTED = Role("affected", "a State or organisation whose information is in it", stake=False, apart=True)
SECRETARIAT = Role("secretariat", "the secretariat", stake=False, office=True, reads=(FILE,))
READER = Role("reader", "a State or organisation that reads what was issued", stake=False)
OBJECTING = Role("objecting", "a State or organisation that objects to the wording", stake=False)

DRAFT_STATE, SCOPED, COMPILED, REVIEWED, CONSENT, CLEARED = (
    "draft", "scoped", "compiled", "redaction_review", "consent_pending", "cleared",
)  # fmt: skip
TRANSMITTED, RECEIVED, QUERIED, SLOTTED, TRANSLATED = "transmitted", "received", "queried", "slotted", "translated"
ISSUED, PRESENTED, REFLECTED, CLOSED, MISSED = "issued", "presented", "reflected", "closed", "missed_deadline"
AT_HOME = (SCOPED, COMPILED, REVIEWED, CONSENT, CLEARED)
SENT = (TRANSMITTED, RECEIVED, QUERIED, SLOTTED, TRANSLATED)
BEFORE_ISSUE = (*AT_HOME, *SENT)
PUBLIC = (ISSUED, PRESENTED, REFLECTED, CLOSED)
READY = (*AT_HOME[1:], *SENT)

ASKED, GIVEN, PART, REFUSED, SILENT, TAKEN_BACK, LAPSED = (
    "asked", "consented", "consented_in_part", "refused", "silent", "taken_back", "lapsed",
)  # fmt: skip
TOLD = (GIVEN, PART)
INVITED, ENDORSED, DECLINED = "invited", "endorsed", "declined"
PENDING, CLEAN, HELD = "pending", "given", "withheld"
RAISED, REPLIED = "raised", "answered"
# fmt: off
STATES = (
    State(DRAFT_STATE, "The submission is being prepared; nobody else sees it"),
    State(SCOPED, "Body, session, item, kind, authors and period are chosen"),
    State(COMPILED, "The report was drawn from the cases; nobody has reviewed it yet"),
    State(REVIEWED, "What belongs to other States is looked for, level by level", label="Under review for others"),
    State(CONSENT, "Others were asked for consent to what is told of them"),
    State(CLEARED, "Cleared in law, for security and for the press"),
    State(TRANSMITTED, "Sent by the ministry or mission to the secretariat"),
    State(RECEIVED, "The secretariat has it"),
    State(QUERIED, "The secretariat asks something"),
    State(SLOTTED, "Taken into the documents of the session"),
    State(TRANSLATED, "In the languages in which it is issued"),
    State(ISSUED, "Public, under its symbol"),
    State(PRESENTED, "The item was held, and the document presented"),
    State(REFLECTED, "The paragraph of the report that reflects it is on record"),
    State(CLOSED, "Nothing more is to come but a correction", FINAL),
    State(MISSED, "The session ended before it was issued; it can be carried to another one", RESTING,
          "Session missed"),
)
AFFECTED_PARTIES = TrackSet("affected", ASKED, (
    State(ASKED, "Asked for consent; silence refuses when the period ends"),
    State(GIVEN, "Consents to all that it was asked about", label="Consents"),
    State(PART, "Consents to some of its cases", label="Consents in part"),
    State(REFUSED, "Refuses; nothing of it is told"),
    State(SILENT, "Did not answer in the period, which counts as a refusal; nothing of it is told"),
    State(TAKEN_BACK, "Took its consent back before the issue; nothing of it is told"),
    State(LAPSED, "Was asked for another scope or session, and has to be asked anew"),
), "affected party", AFFECTED.key, ends=(GIVEN, PART, REFUSED, SILENT, TAKEN_BACK, LAPSED), level="C3")
JOINT_AUTHORS = TrackSet("joint_author", INVITED, (
    State(INVITED, "Named as a joint author; has not answered"),
    State(ENDORSED, "Stands behind the text as an author"),
    State(DECLINED, "Is no author of it"),
), "joint author", JOINT.key, gone=(DECLINED,), ends=(ENDORSED, DECLINED), level="C2")
CLEARANCES = TrackSet("clearance", PENDING, (
    State(PENDING, "Not given yet"),
    State(CLEAN, "Given"),
    State(HELD, "Withheld; what stands against it has to be mended"),
), "clearance", ends=(CLEAN,), level="C3")
OBJECTIONS = TrackSet("objection", RAISED, (
    State(RAISED, "Stands in public beside the document; not answered"),
    State(REPLIED, "Answered; both texts stand"),
), "objection", OBJECTING.key, ends=(RAISED, REPLIED), level="C1")
TRACKS = (AFFECTED_PARTIES, JOINT_AUTHORS, CLEARANCES, OBJECTIONS)
VIENNA = "Europe/Vienna"


def limits(terms: SubmissionTerms) -> tuple[TimeLimit, ...]:
    """Give all limits; none is law."""
    return (
        TimeLimit("review", terms.review, terms.cite("review"), title="Review for what belongs to others",
                  owner=AUTHOR.key),
        TimeLimit("consent", terms.consent, terms.cite("consent"), title="Answer on consent", per=AFFECTED_PARTIES.key,
                  owner=AUTHOR.key, waits_for=AFFECTED.key, takes="exclude"),
        TimeLimit("slot", terms.slotting(), terms.cite("slot"), FromFact("first_day"), "Transmission for slotting",
                  owner=AUTHOR.key, zone=VIENNA, backwards=True),
        TimeLimit("session", Until("last_day"), terms.cite("slot"), title="End of the session", zone=VIENNA,
                  takes="miss_slot", level="C1"),
        TimeLimit("query_answer", terms.query_answer, terms.cite("query_answer"), title="Answer to the secretariat",
                  owner=AUTHOR.key),
        TimeLimit("translation", Until("translated_by"), terms.cite("slot"), title="Translation, as the secretariat "
                  "plans it", zone=VIENNA),
    )
