"""Drafting of a text by a team for a body (``lunar_charter``): the charter of the lunar mechanism, and texts like it.

Law: none. A charter rests on the decision that set up the action team (ATLAC_D, SOFT) and on the consensus practice of
the Committee (COPUOS_P, SOFT); any other text on the practice of its body. All clocks are defaults of the product.
Body, document, decision rule and what may lie under silence are terms, so that guidelines, resolutions and treaties are
drafted in the same way. The words are drafted together as everywhere: versions, brackets, assent clause by clause. Not
modelled: the meetings themselves (``meeting``), authentic texts in several languages, and votes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.checks_of_texts import NoBrackets, VersionOnTable
from workflows.kernel.fragments import COMMON_STATES, SUSPENDED, VOIDED, WITHDRAWN, common_steps
from workflows.kernel.joint_text import drafting
from workflows.kernel.language import (
    DISPATCH,
    EVERY_PARTY,
    FINAL,
    OFFICE,
    PRODUCT,
    STAY,
    Citation,
    Exempt,
    FilingCheck,
    Levels,
    Names,
    NotBefore,
    OnlyIf,
    Period,
    Procedure,
    Role,
    Roll,
    State,
    Step,
    TimeLimit,
    Until,
    outcome,
)
from workflows.kernel.sheet_of_text import ASSENT, WITHHOLD, TextSheet
from workflows.kernel.silence import Silence
from workflows.kernel.terms import Terms, TermsError, term
from workflows.lunar import drafting as papers
from workflows.lunar.advice import DRAFTING, MANDATE, PRACTICE
from workflows.lunar.charters import LEAST_HOURS, charter, charters, least_hours
from workflows.lunar.drafting import PROCEDURAL, SUBSTANCE
from workflows.lunar.roles import ASSOCIATE, CHAIR, MEMBER, OBSERVER, PARTICIPATION, SECRETARIAT, convened
from workflows.parties import parties

EDITION = 1
BODY = Role("body", "the body", stake=False, office=True)
TEAM = MEMBER | CHAIR
CHARTER, NAMED = "charter", "named"
DOCUMENTS = {CHARTER: "a charter", "guidelines": "guidelines", "resolution": "a resolution", "treaty": "a treaty"}
RULES = {"consensus": "By consensus in a meeting", "consensus_or_silence": "By consensus, or by unbroken silence"}
SCOPES = {PROCEDURAL: "Points of procedure, unless all agree otherwise", "any": "The text itself too"}
BODIES = {key: one.name for key, one in parties().items() if one.body_class == "un_organ"}
WIDER = "silence_on_substance"
NOT_MODELLED = (
    "The meetings of the team and of the body, which are cases of their own.",
    "Authentic texts in several languages, and a vote where a body has one.",
    "Whether a text that was endorsed becomes law: that is for whoever may bind the States concerned.",
)
# fmt: off


@dataclass(frozen=True)
class DraftingTerms(Terms):
    """Terms of drafting a text for a body."""

    body: str = term("COPUOS", "The body for which the text is drafted.", options=BODIES)
    document: str = term(CHARTER, "What is drafted.", options=DOCUMENTS)
    decision_rule: str = term("consensus_or_silence", "How the team agrees.", options=RULES)
    silence_scope: str = term(PROCEDURAL, "What may lie under silence.", options=SCOPES)
    convened: str = term(NAMED, "Who drafts it.", options={
        NAMED: "Those whom the invitation names", **{key: one.title for key, one in charters().items()}})
    inputs: Period = term(Period(days=60), "Contributions, from the invitation.")
    comments: Period = term(Period(days=30), "Comments on a tabled text.")
    redraft: Period = term(Period(days=30), "Time for a redraft.")
    silence: Period = term(Period(working_days=10), "Silence, where none is named; 72 hours at least.")

    def __post_init__(self) -> None:
        """Refuse a silence under the least."""
        if (hours := least_hours(self.silence)) < LEAST_HOURS:
            raise TermsError("silence", f"{hours} hours are under the minimum of {LEAST_HOURS} hours")


def lunar_charter(terms: DraftingTerms) -> Procedure:
    """Build the drafting of a text for its terms."""
    called, silence, quiet = _called(terms), _silence(terms), terms.decision_rule != "consensus"
    steps = (*_beginning(terms), *_words(), *_tabling(terms), *_agreeing(terms, silence), *_body(terms),
             *_common(quiet))
    return Procedure(
        key="lunar_charter", edition=EDITION, title=_title(terms), under=_under(terms), opens="draft",
        filer=SECRETARIAT.key, prefix="LCD", roles=(SECRETARIAT, MEMBER, CHAIR, ASSOCIATE, OBSERVER, BODY),
        states=_states(called, quiet), steps=steps, tracks=silence.tracks(), limits=_limits(terms, silence),
        sheets=(SHEET, *(silence.sheets() if quiet else ())),
        levels=Levels(existence="C2", case="C1", track="C1", own="C4"),
        exempt=(Exempt("nobody_is_stranded", "draft/member", PRODUCT, "Nobody is invited yet."),),
        not_modelled=NOT_MODELLED, notes=_notes(terms), terms=terms.plain(),
        summary=f"A team drafts {DOCUMENTS[terms.document]} and forwards it to {called}, which endorses it, sends it "
                "back, or notes divergent views.",
    )


SHEET = TextSheet(
    key="text", title="Text of the team",
    says="The text that the team drafts: its wording now, brackets, who assents to which clause, and what changed from "
         "version to version.",
)


def _called(terms: DraftingTerms) -> str:
    return parties()[terms.body].said


def _title(terms: DraftingTerms) -> str:
    mark = "proposal" if terms.document == CHARTER else "draft"
    return f"Drafting of {DOCUMENTS[terms.document]} for {_called(terms)} ({mark}, not law)"


def _under(terms: DraftingTerms) -> tuple[Citation, ...]:
    own = terms.body == "COPUOS"
    return (MANDATE, PRACTICE) if own and terms.document == CHARTER else (PRACTICE,) if own else (PRODUCT,)


def _notes(terms: DraftingTerms) -> tuple[str, ...]:
    first = ("A proposal, not law: no treaty orders this drafting, and every period is a default of the product."
             if terms.document == CHARTER else "A draft is not law, and every period is a default of the product.")
    return (first, "Consensus is the absence of a formal objection by a member present; absence is no objection.")


def _states(body: str, quiet: bool) -> tuple[State, ...]:
    return (
        State("draft", "The invitation is being prepared; nobody else sees it"),
        State("inputs_invited", "The secretariat invites contributions"),
        State("drafting", "The team works on the text; alternatives stand in brackets"),
        State("text_tabled", "The chairs' text is circulated"),
        *((State("under_silence", "A point lies before the members; without an objection it is adopted"),) * quiet),
        State("team_consensus", "The recommendations are agreed in the team"),
        State("before_copuos", f"On the agenda of {body}", label="Before the body"),
        State("endorsed", f"Endorsed by {body}", FINAL),
        State("remitted", "Sent back to the team"),
        State("no_consensus", "The report notes divergent views", FINAL),
        *(state for state in COMMON_STATES if state.key in (WITHDRAWN, VOIDED)),
    )


def _limits(terms: DraftingTerms, silence: Silence) -> tuple[TimeLimit, ...]:
    return (
        TimeLimit("inputs", terms.inputs, terms.cite("inputs"), title="Contributions", zone="UTC"),
        TimeLimit("comments", terms.comments, terms.cite("comments"), title="Comments on the text", zone="UTC"),
        TimeLimit("redraft", terms.redraft, terms.cite("redraft"), title="Redraft", zone="UTC", owner=CHAIR.key),
        TimeLimit("slot", Until("slot_on"), PRODUCT, title="Time for documents of the session", zone="UTC"),
        TimeLimit("session", Until("session_on"), PRODUCT, title="Time until the session", zone="UTC"),
        *(silence.limits() if terms.decision_rule != "consensus" else ()),
    )


def _of_roll(terms: DraftingTerms) -> tuple[Names, ...]:
    """Name whoever is on the rolls of the charter under which the team drafts; an invited team is as it was invited."""
    return () if terms.convened == NAMED else _team(terms)


def _silence(terms: DraftingTerms) -> Silence:
    roll = None if terms.convened == NAMED else Roll(PARTICIPATION, terms.convened, MEMBER.key)
    return Silence(
        chair=CHAIR, entitled=MEMBER, under=_under(terms), frm=("text_tabled",), text=papers.UnderSilence,
        frozen=("point", "version"), period=terms.silence, adopted="team_consensus", broken="drafting",
        secretariat=SECRETARIAT, level="C1", roll=roll, names=_of_roll(terms),
    )


def _team(terms: DraftingTerms) -> tuple[Names, ...]:
    """Name the team: by the invitation, or by the roll and the chairs of a charter."""
    body = Names(BODY.key, parties=(terms.body,))
    if terms.convened == NAMED:
        return Names(MEMBER.key, "members"), Names(CHAIR.key, "chairs"), body
    return (*(one for one in convened(charter(terms.convened)) if one.role != SECRETARIAT.key), body)


def _beginning(terms: DraftingTerms) -> Iterator[Step]:
    asked = papers.InvitationOfTeam if terms.convened == NAMED else papers.Invitation
    under = _under(terms)
    yield Step("invite", "draft", "inputs_invited", SECRETARIAT, OFFICE, under, asked, names=_team(terms),
               starts=("inputs",), title="Invite contributions",
               effect="Everybody in the team is invited to contribute; the mandate is on record.")
    yield Step("contribute", ("inputs_invited", "drafting"), STAY, MEMBER | ASSOCIATE, DISPATCH, under,
               papers.Contribution, within="inputs", title="Contribute", added="What is invited is also received.",
               effect="Your contribution is before the team.")
    yield Step("open_drafting", "inputs_invited", "drafting", CHAIR, OFFICE, under, stops=("inputs",),
               title="Open the drafting", effect="The team works on the text; contributions are still received.")


def _words() -> Iterator[Step]:
    """The words, as they are drafted together; assent is possible on a circulated text too."""
    for row in drafting(("drafting",), TEAM, level="C1"):
        yield replace(row, frm=("drafting", "text_tabled")) if row.key in (ASSENT, WITHHOLD) else row


def _tabling(terms: DraftingTerms) -> Iterator[Step]:
    asked = papers.TablingOfCharter if terms.document == CHARTER else papers.Tabling
    under = _under(terms)
    there = g.Says(g.Done("table_text"), "No version of the text lies on the table yet.")
    yield Step("table", "drafting", "text_tabled", CHAIR, OFFICE, under, asked, when=there, stops=("redraft",),
               checks=(VersionOnTable("version"),), starts=("comments",), names=_of_roll(terms),
               title="Circulate the text",
               effect="The version lies before everybody for comments; later versions need a redraft.")
    yield Step("comment", ("text_tabled", "team_consensus", "before_copuos", "remitted"), STAY, MEMBER | ASSOCIATE,
               DISPATCH, under, papers.Contribution, title="Comment", added="A circulated text is commented on.",
               effect="Your comment is before the team; it blocks nothing.")
    yield Step("ask_for_redraft", "text_tabled", "drafting", MEMBER, DISPATCH, under,
               papers.Redraft, starts=("redraft",),
               stops=("comments",), title="Ask for a redraft",
               effect="The text goes back to the team with your reasons.")


def _agreeing(terms: DraftingTerms, silence: Silence) -> Iterator[Step]:
    under = _under(terms)
    yield Step("agree_in_meeting", "text_tabled", "team_consensus", CHAIR, OFFICE, under, papers.Consensus,
               when=NoBrackets(under[0]), checks=(VersionOnTable("version"),), stops=("comments",),
               title="Record consensus in a meeting",
               effect="No member present objected at the gavel: the recommendations are agreed in the team.")
    if terms.decision_rule == "consensus":
        return
    if terms.silence_scope == PROCEDURAL:
        yield Step("widen_silence", "text_tabled", STAY, EVERY_PARTY, DISPATCH, under, papers.Wider, flags=(WIDER,),
                   when=~g.Flagged(WIDER), title="Allow silence on the text itself",
                   added="Silence is for points of procedure unless all members agree otherwise.",
                   effect="With the last hand the text itself may be put under silence in this case.")
    for row in silence.steps():
        yield from _of_text(terms, row)


def _of_text(terms: DraftingTerms, row: Step) -> Iterator[Step]:
    """Say a row of the silence as the drafting needs it: its scope, and where a point of procedure leads."""
    decided = ("team_consensus", "text_tabled")
    match row.key:
        case "open_silence":
            checks: tuple[FilingCheck, ...] = (*row.checks, VersionOnTable("version"), *_scope(terms))
            yield replace(row, keeps=("scope",), checks=checks, stops=("comments",))
        case "amend_and_retry":
            return
        case "expire_silence" if row.to == "team_consensus":
            to = outcome((g.Fact("scope", (PROCEDURAL,)), "text_tabled"), (None, "team_consensus"))
            yield replace(row, to=to, effect="A point of procedure is adopted and the text stays tabled; a text is "
                                             "agreed in the team.")
        case "break_silence" if row.frm == ("under_silence",):
            yield replace(row, starts=("redraft",))
        case _:
            found = (state for key in row.frm for state in (decided if key in decided else (key,)))
            yield replace(row, frm=tuple(dict.fromkeys(found)))


def _scope(terms: DraftingTerms) -> tuple[FilingCheck, ...]:
    settled: FilingCheck = OnlyIf("scope", SUBSTANCE, NoBrackets(), PROCEDURAL,
                                  "A text with words in brackets cannot lie under silence.")
    if terms.silence_scope != PROCEDURAL:
        return (settled,)
    agreed = OnlyIf("scope", SUBSTANCE, g.Flagged(WIDER), PROCEDURAL,
                    "Only points of procedure lie under silence here, unless all members agree otherwise.")
    return agreed, settled


def _body(terms: DraftingTerms) -> Iterator[Step]:
    """Forwarding, and what the body does; it acts itself, or its secretariat records what it did."""
    under, who = _under(terms), BODY | SECRETARIAT
    yield Step("forward", "team_consensus", "before_copuos", CHAIR, OFFICE, under, papers.Forwarding,
               checks=(NotBefore("session_on", "slot_on"), NotBefore("slot_on")), starts=("slot", "session"),
               title="Forward to the body", effect="The text is on the agenda of the session that is named.")
    yield Step("endorse", "before_copuos", "endorsed", who, OFFICE, under, papers.Decision, stops=("*",),
               title="Record that it is endorsed", effect="The body endorsed the text; that alone makes it no law.")
    yield Step("remit", "before_copuos", "remitted", who, OFFICE, under, papers.Decision, stops=("*",),
               title="Record that it is sent back", effect="The text goes back to the team.")
    yield Step("fail", "before_copuos", "no_consensus", who, OFFICE, under, papers.Decision, stops=("*",),
               title="Record that there is no consensus", effect="The report notes divergent views; the case ends.")
    yield Step("enter_drafting", "remitted", "drafting", CHAIR, OFFICE, under, starts=("redraft",), clears=(WIDER,),
               title="Take up the drafting again", added="What is sent back is drafted again.",
               effect="The team works on the text again.")


def _common(quiet: bool) -> Iterator[Step]:
    """The universal transitions that fit: nobody withdraws or suspends the mandate of a body."""
    live = ("draft", "inputs_invited", "drafting", "text_tabled", *(("under_silence",) * quiet), "team_consensus",
            "before_copuos", "remitted")
    for row in common_steps(SECRETARIAT, live, ("endorsed", "no_consensus")):
        ends = row.key in ("suspend", "resume", "supersede") or (row.key == "withdraw" and row.frm != ("draft",))
        if not ends:
            yield replace(row, frm=tuple(state for state in row.frm if state != SUSPENDED))


TITLE = "Drafting of a charter, or of another text for a body"
FORMS = (Form("lunar_charter", TITLE, DraftingTerms, lunar_charter, advice=DRAFTING, reported="lunar"),)
