"""The parser: from texts to documents, in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch

from quotex.parsing.document import Document, Sentence, Token
from quotex.parsing.identity import BUNDLED
from quotex.parsing.lemmas import Lemmatizer
from quotex.parsing.models import Models, load_models
from quotex.parsing.multiword import Expander
from quotex.parsing.plain import PlainTagger, PlainTreeParser
from quotex.parsing.segmenting import Segmenter
from quotex.parsing.sentence_ends import SentenceEnds
from quotex.parsing.surface import Surface, surfaces
from quotex.parsing.tagging import Tagger
from quotex.parsing.tagging import is_fast as is_fast_tagger
from quotex.parsing.trees import TreeParser
from quotex.parsing.trees import is_fast as is_fast_parser
from quotex.parsing.words import LONGEST_FORM, MOST_WORDS, Bundle, Word, bundles, simplified
from quotex.rules.sentences import sentence_rules

Selection = Callable[[Document], Sequence[bool]]

GROUP_CHARACTERS = 150_000
"""Characters of text that are worked on together; what the stages keep for each other grows with it."""

SURELY_SHORT = 20
"""Words of a sentence that fits the encoder whatever its words are."""


class Parser:
    """Tokens, sentences, tags, lemmas and dependency trees.

    Attributes:
        name: the model's name.
        version: a fingerprint of the model's files, its floats and Stanza.
        device: the type of device that it computes on: "cpu" or "cuda".
    """

    def __init__(self, models: Models) -> None:
        self.name = models.name
        self.version = models.version
        self.device: str = next(models.parser.model.parameters()).device.type
        self._segmenter = Segmenter(models.tokenizer, models.dtype)
        self._ends = SentenceEnds()
        self._whole = sentence_rules().whole
        self._expander = Expander(models.expander)
        self._lemmatizer = Lemmatizer(models.lemmatizer)
        tagger, parser = models.tagger.model, models.parser.model
        self._encoder = None
        self._tagger: Tagger | PlainTagger
        self._trees: TreeParser | PlainTreeParser
        if is_fast_tagger(tagger) and is_fast_parser(parser) and tagger.bert_model is parser.bert_model:
            self._encoder = tagger.bert_model
            self._tagger = Tagger(models.tagger, parser.bert_layer_mix, models.dtype)
            self._trees = TreeParser(models.parser, models.dtype)
        else:
            self._tagger = PlainTagger(models.tagger, models.pretrain)
            self._trees = PlainTreeParser(models.parser, models.pretrain)

    def use_threads(self, count: int) -> None:
        """Let torch use so many threads, in the whole process."""
        torch.set_num_threads(count)

    def parse(self, texts: Sequence[str], wanted: Selection | None = None) -> list[Document]:
        """Parse texts together.

        Args:
            texts: any text; what stands in it never raises an error.
            wanted: called with each document before it is parsed (tokens without heads); says for
                each sentence whether it needs a tree. None parses every sentence.
        """
        return [document for group in _groups(texts) for document in self._parse(group, wanted)]

    def _parse(self, texts: Sequence[str], wanted: Selection | None) -> list[Document]:
        articles = self._sentences(texts)
        bundled = [[self._bundles(sentence) for sentence in sentences] for sentences in articles]
        everything = [part for rows in bundled for parts in rows for part in parts]
        self._tagger.tag(everything)
        self._lemmatizer.lemmatize(everything)
        picked: list[Bundle] = []
        flags: list[list[bool]] = []
        for text, sentences, rows in zip(texts, articles, bundled, strict=True):
            row = [True] * len(sentences)
            if wanted is not None and sentences:
                row = [bool(flag) for flag in wanted(_document(text, sentences, [False] * len(sentences)))]
            flags.append(row)
            picked += [part for parts, flag in zip(rows, row, strict=True) if flag for part in parts]
        self._trees.parse(picked)
        for row, rows in zip(flags, bundled, strict=True):
            for flag, parts in zip(row, rows, strict=True):
                if flag and len(parts) > 1:
                    _join(parts)
        return [_document(*parts) for parts in zip(texts, articles, flags, strict=True)]

    def _bundles(self, sentence: list[Word]) -> list[Bundle]:
        if self._encoder is None or len(sentence) <= SURELY_SHORT:
            return bundles(sentence, [1] * len(sentence), MOST_WORDS)
        pieces = [len(ids) for ids in self._encoder.pieces([simplified(word.form) for word in sentence])]
        return bundles(sentence, pieces, self._encoder.longest)

    def _sentences(self, texts: Sequence[str]) -> list[list[list[Word]]]:
        paragraphs = [(n, surface) for n, text in enumerate(texts) for surface in surfaces(text)]
        pieces = [
            self._ends.repair(texts[n], surface, row)
            for (n, surface), row in zip(
                paragraphs, self._segmenter.pieces([surface for _, surface in paragraphs]), strict=True
            )
        ]
        self._expander.learn(
            [
                surface.text[piece.first : piece.last]
                for (_, surface), row in zip(paragraphs, pieces, strict=True)
                for piece in row
                if piece.multi
            ]
        )
        out: list[list[list[Word]]] = [[] for _ in texts]
        for (n, surface), row in zip(paragraphs, pieces, strict=True):
            sentence: list[Word] = []
            for piece in row:
                sentence += self._words(surface, piece.first, piece.last, piece.multi)
                if piece.ends_sentence:
                    out[n].append(sentence)
                    sentence = []
        return out

    def _words(self, surface: Surface, first: int, last: int, multi: bool) -> list[Word]:
        form = surface.text[first:last]
        split = multi and form.lower() not in self._whole
        parts = self._expander.split(form) if split else [(0, len(form), form)]
        return [
            Word(surface.starts[first + a], surface.ends[first + b - 1], word[:LONGEST_FORM])
            for a, b, word in parts
        ]


def _groups(texts: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    size = 0
    for text in texts:
        if group and size + len(text) > GROUP_CHARACTERS:
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text)
    if group:
        yield group


def _join(parts: Sequence[Bundle]) -> None:
    """Make one tree of the parts of a long sentence: later roots hang on the first one, side by side."""
    root = -1
    for part in parts:
        for place, word in enumerate(part.words):
            if word.head >= 0:
                word.head += part.first
            elif root < 0:
                root = part.first + place
            else:
                word.head, word.deprel = root, "parataxis"


def _document(text: str, sentences: Sequence[list[Word]], parsed: Sequence[bool]) -> Document:
    tokens: list[Token] = []
    rows: list[Sentence] = []
    for number, (words, has_tree) in enumerate(zip(sentences, parsed, strict=True)):
        first = len(tokens)
        root = -1
        for word in words:
            head = first + word.head if has_tree and word.head >= 0 else -1
            if has_tree and word.head < 0:
                root = len(tokens)
            tokens.append(
                Token(
                    len(tokens),
                    word.start,
                    word.end,
                    text[word.start : word.end],
                    word.lemma,
                    word.upos,
                    word.xpos,
                    word.feats,
                    head,
                    word.deprel if has_tree else "",
                    number,
                )
            )
        rows.append(Sentence(first, len(tokens), has_tree, root))
    return Document(text, tokens, rows)


def load_parser(
    model: str = BUNDLED,
    *,
    device: str = "cpu",
    threads: int | None = None,
    precision: str = "auto",
) -> Parser:
    """Load a parser; see :func:`quotex.parsing.models.load_models`.

    Args:
        model: "quotex-en", "stanza:en" or a folder.
        device: "cpu", "cuda", or "auto" for a GPU where there is one.
        threads: threads that torch may use; None leaves torch's own choice.
        precision: "auto", "full" or "plain".

    Raises:
        ModelError: a model or its encoder is not installed.
    """
    if threads is not None:
        torch.set_num_threads(threads)
    return Parser(load_models(model, device, precision))
