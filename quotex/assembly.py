"""Makes the records that leave quotex out of what the stages found."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from quotex.attribution.findings import Attribution
from quotex.channels import ChannelReading
from quotex.records import Article, Quote, Span, quote_id
from quotex.speakers import Speaker

_SPACE = regex.compile(r"\s+")

LONGEST_LABEL = 1000
"""Characters of a name, a role and the like. Many quotations repeat the same, so that one that were as long
as the text would grow by their number."""


def _joined(text: str, spans: Sequence[Span]) -> str:
    return " ".join(text[s:e] for s, e in spans)


def _line(text: str, spans: Sequence[Span]) -> str:
    return _short(_SPACE.sub(" ", _joined(text, spans)).strip())


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"


def _short_if(label: str | None) -> str | None:
    return None if label is None else _short(label)


def assemble(
    article: Article,
    attributions: Sequence[Attribution],
    speakers: Sequence[Speaker],
    channels: Sequence[ChannelReading],
    confidences: Sequence[float],
) -> list[Quote]:
    """One record for each quotation, in text order.

    Args:
        article: the article that they stand in.
        attributions: the quotations found.
        speakers, channels, confidences: what was read of each and how sure it is, parallel to them.
    """
    text = article.text
    out = []
    rows = zip(attributions, speakers, channels, confidences, strict=True)
    for found, speaker, channel, confidence in rows:
        quote_text = _joined(text, found.content)
        evidence = channel.evidence
        out.append(
            Quote(
                id=quote_id(article.id, found.content, quote_text),
                article_id=article.id,
                kind=found.kind,
                content=found.content,
                text=quote_text,
                verbatim=tuple(text[s:e] for s, e in found.verbatim),
                speaker=_short_if(speaker.name or None),
                speaker_type=speaker.type,
                speaker_role=_short_if(speaker.role),
                mention=found.source,
                mention_text=_line(text, found.source),
                cue=found.cue,
                cue_text=_line(text, found.cue),
                cue_lemma=found.cue_lemma or None,
                channel=channel.channel,
                channel_evidence=evidence,
                channel_evidence_text=_line(text, [evidence]) if evidence else "",
                channel_inherited=channel.inherited,
                venue=_short_if(channel.venue),
                via=tuple(map(_short, channel.via)),
                addressee=_short_if(channel.addressee),
                said_on=channel.said_on,
                said_on_text=_short_if(channel.said_on_text),
                polarity=found.polarity,
                original_language=channel.original_language,
                rule=found.rule,
                confidence=confidence,
                flags=found.flags,
                outlet=article.outlet,
                published=article.published,
                title=article.title,
                url=article.url,
            )
        )
    return out
