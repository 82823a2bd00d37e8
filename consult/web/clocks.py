"""A machine whose clock is wrong records nothing: dates in law hang on it, and each of several goes by its own.

The process that serves compares its clock with that of the database now and then (`consult.commands.beating`).
"""

from flask import Flask

from consult.db import WrongClock
from consult.i18n import _
from consult.web.at_hand import this_request
from consult.web.origins import SAFE

APART = "consult.apart"
"""Where an application keeps whom to ask whether the clock of this machine is wrong."""
LEAVING = "signin.leave"


def begin(app: Flask) -> None:
    """Look before anything is done: pages can be read, and whoever goes is signed out; everything else that is sent is
    refused. 503."""

    def keep_to_reading() -> None:
        asked = this_request()
        if asked.method not in SAFE and asked.endpoint != LEAVING and is_wrong(app):
            raise WrongClock(
                _(
                    "The clock of this machine is not that of the database, and dates in law hang on it: nothing was "
                    "recorded. Try again in a moment; where it lasts, tell whoever runs this installation."
                )
            )

    app.before_request(keep_to_reading)


def is_wrong(app: Flask) -> bool:
    """Tell whether the clock of this machine was last seen to be wrong; nobody says so where no server is."""
    return bool(app.extensions.get(APART, bool)())
