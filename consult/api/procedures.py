"""Procedures and their editions, with the schema of every filing."""

from collections.abc import Callable, Mapping
from typing import Literal

from flask import Response
from pydantic import Field

from consult.api.frame.declaring import PREFIX, Asked, Query
from consult.api.frame.nouns import Noun
from consult.api.values.editions import EditionList, EditionsCompared, edition_list, editions_compared
from consult.api.values.procedures import ProcedureItem, ProcedureList, ProcedureValue, procedure_value
from consult.casebook.editions import editions_in_use
from consult.citations import law
from consult.pages.editions import compared_page, editions_page
from consult.refusals import Unknown
from consult.visibility import Viewer
from consult.web.library import shelf
from consult.web.parts import parts, reader
from workflows.kernel.describe import dot, mermaid
from workflows.kernel.procedure import Procedure

noun = Noun("procedures", "Procedures", "What the law lets States do with each other, and what each step asks.")
DRAWINGS: Mapping[str, Callable[[Procedure], str]] = {"mermaid": mermaid, "dot": dot}


@noun.get(
    "/procedures",
    answers=ProcedureList,
    plain=True,
    follows={
        "procedures_show": {"key": "$response.body#/items/0/key"},
        "procedures_show_edition": {"digest": "$response.body#/items/0/edition"},
        "cases_open_case": {},
    },
)
def index(asked: Asked) -> ProcedureList:
    """List the procedures of this installation."""
    items = (
        ProcedureItem(
            one.procedure.key,
            law(one.procedure.title),
            law(one.procedure.summary),
            one.procedure.level,
            one.digest,
            f"{PREFIX}/procedures/{one.procedure.key}",
        )
        for one in shelf()
    )
    return ProcedureList(tuple(items))


@noun.get("/procedures/<key>", answers=ProcedureValue, refuses=(404,), plain=True)
def show(asked: Asked, key: str) -> ProcedureValue:
    """Show one procedure in the edition that a case opened today would run on."""
    volume = shelf().find(key)
    return procedure_value(volume.procedure, volume.digest, volume.form)


class DrawingQuery(Query):
    """In which language of drawings."""

    form: Literal["mermaid", "dot"] = Field("mermaid", description="For Mermaid or for Graphviz.")


@noun.get("/procedures/<key>/drawing", query=DrawingQuery, refuses=(404, 422), raw="text/plain")
def draw(asked: Asked, key: str) -> Response:
    """Draw the states and steps of a procedure, for other people's tools. As JSON it is the `description` of it."""
    drawn = DRAWINGS[asked.query.form](shelf().find(key).procedure)
    return Response(drawn, content_type="text/plain; charset=utf-8")


@noun.get("/procedures/<key>/editions", answers=EditionList, refuses=(404,))
def list_editions(asked: Asked, key: str) -> EditionList:
    """List the editions of a procedure: the one of today, and those under which cases of the own party run."""
    return edition_list(editions_page(reader(), parts().docket, shelf(), asked.by, key), PREFIX)


@noun.get("/procedures/<one>/against/<other>", answers=EditionsCompared, refuses=(404,))
def compare(asked: Asked, one: str, other: str) -> EditionsCompared:
    """Tell two editions apart in words.

    Each a key (ost9), or a key with a day or the beginning of a digest (ost9@4b1f09c2) of one under which a case of the
    own party runs. 404 where one of them is not there.
    """
    page = compared_page(reader(), parts().docket, shelf(), asked.by, one, other)
    return editions_compared(page, PREFIX)


@noun.get("/editions/<digest>", answers=ProcedureValue, refuses=(404,))
def show_edition(asked: Asked, digest: str) -> ProcedureValue:
    """Show one edition by its digest: of today, or one under which a case of the own party runs."""
    viewer, docket = Viewer.of(asked.by), parts().docket
    for volume in shelf():
        if volume.digest == digest:
            return procedure_value(volume.procedure, digest, volume.form)
    for key in docket.forms:
        if any(one.digest == digest for one in editions_in_use(reader(), viewer, key)):
            return procedure_value(docket.editions.of(reader(), digest), digest, None)
    raise Unknown
