"""Training sentences for tagger and parser, batched for both at once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from stanza.models.depparse.data import DataLoader as ParserLoader
from stanza.models.depparse.data import Dataset as ParserDataset
from stanza.models.depparse.data import record_can_augment_nopunct
from stanza.models.pos.data import DataSample
from stanza.models.pos.data import Dataset as TaggerDataset
from stanza.utils.conll import CoNLL

QUOTE_STYLES = (("\u201c", "\u201d"), ("''", "''"), ("``", "''"), ("\u2018", "\u2019"))
"""Opening and closing marks that stand in for straight double quotes."""

QUOTE_SHARE = 0.3
"""Share of the sentences with straight quotes that get another style, each time they are read."""

FINAL_PUNCT_SHARE = 0.08
"""Share of the sentences that lose their final punctuation mark, each time they are read."""

BUCKET_BATCHES = 40
"""Batches sorted by length together: few padded places, yet shuffled."""


@dataclass(frozen=True)
class Sentence:
    """One sentence as tagger and parser want it, before tensors."""

    tagging: DataSample
    parsing: list[Any]

    @property
    def words(self) -> list[str]:
        """The words' texts."""
        return list(self.tagging.text)


class Corpus:
    """The sentences of a CoNLL-U file, mapped to the vocabularies of both models.

    Args:
        path: the CoNLL-U file.
        tagger_args: Stanza's options of the tagger.
        parser_args: Stanza's options of the parser.
        vocabs: the tagger's and the parser's vocabularies; None builds them.
    """

    def __init__(
        self,
        path: Path,
        tagger_args: dict[str, Any],
        parser_args: dict[str, Any],
        vocabs: tuple[Any, Any] | None = None,
    ) -> None:
        tagger_vocab, parser_vocab = vocabs if vocabs is not None else (None, None)
        doc = CoNLL.conll2doc(str(path))
        self.tagging = TaggerDataset(
            doc, tagger_args, None, vocab=tagger_vocab, evaluation=vocabs is not None
        )
        order = random.getstate()
        parsing = ParserDataset(
            doc,
            {**parser_args, "augment_nopunct": 0.0},
            None,
            vocab=parser_vocab,
            evaluation=vocabs is not None,
        )
        random.setstate(order)
        self.vocabs = (self.tagging.vocab, parsing.vocab)
        records = parsing.preprocess(parsing.load_doc(doc), parsing.vocab, None, parsing.args)
        self.sentences = [
            Sentence(sample, record) for sample, record in zip(self.tagging.data, records, strict=True)
        ]
        self.tagging.doc = None
        self.punct = parsing.vocab["upos"].unit2id("PUNCT")
        self.opening = self.tagging.vocab["xpos"].unit2id("``")

    def varied(self, sentence: Sentence, rng: random.Random) -> Sentence:
        """Return the sentence, sometimes with other quote marks or without its final mark."""
        if '"' in sentence.tagging.text and rng.random() < QUOTE_SHARE:
            sentence = self._requoted(sentence, rng.choice(QUOTE_STYLES))
        if rng.random() < FINAL_PUNCT_SHARE and record_can_augment_nopunct(sentence.parsing, self.punct):
            sample = sentence.tagging
            cut = DataSample(
                word=[sample.word[0][:-1]],
                char=[sample.char[0][:-1]],
                tags=[column[:-1] for column in sample.tags],
                pretrain=[sample.pretrain[0][:-1]],
                text=sample.text[:-1],
            )
            sentence = Sentence(cut, [field[:-1] for field in sentence.parsing])
        return sentence

    def _requoted(self, sentence: Sentence, style: tuple[str, str]) -> Sentence:
        sample = sentence.tagging
        text = list(sample.text)
        char = list(sample.char[0])
        xpos = sample.tags[1]
        for index, word in enumerate(text):
            if word == '"':
                text[index] = style[0] if xpos[index] == self.opening else style[1]
                char[index] = self.vocabs[0]["char"].map(list(text[index]))
        parsing = list(sentence.parsing)
        parsing[9] = text
        return Sentence(sample._replace(char=[char], text=text), parsing)

    def tensors(self, sentences: Sequence[Sentence]) -> tuple[Any, Any]:
        """Collate sentences for the tagger and for the parser, in one order.

        Stanza's own collation sorts by length, and by place among equals; both
        see the same lengths, hence the same order.
        """
        samples = [
            (
                DataSample(
                    torch.tensor(item.tagging.word[0]),
                    item.tagging.char[0],
                    [torch.tensor(column) for column in item.tagging.tags],
                    torch.tensor(item.tagging.pretrain[0]),
                    item.tagging.text,
                ),
                key,
            )
            for key, item in enumerate(sentences)
        ]
        tagging = self.tagging.collate_fn(samples)
        parsing = ParserLoader.collate([item.parsing for item in sentences])
        return tagging, parsing


def training_batches(
    corpus: Corpus, repeated: Sequence[Sentence], words: int, seed: int, max_length: int = 120
) -> Iterator[list[Sentence]]:
    """Yield batches without end, each epoch shuffled anew.

    Args:
        corpus: the training sentences.
        repeated: sentences of the corpus of which a random half comes twice an epoch.
        words: the size of a batch in words, padding included.
        seed: fixes order and variation.
        max_length: longer sentences (in words) are left out.
    """
    rng = random.Random(seed)  # nosec B311  # chance that need not be secret
    pool = [item for item in corpus.sentences if len(item.words) <= max_length]
    again = [item for item in repeated if len(item.words) <= max_length]
    while True:
        order = pool + rng.sample(again, len(again) // 2)
        rng.shuffle(order)
        epoch: list[list[Sentence]] = []
        for chunk in _chunks([corpus.varied(item, rng) for item in order], words * BUCKET_BATCHES):
            chunk.sort(key=lambda item: len(item.words))
            epoch.extend(_padded_batches(chunk, words))
        rng.shuffle(epoch)
        yield from epoch


def evaluation_batches(sentences: Sequence[Sentence], words: int) -> Iterator[list[Sentence]]:
    """Yield batches sorted by length, once; `words` counts padding too."""
    yield from _padded_batches(sorted(sentences, key=lambda item: len(item.words)), words)


def _chunks(sentences: Sequence[Sentence], words: int) -> Iterator[list[Sentence]]:
    chunk: list[Sentence] = []
    total = 0
    for item in sentences:
        chunk.append(item)
        total += len(item.words)
        if total >= words:
            yield chunk
            chunk, total = [], 0
    if chunk:
        yield chunk


def _padded_batches(sentences: Sequence[Sentence], words: int) -> Iterator[list[Sentence]]:
    batch: list[Sentence] = []
    longest = 0
    for item in sentences:
        longest = max(longest, len(item.words))
        if batch and longest * (len(batch) + 1) > words:
            yield batch
            batch, longest = [], len(item.words)
        batch.append(item)
    if batch:
        yield batch
