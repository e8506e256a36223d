"""Dependency trees by the network of Stanza's graph parser.

The same scores as Stanza's ``GraphParser`` (Dozat and Manning 2017, https://arxiv.org/abs/1611.01734;
one root by Stanojevic and Cohen 2021), with the work cut to what decides: relations are scored for the
arcs that were chosen, and the search for a tree runs where the best heads do not make one already.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from stanza.models.common.vocab import ROOT_ID, VOCAB_PREFIX_SIZE, CompositeVocab
from stanza.models.depparse.model import GraphParser
from torch import Tensor

from quotex.parsing.arborescence import Heads, Scores, best_tree, is_tree
from quotex.parsing.crowding import Groups, Tree, uncrowded
from quotex.parsing.encoder import Encoder
from quotex.parsing.kernels import PackedLinear
from quotex.parsing.packing import Packing
from quotex.parsing.recurrent import highway_layers
from quotex.parsing.words import Bundle, Word, batches, simplified

REMEMBERED = 100_000
"""Words and lemmas whose places in the vocabulary are remembered."""

HEADS = 64
"""Heads whose relations are scored at once (each takes some 10,000 numbers)."""

DEPENDENTS = 4
"""Dependents that are scored with a head; one with more is taken several times."""


def is_fast(network: Any) -> bool:
    """Whether a parser has the shape that the fast path computes."""
    args = network.args
    return (
        isinstance(network, GraphParser)
        and isinstance(getattr(network, "bert_model", None), Encoder)
        and not args.get("use_arc_embedding")
        and not args.get("reversed")
        and not args.get("pretrain")
        and not (args["char"] and args["char_emb_dim"] > 0)
        and network.peft_name is None
        and not isinstance(network.vocab["xpos"], CompositeVocab)
        and not (args["tag_emb_dim"] > 0 and args.get("use_ufeats", True))
    )


class TreeParser:
    """Writes heads (place in the bundle, -1 for the root) and relations into words.

    Args:
        trainer: Stanza's parser, loaded, of a shape that ``is_fast`` accepts.
        dtype: floats in which relations are scored.
    """

    def __init__(self, trainer: Any, dtype: torch.dtype = torch.float32) -> None:
        self._network: Any = trainer.model.eval()
        self._vocab = trainer.vocab
        self._ids: dict[str, dict[str, int]] = {name: {} for name in ("word", "lemma", "upos", "xpos")}
        units = self._vocab["deprel"]
        count = self._network.num_relations
        self._relations = [units.id2unit(i + VOCAB_PREFIX_SIZE) for i in range(count)]
        self._groups = Groups(self._relations)
        weight = self._network.deprel.scorer.W_bilin.weight
        self._weigh = PackedLinear(weight.flatten(1).t(), None, dtype)
        self._weigh_heads = PackedLinear(weight.transpose(1, 2).flatten(0, 1), None, dtype)
        net = self._network
        initial = (net.parserlstm_h_init, net.parserlstm_c_init)
        self._recurrent = highway_layers(net.parserlstm, initial, dtype)
        scorers = [net.unlabeled, net.deprel]
        scorers += [getattr(net, name) for name in ("linearization", "distance") if net.args[name]]
        sides = [side for scorer in scorers for side in (scorer.W1, scorer.W2)]
        self._sides = PackedLinear(
            torch.cat([F.pad(side.weight, (0, 0, 0, 1)) for side in sides]),
            torch.cat([F.pad(side.bias, (0, 1), value=1) for side in sides]),
            dtype,
        )
        self._scorers = scorers
        self._pairs = {
            scorer: PackedLinear(scorer.scorer.W_bilin.weight[:, :, 0].t(), None, dtype)
            for scorer in scorers
            if scorer is not net.deprel
        }

    def parse(self, parts: Sequence[Bundle]) -> None:
        """Parse tagged and lemmatized bundles that carry features, in place."""
        with torch.inference_mode():
            for batch in batches(parts):
                self._parse(batch)

    def _parse(self, batch: list[Bundle]) -> None:
        net = self._network
        packing = Packing([len(part.words) + 1 for part in batch], net.drop_replacement.device)
        sides = self._views(self._hidden(batch, packing))
        scores: list[Tensor] = []
        heads: list[Heads] = []
        for some, rows in packing.split():
            padded = self._arc_scores([(side[0][rows], side[1][rows]) for side in sides], some)
            best = padded.argmax(2).cpu().numpy()
            for n, length in enumerate(some.lengths):
                row = best[n, :length]
                row[0] = 0
                scores.append(padded[n, :length, :length])
                heads.append(row if is_tree(row) else best_tree(_log_softmax(scores[-1])))
        relations = self._relation_scores(sides[1], packing, heads)
        labels = relations.argmax(1).cpu().numpy()
        for n, (part, row) in enumerate(zip(batch, heads, strict=True)):
            first = int(packing.firsts[n])
            words = slice(first, first + packing.lengths[n])
            own = labels[words]
            if self._groups.conflict(row.tolist(), own.tolist()) is not None:
                label_scores = F.log_softmax(relations[words], 1).amax(1).cpu().numpy()
                tree = self._uncrowded(sides[1], words, scores[n], Tree(row, own, label_scores))
                row, own = tree.heads, tree.labels
            for word, head, label in zip(part.words, row[1:].tolist(), own[1:].tolist(), strict=True):
                word.head, word.deprel = head - 1, self._relations[label]

    def _hidden(self, batch: list[Bundle], packing: Packing) -> Tensor:
        """The recurrent network's output, flat, a root row before each sentence's words."""
        net, args = self._network, self._network.args
        inputs = []
        if args["word_emb_dim"] > 0:
            inputs.append(net.word_emb(self._coded(batch, "word", "form")))
            inputs.append(net.lemma_emb(self._coded(batch, "lemma", "lemma")))
        if args["tag_emb_dim"] > 0 and (args.get("use_upos", True) or args.get("use_xpos", True)):
            tags: Any = 0
            if args.get("use_upos", True):
                tags = net.upos_emb(self._coded(batch, "upos", "upos"))
            if args.get("use_xpos", True):
                tags = tags + net.xpos_emb(self._coded(batch, "xpos", "xpos"))
            inputs.append(tags)
        inputs.append(torch.cat([part.features for part in batch]))
        rows = torch.cat(inputs, 1)
        for layer in self._recurrent:
            rows = layer(rows, packing)
        return rows

    def _coded(self, batch: list[Bundle], name: str, attribute: str) -> Tensor:
        known = self._ids[name]
        if len(known) > REMEMBERED:
            known.clear()
        out: list[int] = []
        for part in batch:
            out.append(ROOT_ID)
            for word in part.words:
                value = _read(word, attribute)
                if value not in known:
                    known[value] = self._vocab[name].unit2id(value)
                out.append(known[value])
        return torch.tensor(out, device=self._network.drop_replacement.device)

    def _views(self, hidden: Tensor) -> list[tuple[Tensor, Tensor]]:
        """Each scorer's view of the words as dependents and as heads, with a one at the end."""
        views = self._sides(hidden, "relu").chunk(2 * len(self._scorers), 1)
        return list(zip(views[::2], views[1::2], strict=True))

    def _arc_scores(self, sides: list[tuple[Tensor, Tensor]], packing: Packing) -> Tensor:
        """Scores [sentence, dependent, head]; minus infinity where there is no such arc."""
        net = self._network
        scores = self._pairwise(0, sides, packing)
        places = torch.arange(scores.shape[1], device=scores.device)
        offset = places[None, None, :] - places[None, :, None]
        if net.args["linearization"]:
            order = self._pairwise(2, sides, packing)
            scores += F.logsigmoid(order * torch.sign(offset))
        if net.args["distance"]:
            expected = 1 + F.softplus(self._pairwise(len(sides) - 1, sides, packing))
            scores -= torch.log((offset.abs() - expected) ** 2 / 2 + 1)
        scores.masked_fill_((offset == 0), -torch.inf)
        lengths = torch.tensor(packing.lengths, device=scores.device)
        outside = places[None, None, :] >= lengths[:, None, None]
        return torch.masked_fill(scores, outside, -torch.inf)

    def _pairwise(self, number: int, sides: list[tuple[Tensor, Tensor]], packing: Packing) -> Tensor:
        scorer = self._scorers[number]
        dependents, heads = (
            packing.pad(side.float()) for side in (self._pairs[scorer](sides[number][0]), sides[number][1])
        )
        scores: Tensor = dependents @ heads.transpose(1, 2) + scorer.scorer.W_bilin.bias
        return scores

    def _relation_scores(
        self, sides: tuple[Tensor, Tensor], packing: Packing, heads: Sequence[Heads]
    ) -> Tensor:
        """The scores (words, relations) of each word's arc.

        What the network makes of a head serves all its dependents, and there are half as many heads as words.
        """
        chosen = torch.from_numpy(np.concatenate(heads)).to(sides[0].device) + packing.firsts[packing.rows]
        governors, dependents, places = _by_head(chosen)
        bias = self._network.deprel.scorer.W_bilin.bias
        width, count = sides[0].shape[1], len(self._relations)
        found: list[Tensor] = []
        for at in range(0, len(governors), HEADS):
            weighed = self._weigh_heads(sides[1][governors[at : at + HEADS]]).view(HEADS, width, count)
            found.append(torch.bmm(sides[0][dependents[at : at + HEADS]], weighed).flatten(0, 1))
        out: Tensor = torch.cat(found)[places].float() + bias
        return out

    def _uncrowded(self, sides: tuple[Tensor, Tensor], words: slice, scores: Tensor, tree: Tree) -> Tree:
        dependents, governors = sides[0][words], sides[1][words].float()
        bilinear = self._network.deprel.scorer.W_bilin
        known: dict[int, Scores] = {}

        def rows(i: int) -> Scores:
            if i not in known:
                weighed = self._weigh(dependents[i : i + 1]).float()
                weighed = weighed.view(governors.shape[1], len(self._relations))
                known[i] = _log_softmax(governors @ weighed + bilinear.bias)
            return known[i]

        return uncrowded(tree, _log_softmax(scores), rows, self._groups)


def _by_head(chosen: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Words in rows of at most ``DEPENDENTS`` of one head, filled up to whole lots of ``HEADS`` rows.

    Args:
        chosen: the head of each word.

    Returns:
        The head of each row; its words (rows, DEPENDENTS); the place of each word in these.
    """
    order = torch.argsort(chosen, stable=True)
    heads, counts = torch.unique_consecutive(chosen[order], return_counts=True)
    rank = torch.arange(len(chosen), device=chosen.device) - torch.repeat_interleave(
        torch.cumsum(counts, 0) - counts, counts
    )
    rows = (counts + DEPENDENTS - 1) // DEPENDENTS
    firsts = torch.repeat_interleave(torch.cumsum(rows, 0) - rows, counts)
    places = torch.empty_like(chosen)
    places[order] = firsts * DEPENDENTS + rank
    governors = torch.repeat_interleave(heads, rows)
    governors = F.pad(governors, (0, -len(governors) % HEADS))
    dependents = governors.new_zeros(len(governors) * DEPENDENTS)
    dependents[places] = torch.arange(len(chosen), device=chosen.device)
    return governors, dependents.view(-1, DEPENDENTS), places


def _log_softmax(scores: Tensor) -> Scores:
    out: Scores = F.log_softmax(scores, 1).cpu().numpy()
    return out


def _read(word: Word, attribute: str) -> str:
    if attribute == "form":
        return simplified(word.form)
    return getattr(word, attribute) or "_"
