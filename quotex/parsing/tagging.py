"""Parts of speech and features by the network of Stanza's tagger.

The same computation as Stanza's ``Tagger.forward``, with what a collection of articles asks again and
again done once: the character model reads each word form once, and the encoder's pass is kept
for the tree parser.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from stanza.models.common.vocab import CompositeVocab
from stanza.models.pos.model import Tagger as TaggerNetwork
from torch import Tensor

from quotex.parsing.encoder import Encoder, mixed_layers
from quotex.parsing.kernels import PackedLinear
from quotex.parsing.packing import Packing
from quotex.parsing.recurrent import highway_layers
from quotex.parsing.words import Bundle, batches

REMEMBERED = 50_000
"""Word forms whose character features are remembered."""


def is_fast(network: Any) -> bool:
    """Whether a tagger has the shape that the fast path computes."""
    args = network.args
    return (
        isinstance(network, TaggerNetwork)
        and isinstance(getattr(network, "bert_model", None), Encoder)
        and not args.get("charlm")
        and not args.get("pretrain")
        and network.share_hid
        and network.peft_name is None
    )


class Tagger:
    """Writes upos, xpos and feats into words, and leaves the tree parser's features in bundles.

    Args:
        trainer: Stanza's tagger, loaded, of a shape that ``is_fast`` accepts.
        parser_mix: the ``bert_layer_mix`` of the tree parser's network.
        dtype: floats to multiply in.
    """

    def __init__(self, trainer: Any, parser_mix: Any | None, dtype: torch.dtype = torch.float32) -> None:
        self._network: Any = trainer.model.eval()
        self._vocab = trainer.vocab
        self._encoder: Encoder = self._network.bert_model
        self._mixes = (self._network.bert_layer_mix, parser_mix)
        count = self._encoder.count
        self._layers = count if any(mix is not None for mix in self._mixes) else count - 1
        # Stanza's older sum of three layers leaves the encoder's last one out
        self._beside = self._layers == count
        self._kept = max(3 + self._beside if mix is None else mix.in_features for mix in self._mixes)
        own, other = self._mixes
        self._alike = own is not None and other is not None and torch.equal(own.weight, other.weight)
        initial = (self._network.taggerlstm_h_init, self._network.taggerlstm_c_init)
        self._recurrent = highway_layers(self._network.taggerlstm, initial, dtype)
        net = self._network
        self._hide = PackedLinear(net.upos_hid.weight, net.upos_hid.bias, dtype)
        tags = [net.upos_clf]
        for name in ("xpos", "feats"):
            tags += net.tag_clf[name] if self._composite(name) else [net.tag_clf[name]]
        # in 32 bits: of two scores as good as equal, 16 would leave the first
        self._classify = PackedLinear(
            torch.cat([tag.weight for tag in tags]), torch.cat([tag.bias for tag in tags]), torch.float32
        )
        self._sizes = [len(tag.bias) for tag in tags]
        self._rows: dict[str, int] = {}
        self._inputs: tuple[Tensor, Tensor] = torch.empty(0, dtype=torch.long), torch.empty(0)
        self._tags: dict[bytes, tuple[str, str, str]] = {}

    def tag(self, parts: Sequence[Bundle]) -> None:
        """Tag bundles, in place."""
        with torch.inference_mode():
            for batch in batches(parts):
                self._tag(batch)

    def _tag(self, batch: list[Bundle]) -> None:
        net = self._network
        sentences = [part.forms for part in batch]
        device = net.drop_replacement.device
        packing = Packing([len(words) for words in sentences], device)
        states = self._encoder.encode(sentences, self._layers, self._kept)
        own = self._features(states, self._mixes[0])
        other = own if self._alike else self._features(states, self._mixes[1])
        starts = torch.arange(len(batch), device=device) + packing.firsts
        for part, rows in zip(
            batch, torch.split_with_sizes(other, [len(words) + 1 for words in sentences]), strict=True
        ):
            part.features = rows
        kept = torch.ones(len(own), dtype=torch.bool, device=device)
        kept[starts] = False
        ids, characters = self._word_inputs([form for words in sentences for form in words])
        inputs = []
        if net.args["word_emb_dim"] > 0:
            inputs.append(net.word_emb(ids))
        if characters is not None:
            inputs.append(characters)
        inputs.append(own[kept])
        rows = torch.cat(inputs, 1)
        for layer in self._recurrent:
            rows = layer(rows, packing)
        columns = self._columns(rows).cpu().numpy()
        flat = (word for part in batch for word in part.words)
        for word, row in zip(flat, columns, strict=True):
            key = row.tobytes()
            if key not in self._tags:
                self._tags[key] = self._names(row.tolist())
            word.upos, word.xpos, word.feats = self._tags[key]

    def _features(self, states: list[Tensor], mix: Any | None) -> Tensor:
        """What a model takes from the encoder."""
        if mix is None and self._beside:
            states = states[:-1]
        return mixed_layers(states, mix)

    def _columns(self, rows: Tensor) -> Tensor:
        """The tag ids of each word: upos, xpos and one a feature."""
        scores = self._classify(self._hide(rows, "relu"))
        return torch.stack([part.argmax(1) for part in torch.split(scores, self._sizes, 1)], 1)

    def _names(self, row: list[int]) -> tuple[str, str, str]:
        out, at = [], 0
        for name in ("upos", "xpos", "feats"):
            composite = self._composite(name)
            size = len(self._vocab[name]) if composite else 1
            ids: Any = row[at : at + size]
            out.append(str(self._vocab[name].id2unit(ids if composite else ids[0])))
            at += size
        return out[0], out[1], "" if out[2] == "_" else out[2]

    def _composite(self, name: str) -> bool:
        """Whether a column's value has several parts, each with its own scores."""
        return isinstance(self._vocab[name], CompositeVocab)

    def _word_inputs(self, forms: list[str]) -> tuple[Tensor, Tensor | None]:
        """The ids of words and their character features, each worked out once.

        Broken off at any point, this leaves behind what is true: rows are added before they are named.
        """
        new = sorted({form for form in forms if form not in self._rows})
        if new:
            if len(self._rows) + len(new) > REMEMBERED:
                self._rows = {}
                self._inputs = self._inputs[0][:0], self._inputs[1][:0]
                new = sorted(set(forms))
            known_ids, known = self._inputs
            ids = torch.tensor(self._vocab["word"].map(new))
            rows = known
            if self._network.args["char"] and self._network.args["char_emb_dim"] > 0:
                rows = self._character_features(new)
                rows = torch.cat([known, rows]) if len(known) else rows
            first = len(known_ids)
            self._inputs = torch.cat([known_ids, ids]), rows
            self._rows.update((form, first + i) for i, form in enumerate(new))
        ids, rows = self._inputs
        index = torch.tensor([self._rows[form] for form in forms])
        device = self._network.drop_replacement.device
        return ids[index].to(device), rows[index] if len(rows) else None

    def _character_features(self, forms: list[str]) -> Tensor:
        net = self._network
        device = net.drop_replacement.device
        done: list[Tensor] = []
        order = sorted(range(len(forms)), key=lambda i: -len(forms[i]))
        for at in range(0, len(order), 1000):
            chosen = [self._vocab["char"].map(list(forms[i])) for i in order[at : at + 1000]]
            lengths = [len(ids) for ids in chosen]
            padded = torch.tensor([ids + [0] * (lengths[0] - len(ids)) for ids in chosen], device=device)
            read = net.charmodel(padded, None, list(range(len(chosen))), [len(chosen)], lengths)
            done.append(net.trans_char(read.data))
        rows = torch.cat(done)
        out = torch.empty_like(rows)
        out[torch.tensor(order, device=device)] = rows
        return out
