"""Records as a Word document (Office Open XML, ISO/IEC 29500), with python-docx if it is installed.

Arabic needs more than letters there: a paragraph from right to left (``w:bidi``), runs of the
complex script (``w:rtl``), and its own size and weight.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from corpus.messages import Language, WarraqError
from web.exports.labels import LABELS, check_line, heading, origin, remarks
from web.exports.records import ExportRecord, RecordList
from web.markup import display, text_direction, web_address

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph as WordParagraph

_FONT: Final = "Noto Naskh Arabic"
# Not characters of XML 1.0.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AFTER_SIZE: Final = (
    *("w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl"),
    *("w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath"),
)
"""The elements after the size of Arabic letters, in the order of the schema."""
_DEFAULT: Final = "Normal"
_STYLES: Final = ((_DEFAULT, 12), ("Title", 20), ("Heading 1", 16), ("Heading 2", 13))
"""The styles that are used, with the size of Arabic letters in points."""


class WordLibraryError(WarraqError):
    """Word documents cannot be written: python-docx is not installed."""


def word_document(records: RecordList) -> bytes:
    """The records as a Word document in the language of the list.

    :raises WordLibraryError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise WordLibraryError("word_library_missing") from None
    document = docx.Document()
    language = records.language
    _set_properties(document, records)
    _set_fonts(document)
    _add(document, records.title, "Title", language)
    for sentence in (*records.sentences, check_line(records)):
        _add(document, sentence, _DEFAULT, language)
    group = ""
    for number, record in enumerate(records.records, 1):
        if record.group and record.group != group:
            _add(document, record.group, "Heading 1", language)
        group = record.group
        _add_record(document, number, record, language)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_record(
    document: WordDocument, number: int, record: ExportRecord, language: Language
) -> None:
    _add(document, f"{number}. {heading(record, language)}", "Heading 2", language)
    if known := origin(record, language):
        _add(document, " · ".join(known), _DEFAULT, language)
    if record.is_gone:
        _add(document, LABELS[language].gone, _DEFAULT, language)
    if url := web_address(record.url):
        _add_link(document, url)
    if record.snippet.strip():
        _add(document, record.snippet, _DEFAULT, language)
    for label, value in remarks(record, language):
        _add(document, f"{label}: {value}", _DEFAULT, language)


def _add(document: WordDocument, text: str, style: str, language: Language) -> None:
    """Add a paragraph in the direction of its first letter."""
    shown = _NOT_XML.sub("", display(text))
    paragraph = document.add_paragraph()
    if style != _DEFAULT:
        # The id of the style: a search by its name takes most of the time of a long list.
        paragraph._p.style = style.replace(" ", "")
    default = "rtl" if language == "ar" else "ltr"
    is_rtl = text_direction(shown, default) == "rtl"
    if is_rtl:
        _set_right_to_left(paragraph)
    run = paragraph.add_run(shown)
    run.font.rtl = is_rtl


def _set_right_to_left(paragraph: WordParagraph) -> None:
    from docx.oxml import OxmlElement

    # After the style and what keeps paragraphs together, before spacing: the order of the schema.
    paragraph._p.get_or_add_pPr().insert_element_before(
        OxmlElement("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _add_link(document: WordDocument, url: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.add_paragraph()
    run = paragraph.add_run(_NOT_XML.sub("", display(url)))
    run.font.underline = True
    link = OxmlElement("w:hyperlink")
    related = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), related)
    link.append(run._r)
    paragraph._p.append(link)


def _set_properties(document: WordDocument, records: RecordList) -> None:
    properties = document.core_properties
    properties.title = _NOT_XML.sub("", display(records.title))[:255]
    properties.author = "warraq"
    properties.comments = ""
    properties.language = records.language
    properties.created = properties.modified = datetime.fromisoformat(records.checked).replace(
        tzinfo=UTC
    )


def _set_fonts(document: WordDocument) -> None:
    for name, points in _STYLES:
        _set_arabic_font(document.styles[name], points)


def _set_arabic_font(style: ParagraphStyle, points: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    style.font.cs_bold = style.name != _DEFAULT
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    # A font of the theme would come before the one that is named.
    fonts.attrib.pop(qn("w:cstheme"), None)
    fonts.set(qn("w:cs"), _FONT)
    for size in properties.findall(qn("w:szCs")):
        properties.remove(size)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(2 * points))  # in half points
    properties.insert_element_before(size, *_AFTER_SIZE)
