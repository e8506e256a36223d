"""A plain Stanza pipeline over the bundled models in 32-bit floats, fed one text at a time.

    python benchmarks/plain.py ARTICLES.jsonl [--threads N]

Prints the words (by white space) a second, loading not counted, and the seconds of loading.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

MODEL = Path(__file__).parent.parent / "quotex" / "models" / "quotex-en"


def plain_pipeline(folder: Path) -> Any:
    """Stanza's own pipeline over the same models and one encoder."""
    import stanza
    import torch
    from stanza.models.common.foundation_cache import BertRecord, FoundationCache
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar, set_verbosity_error

    disable_progress_bar()
    set_verbosity_error()
    config = torch.load(folder / "tagger.pt", map_location="cpu", weights_only=True)["config"]
    name, source = config["bert_model"], str(folder / "encoder")
    encoder = AutoModel.from_pretrained(source, local_files_only=True, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=True, add_prefix_space=True)
    shared = FoundationCache()
    shared.bert[name] = BertRecord(encoder, tokenizer, {})
    keys = ("tokenize", "mwt", "pos", "lemma", "depparse")
    paths = ("tokenizer.pt", "mwt.pt", "tagger.pt", "lemmatizer.pt", "parser.pt")
    with tempfile.TemporaryDirectory() as empty:
        known = {"en": {"packages": {}, **{key: {} for key in keys}}}
        (Path(empty) / "resources.json").write_text(json.dumps(known), encoding="utf-8")
        return stanza.Pipeline(
            "en",
            dir=empty,
            processors=",".join(keys),
            download_method=None,
            allow_unknown_language=True,
            foundation_cache=shared,
            verbose=False,
            device="cpu",
            **{f"{key}_model_path": str(folder / path) for key, path in zip(keys, paths, strict=True)},
        )


def main() -> None:
    """Measure."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("articles", type=Path)
    options.add_argument("--most", type=int, default=None, help="articles that are read")
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    start = time.perf_counter()
    import torch

    torch.set_num_threads(chosen.threads)
    pipeline = plain_pipeline(MODEL)
    rows = chosen.articles.read_text(encoding="utf-8").splitlines()[: chosen.most]
    texts = [json.loads(row)["text"] for row in rows]
    pipeline(texts[0][:500])
    loaded = time.perf_counter()
    for text in texts:
        pipeline(text)
    seconds = time.perf_counter() - loaded
    words = sum(len(text.split()) for text in texts)
    print(json.dumps({"words_per_second": words / seconds, "loading": loaded - start}))


if __name__ == "__main__":
    main()
