"""Rooms of a neutral with the parties, and cases that are opened beside a case."""

from pydantic import Field

from consult import casebook
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.values.receipts import CaseReceipt
from consult.api.values.rooms import BesideReceipt, BesideValue, RoomsValue, beside_value, rooms_value
from consult.pages.cases.beside import beside_lines
from consult.pages.cases.rooms import rooms_page
from consult.web.beside import begin_beside
from consult.web.parts import parts, reader
from consult.web.rooms import begin_room

noun = Noun("rooms", "Rooms", "Rooms of a neutral with the parties, and cases that are opened beside a case.")


class NewRoom(Body):
    """A room to be opened: its `room` among those that the list of the case says may be opened."""

    room: str = Field(max_length=2000)


class NewBeside(Body):
    """A case to be opened beside another one: its procedure."""

    procedure: str = Field(max_length=80)


@noun.get("/cases/<ref>/rooms", answers=RoomsValue, refuses=(404,))
def index(asked: Asked, ref: str) -> RoomsValue:
    """Show the rooms of a case that the own party is in, and those that it may open as a neutral."""
    docket = parts().docket
    seen = docket.see(reader(), asked.by, ref, asked.at)
    rooms = rooms_page(reader(), docket, asked.by, seen, casebook.party_names(reader()))
    return rooms_value(rooms, f"{PREFIX}/cases/{ref}", PREFIX)


@noun.post(
    "/cases/<ref>/rooms",
    answers=CaseReceipt,
    status=201,
    body=NewRoom,
    refuses=(403, 404, 409, 422),
    keyed=True,
    example={"room": "room caucus FRA"},
    follows={"cases_show": {"ref": "$response.body#/ref"}},
)
def open_room(asked: Asked, ref: str) -> Answer:
    """Open a room beside a case, as the neutral of its talks.

    It is a case of its own, and whoever is not in it learns nothing of it. The same Idempotency-Key opens one.
    """
    made = begin_room(ref, asked.body.room, asked.key)
    here = f"{PREFIX}/cases/{made.ref}"
    return Answer(CaseReceipt(made.ref, here), 200 if made.repeated else 201, {"Location": here})


@noun.get("/cases/<ref>/beside", answers=BesideValue, refuses=(404,))
def list_beside(asked: Asked, ref: str) -> BesideValue:
    """Show which cases the asker may open beside this one."""
    seen = parts().docket.see(reader(), asked.by, ref, asked.at)
    return beside_value(beside_lines(parts().docket, asked.by, seen), f"{PREFIX}/cases/{ref}")


@noun.post(
    "/cases/<ref>/beside",
    answers=BesideReceipt,
    status=201,
    body=NewBeside,
    refuses=(404, 409, 422),
    keyed=True,
    example={"procedure": "assistance"},
    follows={"drafts_show": {"ref": "$response.body#/draft"}},
)
def open_beside(asked: Asked, ref: str) -> Answer:
    """Open a case beside this one, in preparation, with the draft of its first paper, which names this case.

    Nothing of it stands in this case. The same Idempotency-Key opens one.
    """
    made, draft = begin_beside(ref, asked.body.procedure, asked.key)
    here = f"{PREFIX}/cases/{made.ref}"
    value = BesideReceipt(made.ref, here, draft, f"{PREFIX}/drafts/{draft}")
    return Answer(value, 200 if made.repeated else 201, {"Location": here})
