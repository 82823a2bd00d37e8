"""Zone around an operation on a celestial body, in which others are asked to coordinate (``safety_zone``).

Law: OST I, II, IX, XI and XII, which bind everybody; ARTEMIS section 11 (SOFT) where the State signed it and chooses
that profile. A zone is temporary, told to others, and open: it excludes no State, and the product enforces nothing.
Profiles are data (``workflows/lunar/zones``). Not modelled: see ``NOT_MODELLED``.
"""

from __future__ import annotations

from workflows import Form
from workflows.kernel.fragments import COMMON_STATES, common_steps
from workflows.kernel.language import Levels, Procedure
from workflows.lunar import zone_frame as frame
from workflows.lunar.advice_of_zone import ADVISED, COUNTED
from workflows.lunar.zone_answers import answers
from workflows.lunar.zone_entry import entry
from workflows.lunar.zone_notice import notice
from workflows.lunar.zone_terms import ZoneTerms

EDITION = 1
TITLE = "Safety zone on a celestial body"
NOTES = (
    "A zone excludes no State: access stays free, nothing is appropriated, and every answer to whoever asks to enter "
    "is coordination or advice.",
    "Notified is not accepted: silence of those who were told is no consent to the zone.",
    "Every State may ask for the basis and object, whether or not it signed the text on which the notice relies.",
    "No programme's rules need be accepted; without a choice the notice rests on the Outer Space Treaty alone.",
    "What happens on the surface is recorded as a fact and judged by nobody here.",
)
NOT_MODELLED = (
    "Whether a zone is reasonable in size or time: basis, objection and reply stand side by side.",
    "Enforcement of any kind: there is none.",
    "Rules of the evolving profile beyond who is told; no text on zones was read for it.",
    "In the register of activities a zone that was not renewed, or was given up on an objection, stands until its "
    "last day.",
)


def safety_zone(terms: ZoneTerms) -> Procedure:
    """Build the procedure for its terms."""
    profile = terms.told
    return Procedure(
        key="safety_zone", edition=EDITION, title=f"{TITLE}: {profile.title}", under=profile.under("notify"),
        opens="draft", filer="operating", prefix="ZONE", roles=frame.ROLES, states=(*frame.STATES, *COMMON_STATES),
        tracks=frame.TRACKS,
        steps=(*notice(terms), *answers(terms), *entry(terms),
               *common_steps(frame.OPERATING, ("draft", *frame.LIVE), frame.ENDED)),
        limits=frame.limits(terms), standards=frame.standards(terms), activity="planned", sheets=frame.SHEETS,
        levels=Levels(existence="C1", case="C1", track="C3", own="C4"),
        not_modelled=NOT_MODELLED, notes=(profile.says, *NOTES), terms=terms.plain(),
        summary="A State tells others of a temporary zone around its operation, in which it asks them to coordinate; "
                "others ask for the basis, object, or say that they enter; the zone is reviewed and ends with the "
                "operation.",
    )  # fmt: skip


FORMS = (
    Form(
        "safety_zone",
        TITLE,
        ZoneTerms,
        safety_zone,
        advice=ADVISED,
        subjects=("safety", "interference"),
        reciprocal=COUNTED,
        reported="consultations",
    ),
)
