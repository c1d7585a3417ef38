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
        "file_kind": {
            "png": "صورة PNG",
            "jpeg": "صورة JPEG",
            "gif": "صورة GIF",
            "pdf": "مستند PDF",
            "zip": "ملف ZIP أو مستند مكتبي",
            "old_office": "مستند مكتبي بصيغة قديمة",
            "rtf": "مستند RTF",
            "sqlite": "قاعدة بيانات SQLite",
            "bzip2": "ملف bzip2",
            "xz": "ملف xz",
            "zstd": "ملف zstd",
        },
        "json_kind": {
            "boolean": "قيمة منطقية",
            "number": "عدد",
            "list": "قائمة",
            "object": "كائن",
        },
        "archive_table": {"documents": "الوثائق", "deletions": "المحذوفات"},
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
        "value_not_found": "لا توجد وثيقة فيها القيمة «{value}» في حقل «{field:field}».",
        "value_partly_named": "لا {field:field} اسمه الكامل «{value}»؛ بُحث في: {names}.",
        "too_many_forms": "ألفاظ «{word}» عددها {found}؛ بُحث عن أكثرها ورودًا ({used}).",
        "no_wildcard_match": "لا كلمة على صورة «{word}»، وعلامة ? فيها مكان حرف؛ فإن كانت خاتمة سؤال فاترك قبلها فراغًا.",
        "timeline_too_long": "أقصى ما في الخط الزمني {most} من المُدد، وفي هذا {found} إن قُسّم بـ{unit:unit}: اختر وحدة أطول.",
        # search/advice, search/completion, search/batch, search/engine
        "index_outdated": "تغيّر الأرشيف بعد بناء الفهرس؛ الأمر `warraq add` أو `warraq rebuild` يحدّثه.",
        "home_index_unusable": "لا يمكن استعمال الفهرس في {home} ({cause})؛ لم يضع من الأرشيف شيء: أعد بناء الفهرس بالأمر `warraq rebuild`.",
        "advice_out_of_time": "لم يتسع الوقت للبحث عن كل البدائل والاقتراحات.",
        "levels_out_of_time": "لم يتسع الوقت لعدّ النتائج في المستويات: {levels:level}.",
        "index_behind": "الفهرس متأخر عن الأرشيف؛ يحدّثه الأمر `warraq add`.",
        "index_unreadable": "تتعذر قراءة جيل أحدث من الفهرس؛ هذه الإجابة من الجيل الذي قبله. الأمر `warraq rebuild` يعيد بناء الفهرس.",
        "no_archive": "لا أرشيف في {home}؛ أنشئه بالأمر `warraq add PATH`.",
        "index_unusable": "لا يمكن استعمال الفهرس ({cause})؛ يصلحه الأمر `warraq rebuild`.",
        "index_renewed": "تجدد الفهرس أثناء بدء التنفيذ؛ أعد الأمر.",
        "compared_text_too_long": "أقصى طول للنص المقارن {most} حرف، وفي هذا {found}؛ اختصره.",
        "queries_unreadable": "تعذرت قراءة الاستعلامات من {name}: {cause}",
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
        "address_not_utf8": "العنوان غير مكتوب بترميز UTF-8؛ رمِّزه به ثم أعد المحاولة.",
        "too_many_parameters": "في العنوان من المعاملات {count}، والحد الأقصى {most}.",
        "unknown_parameter": "لا معامل هنا باسم «{parameter}»؛ والمعروف: {known}.",
        "repeated_parameter": "تكرر المعامل «{parameter}»؛ اذكره مرة واحدة.",
        "missing_parameter": "المعامل «{parameter}» ناقص.",
        "page_and_offset": "المعاملان «page» و«offset» بمعنى واحد؛ اذكر أحدهما.",
        "parameter_given_too_often": "عدد مرات المعامل «{parameter}» هو {count}، والحد الأقصى {most}.",
        "number_out_of_range": "يقبل المعامل «{parameter}» عددًا صحيحًا من {low} إلى {high}، وليس «{value}» كذلك.",
        "unknown_choice": "يقبل المعامل «{parameter}» واحدًا من: {known}، وليس «{value}» منها.",
        "foreign_cursor": "ليس هذا المؤشر لهذا الاستعلام؛ خذه كما جاء في الإجابة، وأبقِ الاستعلام والمرشحات والمستوى والترتيب كما كانت.",
        "cursor_beside_page": "يدل المؤشر على موضع المتابعة؛ فاحذف «page» و«offset».",
        "body_not_utf8": "النص ليس بترميز UTF-8؛ أرسله به.",
        "encoded_body": "متن الطلب مضغوط بصيغة {coding}؛ أرسله كما هو من غير ضغط.",
        "no_document": "ليس في الأرشيف وثيقة بالمعرِّف «{id}».",
        "unreadable_request": "تعذّرت قراءة الطلب.",
        "unreadable_request_line": "تعذّرت قراءة السطر الأول من الطلب؛ يُكتب العنوان بترميز UTF-8 وترميز النسبة المئوية (في curl: -G --data-urlencode 'q=تدمر').",
        "unknown_address": "لا صفحة بهذا العنوان.",
        "method_not_allowed": "لا يقبل هذا العنوان هذه الطريقة؛ استعمل GET.",
        "slow_request": "تأخّر وصول الطلب كاملًا؛ أرسله ثانية.",
        "request_too_large": "الطلب أكبر من المسموح.",
        "address_too_long": "العنوان أطول من المسموح؛ اختصر الاستعلام.",
        "too_many_requests": "كثُرت الطلبات من عنوانك؛ انتظر قليلًا ثم واصل على مهل.",
        "headers_too_long": "ترويسات الطلب أطول مما يُقبل.",
        "server_error": "الخطأ من عندنا لا من عندك، وقد سُجّل.",
        "unsupported_transfer_coding": "ترميز نقل متن الطلب غير مدعوم.",
        "archive_unavailable": "تعذّر فتح الأرشيف الآن؛ والسبب في سجلّ الخادم.",
        "bad_rate": "ليس «{given}» معدّلًا؛ اكتبه هكذا: {example}، أو off.",
        "rate_store_package": "يحتاج المخزن المشترك إلى حزمة: pip install 'limits[redis]'.",
        "rate_store_unusable": "لا يمكن عدّ الطلبات في «{store}»: {reason}.",
        "rate_store_asynchronous": "لا يمكن عدّ الطلبات في «{store}»: فهو مخزن غير متزامن.",
        "cannot_listen": "لا يمكن تقديم الصفحات على {host} والمنفذ {port} ({reason})؛ استعمل --host أو --port آخر.",
        # warraq
        "unknown_document": "لا توجد في الأرشيف وثيقة معرّفها {id}.",
        "unknown_documents": "ليست في الأرشيف: {ids}.",
        "nothing_to_delete": "حدّد معرّفات الوثائق المراد حذفها، أو مصدرها بالخيار --source.",
        "document_replaced": "{id}: استُبدلت لأن محتواها تغيّر",
        "add_interrupted": "توقّف الأمر: عدد الوثائق المحفوظة في الأرشيف {documents}؛ أعد الأمر نفسه لإتمامه.",
        "earlier_documents_kept": "عدد الوثائق التي قُرئت قبل هذا الخطأ وحُفظت في الأرشيف {documents}؛ أعد الأمر نفسه لإكمال الباقي.",
        "index_not_written": "تعذّرت كتابة الفهرس ({problem})؛ الأرشيف كامل والفهرس السابق ما زال يجيب: أفسح مكانًا على القرص أو راجع أذون مجلد الفهرس، ثم أعد الأمر.",
        "reference_not_named": "حدّد ملفًا (أو - للمدخل القياسي)، أو وثيقة من الأرشيف بالخيار --id.",
        "reference_without_document": "لا نص للمقارنة في {path}: لا وثيقة فيه.",
        "reference_unreadable": "لا نص للمقارنة في {path}: {reason}",
        "text_without_words": "لا كلمة في هذا النص.",
        "export_cut": "اقتُصر على {rows} من أصل {documents} وثيقة؛ ضيّق الاستعلام بالتاريخ.",
        "file_failed": "خطأ في {path}: {problem}.",
        "disk_failed": "تعذّرت قراءة ملف أو كتابته: {problem}.",
        # corpus: files
        "file_missing": "لا يوجد ملف بهذا الاسم.",
        "file_forbidden": "تعذّرت قراءة الملف: الإذن مرفوض.",
        "file_unreadable": "تعذّرت قراءة الملف: {problem}.",
        "file_not_regular": "ليس ملفًا عاديًا.",
        "file_name_with_nul": "لا يجوز أن يحتوي اسم الملف على محرف NUL.",
        "file_changed": "تغيّر الملف في أثناء قراءته؛ أضفه من جديد.",
        "file_too_long": "يتجاوز الملف {megabytes} ميغابايت؛ قسّمه.",
        "file_empty": "الملف فارغ.",
        "gzip_damaged": "ملف gzip تالف.",
        "gzip_cut": "ملف gzip تالف أو مبتور.",
        "file_is_not_text": "محتوى الملف {kind:file_kind} وليس نصًا؛ قدّم النص نفسه.",
        "file_is_binary": "هذه بيانات ثنائية وليست نصًا؛ قدّم النص نفسه.",
        "encoding_unknown": (
            "لا تُقرأ محارفه نصًا عربيًا بأي من ترميزات UTF-8 وUTF-16 وWindows-1256 "
            "وISO-8859-6؛ حوّله إلى UTF-8."
        ),
        # corpus: records
        "line_too_long": "يتجاوز السطر {megabytes} ميغابايت.",
        "json_array": "هذه مصفوفة JSON؛ اكتب كل كائن منها في سطر، بلا أقواس ولا فواصل.",
        "json_object_on_several_lines": ("كائن JSON موزّع على عدة أسطر؛ اكتب كل كائن في سطر واحد."),
        "json_syntax": "ليس JSON صالحًا: {problem} (المحرف {character}).",
        "json_value": "ليس JSON صالحًا: {problem}.",
        "json_not_a_number": "ليس JSON صالحًا: {value} ليس عددًا في JSON.",
        "json_number_too_large": "ليس JSON صالحًا: العدد {digits} أكبر من المسموح.",
        "json_nested_too_deep": "مستويات التداخل فيه أعمق من المسموح.",
        "json_not_an_object": 'ليس السطر كائن JSON مثل {"title": ..., "text": ...}.',
        "field_not_a_string": 'قيمة الحقل "{key}" هي {kind:json_kind} وليست نصًا.',
        "field_nested_too_deep": "يتجاوز عمق التداخل فيه {levels} مستوى.",
        "record_without_text": 'لا نص فيه: الحقل "text" غائب أو فارغ.',
        "csv_without_text": (
            'لا عمود باسم "text" في الترويسة؛ سمِّ الأعمدة في السطر الأول، مثل '
            "title,text,date,source."
        ),
        "csv_column_twice": 'يتكرر اسم العمود "{name}" في الترويسة.',
        "csv_too_many_cells": (
            "عدد خلايا الصف {cells} وعدد أعمدة الترويسة {columns}؛ "
            "أفيه نص ذو فاصلة لم يوضع بين علامتي اقتباس؟"
        ),
        "csv_syntax": "ليس الصف CSV صالحًا ({problem})؛ أفيه علامة اقتباس لم تُغلق؟",
        "page_without_article": "لم يُعثر على مقال في الصفحة.",
        "file_without_text": "لا نص في الملف.",
        "text_too_long": (
            "طول نص «{name}» {size} ميغابايت، والحد الأقصى {megabytes} ميغابايت؛ قسّمه."
        ),
        "untitled_text_too_long": (
            "طول النص {size} ميغابايت، والحد الأقصى {megabytes} ميغابايت؛ قسّمه."
        ),
        "ingest_date_invalid": (
            "«{given}» ليس تاريخًا؛ اكتبه على صورة 2016 أو 2016-12 أو 2016-12-01."
        ),
        # corpus: the archive
        "archive_is_folder": "{path} مجلد وليس أرشيفًا.",
        "archive_missing": "لا أرشيف في {path}؛ أضف وثائق أولًا.",
        "archive_folder_failed": "تعذّر إنشاء مجلد {path}: {problem}.",
        "archive_needs_local_disk": (
            "لا تستطيع SQLite حفظ سجل الكتابة المسبقة بجانب {path}؛ اختر قرصًا محليًا."
        ),
        "archive_empty": "{path} فارغ؛ استعده من نسخة احتياطية.",
        "archive_foreign": (
            "{path} ليس من أرشيفات ورّاق أو هو تالف؛ استعده من نسخة احتياطية أو اختر مكانًا آخر."
        ),
        "archive_newer": (
            "إصدار الأرشيف {path} هو {version}، ونسخة ورّاق هذه تقرأ الإصدار {current}؛ "
            "استخدم نسخة ورّاق التي كتبته."
        ),
        "archive_older": (
            "إصدار الأرشيف {path} هو {version}، ونسخة ورّاق هذه تقرأ الإصدار {current}؛ "
            "نفّذ `warraq rebuild` مرة واحدة لترقيته."
        ),
        "archive_damaged": ("{path} تالف؛ استعده من نسخة احتياطية ثم أضف ما هو أحدث منها من جديد."),
        "archive_without_state": "{path} تالف؛ استعده من نسخة احتياطية.",
        "archive_disk_full": "امتلأ قرص {path}؛ لم يُضف شيء من هذه الدفعة.",
        "archive_disk_error": (
            "تعذّرت القراءة من {path} أو الكتابة إليه ({problem})؛ افحص قرصه ثم أعد المحاولة."
        ),
        "archive_busy": "يكتب برنامج آخر في {path} الآن؛ أعد المحاولة لاحقًا.",
        "archive_not_writable": "لا تُسمح الكتابة في {path}؛ راجع أذوناته.",
        "archive_cannot_be_opened": ("تعذّر فتح {path}؛ تحقق من أن مجلده يسمح بالقراءة والكتابة."),
        "archive_unusable": "تعذّر استخدام {path}: {problem}.",
        "id_taken": "المعرّف «{id}» مستخدم لوثائق أخرى؛ اختر غيره.",
        "sqlite_fault": "خلل في {file}: {problem}",
        "sequence_too_low": (
            "عدد التغييرات المسجّل في الأرشيف {counted}، لكن في جدول {table:archive_table} "
            "تغييرًا رقمه {found}."
        ),
        "document_changed": "الوثيقة «{id}» في الأرشيف ليست كما أُضيفت.",
        "original_damaged": "أصل الوثيقة «{id}» في الأرشيف تالف.",
        "more_documents_damaged": "قد تكون في الأرشيف وثائق تالفة أخرى.",
        # Clauses that say what is wrong with an index, as the cause inside a sentence.
        "index_file_cut_short": "الملف {file} مبتور",
        "index_file_foreign": "الملف {file} ليس من ملفات هذا الفهرس",
        "index_file_format_unknown": (
            "صيغة الملف {file} هي {found}، وهذا البرنامج يقرأ الصيغة {expected}"
        ),
        "index_file_directory_damaged": "جدول محتويات الملف {file} تالف",
        "index_file_missing": "الملف {file} من {generation} مفقود",
        "index_file_unreadable": "تتعذر قراءة الملف {file} من {generation}: {reason}",
        "index_file_not_regular": "{file} من {generation} ليس ملفًا عاديًا",
        "index_file_size_wrong": (
            "حجم الملف {file} من {generation} هو {found} بايت بدلًا من {expected}"
        ),
        "index_file_changed": "تغيّر محتوى الملف {file} من {generation} بعد كتابته",
        "generation_format_unknown": (
            "أنشأت {generation} نسخة أخرى من ورّاق: صيغته {found}، وهذه النسخة تقرأ {expected}"
        ),
        "generation_fields_differ": (
            "حقول {generation} مختلفة: فيه {found}، وحقول هذه النسخة من ورّاق {expected}"
        ),
        "generation_unopened": "يتعذر فتح {generation}: {reason}",
        "generation_unreadable": "تتعذر قراءة {generation}: {reason}",
        "generation_class_unknown": "يذكر الصنف {name} وهو ليس جزءًا من فهرس",
        "pointer_unreadable": "تتعذر قراءة الملف {file}: {reason}",
        "pointer_invalid": "الملف {file} لا يشير إلى أي إصدار من الفهرس",
        "pointer_mismatch": "الملف {file} لا يطابق {manifest} من {generation}",
        "postings_cut_short": "إحدى قوائم الورود مبتورة",
        "field_entries_differ": "عدد قوائم الورود في أحد الحقول لا يساوي عدد ألفاظه",
        "class_bounds_invalid": "حدود إحدى مجموعات الألفاظ غير صحيحة",
        "form_number_unknown": "أحد الألفاظ بلا رقم",
        "form_terms_invalid": "أشكال كتابة أحد الألفاظ غير صحيحة",
        "string_order_invalid": "ترتيب النصوص في الفهرس غير صحيح",
        "string_starts_missing": "بداية أحد النصوص في الفهرس مفقودة",
        "string_block_cut_short": "كتلة نصوص في الفهرس مبتورة",
        "index_of_other_archive": "أُنشئ من أرشيف آخر",
        "index_ahead": "فيه تغييرات ليست في الأرشيف، عددها {changes}",
        "index_of_other_analyzer": "أُنشئ بنسخة أخرى من المحلّل الصرفي",
        # Sentences about an index.
        "index_missing": "لا فهرس بعد للأرشيف في {home}؛ أنشئه بالأمر `warraq rebuild`.",
        "index_not_built": "لا يوجد فهرس بعد؛ ينشئه الأمر `warraq rebuild`.",
        "index_rebuilt": "لا يمكن استعمال الفهرس ({cause})؛ يُعاد بناؤه من الأرشيف.",
        "documents_indexed_twice": "عدد الوثائق المفهرسة مرتين: {count}.",
        "documents_not_indexed": "عدد وثائق الأرشيف الغائبة عن الفهرس: {count}.",
        "documents_not_archived": "عدد وثائق الفهرس الغائبة عن الأرشيف: {count}.",
        "document_total_wrong": "عدد الوثائق في الفهرس {found} بدلًا من {expected}.",
        "word_total_wrong": "عدد الكلمات في الفهرس {found} بدلًا من {expected}.",
        "archive_lost": (
            "الملف {path} مفقود أو فارغ، مع أن له فهرسًا (عدد وثائقه {documents})؛ استعده من نسخة "
            "احتياطية، أو احذف {index} لتبدأ من جديد."
        ),
        "archive_lost_index_damaged": (
            "الملف {path} مفقود أو فارغ، مع أن له فهرسًا؛ استعده من نسخة احتياطية، أو احذف {index} "
            "لتبدأ من جديد."
        ),
        "archive_lacks_changes": (
            "تنقص {path} آخر التغييرات التي في فهرسه وعددها {changes}: إما أنه استعيد من نسخة أقدم "
            "أو أنها فُقدت؛ أضف الناقص من جديد."
        ),
        "waiting_for_process": "في انتظار العملية {process} التي تكتب الفهرس.",
        "waiting_for_writer": "في انتظار عملية أخرى تكتب الفهرس.",
        "analysis_process_ended": (
            "توقفت فجأة عملية تحلّل الوثائق؛ نفّذ الأمر مرة أخرى، ولم يُفقد شيء."
        ),
        "query_process_ended": "توقفت فجأة عملية تجيب عن الاستعلامات؛ نفّذ الأمر مرة أخرى.",
    }
)
"""The template of each message by its code."""
