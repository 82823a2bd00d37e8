"""What other States hold of the wording, and what the author answers: both texts stand, and neither is weighed (13.6).
Told as they were said for this report, by its instant."""

from consult.i18n import _, ngettext
from consult.reports.identifying import Disclosure
from consult.reports.matters import Facts
from consult.reports.sections.telling import instant, plain
from consult.reports.values import Column, Line, Listing, Section


def draw(facts: Facts, _disclosure: Disclosure) -> Section:
    """Draw the section; empty where nobody objected."""
    said = [one for one in facts.scope.objections if one.said_at <= facts.scope.at]
    title = _("Objections of other States")
    if not said:
        return Section("objections", title)
    n = len(said)
    sentence = ngettext(
        "One objection to the wording of this report was made; it stands here with the author's answer.",
        "%(num)s objections to the wording of this report were made; they stand here with the author's answers.",
        n,
    )
    figure = plain("objections.made", n, "texts", sentence, _("One for each objection that was made to this report."))
    columns = (
        Column("party", _("State or organisation")),
        Column("said_at", _("Made on"), "date"),
        Column("words", _("Its text")),
        Column("answer", _("The author's text")),
    )
    lines = tuple(
        Line((facts.name(one.party), instant(one.said_at), one.words, one.answer))
        for one in sorted(said, key=lambda one: (one.said_at, one.party))
    )
    return Section("objections", title, (figure,), (Listing("objections.texts", title, columns, lines),))
