"""Reported clauses by the shape of the sentence, where commas say more than the tree."""

from __future__ import annotations

from quotex.attribution.clauses import right_part, spread
from quotex.attribution.extent import content_end
from quotex.attribution.layout import Clause
from quotex.attribution.mentions import Source
from quotex.attribution.scene import FINITE, Scene
from quotex.records import Span

LONGEST_ASIDE = 30  # words
SHORTEST_BLOCK = 8  # words


def parenthetical(scene: Scene, cue: int, clause: Clause) -> tuple[Span, ...]:
    """The clause that a cue without a content of its own is set into or put behind, or ()."""
    t = scene.token(cue)
    if t.head < 0 or scene.relation(cue) not in ("parataxis", "advcl", "ccomp", "conj", "dep"):
        return ()
    if t.xpos == "VBG" or scene.children(cue, "cc"):
        return ()  # ", adding to the toll", ", and advised three of them": the sentence goes on
    host = t.head
    if scene.relation(cue) != "parataxis" and not _set_off(scene, clause):
        return ()
    if scene.in_region[host] >= 0 and scene.in_region[host] != scene.in_region[cue]:
        return ()
    below = set(scene.document.subtree(host)) - set(scene.document.subtree(cue))
    top = host
    while scene.token(top).head >= 0 and scene.relation(top) in ("conj", "xcomp", "cop", "ccomp"):
        top = scene.token(top).head
        if top in scene.cue_at:
            return ()
        below |= set(scene.document.subtree(top)) - set(scene.document.subtree(cue))
    return spread(scene, cue, below, clause)


def _set_off(scene: Scene, clause: Clause) -> bool:
    """Whether a clause stands between commas or dashes, or between one and the sentence's end."""
    before = scene.char_before(clause.start)
    after = scene.char_behind(clause.end)
    if not scene.text[scene.blocks[scene.block(clause.start)][0] : clause.start].strip():
        return False
    return before in (",", "—", "–", "-") and after in (",", ".", "—", "–", "-", "?", "!", ";")


def set_in(scene: Scene, cue: int, clause: Clause, source: int) -> tuple[Span, ...]:
    """The sentence around a reporting clause that commas set off, or (): the surface wins over the tree."""
    if not _set_off(scene, clause):
        return ()
    sentence = scene.document.sentence(cue)
    left = [i for i in range(sentence.first, sentence.last) if scene.token(i).end <= clause.start]
    right = [i for i in range(sentence.first, sentence.last) if scene.token(i).start >= clause.end]
    left = [i for i in left if scene.token(i).upos != "PUNCT"]
    own = set(scene.document.subtree(source)) if source > cue else set()
    right = [i for i in right if scene.token(i).upos != "PUNCT" and i not in own]
    if not left or any(scene.in_region[i] >= 0 for i in (left[-1],)):
        return ()
    for i in reversed(left):  # a report that stands before it in the sentence
        if i in scene.cue_at and scene.cue_at[i].cue.kind == "verb" and scene.token(i).xpos != "VBG":
            return ()
    split = not any(scene.token(i).upos in ("VERB", "AUX") for i in left)  # "The thief, police say, left"
    if right and not split and _of_cue(scene, cue, right):
        right = []
    if tokens_text(scene, left[-1]) in scene.words.relatives and scene.token(left[-1]).upos != "SCONJ":
        left = left[-1:]  # "a park which, Ruiz said, is full": the relative clause alone
    verbs = [i for i in [*left, *right] if scene.token(i).upos in ("VERB", "AUX")]
    if not verbs:
        return ()
    spans = [scene.trim(scene.token(left[0]).start, clause.start)]
    if right:
        end = scene.token(right[-1]).end
        k = scene.in_region[right[-1]]
        spans.append(
            scene.trim(scene.token(right[0]).start, max(end, scene.regions[k].end) if k >= 0 else end)
        )
    return tuple(piece for span in spans if span for piece in scene.block_pieces(*span))


def tokens_text(scene: Scene, i: int) -> str:
    """A token's form in lower case."""
    return scene.low[i]


def _of_cue(scene: Scene, cue: int, right: list[int]) -> bool:
    """Whether what stands behind a reporting clause belongs to its cue: ", he said, pointing at the sea"."""
    inside = set(right)
    top = next((i for i in right if scene.token(i).head not in inside), right[0])
    if scene.token(right[0]).xpos == "VBG" and right[0] in scene.cue_at:
        return True
    if scene.relation(top) == "conj" and scene.children(top, "nsubj"):
        return False  # ", she wrote, but enough parts ..."
    return scene.token(top).head == cue and scene.relation(top) in ("advcl", "obl", "nmod", "advmod", "conj")


def rest_of_sentence(scene: Scene, cue: int, clause: Clause) -> tuple[Span, ...]:
    """All of a cue's sentence outside its reporting clause, for "according to" and the like."""
    sentence = scene.document.sentence(cue)
    tokens = {
        i
        for i in range(sentence.first, sentence.last)
        if i not in clause.tokens and scene.token(i).upos != "PUNCT"
    }
    left = [i for i in tokens if scene.token(i).end <= clause.start]
    right = [i for i in tokens if scene.token(i).start >= clause.end]
    spans = []
    if left:
        spans.append(scene.trim(scene.token(min(left)).start, clause.start))
    if right:
        end = scene.token(max(right)).end
        k = scene.in_region[max(right)]
        spans.append(
            scene.trim(scene.token(min(right)).start, max(end, scene.regions[k].end) if k >= 0 else end)
        )
    return tuple(piece for span in spans if span for piece in scene.block_pieces(*span))


def _main_clause(scene: Scene, cue: int) -> int:
    """Where the main clause begins that a subordinate cue stands before: "While some say ..., Ruiz ..."."""
    main = scene.token(cue).head
    if scene.relation(cue) != "advcl" or main < cue:
        return len(scene.document.tokens)
    own = set(scene.document.subtree(cue))
    return min((i for i in scene.document.subtree(main) if i > cue and i not in own), default=main)


def words_behind(scene: Scene, cue: int, source: Source, clause: Clause) -> tuple[Span, ...]:
    """What stands behind a cue up to its sentence's end, where the parser sees no clause there.

    Only where a finite verb follows, and its subject or a complementizer stands right behind the cue.
    """
    if (
        source.token > cue
        or scene.token(cue).xpos not in ("VBD", "VBZ", "VBP", "VBN")
        and not scene.spoken_to(cue)
    ):
        return ()
    tokens = scene.document.tokens
    end = scene.document.sentence(cue).last
    end = min(end, _main_clause(scene, cue))
    right = [i for i in range(cue + 1, end) if tokens[i].upos != "PUNCT"]
    spoken_to = [c for c in scene.children(cue, "iobj", "obj") if c > cue][:1] if scene.spoken_to(cue) else []
    person = {i for c in spoken_to for i in scene.document.subtree(c)}
    while (
        right and right[0] in clause.tokens and (scene.relation(right[0]) == "advmod" or right[0] in person)
    ):
        right = right[1:]
    if len(right) < 4 or tokens[cue + 1].upos == "PUNCT":
        return ()
    aside = _aside(scene, right[0], end)
    finite = [i for i in right if tokens[i].xpos in FINITE and i not in aside]
    subject = [i for i in right if tokens[i].upos in ("NOUN", "PROPN", "PRON")]
    if any(scene.in_region[i] >= 0 for i in right) and any(
        i in scene.cue_at and scene.token(i).upos == "VERB" for i in right
    ):
        return ()
    opening = tokens[right[0]]
    if not finite or not subject or subject[0] > finite[0]:
        return ()
    if any(
        tokens[i].upos == "PUNCT" and scene.in_region[i] < 0 and i not in aside
        for i in range(right[0], finite[0])
    ):
        return ()
    before = {tokens[i].upos for i in range(right[0], finite[0])}
    if opening.upos == "ADJ" and not before <= {"ADJ", "NOUN", "PROPN", "AUX"}:
        return ()
    if opening.upos not in ("SCONJ", "PRON", "DET", "PROPN", "NOUN", "NUM", "ADJ"):
        return ()
    start, stop = right_part(scene, cue, right, Clause(frozenset([cue]), clause.start, tokens[cue].end))
    if aside and aside.start < finite[0]:
        stop = max(stop, tokens[content_end(scene, cue, aside.stop, right[-1], clause)].end)
    trimmed = scene.trim(start, stop)
    if trimmed is None or trimmed[1] <= tokens[finite[0]].start:
        return ()
    return tuple(scene.block_pieces(*trimmed))


def _aside(scene: Scene, first: int, end: int) -> range:
    """What stands between the first two commas or dashes behind a token, both included, or nothing.

    "said the fair, although smaller, was paid for": the subject goes on behind it.
    """
    pauses = [
        i
        for i in range(first, min(end, first + LONGEST_ASIDE))
        if scene.token(i).text in (",", "--", "—", "–") and scene.in_region[i] < 0
    ]
    if len(pauses) < 2 or scene.token(pauses[0]).text != scene.token(pauses[1]).text:
        return range(0)
    behind = scene.token(pauses[1] + 1) if pauses[1] + 1 < end else None
    if scene.token(pauses[0]).text == "," and (behind is None or behind.xpos not in FINITE):
        return range(0)
    return range(pauses[0], pauses[1] + 1)


def block_behind(scene: Scene, cue: int) -> tuple[Span, ...]:
    """The paragraph behind a cue whose own paragraph ends in a colon: a block quotation without marks."""
    b = scene.block(scene.token(cue).start)
    if b + 1 >= len(scene.blocks):
        return ()
    colon = scene.document.token_at(scene.end_before(scene.blocks[b][1]) - 1)
    start, end = scene.blocks[b + 1]
    if colon <= cue or scene.token(colon).text != ":" or scene.token(colon).sent != scene.token(cue).sent:
        return ()
    behind = scene.tokens_between(scene.token(cue).end, scene.token(colon).start)
    if any(i in scene.cue_at or scene.token(i).xpos in FINITE for i in behind):
        return ()
    first = scene.tokens_between(start, end)
    if not first or scene.in_region[first[0]] >= 0 or not scene.text[start].isalpha():
        return ()  # words in marks, or a list
    return ((start, end),) if len(first) >= SHORTEST_BLOCK else ()


def relative_report(scene: Scene, cue: int, source: Source) -> tuple[Span, ...]:
    """A relative clause with a report set into it: "a test which officials said was its biggest yet".

    The content is the relative pronoun and what follows the cue.
    """
    tokens = scene.document.tokens
    first = scene.document.token_at(source.spans[0][0])
    pronoun = first - 1
    words = scene.words.relatives | scene.words.free_relatives
    if source.token > cue or pronoun < 0 or tokens[pronoun].text.lower() not in words:
        return ()
    if tokens[pronoun].sent != tokens[cue].sent or tokens[pronoun].upos == "SCONJ" or first > cue:
        return ()
    end = scene.document.sentence(cue).last
    verb = cue + 1
    while verb < end and tokens[verb].upos == "ADV":
        verb += 1
    if verb >= end or tokens[verb].xpos not in FINITE or scene.in_region[verb] >= 0:
        return ()
    last = verb
    while last + 1 < end and (
        tokens[last + 1].upos != "PUNCT"
        or scene.in_region[last + 1] >= 0
        or tokens[last + 1].text in "-’'\"“”"
    ):
        last += 1
    k = scene.in_region[last]
    stop = max(tokens[last].end, scene.regions[k].end if k >= 0 else 0)
    span = scene.trim(tokens[verb].start, stop)
    if span is None or len(scene.tokens_between(*span)) < 2:
        return ()
    return (scene.document.span(pronoun, pronoun), *scene.block_pieces(*span))
