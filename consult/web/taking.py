"""Taking a case away: the page on which a set is chosen, and the bundle itself."""

from flask import Blueprint, Response, request

from consult import clock
from consult.i18n import _
from consult.log.exporting import whole
from consult.pages.cases.taking import case_evidence, take_page
from consult.refusals import Malformed
from consult.reports.scope import Reach
from consult.visibility import Viewer
from consult.web import identity
from consult.web.log import give_bundle
from consult.web.parts import forget_reads, parts, reader
from consult.web.rendering import render

bp = Blueprint("taking", __name__, url_prefix="/cases/<ref>")


@bp.get("/take")
def ask(ref: str) -> tuple[str, int]:
    """Show what each set of a case holds and who may be given it. 404 where the case may not be seen."""
    page = take_page(reader(), parts().docket, identity.acting_for(), ref, clock.now())
    forget_reads()  # papers were counted and none of them is shown
    return render("cases/take.html", page)


@bp.post("/bundle.zip")
def take(ref: str) -> Response:
    """Give a set of a case as one file; that it was taken is entered in the log first. 404 where the case may not be
    seen, 409 where it is too much, above the set or not whole, 422 for a set that there is not."""
    by, key = identity.acting_for(), request.form.get("set", Reach.FULL)
    if key not in list(Reach):
        raise Malformed({"set": _("Choose one of the sets.")})
    seen = parts().docket.see(reader(), by, ref, clock.now())
    with whole():
        evidence = case_evidence(reader(), Viewer.of(by), seen, Reach(key))
        return give_bundle(by, evidence, f"{ref}-{key.replace('_', '-')}.zip")
