"""Every message in Arabic."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LIST_JOINT: Final = "، "

TERMS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "level": {"exact": "مطابق", "form": "لفظ", "stem": "جذع", "root": "جذر"},
    }
)
"""Names of values that differ by language, by kind of placeholder."""

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "as_given": "{text}",
        # corpus
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
