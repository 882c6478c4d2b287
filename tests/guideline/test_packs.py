"""Payer packs as data: what ships, what a person writes, and what is said of a file with faults."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from lnreview import resources
from lnreview.guideline.asks import ASKS
from lnreview.guideline.check import check
from lnreview.guideline.load import load
from lnreview.guideline.pack_files import check_packs, is_pack_folder
from lnreview.guideline.packs import packs

SHIPPED = resources.guideline() / "payer" / "packs"

SMALL = """\
id = "mine"
version = "1"
title = "A small pack"
source = "my own plan's page"
status = "primary"
drugs = ["belimumab"]
initial = "start"

[criterion.start]
words = "Criteria"
all = ["age", "class"]

[criterion.age]
words = "Adult"
ask = "age"
at_least = 18
accepts = "birth date"

[criterion.class]
words = "Class on biopsy"
ask = "biopsy-class"
classes = ["III", "IV"]
accepts = "report"
"""


def own(folder: Path, **files: str):
    """Return the packs with the user's own files."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return packs(load(own_packs=folder))


def faults(folder: Path, old: str, new: str) -> list[str]:
    """Return what is said of the small pack with one text changed."""
    assert SMALL.count(old) == 1, old
    path = folder / "mine.toml"
    path.write_text(SMALL.replace(old, new), encoding="utf-8")
    return [str(problem) for problem in check_packs(path, load())]


# --- what ships ------------------------------------------------------------------------------------------------------


def test_the_packs_of_the_payer_reference_ship_with_the_status_of_their_source():
    found = packs(load())

    assert found.problems == ()
    assert {id: pack.status for id, pack in found.packs.items()} == {
        "EX-BEL-BIOPSY": "secondary",
        "EX-BEL-ALTDX": "secondary",
        "EX-BEL-FAIL": "secondary",
        "EX-BEL-VCS-DUAL": "secondary",
        "EX-VCS-CLASSUPCR": "secondary",
        "EX-VCS-CRR": "primary",
        "EX-OBI-SOC": "primary",
        "EX-RTX-REFR": "secondary",
        "EX-IVIG-SLE": "secondary",
        "EX-CART-TRIAL": "program-default",
        "EX-BLANK": "unverified",
    }
    assert found.own == frozenset()


def test_a_criterion_may_be_more_trustworthy_than_its_pack_and_says_so():
    pack = packs(load()).packs["EX-RTX-REFR"]

    assert pack.criteria["first-line-failed"].status == "primary"
    assert pack.criteria["support"].status == "secondary"


def test_every_shipped_pack_is_an_example_with_its_gaps_told():
    for pack in packs(load()).packs.values():
        assert pack.example
        assert pack.notes
        assert pack.read_on is not None or pack.template
        assert pack.change_log


def test_every_question_says_what_settles_it():
    for pack in packs(load()).packs.values():
        for item in pack.criteria.values():
            if item.question is not None:
                assert item.accepts, (pack.id, item.id)


@pytest.mark.parametrize(
    ("pack", "criterion", "name", "value"),
    [
        ("EX-BEL-BIOPSY", "age", "at_least", "5"),
        ("EX-BEL-ALTDX", "protein", "at_least", "500"),
        ("EX-BEL-FAIL", "reached-5", "at_least", "5"),
        ("EX-BEL-FAIL", "reached-18", "at_least", "18"),
        ("EX-BEL-VCS-DUAL", "two-courses", "count", "2"),
        ("EX-VCS-CLASSUPCR", "upcr-class-v", "at_least", "2"),
        ("EX-VCS-CLASSUPCR", "upcr-other", "at_least", "1.5"),
        ("EX-VCS-CLASSUPCR", "dose", "at_most", "47.4"),
        ("EX-VCS-CLASSUPCR", "capsules", "at_most", "6"),
        ("EX-VCS-CRR", "egfr", "above", "45"),
        ("EX-VCS-CRR", "blood-pressure", "systolic_at_most", "165"),
        ("EX-VCS-CRR", "blood-pressure", "diastolic_at_most", "105"),
        ("EX-VCS-CRR", "under-52-weeks", "below", "52"),
        ("EX-VCS-CRR", "upcr-low", "at_most", "0.5"),
        ("EX-VCS-CRR", "egfr-60", "at_least", "60"),
        ("EX-VCS-CRR", "no-fall", "fall_at_most", "20"),
        ("EX-RTX-REFR", "support", "articles_at_least", "2"),
        ("EX-CART-TRIAL", "trial-age", "at_most", "65"),
        ("EX-CART-TRIAL", "trial-sledai", "at_least", "6"),
        ("EX-CART-TRIAL", "trial-regimens", "count", "2"),
    ],
)
def test_the_numbers_are_those_of_the_payer_reference(pack, criterion, name, value):
    question = packs(load()).packs[pack].criteria[criterion].question

    assert Decimal(getattr(question, name)) == Decimal(value)


def test_a_policy_older_than_the_label_is_marked(tmp_path):
    dates = 'version = "1"\neffective_from = "2025-09"\nlabel_change_date = "2025-10"'
    same_month = 'version = "1"\neffective_from = "2025-10"\nlabel_change_date = "2025-10"'

    assert (
        own(tmp_path, mine=SMALL.replace('version = "1"', dates)).packs["mine"].policy_predates_label_change
    )
    # one month for both: which came first is not known
    assert not own(tmp_path, mine=SMALL.replace('version = "1"', same_month)).packs["mine"].policy_predates_label_change  # fmt: skip
    assert not own(tmp_path, mine=SMALL).packs["mine"].policy_predates_label_change


# --- the template ----------------------------------------------------------------------------------------------------


def examples() -> dict[str, str]:
    """Return the commented example of each question."""
    text = (SHIPPED / "EX-BLANK.toml").read_text(encoding="utf-8")
    blocks = re.findall(r"((?:^#> .*\n)+)", text, re.MULTILINE)
    found = {}
    for block in blocks:
        plain = "".join(line.removeprefix("#> ") for line in block.splitlines(keepends=True))
        found[re.search(r'^ask = "(.*)"', plain, re.MULTILINE)[1]] = plain
    return found


@pytest.mark.parametrize("name", sorted(ASKS))
def test_the_example_of_every_question_can_be_used_as_it_stands(name, tmp_path):
    table = examples()[name]
    id = re.search(r"\[criterion\.(.*)\]", table)[1]
    text = SMALL.replace('all = ["age", "class"]', f'all = ["age", "class", "{id}"]') + "\n" + table

    assert own(tmp_path, mine=text).problems == ()


@pytest.mark.parametrize("name", sorted(ASKS))
def test_the_template_explains_every_parameter(name):
    text = (SHIPPED / "EX-BLANK.toml").read_text(encoding="utf-8")
    section = text[text.index(f"\n# {name}: ") : text.index(f"[criterion.ask-{name}]")]

    for parameter in ASKS[name].model_fields:
        assert f"- {parameter}: " in section


def test_the_template_shows_every_field_of_a_pack():
    from lnreview.guideline.packs import PayerPack

    text = (SHIPPED / "EX-BLANK.toml").read_text(encoding="utf-8")
    head = text[: text.index("[criterion.")]
    for name in PayerPack.model_fields:
        assert name == "criteria" or re.search(rf"^(# |\[\[)?{name}\b", head, re.MULTILINE), name


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('ask = "age"', 'ask = "aeg"', "mine.toml, line 15, key criterion.age.ask: “aeg” is no question that is known here"),
        ("at_least = 18", "atleast = 18", "mine.toml, line 16, key criterion.age.atleast: the question “age” has no such parameter; it knows at_least, above, at_most, below"),
        ("at_least = 18\n", "", "mine.toml, line 15, key criterion.age.ask: a limit is needed; give at_least"),
        ("at_least = 18", 'at_least = "much"', "mine.toml, line 16, key criterion.age.at_least: "),
        ('classes = ["III", "IV"]', 'classes = ["III", "VII"]', "mine.toml, line 22, key criterion.class.classes[2]: "),
        ('all = ["age", "class"]', 'all = ["age", "klass"]', "mine.toml, line 11, key criterion.start.all: “klass” is no criterion of this pack; correct the id or add [criterion.klass]"),
        ('all = ["age", "class"]', 'all = ["age", "class", "start"]', "mine.toml, line 9, key criterion.start: it leads back to itself"),
        ('all = ["age", "class"]', 'all = ["age", "age", "class"]', "mine.toml, line 11, key criterion.start.all: a criterion stands twice"),
        ('all = ["age", "class"]', 'n_of = 3\nof = ["age", "class"]', "mine.toml, line 11, key criterion.start.n_of: a number from 1 to 2 is needed"),
        ('all = ["age", "class"]', 'all = ["age"]', "mine.toml, line 19, key criterion.class: nothing leads to it"),
        ('all = ["age", "class"]', 'all = ["age", "class"]\nany = ["age"]', "mine.toml, line 9, key criterion.start: all and any stand together; give exactly one"),
        ('all = ["age", "class"]', 'if = "age"\nthen = "class"', "mine.toml, line 9, key criterion.start.else: the key is missing"),
        ('all = ["age", "class"]', 'al = ["age", "class"]', "mine.toml, line 9, key criterion.start: it asks nothing and joins nothing"),
        ('initial = "start"', 'initial = "begin"', "mine.toml, line 7, key initial: “begin” is no criterion"),
        ('initial = "start"', 'initial = "start"\ncontinuation = "again"', "mine.toml, line 8, key continuation: “again” is no criterion"),
        ('initial = "start"\n', "", "mine.toml, key initial: the key is missing; add it"),
        ('status = "primary"', 'status = "certain"', "mine.toml, line 5, key status: "),
        ('drugs = ["belimumab"]', 'drugs = ["belimumap"]', "mine.toml, line 6, key drugs: “belimumap” is no drug or therapy"),
        ('title = "A small pack"', 'titel = "A small pack"', "mine.toml, line 3, key titel: no such key is known here"),
        ('version = "1"', 'version = "1"\neffective_from = 2026-05-01\neffective_to = 2026-04-01', "mine.toml, line 4, key effective_to: it lies before effective_from"),
        ('version = "1"', 'version = "1"\neffective_from = "2026-13"', "mine.toml, line 3, key effective_from: "),
        ('version = "1"', 'version = "1"\nread_on = "m+3"', "mine.toml, line 3, key read_on: months from an anchor mean nothing in a policy"),
        ('id = "mine"', 'id = "EX-MINE"', "mine.toml, line 1, key id: an example has to say so; write example = true"),
        ('id = "mine"', 'id = "EX-BLANK"', "mine.toml, line 1, key id: “EX-BLANK” is the id of a pack that travels with the program; give this one another id"),
        ('accepts = "report"\n', "", "mine.toml, line 19, key criterion.class: accepts is missing"),
        ('accepts = "report"', 'accepts = "report"\nexclusion = "perhaps"', "mine.toml, line 24, key criterion.class.exclusion: "),
        ('words = "Criteria"', 'words = "Criteria"\nexclusion = true', "mine.toml, line 11, key criterion.start.exclusion: exclusion belongs to a question"),
        ("[criterion.class]", "[criterion.age]", "the file is not valid TOML"),
        ('id = "mine"', 'id = "mine', "the file is not valid TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_file_line_key_and_remedy(old, new, said, tmp_path):
    found = faults(tmp_path, old, new)

    assert any(said in text for text in found), found


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('ask = "proteinuria"\nat_least = 1\nunit = "g/gg"', "line 22, key criterion.class.unit: unit “g/gg” is not known"),
        ('ask = "proteinuria"\nat_least = 1\nunit = "mg"', "line 22, key criterion.class.unit: “mg” measures mass, but ratio or mass per day is needed"),
        ('ask = "lab"\nanalyte = "c33"\nflag = ["low"]', "line 21, key criterion.class.analyte: “c33” is no test that is known"),
        ('ask = "lab"\nanalyte = "c3"\nbelow = 90\nunit = "mg"', "line 23, key criterion.class.unit: “mg” measures mass; C3 needs concentration"),
        ('ask = "on-drug"\ndrugs = ["mycophenolat"]', "line 21, key criterion.class.drugs: “mycophenolat” is no drug of drugs.toml"),
        ('ask = "on-drug"\nclasses = ["steroid"]', "line 21, key criterion.class.classes: “steroid” is no drug class; use one of "),
        ('ask = "on-drug"', "line 20, key criterion.class.ask: a drug is needed; give drugs or classes"),
        ('ask = "verdict"\nverdicts = ["refractary"]', "line 21, key criterion.class.verdicts: “refractary” is no verdict; use one of alternative-diagnosis"),
        ('ask = "screened"\ntests = ["hepatitis"]', "line 21, key criterion.class.tests: “hepatitis” is no test that is known"),
        ('ask = "age"\nat_least = 30\nat_most = 20', "line 20, key criterion.class.ask: the lower limit lies above the upper one"),
        ('ask = "age"\nat_least = 30\nabove = 20', "one limit on each side is enough"),
        ('ask = "lab"\nanalyte = "c3"\nbelow = 90', "a limit needs its unit; add unit"),
    ],
)  # fmt: skip
def test_a_question_names_only_what_exists(table, said, tmp_path):
    old = 'ask = "biopsy-class"\nclasses = ["III", "IV"]'
    text = SMALL.replace('words = "Class on biopsy"\n' + old, table + '\nwords = "Class on biopsy"')
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")

    found = [str(problem) for problem in check_packs(path, load())]

    assert any(said in text for text in found), found


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    text = SMALL.replace("at_least = 18", "atleast = 18").replace('"IV"]', '"IX"]').replace("title", "titel")
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")

    found = "\n".join(str(problem) for problem in check_packs(path, load()))

    for key in (
        "criterion.age.atleast",
        "criterion.class.classes[2]",
        "key titel",
        "key title: the key is missing",
    ):
        assert key in found


def test_a_criterion_stands_once_in_a_tree(tmp_path):
    found = faults(tmp_path, 'all = ["age", "class"]', 'all = ["age", "either"]\n[criterion.either]\nwords = "Either"\nany = ["age", "class"]')  # fmt: skip

    assert any("it stands twice in the tree of “initial”" in text for text in found), found


def test_ids_differ_by_more_than_capitals(tmp_path):
    found = faults(
        tmp_path, 'all = ["age", "class"]\n',
        'all = ["age", "class", "Age"]\n\n[criterion.Age]\nwords = "Old"\nask = "age"\nat_least = 5\naccepts = "x"\n',
    )  # fmt: skip

    assert any("differs from “Age” by its capitals only" in text for text in found), found


def test_the_change_log_is_in_order(tmp_path):
    log = '\n[[change_log]]\non = "2026-05"\nwho = "me"\nwhy = "a"\n[[change_log]]\non = "2026-03"\nwho = "me"\nwhy = "b"\n'  # fmt: skip
    found = faults(tmp_path, 'initial = "start"\n', f'initial = "start"\n{log}')

    assert any("key change_log[2].on: it lies before the change above it" in text for text in found), found


# --- the user's folder -----------------------------------------------------------------------------------------------


def test_a_pack_in_the_users_folder_is_picked_up(tmp_path):
    found = own(tmp_path, mine=SMALL)

    assert found.problems == ()
    assert found.own == {"mine"}
    assert found.packs["mine"].criteria["age"].question.at_least == 18
    assert "EX-VCS-CRR" in found.packs


def test_a_faulty_pack_is_named_and_the_others_work(tmp_path):
    broken = SMALL.replace('id = "mine"', 'id = "other"').replace("at_least", "atleast")
    found = own(tmp_path, broken=broken, mine=SMALL)

    assert "mine" in found.packs
    assert "other" not in found.packs
    assert found.faulty == ("broken.toml",)
    assert [problem.place for problem in found.problems] == [
        "broken.toml, line 16, key criterion.age.atleast"
    ]


def test_an_id_that_ships_with_the_program_is_taken(tmp_path):
    clone = (SHIPPED / "EX-VCS-CRR.toml").read_text(encoding="utf-8")
    found = own(tmp_path, clone=clone)

    assert found.own == frozenset()
    assert [problem.place for problem in found.problems] == ["clone.toml, line 2, key id"]
    assert "give this one another id" in found.problems[0].message


def test_two_own_packs_with_one_id_are_told(tmp_path):
    found = own(tmp_path, one=SMALL, two=SMALL)

    assert "one.toml" in found.problems[0].message
    assert found.problems[0].place.startswith("two.toml")
    assert list(found.own) == ["mine"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"# nothing\n"])
def test_a_file_that_is_no_pack_breaks_nothing(content, tmp_path):
    (tmp_path / "odd.toml").write_bytes(content)
    found = packs(load(own_packs=tmp_path))

    assert found.faulty == ("odd.toml",)
    assert found.problems[0].place == "odd.toml"
    assert len(found.packs) == 11


def test_a_link_to_nothing_breaks_nothing(tmp_path):
    link = tmp_path / "gone.toml"
    try:
        link.symlink_to(tmp_path / "nowhere.toml")
    except OSError:
        link.mkdir()  # a system without links: a folder by that name is no pack either
    found = packs(load(own_packs=tmp_path))

    assert found.faulty == ("gone.toml",)
    assert len(found.packs) == 11


def test_without_a_folder_there_are_only_the_shipped_packs(tmp_path):
    assert packs(load(own_packs=tmp_path / "none")) == packs(load())


def test_a_change_of_a_file_is_seen(tmp_path):
    assert own(tmp_path, mine=SMALL).packs["mine"].title == "A small pack"
    assert own(tmp_path, mine=SMALL.replace("small", "smaller")).packs["mine"].title == "A smaller pack"


# --- check -----------------------------------------------------------------------------------------------------------


def test_the_check_of_the_guideline_covers_its_payer_packs(tmp_path):
    folder = tmp_path / "guideline"
    shutil.copytree(resources.guideline(), folder)
    path = folder / "payer" / "packs" / "EX-OBI-SOC.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("example = true\n", ""), encoding="utf-8")

    assert [problem.place for problem in check(folder)] == ["payer/packs/EX-OBI-SOC.toml, line 2, key id"]


def test_a_folder_of_packs_is_told_from_a_guideline(tmp_path):
    (tmp_path / "mine.toml").write_text(SMALL, encoding="utf-8")

    assert is_pack_folder(tmp_path)
    assert is_pack_folder(SHIPPED)
    assert not is_pack_folder(resources.guideline())
    assert check_packs(tmp_path, load()) == ()
    assert check_packs(SHIPPED, load()) == ()
