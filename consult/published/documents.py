"""Released documents: those of level C0 that a public answer names."""

from consult.published.values import PublicCase, PublicDocument
from consult.refusals import Unknown


def find_document(case: PublicCase, digest: str) -> PublicDocument:
    """Find a released document of a public case; any other, and one that is not there, are one refusal, Unknown."""
    found = next((one for act in case.acts for one in act.documents if one.digest == digest), None)
    if found is None:
        raise Unknown
    return found
