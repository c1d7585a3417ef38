"""Names that no lexicon has and that begin or end as if they carried a particle.

A short list, for archives too small to know them; larger ones find such names for themselves (see
``attestation``).
"""

from __future__ import annotations

from typing import Final

_LIST: Final = """
بروكسل برشلونة برلين بريطانيا بغداد بكين بلجيكا بلغاريا بنزرت بنغازي بوخارست بودابست بوسطن
بيروت بيلاروسيا
تدمر تشاد تشيلسي تعز تكريت تورنتو تورينو تويتر
ستوكهولم ستيفن سنغافورة السنغال سويسرا سيدني
فالنسيا الفاو فرانكفورت فرنسا فنزويلا فيتنام فيسبوك فيينا
كابول كازاخستان كرواتيا كريستيانو كندا كوبا كوريا كولومبيا كينيا
لاهاي لشبونة لندن لوزان لوكسمبورغ ليبيا ليفربول ليون
نابلس نابولي نيجيريا نيوزيلندا نيويورك
وائل وارسو واشنطن وجدة ورزازات وليام وهران ويكيبيديا ويلز ويندوز
يافا ياسر ينبع يوسف يوفنتوس
"""

NAMES: Final = frozenset(_LIST.split())
