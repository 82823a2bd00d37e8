"""The identity provider of the own party, for its managers: registered, changed, removed."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.accounts.providers import registering
from consult.accounts.providers.fetching import Unusable
from consult.accounts.providers.registering import Provider, Wished
from consult.i18n import _
from consult.pages import providers as pages
from consult.refusals import Closed, Malformed
from consult.web.addresses import start
from consult.web.parts import close_reader, parts, reader, writing
from consult.web.people import manager
from consult.web.reading import Reading
from consult.web.rendering import render

bp = Blueprint("provider_settings", __name__, url_prefix="/my-party/sign-in/provider")

Page = tuple[str, int] | Response


@bp.get("")
def show() -> Page:
    """Show what is said of the identity provider of the own party. 404 to anybody but its managers."""
    return _page()


@bp.post("")
def keep() -> Page:
    """Register or change it, once its own description was fetched. 303 to the page; 404 whoever manages nothing, 409
    where the operator has not opened the way or the manager is not linked, 422 with the fields named."""
    by, outside = manager(), parts().outside
    registering.require_keeper(by)
    if outside is None:
        raise Closed(_("The operator of this installation has not opened sign-in through identity providers."))
    try:
        wished = _read(by.party_key)
        known = registering.provider_of(reader(), by.party_key)
        faults = registering.faults_of(wished, is_new=known is None)
        if faults:
            raise Malformed(faults)
        close_reader()
        outside.discover(wished.provider.issuer, clock.now())
        with writing() as conn:
            registering.keep_provider(conn, by, wished, parts().settings.secret_key, clock.now())
    except Unusable as reason:
        return _page({"issuer": reason.sentence}, 422)
    except Malformed as fault:
        return _page(fault.fields, 422)
    flash(_("It is kept. Try it: link your own account under Sign-in."))
    return redirect(url_for(".show"), code=303)


@bp.post("/remove")
def remove() -> Page:
    """Remove it with every link. 303 to the page; 404 where there is none, and whoever manages nothing."""
    by = manager()
    with writing() as conn:
        registering.remove_provider(conn, by, clock.now())
    flash(_("It is removed, with every link and every session that it opened."))
    return redirect(url_for("members.show_asked"), code=303)


def _read(party: str) -> Wished:
    """Read the answers of the form."""
    read = Reading(request.form)
    lists = tuple(tuple(dict.fromkeys(read.text(name, most=2000).split())) for name in ("domains", "second"))
    domains = tuple(one.lower().removeprefix("@") for one in lists[0])
    texts = (read.text("name", most=100), read.text("issuer", most=500), read.text("client_id"))
    only = read.one_of("only", ("only", "beside")) == "only"
    secret = read.text("secret", most=registering.MOST_SECRET)
    claim = read.text("mail_claim", most=60)
    if read.faults:
        raise Malformed(read.faults)
    return Wished(Provider(party, *texts, claim, domains, lists[1], only), secret)


def _page(faults: dict[str, str] | None = None, status: int = 200) -> Page:
    by = manager()
    close_reader()
    back = start() + url_for("providers.come_back")
    log_out = start() + url_for("providers.log_out", party=by.party_key)
    given = request.form.to_dict(flat=False)
    given.pop("secret", None)
    is_open = parts().outside is not None
    page = pages.settings_page(reader(), by, back, log_out, given, faults or {}, is_open=is_open)
    return render("people/provider.html", page, status)
