"""Where the way into an instance begins. Everything else is reached by the links that its answers give."""

from urllib.parse import quote

API = "/api/v1"
TOKEN = f"{API}/token"
DESK = f"{API}/desk"
CASES = f"{API}/cases"
PARTIES = f"{API}/parties"
PROCEDURES = f"{API}/procedures"
EVENTS = f"{API}/events"
DOCUMENT = f"{API}/openapi.json"
LOG = "/audit/1"
"""The published log, the same for everybody and without a token."""
POLICY = "/audit/policy.txt"

RECEIPT, PAPER, DAY, REHEARSALS, BUNDLE = "receipt", "paper", "on", "rehearsals", "bundle"
"""Below an act or a case, where its answer gives no link."""


def quoted(text: str) -> str:
    """Write something typed as a part of an address."""
    return quote(text, safe="")


def under(entry: str, *names: str) -> str:
    """Give an address below an entry, by names that somebody typed."""
    return "/".join((entry, *(quoted(name) for name in names)))
