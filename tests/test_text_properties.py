"""What holds of any text at all: offsets never move, tokens lie in the text, sentences cover the tokens."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rasd.text.letters import fold, plain
from rasd.text.noise import Mender, split_glued
from rasd.text.quotes import quotes_of
from rasd.text.sentences import sentences_of
from rasd.text.tokens import tokens_of

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئىة"
NOISE = 'ًٌٍَُِّْـٰ\u200f\u200e\u202b\u202c\u2066\u2069\ufeff\u00ad🚀👨‍👩‍👧ﻷﷲ٣۴3.,،؛:؟!"«»“”()<>-_/\n\r\t\u00a0 '
TEXT = st.one_of(st.text(st.sampled_from(LETTERS + NOISE)), st.text())


@given(TEXT)
def test_fold_keeps_the_length(raw: str) -> None:
    assert len(fold(raw)) == len(raw)


@given(TEXT)
def test_plain_is_idempotent(raw: str) -> None:
    once = plain(raw)
    assert plain(once) == once


@given(TEXT)
def test_tokens_lie_in_the_text_in_order(raw: str) -> None:
    end = 0
    for token in tokens_of(raw):
        assert end <= token.start < token.end <= len(raw)
        assert token.plain
        end = token.end


@given(TEXT)
def test_sentences_do_not_overlap_and_cover_every_word(raw: str) -> None:
    sentences = sentences_of(raw)
    end = 0
    for index, sentence in enumerate(sentences):
        assert sentence.index == index
        assert end <= sentence.start < sentence.end <= len(raw)
        assert all(sentence.start <= token.start and token.end <= sentence.end for token in sentence.tokens)
        end = sentence.end
    words = [token for token in tokens_of(raw) if token.kind == "word"]
    if len(raw) <= 4000:
        assert [t for s in sentences for t in s.tokens if t.kind == "word"] == words


@given(TEXT)
def test_quotations_lie_in_the_text_in_order(raw: str) -> None:
    end = 0
    for quote in quotes_of(raw):
        assert end <= quote.start < quote.end <= len(raw)
        end = quote.end


@given(TEXT, st.sets(st.text(st.sampled_from(LETTERS), min_size=1, max_size=5)))
def test_mended_tokens_keep_their_place(raw: str, known: set[str]) -> None:
    mended = Mender(known.__contains__).all(sentences_of(raw))
    end = 0
    for sentence in mended:
        for token in sentence.tokens:
            assert end <= token.start < token.end <= len(raw)
            end = token.end


@given(
    st.text(st.sampled_from(LETTERS + "ًَّـ"), min_size=1),
    st.sets(st.text(st.sampled_from(LETTERS), min_size=1, max_size=4)),
)
def test_a_cut_word_is_the_whole_word(word: str, known: set[str]) -> None:
    parts = split_glued(word, known.__contains__)
    if parts is not None:
        assert "".join(word[a:b] for a, b in parts) == word
