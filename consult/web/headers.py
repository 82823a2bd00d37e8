"""The headers of every answer: what a browser may do with a page, with a file, and with what it keeps.

A page runs nothing but our own files, stands in no frame, and is kept in no store. A file that leaves as an attachment
is opened in no page of ours: should a browser show it all the same, it does so without scripts and in an origin of its
own. Not modelled: reports of violations, which would send what is on a page to an address that nobody signed in for.
"""

from flask import Flask, Response
from werkzeug.wrappers import Response as AnyResponse

from consult.web.at_hand import this_request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""For what leaves as an attachment."""
NOT_NEEDED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
"""Abilities of a browser that no page here has a use for; passkeys are left to this origin alone, as is usual."""
HEADERS = {
    "Referrer-Policy": "same-origin",  # without any referrer a form sent by https would be refused
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NOT_NEEDED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = "max-age=31536000; includeSubDomains"
LET_GO = '"cache"'
"""What a browser forgets at sign-out. Not its cookies, since those of neighbouring hosts would go with ours, and not
its storage, where the signing key of an organ lies (`signing.js`), which nobody can draw again."""


def begin(app: Flask) -> None:
    """Put the headers on every answer of an application."""
    app.after_request(add)


def add(response: Response) -> Response:
    """Set the headers that an answer does not have yet, and keep what belongs to one person out of every store."""
    has, asked = {name.lower(): value for name, value in response.headers}, this_request()
    is_file = has.get("content-disposition", "").startswith("attachment")
    more = {"Content-Security-Policy": FILE_POLICY if is_file else POLICY, **HEADERS}
    if asked.is_secure:
        more["Strict-Transport-Security"] = A_YEAR
    if asked.endpoint != "static" or response.status_code >= 400:
        more["Cache-Control"] = "no-store"
    response.headers.extend([(name, value) for name, value in more.items() if name.lower() not in has])
    return response


def let_go(response: AnyResponse) -> AnyResponse:
    """Let a browser forget what it kept of this installation."""
    response.headers["Clear-Site-Data"] = LET_GO
    return response
