"""Cases beside a case: opening one from within another, as a paper that already names it."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock, drafts
from consult.digests import digest_secret
from consult.docket import Receipt
from consult.pages.cases.beside import find_beside, first_words
from consult.web import identity
from consult.web.parts import parts, reader, writing

bp = Blueprint("beside", __name__, url_prefix="/cases/<ref>/beside")


@bp.post("")
def begin(ref: str) -> Response:
    """Open a case beside this one, in preparation, and go to its first paper. 303; 404 where there is no such case for
    one's party, or nothing of the kind for it to open. Pressed twice it opens one."""
    key, form = request.form.get("procedure", ""), request.form
    _made, draft = begin_beside(ref, key, "beside:" + digest_secret("\n".join((ref, key, form.get("once", "")))))
    return redirect(url_for("drafts.show", ref=draft), code=303)


def begin_beside(ref: str, key: str, once: str | None) -> tuple[Receipt, str]:
    """Open a case of a procedure beside another one, and begin its first paper; give both. The same `once` opens one.
    Unknown where there is no such case for one's party, or nothing of the kind for it to open."""
    by, docket, now = identity.acting_for(), parts().docket, clock.now()
    seen, how = find_beside(reader(), docket, by, ref, key, now)
    made = docket.open(by, key, at=now, title="", exercise=parts().settings.exercise or seen.row.exercise, once=once)
    with writing() as connection:
        words = first_words(seen, how, by.party_key)
        return made, drafts.start(connection, by, made.case_id, how.step, None, words, now)
