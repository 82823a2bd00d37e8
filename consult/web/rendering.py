"""Draw a page: one template, one `page`, and the shell around it."""

import hashlib
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, render_template, request, url_for
from markupsafe import Markup

from consult import clock, i18n, words
from consult.citations import law
from consult.docket.exercises import is_apart
from consult.drawing.canvas import frame
from consult.i18n import _l
from consult.pages.reach import write_span
from consult.pages.shell import Shell, Way
from consult.standing import operates
from consult.web import held, identity, integrity
from consult.web.auditing import may_open
from consult.web.parts import parts
from workflows.parties import said

# Where the main pages are; one that is not in this installation is left out.
WAYS = (
    ("desk.show", _l("Desk")),
    ("cases.index", _l("Cases")),
    ("search.show", _l("Search")),
    ("calendar.show", _l("Calendar")),
    ("notices.new", _l("New notice")),
    ("lunar.index", _l("Lunar activities")),
    ("silence.board", _l("Silence")),
    ("library.index", _l("Procedures")),
    ("record.index", _l("Record")),
    ("outputs.index", _l("Reports")),
    ("parties.index", _l("Parties")),
    ("neutrals.index", _l("Neutrals")),
    ("people.index", _l("My party")),
    ("operations.show", _l("Operations")),
)
PUBLIC_WAYS = (
    ("public.index", _l("Public register")),
    ("public.list_lunar", _l("Lunar activities")),
    ("public.figures", _l("Figures")),
    ("public.about", _l("About this register")),
)
"""Where the pages for everybody are: they lead to one another, and to the sign-in page."""
PUBLIC_NOUNS = frozenset({"public", "public_files"})
BELONGS = {
    "advice": "library",
    "affected": "cases",
    "clearance": "desk",
    "directory": "parties",
    "drafts": "cases",
    "drills": "desk",
    "exchange": "notices",
    "formal": "cases",
    "imports": "record",
    "taking": "cases",
    "interface": "people",
    "objects": "parties",
    "overview": "desk",
    "papers": "desk",
    "practice": "desk",
    "reciprocity": "parties",
    "delegations": "people",
    "handing": "cases",
    "representations": "people",
    "tokens": "people",
}
"""To whose way the pages of a noun belong, where neither their noun nor their address says so."""

IN_ANOTHERS_NAME = frozenset(
    {
        "advice",
        "affected",
        "beside",
        "cases",
        "documents",
        "drafts",
        "editions",
        "formal",
        "library",
        "notices",
        "parties",
        "receipts",
        "rooms",
        "taking",
    }
)
"""Nouns that are open to whoever acts in another party's name: its cases, and what is for everybody. What else a party
has here is for its own people."""

NAMES = {
    "capacity_name": words.CAPACITY,
    "capacity_help": words.CAPACITY_HELP,
    "binding_name": words.BINDING,
    "binding_help": words.BINDING_HELP,
    "grade_name": words.GRADE,
    "grade_help": words.GRADE_HELP,
    "level_name": words.LEVEL,
    "party_kind_name": words.PARTY_KIND,
    "organ_kind_name": words.ORGAN_KIND,
    "channel_name": words.CHANNEL,
    "mandate_level_name": words.MANDATE_LEVEL,
    "power_name": words.POWER,
    "power_help": words.POWER_HELP,
    "way_name": words.WAY,
    "paper_channel_name": words.PAPER_CHANNEL,
    "service_name": words.SERVICE,
}


def begin(app: Flask) -> None:
    """Offer the shell, dates and versioned assets to every template."""
    held.begin(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31536000  # an asset's address changes with its content
    app.context_processor(lambda: {"shell": _shell()})
    app.jinja_env.globals.update(
        asset=_asset,
        frame=_frame,
        is_apart=is_apart,
        law=law,
        said=said,
        write_date=i18n.write_date,
        write_exactly=i18n.write_exactly,
        write_instant=i18n.write_instant,
        write_month=i18n.write_month,
        write_weekday=i18n.write_weekday,
        language_name=_language_name,
        procedure_name=_procedure_name,
        write_span=write_span,
    )
    app.jinja_env.globals.update({function: partial(words.name, table) for function, table in NAMES.items()})


def _frame(svg: str, label: str) -> Markup:
    """Put a drawing, whose texts are escaped where it is made, into its frame."""
    return Markup(frame(svg, label))  # noqa: S704 - the drawing escapes every text it holds


def _procedure_name(key: str) -> str:
    """Give the title of a procedure of this installation; the key of one that is here no longer."""
    form = parts().docket.forms.get(key)
    return law(form.title) if form else key


def render(template: str, page: Any, status: int = 200) -> tuple[str, int]:
    """Draw a template with its one page and answer it with a status."""
    return render_template(template, page=page), status


def _shell() -> Shell:
    """Put together the frame of the page from what this request knows, and from the last look at the log; around a
    refusal from the former alone."""
    if request.blueprint in PUBLIC_NOUNS:
        return _public_shell()
    signed_in, standing = identity.signed_in(), identity.acting()
    return Shell(
        language=i18n.language(),
        direction=i18n.direction(),
        exercise=parts().settings.exercise,
        name=signed_in.name if signed_in else "",
        standing=standing,
        today=clock.today(standing.party_zone) if standing else None,
        last_sign_in=signed_in.previous_at if signed_in else None,
        ways=_ways() if standing else (),
        record=integrity.record() if standing and not g.get("asks_nothing") else None,
        home=url_for("home"),
    )


def _public_shell() -> Shell:
    """Put together the frame of a page that is the same for everybody. A refusal repeats nothing of its address: it is
    the same for what is not public and for what is not there."""
    ways = tuple(Way(str(label), url_for(one), here=_is_public_here(one)) for one, label in PUBLIC_WAYS)
    codes = sorted(i18n.languages())
    return Shell(
        language=i18n.language(),
        direction=i18n.direction(),
        exercise=parts().settings.exercise,
        ways=ways,
        home=url_for("public.index"),
        sign_in=url_for("signin.ask"),
        languages=tuple((code, in_language(code)) for code in codes) if len(codes) > 1 and g.get("is_found") else (),
    )


def _is_public_here(endpoint: str) -> bool:
    """Tell whether the page in use is that of an entry, or is led to from it."""
    led = {"public.show": "public.index", "public.show_lunar": "public.list_lunar"}
    return endpoint == led.get(request.endpoint or "", request.endpoint)


def in_language(code: str) -> str:
    """Answer the address of this page in a language."""
    asked = {**request.args.to_dict(), **(request.view_args or {}), "lang": code}
    return url_for(request.endpoint or "public.index", **asked)


def _ways() -> tuple[Way, ...]:
    """Answer the entries of the navigation that exist here, the one in use marked."""
    noun = (request.endpoint or "").partition(".")[0]
    ways = [(endpoint, label) for endpoint, label in WAYS if endpoint in current_app.view_functions]
    by = identity.acting()
    ways = [one for one in ways if by is None or not by.in_name_of or is_in_anothers_name(one[0])]
    ways = [(endpoint, label) for endpoint, label in ways if may_open(endpoint)]
    if by is None or not operates(by, parts().settings.operations.organ):
        ways = [one for one in ways if one[0] != "operations.show"]
    here = [one for one, _label in ways if request.path.startswith(url_for(one) + "/")]  # the address says it best
    here = here or [one for one, _label in ways if _is_here(one, BELONGS.get(noun, noun))]
    return tuple(Way(str(label), url_for(one), here=one in here) for one, label in ways)


def is_in_anothers_name(endpoint: str) -> bool:
    """Say whether a page is open to whoever acts in another party's name."""
    return endpoint.partition(".")[0] in IN_ANOTHERS_NAME


def _is_here(endpoint: str, noun: str) -> bool:
    """Tell whether the page in use belongs to an entry of the navigation by its noun."""
    return request.endpoint == endpoint or endpoint.partition(".")[0] in (noun, noun.partition("_")[0])


def _language_name(code: str) -> str:
    """Answer a language's own name."""
    return i18n.LANGUAGE_NAMES.get(code, code)


def _asset(name: str) -> str:
    """Answer the address of a static file, with the digest of its content."""
    return url_for("static", filename=name, v=_digest(str(current_app.static_folder), name))


@lru_cache(maxsize=64)
def _digest(folder: str, name: str) -> str:
    """Answer the first digits of a file's SHA-256."""
    return hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()[:12]
