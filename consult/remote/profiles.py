"""Profiles: where an instance is and which token is used there, in one file that its owner alone can read.

A token belongs to the address with which it was given and is never sent to another. CONSULT_REMOTE and CONSULT_TOKEN
stand for a profile that no file holds; one of them without the other is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from consult.i18n import _
from consult.remote.addresses import Address
from consult.remote.faults import Unfit
from consult.remote.folder import Folder
from consult.remote.said import Said

FILE = "remote.json"
REMOTE, TOKEN, CA, NAME = "CONSULT_REMOTE", "CONSULT_TOKEN", "CONSULT_CA", "CONSULT_PROFILE"
TOKENS = re.compile(r"[A-Za-z0-9._~+/-]{8,200}=*")
NAMES = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Profile:
    """An instance and the token used there; `ca` holds the authorities that count in place of the usual ones."""

    name: str
    address: Address
    token: str = field(repr=False)
    ca: Path | None = None


class Profiles:
    """The profiles of the user, and which of them is used where none is named."""

    def __init__(self, folder: Folder) -> None:
        """Read them. Unfit where others could read the file."""
        self.folder = folder
        found = Said(folder.read_json(FILE) or {})
        self.chosen = found.text("chosen")
        self.known = {name: _profile(name, one) for name, one in found.pairs("profiles")}

    def put(self, profile: Profile) -> Path:
        """Keep a profile, and use it from now on where none is named."""
        self.known[profile.name] = profile
        self.chosen = profile.name
        return self._keep()

    def choose(self, name: str) -> None:
        """Use a profile from now on where none is named."""
        self.chosen = self.find(name).name
        self._keep()

    def remove(self, name: str) -> Profile:
        """Forget a profile with its token."""
        found = self.known.pop(self.find(name).name)
        self.chosen = "" if self.chosen == found.name else self.chosen
        self._keep()
        return found

    def find(self, name: str) -> Profile:
        """Find a profile; without a name the one that was chosen."""
        found = self.known.get(name or self.chosen)
        if found is None and not name:
            raise Unfit(_("No instance is chosen. Begin with: consult remote login ADDRESS"))
        if found is None:
            known = ", ".join(self.known) or _("none")
            raise Unfit(_("There is no such profile. Those that there are: %(names)s.", names=known))
        return found

    def _keep(self) -> Path:
        told = {
            one.name: {"address": str(one.address), "token": one.token, **({"ca": str(one.ca)} if one.ca else {})}
            for one in self.known.values()
        }
        return self.folder.keep_json(FILE, {"chosen": self.chosen, "profiles": told})


def _profile(name: str, told: Said) -> Profile:
    ca = told.text("ca")
    return Profile(name, Address.read(told.text("address")), told.text("token"), Path(ca) if ca else None)


def in_use(folder: Folder, environ: Mapping[str, str], name: str = "", ca: Path | None = None) -> Profile:
    """Give the profile to work with: the one that was named, that of the environment, or the chosen one."""
    address, token = environ.get(REMOTE, ""), environ.get(TOKEN, "")
    trusted = ca or (Path(environ[CA]) if environ.get(CA) else None)
    if name or not (address or token):
        found = Profiles(folder).find(name or environ.get(NAME, ""))
        return Profile(found.name, found.address, found.token, trusted or found.ca)
    if not address or not token:
        raise Unfit(_("Set both %(first)s and %(second)s: a token belongs to one address.", first=REMOTE, second=TOKEN))
    return Profile("", Address.read(address), readable(token), trusted)


def readable(token: str) -> str:
    """Give a token as it was handed over; Unfit for something else, of which nothing is shown."""
    found = token.strip()
    if not TOKENS.fullmatch(found):
        raise Unfit(_("This is not a token: it is made under “Tokens for machines” and begins with consult_."))
    return found


def usable(name: str) -> str:
    """Give the name of a new profile; Unfit for one that could not be typed."""
    if not NAMES.fullmatch(name):
        raise Unfit(_("A profile is named by letters, digits, dots and hyphens."))
    return name
