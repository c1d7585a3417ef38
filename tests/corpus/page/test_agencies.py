"""News agencies, and the sites that are theirs."""

from __future__ import annotations

import pytest

from corpus.page.agencies import is_own_agency


@pytest.mark.parametrize(
    ("agency", "site", "is_own"),
    [
        ("بترا", "وكالة الأنباء الأردنية", True),
        ("بترا", "وكالة الأنباء (بترا)", True),
        ("وام", "وكالة أنباء الإمارات", True),
        ("سانا", "الوكالة العربية السورية للأنباء", True),
        ("كونا", "كونا", True),
        ("بترا", "وكالة أنباء الوادي", False),
        ("بترا", "الجريدة الأردنية", False),
        ("رويترز", "وكالة الأنباء الأردنية", False),
    ],
)
def test_an_agency_is_known_by_the_name_of_its_site(agency: str, site: str, is_own: bool) -> None:
    assert is_own_agency(agency, site) is is_own
