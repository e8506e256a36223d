"""Why a quotation was found as it was: its rules, its place in the tree, and what lost against them."""

from __future__ import annotations

from attrs import frozen

from quotex.attribution.clauses import frame_content
from quotex.attribution.findings import Attribution
from quotex.attribution.sources import matching_paths
from quotex.attribution.work import Work
from quotex.extractor import Extractor
from quotex.records import Article, Quote


@frozen
class Explanation:
    """One quotation and how it came about.

    Attributes:
        quote: the record.
        tree: the path from the source over the cue to the content, a line a word, as
            (depth, word, relation, note); notes say source, cue, addressee or content.
        source_rule: the path or pattern that found the source.
        alternatives: readings that were possible and lost, in words.
        speaker_reason, channel_reason: how speaker and channel were decided.
    """

    quote: Quote
    tree: tuple[tuple[int, str, str, str], ...]
    source_rule: str
    alternatives: tuple[str, ...]
    speaker_reason: str
    channel_reason: str


def explain(extractor: Extractor, article: Article) -> list[Explanation]:
    """Explain every quotation of an article, in text order.

    Args:
        extractor: a loaded extractor.
        article: the article.
    """
    article = extractor.config.article(article)
    document = extractor.parse([article])[0]
    done = extractor.stages(article, document)
    quotes = extractor.records(article, document, done)
    return [
        Explanation(
            quote,
            _tree(done.work, found),
            found.source_rule,
            tuple(_alternatives(done.work, found)),
            speaker.reason,
            channel.reason,
        )
        for quote, found, speaker, channel in zip(
            quotes, done.work.found, done.speakers, done.channels, strict=True
        )
    ]


def _tree(work: Work, found: Attribution) -> tuple[tuple[int, str, str, str], ...]:
    """The part of the dependency tree that holds source, cue and the head of the content."""
    scene = work.scene
    document = scene.document
    notes: dict[int, str] = {}
    content = [i for s, e in found.content for i in document.tokens_in(s, e)]
    inside = set(content)
    for i in content:
        if document.tokens[i].upos != "PUNCT" and document.tokens[i].head not in inside:
            notes[i] = "content"
            if found.cue_token < 0 or document.tokens[i].sent == document.tokens[found.cue_token].sent:
                break
    for token, note in (
        (found.addressee_token, "addressee"),
        (found.source_token, "source"),
        (found.cue_token, "cue"),
    ):
        if token >= 0:
            notes[token] = note
    shown: set[int] = set()
    for i in notes:
        shown.update([i, *document.ancestors(i)])
    depth = {i: sum(1 for _ in document.ancestors(i)) for i in shown}
    lines: list[tuple[int, str, str, str]] = []

    def walk(i: int) -> None:
        t = document.tokens[i]
        lines.append((depth[i], t.text, t.deprel, notes.get(i, "")))
        for c in document.children(i):
            if c in shown:
                walk(c)

    for i in sorted(shown):
        if document.tokens[i].head < 0:
            walk(i)
    return tuple(lines)


def _alternatives(work: Work, found: Attribution) -> list[str]:
    scene = work.scene
    out = []
    if found.cue_token >= 0:
        for name, token in matching_paths(scene, found.cue_token):
            if name != found.source_rule and token != found.source_token:
                out.append(f'source "{scene.token(token).text}" by {name}')
        cue = scene.cue_at.get(found.cue_token)
        kind = scene.frames.classes.get(cue.cue.name) if cue else None
        for frame in kind.frames if kind else ():
            spans = (
                frame_content(scene, found.cue_token, frame, work.clauses[found.cue_token])
                if found.cue_token in work.clauses
                else ()
            )
            if spans and frame.name != found.rule and spans != found.content:
                text = " / ".join(scene.text[s:e] for s, e in spans)
                out.append(f'content "{_short(text)}" by {frame.name}')
    for token, claim in sorted(work.claims.items()):
        if token == found.cue_token:
            continue
        for k in (claim.left, claim.right):
            if k >= 0 and any(s <= scene.regions[k].inner[0] < e for s, e in found.content):
                out.append(f'cue "{scene.token(token).text}" for the same words')
    return out


def _short(text: str, width: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
