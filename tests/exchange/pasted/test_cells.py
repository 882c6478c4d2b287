"""Single cells: numbers, days, results, ranges, names. Nothing that can mean two things is read as one of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.exchange.pasted.days import Calendar, read_day, weigh
from lnreview.exchange.pasted.headers import role_of, with_unit
from lnreview.exchange.pasted.named import equation_of, read_name
from lnreview.exchange.pasted.numbers import read_number
from lnreview.exchange.pasted.numbers import weigh as weigh_numbers
from lnreview.exchange.pasted.ranges import PrintedRange, read_range
from lnreview.exchange.pasted.results import read_result

# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "sign", "doubtful"),
    [
        (["3.4", "12"], ".", ""),
        (["3,4", "12"], ",", ""),
        (["12", "88"], None, ""),
        (["1.234"], None, "1.234"),
        (["1,234", "567"], None, "1,234"),
        (["1,234", "3.4"], ".", ""),
        (["1.234", "0,82"], ",", ""),
        (["0.123"], ".", ""),
        ([".5"], ".", ""),
        (["1,234,567"], ".", ""),
        (["1.234,5"], ",", ""),
        (["1'234.5"], ".", ""),
        (["3.4", "3,4"], None, "3,4"),
        (["12 345"], None, ""),
    ],
)
def test_the_decimal_sign_is_proved_by_the_table_or_in_doubt(texts, sign, doubtful):
    found = weigh_numbers(texts)
    assert (found.sign, found.doubtful) == (sign, doubtful)


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("3.40", ".", "3.40"), ("3,40", ",", "3.40"), ("1.234", ",", "1234"), ("1,234.5", ".", "1234.5"), ("1.234,5", ",", "1234.5"),
        ("12 345,5", ",", "12345.5"), ("1'234", ".", "1234"), ("−3.4", ".", "-3.4"), (".5", ".", "0.5"), ("88", None, "88"),
        ("3,4", ".", None), ("3.4", ",", None), ("1.234", None, None), ("1.2.3", ".", None), ("1,23,456", ".", None),
    ],
)  # fmt: skip
def test_a_number_is_read_with_the_sign_of_its_table_or_not_at_all(text, sign, value):
    found = read_number(text, sign)
    assert found == (None if value is None else Decimal(value))
    if value is not None and found is not None:
        assert str(found) == value, "its digits stay as they were written"


@given(st.decimals(-(10**6), 10**6, places=2), st.sampled_from([".", ","]))
def test_a_number_written_with_two_decimals_comes_back(number, sign):
    assert read_number(format(number, "f").replace(".", sign), sign) == number


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-04", "2024-03-04"), ("2024/3/4", "2024-03-04"), ("20240304", "2024-03-04"), ("2024-03-04T08:15:00Z", "2024-03-04"),
        ("4 Mar 2024", "2024-03-04"), ("Mar 4, 2024 8:15 AM", "2024-03-04"), ("Mon, 4 March 2024", "2024-03-04"), ("4. März 2024", "2024-03-04"),
        ("4 mars 2024 à 08h15", "2024-03-04"), ("1er mars 2024", "2024-03-01"), ("4 marca 2024", "2024-03-04"), ("04-Mar-2024", "2024-03-04"),
        ("2024-03-04 0815", "2024-03-04"), ("14 Mar 2024", "2024-03-14"), ("March 2024", "2024-03"), ("03/2024", "2024-03"), ("2024-03", "2024-03"), ("2024", "2024"), ("m+6", "m+6"), ("2024-Mar-04", "2024-03-04"),
        ("2024-02-30", None), ("soon", None), ("31/31/2024", None), ("4 Foo 2024", None), ("3.4", None), ("", None),
    ],
)  # fmt: skip
def test_a_day_that_can_be_read_in_one_way_is_read(text, day):
    found = read_day(text, Calendar())
    assert (found.text if found else None) == day


@pytest.mark.parametrize(
    ("texts", "order", "orders"),
    [
        (["03/04/2024"], "", ("dmy", "mdy")),
        (["03/04/2024", "14/04/2024"], "dmy", ()),
        (["03/04/2024", "04/14/2024"], "mdy", ()),
        (["04/04/2024", "05/05/2024"], "dmy", ()),
        (["03.04.2024", "2024-01-01"], "", ("dmy", "mdy")),
        (["14/03/2024", "03/14/2024"], "", ("dmy", "mdy")),
        (["24/03/04"], "", ("dmy", "ymd")),
        (["14.03.24"], "dmy", ()),
        (["2024-03-04", "4 Mar 2024"], "", ()),
    ],
)
def test_day_or_month_first_is_proved_by_the_table_or_in_doubt(texts, order, orders):
    doubt = weigh(texts)
    assert (doubt.order, doubt.orders) == (order, orders)


def test_a_year_of_two_digits_needs_its_century():
    assert weigh(["04/13/24"]).short_years
    assert read_day("04/13/24", Calendar("mdy")) is None
    assert str(read_day("04/13/24", Calendar("mdy", "20"))) == "2024-04-13"
    assert str(read_day("29 Feb 00", Calendar("", "20"))) == "2000-02-29"
    assert read_day("29 Feb 00", Calendar("", "19")) is None, "1900 was no leap year"


@given(st.dates().filter(lambda day: day.year > 1900), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y"]))
def test_a_day_written_in_a_known_order_comes_back(day, form):
    if day.year > 2199:
        return
    order = "mdy" if form.startswith("%m") else "dmy"
    assert str(read_day(day.strftime(form), Calendar(order))) == day.isoformat()


# --- results ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number", "comparator", "unit", "flag", "words"),
    [
        ("3.4", "3.4", "", "", "", ""), ("3.4 g/g", "3.4", "", "g/g", "", ""), ("3.4 H", "3.4", "", "", "H", ""), ("3.4H", "3.4", "", "", "H", ""),
        ("H 3.4", "3.4", "", "", "H", ""), ("3.4*", "3.4", "", "", "*", ""), ("3.4 mg/dL (H)", "3.4", "", "mg/dL", "H", ""),
        ("3.4 mg/dL*", "3.4", "", "mg/dL", "*", ""), ("<0.1", "0.1", "<", "", "", ""), ("≥ 90", "90", ">=", "", "", ""),
        (">90 mL/min/1.73 m²", "90", ">", "mL/min/1.73 m²", "", ""), ("less than 0.5", "0.5", "<", "", "", ""),
        ("250 x10^9/L", "250", "", "x10^9/L", "", ""), ("5 /HPF", "5", "", "/HPF", "", ""), ("↑ 3,4", "3,4", "", "", "↑", ""),
        ("1,04+", "1,04", "", "", "+", ""), ("3400 ++", "3400", "", "", "++", ""), ("0,54-", "0,54", "", "", "-", ""), ("++", "", "", "", "", "++"),
        ("trace", "", "", "", "", "trace"), ("1+", "", "", "", "", "1+"), ("3+ (A)", "", "", "", "A", "3+"), ("1:320", "", "", "", "", "1:320"),
        ("0-2", "", "", "", "", "0-2"), ("5-10 /hpf", "", "", "", "", "5-10 /hpf"), ("1.2e3", "", "", "", "", "1.2e3"),
        ("Negative", "", "", "", "", "Negative"), ("total", "", "", "", "", "total"), ("see note", "", "", "", "", "see note"),
        ("2 of 3", "", "", "", "", "2 of 3"), ("3rd sample", "", "", "", "", "3rd sample"), ("Positive H", "", "", "", "", "Positive H"),
        ("", "", "", "", "", ""), ("--", "", "", "", "", ""), ("n/a", "", "", "", "", ""),
    ],
)  # fmt: skip
def test_a_result_is_a_number_a_bound_or_words(text, number, comparator, unit, flag, words):
    if text == "Positive H":
        words, flag = "Positive", "H"
    found = read_result(text)
    assert (found.number, found.comparator, found.unit, found.flag, found.words) == (
        number,
        comparator,
        unit,
        flag,
        words,
    )


@pytest.mark.parametrize("text", ["pending", "In process", "ausstehend", "en cours", "QNS", "not performed"])
def test_words_that_say_that_there_is_no_result_are_no_result(text):
    assert read_result(text).no_result
    assert not read_result(text).number


def test_what_stands_beside_a_number_is_kept():
    assert read_result("5.9 (hemolyzed)").beside == "hemolyzed"
    assert read_result("5.9 (hemolyzed)").number == "5.9"


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("0.6-1.1", "0.6", "1.1", ""), ("0,6 – 1,1 mg/dl", "0,6", "1,1", "mg/dl"), ("<0.2", "", "0.2", ""), (">= 60 mL/min", "60", "", "mL/min"),
        ("90 to 180", "90", "180", ""), ("bis 0,2", "", "0,2", ""), ("[3.5 - 5.0] g/dL", "3.5", "5.0", "g/dL"), ("(0-20)", "0", "20", ""),
    ],
)  # fmt: skip
def test_a_printed_range_is_read_with_its_unit(text, low, high, unit):
    assert read_range(text) == PrintedRange(low, high, unit)


@pytest.mark.parametrize("text", ["Negative", "see report", "", "0.6-1.1 in women"])
def test_what_is_no_range_is_none(text):
    assert read_range(text) is None


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "specimen", "id"),
    [
        ("Protein/Creat Ratio, Urine", "", "upcr"), ("PROT/CREAT", "", "upcr"), ("Protein/Creatinine Ratio (random urine)", "", "upcr"),
        ("Eiweiß/Kreatinin-Quotient im Urin", "", "upcr"), ("Complement C3, Serum", "", "c3"), ("Kreatinin i.S.", "", "creatinine"),
        ("Creatinine, Ser/Plas", "", "creatinine"), ("Kreatynina w surowicy", "", "creatinine"), ("Créatinine (plasma)", "", "creatinine"),
        ("Albumin (BCP)", "", "albumin"), ("eGFR (CKD-EPI 2021)", "", "egfr"), ("Protein, Urine, 24 hour", "", "urine-protein-24h"),
        ("Protein", "Urinalysis", "proteinuria"), ("RBC", "Urine", "urine-rbc"), ("HGB", "", "haemoglobin"), ("DNA (ds) Antibody", "", "anti-dsdna"),
    ],
)  # fmt: skip
def test_names_are_known_as_portals_print_them(printed, specimen, id):
    found = read_name(printed, specimen)
    assert found.analyte is not None, printed
    assert found.name == id


@pytest.mark.parametrize(
    ("printed", "specimen"),
    [
        ("Creatinine", "Urine"), ("Creatinine, Urine", ""), ("Albumin, Urine", ""), ("Albumin", "Urine, random"), ("Creatinine Clearance", ""),
        ("Potassium", "Urine"), ("Kreatinin im Urin", ""), ("Protein, Total", ""), ("Total Protein", "Serum"), ("eGFR if African American", ""),
        ("Urea", "24h urine"), ("Protein", "Serum"),
    ],
)  # fmt: skip
def test_a_test_of_urine_is_never_one_of_blood_and_what_is_not_known_stays_as_written(printed, specimen):
    found = read_name(printed, specimen)
    assert found.analyte is None
    assert printed in found.name


def test_the_equation_is_taken_from_the_name_where_it_says_the_year():
    assert equation_of("eGFR (CKD-EPI 2021)") == "ckd-epi-2021"
    assert equation_of("eGFR CKD-EPI") == "unknown"
    assert equation_of("GFR (MDRD)") == "mdrd"


@pytest.mark.parametrize(
    ("title", "name", "unit"),
    [
        ("UPCR (g/g)", "UPCR", "g/g"), ("Creatinine [µmol/L]", "Creatinine", "µmol/L"), ("C3, mg/dL", "C3", "mg/dL"),
        ("eGFR (CKD-EPI)", "eGFR (CKD-EPI)", ""), ("Albumin g/L", "Albumin", "g/L"), ("Date/Time", "Date/Time", ""),
    ],
)  # fmt: skip
def test_a_unit_in_a_title_is_found(title, name, unit):
    assert with_unit(title) == (name, unit)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Date Collected", "date"), ("Entnahmedatum", "date"), ("Date de prélèvement", "date"), ("Data pobrania", "date"), ("Resulted", "resulted"),
        ("Ergebnis", "value"), ("Wynik", "value"), ("Résultat", "value"), ("Value (mg/dL)", "value"), ("Norma", "range"), ("Referenzbereich", "range"),
        ("Badanie", "analyte"), ("Component", "analyte"), ("UoM", "unit"), ("H/L", "flag"), ("Uwagi", "comment"), ("Ordering provider", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_head_of_a_column_says_what_it_holds(title, role):
    assert role_of("labs", title) == role


@pytest.mark.parametrize("text", [":", "<0.2", "n/a", "3-", "-", "1.2.x"])
@pytest.mark.parametrize("sign", [None, ".", ","])
def test_what_is_no_number_is_read_as_none(text, sign):
    assert read_number(text, sign) is None
