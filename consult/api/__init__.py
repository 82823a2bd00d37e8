"""The same product for machines: one noun a file, over the same functions and the same policy as the pages.

A noun declares its operations (`consult.api.frame`), takes what pages take, and answers values of `consult.api.values`.
A new noun is a file here and a line in `catalogue`; route, reading, problems and document follow.
"""

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
