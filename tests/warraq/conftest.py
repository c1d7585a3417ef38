"""A small archive that tests of commands may change."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import Document
from tests.homes import MakeHome


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    """A home of three documents."""
    return make_home(
        [
            Document(
                id="أ",
                title="افتتاح المكتبة",
                text="افتتحت البلدية المكتبة العامة.\n\nوفيها كتب كثيرة.",
                date="2016-12-03",
                source="بريد المشرق",
                author="رنا",
                original="افتتاح المكتبة | بريد المشرق\nافتتحت البلدية المكتبة العامة.",
            ),
            Document(id="ب", title="سوق المدينة", text="أسعار القمح.", date="2017", source="أسواق"),
            Document(id="ج", title="سوق القرية", text="أسعار الزيت.", source="أسواق"),
        ]
    )
