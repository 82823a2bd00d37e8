"""What rescue and return rest on, and what the procedures of persons and of objects share.

Law: ARRA 1 to 6 between its parties; OST V and VIII between parties to that treaty; on the Moon MOON 10, 12 and 13
between its own; nothing but good will elsewhere.
Whether "astronauts" and "personnel of a spacecraft" cover private passengers is debated; they are treated alike here,
which is a product default. Not modelled: customary law.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workflows.article_ix.papers import ProofOfReceipt
from workflows.kernel import guards as g
from workflows.kernel.fragments import common_steps
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Guard
from workflows.kernel.language import (
    CLOCK,
    DRAFT,
    OPENED,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Actor,
    Binding,
    Citation,
    Names,
    On,
    Proof,
    Role,
    Source,
    State,
    Step,
    TrackSet,
)

ARRA, OST, MOON = Source("ARRA"), Source("OST"), Source("MOON")
LTS = Source("LTS", Binding.SOFT)
ARRA_BASIS, OST_BASIS, MOON_BASIS, VOLUNTARY = "arra", "ost", "moon", "voluntary"
BASES = {
    ARRA_BASIS: "Rescue Agreement",
    OST_BASIS: "Outer Space Treaty",
    MOON_BASIS: "Moon Agreement, on a celestial body",
    VOLUNTARY: "Voluntary, under no treaty",
}
OPERATION = "operation"
"""The file of the case that the Secretary-General and those who help read."""
THROUGH = "the Secretary-General, through the Office for Outer Space Affairs"
SECRETARY_GENERAL = Role("secretary_general", THROUGH, stake=False, office=True, reads=(OPERATION,))
AUTHORITY = Role("authority", "a launching authority")
TO_SECRETARY_GENERAL = Names(SECRETARY_GENERAL.key, parties=("OOSA",), level="C2")
ADVICE = "Choose another basis when you open the case, such as “voluntary”, which asks for no treaty."


@dataclass(frozen=True, slots=True)
class Basis:
    """The citations of the acts that matter; ``treaty`` must bind the State that files."""

    inform: tuple[Citation, ...]
    announce: tuple[Citation, ...]
    spread: tuple[Citation, ...]
    at_home: tuple[Citation, ...]
    abroad: tuple[Citation, ...]
    celestial: tuple[Citation, ...]
    hand_over: tuple[Citation, ...]
    found: tuple[Citation, ...]
    recover: tuple[Citation, ...]
    give_back: tuple[Citation, ...]
    hazard: tuple[Citation, ...]
    costs: tuple[Citation, ...]
    treaty: str = ""

    @property
    def on_moon(self) -> bool:
        """Say whether the treaty is the one for celestial bodies."""
        return self.treaty == "MOON"

    def applies(self, under: tuple[Citation, ...]) -> Guard | None:
        """Ask that the treaty bind the State on the day; nothing where there is none."""
        return g.Bound(self.treaty, under[0], advice=ADVICE) if self.treaty else None


_NONE = (PRODUCT,)
_PERSONS, _RETURN, _ON_MOON = (OST("V(1)"),), (OST("VIII", 3),), (MOON("12(2)"),)
_BASES = {
    ARRA_BASIS: Basis(
        inform=(ARRA("1(a)"), ARRA("1(b)")), announce=(ARRA("1(a)"),), spread=(ARRA("1(b)"),),
        at_home=(ARRA("2"),), abroad=(ARRA("3"),), celestial=(OST("V(2)"),), hand_over=(ARRA("4"), OST("V(1)")),
        found=(ARRA("5(1)"),), recover=(ARRA("5(2)"), ARRA("5(3)")), give_back=(ARRA("5(3)"), OST("VIII", 3)),
        hazard=(ARRA("5(4)"),), costs=(ARRA("5(5)"),), treaty="ARRA",
    ),
    OST_BASIS: Basis(
        inform=_NONE, announce=_NONE, spread=_NONE, at_home=_PERSONS, abroad=_PERSONS, celestial=(OST("V(2)"),),
        hand_over=_PERSONS, found=_NONE, recover=_RETURN, give_back=_RETURN, hazard=_NONE, costs=_NONE, treaty="OST",
    ),
    MOON_BASIS: Basis(
        inform=(MOON("13"),), announce=_NONE, spread=_NONE, at_home=_PERSONS, abroad=_PERSONS,
        celestial=(MOON("10"), OST("V(2)")), hand_over=_PERSONS, found=(MOON("13"),), recover=_ON_MOON,
        give_back=(*_ON_MOON, *_RETURN), hazard=_ON_MOON, costs=_ON_MOON, treaty="MOON",
    ),
    VOLUNTARY: Basis(*(_NONE,) * 12),
}  # fmt: skip


def basis_of(key: str) -> Basis:
    """Give the citations of a basis by its key."""
    return _BASES[key]


# fmt: off
AUTHORITY_STATES = (
    State("told", "Was told; receipt is not proved yet"),
    State("received", "Receipt is proved"),
    State("answering", "Has acknowledged, or given information"),
    State("denied", "Says that it is no launching authority of this launch"),
)


def authorities(basis: Basis) -> TrackSet:
    """Give the tracks of those who are told as launching authorities; there may be two, each answers for itself."""
    return TrackSet("authority", "told", AUTHORITY_STATES, "launching authority", AUTHORITY.key, gone=("denied",),
                    ends=("answering", "denied"), basis=basis.treaty or None, level="C2", file=OPERATION)


def receipts(live: tuple[str, ...], filer: Actor) -> tuple[Step, ...]:
    """Give the steps by which receipt of the notice is proved, by hand or by the opening of the paper here."""
    first, later = On("authority", ("told",), "received"), On("authority", ("received", "answering"))
    common: dict[str, Any] = {"receipt": True, "title": "Record proof of receipt", "whom": "by"}
    return (
        *(Step("record_receipt", live, STAY, filer | TRACK_PARTY, DRAFT, PRODUCT, ProofOfReceipt, track=on,
               collects=("channel",), effect="Proof of delivery is on record.", level="C2", file=OPERATION,
               added="That the notice arrived is worth proving; no period hangs on it.", **common)
          for on in (first, later)),
        Step("record_receipt", live, STAY, CLOCK, under=PRODUCT, track=first, proof=Proof(OPENED, "portal"),
             level="C2", file=OPERATION,
             added="Receipt within this product is proved by opening the paper; delivery alone proves none.",
             effect="Somebody with a mandate of the authority opened the notice here.", **common),
    )


def universal(filer: Role, live: tuple[str, ...], ended: tuple[str, ...]) -> tuple[Step, ...]:
    """Give the universal transitions, which the Secretary-General and those who help learn of too."""
    rows = common_steps(filer, ("draft", *live), ended)
    return tuple(row if row.tell == OWN else replace(row, file=OPERATION) for row in rows)
