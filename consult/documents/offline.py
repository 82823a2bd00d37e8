"""A page to be read from a folder, without any network: one file, no script, nothing loaded from elsewhere."""

import unicodedata
from html import escape

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;inline-size:100%}th,td{border:1px solid #8888;padding:.3rem .5rem;text-align:start;"
    "vertical-align:top}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dd{margin:0}"
    "dt{font-weight:600;max-inline-size:22rem}dd dl{border-inline-start:2px solid #8888;padding-inline-start:.7rem}"
    "@media(max-width:40rem){dl{display:block}dd{margin-block-end:.6rem}table{display:block;overflow-x:auto}}"
)


def page_html(title: str, language: str, direction: str, body: str) -> bytes:
    """Write a page; `body` is HTML in which everything that somebody wrote is escaped already."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
    )
    opened = f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{escape(direction)}"><head>{head}</head>'
    return f"{opened}<body><h1 dir=auto>{escape(title)}</h1>{body}</body></html>\n".encode()


def safe(name: str) -> str:
    """Give a name that means the same file on every computer: no separators, no marks of control, one form of each
    letter, no dot or blank at its end."""
    normal = unicodedata.normalize("NFC", name)
    kept = "".join("_" if one in '/\\"<>|:*?' or unicodedata.category(one)[0] == "C" else one for one in normal)
    return kept.rstrip(". ") or "_"
