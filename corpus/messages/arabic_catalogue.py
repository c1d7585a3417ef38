"""Every message in Arabic."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from corpus.fields import KEYWORD_FIELDS

LIST_JOINT: Final = "، "

TERMS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "level": {"exact": "مطابق", "form": "لفظ", "stem": "جذع", "root": "جذر"},
        "field": {
            "title": "عنوان",
            "body": "نص",
            "date": "تاريخ",
            "after": "بعد",
            "before": "قبل",
            **{each.name: each.arabic_name for each in KEYWORD_FIELDS},
        },
        "unit": {"year": "السنة", "month": "الشهر", "day": "اليوم"},
    }
)
"""Names of values that differ by language, by kind of placeholder."""

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "as_given": "{sentence}",
        # corpus
        # index
        # search/query
        "no_words": "لا كلمة في هذا الاستعلام، فلم يُبحث عن شيء؛ اكتب كلمة.",
        "unclosed_quote": "علامة التنصيص «{quote}» عند الحرف {place} لم تُغلق؛ قُرئ ما بعدها كلمات عادية.",
        "unclosed_group": "القوس عند الحرف {place} لم يُغلق؛ عُدّت مجموعته إلى آخر الاستعلام.",
        "stray_parenthesis": "القوس المغلق عند الحرف {place} لا يغلق شيئًا؛ تُرك.",
        "deep_group": "القوس عند الحرف {place} أعمق من المسموح؛ تُرك.",
        "stray_operator": "ليس لـ«{quote}» عند الحرف {place} ما يربطه؛ قُرئ كلمة.",
        "stray_sign": "ليس لـ«{quote}» عند الحرف {place} ما يربطه؛ تُرك.",
        "or_read": "قُرئ «{quote}» عند الحرف {place} أداةَ تخيير (OR)؛ للبحث عن الكلمة نفسها ضعها بين علامتي تنصيص.",
        "or_word": "قُرئ «{quote}» عند الحرف {place} كلمةً كسائر الكلمات؛ للتخيير اكتب OR أو |، أو ضع كل طرف بين قوسين أو علامتي تنصيص.",
        "not_read": "قُرئ «{quote}» عند الحرف {place} أداةَ نفي (NOT)؛ للبحث عن الكلمة نفسها ضعها بين علامتي تنصيص.",
        "not_word": "قُرئ «{quote}» عند الحرف {place} كلمةً؛ لاستبعاد ما بعدها اكتب NOT أو - بلا مسافة.",
        "mixed_or": "قُرئ هكذا: «{quote}»؛ الكلمات المتجاورة تُجمع قبل OR، وبالأقواس يتغير ذلك.",
        "unknown_field": "«{quote}» عند الحرف {place} ليس حقلًا، فقُرئ نصًا عاديًا؛ الحقول: {fields:field}.",
        "empty_field": "ليس بعد نقطتي «{quote}» عند الحرف {place} قيمة؛ قُرئ كلمة.",
        "scope_ignored": "الحقل أو المستوى قبل «{quote}» عند الحرف {place} لا ينطبق هناك؛ تُرك.",
        "inner_wildcard": "تُركت * في «{quote}» عند الحرف {place}: لا تنوب عن بقية الحروف إلا في آخر الكلمة، مثل كتب*.",
        "prefix_words": "«{quote}» عند الحرف {place} أكثر من كلمة، فتُركت علامته الأخيرة: * و~ لكلمة مفردة.",
        "fuzzy_distance": "قُرئ «{quote}» عند الحرف {place} بمعنى ~2، وهي أوسع مسافة إملائية.",
        "fuzzy_bare": "تُركت ~ في «{quote}» عند الحرف {place}: اكتب ~1 أو ~2 بعد الكلمة، أو عددًا من الكلمات بعد العبارة.",
        "boost": "تُرك الوزن في «{quote}» عند الحرف {place}: لا أوزان للكلمات.",
        "bracket_range": "قُرئ «{quote}» عند الحرف {place} كلمات عادية؛ يُكتب مدى التاريخ هكذا: تاريخ:2016..2017.",
        "open_range": "قُرئت حاصرتا «{quote}» عند الحرف {place} كأنهما [ و ]: فالتاريخان داخلان في المدة.",
        "hijri_read": "قُرئ «{quote}» عند الحرف {place} تاريخًا هجريًا؛ وللسنة الميلادية اكتب بعدها م.",
        "reversed_range": "تاريخا «{quote}» عند الحرف {place} معكوسان؛ بُدِّل أحدهما بالآخر.",
        "leading_wildcard": "يبدأ «{quote}» عند الحرف {place} بعلامة *، وهذا غير متاح: اكتب أول الكلمة (كتب*)، أو ابحث بالجذر (جذر:كتب).",
        "regular_expression": "يبدو «{quote}» عند الحرف {place} تعبيرًا نمطيًا، وهذا غير متاح: اكتب كلمات، أو بدائل بينها OR، أو أول كلمة تتبعه * (كتب*).",
        "bad_date": '«{quote}» عند الحرف {place} ليس تاريخًا: اكتب سنة أو شهرًا أو يومًا (2016، 2016-12، 2016-12-01، "ديسمبر 2016") أو اثنين بينهما ..؛ وللبحث عن الكلمات نفسها ضع ذلك كله بين علامتي تنصيص.',
        "limit_out_of_range": "الحد من 1 إلى {most}، لا {given}.",
        "negative_offset": "موضع البداية 0 فأكثر، لا {given}.",
        "stale_cursor": "تغيّر الفهرس منذ بدأ هذا العرض؛ ابدأ من جديد بلا مؤشر.",
        "page_too_deep": "تبلغ الصفحات النتائج من 0 إلى {most}؛ ضيّق البحث لترى ما بعدها.",
        "typed_text_too_long": "يُكمَّل نص لا يتجاوز {most} حرفًا، وفي هذا {found}؛ اختصره.",
        "unknown_facet": "لا يوجد تصنيف «{given}»؛ التصنيفات هي: {facets}.",
        "dates_reversed": "التاريخان معكوسان: من {first} إلى {last}.",
        "not_a_date": "ليس «{given}» تاريخًا؛ اكتبه هكذا: 2016 أو 2016-12 أو 2016-12-01.",
        "query_too_long": "أقصى طول للاستعلام {most} حرف، وهذا {found}؛ اختصره.",
        "query_too_many_terms": "أقصى ما في الاستعلام من الكلمات والقيود {most}، وفي هذا {found}؛ اختصره.",
        "query_too_deep": "أقصى تداخل للأقواس {most}، وفي هذا {found}؛ اختصره.",
        "word_too_long": "أقصى طول للكلمة {most} حرفًا، وفي هذا كلمة من {found}؛ اختصرها.",
        "slop_too_large": "أقصى تباعد بين كلمات العبارة {most}، وفي هذا {found}؛ قلّله.",
        "prefix_too_short": "تحتاج * قبلها إلى {least} من الحروف على الأقل، وفي «{prefix}*» منها {found}؛ اكتب مزيدًا من الكلمة.",
        "fuzzy_length": "الكلمة التي بعدها ~ من {least} إلى {most} حرفًا، وحروف «{word}» عددها {found}؛ اكتبها من دون ~.",
        # search/matching, search/aggregations, search/snippets
        "value_not_found": "لا وثيقة {field:field} فيها «{value}».",
        "value_partly_named": "لا {field:field} اسمه الكامل «{value}»؛ بُحث في: {names}.",
        "too_many_forms": "ألفاظ «{word}» عددها {found}؛ بُحث عن أكثرها ورودًا ({used}).",
        "no_wildcard_match": "لا كلمة على صورة «{word}»، وعلامة ? فيها مكان حرف؛ فإن كانت خاتمة سؤال فاترك قبلها فراغًا.",
        "timeline_too_long": "أقصى ما في الخط الزمني {most} من المُدد، وفي هذا {found} إن قُسّم بـ{unit:unit}: اختر وحدة أطول.",
        # search/advice, search/completion, search/batch, search/engine
        "advice_out_of_time": "لم يتسع الوقت للبحث عن كل البدائل والاقتراحات.",
        "levels_out_of_time": "لم يتسع الوقت لعدّ النتائج في المستويات: {levels:level}.",
        "index_behind": "تغيّر الأرشيف بعد بناء الفهرس؛ الأمر `warraq add` أو `warraq rebuild` يحدّثه.",
        "index_unreadable": "تتعذر قراءة جيل أحدث من الفهرس؛ هذه الإجابة من الجيل الذي قبله. الأمر `warraq rebuild` يعيد بناء الفهرس.",
        "no_archive": "لا أرشيف في {home}؛ أنشئه بالأمر `warraq add PATH`.",
        "no_index": "لا فهرس بعد للأرشيف في {home}؛ ابنِه بالأمر `warraq rebuild`.",
        "index_unusable": "لا يمكن استعمال الفهرس في {home} ({reason})؛ لم يضع من الأرشيف شيء: أعد بناء الفهرس بالأمر `warraq rebuild`.",
        "index_renewed": "تجدد الفهرس أثناء بدء التنفيذ؛ أعد الأمر.",
        "compared_text_too_long": "أقصى طول للنص المقارن {most} حرف، وفي هذا {found}؛ اختصره.",
        "queries_unreadable": "تعذرت قراءة الاستعلامات من {name}: {reason}",
        "queries_missing": "لا استعلامات في {name}.",
        "query_id_empty": "{where}: المعرّف فارغ؛ اجعل لكل استعلام معرّفًا خاصًا به.",
        "query_id_repeated": "{where}: المعرّف {id} مستعمل في السطر {line}؛ اجعل لكل استعلام معرّفًا خاصًا به.",
        "query_id_has_space": "في المعرّف «{id}» مسافة، وبالمسافات تُفصل أعمدة trec؛ غيّر المعرّف أو اختر صيغة أخرى.",
        "query_line_invalid": '{where}: ليس هذا السطر كائنًا فيه "id" و"text": {reason}.',
        "query_row_invalid": "{where}: ليس هذا صفًا صحيحًا في CSV: {reason}.",
        "text_column_missing": "{where}: لا عمود باسم «text» في السطر الأول؛ سمِّ فيه الأعمدة، مثل id,text.",
        "levels_need_counts": "الخيار --levels يعدّ نتائج الاستعلام في كل مستوى؛ استعمله مع --counts.",
        "trec_has_hits_only": "لا مكان في صيغة trec للأعداد والأعمدة؛ اكتبها بصيغة jsonl أو csv.",
        "counts_have_no_columns": "الخيار --counts يكتب صفًا لكل استعلام بلا نتائج؛ احذف --column.",
        "output_exists": "الملف {path} موجود من قبل؛ سمِّ ملفًا آخر، أو استبدله بالخيار --restart.",
        "output_in_use": "يكتب تنفيذ آخر في {path} الآن؛ انتظر حتى ينتهي.",
        "output_changed": "تغيّر الملف {path} بعد كتابته؛ ابدأ من جديد بالخيار --restart.",
        "output_of_other_queries": "بدأت كتابة {path} باستعلامات أخرى؛ سمِّ ملفًا آخر، أو ابدأ من جديد بالخيار --restart.",
        "output_of_other_options": "بدأت كتابة {path} بخيارات أخرى؛ سمِّ ملفًا آخر، أو ابدأ من جديد بالخيار --restart.",
        "output_of_other_index": "بدأت كتابة {path} من حالة أخرى للفهرس؛ سمِّ ملفًا آخر، أو ابدأ من جديد بالخيار --restart.",
        "output_of_other_version": "بدأت كتابة {path} بإصدار آخر من ورّاق؛ سمِّ ملفًا آخر، أو ابدأ من جديد بالخيار --restart.",
        "batch_to_file_interrupted": "توقف التنفيذ بعد الإجابة عن {done} من {queries} استعلام، والأجوبة محفوظة بجوار {path}؛ أعد الأمر نفسه ليكمل.",
        "batch_to_stream_interrupted": "توقف التنفيذ بعد الإجابة عن {done} من {queries} استعلام؛ بالخيار --output FILE يمكن إكمال ما يتوقف.",
        # web
        # warraq
    }
)
"""The template of each message by its code."""
