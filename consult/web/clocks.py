"""A machine whose clock is wrong records nothing: dates in law hang on it, and each of several goes by its own.

The process that serves compares its clock with that of the database now and then (`consult.commands.beating`).
"""

from flask import Flask, current_app

from consult.db import WrongClock
from consult.i18n import _
from consult.web.at_hand import this_request
from consult.web.origins import SAFE

APART = "consult.apart"
"""Where an application keeps whom to ask whether the clock of this machine is wrong."""
LEAVING = "signin.leave"


def begin(app: Flask) -> None:
    """Look before anything is done."""
    app.before_request(_keep_to_reading)


def is_wrong() -> bool:
    """Tell whether the clock of this machine was last seen to be wrong; nobody says so where no server is."""
    return bool(current_app.extensions.get(APART, bool)())


def _keep_to_reading() -> None:
    """Let pages be read, and whoever goes be signed out; refuse everything else that is sent. 503."""
    asked = this_request()
    if asked.method not in SAFE and asked.endpoint != LEAVING and is_wrong():
        raise WrongClock(
            _(
                "The clock of this machine is not that of the database, and dates in law hang on it: nothing was "
                "recorded. Try again in a moment; where it lasts, tell whoever runs this installation."
            )
        )
