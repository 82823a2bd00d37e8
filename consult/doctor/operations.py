"""Who runs the installation from its pages, and whether its figures are open to those alone who should ask for them."""

from collections.abc import Iterator

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from consult.db import Busy, reading
from consult.doctor.findings import Finding, look, sound, wrong
from consult.i18n import _
from consult.metrics.door import listen_address
from consult.metrics.token import read_token
from consult.models.parties import ORGAN
from consult.settings import Settings, SettingsError

PART = "operations"


def examine_operations(settings: Settings, engine: Engine) -> Iterator[Finding]:
    """Look at what the settings say under [operations]."""
    yield from _figures(settings)
    if not settings.operations.organ:
        says = _("Nobody sees the page of operators: no organ of theirs is named.")
        yield look(
            PART, says, _("Record an organ of the kind operator, and name it: [operations] organ = PARTY/ORGAN.")
        )
        return
    try:
        yield _organ(settings, engine)
    except (DBAPIError, Busy):
        return  # the database speaks for itself


def _figures(settings: Settings) -> Iterator[Finding]:
    try:
        address, token = listen_address(settings), read_token(settings)
    except SettingsError as fault:
        yield wrong(PART, str(fault), _("Mend it: the server does not start like this."))
        return
    if address is None and token is None:
        says = _("Nothing measures this installation: its figures are closed.")
        yield look(PART, says, _("Open them to a Prometheus of your own: docs/operations.md."))
    else:
        yield sound(PART, _("Figures are open at this machine alone, or to whoever has the token."))


def _organ(settings: Settings, engine: Engine) -> Finding:
    named = settings.operations.organ
    party, _slash, key = named.partition("/")
    with reading(engine) as connection:
        kind = connection.execute(select(ORGAN.c.kind).where(ORGAN.c.party_key == party, ORGAN.c.key == key)).scalar()
    if kind is None:
        says = _("The organ %(organ)s, whose people are to run this installation, is not recorded.", organ=named)
        return wrong(PART, says, f"consult parties organ {party} {key} --name NAME --kind operator")
    if kind != "operator":
        says = _("The organ %(organ)s takes part in cases, so that its people see no page of operators.", organ=named)
        return wrong(PART, says, _("Name an organ of the kind operator, which sees no case."))
    return sound(PART, _("The people of %(organ)s run this installation.", organ=named))
