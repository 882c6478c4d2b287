"""What a notice has to hold: every element that a record can name is described, cited, and put as a point of appeal."""

from typing import get_args

from lnreview import resources
from lnreview.case.paperwork import NoticeElement
from lnreview.guideline.check import check
from lnreview.guideline.load import load
from lnreview.guideline.notice import FILE, notice_rules, problems

RULES = notice_rules(load())


def test_every_element_of_a_record_is_described_once():
    assert sorted(item.id for item in RULES.elements) == sorted(get_args(NoticeElement))


def test_each_carries_how_far_it_was_verified():
    status = {item.id: item.status for item in RULES.elements}
    assert {name for name, value in status.items() if value == "primary"} == {
        "criterion-and-source", "plain-language", "addressed-to-practitioner",
    }  # fmt: skip
    assert {name for name, value in status.items() if value == "unverified"} == {"peer-to-peer-offer"}
    assert [item.id for item in RULES.elements if item.only == "expedited"] == ["expedited-procedure"]
    assert {item.status for item in RULES.reviewers} == {"primary"}


def test_a_fault_is_named_with_its_place(pack):
    path = pack / FILE
    path.parent.mkdir()
    text = (resources.guideline() / FILE).read_text(encoding="utf-8")
    path.write_text(
        text.replace('id = "time-limits"', 'id = "time-limit"') + "\n[[elements]]\n", encoding="utf-8"
    )

    found = problems(pack)

    wrong = text.splitlines().index('id = "time-limits"') + 1
    unknown = path.read_text(encoding="utf-8").splitlines().index("[[elements]]") + 1
    assert [item.place for item in found] == [
        f"{FILE}, line {unknown}, key elements",
        f"{FILE}, line {wrong}, key element[6].id",
    ]
    assert set(found) <= set(check(pack))


def test_a_pack_without_the_file_has_no_rules(pack):
    assert problems(pack) == ()
    assert notice_rules(load(pack)).elements == ()
