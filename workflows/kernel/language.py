"""Everything an author of a procedure needs, from one place."""

from .actors import (
    ANY_PARTY, CLOCK, EVERY_PARTY, OUTSIDER, SIDE, TRACK_PARTY, Actor, All, AnyOf, Each, Other, Role, Side, Taker,
)  # fmt: skip
from .checks_of_filings import FilingCheck, Future, Is, NamesAct, NotBefore, NotOneself, WhenThen
from .fields import (
    AS_KNOWN, OPTIONAL, REQUIRED, Field, Filing, FilingSpec, band_field, choice, contact_field, date_field, decimal,
    designator_field, document_field, group, instant_field, keyed, listing, long_text, money, orbit_field, organ_field,
    parties_field, party_field, period_field, person_field, place_field, provision_field, text, whole, yes_no,
)  # fmt: skip
from .limits import (
    BY_AGREEMENT, BY_OFFICE, BY_OWNER, ByCase, ByParty, Dispatch, Earliest, EndOf, Extension, FromFact, FromField, FromFiling,
    Length, Receipt, Standard, TimeLimit, by_case,
)  # fmt: skip
from .procedure import AGENCY, TREATY, Procedure, ProcedureError
from .reckoning import Period
from .steps import (
    ALL, BACK, FINAL, OPEN, OWN, RESTING, STAY, TRACK, Exempt, Extend, Flag, FromFilingField, Levels, Link, Moves, Names, On,
    Opens, Outcome, State, Step, Tell, TrackSet, outcome,
)  # fmt: skip
from .words import LEVELS, PRODUCT, Binding, Capacity, Citation, Grade, Source, humanise

DRAFT, CLEAR, DISPATCH, OFFICE = Capacity.DRAFT, Capacity.CLEAR, Capacity.DISPATCH, Capacity.OFFICE

__all__ = [
    "AGENCY", "ALL", "ANY_PARTY", "AS_KNOWN", "BACK", "BY_AGREEMENT", "BY_OFFICE", "BY_OWNER", "CLEAR", "CLOCK", "DISPATCH", "DRAFT",
    "EVERY_PARTY", "FINAL", "LEVELS", "OFFICE", "OPEN", "OPTIONAL", "OUTSIDER", "OWN", "PRODUCT", "REQUIRED", "RESTING", "SIDE",
    "STAY", "TRACK", "TRACK_PARTY", "TREATY", "Actor", "All", "AnyOf", "Binding", "ByCase", "ByParty", "Capacity", "Citation",
    "Dispatch", "Each", "Earliest", "EndOf", "Exempt", "Extend", "Extension", "Field", "Filing", "FilingCheck", "FilingSpec", "Flag",
    "FromFact", "FromField", "FromFiling", "FromFilingField", "Future", "Grade", "Is", "Length", "Levels", "Link", "Moves", "Names",
    "NamesAct", "NotBefore", "NotOneself", "On", "Opens", "Other", "Outcome", "Period", "Procedure", "ProcedureError", "Receipt",
    "Role", "Side", "Source", "Standard", "State", "Step", "Taker", "Tell", "TimeLimit", "TrackSet", "WhenThen", "band_field",
    "by_case", "choice", "contact_field", "date_field", "decimal", "designator_field", "document_field", "group", "humanise",
    "instant_field", "keyed", "listing", "long_text", "money", "orbit_field", "organ_field", "outcome", "parties_field",
    "party_field", "period_field", "person_field", "place_field", "provision_field", "text", "whole", "yes_no",
]  # fmt: skip
