"""Criminal jurisdiction aboard a station (``jurisdiction``): log, consultation, concurrence or assurance, proceedings.

Law: IGA98 22: each Partner State over its own nationals (1); an affected Partner State asks, the State of nationality
must consult, and the other may exercise jurisdiction only if within 90 days of the consultation, or another period that
they agree, the State of nationality concurs or gives no assurance of submission for prosecution (2); extradition (3);
assistance (4); order on board stays with the commander (5). On another station, and for a segment docked to the station
of another State, the same pattern holds for those who agreed to it. Not modelled: see ``NOT_MODELLED``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES
from workflows.kernel.language import (
    ANY_PARTY,
    DRAFT,
    OWN,
    PRODUCT,
    STAY,
    Exempt,
    Flag,
    Is,
    Levels,
    Names,
    NotToCome,
    Procedure,
    Step,
)
from workflows.prosecution import papers
from workflows.prosecution.advice import ADVISED, COUNTED
from workflows.prosecution.after import after
from workflows.prosecution.frame import (
    ALONE,
    BETWEEN,
    INCIDENT,
    RELATIONS,
    REPORTING,
    ROLES,
    STATES,
    Basis,
    JurisdictionTerms,
    basis_of,
    limits,
)
from workflows.prosecution.talking import talking

EDITION = 1
TITLE = "Criminal jurisdiction aboard a station"
NOT_MODELLED = (
    "A suspect who is a national of no Partner State, and conduct on the ground.",
    "Order on board, and what the crew code provides: that is the commander's matter.",
    "Which language texts are authentic: both dates of a consultation are kept, and the period is shown from either.",
    "Several affected States in one case: each has a case of its own, so that none reads what another says.",
)
NOTES = (
    "No period is fixed for answering a request; the period for an assurance begins with the consultation alone.",
    "Silence on a request entitles nobody: what is left are the consultations that the agreement provides.",
    "Names and evidence are read by a State's own delegation alone; nothing here is public.",
    "Whoever was told of the incident sees where the case stands, and nothing of what the two States say.",
    "Withdrawal from the agreement: Article 28(5) does not list Article 22, so that the dates decide.",
)
# fmt: off


def jurisdiction(terms: JurisdictionTerms) -> Procedure:
    """Build the procedure for the rules that were chosen."""
    basis = basis_of(terms)
    return Procedure(
        key="jurisdiction", edition=EDITION, title=TITLE, under=(basis.consult, basis.own), opens="draft",
        filer="reporting", prefix="JUR", roles=ROLES, states=(*STATES, *COMMON_STATES), tracks=(RELATIONS,),
        steps=(*_logging(basis), *talking(basis), *after(basis)), limits=limits(terms, basis),
        levels=Levels(existence="C2", case="C2", track="C3", own="C4"), not_modelled=NOT_MODELLED, notes=NOTES,
        terms=terms.plain(), exempt=_exempt(),
        summary="After alleged misconduct aboard a station an affected State asks the State of nationality to consult; "
                "that State concurs, assures submission for prosecution, or lets the period end.",
    )


def _exempt() -> tuple[Exempt, ...]:
    """Nobody else takes part before the log."""
    why = "Nobody else takes part before the incident is logged."
    return tuple(Exempt("nobody_is_stranded", f"draft/{role}", PRODUCT, why) for role in ("nationality", "affected"))


def _logging(basis: Basis) -> Iterator[Step]:
    yield Step("note_conduct", "draft", STAY, REPORTING, DRAFT, PRODUCT, papers.ConductNoted, tell=OWN, level="C4",
               when=g.Says(~g.Done("note_conduct"), "It is noted already; log the incident.", PRODUCT),
               checks=(NotToCome("learned_at"),), starts=("log",), title="Note an alleged misconduct",
               added="The aim for the log runs from when the State learned of it.",
               effect="It is on record for your own delegation; the product's aim for the log runs.")
    told = [Names("nationality", "nationality"), Names("told", "element_state"), Names("told", "others")]
    asks: Any = papers.Incident
    if basis.docked:
        asks, told = papers.IncidentOnSegment, [*told, Names("told", "station_state")]
    partner = basis.bound(now=False)
    yield Step("log_incident", "draft", "incident_logged", REPORTING, DRAFT, basis.consult, asks, when=partner,
               names=tuple(told), keeps=("occurred_on", "on_board"), stops=("log",), within="log",
               starts=("request",),
               flags=(Flag("danger_on_board", g.Fact("on_board", (papers.DANGER,)), on_track=False),),
               checks=(Is("where", (papers.ORBIT,), "These rules speak of conduct on orbit; conduct on the ground is "
                          "outside them.", basis.consult), NotToCome("occurred_on", basis.consult)),
               level="C2", file=INCIDENT, tell="all", title="Log the incident",
               effect="The State of nationality and those named are told; no finding is made.")
    yield Step("tell_another_state", (*ALONE, *BETWEEN), STAY, ANY_PARTY, DRAFT, PRODUCT, papers.FurtherTold,
               names=Names("told", "party"), level="C2", file=INCIDENT, tell="all", title="Tell another State",
               added="Who is affected may be learned later.", effect="It reads the log of the incident and may ask.")


FORMS = (Form("jurisdiction", TITLE, JurisdictionTerms, jurisdiction,
              advice=ADVISED,
              subjects=("jurisdiction", "crew"),
              reciprocal=COUNTED, reported="consultations"),)
