"""Every message in Arabic."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LIST_JOINT: Final = "، "

TERMS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "level": {"exact": "مطابق", "form": "لفظ", "stem": "جذع", "root": "جذر"},
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
    }
)
"""Names of values that differ by language, by kind of placeholder."""

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "as_given": "{text}",
        # corpus
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
            "«{text}» ليس تاريخًا؛ اكتبه على صورة 2016 أو 2016-12 أو 2016-12-01."
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
        # index
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
        "index_unusable": "لا يمكن استعمال الفهرس ({cause})؛ يصلحه الأمر `warraq rebuild`.",
        "index_rebuilt": "لا يمكن استعمال الفهرس ({cause})؛ يُعاد بناؤه من الأرشيف.",
        "index_behind": "الفهرس متأخر عن الأرشيف؛ يحدّثه الأمر `warraq add`.",
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
        # search/query
        # search/matching, search/aggregations, search/snippets
        # search/advice, search/completion, search/batch, search/engine
        # web
        # warraq
    }
)
"""The template of each message by its code."""
