"""Text of documents, files and arguments that a terminal must not obey."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from search.answer import Mark, Passage
from tests.commands import json_of, ok, run
from tests.homes import MakeHome
from warraq import rendering
from warraq.printable import VisibleStream, joined_lines, visible, visible_line

RED, TITLE, C1, BACK = "\x1b[31m", "\x1b]0;x\x07", "\x9b31m", "\rعاد\x08"
REORDERED = "\u202b\u202egpj.exe\u2067\u2066\u2068\ufeff"
HOSTILE = f"كتاب {RED}{TITLE}{C1}{BACK}{REORDERED}\x7f"
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
ID = f"أ{RED}\u202e"
MARKS = re.compile("[\u200e\u200f\u061c]")


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    """A home with a document whose every field has control characters."""
    return make_home(
        [
            Document(
                id=ID,
                title=HOSTILE,
                text=f"{HOSTILE}\n\nسطر ثان",
                source=HOSTILE,
                author=HOSTILE,
                section=f"قسم\n{RED}",
                url=f"https://example.org/{RED}",
                date="2016",
                original=HOSTILE,
            ),
            Document(id="ب", title="كتاب آخر", text="كتاب عن كتاب", date="2016"),
        ]
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "كتاب", "--facet", "source", "--levels"),
        ("search", "كتاب", "--json"),
        ("search", f"كتابب{RED}"),
        ("search", f"كتاب source:{RED}"),
        ("show", ID),
        ("show", ID, "--json"),
        ("show", f"غائب{RED}"),
        ("stats",),
        ("similar", ID),
        ("explain", "كتاب", ID),
        ("suggest", "كت"),
        ("analyze", f"كتاب{RED}"),
        ("timeline", "كتاب"),
        ("export", "كتاب", "--format", "jsonl", "--text"),
        ("delete", f"غائب{RED}", "--yes"),
        ("add", f"غائب{RED}\nسطر"),
        ("batch", f"غائب{RED}"),
        ("backup", f"غائب{RED}/غائب"),
        ("search", "كتاب", f"--{RED}"),
        ("search", "كتاب", "--level", RED),
    ],
    ids=ascii,
)
def test_no_command_prints_a_control_character(home: Path, arguments: tuple[str, ...]) -> None:
    result = run(home, *arguments)
    assert "Traceback" not in result.output
    # JSON lines to a file or a pipe have the escapes of JSON; only U+0080 to U+009F stay.
    kept = f"\x7f\x9b{REORDERED}" if arguments[0] == "export" else ""
    assert not set(UNSAFE.findall(result.stdout)) - set(kept)
    assert not UNSAFE.findall(result.stderr)


def test_a_line_break_in_a_file_name_makes_no_line(tmp_path: Path) -> None:
    (tmp_path / "x\n99 added\u2028.jsonl").write_text("{bad\n")
    result = run(tmp_path / "home", "add", str(tmp_path))
    ok(result, 2)
    assert [line for line in result.stderr.splitlines() if line.startswith("99")] == []
    assert "x␊99 added\\u2028.jsonl" in result.stderr


def test_a_text_keeps_its_lines_and_json_its_characters(home: Path) -> None:
    assert ok(run(home, "show", ID)).endswith("\n\nسطر ثان\n")
    assert json_of(run(home, "show", ID, "--json"))["title"] == HOSTILE


@pytest.mark.parametrize("arguments", [("search", "سفينة"), ("similar", "--id", "\u200fم\u200e")])
def test_a_direction_mark_is_visible_in_a_title_and_an_id(
    make_home: MakeHome, arguments: tuple[str, ...]
) -> None:
    text = "أبحرت \u200fسفينة من الميناء"
    alike = [
        Document(id=f"\u200f{name}\u200e", title=f"\u200fسفينة {name}\u061c", text=f"{text} {name}")
        for name in "من"
    ]
    home = make_home(alike)
    printed = ok(run(home, *arguments))
    assert "\\u200fن\\u200e" in printed
    assert not MARKS.findall(printed)
    assert text in ok(run(home, "show", alike[0].id))


def test_a_file_name_cannot_be_reordered(tmp_path: Path) -> None:
    (tmp_path / "\u202elnosj\u200f.jsonl").write_text("{bad\n")
    result = run(tmp_path / "home", "add", str(tmp_path))
    ok(result, 2)
    assert "\\u202elnosj\\u200f.jsonl:1:" in result.stderr


def test_the_original_is_unchanged_in_a_pipe(home: Path) -> None:
    assert run(home, "show", "--raw", ID).stdout_bytes == f"{HOSTILE}\n".encode()


def test_marked_words_are_styled_and_nothing_else_is_obeyed() -> None:
    passage = Passage(text=HOSTILE, html="", marks=(Mark(0, 8),))
    line = rendering.passage_line(passage, lambda word: f"<{word}>")
    assert line.startswith("<كتاب ␛[3>1m")
    assert not UNSAFE.findall(line)


def test_rows_on_a_terminal_are_visible() -> None:
    written = io.BytesIO()
    stream = VisibleStream(written)
    assert stream.write(f'{{"x": "{C1}"}}\n'.encode()) == len(f'{{"x": "{C1}"}}\n'.encode())
    stream.flush()
    assert json.loads(written.getvalue()) == {"x": C1}
    assert b"\x9b" not in written.getvalue()


@given(st.text())
def test_what_is_printed_has_no_control_character(text: str) -> None:
    assert not UNSAFE.findall(visible(text).replace("\r\n", "\n"))
    for line in (visible_line(f"x{text}x"), joined_lines(f"x{text}x")):
        assert len(line.splitlines()) == 1
        assert not MARKS.findall(line)
