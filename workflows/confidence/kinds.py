"""The kinds of notice: what each rests on, when the product aims to have it, what it asks, and to whom it goes.

Soft: GGE (chapters on transparency and on consultative mechanisms), taken up by GA68_50; HCOC 4(a)(iii) for launches;
LTS B.9 and NPS principle 5 for re-entries; RS principles X and XI for warnings and disasters; NPS principle 7 for
tracking. All are voluntary.
"""

from __future__ import annotations

from collections.abc import Mapping

from workflows.confidence import notices as n
from workflows.confidence import terms as t
from workflows.kernel.frozen import dataclass
from workflows.kernel.language import Citation, Filing


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    ``lead`` is the term that says how long before its time it is sent; ``office`` whether the secretariat reads it;
    ``words`` what the text says of time, where it says anything; ``standard`` the text that does.
    """

    key: str
    asks: type[Filing]
    under: tuple[Citation, ...]
    lead: str = ""
    office: bool = False
    words: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return t.TITLES[self.key]

    @property
    def happens(self) -> bool:
        """Say whether it tells of an event with a time of its own."""
        return self.asks.spec.field("begins_at") is not None

    @property
    def since(self) -> str:
        """The question since when time is counted at dispatch; none where nothing is told of that."""
        return next((key for key in ("known_at", "begins_at", "adopted_on") if self.asks.spec.field(key)), "")

    @property
    def kept(self) -> tuple[str, ...]:
        """What the case keeps of a notice."""
        return tuple(key for key in ("sharing", "begins_at", "ends_at") if self.asks.spec.field(key))


GROUP = (n.TRANSPARENCY,)
KINDS: Mapping[str, Kind] = {
    one.key: one
    for one in (
        Kind(t.POLICY, n.PolicyNotice, GROUP, office=True),
        Kind(t.ORBITAL, n.OrbitalNotice, GROUP, words="As soon as there is something new"),
        Kind(t.HAZARD, n.HazardNotice, GROUP, words="As soon as the hazard is known"),
        Kind(t.LAUNCH, n.LaunchNotice, (n.LAUNCHES, *GROUP), lead="launch_lead"),
        Kind(t.MANOEUVRE, n.ManoeuvreNotice, GROUP, lead="manoeuvre_lead"),
        Kind(t.REENTRY, n.FallNotice, (n.FALLS, n.NUCLEAR, *GROUP), office=True, words="As soon as practicable"),
        Kind(t.EMERGENCY, n.EmergencyNotice, GROUP, office=True, words="As soon as it is known"),
        Kind(t.BREAKUP, n.BreakupNotice, GROUP, lead="breakup_lead", office=True),
        Kind(t.VISIT, n.VisitNotice, GROUP, lead="visit_lead"),
        Kind(t.ENVIRONMENT, n.EnvironmentNotice, (n.WARNING,), words="While harm can still be averted"),
        Kind(t.DISASTER, n.DisasterNotice, (n.CALAMITY,), words="As promptly as possible"),
        Kind(t.TRACKING, n.TrackingNotice, (n.ASSISTANCE,), words="As soon as possible"),
    )
}
