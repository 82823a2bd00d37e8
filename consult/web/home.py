"""The start: the record for an auditor, else the desk where there is one, else the party's own page."""

from flask import current_app, redirect, url_for
from werkzeug.wrappers import Response

from consult.web import identity


def show() -> Response:
    """Send whoever signed in to choose a capacity, to the record, to the desk, or to the party's page."""
    by = identity.acting()
    if by is None:
        return redirect(url_for("signin.list_capacities"), code=303)
    if by.in_name_of:
        return redirect(url_for("cases.index"), code=303)
    if by.audits:
        return redirect(url_for("record.index"), code=303)
    endpoint = "desk.show" if "desk.show" in current_app.view_functions else "people.index"
    return redirect(url_for(endpoint), code=303)
