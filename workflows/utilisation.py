"""A project aboard a station (``utilisation``): arrangement, integration, operation, results, closure.

Law: the agreement on the station under which the arrangement is made, as the library has it; OST VI (a State authorises
and supervises what its own institutions do), VIII (jurisdiction and control of the State of registry), XI (information
on results), I(3) (freedom of investigation). None of them has a period: every number here is a product default. Who has
jurisdiction in a module, and which law applies there, is what the arrangement says. Not modelled: the engineering of
integration and safety, and personal data of the crew.
"""

from __future__ import annotations

from workflows import Form
from workflows.kernel.fragments import COMMON_STATES
from workflows.kernel.language import AGENCY, PRODUCT, Exempt, Levels, Procedure
from workflows.kernel.sheets_of_lists import ListSheet
from workflows.utilising.aboard import aboard
from workflows.utilising.advice import ADVISED, COUNTED
from workflows.utilising.arranging import SIGN, TEXTS, arranging
from workflows.utilising.ending import ending
from workflows.utilising.frame import (
    CONVENER,
    PARTNER,
    PROVIDER,
    STATES,
    TRACKS,
    USER,
    UtilisationTerms,
    cited,
    limits,
)
from workflows.utilising.papers import MODULES

EDITION = 1
KEY, TITLE = "utilisation", "Project aboard a station"
NOT_MODELLED = (
    "The engineering of integration and safety: what is filed and found is on record.",
    "Personal data of the crew: the sheet tells tasks and times, and names nobody.",
    "Who has jurisdiction in a module: what the parties wrote is shown, and nothing is decided.",
)
NOTES = (
    "Selected is not signed, and signed is not aboard: each is an act of its own.",
    "Clearance at home is the matter of each participant's own State; it is no condition of whoever runs the station.",
    "Every period here is a product default; the arrangement may have others.",
)
# fmt: off


def utilisation(terms: UtilisationTerms) -> Procedure:
    """Build the procedure of a project aboard a station."""
    return Procedure(
        key=KEY, edition=EDITION, title=TITLE, under=cited(terms), opens="draft", filer=USER.key, prefix="UTI",
        level=AGENCY, roles=(USER, PARTNER, PROVIDER, CONVENER), states=(*STATES, *COMMON_STATES), tracks=TRACKS,
        steps=(*arranging(terms), *aboard(), *ending()), limits=limits(terms), sheets=(_modules(),),
        levels=Levels(existence="C2", case="C2", track="C2", own="C4"),
        exempt=(Exempt("nobody_is_stranded", "draft/provider", PRODUCT, "Nothing is proposed to it yet."),),
        not_modelled=NOT_MODELLED, notes=NOTES,
        terms=terms.plain(),
        summary="A project of one or more institutions comes aboard a station under an arrangement that their States "
                "and whoever runs the station sign, is reviewed, runs, and ends with its results.",
    )


def _modules() -> ListSheet:
    return ListSheet(
        key="jurisdiction", title="Jurisdiction and law", filed=(*TEXTS, SIGN), listed=MODULES,
        beside=("property", "liability", "ladder"),
        says="Who has jurisdiction and control in each module that the project uses, and which law applies there, as "
             "the arrangement says.",
        empty="The arrangement lists the modules; they stand here once it is proposed.",
        caveat="What stands here is what the parties wrote. The product decides nothing on jurisdiction.", level="C1",
    )


FORMS = (Form(KEY, TITLE, UtilisationTerms, utilisation,
              advice=ADVISED,
              subjects=("jurisdiction", "safety", "intellectual_property", "data"),
              reciprocal=COUNTED, reported="cooperation"),)
