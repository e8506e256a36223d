"""CoNLL 2018 evaluation of a bundled pipeline from raw text.

The scorer is that of the CoNLL 2018 shared task (Zeman et al. 2018, section 4,
https://aclanthology.org/K18-2001), which Stanza installs as ``udtools``.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from quotex.training.encoder import ENCODER_NAME, load_encoder

METRICS = {
    "tokens": "Tokens",
    "sentences": "Sentences",
    "words": "Words",
    "upos": "UPOS",
    "xpos": "XPOS",
    "feats": "UFeats",
    "lemmas": "Lemmas",
    "uas": "UAS",
    "las": "LAS",
}
"""Our names of the measures and the scorer's."""

PARTS = {
    "tokenize": "tokenizer.pt",
    "mwt": "mwt.pt",
    "pos": "tagger.pt",
    "lemma": "lemmatizer.pt",
    "depparse": "parser.pt",
}
"""Stanza's processors and their files."""


def load_pipeline(folder: Path, resources: Path, device: str = "cpu", quantize: bool = False) -> Any:
    """Load a trained pipeline as a plain Stanza pipeline, without a network.

    Args:
        folder: holds the files of :data:`PARTS` and encoder/.
        resources: a writable folder; gets the resources.json that Stanza wants.
        device: "cpu" or "cuda".
        quantize: turn the encoder's linear layers to 8-bit integers (CPU only).
    """
    import stanza
    from stanza.models.common.foundation_cache import BertRecord, FoundationCache

    logging.getLogger("stanza").setLevel(logging.ERROR)
    resources.mkdir(parents=True, exist_ok=True)
    listing: Any = {"en": {"packages": {"default": {}}, "default_processors": {}}}
    (resources / "resources.json").write_text(json.dumps(listing))
    model, tokenizer = load_encoder(folder / "encoder")
    model = model.to(device)
    cache = FoundationCache()
    cache.bert[ENCODER_NAME] = BertRecord(model, tokenizer, {})
    options = {f"{part}_model_path": str(folder / name) for part, name in PARTS.items()}
    pipeline = stanza.Pipeline(
        "en",
        dir=str(resources),
        processors=",".join(PARTS),
        download_method=None,
        allow_unknown_language=True,
        foundation_cache=cache,
        device=device,
        verbose=False,
        tokenize_max_seqlen=1000,
        **options,
    )
    if quantize:
        # Only now: loading a checkpoint walks the encoder's parts, and 8-bit ones refuse it.
        quantization: Any = torch.ao.quantization
        by_row = {torch.nn.Linear: quantization.per_channel_dynamic_qconfig}
        small = quantization.quantize_dynamic(model, by_row)
        for part in ("pos", "depparse"):
            pipeline.processors[part].trainer.model.bert_model = small
    return pipeline


def evaluate(pipeline: Any, gold: Path, work: Path) -> dict[str, float]:
    """Score a pipeline on the raw text of a treebank file.

    Args:
        pipeline: a Stanza pipeline.
        gold: the treebank's CoNLL-U file.
        work: a folder for the system's output.

    Returns:
        F1 in percent under the names of :data:`METRICS`, and words a second as "speed".
    """
    from stanza.models.common.utils import ud_scores
    from stanza.utils.conll import CoNLL
    from stanza.utils.datasets.conllu_to_text import convert_text

    work.mkdir(parents=True, exist_ok=True)
    text = work / f"{gold.stem}.txt"
    convert_text(str(gold), str(text))
    started = time.monotonic()
    doc = pipeline(text.read_text(encoding="utf-8"))
    seconds = time.monotonic() - started
    output = work / f"{gold.stem}.system.conllu"
    CoNLL.write_doc2conll(doc, str(output))
    scores = ud_scores(str(gold), str(output))
    found = {ours: 100.0 * scores[theirs].f1 for ours, theirs in METRICS.items()}
    found["speed"] = doc.num_words / seconds
    return found


def table(scores: Mapping[str, Mapping[str, float]]) -> str:
    """Return a Markdown table of scores, one line a test set."""
    head = "| test | " + " | ".join(METRICS) + " |"
    rule = "|---|" + "---|" * len(METRICS)
    lines = [
        f"| {name} | " + " | ".join(f"{found[key]:.2f}" for key in METRICS) + " |"
        for name, found in scores.items()
    ]
    return "\n".join([head, rule, *lines])
