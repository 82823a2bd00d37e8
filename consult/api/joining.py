"""Joining the interface for machines to the application: its door, its document, every noun."""

from flask import Flask

from consult.api import document, oauth
from consult.api.catalogue import NOUNS
from consult.api.frame import door
from consult.web.security import csrf


def begin(app: Flask) -> None:
    """Register every noun. They need no token of a form: only a bearer token counts, and no browser sends that by
    itself."""
    door.begin(app)
    for blueprint in (oauth.bp, document.bp, *(noun.blueprint for noun in NOUNS)):
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint)
