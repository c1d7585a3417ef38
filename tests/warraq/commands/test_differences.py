"""``warraq differences``."""

from __future__ import annotations

from corpus.document import Document
from tests.commands import json_of, ok, run
from tests.homes import MakeHome

DOCUMENTS = [
    Document(
        id="أ", title="سوق الزيت", text="افتتحت بلدية الميناء اليوم السوق\x1b القديم", source="بريد"
    ),
    Document(id="ب", text="افتتحت بلديه الميناء أمس السوق القديم كله"),
    Document(id="ج", text="خبر"),
]


def test_differences_are_printed_with_signs(make_home: MakeHome) -> None:
    lines = ok(run(make_home(DOCUMENTS), "differences", "أ", "ب")).splitlines()
    assert lines[0] == "- سوق الزيت · بريد · أ"
    assert lines[1] == "+ [افتتحت بلديه الميناء أمس السوق القديم كله] · ب"
    assert (
        lines[2]
        == "first: 6 words, 83% of them in the other, 1 spelled otherwise, 1 not in the other"
    )
    assert lines[-1] == "افتتحت [~بلدية→بلديه~] الميناء [-اليوم-] {+أمس+} السوق القديم {+كله+}"


def test_a_moved_passage_is_numbered(make_home: MakeHome) -> None:
    one, other = "سارت القافلة من الميناء إلى السوق القديم", "وقال الرئيس إن العمل دام سنوات"
    home = make_home(
        [Document(id="1", text=f"{one} {other}"), Document(id="2", text=f"{other} {one}")]
    )
    last = ok(run(home, "differences", "1", "2")).splitlines()[-1]
    assert last == f"{{>1 {other}}} {one} [<1 {other}]"


def test_long_equal_parts_are_counted(make_home: MakeHome) -> None:
    text = " ".join(f"كلمة{number}" for number in range(100))
    home = make_home([Document(id="1", text=text), Document(id="2", text=text)])
    assert "  … 70 unchanged words …" in ok(run(home, "differences", "1", "2")).splitlines()


def test_json_has_the_parts(make_home: MakeHome) -> None:
    found = json_of(run(make_home(DOCUMENTS), "differences", "أ", "ب", "--json"), 0)
    assert [part["kind"] for part in found["text"]["parts"]][:2] == ["equal", "spelling"]
    assert found["warnings"] == []


def test_documents_without_a_common_word_exit_with_1(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    assert run(home, "differences", "أ", "ج").exit_code == 1
    assert run(home, "differences", "أ", "nosuch").exit_code == 1
