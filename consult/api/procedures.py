"""Procedures and their editions, with the schema of every filing."""

from consult.api.frame.declaring import PREFIX, Asked
from consult.api.frame.nouns import Noun
from consult.api.values.procedures import ProcedureItem, ProcedureList, ProcedureValue, procedure_value
from consult.casebook.editions import editions_in_use
from consult.citations import law
from consult.refusals import Unknown
from consult.visibility import Viewer
from consult.web.library import shelf
from consult.web.parts import parts, reader

noun = Noun("procedures", "Procedures", "What the law lets States do with each other, and what each step asks.")


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
