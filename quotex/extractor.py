"""From articles to quotations: every stage in its order, many articles at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice
from typing import overload

from attrs import evolve, frozen

from quotex.assembly import assemble
from quotex.attribution.attribute import attributed
from quotex.attribution.work import Work
from quotex.channels import ChannelReading, read_channels
from quotex.channels.selection import SELECTION as OCCASIONS
from quotex.channels.selection import may_open_occasion
from quotex.confidence import confidence
from quotex.finding.selection import SELECTION, selector
from quotex.parsing import ParseCache, Parser, load_parser
from quotex.parsing.document import Document
from quotex.reading.boilerplate import boilerplate
from quotex.records import Article, Problem, Quote
from quotex.rules.speakers import load_speaker_rules
from quotex.speakers import Speaker, build_entities, resolve


@frozen
class Quotes(Sequence[Quote]):
    """The quotations of one article, in text order; shows itself as a table in a notebook.

    Attributes:
        items: the quotations.
        article: the article, or None where it could not be read.
        problems: why something could not be done.
    """

    items: tuple[Quote, ...] = ()
    article: Article | None = None
    problems: tuple[Problem, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Quote: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Quote]: ...

    def __getitem__(self, index: int | slice) -> Quote | Sequence[Quote]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def _repr_html_(self) -> str:
        head = "".join(
            f"<th>{name}</th>" for name in ("speaker", "channel", "kind", "quotation", "confidence")
        )
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td>{escape(cell)}</td>"
                for cell in (q.speaker or "", q.channel, q.kind, q.text, f"{q.confidence:.2f}")
            )
            + "</tr>"
            for q in self.items
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


@frozen
class Stages:
    """What each stage found in one article; speakers and channels are parallel to ``work.found``."""

    work: Work
    speakers: Sequence[Speaker]
    channels: Sequence[ChannelReading]


class Extractor:
    """Finds the quotations of articles.

    Args:
        parser: what gives the trees.
        language: whose rules to use.
        include_scare: also give what stands in marks for other reasons (titles, nicknames).
    """

    def __init__(self, parser: Parser, *, language: str = "en", include_scare: bool = False) -> None:
        self.parser = parser
        self.language = language
        self.include_scare = include_scare
        self._cues_and_marks = selector(language)

    def extract(self, article: Article | str) -> Quotes:
        """Find the quotations of one article.

        Args:
            article: an article, or just its text.

        Returns:
            The quotations in text order; offsets are code points into the text as given.
        """
        if isinstance(article, str):
            article = Article(id="text", text=article)
        return self._quotes(article, self.parse([article])[0])

    def pipe(self, articles: Iterable[Article | Problem | str], batch_size: int = 32) -> Iterator[Quotes]:
        """Find the quotations of many articles, lazily and in order.

        Args:
            articles: articles or texts; a Problem among them is passed on in its place.
            batch_size: how many are parsed together.

        Yields:
            One ``Quotes`` for each item; an article that cannot be done gives one with a Problem.
        """
        stream = iter(articles)
        number = 0
        while batch := list(islice(stream, max(1, batch_size))):
            named: list[Article | Problem] = []
            for item in batch:
                number += 1
                named.append(Article(id=f"text{number}", text=item) if isinstance(item, str) else item)
            yield from self._batch(named)

    def parse(self, articles: Sequence[Article]) -> list[Document]:
        """Parse articles together, as far as their quotations need it."""
        return self.parser.parse([a.text for a in articles], self._wanted, f"{SELECTION}, {OCCASIONS}")

    def _wanted(self, document: Document) -> list[bool]:
        """Which sentences need a tree: those of quotations, and those that open an occasion of speaking."""
        both = zip(self._cues_and_marks(document), may_open_occasion(document, self.language), strict=True)
        return [quoted or opens for quoted, opens in both]

    def _batch(self, items: Sequence[Article | Problem]) -> Iterator[Quotes]:
        articles = [item for item in items if isinstance(item, Article)]
        documents: Iterator[Document | Problem]
        try:
            documents = iter(self.parse(articles))
        except Exception:  # one of them is to blame: the others must not suffer
            documents = (self._parse_one(article) for article in articles)
        for item in items:
            if isinstance(item, Problem):
                yield Quotes(problems=(item,))
                continue
            document = next(documents)
            if isinstance(document, Problem):
                yield Quotes(article=item, problems=(document,))
                continue
            try:
                yield self._quotes(item, document)
            except Exception as error:  # whatever an article holds, the rest goes on
                yield Quotes(article=item, problems=(_problem(item, error),))

    def _parse_one(self, article: Article) -> Document | Problem:
        try:
            return self.parse([article])[0]
        except Exception as error:
            return _problem(article, error)

    def stages(self, article: Article, document: Document) -> Stages:
        """Everything behind the parse, stage by stage; :mod:`quotex.explanation` shows it."""
        junk = boilerplate(article.text, self.language)
        work = attributed(document, self.language, include_scare=self.include_scare, boilerplate=junk)
        vocabulary = load_speaker_rules(self.language)
        entities = build_entities(document, vocabulary, work.found, title=article.title, boilerplate=junk)
        speakers = resolve(document, work.found, vocabulary, article.title, junk, entities=entities)
        channels = read_channels(document, work.found, speakers, entities, None, article)
        return Stages(work, speakers, channels)

    def _quotes(self, article: Article, document: Document) -> Quotes:
        done = self.stages(article, document)
        found = [
            evolve(a, confidence=confidence(document, a, speaker, channel, self.language))
            for a, speaker, channel in zip(done.work.found, done.speakers, done.channels, strict=True)
        ]
        return Quotes(tuple(assemble(article, found, done.speakers, done.channels)), article)


def _problem(article: Article, error: Exception) -> Problem:
    reason = str(error).splitlines()[0] if str(error) else ""
    return Problem(where=article.id, reason=f"{type(error).__name__}: {reason}", article_id=article.id)


def load(
    model: str = "quotex-en",
    *,
    cache: ParseCache | bool = True,
    device: str = "cpu",
    threads: int | None = None,
    include_scare: bool = False,
) -> Extractor:
    """Load an extractor.

    Args:
        model: "quotex-en" (bundled), "stanza:en" (Stanza's own models, once downloaded) or a folder.
        cache: where parses are kept: True for the user's cache folder, False for nowhere.
        device: "cpu", or "auto" for a GPU where there is one.
        threads: threads that torch may use; None leaves torch's own choice.
        include_scare: also give what stands in marks for other reasons.

    Raises:
        ModelError: the model or its encoder is not installed.
    """
    kept = ParseCache() if cache is True else cache or None
    return Extractor(
        load_parser(model, device=device, cache=kept, threads=threads), include_scare=include_scare
    )
