"""The page on which a procedure is chosen: grouped as people say what has happened, none twice, none left out."""

import re

from consult.pages.cases.grouped import grouped
from tests.consult.web.world import World
from workflows import catalogue


def test_each_procedure_stands_once_in_the_group_of_what_it_is_first_used_for() -> None:
    """Given what ships, damage leads to claims, frequencies to interference; what serves another case comes last."""
    groups = grouped(form for form in catalogue().values() if not form.rooms_by)
    held = {group.title: [choice.key for choice in group.choices] for group in groups}
    expected = sorted(key for key, form in catalogue().items() if not form.rooms_by)

    assert expected == sorted(key for keys in held.values() for key in keys)
    assert "liability" in held["Damage"]
    assert "interference" in held["Activities that touch each other"]
    assert "Opened from within another case" == groups[-1].title
    assert "meeting" in held["Opened from within another case"]
    assert all(choice.within for choice in groups[-1].choices)


def test_the_page_leads_to_each_group_and_orders_it_by_title(berths: World) -> None:
    """A reader jumps to a group; each link has its heading."""
    page = berths.signed_in("all@jpn.example").get("/notices/new").text
    jumps = re.findall(r'<a href="#(group-\d+)">', page)

    assert len(jumps) >= 1
    assert all(page.count(f'id="{key}"') == 1 for key in jumps)
