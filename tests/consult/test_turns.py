"""Whoever looks before writing looks again at what another wrote meanwhile: limits hold for two at once."""

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, func, select

from consult import people
from consult.db import Crossed, reading, writing
from consult.delivery import endpoints
from consult.delivery.endpoints import NewEndpoint
from consult.desk import views
from consult.documents import TooLarge
from consult.documents.rows import Upload, add_document
from consult.models.cases import CASES
from consult.models.parties import CONTACT_POINT, PERSON
from consult.outputs import rows
from consult.people import NewContact
from consult.people.persons import NewPerson, add_person
from consult.refusals import Closed, Malformed
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office

Change = Callable[[Connection], Any]
HEAD_START = 0.5
"""How long the second writer has to overtake the first one, in seconds; it must not, however long this is."""


def beside(office: Office, first: Change, second: Change) -> BaseException | None:
    """Let one write, and another one begin while the first has not ended; give what the second meets."""
    met: list[BaseException | None] = []

    def follow() -> None:
        try:
            with writing(office.engine) as connection:
                second(connection)
            met.append(None)
        except Exception as fault:  # noqa: BLE001 - whatever it meets is what is asked for
            met.append(fault)

    other = threading.Thread(target=follow)
    with writing(office.engine) as connection:
        first(connection)
        other.start()
        other.join(HEAD_START)
    other.join()
    return met[0]


def test_no_two_at_once_ask_for_one_file_too_many(office: Office) -> None:
    """With one place left, the second of Japan's is refused."""
    japan, new = office.standings["JPN"], rows.New("words", "Some words", {}, 10)

    def ask(connection: Connection) -> None:
        rows.ask(connection, japan, new, START, run_at=START)

    for _ in range(rows.MOST_UNDER_WAY - 1):
        with writing(office.engine) as connection:
            ask(connection)

    met = beside(office, ask, ask)

    assert isinstance(met, Closed)
    assert "wait for one of them" in met.sentence


def test_no_two_at_once_save_one_view_too_many(office: Office) -> None:
    """With one place left, the second view is refused."""
    japan = office.standings["JPN"]

    def save(name: str) -> Change:
        return lambda connection: views.save_view(connection, japan, name, {"role": "filer"}, START)

    for number in range(views.MOST - 1):
        with writing(office.engine) as connection:
            save(f"View {number}")(connection)

    met = beside(office, save("Last"), save("One more"))

    assert isinstance(met, Closed)
    assert "Remove one before you save another" in met.sentence


def test_an_endpoint_is_registered_once_by_two_at_once(office: Office) -> None:
    """The same address twice in one moment: the second is told of the first."""
    new = NewEndpoint("https://hooks.example/consult", ("served",))

    def register(connection: Connection) -> None:
        endpoints.register(connection, None, "JPN", new, "k" * 32, START)

    met = beside(office, register, register)

    assert isinstance(met, Malformed)
    assert "registered already" in met.fields["url"]


def test_a_contact_is_recorded_once_by_two_at_once(office: Office) -> None:
    """The same address twice in one moment: the second is told of the first, and places in the order stay apart."""
    organ = office.standings["JPN"].organ_id

    def add(address: str) -> Change:
        new = NewContact("mail", address, languages=("en",))
        return lambda connection: people.add_contact(connection, None, organ, new)

    met = beside(office, add("desk@mofa.example"), add("desk@mofa.example"))
    assert beside(office, add("one@mofa.example"), add("two@mofa.example")) is None

    assert isinstance(met, Malformed)
    with reading(office.engine) as connection:
        places = connection.execute(select(CONTACT_POINT.c.position).where(CONTACT_POINT.c.organ_id == organ)).scalars()
        assert [1, 2, 3] == sorted(places)


def test_no_two_at_once_attach_one_document_too_many(office: Office) -> None:
    """A case takes one of each party here: the second is too many."""
    ref = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    with reading(office.engine) as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()

    def attach(letter: str) -> Change:
        upload = Upload(letter * 64, f"{letter}.pdf", "application/pdf", 10)
        return lambda connection: add_document(connection, case, "JPN", None, upload, 1, START)

    met = beside(office, attach("a"), attach("b"))

    assert isinstance(met, TooLarge)


def test_the_same_person_recorded_by_two_at_once_stands_once(office: Office) -> None:
    """Who comes second either finds the first, or is told that nothing was written and may try again."""

    def add(connection: Connection) -> None:
        add_person(connection, NewPerson("Counsellor", "counsellor@mofa.example"), START)

    met = beside(office, add, add)

    assert met is None or isinstance(met, Crossed)
    assert (met is None) is (office.engine.dialect.name == "sqlite")
    with writing(office.engine) as connection:
        add(connection)
    with reading(office.engine) as connection:
        mine = select(func.count()).where(PERSON.c.email == "counsellor@mofa.example")
        assert 1 == connection.execute(mine).scalar_one()
