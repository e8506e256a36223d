"""A newsroom's own names: which outlet an article is of, what a speaker is called, which rows are added."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from urllib.parse import urlsplit

from attrs import evolve, field, frozen

from quotex.records import Article, Quote
from quotex.rules.language import ENGLISH, Language
from quotex.rules.normal import plain


@frozen
class Outlet:
    """An outlet as a newsroom knows it.

    Attributes:
        name: what it is called in every table.
        names: what else articles and pages call it.
        kind: one of ``quotex.rules.outlets.KINDS``.
        domains: hosts of its pages, those below them included.
        family: the owner or group whose outlets count as one newsroom, or "".
    """

    name: str
    names: tuple[str, ...] = ()
    kind: str = "paper"
    domains: tuple[str, ...] = ()
    family: str = ""


def comparable(name: str) -> str:
    """A name without case, accents, full stops and the kind of its blanks."""
    return " ".join(plain(name).split())


@frozen(slots=False)
class Config:
    """What a newsroom adds; the default adds nothing.

    Attributes:
        path: the file it was read from, or "".
        language: whose rules count, with the rows added.
        outlets: the outlets that it knows.
        aliases: what a speaker may be called, to the name that counts.
    """

    path: str = ""
    language: Language = ENGLISH
    outlets: tuple[Outlet, ...] = ()
    aliases: Mapping[str, str] = field(factory=dict)

    @cached_property
    def families(self) -> dict[str, str]:
        """Outlet to family, as ``quotex.track`` takes it."""
        return {o.name: o.family for o in self.outlets if o.family}

    @cached_property
    def _outlet_names(self) -> dict[str, str]:
        return {comparable(name): o.name for o in self.outlets for name in (o.name, *o.names, *o.domains)}

    @cached_property
    def _domains(self) -> dict[str, str]:
        return {domain: o.name for o in self.outlets for domain in o.domains}

    @cached_property
    def _speakers(self) -> dict[str, str]:
        own = {comparable(name): name for name in self.aliases.values()}
        return own | {comparable(alias): name for alias, name in self.aliases.items()}

    def outlet(self, name: str | None, url: str | None = None) -> str | None:
        """The name that counts of an outlet: by what it is called, else by the address of its page.

        Args:
            name: what an article says its outlet is, or None.
            url: the article's address, or None.
        """
        if name:
            return self._outlet_names.get(comparable(name), name)
        host = _host(url)
        while host:
            if host in self._domains:
                return self._domains[host]
            host = host.partition(".")[2]
        return name

    def speaker(self, name: str) -> str:
        """The name that counts of a speaker."""
        return self._speakers.get(comparable(name), name)

    def article(self, article: Article) -> Article:
        """An article with the outlet's name that counts."""
        if not self.outlets:
            return article
        outlet = self.outlet(article.outlet, article.url)
        return article if outlet == article.outlet else evolve(article, outlet=outlet)

    def quote(self, quote: Quote) -> Quote:
        """A quotation with the names that count: of its outlet, its speaker and whom it came through."""
        if not self.outlets and not self.aliases:
            return quote
        speaker = self.speaker(quote.speaker) if quote.speaker else None
        renamed = speaker != quote.speaker
        return evolve(
            quote,
            outlet=self.outlet(quote.outlet, quote.url),
            speaker=speaker,
            # Who has a name is not unnamed.
            speaker_type="person"
            if renamed and quote.speaker_type == "unnamed_person"
            else quote.speaker_type,
            via=tuple(dict.fromkeys(self.outlet(self.speaker(name)) or name for name in quote.via)),
        )


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").rstrip(".")
    except ValueError:
        return ""
