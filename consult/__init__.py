"""Consult: consultation before acting, and settlement after disagreement, among the partner agencies of space projects.

`create_app` is the one place where the parts are joined.
"""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from consult import i18n
from consult.settings import Settings


def create_app(settings: Settings, *, counts: bool = True) -> Flask:
    """Join the parts to an application over the settings of one installation; nothing is migrated or written, no
    connection opened. Without `counts` it is one that parts into processes, each of which begins to count by itself
    (`consult.web.requests.count`)."""
    from consult.api import joining  # the web and what machines ask stand on this package
    from consult.web import auditing, bounds, errors, home, identity, parts, proving, rendering, requests, security
    from consult.web.catalogue import register_blueprints

    app = _bare(settings)
    joined = parts.join(app, settings)
    requests.begin(app, joined.engine, settings)  # around everything else
    if counts:
        requests.count(app, joined.engine, settings)
    # The door comes first, so that nobody outside makes a form be read; whoever only reads is turned away before a
    # proof is asked for; and that comes after the token of a form, so that no other site spends somebody's guesses.
    for part in (i18n, identity, security, bounds, auditing, proving, errors, rendering):
        part.begin(app)
    app.add_url_rule("/", "home", home.show)
    register_blueprints(app, settings)
    joining.begin(app)
    return app


def _bare(settings: Settings) -> Flask:
    """Give an application without parts: its secrets, its place behind a server for TLS, and its bounds."""
    from consult.web.late_rules import LateRule

    app = Flask("consult", instance_path=str(settings.instance))
    app.url_rule_class = LateRule
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]  # asked twenty times a request; nothing here is async
    app.secret_key = settings.secret_key
    if settings.previous_secret:  # sessions that began before the secret was changed go on
        app.config["SECRET_KEY_FALLBACKS"] = [settings.previous_secret]
    if settings.https:  # then a server for TLS stands in front, and it alone knows the visitor's address and scheme
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]  # the way that Flask names for it
    app.config["MAX_CONTENT_LENGTH"] = settings.uploads.request_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.uploads.document_bytes
    return app
