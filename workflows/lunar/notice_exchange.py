"""Rows of a notice, first part: notice, registration, questions and comments, screening, concern.

Law: OST XI (information as far as feasible and practicable), MOON 5(2) between its parties, OST IX third and fourth
sentence for a concern. The mechanism itself is a proposal (SOFT). A concern opens talks and stops nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.checks_of_texts import AnyGiven
from workflows.kernel.guards_of_rolls import HasTrack, OnRoll
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    OFFICE,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Flag,
    FromFilingField,
    InOrder,
    ListedThen,
    Names,
    NotBefore,
    On,
    Opens,
    Roll,
    Step,
    WhenThen,
    WithoutRole,
    outcome,
)
from workflows.lunar import notice_papers as papers
from workflows.lunar.activity import ARTEMIS, DESCRIPTION, INFORMING, NON_APPROPRIATION, NOTICES, OST, REGISTER
from workflows.lunar.notice_frame import (
    ASSOCIATE,
    CONCERNED,
    EARLY,
    LIVE,
    MEMBER,
    NOTIFIER,
    NOTIFYING,
    QUESTION,
    SECRETARIAT,
    SIDE,
    STANDING,
    UNANSWERED,
)
from workflows.lunar.notice_terms import NoticeTerms
from workflows.lunar.roles import OBSERVER, PARTICIPATION, convened, newcomers

CONSULTATION = OST("IX", 3)
STANDS, OUTSIDE_MECHANISM, EXPRESSLY = "arrangement_stands", "outside_the_mechanism", "binds_itself_expressly_only"
AGREED_TO_SILENCE = "agreed_to_silence"
KEPT = ("earliest_start", "latest_end")
OF_A_DESCRIPTION = (
    NotBefore("latest_end", "earliest_start"),
    *(InOrder(listed, "starts", "ends") for listed in ("phases", "areas", "orbits", "emissions")),
    AnyGiven("areas", ("orbits",), NOTICES),
    ListedThen("resources", "non_appropriation", under=NON_APPROPRIATION),
    ListedThen("areas", "non_appropriation", "kind", ("keep_clear",), NON_APPROPRIATION),
    ListedThen("areas", "keep_clear_basis", "kind", ("keep_clear",), ARTEMIS("11(7)")),
    WhenThen("meaning", ("own",), "meaning_words"),
)
"""What every version of a description satisfies: dates in order, a place, and reasons where others are asked to keep
away."""
NOT_ITS_OWN = "{party} notifies this activity itself; name the other States that it concerns."
FRESH = g.Says(
    ~HasTrack((NOTIFIER, CONCERNED)),
    "You take part in this matter already; name others by “Identify an overlap”.",
    CONSULTATION,
)
"""Whoever is no side of the matter yet."""
# fmt: off


def exchange(terms: NoticeTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    new = newcomers(readers(terms), STANDING, papers.CHARTER)
    return (*_notice(terms), new, *_opening(terms), *_questions(), *_screening(), *_overlap(), *_concern())


def member_of(terms: NoticeTerms) -> OnRoll:
    """Ask that the acting party be a member under the charter."""
    roll = Roll(PARTICIPATION, terms.charter, MEMBER.key)
    return OnRoll(roll, "a member under this charter", papers.CHARTER)


def readers(terms: NoticeTerms) -> tuple[Names, ...]:
    """Name those who read what is for participants; observers read what is public, in the register."""
    return tuple(names for names in convened(terms.text) if names.role != OBSERVER.key)


def _notice(terms: NoticeTerms) -> Iterator[Step]:
    short = Flag("short_notice", g.Nearer("earliest_start", terms.text.lead), on_track=False)
    outside = Flag(OUTSIDE_MECHANISM, ~member_of(terms), on_track=False)
    yield Step("notify", "draft", "notified", NOTIFYING, DISPATCH, (INFORMING, NOTICES), DESCRIPTION,
               registers=REGISTER, keeps=KEPT, checks=OF_A_DESCRIPTION, flags=(short, outside), level="C1", tell="all",
               names=readers(terms), opens=Opens(NOTIFIER, acting=True), starts=("acknowledgement",),
               activity=FromFilingField("activity_status", "planned"), title="Notify the activity",
               effect="The activity stands in the register; its public part is public, the rest is for participants. "
                      "Where you are no member the notice is an observer's: members may answer it, and no silence "
                      "under the charter binds you.")
    yield Step("acknowledge", "notified", STAY, SECRETARIAT, OFFICE, NOTICES, papers.Registration, level="C1",
               tell="all", stops=("acknowledgement",), within="acknowledgement", title="Acknowledge the notice",
               when=g.Running("acknowledgement") | g.Lapsed("acknowledgement"),
               effect="The notice is registered; nothing is judged by that.")


def _opening(terms: NoticeTerms) -> Iterator[Step]:
    common: dict[str, Any] = {"level": "C1", "tell": "all", "names": readers(terms), "starts": ("comments",),
                              "stops": ("acknowledgement",), "title": "Open the exchange of information"}
    effect = "Members may ask and comment; the period for comments and screening begins."
    yield Step("open_exchange", "notified", "information_exchange", SECRETARIAT, OFFICE, papers.CHARTER,
               papers.Opening, effect=effect, **common)
    yield Step("open_exchange", "notified", "information_exchange", NOTIFYING, DISPATCH, PRODUCT, papers.Opening,
               when=g.Lapsed("acknowledgement"), effect=effect, **common,
               added="The exchange does not hang on the secretariat: once its period has passed the State that "
                     "notifies may open it.")


def _questions() -> Iterator[Step]:
    who = MEMBER | ASSOCIATE | SIDE
    yield Step("comment", STANDING, STAY, who, DISPATCH, NOTICES, papers.Comment, level="C1", tell="all",
               within="comments", title="Comment on the notice",
               added="The period for comments needs an act by which one comments.",
               effect="Your comment is before all participants; it opens no talks.")
    yield Step("ask", STANDING, STAY, who, DISPATCH, INFORMING, papers.Questions, level="C1", tell="all",
               opens=Opens(QUESTION, numbered=True), starts=("answer",), title="Ask for information",
               effect="Your questions are put to the State that notifies; all participants read them.")
    for key, asks, title, effect in (
        ("answer", papers.Answers, "Answer the questions", "The answers are before all participants."),
        ("refuse_answer", papers.RefusedAnswer, "Refuse to answer the questions",
         "The refusal is recorded with its category."),
    ):
        yield Step(key, STANDING, STAY, NOTIFYING, DRAFT, INFORMING, asks, level="C1", tell="all", within="answer",
                   track=On(QUESTION, ("asked",), "answered"), stops=("answer",), title=title, whom="under number",
                   effect=effect)


def _screening() -> Iterator[Step]:
    nobody = g.Says(g.AllTracks(CONCERNED, ("accepted", "aside"), none=True),
                    "A State is named as concerned; talks, or its word that it is not concerned, come first.",
                    CONSULTATION)
    to = outcome((g.Flagged(STANDS), "arrangement_in_force"), (None, "no_overlap"))
    common: dict[str, Any] = {"level": "C1", "tell": "all", "stops": ("comments", "talks", "window"),
                              "title": "Find no overlap"}
    effect = "Screening and comments are clear, until the activity changes or somebody raises a concern."
    yield Step("screen_clear", "information_exchange", to, SECRETARIAT, OFFICE, papers.CHARTER, papers.Screening,
               when=nobody & g.Lapsed("comments"), effect=effect, **common)
    for by, capacity in ((SECRETARIAT, OFFICE), (NOTIFYING, DISPATCH)):
        yield Step("screen_clear", ("overlap_identified", "consulting"), to, by, capacity, papers.CHARTER,
                   papers.Screening, when=nobody, effect=effect, **common,
                   added="Where every State that was named says that it is not concerned, nothing is left to talk "
                         "about.")


def _overlap() -> Iterator[Step]:
    checks = (WithoutRole("states", NOTIFYING.key, NOT_ITS_OWN, CONSULTATION),)
    common: dict[str, Any] = {"opens": Opens(CONCERNED, "states"), "checks": checks, "tell": "all",
                              "title": "Identify an overlap", "whom": "with"}
    effect = "Each State named is asked to talk; it is bound to nothing, and the activity is not stopped by it."
    for by, capacity in ((SECRETARIAT, OFFICE), (SIDE, DISPATCH)):
        yield Step("identify_overlap", (*EARLY, "no_overlap"), "overlap_identified", by, capacity, CONSULTATION,
                   papers.Overlap, starts=("talks", "reply"), effect=effect, **common)
        yield Step("identify_overlap", ("overlap_identified", "consulting"), STAY, by, capacity, CONSULTATION,
                   papers.Overlap, starts=("reply",), effect=effect, **common,
                   added="A State that turns out to be concerned is asked later, with the full period on its own "
                         "track.")


def _concern() -> Iterator[Step]:
    common: dict[str, Any] = {"opens": Opens(CONCERNED, acting=True, to="talking"), "when": FRESH, "tell": "all",
                              "flags": (Flag("concern_registered", on_track=False),), "title": "Raise a concern"}
    effect = "You are concerned and take part in talks; your concern is on record and is no veto over the activity."
    yield Step("raise_concern", (*EARLY, "no_overlap"), "overlap_identified", MEMBER, DISPATCH, CONSULTATION,
               papers.Concern, starts=("talks",), effect=effect, **common)
    yield Step("raise_concern", ("overlap_identified", "consulting"), STAY, MEMBER, DISPATCH, CONSULTATION,
               papers.Concern, effect=effect, **common,
               added="A member may find only in the talks that it is concerned.")
    answered: dict[str, Any] = {"tell": "all", "stops": ("reply",)}
    yield Step("state_no_concern", LIVE, STAY, TRACK_PARTY, DISPATCH, CONSULTATION, papers.Remark, **answered,
               track=On(CONCERNED, (*UNANSWERED, "talking", "beside", "aside"), "not_concerned"),
               title="State no concern", added="Whoever is named by another may say that it is not "
               "concerned.", effect="You take no part in the talks; a concern may be raised anew.")
    yield Step("no_answer", LIVE, STAY, CLOCK, under=PRODUCT, track=On(CONCERNED, ("named",), "no_reply"), tell="all",
               title="No reply recorded", whom="from",
               effect="No reply is recorded. Silence is neither consent nor breach, and no arrangement binds this "
                      "State.")
