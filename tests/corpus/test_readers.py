"""Readers: files of every format to documents, bad ones to refusals."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.document import Document, Refusal
from corpus.limits import INPUT_LIMITS, InputLimits
from corpus.messages import Message
from corpus.readers import FORMATS, READERS, Format, read, read_data, sniff
from tests.homes import SAMPLE

BODY = (
    "افتتحت البلدية صباح أمس مكتبة عامة على ضفة النهر، وقالت أمينة المكتبة إن الرفوف تضم ستة آلاف "
    "كتاب جمعها الأهالي في عامين، وإن قاعة للأطفال ستفتح أبوابها مع بداية العام الدراسي المقبل.\n\n"
    "وتبقى المكتبة مفتوحة حتى المساء طوال أيام الأسبوع، ويشرف عليها متطوعون من طلاب الجامعة."
)


def one(path: Path, **options: str) -> Document:
    (item,) = read([path], **options)
    assert isinstance(item, Document), item
    return item


def refused(path: Path, format_: Format | None = None) -> list[tuple[int | None, str]]:
    items = [item for item in read([path], format=format_) if isinstance(item, Refusal)]
    assert all(item.path == str(path) for item in items)
    return [(item.line, item.reason) for item in items]


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# Formats


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        ('{"text": "x"}\n', "page.html", "jsonl"),
        ('\ufeff\n{ "text": "x"}\n', "x.txt", "jsonl"),
        ("<!DOCTYPE html>\n<html>", "x.txt", "html"),
        ("<?xml version='1.0'?>\n<!-- a -->\n<html>", "", "html"),
        ("كلام <b>غليظ</b>", "x.html", "html"),
        ("كلام بلا وسوم", "x.html", "txt"),
        ("كلام <b>غليظ</b>", "x.txt", "txt"),
        ("title,text\nأ,ب\n", "x.txt", "csv"),
        ("Title;Text;Date\nأ;ب;2016\n", "", "csv"),
        ("أي شيء", "x.csv.gz", "csv"),
        ("أي شيء", "x.jsonl", "jsonl"),
        ("نص عادي, فيه فاصلة", "x.txt", "txt"),
        ("", "", "txt"),
    ],
)
def test_content_decides_the_format_before_the_name(head: str, name: str, expected: str) -> None:
    assert sniff(head, name).name == expected


def test_every_format_has_a_name_of_its_own() -> None:
    assert len(set(FORMATS)) == len(READERS)


def test_the_format_option_decides_before_the_content(tmp_path: Path) -> None:
    path = write(tmp_path / "x.jsonl", '{"text": "نص"}')
    assert one(path, format="txt").text == '{"text": "نص"}'


# JSON lines


def test_every_key_of_a_record_is_kept(tmp_path: Path) -> None:
    record = {
        "id": "a-1",
        "title": " عنوان ",
        "text": " نص\n\nثان ",
        "date": "2016-12-01",
        "source": "صحيفة",
        "author": "كاتبة",
        "url": "https://example.org/1",
        "section": "ثقافة",
        "category": "كتب",
        "tags": ["أ", {"ب": 1.5}],
    }
    path = write(tmp_path / "x.jsonl", json.dumps(record, ensure_ascii=False))
    assert one(path) == Document(
        id="a-1",
        title=" عنوان ",
        text=" نص\n\nثان ",
        date="2016-12-01",
        source="صحيفة",
        author="كاتبة",
        url="https://example.org/1",
        section="ثقافة",
        extra={"category": "كتب", "tags": ["أ", {"ب": 1.5}]},
    )


@pytest.mark.parametrize(
    ("written", "date", "extra"),
    [
        ('"2016-12-01"', "2016-12-01", {}),
        ("2016", "2016", {}),
        ('"٣ أيار/مايو ٢٠١٥"', "2015-05-03", {"date_as_read": "٣ أيار/مايو ٢٠١٥"}),
        ('"2016-12-01T10:00:00Z"', "2016-12-01", {"date_as_read": "2016-12-01T10:00:00Z"}),
        ('"نشر في: 5/12/2016"', "2016-12-05", {"date_as_read": "نشر في: 5/12/2016"}),
        ('"5 ديسمبر 2016 | 340"', "2016-12-05", {"date_as_read": "5 ديسمبر 2016 | 340"}),
        ('"5-3-1438"', "2016-12-04", {"date_as_read": "5-3-1438"}),
        ("1438", None, {"date_as_read": "1438"}),
        ('"ذات يوم"', None, {"date_as_read": "ذات يوم"}),
        ('"2015-02-29"', None, {"date_as_read": "2015-02-29"}),
        ('""', None, {}),
        ("null", None, {}),
    ],
)
def test_a_date_becomes_iso_and_is_kept_as_read(
    tmp_path: Path, written: str, date: str | None, extra: dict[str, str]
) -> None:
    document = one(write(tmp_path / "x.jsonl", f'{{"text": "نص", "date": {written}}}'))
    assert (document.date, document.extra) == (date, extra)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('{"text": "نص"', "JSON"),
        ('{"text": "نص"} {"text": "نص"}', "JSON"),
        ('{"text": "نص", "n": NaN}', "NaN"),
        ('{"text": "نص", "n": 1e400}', "too large"),
        ("[]", "object"),
        ('"نص"', "object"),
        ("{}", "no text"),
        ('{"title": " "}', "no text"),
        ('{"text": ""}', "no text"),
        ('{"text": " \\n "}', "no text"),
        ('{"text": null}', "no text"),
        ('{"text": 7}', '"text" is a number'),
        ('{"text": "نص", "title": ["أ"]}', '"title" is a list'),
        ('{"text": "نص", "id": true}', '"id" is true or false'),
        ('{"text": "نص", "source": {}}', '"source" is an object'),
        ('{"text": "نص", "x": ' + "[" * 1000 + "]" * 1000 + "}", "nested"),
        ('{"text": "نص", "x": ' + '{"a":' * 65 + "1" + "}" * 65 + "}", "nested"),
        ('{"text": "\\ud800", "x": ' + "[" * 5000 + "]" * 5000 + "}", "nested"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_the_rest_is_read(
    tmp_path: Path, line: str, word: str
) -> None:
    good = '{"text": "نص"}\n'
    path = write(tmp_path / "x.jsonl", good * 4 + line + "\n" + good)
    ((number, reason),) = refused(path)
    assert number == 5
    assert word in reason
    assert reason.endswith(".")
    assert sum(isinstance(item, Document) for item in read([path])) == 5


@pytest.mark.parametrize("levels", [67, 600, 3_000, 100_000])
@pytest.mark.parametrize(
    "line",
    [
        '{{"text": "\\ud800", "x": {0}1{1}}}',
        '{{"text": "نص\x01", "x": {0}1{1}}}',
        '{{"text": "نص", "x": {0}1{1}}}',
        '{{"text": "\\"[", "x": {0}',
        "{0}{1}",
    ],
    ids=["lone surrogate", "control character", "plain", "not closed", "arrays alone"],
)
def test_nesting_of_any_depth_is_refused_and_the_rest_is_read(
    tmp_path: Path, line: str, levels: int
) -> None:
    good = '{"text": "نص"}\n'
    nested = line.format("[" * levels, "]" * levels)
    path = write(tmp_path / "x.jsonl", good + nested + "\n" + good)
    assert [number for number, _ in refused(path)] == [2]
    assert sum(isinstance(item, Document) for item in read([path])) == 2


def test_brackets_in_a_text_are_no_nesting(tmp_path: Path) -> None:
    line = '{"text": "\\ud800 \\"' + "[{" * 500 + '", "x": [[1]]}'
    document = one(write(tmp_path / "x.jsonl", line))
    assert (document.text.count("["), document.extra) == (500, {"x": [[1]]})


def test_a_fault_of_a_reader_refuses_one_item(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> Document:
        raise RecursionError

    good = write(tmp_path / "b.txt", "نص")
    for name, target in (
        ("a.html", "corpus.readers.html.read_page"),
        ("a.jsonl", "corpus.readers.jsonl.to_document"),
        ("a.csv", "corpus.readers.csv.to_document"),
    ):
        data = {"a.html": f"<p>{BODY}</p>", "a.jsonl": '{"text": "نص"}', "a.csv": "title,text\nأ,ب"}
        with monkeypatch.context() as patch:
            patch.setattr(target, fail)
            bad, read_after = read([write(tmp_path / name, data[name]), good])
        assert isinstance(bad, Refusal)
        assert "RecursionError" in bad.reason
        assert isinstance(read_after, Document)


def test_a_lone_surrogate_is_replaced_and_listed(tmp_path: Path) -> None:
    line = '{"text": "قبل \\ud83d بعد", "x": {"\\udc00": 1}}'
    document = one(write(tmp_path / "x.jsonl", line))
    assert document.text == "قبل \ufffd بعد"
    assert document.extra == {"x": {"\ufffd": 1}}
    assert document.removed == ("\\ud83d", "\\udc00")
    assert document.original == line


def test_control_characters_and_byte_order_marks_in_a_record_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "x.jsonl", '\ufeff{"text": "قبل\tبعد\\u0000و\ufeffهنا"}')
    assert one(path).text == "قبل\tبعد\0و\ufeffهنا"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be", "cp1256", "iso8859-6"])
def test_records_in_other_character_sets_are_read(tmp_path: Path, codec: str) -> None:
    rows = [{"text": f"هذا نص الخبر رقم {n} من القاهرة"} for n in range(3)]
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode(codec)
    found = list(read([write(tmp_path / "x.jsonl", data)]))
    assert [item.text for item in found if isinstance(item, Document)] == [r["text"] for r in rows]


def test_a_legacy_character_set_is_detected_on_a_late_line(tmp_path: Path) -> None:
    data = b'{"text": "plain"}\n' * 5000 + '{"text": "خبر من القاهرة"}\n'.encode("cp1256")
    last = list(read([write(tmp_path / "x.jsonl", data)]))[-1]
    assert isinstance(last, Document)
    assert (last.text, last.encoding) == ("خبر من القاهرة", "windows-1256")


@pytest.mark.parametrize("data", ['[{"text": "نص"}]', '[\n{"text": "نص"}\n]', '{\n"text": "نص"\n}'])
def test_json_that_is_not_in_lines_is_refused_once(tmp_path: Path, data: str) -> None:
    ((line, reason),) = refused(write(tmp_path / "x.json", data))
    assert line == 1
    assert "line" in reason


def test_a_line_of_200_mb_is_refused_without_keeping_it_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write('{"text": "أول"}\n{"text": "'.encode())
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write('"}\n{"text": "ثالث"}\n'.encode())
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from corpus.readers import read\n"
        "for item in read([sys.argv[1]]): print(type(item).__name__, getattr(item, 'line', ''))\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True, check=True
    )
    *items, memory = done.stdout.splitlines()
    assert [item.strip() for item in items] == ["Document", "Refusal 2", "Document"]
    assert int(memory) < 150


def test_reading_is_lazy(tmp_path: Path) -> None:
    path = write(tmp_path / "x.jsonl", '{"text": "نص"}\n' * 3)
    items = read([path, tmp_path / "missing"])
    assert isinstance(next(items), Document)
    assert [type(item) for item in items] == [Document, Document, Refusal]


# CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_rows_of_csv_are_read(tmp_path: Path, delimiter: str, codec: str) -> None:
    rows = [
        ["ID", "Title", "text", "date", "الباب"],
        ["7", "عنوان", '"نص، ""مقتبس""\nوسطر ثان"', "3 مايو 2015", "ثقافة"],
        ["", "=1+1", "نص آخر", "", ""],
    ]
    data = "\r\n".join(delimiter.join(row) for row in rows)
    first, second = read([write(tmp_path / "x.csv", data.encode(codec))])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.title, first.text) == ("7", "عنوان", 'نص، "مقتبس"\nوسطر ثان')
    assert first.date == "2015-05-03"
    assert first.extra == {"الباب": "ثقافة", "date_as_read": "3 مايو 2015"}
    assert (second.id, second.title, second.text) == ("", "=1+1", "نص آخر")


def test_the_first_line_can_name_the_delimiter(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "sep=;\ntitle;text\nأ, ب;نص\n")
    assert one(path).title == "أ, ب"


@pytest.mark.parametrize(
    ("rows", "line", "word"),
    [
        ("title,text\nأ,ب\nأ,ب,ج\nأ,ب\n", 3, "cells"),
        ('id,title,text\n1,أ,"ب\nج"\n2\n3,أ,ب\n', 4, "no text"),
        ('title,text\nأ,"ب" ج\nأ,ب\n', 2, "CSV"),
        ('title,text\nأ,ب\nأ,"مفتوح\nأ,ب\n', 3, "quote"),
        ("name,date\nأ,2016\n", None, "column"),
        ("text,text\nأ,ب\n", None, "twice"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(
    tmp_path: Path, rows: str, line: int | None, word: str
) -> None:
    ((number, reason),) = refused(write(tmp_path / "x.csv", rows))
    assert number == line
    assert word in reason


@pytest.mark.parametrize("opened", ['3,خبر,"مفتوح', '3,"خبر,نص', '"3,خبر,نص', '3,خبر,"نص""'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quote_that_is_left_open_costs_one_row(tmp_path: Path, opened: str, end: str) -> None:
    rows = [f"{number},خبر,نص {number}" for number in range(5_000)]
    rows[3] = opened
    path = write(tmp_path / "x.csv", end.join(["id,title,text", *rows, ""]))
    ((line, reason),) = refused(path)
    assert line == 5
    assert "quote" in reason
    documents = [item for item in read([path]) if isinstance(item, Document)]
    assert [item.id for item in documents] == [str(n) for n in range(5_000) if n != 3]


def test_quotes_left_open_in_several_rows_cost_those_rows(tmp_path: Path) -> None:
    rows = [f"{number},خبر,نص" for number in range(100)]
    rows[3] = rows[50] = rows[51] = '3,خبر,"مفتوح'
    rows[70] = '70,خبر,"سطر\nوسطر"'
    path = write(tmp_path / "x.csv", "\n".join(["id,title,text", *rows]))
    assert [line for line, _ in refused(path)] == [5, 52, 53]
    assert sum(isinstance(item, Document) for item in read([path])) == 97


def test_lines_of_a_bad_cell_are_no_documents(tmp_path: Path) -> None:
    rows = 'title,text,date\nأ,"قال "نعم" ثم\nسطر ثان\nسطر، ثالث,رابع\nب,نص,2016\n'
    path = write(tmp_path / "x.csv", rows)
    assert [item.title for item in read([path]) if isinstance(item, Document)] == ["ب"]


def test_a_row_is_not_read_past_its_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = InputLimits(row_lines=50, row_characters=1_000)
    monkeypatch.setattr("corpus.readers.csv.INPUT_LIMITS", limits)
    for cell, count in (("x\n" * 50, 0), ("x\n" * 49, 1), (("x" * 200 + "\n") * 6, 0)):
        path = write(tmp_path / "x.csv", f'title,text\nأ,"{cell}"\nب,نص\n')
        titles = [item.title for item in read([path]) if isinstance(item, Document)]
        assert titles == ["أ"] * count + ["ب"]
        assert bool(refused(path)) == (not count)


def test_undecodable_lines_of_a_row_are_bounded_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.readers.csv.INPUT_LIMITS", InputLimits(row_lines=10))
    good = "أ,ب\n".encode()
    binary = bytes([1, 2, 3, 4]) * 4 + b"\n"
    path = write(tmp_path / "x.csv", b"title,text\n" + good * 20_000 + binary * 35 + good)
    assert sum("binary" in reason for _, reason in refused(path)) == 35
    assert sum(isinstance(item, Document) for item in read([path])) == 20_001


@pytest.mark.parametrize(
    ("columns", "word"), [(10_000, ""), (10_001, "10,000"), (60_000, "60,000")]
)
def test_the_columns_of_a_header_are_bounded(tmp_path: Path, columns: int, word: str) -> None:
    names = ["text", *map(str, range(columns - 1))]
    found = refused(write(tmp_path / "x.csv", ",".join(names) + "\nنص,1\n"))
    assert [word in reason for _, reason in found] == ([True] if word else [])


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    text = "كلمة " * 100_000
    assert one(write(tmp_path / "x.csv", f"title,text\nأ,{text}\n")).text == text


# Text


def test_plain_text_is_kept_unchanged(tmp_path: Path) -> None:
    document = one(write(tmp_path / "x.txt", f"{BODY}\r\n"))
    assert document == Document(text=f"{BODY}\r\n")


def test_a_saved_page_is_cleaned(tmp_path: Path) -> None:
    page = f"مكتبة على النهر | صحيفة الضفة\nديسمبر 03, 2020\nمكتبة على النهر\n{BODY}\nتعليق\n"
    document = one(write(tmp_path / "x.txt", page.encode("cp1256")))
    assert document.title == "مكتبة على النهر"
    assert document.source == "صحيفة الضفة"
    assert document.date == "2020-12-03"
    assert document.text == BODY
    assert document.original == page
    assert document.encoding == "windows-1256"
    assert document.removed[-1] == "تعليق"


def test_a_byte_order_mark_in_the_middle_and_a_nul_are_kept(tmp_path: Path) -> None:
    assert one(write(tmp_path / "x.txt", "أول\ufeffثان\0ثالث")).text == "أول\ufeffثان\0ثالث"


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b"\xef\xbb\xbf \n\n", "empty"),
        ("mark.txt", b"\xff\xfe", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "PNG"),
        ("noise.txt", bytes(range(256)) * 4, "binary"),
        ("page.html", b"<html><head></head><body></body></html>", "article"),
    ],
)
def test_a_file_without_a_document_is_refused(
    tmp_path: Path, name: str, data: bytes, word: str
) -> None:
    ((line, reason),) = refused(write(tmp_path / name, data))
    assert line is None
    assert word in reason


def test_a_text_past_5_mb_is_refused(tmp_path: Path) -> None:
    assert (
        len(one(write(tmp_path / "fits.txt", b"x" * INPUT_LIMITS.text_bytes)).text)
        == INPUT_LIMITS.text_bytes
    )
    ((_, reason),) = refused(write(tmp_path / "long.txt", b"x" * (INPUT_LIMITS.text_bytes + 1)))
    assert "5 MB" in reason
    record = json.dumps({"id": "a-1", "text": "x" * (INPUT_LIMITS.text_bytes + 1)})
    ((_, reason),) = refused(write(tmp_path / "long.jsonl", record))
    assert reason == "The text of “a-1” is 5.0 MB long, and at most 5 MB are taken; split it."
    record = json.dumps({"title": "a\x1b[31m", "text": "x" * (INPUT_LIMITS.text_bytes + 1)})
    ((_, reason),) = refused(write(tmp_path / "long.jsonl", record))
    assert "“a\ufffd[31m”" in reason


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "bomb.txt", gzip.compress(b"x" * 50_000_000))
    ((_, reason),) = refused(path)
    assert "longer" in reason


def test_a_missing_file_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    good = write(tmp_path / "x.txt", BODY)
    missing, document = read([tmp_path / "missing.txt", good])
    assert missing == Refusal(path=str(tmp_path / "missing.txt"), message=Message("file_missing"))
    assert isinstance(document, Document)


# HTML

PAGE = f"""<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>مكتبة على النهر | صحيفة الضفة</title>
<meta name="author" content="ليلى الحسن">
<meta property="og:site_name" content="صحيفة الضفة">
<meta property="article:published_time" content="2016-12-01T08:00:00+03:00">
<link rel="canonical" href="https://example.org/n/1"></head>
<body><nav><a href="/">الرئيسية</a> <a href="/n">أخبار</a></nav>
<article><h1>مكتبة على النهر</h1>
<p>{BODY.replace(chr(10) * 2, "</p><p>")}</p></article>
<footer>جميع الحقوق محفوظة</footer></body></html>"""


def test_a_web_page_is_read_with_its_metadata(tmp_path: Path) -> None:
    document = one(write(tmp_path / "x.html", PAGE))
    assert document.title == "مكتبة على النهر"
    assert document.source == "صحيفة الضفة"
    assert document.author == "ليلى الحسن"
    assert document.date == "2016-12-01"
    assert document.url == "https://example.org/n/1"
    assert document.text.split() == BODY.split()
    assert document.original == PAGE


@pytest.mark.parametrize("codec", ["cp1256", "utf-16"])
def test_a_web_page_in_another_character_set_is_read(tmp_path: Path, codec: str) -> None:
    page = '<?xml version="1.0" encoding="windows-1256"?>\n' + PAGE
    document = one(write(tmp_path / "x.html", page.encode(codec)))
    assert document.text.split() == BODY.split()


def test_a_title_without_a_text_is_a_document(tmp_path: Path) -> None:
    lines = '{"title": "عنوان"}\n{"title": "عنوان آخر", "text": " "}\n'
    first, second = read([write(tmp_path / "x.jsonl", lines)])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.title, first.text) == ("عنوان", "")
    assert second.title == "عنوان آخر"
    assert one(write(tmp_path / "x.csv", "id,title\n7,عنوان\n")).title == "عنوان"
    page = "<html><head><title>صورة | صحيفة الضفة</title></head><body><img src=x></body></html>"
    document = one(write(tmp_path / "x.html", page))
    assert (document.title, document.source, document.text) == ("صورة", "صحيفة الضفة", "")


def test_entities_and_tags_of_a_record_are_resolved_and_kept_as_read(tmp_path: Path) -> None:
    record = {"title": "&quot;شاهين&quot; في القائمة", "text": "<p>قال وزير&nbsp;الخارجية.</p>"}
    document = one(write(tmp_path / "x.jsonl", json.dumps(record)))
    assert (document.title, document.text) == ('"شاهين" في القائمة', "قال وزير الخارجية.")
    assert document.original == record["text"]
    assert document.extra == {"title_as_read": record["title"]}


def test_html_in_a_title_is_text(tmp_path: Path) -> None:
    line = json.dumps({"title": '<script>alert(1)</script>"><img onerror=x>', "text": "نص"})
    assert one(write(tmp_path / "x.jsonl", line)).title.startswith("<script>")


# Options


def test_options_replace_fields_and_the_fields_as_read_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "x.jsonl", '{"text": "نص", "source": "أ", "date": "2020-12-03"}')
    document = one(path, source="ب", date="ديسمبر 2016")
    assert (document.source, document.date) == ("ب", "2016-12")
    assert document.extra == {"source_as_read": "أ", "date_as_read": "2020-12-03"}


def test_a_bad_date_option_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="not a date"):
        read([], date="2015-02-29")


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress('{"text": "نص"}\n{"text"'.encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    document, refusal = read(["-"])
    assert isinstance(document, Document)
    assert isinstance(refusal, Refusal)
    assert (refusal.path, refusal.line) == ("-", 2)


def test_a_folder_with_many_files_is_read_in_order(tmp_path: Path) -> None:
    for number in range(300):
        write(tmp_path / f"{number:03}.txt", f"نص الخبر رقم {number}")
    assert [item.text for item in read([tmp_path]) if isinstance(item, Document)] == [
        f"نص الخبر رقم {number}" for number in range(300)
    ]


def test_a_file_name_that_is_not_utf_8_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / "\udcff..txt").write_bytes(b"")
    (item,) = read([tmp_path])
    assert isinstance(item, Refusal)
    assert item.path.encode().endswith("\ufffd..txt".encode())


@pytest.mark.slow
@settings(max_examples=60)
@given(
    data=st.binary(max_size=300)
    | st.lists(
        st.sampled_from(
            [b'{"text": "', b'"}', b"\n", b",", b'"', b"text,title\n", b"<html>", b"<p>", b"\0",
             b"\xc7\xe1", "سلام".encode(), "سلام".encode("utf-16-le"), b"\xff\xfe", b"\\ud800"]
        ),
        max_size=20,
    ).map(b"".join),
    format_=st.sampled_from([None, "txt", "html", "jsonl", "csv"]),
)  # fmt: skip
def test_any_file_is_read_or_refused_and_can_be_archived(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, format_: Format | None
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with Archive(folder / "archive.sqlite") as archive:
        for item in read([write(folder / "x", data)], format=format_):
            if isinstance(item, Refusal):
                assert item.reason.endswith((".", "?"))
            else:
                (outcome,) = archive.add([item])
                kept = archive.get(outcome.id)
                assert kept is not None
                assert kept.text == item.text


# The evaluation data beside the checkout

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"


@pytest.mark.shared
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the evaluation data is not beside the checkout")
def test_real_articles_are_read_or_refused() -> None:
    items = list(read([CORPORA / "antcorpus.jsonl.gz"]))
    refusals = [item for item in items if isinstance(item, Refusal)]
    assert len(items) == 10_161
    assert {item.reason for item in refusals} <= {'It has no text: "text" is missing or empty.'}
    assert all(item.line for item in refusals)


# Files in memory


@pytest.mark.parametrize("path", sorted(SAMPLE.rglob("*.*")), ids=lambda path: path.name)
def test_a_file_in_memory_is_read_like_one_on_disk(path: Path) -> None:
    expected = [without_path(item) for item in read([path])]
    assert [without_path(item) for item in read_data(path.read_bytes(), path.name)] == expected
    packed = gzip.compress(path.read_bytes())
    assert [without_path(item) for item in read_data(packed, f"{path.name}.gz")] == expected


def without_path(item: Document | Refusal) -> Document | Refusal:
    return item if isinstance(item, Document) else msgspec.structs.replace(item, path="")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\x1f\x8b\x08", "gzip_cut"),
        (b"\x1f\x8b\x07\x00" + b"\x00" * 20, "file_is_binary"),
        (gzip.compress("نص".encode() * 100)[:-6], "gzip_cut"),
        (gzip.compress(b"a" * (INPUT_LIMITS.line_bytes + 1)), "file_too_long"),
        (b"%PDF-1.7", "file_is_not_text"),
    ],
    ids=["empty", "gzip head", "no gzip", "gzip cut", "gzip bomb", "pdf"],
)
def test_data_that_cannot_be_read_is_refused(data: bytes, code: str) -> None:
    (item,) = read_data(data, "draft")
    assert isinstance(item, Refusal)
    assert (item.path, item.message.code) == ("draft", code)
