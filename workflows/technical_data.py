"""Technical data and the consent to its transfer (``technical_data``): request, classification, licence, consent, use.

Law: IGA98 19(1) (what both sides to a transfer think necessary is handed over), 19(2) (requests are handled speedily
and never against national law; company to company best efforts alone), 19(3) (marking); elsewhere a clause that was
agreed. National law of export control is data (`exchange/controls`). The outcome is a consent, and silence is none. The
data itself never enters the product: items are named by digest and custodian. Not modelled: see ``NOT_MODELLED``.
"""

from __future__ import annotations

from workflows import Form
from workflows.exchange.advice import ADVISED, COUNTED
from workflows.exchange.frame import (
    REQUESTING,
    ROLES,
    STATES,
    TRACKS,
    TechnicalDataTerms,
    basis_of,
    limits,
)
from workflows.exchange.granting import granting
from workflows.exchange.using import universal, using
from workflows.kernel.fragments import COMMON_STATES
from workflows.kernel.language import Exempt, Levels, Procedure, Standard

EDITION = 1
TITLE = "Technical data and consent to its transfer"
NOT_MODELLED = (
    "The data itself, and any copy of it: nothing here takes a document, and items are named by digest and custodian.",
    "What stands on a control list, and whether an item falls under it: the provider classifies.",
    "Licences of private companies among themselves.",
)
WHY = "Only a Partner asks under this agreement; a draft of anybody else is withdrawn."
NOTES = (
    "Consent is never implied: no reply, a late reply and a passed period give none.",
    "A period shown as law is that of one State's own law, for its own licence; every other number is an aim.",
    "While a mark is disputed the higher one holds.",
)


def technical_data(terms: TechnicalDataTerms) -> Procedure:
    """Build the procedure for the rules that were chosen."""
    basis = basis_of(terms)
    return Procedure(
        key="technical_data",
        edition=EDITION,
        title=TITLE,
        under=(basis.hand_over, basis.handle),
        opens="draft",
        filer=REQUESTING.key,
        prefix="TEC",
        roles=ROLES,
        states=(*STATES, *COMMON_STATES),
        tracks=TRACKS,
        steps=(*granting(basis), *using(basis), *universal()),
        limits=limits(terms),
        standards=(Standard("speedily", basis.handle, "Requests are handled speedily", since="request"),),
        levels=Levels(existence="C2", case="C2", track="C3", own="C4"),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        exempt=(Exempt("nobody_is_stranded", "draft/requesting", basis.hand_over, WHY),) if basis.members else (),
        summary="A requester asks for technical data; the provider classifies it, obtains the licences that national "
        "law asks for, and consents or does not; use, onward use and return follow the consent.",
    )


FORMS = (
    Form(
        "technical_data",
        TITLE,
        TechnicalDataTerms,
        technical_data,
        advice=ADVISED,
        subjects=("export_control", "data", "intellectual_property"),
        reciprocal=COUNTED,
        reported="cooperation",
    ),
)
