"""An example of every kind of node, and documents that some of them match."""

from __future__ import annotations

from corpus.document import Document
from search.query.nodes import (
    Addressed,
    And,
    DateRange,
    Everything,
    FieldIs,
    FieldMissing,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Related,
    Wildcard,
    Word,
)

DOCUMENTS = [
    Document(id="1", title="المكتبة العامة", text="كتب قديمة في المكتبة.", date="2016-12-03"),
    Document(id="2", title="سوق الكتب", text="كتاب جديد والسوق قديم.", source="أسواق"),
    Document(id="3", text="قمح وخبز، كتاب عن القمح في أيار", date="2017-03"),
    Document(id="4", title="خبز", text="سوق الخبز القديم في مايو", date="2016"),
]

WORD = Word("كتاب")
NODES: dict[str, Node] = {
    "word": WORD,
    "word of a field": Word("سوق", field="title"),
    "phrase": Phrase("المكتبة العامة"),
    "near words": Phrase("قمح كتاب", slop=5),
    "prefix": Prefix("كتا"),
    "wildcard": Wildcard("كت?ب"),
    "fuzzy": Fuzzy("القيح", 1),
    "and": And((WORD, Word("سوق"), Word("قديم"))),
    "or": Or((WORD, Word("سوق"), Phrase("المكتبة العامة"))),
    "not": And((Everything(), Not(WORD))),
    "not any": And((Everything(), Not(Or((Word("قمح"), Word("سوق"), Word("جديد")))))),
    "related": Related(Word("أيار"), (Word("مايو"),), 0.7),
    "spellings": Related(
        Phrase("المكتبة العامة", level="stem"), (Word("سوق", "stem"),), 1.0, one_term=True
    ),
    "field": FieldIs("source", "أسواق"),
    "no field": FieldMissing("source"),
    "no title": FieldMissing("title"),
    "no date": FieldMissing("date"),
    "phrase with a prefix": Phrase("المكتبة العا*"),
    "near words with a prefix": Phrase("كتا* قمح", slop=5),
    "date": DateRange("2016-01-01", "2016-12-31"),
    "address": Addressed("https://example.org/news/1", (1, 2)),
    "everything": Everything(),
    "and in or in and": And((Or((And((WORD, Word("جديد"))), Word("خبز"))), Word("كتاب"))),
}
