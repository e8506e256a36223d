"""The bundled pipeline's meta.json and model card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from quotex.training.encoder import ENCODER_LAYERS, ENCODER_NAME
from quotex.training.evaluation import PARTS, table
from quotex.training.network import MIXED_LAYERS

NAME = "quotex-en"
VERSION = "1.1.1"
SIZE_LIMIT = 60_000_000
"""Bytes that all files together may take."""

Scores = Mapping[str, Mapping[str, float]]


def model_files(folder: Path) -> list[Path]:
    """Return the pipeline's files, relative to its folder: models, then the encoder's."""
    encoder = sorted(path.relative_to(folder) for path in (folder / "encoder").iterdir())
    return [Path(name) for name in PARTS.values() if (folder / name).is_file()] + encoder


def write_meta(folder: Path, scores: Scores) -> dict[str, Any]:
    """Write meta.json: name, version, files with size and hash, and scores.

    Args:
        folder: the pipeline's folder.
        scores: for each test set, F1 in percent by measure.

    Returns:
        What was written.

    Raises:
        ValueError: the files take more than :data:`SIZE_LIMIT` bytes.
    """
    files: dict[str, dict[str, Any]] = {}
    for path in model_files(folder):
        content = (folder / path).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        files[path.as_posix()] = {"bytes": len(content), "sha256": digest}
    total = sum(int(entry["bytes"]) for entry in files.values())
    if total > SIZE_LIMIT:
        raise ValueError(f"the pipeline takes {total} bytes, more than {SIZE_LIMIT}")
    meta = {
        "name": NAME,
        "version": VERSION,
        "language": "en",
        "stanza": version("stanza"),
        "encoder": {
            "name": ENCODER_NAME,
            "folder": "encoder",
            "layers": ENCODER_LAYERS,
            "mixed_layers": MIXED_LAYERS,
        },
        "processors": PARTS,
        "bytes": total,
        "files": files,
        "scores": {
            test: {key: round(value, 2) for key, value in found.items() if key != "speed"}
            for test, found in scores.items()
        },
    }
    (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    return meta


def write_card(
    folder: Path,
    meta: Mapping[str, Any],
    sizes: Mapping[str, Mapping[str, int]],
    training: Mapping[str, Any],
    notes: str = "",
) -> None:
    """Write MODEL_CARD.md.

    Args:
        folder: the pipeline's folder.
        meta: what :func:`write_meta` returned.
        sizes: for each treebank file, its "sentences" and "words".
        training: the joint training's schedule.
        notes: Markdown about this one build, put at the end.
    """
    data = "\n".join(
        f"| {name} | {size['sentences']:,} | {size['words']:,} |" for name, size in sizes.items()
    )
    files = "\n".join(f"| {name} | {entry['bytes'] / 1e6:.2f} MB |" for name, entry in meta["files"].items())
    card = CARD.format(
        name=meta["name"],
        version=meta["version"],
        stanza=meta["stanza"],
        encoder=meta["encoder"]["name"],
        layers=meta["encoder"]["layers"],
        mixed=meta["encoder"]["mixed_layers"],
        data=data,
        files=files,
        total=meta["bytes"] / 1e6,
        scores=table(meta["scores"]),
        steps=training.get("steps", 0),
        batch=training.get("batch_words", 0),
        rate=training.get("rate", 0.0),
        encoder_rate=training.get("encoder_rate", 0.0),
    )
    if notes:
        card += f"\n{notes.strip()}\n"
    (folder / "MODEL_CARD.md").write_text(card, encoding="utf-8")


CARD = """\
# {name} {version}

An English pipeline of five Stanza processors: tokens and sentences, multi-word tokens, tags
(UPOS, XPOS, features), lemmas, and dependencies (Universal Dependencies). Tagger and parser
share one small transformer. It loads in Stanza {stanza} without a network.

## Scores

F1 in percent of the CoNLL 2018 scorer, from raw text: every step works on what the step before
it found, never on gold annotation.

{scores}

## Intended use

Written English, news above all: quotex finds quotations by rules over these dependency trees.
It also serves as an ordinary Stanza pipeline wherever a small one is wanted.

## Limits

- English only. News, web text, interviews, speeches, court records, biographies, travel guides
  and academic prose were seen; verse, code, chat and speech transcripts of other kinds were not.
- The encoder does not see capitals: the tagger has them from its character model, the parser only
  from predicted tags.
- Sentences above 512 word pieces are encoded in overlapping windows.
- Sentence boundaries in web text, above all in text without punctuation, are its weakest part.
- No named entities, no coreference.
- The texts carry the views and the slant of their authors, and so may the encoder.

## Files

| file | size |
|---|---|
{files}

Together {total:.1f} MB (meta.json has their hashes). The floats of encoder, tagger and parser are
stored in half precision. Stanza computes them in 32 bits; quotex in 16 where the processor has such
floats, and the encoder's matrix products in 8-bit integers, by the scales in encoder/int8.safetensors
(found on sentences of the training data; only quotex reads them). Every .pt file loads with
`torch.load(..., weights_only=True)`.

## Loading

Put the encoder (folder encoder/) into a `stanza.models.common.foundation_cache.FoundationCache`
under the name `{encoder}`, and pass the cache and the `*_model_path` of the five files to
`stanza.Pipeline(download_method=None, tokenize_max_seqlen=1000, ...)`. Tagger and parser read the
same mix of the last {mixed} hidden layers, with the same weights: one encoder pass can serve both.

## Training data and licences

| file | sentences | words |
|---|---|---|
{data}

- UD_English-EWT (ewt): CC BY-SA 4.0.
- GUM (gum; genres academic, bio, court, interview, news, speech, voyage): annotations CC BY 4.0;
  texts CC BY 2.5, CC BY 4.0, CC BY-SA 3.0 or public domain, by genre.
- Encoder: the first {layers} of the six layers of all-MiniLM-L6-v2, Apache-2.0, fine-tuned.

## Training

`python -m quotex.training DATA_FOLDER -o OUT` trains all of it again. Tokenizer, multi-word
expander and lemmatizer are trained by Stanza's own programs. Encoder, tagger and parser are
trained together: {steps} batches of at most {batch} words, AdamW, rates {encoder_rate:g} for the
encoder and {rate:g} for the rest, linear decay, and a running mean of the weights is kept. The
encoder's word embeddings stay as they were. The parser sees the tags that the tagger predicts
in the same pass, never gold ones. Straight quotation marks are now and then replaced by curly
or doubled ones and final punctuation is now and then dropped, so that neither is relied on.
"""
