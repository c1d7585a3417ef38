"""A draft about two documents of the sample archive, with a sentence that no document has."""

from __future__ import annotations

CRANES = "122f15efe6e998af08c8"
"""The document of the sample archive whose words the draft has."""

CRANES_COPY = "e1843d206c3601e7af58"
"""Another paper's copy of it."""

NEW_SENTENCE = "أعلن وزير النقل فادي الخطيب أن مرفأ طرابلس سيستقبل رافعة ثالثة في آذار المقبل."

QUOTATION = "المرفأ عميق والموقع ممتاز، وكان ينقصنا الحديد الذي يرفع الحديد"

DRAFT = f"""رافعة ثالثة لمرفأ طرابلس بعد الرافعتين العملاقتين
{NEW_SENTENCE}
وكانت الرافعتان الجسريتان وصلتا من شنغهاي على ظهر سفينة شحن خاصة في رحلة استغرقت خمسة أسابيع.
وقال مدير العمليات في رصيف الحاويات غسان الطرّاد إن الرافعتين سترفعان طاقة الرصيف من 180 ألف حاوية \
نمطية في السنة إلى 420 ألفاً. وقال وكيل الشحن مروان الزعبي: «{QUOTATION}».
وكانت نقابة سائقي الشاحنات نبّهت إلى أن الطريق الوحيد المؤدي إلى المرفأ لا يحتمل ضعفي عدد الشاحنات.
"""

UNKNOWN_DRAFT = "تعلن هيئة الطيران المدني غدًا أسعار تذاكر السفر إلى جزيرة الزمرد وتفاصيل الرحلات"
"""A draft that the sample archive does not cover."""
