"""On what jurisdiction aboard a station rests, and where a case of it can be.

Law: IGA98 22 binds the Partner States of the Space Station (LAW_T). On another station, and for a segment docked to the
station of another State, the same pattern is a model: it binds those who agreed to such a clause (LAW_A) and nobody
else. OST VIII keeps a registered segment under the jurisdiction of its State of registry, wherever it is docked.
"""

from __future__ import annotations

from workflows.kernel import guards as g
from workflows.kernel.fragments import suspension_limit
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Guard
from workflows.kernel.language import (
    FINAL,
    PRODUCT,
    Binding,
    Citation,
    FromFiling,
    Period,
    Role,
    Source,
    State,
    TimeLimit,
    TrackSet,
    Until,
)
from workflows.kernel.terms import Terms, term

IGA, OST = Source("IGA98"), Source("OST")
PARTNERS, CLAUSE, DOCKED = "iga98", "clause", "docked"
BASES = {
    PARTNERS: "Agreement on the International Space Station of 1998, Article 22",
    CLAUSE: "Another station: a clause on the same pattern",
    DOCKED: "A segment docked to the station of another State: a clause on the same pattern",
}
INCIDENT = "incident"
"""The file that those told of the incident read; what the two States say to each other lies in none."""
REPORTING = Role("reporting", "whoever logs the incident")
NATIONALITY = Role("nationality", "the State of nationality")
AFFECTED = Role("affected", "the affected State")
TOLD = Role("told", "a State told of the incident", stake=False, reads=(INCIDENT,))
ROLES = (REPORTING, NATIONALITY, AFFECTED, TOLD)
RELATION = "relation"
ALONE = ("incident_logged", "nationality_only")
ASKED, TALKING, WINDOW, ASSURED, ENTITLED = (
    "consultation_requested", "consulting", "assurance_window", "assured", "affected_entitled",
)  # fmt: skip
OURS, THEIRS = "nationality_proceeding", "affected_proceeding"
BETWEEN = (ASKED, TALKING, WINDOW, ASSURED, ENTITLED, OURS, THEIRS)
ENDED = ("closed_outcome_recorded", "closed_not_affected", "closed_no_action", "referred")
LATE = "assured_late"
PERIODS = ("window", "agreed_window")
ADVICE = "For everybody else the diplomatic channel remains."


@dataclass(frozen=True)
class JurisdictionTerms(Terms):
    """Terms of a consultation on prosecutorial interests."""

    basis: str = term(PARTNERS, "Under which rules the States consult.", options=BASES)
    agreement: str = term("", "Key or name of the agreement that has the clause; for another station.")
    clause: str = term("", "The clause of that agreement.")
    window: Period = term(
        Period(days=90), "Assurance of the State of nationality, from the consultation.", binding=Binding.LAW_A
    )
    log: Period = term(Period(hours=24), "Log of an incident, from learning of it.")
    request: Period = term(Period(days=30), "After this without a request the State of nationality is on its own.")
    acknowledgement: Period = term(Period(working_days=5), "Acknowledgement of the request.")
    first_meeting: Period = term(Period(days=14), "First meeting, from the request.")
    status: Period = term(Period(days=14), "Answer to the view that a State is not affected.")
    submission: Period = term(Period(days=60), "Submission of the case for prosecution, from the assurance.")
    help: Period = term(Period(days=30), "Answer to a request for extradition or assistance.")


@dataclass(frozen=True, slots=True)
class Basis:
    """The citations of the acts that matter; ``docked`` asks for two places of registry."""

    own: Citation
    consult: Citation
    concur: Citation
    assure: Citation
    extradite: Citation
    assist: Citation
    settle: Citation
    agreed: Citation
    treaty: bool = False
    docked: bool = False

    def bound(self, *, now: bool = True) -> Guard | None:
        """Ask that the treaty bind whoever acts, and all parties on the day of the request and of the conduct."""
        if not self.treaty:
            return None
        acting = g.Bound("IGA98", self.consult, advice=ADVICE)
        then = g.Bound("IGA98", self.consult, advice=ADVICE, on="occurred_on")
        every = g.AllBound("IGA98", self.consult) & g.AllBound("IGA98", self.consult, on="occurred_on")
        return acting & then & every if now else acting


def basis_of(terms: JurisdictionTerms) -> Basis:
    """Give the citations of the rules that were chosen; a model that nobody agreed to is a default of the product."""
    if terms.basis == PARTNERS:
        of = IGA
        return Basis(of("22(1)"), of("22(2)"), of("22(2)(1)"), of("22(2)(2)"), of("22(3)"), of("22(4)"), of("23"),
                     Source("IGA98", Binding.LAW_A)("22(2)"), treaty=True)  # fmt: skip
    clause = Citation(terms.agreement, terms.clause, Binding.LAW_A) if terms.agreement else PRODUCT
    docked = terms.basis == DOCKED
    return Basis(OST("VIII", 1) if docked else clause, *(clause,) * 7, docked=docked)


# fmt: off
STATES = (
    State("draft", "The incident is being written down; nobody else sees it"),
    State("incident_logged", "Alleged misconduct on orbit is on record: place, element, nationalities; no finding"),
    State("nationality_only", "No affected State has asked; the State of nationality acts alone, and may still be "
          "asked", label="State of nationality alone"),
    State(ASKED, "An affected State has asked for the consultation; no period of the rules runs yet"),
    State(TALKING, "The two States consult on their interests in prosecuting"),
    State(WINDOW, "The consultation was held; the period for an assurance runs, or its end waits to be confirmed",
          label="Period for an assurance"),
    State(ASSURED, "The State of nationality has assured that it will submit the case for prosecution"),
    State(ENTITLED, "The State of nationality concurred, or the period ended without an assurance",
          label="Affected State entitled"),
    State(OURS, "The case is before the authorities of the State of nationality",
          label="Proceedings in the State of nationality"),
    State(THEIRS, "The case is before the authorities of the affected State",
          label="Proceedings in the affected State"),
    State("closed_outcome_recorded", "Ended: an outcome is on record, as far as that State shares it", FINAL,
          "Closed: outcome recorded"),
    State("closed_not_affected", "Ended: the State that asked agrees that it is not affected", FINAL,
          "Closed: not affected"),
    State("closed_no_action", "Ended: the State concerned takes no action", FINAL, "Closed: no action"),
    State("referred", "Moved to a settlement of disputes, which is linked", FINAL),
)
RELATIONS = TrackSet(RELATION, "asked", (
    State("asked", "Consultation was asked for"),
    State("acknowledged", "The request was acknowledged"),
    State("contested", "The State of nationality holds that the other is not affected"),
    State("maintained", "Both views on being affected are on record"),
    State("silent", "No reply is recorded. No period of the rules has begun, and silence entitles nobody",
          label="No reply recorded"),
    State("talking", "The two States talk"),
), "other State", ends=("asked", "acknowledged", "contested", "maintained", "silent", "talking"), level="C3")


def limits(terms: JurisdictionTerms, basis: Basis) -> tuple[TimeLimit, ...]:
    """Give the limits: the period of the rules in its two readings, the one agreed instead, and the product's aims.

    Long because: one row a limit.
    """
    cited = terms.cite("window", basis.assure)
    def aim(key: str, title: str, owner: str, *, per: str | None = RELATION, takes: str | None = None) -> TimeLimit:
        of = {"extradition": "help", "assistance": "help"}.get(key, key)
        return TimeLimit(key, getattr(terms, of), terms.cite(of), title=title, owner=owner, per=per, takes=takes)

    return (
        TimeLimit("log", terms.log, terms.cite("log"), FromFiling("learned_at"), "Log of the incident",
                  owner="reporting"),
        aim("request", "Request by an affected State", "told", per=None, takes="no_request"),
        aim("acknowledgement", "Acknowledgement of the request", "nationality"),
        aim("first_meeting", "First meeting", "nationality", takes="note_no_consultation"),
        aim("status", "Answer on being affected", "affected"),
        TimeLimit("window", terms.window, cited, FromFiling("consultation_closed_on"), "Assurance, from the end of the "
                  "consultation (the later reading)", per=RELATION, owner="affected", waits_for="nationality",
                  proposes="period_ends"),
        TimeLimit("early_window", terms.window, cited, FromFiling("consultation_opened_on"), "Assurance, from the "
                  "opening of the consultation (the earlier reading)", per=RELATION, owner="nationality"),
        TimeLimit("agreed_window", Until("until"), basis.agreed, title="Assurance, in the period agreed instead",
                  per=RELATION, owner="affected", waits_for="nationality", proposes="period_ends"),
        aim("submission", "Submission of the case for prosecution", "nationality"),
        aim("extradition", "Answer to a request for extradition", "nationality"),
        aim("assistance", "Answer to a request for assistance", "nationality"),
        suspension_limit(),
    )
