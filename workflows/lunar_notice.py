"""Notice of a lunar activity: screening, consultation where it overlaps, an arrangement where one is found.

Law: OST XI and IX stand behind it and are cited where they do; MOON 5(2) between its parties. Everything else is a
proposal (the charter of a lunar mechanism, SOFT) or a product default, and never law: no period expires in law, nobody
has a veto, and the product computes neither a breach nor an approval. Parts: ``lunar/notice_*.py``. Not modelled: see
``NOT_MODELLED``.
"""

from __future__ import annotations

from dataclasses import replace

from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES, common_steps, joining, leaving
from workflows.kernel.language import Levels, Procedure, Step
from workflows.kernel.reciprocity import Counted
from workflows.kernel.releasing import releasing
from workflows.lunar import notice_frame as frame
from workflows.lunar import notice_papers as papers
from workflows.lunar.activity import INFORMING, NOTICES, OST
from workflows.lunar.advice import NOTICE as ADVICE
from workflows.lunar.notice_activity import activity
from workflows.lunar.notice_arrangement import arrangement, silence
from workflows.lunar.notice_exchange import STANDS, exchange
from workflows.lunar.notice_talks import talks
from workflows.lunar.notice_terms import NoticeTerms

EDITION = 4
TITLE = "Notice of a lunar activity"
NOTES = (
    "A proposal, not law: the charter is a draft, and every period here is its or the product's.",
    "Any State concerned can prevent consensus; none can stop the activity by that.",
    "No area that is to be kept clear, and no arrangement, excludes a State: access stays free, and nothing is "
    "appropriated.",
    "Silence of a State concerned is not consent: an arrangement binds those who took part in the talks and accepted, "
    "expressly or by a silence to which they are held; others may agree among themselves.",
    "An arrangement stays open for later acceptance by every State concerned.",
    "A State outside the mechanism may notify, be named, ask to join, or file its own request under Article IX; no "
    "silence under the charter binds it unless it agrees to that.",
    "No rules of any other programme need be accepted; the legal basis is the Outer Space Treaty.",
)
NOT_MODELLED = (
    "What harmful interference is: each notice may say on which meaning it relies.",
    "Whether a change is material: the State that notifies says what changes, and all are told.",
    "A member that leaves the mechanism: its notices stay, and its arrangements follow their own term.",
    "A private room of the chair with one side; a dispute has rooms.",
    "Rescue itself, and what may be entered in an emergency.",
)
BEFORE = ("named", "no_reply", "talking", "beside", "aside", "signed")
"""Whoever leaves the talks; for whom an arrangement holds, that one ends by notice."""


def notice(terms: NoticeTerms) -> Procedure:
    """Build the procedure for its terms."""
    quiet = silence(terms)
    rows = (*exchange(terms), *talks(terms), *arrangement(terms), *activity(terms))
    common = (
        *joining(frame.LIVE, frame.CONCERNED, ("reply",)),
        *leaving(frame.CONCERNED, frame.LIVE, BEFORE, ("reply",)),
        *map(_holding, common_steps(frame.NOTIFYING, frame.LIVE, frame.ENDED)),
        releasing(frame.STANDING),
    )
    return Procedure(
        key="lunar_notice", edition=EDITION, title=f"{TITLE} ({terms.text.title}; proposal, not law)",
        under=(INFORMING, OST("IX", 3), NOTICES), opens="draft", filer="notifying", prefix="LUN",
        roles=(frame.NOTIFYING, frame.SIDE, frame.MEMBER, frame.ASSOCIATE, frame.CHAIR, frame.SECRETARIAT),
        states=(*frame.STATES, *COMMON_STATES), tracks=(*frame.TRACKS, *quiet.tracks()),
        steps=(*rows, *frame.more_time(terms), *common), limits=(*frame.limits(terms), *quiet.limits()),
        standards=frame.standards(terms), activity="planned", sheets=(*frame.SHEETS, *quiet.sheets()),
        levels=Levels(existence="C1", case="C2", track="C2", own="C4"),
        not_modelled=NOT_MODELLED, notes=NOTES, terms=terms.plain(),
        summary="A State tells what it plans on or around the Moon; where it overlaps with what others plan, the "
                "States concerned talk and may arrange how they keep out of each other's way.",
    )  # fmt: skip


def _holding(row: Step) -> Step:
    """Let nobody end an arrangement by ending the case in which it is kept."""
    held = g.Says(
        ~g.Flagged(STANDS),
        "An arrangement is in force: it ends by notice, by its term, or by all together.",
        papers.CHARTER,
    )
    ends = row.key in ("withdraw", "supersede", "void_error") and row.frm != ("draft",)
    return replace(row, when=row.when & held if row.when else held) if ends else row


RECIPROCAL = (Counted("answer", "information_opened"), Counted("refuse_answer", "information_refused"))
FORMS = (
    Form(
        "lunar_notice",
        TITLE,
        NoticeTerms,
        notice,
        advice=ADVICE,
        subjects=("safety", "interference"),
        reciprocal=RECIPROCAL,
        reported="lunar",
    ),
)
