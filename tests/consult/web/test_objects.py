"""The index of objects as a page: looked through by everybody who acts for a party, by nobody else."""

from consult.objects import import_table
from tests.consult.web.consulted import JAPAN
from tests.consult.web.world import AT, World

TABLE = b"designator,name,state,launched_on\n1998-067A,Zarya,USA,1998-11-20\n1970-011A,<b>Ohsumi</b>,JPN,1970-02-11\n"


def test_the_index_is_shown_filtered_with_source_and_grade(berths: World) -> None:
    """By words and by State; what an index writes is text and no markup."""
    with berths.writing() as conn:
        import_table(conn, TABLE, AT, source="A list read on a day", grade="S")
    japan = berths.signed_in(JAPAN)
    every, one = (japan.get(address).text for address in ("/objects", "/objects?words=zar&state=USA"))
    assert all(words in every for words in ("Zarya", "&lt;b&gt;Ohsumi&lt;/b&gt;", "Japan (1)"))
    assert (1, 1) == (every.count("A list read on a day"), one.count("A list read on a day"))
    assert ("1998-067A" in one, "1970-011A" in one) == (True, False)
    assert "No object of the index fits." in japan.get("/objects?words=nothing").text
    assert "Zarya" in japan.get("/objects?state=XXX&after=").text


def test_lines_of_several_sources_name_each_its_own(berths: World) -> None:
    """One source of all is said once, above them."""
    with berths.writing() as conn:
        import_table(conn, TABLE, AT, source="A list read on a day", grade="S")
        import_table(conn, TABLE.split(b"\n")[0] + b"\n1969-059C,Eagle,USA,1969-07-16", AT, source="Memory", grade="M")
    page = berths.signed_in(JAPAN).get("/objects").text
    assert (2, 1) == (page.count("A list read on a day"), page.count("Memory"))


def test_without_an_index_the_page_says_who_loads_one(berths: World) -> None:
    """And leads to the sign-in whoever is not signed in."""
    assert "No index is loaded." in berths.signed_in(JAPAN).get("/objects").text
    assert "/sign-in" in str(berths.app.test_client().get("/objects").location)
