"""Standing declarations (``declaration``): what a State says once of its authorities, and each year of its plans.

Soft: GGE (chapter on transparency, which invites States to exchange such information). Everything else is the product's
own, on the pattern of annual and permanent information under the Antarctic exchange, which is no law of outer space.
All of it is voluntary; the one period is a reminder. What is declared here stands until it is replaced or ended, and
begins later papers of the same party; a planned activity on or around the Moon is notified beside it and so enters the
register with which overlaps are compared. See ``NOT_MODELLED``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workflows import Form
from workflows.article_ix.notices import OWN_WORDS, meaning_relied_on, sender
from workflows.confidence.notices import TRANSPARENCY
from workflows.confidence.papers import MoreAddressees, Remark
from workflows.kernel.advice import OURS, Advice, Caution, Ground
from workflows.kernel.fragments import COMMON_STATES, common_steps, suspension_limit
from workflows.kernel.language import (
    DISPATCH,
    DRAFT,
    FINAL,
    OPTIONAL,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Filing,
    InOrder,
    Levels,
    Link,
    Names,
    NotOneself,
    On,
    Opens,
    Period,
    Procedure,
    Role,
    State,
    Step,
    TimeLimit,
    TrackSet,
    band_field,
    date_field,
    document_field,
    keyed,
    listing,
    long_text,
    parties_field,
    place_field,
    text,
    whole,
)
from workflows.kernel.reciprocity import Counted
from workflows.kernel.terms import Terms, term

EDITION = 1
TITLE = "Standing declaration"
NOTES = (
    "Every declaration is voluntary; none is owed, and none is late in law.",
    "What is declared begins later papers of the same party, which changes it there as it likes and is not held to it.",
    "A declaration notifies no activity: each is notified by itself, under the rule that asks for it.",
    "Nothing is inferred from silence on a declaration.",
)
NOT_MODELLED = (
    "Whether what is declared is full or true: whoever doubts it says so on record.",
    "Entries of annual information in the register by themselves: each activity is notified beside the declaration.",
    "Who supervises an organisation: it declares for itself, and its members for themselves.",
)
DECLARING = Role("declaring", "the State or organisation that declares")
ADDRESSEE = Role("addressee", "a State or organisation that is told")
SECRETARIAT = Role("secretariat", "the secretariat", stake=False, office=True)
TOLD, STANDING, ENDED = "addressee", "standing", ("ended",)
# fmt: off
STATES = (
    State("draft", "The declaration is being prepared; nobody else sees it"),
    State(STANDING, "Declared; it stands until it is replaced or ended"),
    State("ended", "It stands no longer", FINAL),
)
ADDRESSEES = TrackSet(TOLD, "told", (
    State("told", "Was told"),
    State("acknowledged", "Acknowledged; that accepts nothing"),
), "addressee", "addressee", passive=("told",), ends=("told", "acknowledged"), level="C1")


@dataclass(frozen=True)
class DeclarationTerms(Terms):
    """Terms of a standing declaration."""

    secretariat: str = term("OOSA", "Key of the office that keeps declarations.")
    annual: Period = term(Period(years=1), "The next annual information, from the last one.")


class Permanent(Filing):
    """Permanent information."""

    addressees = parties_field("States and organisations told", TRANSPARENCY, section="To whom")
    authority, sent_by, contact = sender()
    language = text("Language of the contact", PRODUCT, need=OPTIONAL)
    talks_language = text("Language proposed for talks", PRODUCT, need=OPTIONAL)
    operator = text("Operator, where there is one for all", TRANSPARENCY, need=OPTIONAL, withholdable=True,
                    section="Who carries activities out, and who answers for them")
    operators = listing("All operators", TRANSPARENCY, keyed("name", text("Operator", TRANSPARENCY)),
                        keyed("what", text("What it does", TRANSPARENCY, need=OPTIONAL)), need=OPTIONAL)
    authorising_authority = text("Authority that authorises and supervises", TRANSPARENCY)
    authorising = text("Authority named to the Secretary-General", TRANSPARENCY, need=OPTIONAL)
    responsibility = long_text("Statement on international responsibility", TRANSPARENCY)
    registry = text("National registry of space objects: who keeps it, and where", TRANSPARENCY, need=OPTIONAL)
    meaning, meaning_words = meaning_relied_on("Meaning relied on, and papers")
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Annual(Filing):
    """Annual information."""

    year = whole("Year", TRANSPARENCY, least=2020, most=2200)
    activities = listing(
        "Planned activities", TRANSPARENCY,
        keyed("title", text("Name of the mission or activity", TRANSPARENCY)),
        keyed("operator", text("Operator", TRANSPARENCY)),
        keyed("where", text("Where, in words", TRANSPARENCY)),
        keyed("place", place_field("Place on a surface", TRANSPARENCY, need=OPTIONAL)),
        keyed("starts", date_field("First day", TRANSPARENCY)),
        keyed("ends", date_field("Last day, as far as known", TRANSPARENCY, need=OPTIONAL)),
        keyed("band", band_field("Frequencies", TRANSPARENCY, need=OPTIONAL)),
        need=OPTIONAL, help="Left empty, none is planned.",
    )
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Position(Filing):
    """Position on a declaration."""

    words = long_text("What you hold of the declaration", TRANSPARENCY)


def declaration(terms: DeclarationTerms) -> Procedure:
    """Build the standing declaration for its terms."""
    return Procedure(
        key="declaration", edition=EDITION, title=TITLE, under=TRANSPARENCY, opens="draft", filer="declaring",
        prefix="DECL", roles=(DECLARING, ADDRESSEE, SECRETARIAT), states=(*STATES, *COMMON_STATES),
        tracks=(ADDRESSEES,),
        steps=(*_permanent(terms), *_annual(), *_told(), *_beside(),
               *common_steps(DECLARING, ("draft", STANDING), ENDED)),
        limits=(
            TimeLimit("annual", terms.annual, terms.cite("annual"), title="Next annual information", owner="declaring",
                      proposes="declare_year", level="C1"),
            suspension_limit(),
        ),
        levels=Levels(existence="C1", case="C1", track="C1", own="C4"), not_modelled=NOT_MODELLED, notes=NOTES,
        terms=terms.plain(),
        summary="A State or organisation says once who files, answers and supervises for it, and each year what it "
                "plans; what it declared begins its later papers until it is replaced or ended.",
    )


FILED: dict[str, Any] = {"by": DECLARING, "capacity": DISPATCH, "under": TRANSPARENCY, "level": "C1", "tell": "all"}
"""What every paper of the declaring party has in common."""


def _permanent(terms: DeclarationTerms) -> Iterator[Step]:
    permanent: dict[str, Any] = {"asks": Permanent, "opens": Opens(TOLD, "addressees", anew=True), "stands": True,
                                 "checks": (NotOneself("addressees"), OWN_WORDS), "whom": "to", **FILED}
    yield Step("declare", "draft", STANDING, **permanent, starts=("annual",), title="Declare permanent information",
               names=Names("secretariat", parties=(terms.secretariat,)),
               effect="Those named and the secretariat are told. It stands until you replace or end it, and begins "
                      "your later papers where they ask the same. Annual information may follow.")
    yield Step("replace", STANDING, STAY, **permanent, begins=("declare", "replace"),
               title="Declare permanent information anew",
               effect="The new version stands in place of the one before, which stays on record.")


def _annual() -> Iterator[Step]:
    yield Step("declare_year", STANDING, STAY, asks=Annual, stops=("annual",), starts=("annual",),
               begins=("declare_year",), checks=(InOrder("activities", "starts", "ends"),), **FILED,
               title="Declare annual information",
               effect="All who have the declaration are told what is planned; a later one for the same year replaces "
                      "it. Next year you are reminded.")


def _told() -> Iterator[Step]:
    yield Step("add_addressees", STANDING, STAY, asks=MoreAddressees, opens=Opens(TOLD, "addressees"),
               checks=(NotOneself("addressees"),), **FILED, title="Add addressees",
               effect="Those named have the declaration at once; for the others nothing changes.")
    yield Step("acknowledge", (STANDING, *ENDED), STAY, TRACK_PARTY, DRAFT, TRANSPARENCY, Remark, level="C1",
               tell="all", track=On(TOLD, ("told",), "acknowledged"), title="Acknowledge the declaration",
               added="Nothing is owed in answer; an acknowledgement accepts nothing.",
               effect="Receipt is acknowledged. Nothing is accepted by that, and nothing is conceded.")
    yield Step("state_position", STANDING, STAY, ADDRESSEE, DISPATCH, TRANSPARENCY, Position, level="C1", tell="all",
               title="State a position on the declaration",
               added="Whoever was told may say what it holds of a declaration; none is owed.",
               effect="Your position is on record beside the declaration and changes nothing in it.")
    yield Step("end", STANDING, "ended", asks=Remark, stops=("*",), **FILED, title="End the declaration",
               effect="It stands no longer and begins no more papers; those told learn of it.")


def _beside() -> Iterator[Step]:
    yield Step("notify_activity", STANDING, STAY, DECLARING, DISPATCH, PRODUCT, Remark, tell=OWN, level="C4",
               link=Link("planned_activity", "lunar_notice", title="Notice of a lunar activity"),
               title="Open a notice of a lunar activity",
               effect="A notice is opened beside this declaration, in your name and in preparation. Once it is sent "
                      "the activity stands in the register, with which overlaps are compared.")


ADVISED = Advice(
    grounds=(
        Ground(
            matters=("confidence",), sides=(OURS,), under=TRANSPARENCY,
            why="A State says for good who files, answers and supervises for it, and each year what it plans.",
            not_theirs="Each State declares for itself.",
            cautions=(Caution("A declaration is no notice of an activity; that is given by itself.", TRANSPARENCY),),
        ),
    )
)
COUNTED = tuple(Counted(key, "information_opened", TOLD) for key in ("declare", "replace", "declare_year"))
FORMS = (
    Form("declaration", TITLE, DeclarationTerms, declaration, advice=ADVISED, subjects=("safety",), reciprocal=COUNTED,
              reported="notifications"),
)
