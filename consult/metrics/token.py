"""The token with which figures are asked for from elsewhere: a file of the installation, its owner's alone."""

import hmac

from consult.i18n import _
from consult.settings import SECRET_CHARACTERS, Settings, SettingsError, own_file


def read_token(settings: Settings) -> str | None:
    """Read the token; None where no file is named. SettingsError where it is missing, short, or open to others."""
    name = settings.operations.metrics_token
    if not name:
        return None
    path = settings.instance / name
    text = own_file(path)
    if text is None:
        raise SettingsError(_("%(path)s: there is no token; consult metrics token makes one.", path=path))
    if len(text) < SECRET_CHARACTERS:
        sentence = _("%(path)s: a token needs at least %(least)s characters.", path=path, least=SECRET_CHARACTERS)
        raise SettingsError(sentence)
    return text


def shows_token(settings: Settings, shown: str) -> bool:
    """Say whether what was shown (the header Authorization) is the token; never where the token cannot be used."""
    try:
        token = read_token(settings)
    except SettingsError:
        return False
    return token is not None and hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())
