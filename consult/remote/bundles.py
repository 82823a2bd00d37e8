"""The bundle of a case: asked for, waited for while the instance makes it, and where it then lies."""

from consult.i18n import _
from consult.remote import entries
from consult.remote.asking import Remote
from consult.remote.faults import Declined, NotReached
from consult.remote.safe import line
from consult.remote.said import Said

OFTEN, SELDOM = 2.0, 30.0
MOST_ASKED = 300


def made_bundle(remote: Remote, case: Said, reach: str) -> Said:
    """Ask for a bundle and give the file once it is made, with its digest and its links."""
    links = case.part("hrefs")
    path = links.text("bundle") or f"{links.required('self')}/{entries.BUNDLE}"
    answer = remote.send("POST", path, {"reach": reach} if reach else {})
    for _n in range(MOST_ASKED):
        told = answer.said
        if told.part("hrefs").text("content"):
            return told
        if told.text("state") not in ("waiting", "working"):
            raise Declined(line(told.text("reason")) or _("The bundle could not be made."))
        later = answer.headers.get("retry-after", "")
        remote.wait(min(float(later), SELDOM) if later.isdecimal() and len(later) < 4 else OFTEN)
        answer = remote.get(told.part("hrefs").required("self"))
    raise NotReached(_("%(host)s has not made the bundle yet; ask again later.", host=remote.address))
