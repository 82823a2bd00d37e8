"""The fixed phrases of a paper, in our own words and in the customary order: how it begins, and how it ends.

A note verbale is in the third person, begins with compliments and ends with assurances, and is initialled and not
signed. Names of organs and parties stand as the installation has them, in every language.
"""

from babel import Locale
from babel.lists import format_list

from consult.documents.formal.values import FormalPaper, Writer
from consult.i18n import _, isolated, language
from workflows.kernel.fields import AGREED, DECISION, LETTER, MEMORANDUM, NOTE, REQUEST
from workflows.kernel.words import capital


def name_form(form: str) -> str:
    """Name a form of paper."""
    return {
        NOTE: _("Note verbale"),
        LETTER: _("Letter"),
        AGREED: _("Agreed text"),
        DECISION: _("Decision"),
        REQUEST: _("Request"),
        MEMORANDUM: _("Paper for one's own file"),
    }[form]


def begin(paper: FormalPaper) -> str:
    """Write the sentence with which a paper begins."""
    beginnings = {
        NOTE: _begin_note,
        LETTER: _begin_letter,
        AGREED: _begin_agreed,
        DECISION: _begin_decision,
        REQUEST: _begin_request,
        MEMORANDUM: _begin_memorandum,
    }
    return capital(beginnings[paper.form](paper))


def end(paper: FormalPaper) -> str:
    """Write the sentence with which a paper ends; empty where its form has none."""
    if paper.form != NOTE or not paper.addressees:
        return ""
    return capital(
        _(
            "%(sender)s avails itself of this opportunity to renew to %(addressees)s the assurances of its highest "
            "consideration.",
            sender=isolated(paper.sender.said),
            addressees=_listed(paper.addressees),
        )
    )


def _begin_note(paper: FormalPaper) -> str:
    sender = isolated(paper.sender.said)
    if not paper.addressees:
        return _("%(sender)s has the honour to communicate the following.", sender=sender)
    return _(
        "%(sender)s presents its compliments to %(addressees)s and has the honour to communicate the following.",
        sender=sender,
        addressees=_listed(paper.addressees),
    )


def _begin_letter(paper: FormalPaper) -> str:
    if paper.on_behalf_of:
        return _(
            "%(sender)s has registered the following, which reached it on paper, on behalf of %(party)s.",
            sender=isolated(paper.sender.said),
            party=isolated(paper.on_behalf_of),
        )
    return _("%(sender)s communicates the following.", sender=isolated(paper.sender.said))


def _begin_agreed(paper: FormalPaper) -> str:
    names = list_names([one.party for one in paper.signed])
    if paper.record is None or any(one.on is None for one in paper.signed):
        return _("The following is put to the agreement of %(parties)s.", parties=names)
    if len(paper.signed) == 1:
        return _("%(party)s has agreed as follows.", party=names)
    return _("%(parties)s have agreed as follows.", parties=names)


def _begin_decision(paper: FormalPaper) -> str:
    sender = isolated(paper.sender.said)
    if len(paper.parties) > 1:
        return _(
            "In the matter between %(parties)s, %(sender)s decides as follows.",
            parties=list_names(paper.parties),
            sender=sender,
        )
    return _("%(sender)s decides as follows.", sender=sender)


def _begin_request(paper: FormalPaper) -> str:
    return _("%(party)s submits the following.", party=isolated(paper.sender.party))


def _begin_memorandum(paper: FormalPaper) -> str:
    return _(
        "%(sender)s has put the following on its own file. Nobody outside %(party)s is told of it.",
        sender=isolated(paper.sender.said),
        party=isolated(paper.sender.party),
    )


def list_names(names: tuple[str, ...] | list[str]) -> str:
    """Write names as the language lists them: “Brazil, Japan and Nigeria”."""
    return format_list([isolated(name) for name in names], locale=Locale.parse(language()))


def _listed(writers: tuple[Writer, ...]) -> str:
    return list_names([one.said for one in writers])
