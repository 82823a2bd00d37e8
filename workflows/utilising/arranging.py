"""The arrangement of a project: proposed, changed, cleared at home by each participant, signed, or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.fragments import joining
from workflows.kernel.guards import Guard
from workflows.kernel.guards_of_facts import ChosenIn
from workflows.kernel.language import (
    DISPATCH,
    EVERY_PARTY,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    NamedAmong,
    Names,
    NotBefore,
    NotOneself,
    On,
    Opens,
    Step,
)
from workflows.kernel.more_time import MoreTimeOn
from workflows.utilising import papers
from workflows.utilising.frame import (
    CLEARANCE,
    FILE,
    LIVE,
    PARTNER,
    PENDING,
    PROVIDER,
    SIGNATURE,
    SIGNED,
    SUPERVISION,
    USER,
    UtilisationTerms,
    agreement_of,
    cited,
    limits,
    offices,
    running,
)

TEXTS = ("propose_arrangement", "revise_arrangement")
SIGN = "sign_arrangement"
KEPT = ("planned_on", "operation_until", "return_kind", "short_lived")
IN_TIME = NotBefore("operation_until", "planned_on")
LEAD = ChosenIn("lead", USER.key)
"""That the acting party leads: nobody is ever chosen, so that it is whoever opened the case."""
# fmt: off


def shared(**more: Any) -> dict[str, Any]:
    """What every act that leaves a party has: the parties read it, and the office of the agreement too."""
    return {"level": "C2", "file": FILE, "tell": "all", **more}


def arranging(terms: UtilisationTerms) -> Iterator[Step]:
    """Give the steps from the first text to the signature."""
    yield from _texts(terms)
    yield from _clearance(terms)
    yield from _participants()
    yield from _signature(terms)
    for row in joining((PENDING, *SIGNED), "participant", starts=(CLEARANCE,)):
        yield replace(row, level="C2", file=FILE)


def _texts(terms: UtilisationTerms) -> Iterator[Step]:
    agreement, under = agreement_of(terms.agreement), cited(terms)
    known = running(agreement)
    among = (NamedAmong("provider", known, "{party} is not among those that run the station under this agreement.",
                        agreement.cited),) if known else ()
    yield Step("propose_arrangement", "draft", PENDING, USER, DISPATCH, under, papers.Arrangement, **shared(),
               names=(Names(PROVIDER.key, "provider"), *offices(agreement)), keeps=KEPT,
               opens=(Opens("participant", "partners"), Opens("participant", acting=True)),
               checks=(NotOneself("provider"), NotOneself("partners"), *among, IN_TIME), starts=(CLEARANCE, SIGNATURE),
               title="Propose the arrangement", whom="to",
               effect="Whoever runs the station and the States of all institutions have the text before them; nothing "
                      "is signed by it.")
    yield Step("revise_arrangement", PENDING, STAY, USER | PARTNER | PROVIDER, DISPATCH, under,
               papers.RevisedArrangement, begins=TEXTS, voids=(SIGN,), keeps=KEPT, checks=(IN_TIME,),
               starts=(SIGNATURE,), **shared(), title="Propose a changed text",
               added="A text is talked about before it is signed.",
               effect="The changed text takes the place of the one before; whoever had signed that one signs anew.")


def _clearance(terms: UtilisationTerms) -> Iterator[Step]:
    every = (PENDING, *SIGNED)
    given: dict[str, Any] = {"stops": (CLEARANCE,), "within": CLEARANCE, **shared()}
    yield Step("clear_at_home", every, STAY, TRACK_PARTY, DISPATCH, SUPERVISION, papers.Clearance,
               track=On("participant", ("pending", "refused"), "given"), title="Give clearance at home", **given,
               effect="Your State authorises its institution and supervises it. Nothing is signed by that.")
    for states, frm in (PENDING, ("pending", "given")), (SIGNED, ("pending",)):
        yield Step("refuse_at_home", states, STAY, TRACK_PARTY, DISPATCH, SUPERVISION, papers.ClearanceRefused,
                   track=On("participant", frm, "refused"), title="Refuse clearance at home", **given,
                   effect="Nothing is signed with your State while its refusal stands; the case is not moved by it.")
    limit = next(one for one in limits(terms) if one.key == CLEARANCE)
    for row in MoreTimeOn(limit, (PENDING,), "participant", ("pending",), PROVIDER).steps():
        yield replace(row, level="C2", file=FILE)


def _participants() -> Iterator[Step]:
    added: dict[str, Any] = {"opens": Opens("participant", "party"), "checks": (NotOneself("party"),),
                             "starts": (CLEARANCE,), "title": "Add a partner",
                             "added": "An institution of a further State may join the project."}
    yield Step("add_partner", PENDING, STAY, USER, DISPATCH, SUPERVISION, papers.PartnerAdded, voids=(SIGN,),
               **added, **shared(), effect="Its State clears it at home in a period of its own, and signs with the "
                                           "others.")
    yield Step("add_partner", SIGNED, STAY, EVERY_PARTY, DISPATCH, SUPERVISION, papers.PartnerAdded, **added,
               **shared(), effect="With the last hand all consent; its State clears it at home in a period of its own.")
    alone: Guard = g.Says(~LEAD, "Whoever leads the project does not leave it: it withdraws it, or ends it.")
    yield Step("leave_project", LIVE, STAY, TRACK_PARTY, DISPATCH, PRODUCT, papers.Reasons, when=alone,
               track=On("participant", ("pending", "given", "refused"), "left"), stops=(CLEARANCE,), **shared(),
               title="Leave the project", added="A participant may leave; the project goes on with the others.",
               effect="You take part no more; the project goes on with the others.")
    yield Step("strike_partner", PENDING, STAY, USER, DISPATCH, PRODUCT, papers.Reasons, voids=(SIGN,),
               track=On("participant", ("pending", "refused"), "left"), stops=(CLEARANCE,), **shared(),
               title="Go on without a partner", added="A partner that is not cleared at home holds up nobody.",
               effect="It takes part no more; the text is signed by the others.")


def _signature(terms: UtilisationTerms) -> Iterator[Step]:
    under = cited(terms)
    cleared = g.Says(g.AllTracks("participant", ("given",)),
                     "Every participant is cleared at home before the arrangement is signed.", SUPERVISION)
    yield Step(SIGN, PENDING, "agreement_signed", EVERY_PARTY, DISPATCH, under, papers.SignedArrangement, begins=TEXTS,
               when=cleared, keeps=KEPT, checks=(IN_TIME,), stops=(SIGNATURE,), within=SIGNATURE, **shared(),
               title="Sign the arrangement",
               effect="With the last hand the arrangement is signed; each hand is on the very same text.")
    yield Step("decline_arrangement", PENDING, "rejected", PROVIDER, DISPATCH, under, papers.Reasons, stops=("*",),
               **shared(), title="Decline the arrangement",
               effect="The case ends with the reason; no appeal is known. A project may be proposed again.")
    waits = g.Says(g.HandLaid(SIGN, PROVIDER), "You have not signed yourself: it is not for the others' silence that "
                   "nothing is signed.")
    yield Step("lapse", PENDING, "lapsed", PROVIDER, DISPATCH, PRODUCT, papers.Reasons, proposed=True,
               when=g.Lapsed(SIGNATURE) & waits, stops=("*",), **shared(), title="Record that the arrangement lapsed",
               effect="You had signed, and the others did not in time. A project may be proposed again.")
