"""Evidence of an archive against an inflection."""

from arabic.analyzer import analyze
from arabic.attestation import Attestation, Attested
from arabic.inflection import contradicts_noun, contradicts_verb


def archive(**counts: tuple[int, int]) -> Attested:
    """The attestations of an archive that has only these forms."""
    known = {form: Attestation(*each) for form, each in counts.items()}
    return lambda form: known.get(form, Attestation(0, 0))


def test_the_accusative_follows_no_preposition() -> None:
    counts = archive(جبلا=(100, 30), جبل=(500, 60))
    assert contradicts_noun("جبلا", "جبل", "ا", counts)
    assert not contradicts_noun("جبلا", "جبل", "ا", archive(جبلا=(100, 0), جبل=(500, 60)))


def test_a_noun_in_the_accusative_has_other_forms() -> None:
    name = archive(مايا=(100, 0), ماي=(20, 0))
    adverb = archive(ليلا=(100, 0), ليل=(20, 0), الليل=(90, 30))
    assert contradicts_noun("مايا", "ماي", "ا", name)
    assert not contradicts_noun("ليلا", "ليل", "ا", adverb)


def test_a_noun_in_the_construct_plural_has_a_plural() -> None:
    assert contradicts_noun("باندو", "باند", "و", archive(باندو=(100, 0)))
    plural = archive(لاعبو=(100, 0), لاعبون=(40, 0), لاعبين=(90, 9))
    assert not contradicts_noun("لاعبو", "لاعب", "و", plural)


def test_a_feminine_of_what_is_rather_a_verb_has_a_masculine() -> None:
    verb = archive(زاره=(100, 0), زار=(300, 0))
    assert contradicts_noun("زاره", "زار", "ة", verb)
    adjective = archive(كامله=(100, 0), كامل=(80, 0), الكامل=(70, 9))
    assert not contradicts_noun("كامله", "كامل", "ة", adjective)


def test_the_second_person_is_rarer_than_the_third() -> None:
    assert contradicts_noun("بارك", "بار", "ك", archive(بارك=(100, 0), بار=(90, 3)))
    assert not contradicts_noun("كتابك", "كتاب", "ك", archive(كتابك=(30, 2), كتابه=(90, 9)))


def test_a_long_suffix_after_two_letters_needs_a_frequent_pronoun() -> None:
    assert contradicts_noun("سدونا", "سد", "ونا", archive(سدونا=(4, 0), سدوه=(1, 0)))
    assert not contradicts_noun("سدونا", "سد", "ونا", archive(سدونا=(4, 0), سدوه=(3, 0)))


def test_a_dual_has_its_other_case() -> None:
    assert contradicts_noun("جبلان", "جبل", "ان", archive(جبلان=(100, 0)))
    assert not contradicts_noun("جبلان", "جبل", "ان", archive(جبلان=(100, 0), جبلين=(80, 20)))


def test_a_noun_with_a_pronoun_has_other_pronouns() -> None:
    assert contradicts_noun("عمها", "عم", "ها", archive(عمها=(90, 40)))
    assert not contradicts_noun("عمها", "عم", "ها", archive(عمها=(90, 0), عمه=(120, 3)))


def test_a_rare_form_is_not_contradicted() -> None:
    assert not contradicts_noun("كتابها", "كتاب", "ها", archive(كتابها=(3, 0)))


def test_a_form_after_prepositions_is_no_verb() -> None:
    assert contradicts_verb("سرت", "سر", "ت", archive(سرت=(200, 40)))
    assert contradicts_verb("حفر", "حفر", "", archive(حفر=(50, 0), الحفر=(30, 4)))
    assert not contradicts_verb("كتبت", "كتب", "ت", archive(كتبت=(200, 0)))


def test_a_verb_of_two_letters_has_a_third_person() -> None:
    assert contradicts_verb("نضم", "ضم", "", archive(نضم=(90, 0)))
    assert not contradicts_verb("نضم", "ضم", "", archive(نضم=(90, 0), يضم=(30, 0)))


def test_a_verb_of_two_letters_with_a_pronoun_has_other_pronouns() -> None:
    assert contradicts_verb("شدها", "شد", "ها", archive(شدها=(90, 0)))
    assert not contradicts_verb("شدها", "شد", "ها", archive(شدها=(90, 0), شده=(40, 0)))


def test_a_word_with_a_contradicted_suffix_is_read_whole() -> None:
    counts = archive(زيدان=(300, 30), زيد=(200, 20))
    assert analyze("زيدان", counts).suffix == ""
    assert analyze("زيدان").suffix == "ان"


def test_the_feminine_person_is_read_where_the_masculine_is_frequent() -> None:
    counts = archive(تعود=(300, 0), يعود=(500, 0), عاد=(900, 0))
    assert analyze("تعود", counts).stem == analyze("يعود", counts).stem == "عاد"


def test_a_hamza_shows_where_the_particles_end() -> None:
    counts = archive(بابها=(90, 3), ابها=(900, 200))
    assert analyze("بأبها", counts).prefix == "ب"
    assert analyze("بابها", counts).prefix == ""
