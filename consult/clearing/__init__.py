"""Clearance inside a party: the lane of stages through which its papers go before they leave.

A party's manager says which stages there are, in the party's own words, who holds each and which of them a paper must
have passed (`lanes`). A paper enters the lane when it is first submitted and keeps that lane (`standing_at`, `moving`);
a stage is passed on one text, by its digest, and an edit by anybody voids what was passed before (`voiding`). The
docket asks `required` before anything leaves. Comments, reasons and moves are C4: the own party alone reads them, and
no document, export, report, search, event or mail holds them. A party without a lane keeps the one clearance of
`consult.drafts`.

Comments go with a draft that is discarded, and the reasons of its moves with them; of one that was sent they stay in
the party's own file until the words of the filing are erased (`consult.log.erasing`), which takes them along. The moves
stay, by digest: the party's own chain proves them.
"""
