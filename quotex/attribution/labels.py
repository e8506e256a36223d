"""Sources that stand beside their words without a verb: labels, colons and credit lines.

"RUIZ: We stayed.", "Poll: Most voters are bored", "He had one wish: "Sleep."", ""Go." - Ines Ferrol".
"""

from __future__ import annotations

import regex

from quotex.attribution.mentions import Source, noun_phrase, possessor
from quotex.attribution.scene import Scene
from quotex.attribution.transcripts import (
    Labelled,
    Turn,
    find_turns,
    is_transcript,
    label_source,
    speaks,
    transcript,
)
from quotex.records import Span

_POST = regex.compile(r"\s{0,9}[—–-]{1,4}\s{0,9}(?P<name>\p{Lu}[^()@\n]{1,60}?)\s{0,9}\(@\w{1,40}\)")
_DASH = regex.compile(r"\s{0,9}(?P<dash>—|–|--|-|―)\s?(?=\p{Lu})")
_DASHES = regex.compile(r"\s{0,9}(?P<dash>—|–|--|(?<=\s)-)\s{0,9}")
LONGEST_NAME = 3  # words


def labelled_lines(scene: Scene) -> list[Labelled]:
    """Turns of a transcript or interview, and a headline that begins with a name and a colon."""
    turns = find_turns(scene)
    out = embedded_posts(scene)
    spoken = [turn for turn in turns if turn.speaks]
    first = turns[0] if turns and turns[0].block == 0 else None
    once = [turn.text for turn in turns].count(first.text) == 1 if first else False
    if first is not None and first.speaks and once and not first.in_capitals:
        out += _headline(scene, first)
        spoken = spoken[1:]
    if is_transcript(scene, spoken):
        out += transcript(scene, spoken)
    elif first is not None and not any(found.rule == "headline" for found in out):
        out += _headline(scene, first)
    return out


def embedded_posts(scene: Scene) -> list[Labelled]:
    """The paragraph before a line of a name and an account: "— Ines Ferrol (@inesm) May 3"."""
    out: list[Labelled] = []
    if "(@" not in scene.text:
        return out
    for b in range(1, len(scene.blocks)):
        m = _POST.match(scene.text, *scene.blocks[b])
        before = scene.blocks[b - 1]
        held = tuple(k for k in scene.regions_in(*before) if scene.regions[k].start >= before[0])
        if m is None or any(scene.regions[k].start == before[0] for k in held):
            continue
        source = label_source(scene, m.span("name"))
        out.append(Labelled((before,), None, source, "embedded-post", held))
    return out


def _headline(scene: Scene, turn: Turn) -> list[Labelled]:
    b, label, colon, start = turn.block, turn.label, turn.mark, turn.start
    tokens = scene.tokens_between(*label)
    s, e = start, scene.blocks[b][1]
    said = scene.tokens_between(s, e)
    held = tuple(k for k, r in enumerate(scene.regions) if s <= r.start < e)
    marked = bool(held) and scene.loose(s, scene.regions[held[0]].start)
    if len(said) < 2 or len(said) > 30:
        return []
    if not marked and (len(said) < 4 or not any(scene.token(i).upos in ("VERB", "AUX") for i in said)):
        return []
    labels = {scene.token(i).text for i in tokens}  # in a headline names are often tagged as nouns
    names = {t.text for t in scene.document.tokens if t.upos == "PROPN"}
    named = speaks(scene, label) and not labels.isdisjoint(names)
    known = _known_name(scene, tokens, e) if marked or _on_topic(scene, tokens) else None
    if not named and known is None and scene.lemmas[tokens[-1]] not in scene.words.headline_nouns:
        return []
    content = scene.trim(s, e)
    if content is None:
        return []
    if marked and scene.loose(scene.regions[held[-1]].end, e):
        content = (scene.regions[held[0]].inner[0], scene.regions[held[-1]].inner[1])
    return [Labelled((content,), colon, known or label_source(scene, label), "headline", held)]


def _on_topic(scene: Scene, label: list[int]) -> bool:
    """Whether a headline's label is a name and what it speaks about: "Karam on the Bridge: ..."."""
    topics = [i for i in label if scene.lemmas[i] in scene.words.topics]
    return bool(topics) and 0 < label.index(topics[0]) <= LONGEST_NAME


def _known_name(scene: Scene, label: list[int], offset: int) -> Source | None:
    """The first name in a headline's label that the article's text (behind the offset) has as well."""
    names: list[list[int]] = []
    for i in label:
        if scene.token(i).text[:1].isupper() and scene.token(i).upos in ("PROPN", "NOUN"):
            if names and names[-1][-1] == i - 1:
                names[-1].append(i)
            else:
                names.append([i])
    for name in names:
        for last in range(len(name), 1, -1):
            span = scene.document.span(name[0], name[last - 1])
            if scene.text.find(scene.text[slice(*span)], offset) >= 0:
                return Source(name[last - 1], (span,), "label")
    for name in names:
        if len(name) <= LONGEST_NAME and any(
            t.text == scene.token(name[-1]).text and t.upos == "PROPN"
            for t in scene.document.tokens
            if t.start >= offset
        ):
            return Source(name[-1], (scene.document.span(name[0], name[-1]),), "label")
    return None


def colon_source(scene: Scene, k: int) -> tuple[Span, Source] | None:
    """The colon right before a stretch in marks, and the subject of the clause that it ends."""
    region = scene.regions[k]
    end = scene.end_before(region.start)
    if scene.text[end - 1 : end] != ":" or scene.block(region.start) - scene.block(end - 1) > 1:
        return None
    colon = (end - 1, end)
    at = scene.document.token_at(colon[0])
    sentence = scene.document.sentence(at)
    named = announced(scene, at)
    if named is not None:
        return colon, named
    root = _last_clause(scene, sentence.root if 0 <= sentence.root < at else at, at)
    subjects = [
        c
        for c in scene.children(root, "nsubj")
        if c < at and scene.token(c).upos in ("NOUN", "PROPN", "PRON") and scene.in_region[c] < 0
    ]
    if not subjects:
        subjects = [
            i
            for i in range(sentence.first, at)
            if scene.relation(i) == "nsubj"
            and scene.token(i).upos in ("NOUN", "PROPN", "PRON")
            and scene.in_region[i] < 0
            and scene.low[i] not in scene.words.relatives
        ][:1]
    if not subjects or scene.low[subjects[0]] in scene.words.expletives:
        return None
    return colon, Source(subjects[0], noun_phrase(scene, subjects[0]), "colon")


def _last_clause(scene: Scene, root: int, colon: int) -> int:
    """The verb of the clause that a colon ends: "so loud that I changed my answer:" is the changer's."""
    verb = root
    for i in scene.document.tokens_in(scene.token(root).start, scene.token(colon).start):
        if (
            scene.relation(i) in ("conj", "advcl", "ccomp", "parataxis")
            and scene.in_region[i] < 0
            and any(scene.token(c).upos == "PRON" for c in scene.children(i, "nsubj"))
        ):
            verb = i
    return verb


def announced(scene: Scene, colon: int) -> Source | None:
    """Whose words a noun before a colon announces: "this statement by Karam on Tuesday:"."""
    first = scene.document.sentence(colon).first
    for i in range(colon - 1, max(first, colon - 12) - 1, -1):
        cue = scene.cue_at.get(i)
        if cue is not None and cue.cue.kind == "verb":
            return None
        if cue is not None and cue.cue.kind == "noun":
            owner = possessor(scene, i, colon)
            if owner >= 0 and scene.token(owner).upos == "PRON" and scene.relation(i) == "obj":
                return None  # "I changed my answer:": whose it is stands before the verb
            return Source(owner, noun_phrase(scene, owner), "possessor") if owner >= 0 else None
    return None


def beside_dash(scene: Scene, k: int) -> tuple[Span, Source] | None:
    """The name before words in marks between dashes: "the mayor, Ines Ferrol -- "Never" -- and others"."""
    region = scene.regions[k]
    before = _DASHES.search(scene.text, max(0, region.start - 5), region.start, partial=False)
    if before is None or not _DASHES.match(scene.text, region.end):
        return None
    at = scene.document.token_at(before.start() - 1)
    if at < 0 or scene.token(at).upos != "PROPN" or scene.in_region[at] >= 0:
        return None
    head = at
    while scene.relation(head) in ("flat", "compound") and scene.token(head).head < at:
        head = scene.token(head).head
    return before.span("dash"), Source(head, noun_phrase(scene, head), "credit")


def credit(scene: Scene, k: int) -> tuple[Span, Source] | None:
    """The dash and the name behind a stretch in marks: ""Nobody heard us." - Ines Ferrol, grocer"."""
    region = scene.regions[k]
    m = _DASH.match(scene.text, region.end)
    if not m or scene.block(m.start("dash")) - scene.block(region.start) > 1:
        return None
    end = scene.blocks[scene.block(m.start("dash"))][1]
    tokens = scene.tokens_between(m.end(), end)
    if not tokens or len(tokens) > 14 or scene.token(tokens[0]).upos not in ("PROPN", "NOUN", "ADJ"):
        return None
    if any(scene.token(i).xpos in ("VBD", "VBZ", "VBP") for i in tokens[:6]):
        return None
    if regex.search(r"\b\d{4}\b", scene.text, pos=m.end(), endpos=end):
        return None  # the date of a publication: a list of references
    run = [tokens[0]]
    for i in tokens[1:]:
        if i != run[-1] + 1 or scene.token(i).upos not in ("PROPN", "NOUN", "ADJ"):
            break
        run.append(i)
    heads = [i for i in run if scene.token(i).upos in ("PROPN", "NOUN")]
    if not heads:
        return None
    spans = scene.trim(m.end(), min(end, scene.token(tokens[-1]).end))
    return m.span("dash"), Source(heads[-1], (spans or scene.document.span(run[0], run[-1]),), "credit")
