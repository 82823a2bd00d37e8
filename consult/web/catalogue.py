"""The pages of this product, one blueprint a noun. A new noun is a line here and, in `rendering.WAYS`, its way."""

from flask import Flask

from consult.settings import Settings
from consult.web import (
    absences,
    affected,
    audit,
    beside,
    calendar,
    cases,
    checks,
    desk,
    directory,
    drafts,
    drills,
    editions,
    feeds,
    health,
    library,
    log,
    lunar,
    lunar_atom,
    lunar_exchange,
    neutrals,
    objects,
    organ_keys,
    organs,
    overview,
    papers,
    parties,
    pattern,
    people,
    practice,
    preferences,
    rooms,
    search,
    secretariat,
    signin,
    silence,
    uploads,
    views,
    webhooks,
    witnesses,
)

BLUEPRINTS = (
    health.bp,
    audit.bp,
    witnesses.bp,
    signin.bp,
    desk.bp,
    secretariat.bp,
    overview.bp,
    cases.bp,
    cases.notices,
    views.bp,
    search.bp,
    calendar.bp,
    feeds.bp,
    preferences.bp,
    practice.bp,
    drafts.bp,
    affected.bp,
    affected.register,
    uploads.bp,
    log.bp,
    checks.bp,
    log.of_case,
    rooms.bp,
    beside.bp,
    silence.bp,
    library.bp,
    editions.bp,
    lunar_exchange.bp,
    lunar_atom.bp,
    lunar.bp,
    neutrals.bp,
    objects.bp,
    parties.bp,
    directory.bp,
    drills.bp,
    papers.bp,
    people.bp,
    absences.bp,
    organs.bp,
    organ_keys.bp,
    webhooks.bp,
)


def register_blueprints(app: Flask, settings: Settings) -> None:
    """Register every noun; the pattern page only where nothing is meant in earnest."""
    feeds.begin(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.exercise:
        app.register_blueprint(pattern.bp)
