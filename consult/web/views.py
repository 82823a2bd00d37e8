"""Saved views of the list of cases: a person's own."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.desk import remove_view, rename_view, save_view
from consult.pages.cases.filters import CaseFilters
from consult.web import identity
from consult.web.parts import writing

bp = Blueprint("views", __name__, url_prefix="/views")


@bp.post("")
def save() -> Response:
    """Save filters under a name. 303 to the view, 409 where the name is taken, 422 without a name or a filter."""
    filters = CaseFilters.of(request.form).chosen
    with writing() as connection:
        key = save_view(connection, identity.acting_for(), request.form.get("name", ""), filters, clock.now())
    return redirect(url_for("cases.index", view=key), code=303)


@bp.post("/<key>")
def change(key: str) -> Response:
    """Rename or remove a view. 303 to the list; 404 where it is none of one's own, 409 where the name is taken."""
    by = identity.acting_for()
    with writing() as connection:
        if request.form.get("do") == "remove":
            remove_view(connection, by, key)
            return redirect(url_for("cases.index"), code=303)
        rename_view(connection, by, key, request.form.get("name", ""))
    return redirect(url_for("cases.index", view=key), code=303)
