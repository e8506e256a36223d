"""How far a reported clause reaches: where the tree stops short, and where it runs on too long."""

from __future__ import annotations

from quotex.attribution.inserted import inserted
from quotex.attribution.layout import Clause
from quotex.attribution.scene import FINITE, Scene

SHORTEST = 3  # words that a content keeps when its tail is cut


def content_end(scene: Scene, cue: int, first: int, last: int, clause: Clause) -> int:
    """The last token of a content that stands behind its cue.

    Args:
        scene: the article.
        cue: the cue's token.
        first, last: the content as the tree gives it.
        clause: the reporting clause.
    """
    last = _before_afterthought(scene, first, last)
    last = _before_next_report(scene, cue, first, last)
    last = _goes_on(scene, cue, first, last, clause)
    return _without_tail(scene, first, last, cue)


def _before_next_report(scene: Scene, cue: int, first: int, last: int) -> int:
    """Where a content ends because a coordinated cue, in the first one's tense, begins: "and said ..."."""
    tokens = scene.document.tokens
    for i in range(first + 1, last + 1):
        t = tokens[i]
        if (
            i in scene.cue_at
            and t.upos == "VERB"
            and t.xpos in ("VBD", "VBZ", "VBN", "VBG")
            and scene.relation(i) == "conj"
            and scene.same_form(cue, i)
            and scene.in_region[i] < 0
            and not scene.children(i, "nsubj")
            and scene.cue_at[i].cue.name != "think"
        ):
            j = i - 1
            while j > first and (
                tokens[j].upos in ("ADV", "AUX") or tokens[j].head == i and tokens[j].upos == "PART"
            ):
                j -= 1
            if tokens[j].upos == "CCONJ":
                return max(first, j - 1)
        if (
            i in scene.cue_at
            and t.xpos == "VBG"
            and _behind_comma(scene, i)
            and scene.in_region[i] < 0
            and scene.cue_at[i].cue.kind == "verb"
            and scene.relation(i) in ("advcl", "conj", "parataxis")
        ):
            return max(first, i - 1)
    return last


def _before_afterthought(scene: Scene, first: int, last: int) -> int:
    """Where a content ends because the one who passes it on is named behind it: ", La Brisa reported"."""
    for mention in scene.cues_between(first + 3, last):
        i = mention.token
        if scene.in_region[i] >= 0:
            continue
        if mention.cue.kind == "phrase":
            start = scene.document.token_at(mention.span[0])
        elif mention.cue.kind == "verb" and scene.token(i).xpos in ("VBD", "VBZ"):
            found = inserted(scene, i)
            if found is None or scene.document.token_at(found[1].end - 1) < last:
                continue
            start = scene.document.token_at(found[1].start)
        else:
            continue
        if first + 2 < start and _behind_comma(scene, start):
            start -= 1
            while start > first and scene.token(start).upos == "PUNCT" and scene.in_region[start] < 0:
                start -= 1
            return start
    return last


def _behind_comma(scene: Scene, i: int) -> bool:
    """Whether a comma stands before a token, or before the closing mark in front of it."""
    before = scene.token(i - 1)
    if scene.in_region[i - 1] >= 0 and before.upos == "PUNCT":
        return scene.char_before(before.start) == ","
    return before.text == ","


def _goes_on(scene: Scene, cue: int, first: int, last: int, clause: Clause) -> int:
    """Where a content ends that goes on behind what the tree holds together."""
    tokens, words = scene.document.tokens, scene.words
    end = scene.document.sentence(last).last
    while True:
        i = last + 1
        paused = False
        while i < end and tokens[i].upos == "PUNCT":
            if tokens[i].text[:1] in ".!?()[]":
                return last
            paused = paused or tokens[i].text[:1] in ",;:—–-"
            i += 1
        if i >= end or i in clause.tokens:
            return last
        joined = tokens[i].upos == "CCONJ" and scene.in_region[i] < 0
        semicolon = tokens[i - 1].text == ";"
        if joined:
            if not _same_speech(scene, cue, i, end, paused):
                return last
        elif paused and not semicolon:
            return last
        elif not paused and scene.relation(i) in ("obl", "advmod", "case", "advcl", "mark", "det"):
            if scene.low[i] not in words.reasons:
                return last
        stop = i
        while stop + 1 < end and (
            tokens[stop + 1].upos != "PUNCT"
            or scene.in_region[stop + 1] >= 0
            or tokens[stop + 1].text in "\"'“”‘’-–"
        ):
            if stop + 1 in clause.tokens:
                break
            stop += 1
        stop = _before_afterthought(scene, first, _before_next_report(scene, cue, i, stop))
        if stop <= last:
            return last
        last = stop


def _same_speech(scene: Scene, cue: int, conjunction: int, end: int, paused: bool) -> bool:
    """Whether what a conjunction adds still belongs to the content and not to the story."""
    tokens = scene.document.tokens
    after = conjunction + 1
    if after >= end:
        return False
    if tokens[after].text.lower() in scene.words.left_out or scene.in_region[after] >= 0:
        return True
    verb = next((i for i in range(after, end) if tokens[i].upos in ("VERB", "AUX")), -1)
    if verb < 0 or verb in scene.cue_at:
        return False
    subject = any(tokens[i].upos in ("PRON", "NOUN", "PROPN") for i in range(after, verb))
    if any(scene.in_region[i] >= 0 for i in range(after, end) if i <= verb + 12):
        return True
    if subject and not paused:
        return True
    if tokens[cue].xpos == "VBD":
        return tokens[verb].xpos in ("VBZ", "VBP", "MD") or (subject and tokens[verb].xpos != "VBD")
    return subject


def _of_reporter(scene: Scene, cue: int, n: int, last: int) -> bool:
    """Whether a concessive clause at a content's end is the reporter's, not the speaker's own.

    It is if it tells what the speaker does besides, or sets another report against this one:
    "..., while admitting that ...", "..., while Osei said ...", "44 percent said ..., while 30 percent ...".
    """
    head = scene.token(n).head
    if head < n:
        head = n
    below = scene.document.subtree(head)
    if max(below) < last:
        return False  # an aside: "the fair, although smaller, was paid for"
    if not any(scene.token(i).xpos in FINITE for i in below):
        return scene.token(head).xpos == "VBG"
    if head in scene.cue_at:
        return True
    speakers = {scene.lemmas[i] for i in scene.children(cue, "nsubj")}
    return any(scene.lemmas[i] in speakers for i in scene.children(head, "nsubj"))


def _reported_again(scene: Scene, n: int, last: int) -> bool:
    """Whether a relative clause at a content's end holds another report: ", which the club called a lie"."""
    head = scene.token(n).head
    while head > n and scene.relation(head) != "acl":
        head = scene.token(head).head
    if head < n or scene.token(head).deprel != "acl:relcl" or max(scene.document.subtree(head)) < last:
        return False
    return any(
        c.cue.kind == "verb"
        and (
            n in scene.children(c.token, "obj", "obl")
            or scene.children(c.token, "ccomp", "xcomp", "parataxis")
        )
        for c in scene.cues_between(n, last)
    )


def _without_tail(scene: Scene, first: int, last: int, cue: int) -> int:
    """Leave out what the reporter adds behind a comma or dash: ", a plan that ...", ", although ..."."""
    tokens = scene.document.tokens
    words = scene.words
    unmarked = all(scene.in_region[i] < 0 for i in range(first, last + 1))
    for i in range(first + SHORTEST, last):
        t = tokens[i]
        if t.upos != "PUNCT" or not (t.text == "," or t.text in "—–-" or t.text == "--"):
            continue
        n = i + 1
        if scene.in_region[i] >= 0:  # only the comma before a closing mark counts
            while n <= last and scene.in_region[n] >= 0 and tokens[n].upos == "PUNCT":
                n += 1
            if n == i + 1:
                continue
        if n > last or scene.in_region[n] >= 0:
            continue
        nxt = tokens[n]
        word = nxt.text.lower()
        dash = t.text != ","
        if word in words.concessive or (
            word in words.intensifiers and tokens[min(n + 1, last)].text.lower() in words.concessive
        ):
            if not _of_reporter(scene, cue, n, last):
                continue
            return n - 1 if scene.in_region[i] >= 0 else i - 1
        if nxt.xpos == "VBG" and scene.relation(n) in ("advcl", "acl"):
            if n not in scene.cue_at and nxt.head != cue and unmarked:
                continue  # "said the road was closed, leaving two villages cut off"
            return n - 1 if scene.in_region[i] >= 0 else i - 1
        plain = scene.in_region[i] < 0 and not dash
        if plain and word in words.relatives and _reported_again(scene, n, last):
            return i - 1
        if nxt.xpos == "DT" and nxt.head > n and nxt.head <= last:
            head = nxt.head
            while tokens[head].head > i and tokens[head].head <= last:
                head = tokens[head].head
            if (
                tokens[head].upos in ("NOUN", "PROPN", "ADJ", "NUM")
                and max(scene.document.subtree(head)) >= last
                and (
                    scene.relation(head) in ("parataxis", "advcl", "conj", "list")
                    or scene.relation(head) == "appos"
                    and (dash or tokens[n].lemma == "a" or tokens[tokens[head].head].upos != "PROPN")
                )
            ):
                return n - 1 if scene.in_region[i] >= 0 else i - 1
    return last
