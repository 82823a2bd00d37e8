"""What a consultation rests on: the treaty, a soft text, an agreement between agencies, or nothing but good will.

Law: OST IX first to fourth sentence, VI; MOON 8(3), 15(2), 15(3) between its parties; UNC 33(1) for referral. Soft:
Remote Sensing Principle XIII, Direct Broadcasting Principles 10 and 13, Nuclear Power Source Principle 6. Not modelled:
customary law.
"""

from __future__ import annotations

from workflows.article_ix.terms import Consultation
from workflows.kernel import guards as g
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Guard
from workflows.kernel.language import AGENCY, PRODUCT, Binding, Citation, Source, Standard

OST, MOON, UNC = Source("OST"), Source("MOON"), Source("UNC")
RS, DBS, NPS, COSPAR_PP = (Source(key, Binding.SOFT) for key in ("RS", "DBS", "NPS", "COSPAR_PP"))
VOLUNTARY = "voluntary"
CONSULTATION = "Consultation before a planned activity"
ADVICE = "Choose the profile “voluntary”, which asks for no treaty, or another legal basis."


@dataclass(frozen=True, slots=True)
class Basis:
    """Citations of the acts that matter; ``treaty`` must bind the filer, ``track`` is the basis of a track it binds."""

    duty: tuple[Citation, ...]
    request: tuple[Citation, ...]
    regard: tuple[Citation, ...]
    treaty: str = ""
    track: str = VOLUNTARY
    every_party: bool = False

    def applies(self, under: tuple[Citation, ...], field: str, *, both: bool = False) -> Guard | None:
        """Ask that the treaty bind the filer on the day; where the text is for parties only, those addressed too."""
        named = field if both or self.every_party else None
        return g.Bound(self.treaty, under[0], named, ADVICE) if self.treaty else None


def _soft(duty: Citation, request: Citation | None = None) -> Basis:
    return Basis((duty,), (request or duty,), (duty,))


PROFILES = {
    "ost": Basis((OST("IX", 3),), (OST("IX", 4),), (OST("IX", 1),), "OST", "OST"),
    "moon-agreement": Basis(
        (MOON("8(3)"), OST("IX", 3)), (MOON("15(2)"), OST("IX", 4)), (MOON("8(3)"),), "MOON", "MOON", True
    ),
    "remote-sensing": _soft(RS("principle XIII")),
    "direct-broadcast": _soft(DBS("principle 13"), DBS("principle 10")),
    "nps": _soft(NPS("principle 6")),
    VOLUNTARY: _soft(PRODUCT),
}


def basis_of(terms: Consultation) -> Basis:
    """Give the basis of the profile; at agency level the clause of the agencies' own agreement."""
    if terms.level != AGENCY:
        return PROFILES[terms.profile]
    clause = Citation(terms.agreement, terms.clause, Binding.LAW_A) if terms.agreement else PRODUCT
    return _soft(clause)


def standards_of(terms: Consultation, basis: Basis, since: str) -> tuple[Standard, ...]:
    """Give the standards without a number: before proceeding; under the Moon Agreement also without delay."""
    before = Standard(
        "earliest_start", basis.duty, "before proceeding", until="earliest_start", since=since, target=terms.lead
    )
    if basis.treaty != "MOON":
        return (before,)
    return before, Standard("without_delay", MOON("15(2)"), "without delay", since=since)
