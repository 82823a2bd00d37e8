"""Texts, dates and direction in the reader's language: the only module that knows the translation library.

`_` and `ngettext` translate at once, `_l` when the text is shown. Outside a web application the source text is
returned, so that modules without Flask may word their refusals with `_`. Law texts of `workflows` are extracted into
the same catalogue.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import flask_babel
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_app_context, has_request_context, request

from workflows.kernel.frozen import dataclass

SOURCE_LANGUAGE = "en"
LANGUAGE_NAMES = {
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}
FOLDER = Path(__file__).parent / "translations"
_extension = flask_babel.Babel()


@dataclass(frozen=True, slots=True)
class _Tongue:
    """The reader's language: chosen at its first use in a context and kept there, as the library keeps it too."""

    locale: Locale
    code: str
    catalogue: Any


_spoken: ContextVar[_Tongue | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(code: str) -> Iterator[str]:
    """Make words for somebody who is not the reader: in a language, or in English where it is not translated."""
    translated = code in LANGUAGE_NAMES and _catalogue_of(code).is_file()
    used = code if translated else SOURCE_LANGUAGE
    catalogue: Any = Translations.load(str(FOLDER), [used]) if translated else NullTranslations()
    token = _spoken.set(_Tongue(Locale(used), used, catalogue))
    try:
        yield used
    finally:
        _spoken.reset(token)


def spoken_languages() -> tuple[str, ...]:
    """Answer the languages in which words can be made for somebody (`speaking`), in the order of their names here."""
    return tuple(code for code in LANGUAGE_NAMES if code == SOURCE_LANGUAGE or _catalogue_of(code).is_file())


def _catalogue_of(code: str) -> Path:
    """Answer where the texts of a language stand, if it is translated."""
    return FOLDER / code / "LC_MESSAGES" / "messages.mo"


def _tongue() -> _Tongue | None:
    """Answer the reader's language; None outside an application, unless words are made for somebody (`speaking`)."""
    if (spoken := _spoken.get()) is not None:
        return spoken
    if not has_app_context():
        return None
    here: Any = g._get_current_object()  # a page asks some hundred times, and its proxy costs more than the answer
    found: _Tongue | None = here.get("tongue")
    if found is None:
        locale = flask_babel.get_locale() or Locale(SOURCE_LANGUAGE)
        found = here.tongue = _Tongue(locale, str(locale), flask_babel.get_translations())
    return found


def _(message: str, **values: Any) -> str:
    """Translate a text into the reader's language and fill in its named values."""
    text = _written(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """Translate a text with the plural form that the number needs; `num` is available in the text."""
    return _written_of(singular, plural, num) % {"num": num, **values}


def _written(message: str) -> str:
    """Translate a text of a template, which fills in the values by itself."""
    tongue = _tongue()
    return str(tongue.catalogue.ugettext(message)) if tongue else message


def _written_of(singular: str, plural: str, num: int) -> str:
    """Translate a text of a template with the plural form that the number needs."""
    tongue = _tongue()
    if tongue:
        return str(tongue.catalogue.ungettext(singular, plural, num))
    return singular if num == 1 else plural


def _l(message: str, **values: Any) -> Any:
    """Translate a text when it is shown; for texts that stand in modules."""
    return flask_babel.LazyString(_, message, **values)


def begin(app: Flask) -> None:
    """Join the translations to the application and offer them to its templates."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", SOURCE_LANGUAGE)
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "UTC")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    _extension.init_app(app, locale_selector=choose_language)
    # A page asks for some hundred texts: what finds them is found once a request, as for `_`.
    environment: Any = app.jinja_env  # its methods for translation are those of an extension
    environment.install_gettext_callables(_written, _written_of, newstyle=True)
    app.extensions["consult_languages"] = frozenset(
        {SOURCE_LANGUAGE} | set(app.config.get("CONSULT_LANGUAGES", ())) | _translated(app)
    )


def choose_language() -> str:
    """Answer the signed-in reader's language, else the best that the browser asks for, else English."""
    available = current_app.extensions["consult_languages"]
    wished = getattr(g, "language", None)
    if wished in available:
        return str(wished)
    if has_request_context():
        return request.accept_languages.best_match(sorted(available)) or SOURCE_LANGUAGE
    return SOURCE_LANGUAGE


def languages() -> frozenset[str]:
    """Answer the codes of the languages that this application speaks."""
    found: frozenset[str] = current_app.extensions["consult_languages"]
    return found


def language() -> str:
    """Answer the code of the language in use, English outside an application."""
    tongue = _tongue()
    return tongue.code if tongue else SOURCE_LANGUAGE


def direction() -> str:
    """Answer "rtl" or "ltr" for the language in use."""
    tongue = _tongue()
    return "rtl" if tongue and tongue.locale.text_direction == "rtl" else "ltr"


def isolated(words: str) -> str:
    """Let words of another language, such as a name, keep their direction inside text that runs from right to left."""
    return f"\u2068{words}\u2069" if words and direction() == "rtl" else words


def _spoken_locale() -> Locale:
    """Answer the locale of the language in use."""
    tongue = _tongue()
    return tongue.locale if tongue else Locale(SOURCE_LANGUAGE)


def write_date(day: date) -> str:
    """Write a date in words that cannot be misread, such as 20 November 2026."""
    if language() == SOURCE_LANGUAGE:
        return _in_source(day)
    return format_date(day, "long", locale=_spoken_locale())


@lru_cache(maxsize=4096)
def _in_source(day: date) -> str:
    """Write a date in the language of the sources; a list writes the same days many times."""
    return f"{day.day} {day:%B %Y}"


def write_list(words: Sequence[str]) -> str:
    """Write several things one after the other, as in “Japan, France and Brazil”."""
    if language() != SOURCE_LANGUAGE:
        return str(format_list(words, locale=_spoken_locale()))
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1] if words else "") if part)


def write_month(day: date) -> str:
    """Write the month of a date, such as November 2026."""
    if language() == SOURCE_LANGUAGE:
        return f"{day:%B %Y}"
    return format_date(day, "LLLL y", locale=_spoken_locale())


def write_weekday(day: date) -> str:
    """Write the day of the week of a date in short, such as Mon."""
    if language() == SOURCE_LANGUAGE:
        return f"{day:%a}"
    return format_date(day, "ccc", locale=_spoken_locale())


def write_instant(moment: datetime, zone: str = "UTC") -> str:
    """Write an aware instant in a zone to the minute, with the name of the zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{write_date(local.date())}, {local:%H:%M} {zone}"


def write_exactly(moment: datetime, zone: str = "UTC") -> str:
    """Write an aware instant in a zone to the second, with the name of the zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{write_date(local.date())}, {local:%H:%M:%S} {zone}"


def _translated(app: Flask) -> set[str]:
    """Answer the languages for which a compiled catalogue stands in the tree."""
    folder = Path(app.root_path) / "translations"
    return {path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.mo")}
