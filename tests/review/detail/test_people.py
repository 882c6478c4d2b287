"""The person behind the record: words as written, a meaning only where a source holds one, reasons only from the record."""

from case_builder import biopsy, case, guideline, measure, mmf, on, one_failure, pdc, two_failures

from lnreview.case.model import Case
from lnreview.review.detail.people import people, wishes_pregnancy
from lnreview.review.detail.room import room
from lnreview.review.detail.table import Row, Table
from lnreview.review.evaluate import assessment


def table(subject: Case) -> Table:
    (found,) = people(assessment(subject, guideline()))
    return found


def row(subject: Case, name: str) -> Row:
    return next(item for item in table(subject).rows if item.cells[0] == name)


def reasons(subject: Case) -> dict[str, tuple[str, str]]:
    return {
        item.cells[0]: item.cells[1:]
        for found in room(assessment(subject, guideline()))
        for item in found.rows
    }


def test_a_record_that_says_nothing_of_the_person_gives_no_table() -> None:
    view = assessment(case(biopsy(), as_of=5), guideline())
    assert people(view) == ()
    assert room(view) == ()


def test_words_of_the_person_stand_as_written_and_mean_nothing_by_themselves() -> None:
    subject = two_failures(
        person={"preferences": "no more steroids", "circumstances": "works nights", "severity": "severe"}
    )
    assert row(subject, "Preferences").cells[1:] == ("no more steroids", "")
    assert row(subject, "Circumstances").cells[1:] == ("works nights", "")
    assert row(subject, "How severe it is for this person").cells[1] == "severe"


def test_a_wish_for_a_pregnancy_brings_the_teratogens_and_who_must_be_asked() -> None:
    subject = two_failures(person={"pregnancy_plans": "wished-later", "team": ["nephrology"]})
    found = row(subject, "Pregnancy")
    assert "active on record" in found.cells[2]
    assert "6 weeks after" in found.cells[2]
    assert "Azathioprine" in found.cells[2]
    assert "mycophenolate" in found.cells[2].split("to be stopped for it:")[1]
    assert {(item.source, item.status) for item in found.citations} >= {
        ("mmf-rems", "primary"),
        ("kdigo-2024", "secondary"),
    }
    assert reasons(subject)["Obstetrics"][1] == "not named on record"
    assert reasons(subject)["Nephrology"] == ("", "yes")
    assert any(item.what == "contraception" for item in table(subject).missing)


def test_no_wish_no_obstetrics() -> None:
    subject = two_failures(person={"pregnancy_plans": "none", "contraception": "intrauterine device"})
    assert not wishes_pregnancy(assessment(subject, guideline()))
    assert "Obstetrics" not in reasons(subject)
    assert row(subject, "Pregnancy").cells[1:] == ("no pregnancy is planned", "")
    assert table(subject).missing == ()


def test_a_planned_pregnancy_of_the_record_counts_like_a_wish() -> None:
    planned = ("pregnancies", {"status": "planning", "since": on(300)})
    assert wishes_pregnancy(assessment(two_failures(planned), guideline()))
    over = ("pregnancies", {"status": "planning", "since": on(200), "until": on(250)})
    assert not wishes_pregnancy(assessment(two_failures(over), guideline()))


def test_barriers_lead_to_infused_cyclophosphamide_by_kdigo_and_to_those_who_can_help() -> None:
    barred = measure("statement", "", 100, 180, says="unclear", barriers=["cost", "low-mood"])
    subject = one_failure(barred)
    found = row(subject, "Barriers to adherence")
    assert found.cells[1] == "cost, low mood"
    assert found.cells[2] == "Intravenous cyclophosphamide where adherence to oral drugs is in doubt."
    assert (found.citations[0].source, found.citations[0].status) == ("kdigo-2024", "secondary")
    assert {"Social work", "Psychology"} <= reasons(subject).keys()


def test_adherence_in_range_without_barriers_raises_no_doubt() -> None:
    subject = one_failure(person={"preferences": "x"})
    assert not any(item.cells[0] == "Barriers to adherence" for item in table(subject).rows)
    low = case(biopsy(), mmf(0), pdc(40, "mmf", 0, 180), as_of=185)
    assert any(item.cells[0] == "Barriers to adherence" for item in table(low).rows)
    assert "Pharmacy" in reasons(low)


def test_a_preferred_route_names_the_options_that_fit() -> None:
    infusion = row(two_failures(person={"route": "infusion"}), "Preferred route").cells[2]
    oral = row(two_failures(person={"route": "oral"}), "Preferred route").cells[2]
    assert "rituximab" in infusion
    assert "voclosporin" not in infusion
    assert "voclosporin" in oral
    assert "rituximab" not in oral


def test_another_condition_says_which_options_it_touches() -> None:
    subject = two_failures(("comorbidities", {"what": "peripheral neuropathy", "present": "yes"}))
    assert row(subject, "Other condition").cells[2] == "bortezomib: stopped."


def test_a_report_without_indices_is_a_reason_for_the_pathologist() -> None:
    lacking = case(biopsy(ai=None, ci=None), mmf(0), as_of=100)
    assert "activity index" in reasons(lacking)["Pathology"][0]
    assert "Pathology" not in reasons(case(biopsy(), mmf(0), as_of=100))
