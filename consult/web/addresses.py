"""Where this installation is reached, for addresses that are read outside a page of it, and for passkeys; and which
page an address belongs to.
"""

from urllib.parse import quote

from flask import current_app, request, url_for

from consult.accounts import Place, Site
from consult.web.parts import parts

HERE = "localhost"


def start() -> str:
    """Answer where this installation is reached; over https the settings say so, not whoever sent the request."""
    settings = parts().settings
    return f"https://{settings.host_name}" if settings.https else request.host_url.rstrip("/")


def site() -> Site | None:
    """Answer for which host and from which address passkeys are taken; None where browsers have none: without https
    they are for this machine alone, under its name and no number."""
    settings = parts().settings
    if settings.https:
        return Site(settings.host_name, start())
    return Site(HERE, start()) if request.host.partition(":")[0] == HERE else None


def place() -> Place:
    """Answer where a proof that came with this request is taken."""
    return Place(site(), parts().settings.secret_key, request.remote_addr or "")


def nearest_page(path: str) -> str:
    """Give the address of the page whose form is sent to a path: the one that asks for it, else the one above it."""
    addresses, steps = current_app.create_url_adapter(request), path.strip("/").split("/")
    ways = [[*steps, "new"], *(steps[:n] for n in range(len(steps) - 1, 0, -1))]
    found = (f"/{'/'.join(way)}" for way in ways)
    return quote(next((one for one in found if addresses and addresses.test(one, "GET")), url_for("home")))
