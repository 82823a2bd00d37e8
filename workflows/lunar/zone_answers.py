"""Rows of a zone, second part: its basis, objections, overlapping zones.

Law: OST I, II and IX for every State, ARTEMIS 11(8) for its signatories. Signatory or not, every State is handled
alike: it asks, objects and is answered. An objection is no veto, and a zone gives no right against whoever objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.dispute.beside import dispute_beside
from workflows.kernel import guards as g
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Flag,
    Is,
    Link,
    NotOneself,
    On,
    OnlyIf,
    Opens,
    Step,
    outcome,
)
from workflows.lunar import zone_papers as papers
from workflows.lunar.zone_frame import (
    ADDRESSEE,
    AFFECTED,
    ANY_STATE,
    ENDED,
    OBJECTING,
    OBJECTION,
    OPERATING,
    PAIR,
    QUESTION,
    ZONE,
)
from workflows.lunar.zone_notice import FOR_ALL
from workflows.lunar.zone_terms import ACCESS, CONSULTATION, INFORMING, NON_APPROPRIATION, REGARD, ZoneTerms

WAITING = g.AnyTrack(QUESTION, ("asked",))
WHERE_IT_STOOD = outcome((g.Done("start"), "active"), (None, "notified"))
# fmt: off


def answers(terms: ZoneTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_basis(terms), *_objection(), *_replies(), *_settled(), *_overlaps(), *_beside())


def _basis(terms: ZoneTerms) -> Iterator[Step]:
    profile = terms.told
    entitled: tuple[Flag, ...] = ()
    if profile.signatories:
        signed = g.Among(profile.addressees, "{party} is not recorded as a signatory.", profile.under("basis")[0])
        entitled = (Flag("asked_by_signatory", signed, on_track=False),)
    asked: dict[str, Any] = {"opens": Opens(QUESTION, numbered=True), "starts": ("basis",), "flags": entitled,
                             **FOR_ALL, "title": "Ask for the basis of the zone"}
    effect = "The State whose operation it is, is asked for the basis. Nothing is asked of you in return."
    yield Step("ask_basis", ("notified", "active"), "basis_requested", ANY_STATE, DISPATCH, profile.under("basis"),
               papers.BasisAsked, effect=effect, **asked)
    yield Step("ask_basis", ("altered", "basis_requested", "contested"), STAY, ANY_STATE, DISPATCH,
               profile.under("basis"), papers.BasisAsked, effect=effect, **asked,
               added="More than one State may ask, and at any time.")
    yield Step("answer_basis", ZONE, STAY, OPERATING, DISPATCH, profile.under("basis"), papers.Basis, within="basis",
               track=On(QUESTION, ("asked", "no_reply"), "answered"), stops=("basis",), whom="under number",
               title="Give the basis of the zone",
               added="The model may hold data that others own; it goes to the State that asked, and to nobody else.",
               effect="The State that asked reads the basis.")
    yield Step("no_answer", ZONE, STAY, CLOCK, under=PRODUCT, track=On(QUESTION, ("asked",), "no_reply"), **FOR_ALL,
               flags=(Flag("basis_not_given", on_track=False),), title="No reply recorded", whom="under number",
               added="A request that is not answered does not stay open for ever; a late answer is taken.",
               effect="No answer on the basis is recorded. Due regard is owed as before, by both.")
    yield Step("enter_active", "basis_requested", WHERE_IT_STOOD, CLOCK, under=PRODUCT, follows=~WAITING, **FOR_ALL,
               title="Zone goes on as told", effect="No request for the basis waits any more.")


def _objection() -> Iterator[Step]:
    objects: dict[str, Any] = {"opens": Opens(OBJECTION, acting=True, anew=True), "starts": ("objection",),
                               **FOR_ALL, "title": "Object to the zone"}
    under = (ACCESS, NON_APPROPRIATION, REGARD)
    effect = "Your objection is on record and a reply is asked for. It is no veto, and the zone binds you to nothing."
    yield Step("object", ("notified", "active"), "contested", ANY_STATE, DISPATCH, under, papers.Objection, **objects,
               effect=effect)
    yield Step("object", ("altered", "basis_requested"), "contested", ANY_STATE, DISPATCH, under, papers.Objection,
               **objects, effect=effect, added="One may object to a change, and while a request waits.")
    yield Step("object", "contested", STAY, ANY_STATE, DISPATCH, under, papers.Objection, **objects, effect=effect,
               added="More than one State may object.")


def _replies() -> Iterator[Step]:
    yield Step("answer_objection", ZONE, STAY, OPERATING, DISPATCH, CONSULTATION, papers.Reply, within="objection",
               track=On(OBJECTION, ("objected", "no_reply"), "answered"), stops=("objection",), **FOR_ALL,
               title="Reply to the objection", whom="of", added="Each State that objects has a reply of its own.",
               effect="Your reply stands beside the objection.")
    yield Step("no_answer_to_objection", ZONE, STAY, CLOCK, under=PRODUCT, track=On(OBJECTION, ("objected",),
               "no_reply"), **FOR_ALL, title="No reply to the objection recorded", whom="for",
               added="The period for a reply has to end somehow; a late reply is taken.",
               effect="No reply is recorded; the objection stands, and nobody has agreed to anything.")
    yield Step("drop_objection", ZONE, STAY, TRACK_PARTY, DISPATCH, PRODUCT, papers.Dropped, **FOR_ALL,
               track=On(OBJECTION, ("objected", "answered", "no_reply"), "dropped"), stops=("objection",),
               title="Drop the objection", added="Whoever objects may be content.",
               effect="You object no more; that is no consent to the zone.")


def _settled() -> Iterator[Step]:
    replied = g.Says(g.AllTracks(OBJECTION, ("answered",), none=True),
                     "An objection has no reply yet; it is replied to first.", CONSULTATION)
    altered = OnlyIf("settled_as", papers.ALTERED, g.Done("alter"), papers.KEPT,
                     "A zone is settled as altered when the altered one is told; no altered zone is on record.",
                     CONSULTATION)
    for result, to, checks, starts, stops in (
        (papers.KEPT, WHERE_IT_STOOD, (), (), ()),
        (papers.ALTERED, "altered", (altered,), ("alteration",), ()),
        (papers.ENDED, "ended", (), (), ("*",)),
    ):
        chosen = Is("settled_as", (result,), "Choose what becomes of the zone.", CONSULTATION)
        yield Step("settle_objection", "contested", to, OPERATING, DISPATCH, CONSULTATION, papers.Settled,
                   when=replied, checks=(chosen, *checks), starts=starts, stops=stops, **FOR_ALL,
                   link=Link("consultation", field="reference"), title="Say what becomes of the zone",
                   effect="What becomes of the zone is before all. Objections that were not dropped stay on record.")


def _overlaps() -> Iterator[Step]:
    yield Step("name_overlap", ZONE, STAY, OPERATING | ADDRESSEE | AFFECTED, DISPATCH, CONSULTATION, papers.Overlap,
               opens=Opens(PAIR, "party", anew=True), checks=(NotOneself("party"),), **FOR_ALL,
               link=Link("overlapping_zone", field="other_zone"), title="Name a zone that overlaps",
               added="Where two zones overlap neither comes before the other; the two States talk.",
               effect="The State whose zone it is, is told. Neither zone yields by itself.")
    common: dict[str, Any] = {"track": On(PAIR, ("found", "taken_up"), "taken_up"), **FOR_ALL}
    yield Step("open_notice", ZONE, STAY, OPERATING, DISPATCH, INFORMING, papers.Comment, **common,
               link=Link("lunar_notice", "lunar_notice", title="Notice of a lunar activity"),
               title="Open a notice of lunar activity", whom="with",
               added="An overlap is taken up in the lunar mechanism, where an arrangement may be found.",
               effect="A notice of lunar activity is opened with this act, in your name and in preparation; from it a "
                      "consultation under Article IX may follow.")
    yield Step("link_notice", ZONE, STAY, OPERATING | TRACK_PARTY, DISPATCH, INFORMING, papers.ReferenceOfNotice,
               **common, link=Link("lunar_notice", field="reference"), title="Link a notice of lunar activity",
               whom="with", added="The other State may have given the notice.",
               effect="The two cases point to each other; neither waits for the other.")


def _beside() -> Iterator[Step]:
    yield Step("link_activity", ZONE, STAY, OPERATING, DRAFT, INFORMING, papers.ReferenceOfNotice, **FOR_ALL,
               link=Link("activity", field="reference"), title="Link the notice of the activity",
               added="The activity for which the zone is may have been told of in a case of its own.",
               effect="The two cases point to each other.")
    for key, who, procedure, title in (
        ("open_consultation", OPERATING, "ost9", "Consultation before a planned activity"),
        ("request_consultation", AFFECTED | OBJECTING, "ost9_request", "Request for consultation"),
    ):
        yield Step(key, ZONE, STAY, who, DISPATCH, CONSULTATION, papers.Request, **FOR_ALL,
                   link=Link("consultation", procedure, title=title), title="Ask for consultation under Article IX",
                   added="What a zone means for others may be talked over under the treaty.",
                   effect="A case under Article IX is opened with this act, in your name and in preparation; the zone "
                          "is not moved by it.")
    yield dispute_beside((*ZONE, *ENDED), FOR_ALL, "Extent, basis and effect of a zone may be disputed.")
