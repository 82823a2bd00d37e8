"""A toy procedure whose every level is a term: of its existence, its acts, and each answer. No law; for tests of what
is public."""

from dataclasses import dataclass

from workflows import Form
from workflows.kernel.fragments import COMMON_STATES, Statement, common_steps, suspension_limit
from workflows.kernel.language import (
    DISPATCH,
    FINAL,
    OPTIONAL,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Each,
    Filing,
    Levels,
    On,
    Opens,
    Procedure,
    Role,
    State,
    Step,
    TrackSet,
    contact_field,
    document_field,
    group,
    keyed,
    listing,
    long_text,
    parties_field,
    person_field,
    text,
)
from workflows.kernel.terms import Terms, term

KNOWN = ("C0", "C1", "C2", "C3", "C4")
TELLER = Role("teller", "The State that tells")
HEARER = Role("hearer", "A State that is told")


@dataclass(frozen=True)
class Leveled(Terms):
    """The levels of a case; `own` of an answer is that of its act where it is empty."""

    existence: str = term("C2", "Existence", options=("C0", "C1", "C2", "C5"))
    case: str = term("C2", "Acts", options=KNOWN)
    telling: str = term("C2", "Telling", options=KNOWN)
    answering: str = term("C3", "Answering", options=KNOWN)
    title: str = term("", "Title", options=("", *KNOWN))
    words: str = term("", "Words", options=("", *KNOWN))
    inner: str = term("", "Inner words", options=("", *KNOWN))
    addressed: str = term("", "Addressed", options=("", *KNOWN))
    person: str = term("", "Person", options=("", *KNOWN))
    document: str = term("", "Document", options=("", *KNOWN))


def _told(t: Leveled, name: str) -> type[Filing]:
    """Make the filing of an act with the levels of the terms."""
    return type(name, (Filing,), {
        "__doc__": f"{name} of everything.",
        "heading": text("Heading", PRODUCT, level=t.title or None, fills="title"),
        "words": long_text("Words", PRODUCT, level=t.words or None),
        "addressed": parties_field("Addressed", PRODUCT, level=t.addressed or None),
        "who": person_field("Who", PRODUCT, level=t.person or None),
        "reached": contact_field("Reached", PRODUCT, level=t.person or None),
        "document": document_field("Document", PRODUCT, need=OPTIONAL, level=t.document or None),
        "items": listing(
            "Items", PRODUCT,
            keyed("open", text("Open", PRODUCT)),
            keyed("inner", text("Inner", PRODUCT, level=t.inner or None)),
            keyed("paper", document_field("Paper", PRODUCT, need=OPTIONAL, level=t.inner or None)),
            level=t.words or None, need=OPTIONAL,
        ),
        "group": group(
            "Group", PRODUCT, keyed("inner", text("Inner", PRODUCT, level=t.inner or None)), need=OPTIONAL,
        ),
    })  # fmt: skip


def procedure(t: Leveled) -> Procedure:
    """Build the procedure."""
    told = _told(t, "Telling")
    return Procedure(
        key="leveled",
        edition=1,
        title="Leveled",
        under=PRODUCT,
        opens="draft",
        filer="teller",
        prefix="LEVEL",
        roles=(TELLER, HEARER),
        terms=t.plain(),
        limits=(suspension_limit(),),
        levels=Levels(existence=t.existence, case=t.case, track="C3", own="C4"),
        states=(
            State("draft", "Being prepared"),
            State("told", "Told"),
            State("answered", "Answered behind closed doors"),
            State("agreed", "Agreed", FINAL),
            State("ended", "Ended in public", FINAL),
            *COMMON_STATES,
        ),
        tracks=(TrackSet("hearer", "told", (State("told", "Told"), State("heard", "Heard")), role="hearer"),),
        steps=(
            Step("tell", "draft", "told", TELLER, DISPATCH, PRODUCT, asks=told, opens=Opens("hearer", "addressed"),
                 level=t.telling, tell="all"),
            Step("answer", "told", "answered", TRACK_PARTY, DISPATCH, PRODUCT, asks=_told(t, "Answer"),
                 track=On("hearer", ("told",), "heard"), level=t.answering),
            Step("add", ("told", "answered"), STAY, TRACK_PARTY, DISPATCH, PRODUCT, asks=Statement,
                 track=On("hearer", ("told", "heard"), "heard"), level=t.answering),
            Step("release", ("told", "answered"), STAY, TELLER, DISPATCH, PRODUCT, asks=_told(t, "Release"),
                 level="C0", publishes=t.existence not in ("C0", "C5"), tell="all"),
            Step("go_on", ("told", "answered"), "answered", TELLER, DISPATCH, PRODUCT, asks=Statement,
                 level=t.answering, tell="all"),
            Step("agree", ("told", "answered"), "agreed", Each(None), DISPATCH, PRODUCT, asks=_told(t, "Agreed"),
                 level="C0", tell="all"),
            Step("end", ("told", "answered"), "ended", TELLER, DISPATCH, PRODUCT, level="C0", tell="all"),
            *common_steps(TELLER, ("draft", "told", "answered"), ("agreed", "ended")),
        ),
    )  # fmt: skip


FORMS = (Form("leveled", "Leveled", Leveled, procedure),)
