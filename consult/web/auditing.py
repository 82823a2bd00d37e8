"""An auditor reads: every form is closed to one but those that look, take away, or concern the own account.

The door stands before every address, so that a route that is added later is closed to auditors until it is opened
here. A form that was sent all the same is kept as an attempt, as any other that was sent without right.
"""

from flask import Flask, request

from consult.api.frame.problems import is_for_machines
from consult.i18n import _
from consult.refusals import OnlyReads
from consult.web import identity
from consult.web.open_doors import OPEN, PROVING

LOOKS = ("GET", "HEAD", "OPTIONS")
LOOKING = frozenset(
    {
        "audit_log.make",
        "outputs.take",
        "outputs.retry",
        "outputs.remove",
        "taking.take",
        "record_checks.check",
        "record_checks.compare",
        "lunar.run_screen",
    }
)
"""Forms that change nothing of the record: checks, and files of what the auditor may read; those of others of the party
are unknown to an auditor."""
OWN = PROVING | {
    "signin.choose_capacity",
    "preferences.change",
    "desk.mark",
    "views.save",
    "views.change",
    "feeds.make",
    "feeds.renew",
    "feeds.end",
    "tokens.make",
    "tokens.revoke",
    "my_data.export",
    "my_data.ask_erasure",
    "my_data.take",
}
"""Forms about the own account: its factors, sessions, wishes, and tokens, which read alone."""
MAY = LOOKING | OWN
ASKING = frozenset({"notices.new", "lunar_exchange.ask_import"})
"""Pages that are there for a form alone, which is closed."""


def begin(app: Flask) -> None:
    """Stand before every address, after the token of the form was checked; let pages leave out what is closed."""
    app.before_request(_keep_to_reading)
    app.jinja_env.globals.update(may_send=may_send)


def _keep_to_reading() -> None:
    """Refuse an auditor what is neither a look nor about the own account."""
    by = identity.acting()
    if by is None or not by.audits or (request.method in LOOKS and request.endpoint not in ASKING):
        return
    if is_for_machines() or (request.endpoint is not None and request.endpoint not in MAY | OPEN):
        raise OnlyReads(
            _(
                "You read for %(party)s as its auditor. An auditor takes no step and changes nothing; nothing was "
                "recorded. Whoever acts for %(party)s can do this.",
                party=by.party_name,
            )
        )


def may_open(endpoint: str) -> bool:
    """Say whether whoever asks may open the page of an address, as far as auditors are concerned."""
    by = identity.acting()
    return by is None or not by.audits or endpoint not in ASKING


def may_send(endpoint: str) -> bool:
    """Say whether whoever asks may send the form of an address, as far as auditors are concerned."""
    by = identity.acting()
    return by is None or not by.audits or endpoint in MAY
