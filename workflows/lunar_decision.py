"""Decisions of the lunar mechanism (``lunar_decision``): proposed, discussed, adopted by consensus or unbroken silence.

Law: none. The mechanism is a proposal (LCM decisions); the silence of at least 72 hours follows the pattern of GA
74/544, an exceptional measure, and every other period is a default of the charter. Consensus means that no member who
is present at the moment of decision objects formally; absence is no objection (a default reading). Only members are
entitled in a silence; associates may propose, observers may not. Not modelled: quorum and credentials, since no charter
names one, and how a meeting comes to its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.checks_of_texts import AnyGiven
from workflows.kernel.fragments import COMMON_STATES, WITHDRAWN, common_steps
from workflows.kernel.guards import Guard
from workflows.kernel.guards_of_rolls import NoneOnRoll, OnRoll
from workflows.kernel.guards_of_silence import NewText
from workflows.kernel.language import (
    DISPATCH,
    FINAL,
    OFFICE,
    PRODUCT,
    RESTING,
    STAY,
    TRACK_PARTY,
    Exempt,
    Flag,
    Levels,
    Moves,
    Names,
    On,
    Opens,
    Procedure,
    Role,
    Roll,
    State,
    Step,
    TimeLimit,
    TrackSet,
)
from workflows.kernel.silence import Silence
from workflows.kernel.silence_papers import SILENCE, TextUnderSilence
from workflows.kernel.terms import Terms, term
from workflows.lunar import deciding as papers
from workflows.lunar.advice import DECISION as ADVICE
from workflows.lunar.charter_values import PROCEDURAL
from workflows.lunar.charters import Charter, charter, charters
from workflows.lunar.deciding import AGREED, DECIDING, MATTER
from workflows.lunar.roles import (
    ASSOCIATE,
    CHAIR,
    MEMBER,
    OBSERVER,
    PARTICIPATION,
    SECRETARIAT,
    convened,
    newcomers,
)

PROPOSER = Role("proposer", "whoever proposed it", stake=False)
OBJECTION, CIRCULATION = "objection", "circulation"
LIVE = ("proposed", "discussed", "under_silence", "silence_broken")
KEPT = ("withdraw", "correct", "supplement", "make_statement", "contest_adequacy")
"""The common steps that a decision has; nobody suspends it by the agreement of all."""
TEXTS = ("propose", "enter_discussed", "open_silence", "amend_and_retry")
NOTES = (
    "A proposal, not law: no treaty sets up this mechanism, and every period here is a default of the charter.",
    "Consensus means that no member present objects formally at the moment of decision; absence is no objection.",
    "A break and the expiry are decided by the moment at which they are recorded: at the instant it is too late.",
)
NOT_MODELLED = (
    "A quorum, and credentials: no charter names any.",
    "A charter that knows no silence; each of those shipped does.",
    "Whether a contact point answered at the very instant, rather than when the clock's act was recorded.",
)


@dataclass(frozen=True)
class DecisionTerms(Terms):
    """Terms of a decision."""

    charter: str = term(
        "copuos-draft",
        "The charter under which is decided.",
        options={key: one.title for key, one in charters().items()},
    )


# fmt: off
def decision(terms: DecisionTerms) -> Procedure:
    """Build the procedure for a charter."""
    of = charter(terms.charter)
    silence = _silence(of)
    return Procedure(
        key="lunar_decision", edition=1, title="Decision of the lunar mechanism (proposal, not law)", under=DECIDING,
        opens="draft", filer=PROPOSER.key, prefix="LMD",
        roles=(PROPOSER, MEMBER, ASSOCIATE, OBSERVER, CHAIR, SECRETARIAT),
        states=(*_states(silence), *(s for s in COMMON_STATES if s.key == WITHDRAWN)),
        tracks=(OBJECTIONS, *silence.tracks()),
        limits=(TimeLimit(CIRCULATION, of.circulation, of.cite("circulation"), title="Circulation before a meeting",
                          zone="UTC", level="C1"), *silence.limits()),
        steps=(*_proposing(of), newcomers(_convened(of), LIVE, DECIDING), *_meeting(of),
               *_under_silence(silence), *_dropping(), *_common()),
        sheets=silence.sheets(), levels=Levels(existence="C2", case="C1", track="C1", own="C4"),
        exempt=(Exempt("nobody_is_stranded", "draft/member", PRODUCT, "Nobody is convened yet."),
                Exempt("nobody_is_stranded", "proposed/member", DECIDING,
                       "What is proposed waits for a meeting, or for the chair to put it under silence."),),
        not_modelled=NOT_MODELLED, notes=NOTES, terms=terms.plain(),
        summary="A text is proposed and adopted by consensus in a meeting, or by silence, unless a member breaks it "
                "before an exact instant.",
    )


OBJECTIONS = TrackSet(OBJECTION, "stands", (
    State("stands", "Objects formally; there is no consensus"),
    State("withdrawn", "Does not stand any more"),
), "Objection", ends=("withdrawn",))


def _states(silence: Silence) -> tuple[State, ...]:
    return (
        State("draft", "The proposal is being prepared; nobody else sees it"),
        State("proposed", "The proposal lies before the members"),
        State("discussed", "A meeting has discussed it"),
        *silence.states(),
        State("silence_broken", "An entitled member objected before the instant; the text is not adopted"),
        State("adopted", "Adopted, by consensus in a meeting or by unbroken silence", RESTING),
        State("not_adopted", "Withdrawn, or no consensus was found", FINAL),
    )


def _silence(of: Charter) -> Silence:
    return Silence(
        chair=CHAIR, secretariat=SECRETARIAT, entitled=MEMBER,
        under=(DECIDING,), counted=of.cite("silence"),
        frm=("proposed", "discussed"), text=TextUnderSilence, period=of.silence, least=of.silence_least,
        extension=of.silence_extension, letter=of.letter, adopted="adopted", broken="silence_broken",
        languages=of.languages, scope=_scope(of), names=_convened(of), level="C1",
        roll=Roll(PARTICIPATION, of.key, MEMBER.key),
    )


def _scope(of: Charter) -> Guard | None:
    """Silence is for points of procedure, where the charter says so, unless a meeting agreed otherwise."""
    if of.silence_scope != PROCEDURAL:
        return None
    fits = g.Fact(MATTER, ("procedural",)) | g.Fact(AGREED, ("agreed",))
    sentence = "Under this charter silence is for points of procedure, unless a meeting agreed otherwise."
    return g.Says(fits, sentence, of.cite("silence_scope"))


def _convened(of: Charter) -> tuple[Names, ...]:
    """Name chairs, secretariat and those classes that see what is shared among members."""
    public = {one.key for one in of.classes if one.sees == "C0"}
    return tuple(names for names in convened(of) if names.role not in public)


def _proposing(of: Charter) -> Iterator[Step]:
    may: Guard = g.Among(of.chairs, "{party} may propose nothing under this charter.", of.cite("class_propose"))
    for key in reversed(of.with_right("propose")):
        may = OnRoll(Roll(PARTICIPATION, of.key, key), f"of a class that may propose ({key})",
                     of.cite("class_propose")) | may
    sentence = "Under this charter members, associates where it says so, and the chairs propose; observers do not."
    yield Step("propose", "draft", "proposed", PROPOSER, DISPATCH, DECIDING, papers.Proposal,
               when=g.Says(may, sentence, of.cite("class_propose")), names=_convened(of), keeps=(MATTER,),
               starts=(CIRCULATION,), checks=(AnyGiven("text", ("document",)),), tell="all", level="C1",
               title="Propose a text",
               effect="The text lies before the members. It is circulated before a meeting, or put under silence.")


def _meeting(of: Charter) -> Iterator[Step]:
    yield Step("discuss", "proposed", "discussed", CHAIR, OFFICE, DECIDING, papers.Discussion, keeps=(AGREED,),
               names=_convened(of),
               flags=(Flag("short_circulation", when=g.Running(CIRCULATION)),), stops=(CIRCULATION,), tell="all",
               title="Record the discussion",
               effect="The discussion is on record. A circulation that was shorter than the default is marked.")
    roll = Roll(PARTICIPATION, of.key, MEMBER.key)
    member = OnRoll(roll, "a member under this charter any more",
                    of.cite("class_block"))
    yield Step("object_in_meeting", "discussed", STAY, MEMBER, DISPATCH, DECIDING, papers.Objection, when=member,
               opens=Opens(OBJECTION, acting=True, anew=True), tell="all", title="Object in the meeting",
               effect="You are present and object formally: there is no consensus as long as this stands.")
    yield Step("withdraw_objection", "discussed", STAY, TRACK_PARTY, DISPATCH, DECIDING, papers.Objection,
               track=On(OBJECTION, ("stands",), "withdrawn"), tell="all", title="Withdraw the objection",
               effect="Your objection does not stand in the way of consensus any more.")
    none = g.Says(NoneOnRoll(OBJECTION, ("stands",), roll),
                  "A member present objects: there is no consensus.", DECIDING)
    yield Step("gavel_consensus", "discussed", "adopted", CHAIR, OFFICE, DECIDING, papers.Gavel, when=none, tell="all",
               title="Find consensus",
               effect="The text is adopted at once, since no member present objects. Absence is no objection.")


def _under_silence(silence: Silence) -> Iterator[Step]:
    for row in silence.steps():
        stops = (*row.stops, CIRCULATION) if row.key == "open_silence" else row.stops
        yield replace(row, stops=stops, begins=TEXTS) if row.key in TEXTS else row
    yield Step("enter_discussed", "silence_broken", "discussed", CHAIR, OFFICE, DECIDING, TextUnderSilence,
               checks=(AnyGiven("text", ("document",)), NewText("text", ("document",), (DECIDING,))), begins=TEXTS,
               moves=Moves(OBJECTION, "withdrawn"), tell="all", title="Put an amended text to a meeting",
               effect="Another text is before the members; objections to the earlier one fall with it.")


def _dropping() -> Iterator[Step]:
    """The proposer withdraws its text, or the chair records that there is no consensus."""
    for who, capacity, title, effect in (
        (PROPOSER, DISPATCH, "Drop the proposal", "The proposal is withdrawn; nothing is adopted."),
        (CHAIR, OFFICE, "Drop the proposal", "It is on record that no consensus was found; nothing is adopted."),
    ):
        yield Step("drop", LIVE, "not_adopted", who, capacity, DECIDING, papers.Drop, stops=(SILENCE, CIRCULATION),
                   tell="all", title=title, effect=effect)


def _common() -> Iterator[Step]:
    for row in common_steps(PROPOSER, ("draft", *LIVE), ("adopted", "not_adopted")):
        frm = tuple(state for state in row.frm if state != "suspended")
        if row.key in KEPT and (row.key != "withdraw" or frm == ("draft",)):
            yield replace(row, frm=frm, under=(PRODUCT,))


FORMS = (Form("lunar_decision", "Decision of the lunar mechanism", DecisionTerms, decision, advice=ADVICE,
              reported="lunar"),)
