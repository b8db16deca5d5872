"""Articles that carry the same agency text are one voice; what is told in words of its own is another."""

from dispatch import DISPATCH, OWN

from annotations.insight.wire_copies import FURNITURE, fingerprints, voices
from annotations.model.article import Article


def prints(*sentences: str) -> list[int]:
    text = "\n".join(sentences)
    return list(fingerprints(text, Article("a", text).sentences))


def test_the_same_dispatch_in_two_outlets_is_one_voice() -> None:
    found = voices({"1": prints(*DISPATCH), "2": prints(*OWN), "3": prints(*DISPATCH)})
    assert found.groups == (("1", "3"),)
    assert found.of("3") == ("1", "3")
    assert found.copies("3") == ("1",)
    assert found.of("2") == ("2",)
    assert found.copies("2") == ()
    assert found.of("not listed") == ("not listed",)
    assert found.count(["1", "2", "3"]) == 2
    assert found.count([]) == 0


def test_a_title_a_shorter_end_and_other_signs_change_no_voice() -> None:
    other = [sentence.replace("أ", "ا").replace("ة ", "ه ").replace(".", " …") for sentence in DISPATCH[:4]]
    shortened = prints("إغلاق الجسر القديم", "وادي الرمل - وكالة الجبل", *other)
    assert voices({"1": prints(*DISPATCH), "2": shortened}).groups == (("1", "2"),)


def test_two_sentences_are_too_few_whatever_else_an_article_has() -> None:
    assert not voices({"1": prints(*DISPATCH[:2]), "2": prints(*DISPATCH[:2])}).groups
    assert not voices({"1": prints(*DISPATCH[:2]), "2": prints(*DISPATCH)}).groups


def test_half_of_the_shorter_one_is_enough() -> None:
    first, second = (*DISPATCH[:3], *OWN), DISPATCH
    assert voices({"1": prints(*first), "2": prints(*second)}).groups == (("1", "2"),)


def test_less_than_half_of_the_shorter_one_is_no_copy() -> None:
    more = tuple(f"{sentence[:-1]} في الحي {number}." for sentence in OWN for number in ("الأول", "الثاني"))
    first, second = (*DISPATCH[:3], *OWN, more[0]), (*DISPATCH[:3], *more[2:])
    assert not voices({"1": prints(*first), "2": prints(*second)}).groups


def test_short_sentences_boilerplate_and_repetition_count_nothing() -> None:
    assert prints("وقال المهندس في البلدية ذلك.", "لم يعلق أحد على الخبر.") == []
    assert prints(DISPATCH[0], DISPATCH[0]) == prints(DISPATCH[0])
    text = "\n".join(DISPATCH)
    units = Article("a", text).sentences
    assert len(fingerprints(text, units)) == len(DISPATCH)


def test_a_speech_that_two_outlets_quote_makes_no_copy() -> None:
    speech = [f"قال المحافظ: «{sentence[:-1]}»." for sentence in DISPATCH]
    first, second = prints(*speech, *OWN), prints(*OWN[:1], *speech)
    assert not voices({"1": first, "2": second}).groups
    assert prints(*speech) == []
    marks = [f"قال المحافظ: {opening}{DISPATCH[0]}{closing}" for opening, closing in ("“”", '""', "„“")]
    assert prints(*marks) == []


def test_a_few_quoted_words_leave_a_sentence_what_it_is() -> None:
    assert len(prints("أعلنت بلدية وادي الرمل أن «الجسر القديم» مغلق أمام الشاحنات حتى إشعار آخر.")) == 1


def test_a_copy_of_a_copy_is_of_the_same_group() -> None:
    longer = (*DISPATCH[3:], *OWN)
    found = voices({"3": prints(*DISPATCH), "1": prints(*longer), "2": prints(*OWN)})
    assert found.groups == (("3", "1", "2"),)


def test_what_very_many_pages_carry_is_furniture() -> None:
    everywhere = {str(number): prints(*OWN) for number in range(FURNITURE)}
    assert not voices(everywhere).groups
    del everywhere["0"]
    assert len(voices(everywhere).groups) == 1


def test_groups_that_grow_together_are_one() -> None:
    sets = {"a": [1, 2, 3], "b": [1, 2, 3], "c": [4, 5, 6], "d": [4, 5, 6], "e": [1, 2, 3, 4, 5, 6]}
    assert voices(sets).groups == (("a", "b", "c", "d", "e"),)
