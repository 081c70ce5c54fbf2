"""Twenty letters at a time are enough for one person."""

from datetime import date, timedelta

from storewarden.core.notices import Letter
from storewarden.engine.reading.folding import MOST, folded
from tests.engine.reading.test_letters import estate

TODAY = date(2026, 11, 27)


def letters(count: int, person: str = "ben") -> list[Letter]:
    return [
        Letter(f"{person}{n}", f"f{n}", person, f"{person}@shop.example", 0, f"s{n}", "b")
        for n in range(count)
    ]


def test_few_letters_pass_as_they_are() -> None:
    few = letters(MOST)
    assert list(folded(few, estate(), TODAY)) == few
    assert list(folded([], estate(), TODAY)) == []


def test_what_is_too_much_is_one_letter_a_day() -> None:
    many = [*letters(MOST + 3), *letters(2, "ada")]
    told = list(folded(many, estate(), TODAY))
    rest = told[-1]
    assert told[:-1] == [*letters(2, "ada"), *letters(MOST)]
    assert (rest.person, rest.address, rest.finding) == ("ben", "ben@shop.example", "")
    assert rest.subject == "[Shop] 3 more findings wait to be read"
    assert (
        rest.body
        == """Of 20 findings you were told one by one; 3 more wait to be read:

- f20  s20
- f21  s21
- f22  s22

All of them: storewarden findings --unread
"""
    )
    again = list(folded(many, estate(), TODAY))[-1]
    tomorrow = list(folded(many, estate(), TODAY + timedelta(days=1)))[-1]
    assert again.id == rest.id != tomorrow.id


def test_a_thousand_are_not_all_listed() -> None:
    rest = list(folded(letters(1_000), estate(), TODAY))[-1]
    assert "- and 880 more" in rest.body
    assert len(rest.body.splitlines()) < 110
