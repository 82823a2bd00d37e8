"""What a watchman of the server is told: who signed in or was refused, and what was turned away at the doors.

A line names the door, the outcome, the address, and the number of the person and the key of the party where they are
known: no address of a page, since some hold a secret, no mail address, no word that was sent.
"""

import logging

from flask import Flask, Response, g, request

from consult.standing import Standing
from consult.web.at_hand import this_request

log = logging.getLogger("consult.security")
DOORS = {
    "signin.enter": "sign_in",
    "second.enter": "second_factor",
    "second.enter_by_passkey": "passkey",
    "proving.prove": "proof",
    "signin.leave": "sign_out",
    "signin.use_link": "link",
    "api_oauth.grant": "grant",
}
"""Where somebody shows who he is, and what that is called in a line."""
TURNED_AWAY = frozenset({400, 401, 403, 405, 413, 415, 429})


def begin(app: Flask) -> None:
    """Watch every answer of an application."""
    app.after_request(tell)


def tell(response: Response) -> Response:
    """Say what happened at a door, or that something was turned away or failed."""
    asked = this_request()
    door = DOORS.get(asked.endpoint or "") if asked.method == "POST" else None
    refused = response.status_code in TURNED_AWAY or response.status_code >= 500
    if door or refused:
        outcome = "refused" if response.status_code >= 400 else "taken"
        log.info("%s %s", door or "request", outcome, extra={"told": _told(response.status_code)})
    return response


def _told(status: int) -> dict[str, object]:
    standing, signed_in = g.get("standing"), g.get("signed_in")
    return {
        "status": status,
        "method": request.method[:10],
        "door": request.endpoint or "",
        "address": request.remote_addr or "",
        "person": signed_in.person_id if signed_in else None,
        "party": standing.party_key if isinstance(standing, Standing) else None,
    }
