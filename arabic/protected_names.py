"""Names that are in no lexicon and begin or end like words with a clitic.

A short list for small archives; larger archives attest such names (see ``arabic.attestation``).
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
