"""Stanza's tagger and parser around one shared, trainable encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import stanza.models.depparse.model as parser_module
import stanza.models.pos.model as tagger_module
import torch
from stanza.models import parser as parser_options
from stanza.models import tagger as tagger_options
from stanza.models.common.bert_embedding import (
    cloned_feature,
    convert_to_position_list,
    fix_blank_tokens,
)
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.depparse.model import GraphParser
from stanza.models.pos.model import Tagger
from stanza.models.pos.tag_columns import tag_columns_from_args, tag_columns_to_config
from torch import Tensor, nn
from torch.nn import functional

from quotex.training.encoder import ENCODER_NAME

MIXED_LAYERS = 2
"""The word features are a learned mix of so many topmost layers (--bert_hidden_layers)."""

Options = dict[str, Any]

COMMON_OPTIONS: Options = {
    "lang": "en",
    "shorthand": "en_quotex",
    "pretrain": False,
    "word_emb_dim": 0,
    "word_cutoff": 1_000_000,
    "bert_model": ENCODER_NAME,
    "bert_hidden_layers": MIXED_LAYERS,
    "optim": "adam",
    "second_optim": None,
    "lr": 0.002,
    "word_dropout": 0.1,
    "dropout": 0.33,
}
"""Stanza's options of both models: no word vectors of their own, only the encoder's features."""

TAGGER_OPTIONS: Options = {
    "char_hidden_dim": 100,
    "char_emb_dim": 50,
    "transformed_dim": 100,
    "hidden_dim": 150,
    "num_layers": 1,
    "deep_biaff_hidden_dim": 200,
    "share_hid": True,
}
PARSER_OPTIONS: Options = {
    "char": False,
    "hidden_dim": 200,
    "num_layers": 2,
    "deep_biaff_hidden_dim": 160,
    "deep_biaff_output_dim": 100,
    "tag_emb_dim": 50,
    "use_ufeats": False,
    "checkpoint": False,
    "augment_nopunct": 0.0,
}


def tagger_args() -> Options:
    """Return Stanza's options of the tagger."""
    return {**tagger_options.parse_args([]), **COMMON_OPTIONS, **TAGGER_OPTIONS}


def parser_args() -> Options:
    """Return Stanza's options of the parser."""
    return {**parser_options.parse_args([]), **COMMON_OPTIONS, **PARSER_OPTIONS}


class JointNetwork(nn.Module):
    """A tagger and a parser that read the same encoder pass.

    The parser sees the tags that the tagger predicts in the same pass, dropout
    and all, never the gold ones: so it learns to live with the tagger's errors.

    Args:
        encoder: a transformer.
        tokenizer: its tokenizer.
        vocabs: the tagger's and the parser's vocabularies.
    """

    def __init__(self, encoder: Any, tokenizer: Any, vocabs: tuple[Any, Any]) -> None:
        super().__init__()
        self.encoder = encoder
        self.tokenizer = tokenizer
        own = {"bert_model": encoder, "bert_tokenizer": tokenizer}
        self.tagger = Tagger(tagger_args(), vocabs[0], share_hid=True, **own)
        self.parser = GraphParser(parser_args(), vocabs[1], **own)
        self.attention_without_dropout()
        self.parser.bert_layer_mix = self.tagger.bert_layer_mix
        for name, parameter in encoder.named_parameters():
            parameter.requires_grad = not name.startswith(("embeddings.", "pooler."))
        self.tables = [
            torch.tensor([vocabs[1][column].unit2id(unit) for unit in vocabs[0][column]._id2unit])
            for column in ("upos", "xpos")
        ]

    def attention_without_dropout(self) -> None:
        """Drop the encoder's attention dropout, slow on a CPU; its other dropout stays."""
        for name, module in self.encoder.named_modules():
            if name.endswith("attention.self"):
                module.dropout.p = 0.0

    def features(self, sentences: Sequence[Sequence[str]], half: bool) -> dict[Any, Tensor]:
        """Encode sentences: for each, the features of start, words and end, in 32 bits.

        A word's feature is that of its last piece, as in Stanza's
        ``extract_base_embeddings``.
        """
        device = self.tagger.drop_replacement.device
        data = [list(words) for words in sentences]
        coded, places = self._pieces(data)
        if any(place is None for row in places for place in row):
            coded, places = self._pieces(fix_blank_tokens(self.tokenizer, data))
        ids = torch.tensor(coded["input_ids"], device=device)
        mask = torch.tensor(coded["attention_mask"], device=device)
        with torch.autocast(device.type, torch.bfloat16, enabled=half):
            hidden = self.encoder(ids, attention_mask=mask, output_hidden_states=True).hidden_states
        mixed = cloned_feature(
            [layer.float() for layer in hidden[-MIXED_LAYERS:]], False, self.tagger.bert_layer_mix
        )
        longest = max(len(row) for row in places)
        index = torch.tensor([row + [0] * (longest - len(row)) for row in places], device=device)
        gathered = mixed[torch.arange(len(places), device=device).unsqueeze(1), index].unbind(0)
        return {tuple(words): rows[: len(words) + 2] for words, rows in zip(sentences, gathered, strict=True)}

    def _pieces(self, data: list[list[str]]) -> tuple[Any, list[list[Any]]]:
        coded = self.tokenizer(
            data, padding="longest", is_split_into_words=True, truncation=True, max_length=512
        )
        places = [
            convert_to_position_list(words, coded.word_ids(batch_index=row)) for row, words in enumerate(data)
        ]
        return coded, places

    def forward(self, tagging: Any, parsing: Any, half: bool = False) -> tuple[Tensor, Tensor, Any]:
        """Run both models on one batch.

        Args:
            tagging: the tagger's collated batch.
            parsing: the parser's collated batch of the same sentences in the same order.
            half: run the encoder in bfloat16, and in training the rest as well.

        Returns:
            The tagger's loss, the parser's loss (0 in evaluation) and the predictions:
            the tag columns, and in evaluation the parser's scores.
        """
        device = self.tagger.drop_replacement.device
        text = [tuple(words) for words in parsing[-1]]
        if text != [tuple(words) for words in tagging.text]:
            raise ValueError("tagger and parser were given different sentences")
        ready = self.features(tagging.text, half)
        mixed = torch.autocast(device.type, torch.bfloat16, enabled=half and self.training)
        with mixed, shared_features(ready):
            tag_loss, tags = self.tagger(
                *(part.to(device) for part in tagging[:4]),
                [column.to(device) for column in tagging.tags],
                tagging.pretrained.to(device),
                tagging.word_orig_idx,
                tagging.lens,
                tagging.word_lens,
                tagging.text,
            )
            tensors = [part.to(device) for part in parsing[:11]]
            words_mask = tensors[1]
            for place, table, known in zip((4, 5), self.tables, tags, strict=False):
                predicted = tensors[place].clone()
                chosen = table.to(device)[known]
                predicted[:, 1:] = chosen.masked_fill(words_mask[:, 1:], 0)
                tensors[place] = predicted
            if self.training:
                return tag_loss, arc_loss(self.parser, tensors, parsing[12:]), (tags, [])
            parse_loss, scores = self.parser(*tensors, *parsing[12:])
        return tag_loss, parse_loss, (tags, scores)

    def checkpoints(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what Stanza loads: the tagger's and the parser's checkpoint, in half precision."""
        tagger_config = dict(self.tagger.args)
        tagger_config["tag_columns"] = tag_columns_to_config(tag_columns_from_args(tagger_config))
        parser_config = dict(self.parser.args)
        combination = parser_config["transition_subtree_combination"]
        parser_config["transition_subtree_combination"] = combination.name
        parser_config.pop("enable_gradient_checkpointing", None)
        tagger = {
            "model": _half_state(self.tagger),
            "vocab": self.tagger.vocab.state_dict(),
            "config": tagger_config,
        }
        parser = {
            "model": _half_state(self.parser),
            "vocab": self.parser.vocab.state_dict(),
            "config": parser_config,
            "model_type": "graph",
        }
        return tagger, parser


def _half_state(model: Any) -> dict[str, Tensor]:
    return {
        name: tensor.detach().cpu().half() if tensor.is_floating_point() else tensor.cpu()
        for name, tensor in model.state_dict().items()
        if name.split(".")[0] not in model.unsaved_modules
    }


def arc_loss(parser: Any, tensors: list[Tensor], rest: Sequence[Any]) -> Tensor:
    """Return the loss of Stanza's graph parser, a word's mean, at a part of its cost.

    The same sum as in its own ``forward`` (Dozat and Manning 2017, section 3,
    https://arxiv.org/abs/1611.01734; order and distance terms of Qi et al. 2018,
    section 2.3, https://aclanthology.org/K18-2016), but relations are scored for the
    gold arcs alone, not for every pair of words.
    """
    mask, head, deprel = tensors[1], tensors[9], tensors[10]
    states = parser.embed(*tensors, *rest)
    drop, size = parser.drop, states.size(1)
    scores = parser.unlabeled(drop(states), drop(states)).squeeze(3)
    places = torch.arange(size, device=head.device)
    offset = (places.view(1, 1, -1) - places.view(1, -1, 1)).expand(head.size(0), -1, -1)
    gold = head.unsqueeze(2)
    real = ~mask[:, 1:]
    loss = scores.new_zeros(())
    if parser.args["linearization"]:
        order = parser.linearization(drop(states), drop(states)).squeeze(3).float()
        scores = scores + functional.logsigmoid(order * offset.sign().float()).detach()
        chosen = torch.gather(order[:, 1:], 2, gold).squeeze(2)[real]
        after = torch.gather(offset[:, 1:] > 0, 2, gold).squeeze(2)[real].float()
        loss = loss + functional.binary_cross_entropy_with_logits(chosen, after, reduction="sum")
    if parser.args["distance"]:
        far = parser.distance(drop(states), drop(states)).squeeze(3).float()
        error = -torch.log((offset.abs().float() - 1 - functional.softplus(far)) ** 2 / 2 + 1)
        scores = scores + error.detach()
        loss = loss - torch.gather(error[:, 1:], 2, gold).squeeze(2)[real].sum()
    diagonal = torch.eye(size, dtype=torch.bool, device=head.device)
    scores = scores.float().masked_fill(diagonal | mask.unsqueeze(1), -torch.inf)[:, 1:]
    loss = loss + functional.cross_entropy(scores[real], head[real], reduction="sum")
    relation = parser.deprel
    weight = relation.scorer.W_bilin.weight
    below = relation.dropout(functional.relu(relation.W1(drop(states))))[:, 1:][real]
    above = relation.dropout(functional.relu(relation.W2(drop(states))))
    above = torch.gather(above, 1, gold.expand(-1, -1, above.size(2)))[real]
    below = functional.pad(below, (0, 1), value=1.0)
    above = functional.pad(above, (0, 1), value=1.0)
    labels = (below @ weight.flatten(1)).view(len(below), *weight.shape[1:])
    labels = torch.bmm(above.unsqueeze(1), labels).squeeze(1) + relation.scorer.W_bilin.bias
    target = deprel[real] - VOCAB_PREFIX_SIZE
    loss = loss + functional.cross_entropy(labels.float(), target, reduction="sum")
    return loss / len(target)


@contextmanager
def shared_features(table: dict[Any, Tensor]) -> Iterator[None]:
    """Have Stanza's tagger and parser read ready features instead of running the encoder."""

    def ready(*args: Any, **options: Any) -> list[Tensor]:
        sentences, keep_endpoints = args[3], options.get("keep_endpoints", args[5:6])
        rows = [table[tuple(words)] for words in sentences]
        if isinstance(keep_endpoints, tuple):
            keep_endpoints = bool(keep_endpoints and keep_endpoints[0])
        return rows if keep_endpoints else [row[1:-1] for row in rows]

    modules: tuple[Any, Any] = (tagger_module, parser_module)
    before = [module.extract_bert_embeddings for module in modules]
    for module in modules:
        module.extract_bert_embeddings = ready
    try:
        yield
    finally:
        for module, function in zip(modules, before, strict=True):
            module.extract_bert_embeddings = function


def save_checkpoints(network: JointNetwork, folder: Path) -> None:
    """Write tagger.pt and parser.pt, loadable with ``weights_only=True``."""
    tagger, parser = network.checkpoints()
    for name, content in (("tagger.pt", tagger), ("parser.pt", parser)):
        torch.save(content, folder / name, _use_new_zipfile_serialization=False)
