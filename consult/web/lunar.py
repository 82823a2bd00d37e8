"""The register of lunar activities: list, map, sheets, screening. What a plan is screened for is never stored."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, request

from consult import clock, forms, i18n
from consult.i18n import _
from consult.lunar.entries import Filters
from consult.lunar.reader import Reader
from consult.lunar.readers import reader_of
from consult.pages.lunar.importing import may_import
from consult.pages.lunar.listing import register_page
from consult.pages.lunar.maps import map_page
from consult.pages.lunar.screening import PLAN, plan_of, screen_page
from consult.pages.lunar.sheet import activity_page
from consult.pages.lunar.surroundings import Scene
from consult.refusals import Malformed
from consult.web import identity
from consult.web.bounds import LARGEST
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("lunar", __name__, url_prefix="/lunar")


def register_reader() -> Reader:
    """Answer for whom the register is read."""
    return reader_of(reader(), parts().docket.editions, identity.acting_for())


def filters_asked() -> Filters:
    """Read what a list is narrowed to. Raise Malformed (422) for a day that is none."""
    asked = request.args
    return Filters(
        state=asked.get("state", "")[:40],
        activity_class=asked.get("class", "")[:40],
        status=asked.get("status", "")[:40],
        body=asked.get("body", "")[:20],
        since=_day("since"),
        until=_day("until"),
        words=asked.get("words", "")[:80],
    )


def _day(name: str) -> date | None:
    text = request.args.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Malformed({name: _("Give a date as year-month-day, such as 2026-11-20.")}) from None


def _today() -> date:
    return clock.today(identity.acting_for().party_zone)


def _scene() -> Scene:
    return Scene(clock.now(), _today(), _direction(), parts().settings.exercise)


def _direction() -> Any:
    return i18n.direction()


@bp.get("")
def index() -> tuple[str, int]:
    """Show the register, as one's party may see it. 422 for a day that is none."""
    after = request.args.get("after", "")[:40]
    may = may_import(identity.acting_for())
    page = register_page(reader(), register_reader(), filters_asked(), after, on=_today(), may_import=may)
    return render("lunar/index.html", page)


@bp.get("/map")
def show_map() -> tuple[str, int]:
    """Show every zone that fits on maps of the Moon. 422 for a day that is none."""
    asked = filters_asked()
    wanted = Filters(asked.state, asked.activity_class, asked.status, "moon", asked.since, asked.until, asked.words)
    page = map_page(
        reader(),
        register_reader(),
        wanted,
        view=request.args.get("view", ""),
        latitude=request.args.get("latitude", 0, type=int),
        on=_today(),
        direction=_direction(),
        may_import=may_import(identity.acting_for()),
    )
    return render("lunar/map.html", page)


@bp.get("/<key>")
def show(key: str) -> tuple[str, int]:
    """Show one activity, with its newest versions or those before a number. 404 where there is none."""
    before = request.args.get("before", type=int)
    bound = before if before is not None and 0 < before <= LARGEST else None
    page = activity_page(reader(), parts().docket, identity.acting_for(), key, _scene(), before=bound)
    return render("lunar/sheet.html", page)


@bp.get("/screen")
def screen() -> tuple[str, int]:
    """Ask about a plan; `?of=` begins with an activity of the register. 404 where there is none."""
    body = plan_of(reader(), parts().docket, identity.acting_for(), _of())
    return _screened(body, run=False)


@bp.post("/screen")
def run_screen() -> tuple[str, int]:
    """Screen a plan, or add or remove a row of its form; nothing is stored. 422 with every fault, 404 where it changes
    an activity that is not there."""
    if forms.is_pressed(request.form):
        return _screened(forms.press(PLAN, request.form).body, run=False)
    return _screened(forms.read(PLAN, request.form), run=True)


def _of() -> str:
    """Read which activity of the register a plan changes."""
    return request.args.get("of", "")[:40]


def _screened(body: Mapping[str, Any], *, run: bool) -> tuple[str, int]:
    by = identity.acting_for()
    page = screen_page(reader(), parts().docket, by, body, of=_of(), run=run, scene=_scene(), language=i18n.language())
    return render("lunar/screen.html", page, 422 if page.has_faults else 200)
