"""Where this installation is reached, for addresses that are read outside a page of it."""

from flask import request

from consult.web.parts import parts


def start() -> str:
    """Answer where this installation is reached; over https the settings say so, not whoever sent the request."""
    settings = parts().settings
    return f"https://{settings.host_name}" if settings.https else request.host_url.rstrip("/")
