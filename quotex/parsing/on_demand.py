"""A parser behind its cache: the models are loaded for the first text that is not there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from quotex.parsing.cache import ParseCache
from quotex.parsing.document import Document
from quotex.parsing.identity import BUNDLED, known_version

if TYPE_CHECKING:
    from quotex.parsing.parser import Parser, Selection


class ParserOnDemand:
    """Documents from the cache, else from the models.

    Args:
        load: loads the models' parser.
        cache: where parses are kept; None keeps none.
        version: of the parser that ``load`` will give, None if it must be asked.
        device: the type of device that the models are for.

    Attributes:
        cache: where parses are kept, or None.
        device: "cpu" or "cuda".
    """

    def __init__(
        self,
        load: Callable[[], Parser],
        cache: ParseCache | None = None,
        version: str | None = None,
        device: str = "cpu",
    ) -> None:
        self._load = load
        self._parser: Parser | None = None
        self._version = version
        self._threads: int | None = None
        self.cache = cache
        self.device = device

    @property
    def version(self) -> str:
        """The models' version, part of every cache key."""
        return self._version or self.load().version

    def load(self) -> Parser:
        """Load the models, once.

        Raises:
            ModelError: they cannot be loaded.
        """
        if self._parser is None:
            parser = self._load()
            if self._threads is not None:
                parser.use_threads(self._threads)
            self.device, self._version = parser.device, parser.version
            self._parser = parser
        return self._parser

    def use_threads(self, count: int) -> None:
        """Let torch use so many threads, in the whole process."""
        self._threads = count
        if "torch" in sys.modules:
            sys.modules["torch"].set_num_threads(count)

    def ready(self, texts: Sequence[str], selection: str) -> bool:
        """Whether texts can be parsed without loading the models: they are loaded, or not needed."""
        if self._parser is not None:
            return True
        cache = self.cache
        return cache is not None and all(cache.holds(text, self._key(selection)) for text in texts)

    def parse(
        self, texts: Sequence[str], wanted: Selection | None = None, selection: str = ""
    ) -> list[Document]:
        """Parse texts together.

        Args:
            texts: any text; what stands in it never raises an error.
            wanted: as of ``Parser.parse``: which sentences need a tree.
            selection: names what ``wanted`` picks; parses with another selection are kept apart in
                the cache. A ``wanted`` without a name is not cached.

        Raises:
            ModelError: the models cannot be loaded.
        """
        cache = self.cache if wanted is None or selection else None
        if cache is None:
            return self.load().parse(texts, wanted)
        key = self._key(selection)
        known = [cache.get(text, key) for text in texts]
        new = list(dict.fromkeys(t for t, document in zip(texts, known, strict=True) if document is None))
        made = dict(zip(new, self.load().parse(new, wanted), strict=True)) if new else {}
        for document in made.values():
            cache.put(document, key)
        return [document or made[text] for text, document in zip(texts, known, strict=True)]

    def _key(self, selection: str) -> str:
        return f"{self.version} {selection}"


def parser_on_demand(
    model: str = BUNDLED, *, device: str = "cpu", cache: ParseCache | None = None, threads: int | None = None
) -> ParserOnDemand:
    """A parser that loads its models when they are needed; see ``load_parser`` for the arguments.

    Raises:
        ModelError: the model lacks a file, or its version is not known before it is loaded and it cannot be.
    """
    made = ParserOnDemand(partial(_load, model, device, threads), cache, known_version(model, device))
    if made._version is None:
        made.load()
    return made


def _load(model: str, device: str, threads: int | None) -> Parser:
    """Load the models; this imports torch."""
    from quotex.parsing.parser import load_parser

    return load_parser(model, device=device, threads=threads)
