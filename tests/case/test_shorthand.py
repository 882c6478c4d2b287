"""What a dose in shorthand says, what is refused, and that what was read can be written and read again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case.frequencies import read_frequency, times_per_day
from lnreview.case.shorthand import DoseReading, note_with, read_dose

READ = [
    # written, dose, frequency, route, planned, given
    ("1.5 g bid", "1.5 g", "bid", "", None, None),
    ("1500 mg BID", "1500 mg", "bid", "", None, None),
    ("1,5 g bid", "1.5 g", "bid", "", None, None),
    ("500mg b.i.d.", "500 mg", "bid", "", None, None),
    ("500 mg bd", "500 mg", "bid", "", None, None),
    ("500 mg twice daily", "500 mg", "bid", "", None, None),
    ("500 mg zweimal täglich", "500 mg", "bid", "", None, None),
    ("500 mg 2x/d", "500 mg", "bid", "", None, None),
    ("500 mg 2 x tgl.", "500 mg", "bid", "", None, None),
    ("2x tgl. 500 mg", "500 mg", "bid", "", None, None),
    ("500 mg 2 times a day", "500 mg", "bid", "", None, None),
    ("500 mg q12h", "500 mg", "every 12 hours", "", None, None),
    ("500 mg tid", "500 mg", "tid", "", None, None),
    ("500 mg t.i.d.", "500 mg", "tid", "", None, None),
    ("250 mg tds", "250 mg", "tid", "", None, None),
    ("250 mg 3x tgl", "250 mg", "tid", "", None, None),
    ("250 mg q8h", "250 mg", "every 8 hours", "", None, None),
    ("250 mg qid", "250 mg", "qid", "", None, None),
    ("60 mg qd", "60 mg", "daily", "", None, None),
    ("60 mg od", "60 mg", "daily", "", None, None),
    ("60 mg daily", "60 mg", "daily", "", None, None),
    ("60 mg every day", "60 mg", "daily", "", None, None),
    ("60 mg 1x/Tag", "60 mg", "daily", "", None, None),
    ("60 mg tgl.", "60 mg", "daily", "", None, None),
    ("60 mg mane", "60 mg", "daily", "", None, None),
    ("60 mg morgens", "60 mg", "daily", "", None, None),
    ("5 mg nocte", "5 mg", "daily", "", None, None),
    ("400 mg daily po", "400 mg", "daily", "oral", None, None),
    ("p.o. 40 mg daily", "40 mg", "daily", "oral", None, None),
    ("5 mg every other day", "5 mg", "every other day", "", None, None),
    ("5 mg qod", "5 mg", "every other day", "", None, None),
    ("3 g/d", "3 g/d", "", "", None, None),
    ("3g/day", "3 g/d", "", "", None, None),
    ("3 g / 24 h", "3 g/d", "", "", None, None),
    ("2000 mg/Tag", "2000 mg/d", "", "", None, None),
    ("60 mg/d qd", "60 mg/d", "", "", None, None),
    ("0.5 mg/kg/d", "0.5 mg/kg/d", "", "", None, None),
    ("5 mg/kg/day po", "5 mg/kg/d", "", "oral", None, None),
    ("0.4 g/kg/d", "0.4 g/kg/d", "", "", None, None),
    ("50 µg daily", "50 ug", "daily", "", None, None),
    ("50 mcg daily", "50 ug", "daily", "", None, None),
    ("2 g", "2 g", "", "", None, None),
    ("500 mg q2w x6", "500 mg", "every 2 weeks", "", 6, None),
    ("q2w 500 mg i.v. x 6", "500 mg", "every 2 weeks", "iv", 6, None),
    ("500 mg iv every 2 weeks 6 doses", "500 mg", "every 2 weeks", "iv", 6, None),
    ("500 mg iv alle 2 Wochen ×6", "500 mg", "every 2 weeks", "iv", 6, None),
    ("6x500 mg iv q2w", "500 mg", "every 2 weeks", "iv", 6, None),
    ("500 mg q14d x6", "500 mg", "every 14 days", "", 6, None),
    ("0.75 g/m² iv q4w x6", "0.75 g/m2", "every 4 weeks", "iv", 6, None),
    ("750 mg/m2 monthly x6", "750 mg/m2", "monthly", "", 6, None),
    ("375 mg/m^2 weekly x4", "375 mg/m2", "weekly", "", 4, None),
    ("10 mg/kg iv q4w", "10 mg/kg", "every 4 weeks", "iv", None, None),
    ("200 mg sc weekly", "200 mg", "weekly", "sc", None, None),
    ("200 mg s.c. qw", "200 mg", "weekly", "sc", None, None),
    ("15 mg im once a week", "15 mg", "weekly", "im", None, None),
    ("1000 mg iv q6mo", "1000 mg", "every 6 months", "iv", None, None),
    ("1 g iv x2 d1 d15", "1 g", "on days 1 and 15", "iv", 2, None),
    ("1000 mg iv d1, d15", "1000 mg", "on days 1 and 15", "iv", 2, None),
    ("1 g iv on days 1 and 15", "1 g", "on days 1 and 15", "iv", 2, None),
    ("1 g iv Tag 1 und 15", "1 g", "on days 1 and 15", "iv", 2, None),
    ("on days 0, 14 1 g iv", "1 g", "on days 0 and 14", "iv", 2, None),
    ("1 g iv d1-3", "1 g", "on days 1 to 3", "iv", 3, None),
    ("1 g iv x3", "1 g", "", "iv", 3, None),
    ("3 x 1 g iv", "1 g", "", "iv", 3, None),
    ("1 g iv 6 given", "1 g", "", "iv", None, 6),
    ("500 mg iv q2w x6 5 given", "500 mg", "every 2 weeks", "iv", 6, 5),
    ("1 g once", "1 g", "once", "", None, None),
    ("1-0-1 500 mg", "500 mg", "bid", "", None, None),
    ("500 mg 1-0-1", "500 mg", "bid", "", None, None),
    ("500 mg 1 - 1 - 1", "500 mg", "tid", "", None, None),
    ("1-0-0 60 mg", "60 mg", "daily", "", None, None),
    ("1-1-1-1 250 mg", "250 mg", "qid", "", None, None),
    ("2-0-2 500 mg", "1000 mg", "bid", "", None, None),
    ("2-0-1 500 mg", "1500 mg/d", "", "", None, None),
    ("0.5-0-0.5 5 mg", "2.5 mg", "bid", "", None, None),
    ("1-0-1", "None", "bid", "", None, None),
    ("2x500 mg bid", "1000 mg", "bid", "", None, None),
    ("2 tablets of 500 mg bid", "1000 mg", "bid", "", None, None),
    ("2x500 mg tgl.", "1000 mg/d", "", "", None, None),
    ("1.5 tabs 5 mg qd", "7.5 mg", "daily", "", None, None),
]  # fmt: skip
REFUSED = [
    ("2x1,5g", "name the drug first"),
    ("2x500 mg weekly", "1000 mg weekly or 500 mg weekly x2"),
    ("500 mg x2", "write bid"),
    ("500 mg bid x14", "doses or days"),
    ("500 mg bid x 3 mo", "day of the last dose"),
    ("500 mg bid for 6 weeks", "day of the last dose"),
    ("500 bid", "no unit"),
    ("500", "no unit"),
    ("bid", "no number"),
    ("3 g/d bid", "3 g/d for the whole day"),
    ("1 g mane 500 mg nocte", "two doses"),
    ("500-1000 mg bid", "a range"),
    ("500 to 1000 mg daily", "a range"),
    ("<1 g", "a bound"),
    ("up to 60 mg daily", "a bound"),
    ("ca. 1 g", "a bound"),
    ("500 mg biweekly", "two"),
    ("500 mg BIW", "two"),
    ("200 mg bimonthly", "two"),
    ("5 mg prn", "as needed"),
    ("5 mg bei Bedarf", "as needed"),
    ("500 mg bid daily", "two frequencies"),
    ("500 mg iv po", "two routes"),
    ("1 g iv x2 x3", "second number"),
    ("1 g iv x3 d1 d15", "another number"),
    ("1,234 mg bid", "1234 or 1.234"),
    ("1.500 mg bid", "1500 or 1.5"),
    ("0 mg daily", "none"),
    ("0-0-0 500 mg", "no dose at any time"),
    ("2-0-1", "what one tablet holds"),
    ("1-0-1 500 mg bid", "twice how often"),
    ("1-0-1 3 g/d", "strength in mg or g"),
    ("2024-03-15", "neither"),
    ("500 mg iv q2w x0", "no number of doses"),
    ("500 mg sometimes", "sometimes"),
    ("7x20 mg", "name the drug first"),
    ("500 mg q7h", "does not divide a day"),
    ("", "no number"),
]


def said(reading: DoseReading) -> tuple[str, str, str, int | None, int | None]:
    dose = f"{reading.dose.value} {reading.dose.unit}" if reading.dose else "None"
    return (dose, reading.frequency, reading.route, reading.doses_planned, reading.doses_given)


@pytest.mark.parametrize(("written", "dose", "frequency", "route", "planned", "given"), READ)
def test_a_dose_in_shorthand_is_read(
    written: str, dose: str, frequency: str, route: str, planned: int | None, given: int | None
) -> None:
    reading = read_dose(written)
    assert said(reading) == (dose, frequency, route, planned, given)
    assert reading.written == written
    assert said(read_dose(reading.text) if reading.dose else reading) == said(reading)


@pytest.mark.parametrize(("written", "why"), REFUSED)
def test_what_is_unclear_is_refused_with_the_remedy(written: str, why: str) -> None:
    for infused in (None,) if written in ("2x1,5g", "2x500 mg weekly", "7x20 mg") else (None, False):
        with pytest.raises(ValueError, match=why.replace("(", r"\(")):
            read_dose(written, infused=infused)


def test_what_two_times_counts_is_told_by_the_drug() -> None:
    assert said(read_dose("2x1,5g", infused=False)) == ("1.5 g", "bid", "", None, None)
    assert said(read_dose("2x1 g", infused=True)) == ("1 g", "", "", 2, None)
    assert said(read_dose("2x1 g iv", infused=False)) == ("1 g", "", "iv", 2, None)
    assert said(read_dose("2x2.5 mg weekly", infused=False)) == ("5.0 mg", "weekly", "", None, None)
    assert said(read_dose("4x375 mg/m2 weekly", infused=True)) == ("375 mg/m2", "weekly", "", 4, None)
    with pytest.raises(ValueError, match="not usual"):
        read_dose("7x20 mg", infused=False)


def test_the_dose_of_a_day_is_told_only_where_it_is_known() -> None:
    assert str(read_dose("1.5 g bid").a_day) == "3.0 g/d"
    assert str(read_dose("500 mg q8h").a_day) == "1500 mg/d"
    for seldom in ("3 g/d", "500 mg q2w", "200 mg weekly", "2 g", "1 g once"):
        assert read_dose(seldom).a_day is None, seldom


def test_what_was_worked_out_says_so() -> None:
    for written in ("2-0-1 500 mg", "1-0-1 500 mg", "2x500 mg bid", "500 mg q2w x6", "2 tabs 500 mg bid"):
        assert read_dose(written).worked_out, written
    for written in ("1.5 g bid", "3 g/d", "500 mg iv q2w", "1 g iv 6 given"):
        assert not read_dose(written).worked_out, written


def test_a_note_keeps_what_was_written_of_the_last_dose_only() -> None:
    note = note_with("Seen in clinic.", read_dose("2-0-1 500 mg"))
    assert note == "Seen in clinic.\nDose as written: 2-0-1 500 mg"
    assert (
        note_with(note, read_dose("2 tabs 500 mg bid"))
        == "Seen in clinic.\nDose as written: 2 tabs 500 mg bid"
    )
    assert note_with(note, read_dose("1 g bid")) == "Seen in clinic."


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("BID", "bid"), ("b.i.d.", "bid"), ("2x tgl.", "bid"), ("1x/d", "daily"), ("q2w", "every 2 weeks"),
        ("alle 4 Wochen", "every 4 weeks"), ("every 3 months", "every 3 months"), ("d1 d15", "on days 1 and 15"),
        ("monatlich", "monthly"), ("every 1 day", "daily"), ("q24h", "daily"), ("q1w", "weekly"),
    ],
)  # fmt: skip
def test_how_often_is_kept_in_the_words_of_the_record(written: str, kept: str) -> None:
    assert read_frequency(written) == kept
    assert read_frequency(kept) == kept


@pytest.mark.parametrize("written", ["biweekly", "often", "bid daily", "500 mg bid", "prn", "every 0 weeks"])
def test_a_frequency_that_is_unclear_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"write|two|leave"):
        read_frequency(written)


def test_the_times_of_a_day_are_those_that_the_review_counts() -> None:
    assert times_per_day("bid") == 2
    assert times_per_day("Every other day") == Decimal("0.5")
    assert times_per_day("every 2 weeks") is None


@st.composite
def shorthand(draw: st.DrawFn) -> str:
    number = draw(
        st.decimals(min_value=Decimal("0.01"), max_value=5000, places=draw(st.sampled_from([0, 1, 2])))
    )
    unit = draw(st.sampled_from(["mg", "g", "mg/kg", "mg/m2", "g/m²", "µg"]))
    frequency = draw(
        st.sampled_from(
            ["", "bid", "tid", "qd", "q2w", "weekly", "monthly", "2x tgl.", "q12h", "qod", "every 5 days"]
        )
    )
    route = draw(st.sampled_from(["", "iv", "po", "s.c."]))
    parts = [f"{number if number > 0 else 1} {unit}", frequency, route]
    return " ".join(part for part in draw(st.permutations(parts)) if part)


@given(shorthand())
def test_what_is_read_can_be_written_and_read_again(written: str) -> None:
    reading = read_dose(written)
    assert said(read_dose(reading.text)) == said(reading)
    assert reading.dose is not None


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    reading, refused = read_or_refusal(text)
    if reading is None:
        assert len(refused) > 20
    else:
        assert reading.dose is not None or reading.frequency or reading.doses_given is not None


def read_or_refusal(text: str) -> tuple[DoseReading | None, str]:
    try:
        return read_dose(text), ""
    except ValueError as error:
        return None, str(error)
