"""Lists a page at a time: the key of the last item leads on, so that nothing is skipped or repeated whatever comes in
between, and nobody counts what is not shown.
"""

from urllib.parse import urlencode

from flask import request
from pydantic import Field

from consult.api.frame.declaring import Query


class Cursor(Query):
    """Where a list goes on, and how much of it is given at once."""

    size: int = Field(50, ge=1, le=200)


def following(after: object) -> tuple[str | None, dict[str, str]]:
    """Give the address of the page that follows, and the header that names it; None at the end of the list."""
    if after is None:
        return None, {}
    asked = {name: value for name, value in request.args.items() if name != "after"}
    address = f"{request.path}?{urlencode({**asked, 'after': str(after)})}"
    return address, {"Link": f'<{address}>; rel="next"'}
