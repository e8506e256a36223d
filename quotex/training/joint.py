"""Joint training of encoder, tagger and parser."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from stanza.models.depparse.model import GraphParser
from torch import Tensor

from quotex.training.batches import Corpus, Sentence, evaluation_batches, training_batches
from quotex.training.encoder import ENCODER_LAYERS, load_encoder, save_encoder
from quotex.training.network import JointNetwork, parser_args, save_checkpoints, tagger_args


@dataclass(frozen=True)
class Schedule:
    """How long and how fast the joint training goes.

    Attributes:
        steps: batches to train on.
        batch_words: size of a batch in words, padding included.
        rate: highest learning rate of tagger and parser.
        encoder_rate: highest learning rate of the encoder's layers.
        warmup: steps over which both rates rise from 0; then they fall linearly to 0.
        average: decay of the running mean of the weights, which is what is kept.
        evaluate_every: steps between two looks at the development data.
        save_every: steps between two checkpoints.
        seed: fixes weights, order and dropout.
    """

    steps: int = 1590
    batch_words: int = 2500
    rate: float = 2e-3
    encoder_rate: float = 2e-4
    warmup: int = 200
    average: float = 0.999
    evaluate_every: int = 400
    save_every: int = 100
    seed: int = 1234


class Progress:
    """The state of a training run: network, optimizer, mean weights and step.

    Args:
        network: what is trained.
        schedule: how.
    """

    def __init__(self, network: JointNetwork, schedule: Schedule) -> None:
        self.network = network
        self.schedule = schedule
        self.step = 0
        named = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
        self.parameters: list[Tensor] = [parameter for _, parameter in named]
        self.mean = [parameter.detach().clone() for parameter in self.parameters]
        groups: dict[tuple[float, float], list[Tensor]] = {}
        for name, parameter in named:
            rate = schedule.encoder_rate if name.startswith("encoder.") else schedule.rate
            decay = 0.01 if parameter.dim() > 1 else 0.0
            groups.setdefault((rate, decay), []).append(parameter)
        self.optimizer = torch.optim.AdamW(
            [{"params": v, "lr": k[0], "weight_decay": k[1]} for k, v in groups.items()],
            betas=(0.9, 0.98),
            fused=True,
        )
        self.rates = [group["lr"] for group in self.optimizer.param_groups]

    def update(self, loss: Any) -> None:
        """Take one step down the loss's gradient."""
        schedule = self.schedule
        factor = min(
            (self.step + 1) / schedule.warmup,
            max(schedule.steps - self.step, 1) / max(schedule.steps - schedule.warmup, 1),
            1.0,
        )
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 2.0)
        self.optimizer.step()
        self.step += 1
        decay = min(schedule.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(self.mean, self.parameters, 1 - decay)

    @contextmanager
    def mean_weights(self) -> Iterator[JointNetwork]:
        """Give the network with its mean weights, in evaluation mode, for a while."""
        latest = [parameter.detach().clone() for parameter in self.parameters]
        self._assign(self.mean)
        self.network.eval()
        try:
            yield self.network
        finally:
            self._assign(latest)

    def _assign(self, values: Sequence[Tensor]) -> None:
        with torch.no_grad():
            for parameter, value in zip(self.parameters, values, strict=True):
                parameter.copy_(value)

    def save(self, path: Path) -> None:
        """Write a checkpoint from which :meth:`resume` goes on."""
        state = {
            "step": self.step,
            "parameters": [parameter.detach() for parameter in self.parameters],
            "mean": self.mean,
            "optimizer": self.optimizer.state_dict(),
        }
        partial = path.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint, where there is one."""
        if not path.exists():
            return
        device = self.parameters[0].device
        state = torch.load(path, map_location=device, weights_only=True)
        self.step = state["step"]
        self._assign(state["parameters"])
        self.mean = list(state["mean"])
        rates = list(self.rates)
        self.optimizer.load_state_dict(state["optimizer"])
        self.rates = rates


@torch.no_grad()
def development_scores(
    network: JointNetwork, corpus: Corpus, sentences: Sequence[Sentence], half: bool
) -> dict[str, float]:
    """Return the share of words with the right tag, head, and head and relation, in percent."""
    network.eval()
    vocab = network.parser.vocab["deprel"]
    words = tags = heads = labels = 0
    for batch in evaluation_batches(sentences, 2000):
        tagging, parsing = corpus.tensors(batch)
        _, _, (predicted, scores) = network(tagging, parsing, half)
        trees = GraphParser.decode_graph_predictions(vocab, len(batch), scores, parsing[13])
        for row, tree in enumerate(trees):
            gold_heads = parsing[9][row].tolist()
            gold_labels = vocab.unmap(parsing[10][row].tolist())
            gold_tags = tagging.tags[0][row].tolist()
            found = predicted[0][row].tolist()
            for place, (head, label) in enumerate(tree):
                words += 1
                tags += found[place] == gold_tags[place]
                heads += head == gold_heads[place]
                labels += head == gold_heads[place] and label == gold_labels[place]
    share = 100.0 / max(words, 1)
    return {"upos": tags * share, "uas": heads * share, "las": labels * share}


def train_joint(
    train: Path,
    repeated: Path | None,
    dev: Sequence[Path],
    source: Path,
    out: Path,
    work: Path,
    schedule: Schedule,
    device: str = "cpu",
    dev_sentences: int = 800,
) -> None:
    """Train encoder, tagger and parser; write encoder/, tagger.pt and parser.pt.

    Args:
        train: all training sentences, CoNLL-U.
        repeated: the part of them to see more often, whose sentences are the last in `train`.
        dev: development files, scored one by one.
        source: folder of the encoder to start from.
        out: the folder to fill.
        work: gets joint.ckpt, from which a killed run goes on, and at the end joint.json.
        schedule: length and rates.
        device: "cpu" or "cuda".
        dev_sentences: how many sentences of each development file are scored on the way.
    """
    random.seed(schedule.seed)
    np.random.seed(schedule.seed)
    torch.manual_seed(schedule.seed)
    out.mkdir(parents=True, exist_ok=True)
    options = (tagger_args(), parser_args())
    corpus = Corpus(train, *options)
    again = _last_sentences(corpus, repeated)
    checks = {path.stem: Corpus(path, *options, vocabs=corpus.vocabs) for path in dev}
    encoder, tokenizer = load_encoder(source, ENCODER_LAYERS)
    encoder.set_attn_implementation("eager")
    network = JointNetwork(encoder, tokenizer, corpus.vocabs).to(device)
    progress = Progress(network, schedule)
    progress.resume(work / "joint.ckpt")
    half = device == "cpu" and _has_fast_halves()
    if device != "cpu":  # so small a network waits for its launches there, not for its products
        torch.set_float32_matmul_precision("high")
    batches = training_batches(corpus, again, schedule.batch_words, schedule.seed + progress.step)
    torch.manual_seed(schedule.seed + progress.step)
    started, seen, sums = time.monotonic(), 0, [0.0, 0.0]
    while progress.step < schedule.steps:
        batch = next(batches)
        network.train()
        tag_loss, parse_loss, _ = network(*corpus.tensors(batch), half)
        progress.update(tag_loss + parse_loss)
        seen += sum(len(item.words) for item in batch)
        sums = [sums[0] + tag_loss.item(), sums[1] + parse_loss.item()]
        step = progress.step
        if step % 50 == 0:
            speed = seen / (time.monotonic() - started)
            _report({"step": step, "tag": sums[0] / 50, "parse": sums[1] / 50, "words/s": speed})
            sums = [0.0, 0.0]
        last = step == schedule.steps
        if step % schedule.save_every == 0 or last:
            progress.save(work / "joint.ckpt")
        if step % schedule.evaluate_every == 0 or last:
            with progress.mean_weights() as mean:
                for name, check in checks.items():
                    some = check.sentences[: None if last else dev_sentences]
                    scores = development_scores(mean, check, some, half)
                    _report({"step": step, "dev": name, **scores})
                save_encoder(mean.encoder, source, out / "encoder")
                save_checkpoints(mean, out)
    (work / "joint.json").write_text(json.dumps(asdict(schedule), indent=1) + "\n")


def _has_fast_halves() -> bool:
    """Tell whether this CPU multiplies bfloat16 matrices itself."""
    cpu: Any = torch.cpu
    return bool(cpu._is_avx512_bf16_supported())


def _last_sentences(corpus: Corpus, repeated: Path | None) -> list[Sentence]:
    if repeated is None:
        return []
    count = sum(1 for line in repeated.open(encoding="utf-8") if line.startswith("1\t"))
    return corpus.sentences[-count:] if count else []


def _report(values: dict[str, Any]) -> None:
    parts = [f"{k} {v:.2f}" if isinstance(v, float) else f"{k} {v}" for k, v in values.items()]
    print(time.strftime("%H:%M:%S"), *parts, file=sys.stderr, flush=True)
