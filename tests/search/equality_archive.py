"""The documents of the equality tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from corpus.document import Document

SENTENCES = (
    "كتب الكاتب كتابا عن كتب المكتبة، وكاتب آخر كتب عن المكاتب.",
    "قالت الوزارة إن وزير الخارجية وزير جديد، وإن الوزراء في الوزارة.",
    "من تدمر إلى تدمر، ومن مدينة تدمر إلى المدينة.",
    "كَتَبَ الولد وكُتُب الولد كتب، وكِتَابٌ قديم وكتابًا جديدا.",
    "عام 2016 وعام ٢٠١٦ وعام ۲۰۱۶، و15 يوما في آب، ومن أيار/مايو إلى تشرين الأول ثم أكتوبر، "
    "وفي 8 ماي 2016 كتب غوغل إلى جوجل.",
    "سوق سوق، ثم سوق وسوق وسوق سوق سوق.",
    "عاد عبدالجبار إلى أبو قير، ثم زار عبد الجبار أبوقير، وعبد الجبار في أبي قير ستمئة يوم، "
    "والملك الجبار له عبد إن شاء الله، إنشاء الله.",
    "وصلت covid-19 إلى الميناء مع Google وgoogle وGOOGLE في 03.12.2020.",
)
DATES = ("2016", "2016-12", "2016-12-01", None)

LONG = "طويل"
"""The id of a document of 70,000 words, and the words at its far positions."""
FAR = {
    0: "أول الشريط البعيد",
    300: "ربان قديم",
    65_534: "ربان السفينة البعيدة غادر المرفأ",
    69_995: "آخر الشريط البعيد",
}
FILLER = tuple(
    first + second + third for first in "بتث" for second in "حخ" for third in ("زض", "ظغ", "طص")
)

DOOMED = {
    "محذوف-1": "زمهرير قارس ومهرجان زنابق",
    "محذوف-2": "زنابق بيضاء وعرعر قديم",
    "مستبدل": "عرعر وسنديان في كتاب قديم",
}
"""Documents with unique words; all but the last are deleted, the last is replaced."""
INSTEAD = "خزامى وسنديانة في كتاب قديم، ومن تدمر إلى الميناء"

ALONE = ("فسيفساء", "نيلوفر", "شطرنج", "قرنفل", "بابونج")
"""Words of one document each."""


def long_text() -> str:
    """70,000 words, few of them different, with ``FAR`` at its places."""
    written = list(islice(cycle(FILLER), 70_000))
    for place, text in FAR.items():
        found = text.split()
        written[place : place + len(found)] = found
    return " ".join(written)


def archive(sample: Sequence[Document]) -> list[Document]:
    """Rare kinds of documents, the sample archive, its sentences without a title, and copies that
    differ in date or number only."""
    return [*_rare(), *sample, *_excerpts(sample), *_copies()]


def _copies() -> Iterator[Document]:
    for number, sentence in enumerate(SENTENCES):
        for date in DATES:
            yield Document(
                id=f"{number}-{date}",
                title=f"سطر {number}",
                text=sentence,
                date=date,
                source=f"سطور {number % 2}",
                author="رنا الحلو" if number % 3 else None,
                section="اسطر" if number % 2 else "أسطر",
            )


def _excerpts(sample: Sequence[Document]) -> Iterator[Document]:
    for number, document in enumerate(sample):
        for place, sentence in enumerate(document.text.split(".")[:2]):
            date = document.date if number % 2 else None
            yield Document(id=f"مقتطف-{number}-{place}", text=sentence, date=date)


def _rare() -> Iterator[Document]:
    yield Document(id=LONG, title="شريط طويل", text=long_text(), date="2019")
    for name, text in DOOMED.items():
        yield Document(id=name, title="عابر", text=text, source="عابرون", date="2018-05")
    for number, word in enumerate(ALONE):
        yield Document(id=f"وحيد-{number}", text=f"{word} في الحديقة", source="حدائق")
    yield Document(id="عنوان", title="عنوان بلا نص عن مكتبة تدمر", date="2016-12-01")
    yield Document(id="خال", title="؟!", text="…", source="سطور 0")
    yield Document(id="كلمة", title="مكتبة", text="مكتبة")
    yield Document(id="ممتلئ", title="كتب", text=" ".join(["كتب", "سوق", "في"] * 130))
