"""The bundle of a case: asked for, waited for while the instance makes it, and where it then lies."""

from consult.i18n import _
from consult.remote import entries
from consult.remote.asking import Remote
from consult.remote.faults import NotReached
from consult.remote.said import Said

OFTEN = 2.0
MOST_ASKED = 300


def made_bundle(remote: Remote, case: Said, reach: str) -> str:
    """Ask for a bundle and give the path where it lies, once it is made."""
    links = case.part("hrefs")
    path = links.text("bundles") or links.text("bundle") or f"{links.required('self')}/{entries.BUNDLE}"
    answer = remote.send("POST", path, {"set": reach})
    for _n in range(MOST_ASKED):
        told = answer.said
        if told.part("hrefs").text("file"):
            return told.part("hrefs").text("file")
        place = answer.headers.get("location", "") or told.part("hrefs").text("self") or told.text("href")
        if not place:
            break
        later = answer.headers.get("retry-after", "")
        remote.wait(min(float(later), 30.0) if later.isdecimal() and len(later) < 4 else OFTEN)
        answer = remote.get(place)
    raise NotReached(_("%(host)s did not say where the bundle lies.", host=remote.address))
