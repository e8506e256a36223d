"""From articles to quotations: every stage in its order, many articles at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from os import PathLike

from attrs import frozen

from quotex.assembly import assemble
from quotex.attribution.attribute import attributed
from quotex.attribution.work import Work
from quotex.channels import ChannelReading, read_channels
from quotex.channels.selection import may_open_occasion
from quotex.channels.selection import selection_name as occasions_name
from quotex.confidence import confidence
from quotex.config import Config, read_config
from quotex.finding.selection import selection_name, selector
from quotex.notebook import Quotes
from quotex.parsing import ParseCache, ParserOnDemand, parser_on_demand
from quotex.parsing.document import Document
from quotex.reading.boilerplate import boilerplate
from quotex.records import Article, Problem, Quote
from quotex.rules.speakers import load_speaker_rules
from quotex.speakers import Speaker, build_entities, resolve
from quotex.workers import Pool, can_fork, core_count, described, time_limit
from quotex.workers.articles import Item, Outcome, in_processes, lost, many, named, one_by_one


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
        config: what a newsroom adds to the bundled rules.
        include_scare: also give what stands in marks for other reasons (titles, nicknames).

    Attributes:
        again: makes the same extractor in a process that does not share this one's memory.
    """

    def __init__(
        self, parser: ParserOnDemand, *, config: Config | None = None, include_scare: bool = False
    ) -> None:
        self.parser = parser
        self.config = config or Config()
        self.language = self.config.language
        self.include_scare = include_scare
        self.again: Callable[[], Extractor] = partial(
            Extractor, parser, config=self.config, include_scare=include_scare
        )
        self._cues_and_marks = selector(self.language)
        # Other cues and channels pick other sentences; whatever else is added leaves the parses as they are.
        self._selection = f"{selection_name(self.language)}, {occasions_name(self.language)}"

    def extract(self, article: Article | str) -> Quotes:
        """Find the quotations of one article.

        Args:
            article: an article, or just its text.

        Returns:
            The quotations in text order; offsets are code points into the text as given.
        """
        if isinstance(article, str):
            article = Article(id="text", text=article)
        article = self.config.article(article)
        return self._quotes([article], self.parse([article]))[0]

    def pipe(
        self,
        articles: Iterable[Item | str],
        batch_size: int = 32,
        *,
        jobs: int | None = 1,
        seconds: float | None = None,
    ) -> Iterator[Quotes]:
        """Find the quotations of many articles, lazily and in order.

        The quotations do not depend on the batch size or the number of processes.

        Args:
            articles: articles or texts; a Problem among them is passed on in its place.
            batch_size: how many are parsed together.
            jobs: worker processes; None takes the cores, or one on a GPU. A few articles are done
                without any. They share the models on Linux; elsewhere and on a GPU each loads its
                own, and a script must guard its start by ``if __name__ == "__main__"``.
            seconds: what one article may take; None is no limit. Without workers it is kept in the main
                thread only, and not on Windows.

        Yields:
            One ``Quotes`` for each item; an article that cannot be done, takes too long or costs a
            worker its life gives one with a Problem.

        Raises:
            OSError: no worker can be started.
        """
        items: Iterator[Item] = (
            self.config.article(item) if isinstance(item, Article) else item for item in named(articles)
        )
        if jobs is None:
            jobs = core_count() if self.parser.device == "cpu" else 1
        several = jobs > 1
        if several:
            several, items = many(items)
        found = (
            in_processes(items, batch_size, self._pool(jobs, seconds), self._ready, self.parser.load)
            if several
            else one_by_one(items, batch_size, partial(self.outcomes, seconds=seconds))
        )
        for item, (quotes, problems) in found:
            yield Quotes(quotes, item if isinstance(item, Article) else None, problems)

    def _pool(self, jobs: int, seconds: float | None) -> Pool[Item, Outcome]:
        nothing = Document("", [], [])
        self._wanted(nothing)  # rules are read once here, not in each worker
        self._quotes([Article(id="", text="")], [nothing])
        fork = can_fork() and self.parser.device == "cpu"
        make = partial(_worker, self if fork else self.again)
        return Pool(make, lost, jobs, seconds=seconds, fork=fork)

    def parse(self, articles: Sequence[Article]) -> list[Document]:
        """Parse articles together, as far as their quotations need it."""
        return self.parser.parse([a.text for a in articles], self._wanted, self._selection)

    def _ready(self, items: Sequence[Item]) -> bool:
        """Whether articles can be parsed without loading the models first."""
        return self.parser.ready([item.text for item in items if isinstance(item, Article)], self._selection)

    def _wanted(self, document: Document) -> list[bool]:
        """Which sentences need a tree: those of quotations, and those that open an occasion of speaking."""
        both = zip(self._cues_and_marks(document), may_open_occasion(document, self.language), strict=True)
        return [quoted or opens for quoted, opens in both]

    def outcomes(self, items: Sequence[Item], seconds: float | None = None) -> Iterator[Outcome]:
        """The quotations and problems of articles that are parsed together; see ``pipe``."""
        articles = [item for item in items if isinstance(item, Article)]
        if not self._ready(articles):
            self.parser.load()
        found: Iterator[Outcome]
        try:
            with time_limit(seconds):
                documents = self.parse(articles)
                found = iter([(quotes.items, ()) for quotes in self._quotes(articles, documents)])
        except Exception:  # one of them is to blame: the others must not suffer
            found = (self._outcome(article, seconds) for article in articles)
        for item in items:
            yield ((), (item,)) if isinstance(item, Problem) else next(found)

    def _outcome(self, article: Article, seconds: float | None) -> Outcome:
        try:
            with time_limit(seconds):
                return self._quotes([article], self.parse([article]))[0].items, ()
        except Exception as error:  # whatever an article holds, the rest goes on
            return (), (_problem(article, error),)

    def stages(self, article: Article, document: Document) -> Stages:
        """Everything behind the parse, stage by stage; :mod:`quotex.explanation` shows it."""
        return self._stages([article], [document])[0]

    def _stages(self, articles: Sequence[Article], documents: Sequence[Document]) -> list[Stages]:
        """The stages of several articles, each stage for all of them at once.

        What a stage runs and looks up then stays in the processor's cache, which is too small for all stages.
        """
        language = self.language
        vocabulary = load_speaker_rules(language)
        junk = [boilerplate(a.text, language.name) for a in articles]
        works = [
            attributed(d, language, include_scare=self.include_scare, boilerplate=j)
            for d, j in zip(documents, junk, strict=True)
        ]
        entities = [
            build_entities(d, vocabulary, w.found, title=a.title, boilerplate=j)
            for a, d, w, j in zip(articles, documents, works, junk, strict=True)
        ]
        speakers = [
            resolve(d, w.found, vocabulary, a.title, j, entities=e)
            for a, d, w, j, e in zip(articles, documents, works, junk, entities, strict=True)
        ]
        channels = [
            read_channels(d, w.found, s, e, a, language)
            for a, d, w, s, e in zip(articles, documents, works, speakers, entities, strict=True)
        ]
        return list(map(Stages, works, speakers, channels))

    def _quotes(self, articles: Sequence[Article], documents: Sequence[Document]) -> list[Quotes]:
        done = self._stages(articles, documents)
        return [
            Quotes(tuple(self.records(a, d, s)), a) for a, d, s in zip(articles, documents, done, strict=True)
        ]

    def records(self, article: Article, document: Document, done: Stages) -> list[Quote]:
        """What the stages found as records, parallel to ``done.work.found``, with the names that count."""
        found, language = done.work.found, self.language.name
        confidences = [
            confidence(document, a, speaker, channel, language)
            for a, speaker, channel in zip(found, done.speakers, done.channels, strict=True)
        ]
        made = assemble(article, found, done.speakers, done.channels, confidences)
        return [self.config.quote(quote) for quote in made]


def _problem(article: Article, error: Exception) -> Problem:
    return Problem(where=article.id, reason=described(error), article_id=article.id)


def _worker(source: Extractor | Callable[[], Extractor]) -> Callable[[Sequence[Item]], list[Outcome]]:
    """What a worker process does; it has a core to itself, so more threads would only be in the way."""
    extractor = source if isinstance(source, Extractor) else source()
    extractor.parser.use_threads(1)
    return lambda items: list(extractor.outcomes(items))


def load(
    model: str = "quotex-en",
    *,
    cache: ParseCache | bool = True,
    device: str = "cpu",
    threads: int | None = None,
    include_scare: bool = False,
    config: Config | str | PathLike[str] | None = None,
) -> Extractor:
    """Load an extractor.

    Args:
        model: "quotex-en" (bundled), "stanza:en" (Stanza's own models, once downloaded) or a folder.
        cache: where parses are kept: True for the user's cache folder, False for nowhere.
        device: "cpu", "cuda", or "auto" for a GPU where there is one.
        threads: threads that torch may use; None leaves torch's own choice.
        include_scare: also give what stands in marks for other reasons.
        config: what a newsroom adds to the bundled rules, or the file (``quotex.toml``) to read it from.

    Raises:
        ModelError: the model or its encoder is not installed, or the device is not there.
        RuleError: the file of the newsroom is not valid; names its line.
    """
    kept = ParseCache() if cache is True else cache or None
    own = config if isinstance(config, Config) or config is None else read_config(config)
    parser = parser_on_demand(model, device=device, cache=kept, threads=threads)
    extractor = Extractor(parser, config=own, include_scare=include_scare)
    extractor.again = partial(
        load, model, cache=cache, device=device, include_scare=include_scare, config=own
    )
    return extractor
