"""News events of July and August 2015 with the articles about each, by their numbers in
saudinewsnet.

The articles were judged by one reader from their titles and first words, before anything was tuned:
the first forty to fifty of the results for two drafts and for a query of each event, copies folded.
Articles that were not among these are taken for unrelated. Reports, reactions, consequences and
opinions on an event are about it; other events of the same kind or with the same persons are not.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from benchmarks.judged_sets import Half


class StoryEvent(NamedTuple):
    """An event: two articles that are used as drafts, and the numbers of all articles about it.

    The weights of ``search.coverage.same_story`` were fitted to the events of half ``a``.
    """

    description: str
    half: Half
    drafts: tuple[str, str]
    articles: str

    def ids(self) -> frozenset[str]:
        """The ids of the articles about it."""
        return frozenset(f"snn-{number}" for number in self.articles.split())


STORY_EVENTS: Final = (
    StoryEvent(
        "the bombing in Suruç on 20 July, and reactions to it",
        "a",
        ("snn-02117", "snn-02821"),
        "00043 00112 00684 00871 00968 01133 01486 02117 02364 02808 02821 02858 03139 03421 "
        "03566 03581 04021 04204 04468 04851 08088 08097",
    ),
    StoryEvent(
        "the opening of the new Suez Canal on 6 August",
        "a",
        ("snn-24046", "snn-20957"),
        "08438 18409 18436 19151 19743 19770 19847 19980 19999 20033 20076 20085 20205 20332 "
        "20356 20399 20597 20957 21277 21287 21798 21827 22140 22141 22530 22531 22700 22746 "
        "22866 22867 22905 23012 23013 23259 23260 23263 23340 23590 23921 24046 24128 24266 "
        "24362 26266 26561",
    ),
    StoryEvent(
        "the death of Mullah Omar and the choice of his successor",
        "a",
        ("snn-12680", "snn-17142"),
        "10425 12458 12544 12562 12563 12611 12650 12680 12681 12684 12815 12943 13282 13339 "
        "13537 13616 13806 13942 14053 14102 14550 14617 15023 15314 15446 15499 15827 15884 "
        "16006 16007 16167 16312 16505 16715 16770 16852 17142 17807 17911 18524 19242 19933 "
        "22067 22858 27872",
    ),
    StoryEvent(
        "the crash of an aeroplane of the Bin Laden family in Britain on 31 July",
        "a",
        ("snn-15524", "snn-15857"),
        "12514 12813 12977 13540 13921 14070 14458 14464 14476 14577 14973 15185 15297 15345 "
        "15351 15524 15640 15716 15720 15756 15857 16460 16903 16908 18146 19575 19716 19800 "
        "20243 21009 21681 22146 22582",
    ),
    StoryEvent(
        "the boat that capsized off Libya on 5 August",
        "a",
        ("snn-19995", "snn-21814"),
        "19995 20152 21814 22786 22956 25639 27628",
    ),
    StoryEvent(
        "David Cameron's strategy against extremism of 20 July",
        "a",
        ("snn-00082", "snn-04463"),
        "00000 00082 00893 03911 04126 04463 09599 11338",
    ),
    StoryEvent(
        "the release of Windows 10 on 29 July",
        "a",
        ("snn-13485", "snn-14411"),
        "12382 12575 12731 12781 13485 14411 15308 15365 18464 18469 23504",
    ),
    StoryEvent(
        "the opening of the base Incirlik to the coalition on 23 July",
        "a",
        ("snn-08232", "snn-05704"),
        "04948 05704 06143 06789 06798 07346 08232 12600 12602 13805 25674 26831 27104 27497 27830",
    ),
    StoryEvent(
        "the shooting in a cinema of Lafayette on 23 July",
        "a",
        ("snn-08215", "snn-08075"),
        "06889 06988 07566 07711 08037 08075 08160 08215 08323 08435 08440 08657",
    ),
    StoryEvent(
        "the election of a president of FIFA and the candidates from 20 July",
        "a",
        ("snn-01173", "snn-13814"),
        "00032 00193 00647 00878 00910 00980 01001 01166 01173 01352 01557 01558 02127 02138 "
        "02422 03053 03203 03533 03575 04099 06755 07285 12369 12455 12715 12915 12916 12940 "
        "12991 13120 13199 13291 13812 13814 13816 13883 15024 19955 22023 23047 23049 23414 "
        "23639 24216 25781 25935 26085 26543 26668 29324 29376",
    ),
    StoryEvent(
        "the attack in Gurdaspur on 27 July",
        "a",
        ("snn-10999", "snn-11982"),
        "10955 10999 11982 12013 12018",
    ),
    StoryEvent(
        "the bombing of a mosque in Abha on 6 August, and reactions to it",
        "a",
        ("snn-22902", "snn-19832"),
        "19761 19769 19787 19795 19832 19834 20059 20063 20080 20374 20999 21000 21004 21273 "
        "21511 21517 21736 21899 21904 21908 21910 21911 21959 21961 22134 22192 22297 22706 "
        "22723 22771 22862 22897 22902 22971 22973 23027 23115 23124 23208 23212 23216 23325 "
        "23370 23480 23539 23543 23549 23556 23728 23739 23821 23870 23899 23905 24036 24124 "
        "24188 24223 24283 24341 24356 24411 24463 24476 24652 24660 24778 24876 25000 25096 "
        "25132 25174 25221 25327 25495 25582 25631 25701 25811 25956 26010 26020 26127 26426 "
        "26490 26571 27131",
    ),
    StoryEvent(
        "the arson in Duma on 31 July that killed the Dawabsheh child, its victims and suspects",
        "b",
        ("snn-14729", "snn-25629"),
        "12457 12788 12929 12966 13493 13920 14046 14066 14069 14459 14536 14729 14761 14876 "
        "14968 14971 15170 15177 15352 15366 15513 15522 15644 15708 15761 15794 15876 16140 "
        "16267 16470 16501 16652 16977 17155 17930 17977 18018 18048 18210 18213 19316 19741 "
        "19935 19966 19988 20042 20879 21731 24218 24327 24439 24807 25161 25410 25629 25837 "
        "26144 26292 26496 28104",
    ),
    StoryEvent(
        "the wreckage of flight MH370 on Réunion",
        "b",
        ("snn-16596", "snn-23345"),
        "12427 12540 12936 13304 13508 13750 13786 14065 14490 14580 14662 15021 15302 15502 "
        "15676 15814 16164 16333 16547 16596 16730 17282 17879 18047 18237 18568 19751 19858 "
        "20045 20347 20601 21088 21418 21792 21967 22070 22488 22960 23345 23843 24598 24897 "
        "26933 27009 27791 27849",
    ),
    StoryEvent(
        "the sentence against Saif al-Islam Gaddafi on 28 July",
        "b",
        ("snn-12871", "snn-12617"),
        "12440 12617 12798 12871 14409 14758",
    ),
    StoryEvent(
        "the death of Nour El-Sherif on 11 August",
        "b",
        ("snn-29226", "snn-28527"),
        "28527 28674 28981 29226 29333 29405 29575",
    ),
    StoryEvent(
        "the reforms of Haider al-Abadi from 9 August",
        "b",
        ("snn-26068", "snn-26829"),
        "25524 25580 25633 25691 26068 26097 26294 26397 26441 26471 26813 26829 26880 27103 "
        "27263 27414 27455 27714 27850 27857 28032 28166 28446 28451 28452 28494 28495 28532 "
        "28714 28759 28940 29002 29336 29434 29456 29759 29936 29943",
    ),
    StoryEvent(
        "the discovery of a planet like the Earth, announced on 23 July",
        "b",
        ("snn-08780", "snn-07381"),
        "06454 06884 07010 07381 07696 07859 08007 08442 08619 08724 08780 08983 09786 09927 "
        "10598 12227 17796",
    ),
    StoryEvent(
        "Barack Obama's journey to Kenya from 24 July",
        "b",
        ("snn-09625", "snn-08061"),
        "00111 00137 02849 03065 03461 04800 06450 06807 06828 07344 07719 08061 08263 08283 "
        "08389 08407 08508 08655 08743 09090 09249 09297 09535 09625 09708 09811 10102 10237 "
        "10277 10588 10727 10925 11073 11089 11108 11186 11909 12221 12667 12686",
    ),
    StoryEvent(
        "the presidential election in Burundi on 21 July",
        "b",
        ("snn-08240", "snn-02877"),
        "00129 00132 00141 02877 03192 03425 04857 05162 08240 10278",
    ),
    StoryEvent(
        "the migrants at the Channel Tunnel from 28 July",
        "b",
        ("snn-12612", "snn-18937"),
        "12545 12553 12612 12661 12662 13008 14052 14627 14988 15920 15933 17082 17161 17443 "
        "17444 17660 17951 18097 18413 18937 19318 21200 22846 23074 24279 24837 26613 26887 "
        "27488",
    ),
    StoryEvent(
        "the accounts of Toshiba and the resignation of its head on 21 July",
        "b",
        ("snn-03008", "snn-01610"),
        "00157 01610 01918 03008 03208 03552 06917 16788 24384",
    ),
    StoryEvent(
        "the Saudi government bonds of 10 August",
        "b",
        ("snn-28422", "snn-28543"),
        "28422 28543 28683 28709 28984 29232 29334 29424 29579 29747 29935",
    ),
    StoryEvent(
        "the opening of the embassies of Cuba and the United States on 20 July",
        "b",
        ("snn-00103", "snn-00685"),
        "00039 00095 00103 00644 00685 01130 01493 02123 02398 03558 03567 03584 06424 06466",
    ),
)
