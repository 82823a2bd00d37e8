"""The register of lunar activities: lists, one with its versions, what overlaps, screening a plan, beginning a case."""

from typing import Any, Literal

from pydantic import Field

from consult import clock, i18n
from consult.api.frame.choosing import Day, choice, require_known
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body, Query
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Cursor, following, nowhere
from consult.api.frame.reading import Misfit
from consult.api.values.charters import caveat_value
from consult.api.values.lunar import (
    ActivityList,
    ActivityValue,
    BegunValue,
    activity_list,
    activity_value,
    begun_value,
)
from consult.api.values.overlaps import OverlapsValue, overlaps_value
from consult.citations import law
from consult.forms.schema import filing_schema
from consult.lunar.entries import Filters, read_newest
from consult.lunar.readers import reader_of
from consult.pages.lunar.listing import BODIES, answering_states, register_page
from consult.pages.lunar.screening import PLAN, screen_page
from consult.pages.lunar.sheet import ActivityPage, activity_page
from consult.pages.lunar.surroundings import Scene
from consult.pages.lunar.words import MORE_STATUSES
from consult.web.beginning import begin_on
from consult.web.parts import parts, reader
from workflows.lunar.activity import CLASSES, STATUSES

noun = Noun("lunar", "Lunar activities", "The register of lunar activities, what overlaps, and what may be begun.")


class RegisterQuery(Cursor):
    """What the register is narrowed to, as far as the asker reads it, and where the list goes on."""

    state: str = Field("", max_length=40, description="Key of a State or organisation that answers for it.")
    activity_class: str = choice(CLASSES, "Class of activities.")
    status: str = choice({**STATUSES, **MORE_STATUSES}, "How far it is.")
    body: str = choice(BODIES, "Where it takes place.")
    since: Day | None = Field(None, description="Something of it lies on this day or later.")
    until: Day | None = Field(None, description="Something of it lies on this day or before.")
    words: str = Field("", max_length=80, description="Words of title, operator or key.")
    after: str = Field("", max_length=40, description="Key of the last activity of the page before.")
    sort: Literal["-registered"] = Field("-registered", description="The last registered first.")


class VersionsQuery(Query):
    """Where the versions of an activity go on."""

    before: int | None = Field(None, ge=1, le=2**31 - 1, description="Versions before this number.")


def _plan_schema(schema: dict[str, Any]) -> None:
    """Give the schema of a plan when the document is put together, in its language."""
    schema.clear()
    schema.update(filing_schema(PLAN))


class NewScreening(Body):
    """A plan to be compared with the register: of a description of an activity, what can overlap. `of` is the key of
    the activity that it changes, which is then left out of the comparison."""

    plan: dict[str, Any] = Field(json_schema_extra=_plan_schema)
    of: str = Field("", max_length=40)


class NewBeginning(Body):
    """Under which of the procedures that an activity offers (`beginnings`) a case is opened."""

    procedure: str = Field(max_length=80)


@noun.get("/lunar", answers=ActivityList, query=RegisterQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List activities, the last registered first, a page at a time.

    What is told to participants alone is there for participants alone, and no filter looks at it for anybody else.
    """
    query, on = asked.query, clock.today(asked.by.party_zone)
    if query.state:
        require_known(query, {"state": answering_states(reader(), on)})
    filters = Filters(
        query.state, query.activity_class, query.status, query.body, query.since, query.until, query.words
    )
    who = reader_of(reader(), parts().docket.editions, asked.by)
    if query.after and not read_newest(reader(), who, [query.after]):
        raise nowhere()
    page = register_page(reader(), who, filters, query.after, on=on, may_import=False, size=query.size)
    onward, headers = following(page.following)
    return Answer(activity_list(page, onward, PREFIX), headers=headers)


@noun.get("/lunar/<activity>", answers=ActivityValue, query=VersionsQuery, refuses=(404, 422))
def show(asked: Asked, activity: str) -> ActivityValue:
    """Show one activity: its description as far as the asker reads it, and its versions with what each changed."""
    return activity_value(_page(asked, activity, before=asked.query.before), PREFIX)


@noun.get("/lunar/<activity>/overlaps", answers=OverlapsValue, refuses=(404,))
def list_overlaps(asked: Asked, activity: str) -> OverlapsValue:
    """List what overlaps with an activity today: in place, time, frequency, plume or orbit.

    Compared with what the asker reads of the register.
    """
    page = _page(asked, activity)
    return overlaps_value(page.around, page.screening, caveat_value(page.caveat), PREFIX)


def _page(asked: Asked, activity: str, *, before: int | None = None) -> ActivityPage:
    return activity_page(reader(), parts().docket, asked.by, activity, _scene(asked), before=before)


def _scene(asked: Asked) -> Scene:
    today, exercise = clock.today(asked.by.party_zone), parts().settings.exercise
    return Scene(asked.at, today, "ltr", exercise, drawn=False)


EXAMPLE = {
    "plan": {
        "activity_title": "Second lander",
        "earliest_start": "2028-06-10",
        "latest_end": "2028-07-20",
        "areas": [
            {
                "kind": "landing",
                "place": {"body": "moon", "shape": "circle", "lat": "-89.45", "lon": "-137.2", "radius_km": "3"},
            }
        ],
    }
}


@noun.post("/lunar/screening", answers=OverlapsValue, body=NewScreening, refuses=(404, 422), example=EXAMPLE)
def screen(asked: Asked) -> OverlapsValue:
    """Screen a plan against the register; nothing is stored, and nobody is told.

    422 with every fault of the plan, 404 where the activity that it changes is not there.
    """
    new = asked.body
    page = screen_page(
        reader(),
        parts().docket,
        asked.by,
        new.plan,
        of=new.of,
        run=True,
        scene=_scene(asked),
        language=i18n.language(),
    )
    if page.around is None or page.screening is None:
        raise Misfit((f"/plan/{where}", law(sentence)) for where, sentence in page.faults)
    return overlaps_value(page.around, page.screening, caveat_value(page.caveat), PREFIX)


@noun.post(
    "/lunar/<activity>/begin",
    answers=BegunValue,
    status=201,
    body=NewBeginning,
    refuses=(404, 409, 422),
    keyed=True,
    example={"procedure": "ost9_request"},
    follows={"cases_show": {"ref": "$response.body#/case"}, "drafts_show": {"ref": "$response.body#/draft"}},
)
def begin(asked: Asked, activity: str) -> Answer:
    """Open a case on an activity, and begin its first paper with what the register says.

    404 where the procedure is not offered on it to the own party (`beginnings`). The same Idempotency-Key opens one.
    """
    once = f"{asked.key}:{activity}" if asked.key else None
    receipt, draft = begin_on(asked.by, activity, asked.body.procedure, asked.at, once)
    value = begun_value(receipt.ref, draft, PREFIX)
    return Answer(value, 200 if receipt.repeated else 201, {"Location": value.href})
