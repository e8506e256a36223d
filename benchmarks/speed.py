"""Measure how fast texts are parsed, stage by stage, and against Stanza fed one text at a time.

    python benchmarks/speed.py [TEXT.txt | ARTICLES.jsonl ...] [-o build/bench.json] [--words 12000]

Without inputs it reads the news written for the project (corpora/). Both sides use the same models and
the same number of threads in the same run; loading is not counted. The best of several rounds counts,
the plain side reads fewer words. Times are of the process (seconds of its threads), so that other work
on the machine matters little; with several threads, give --wall.

Writes words_per_second (every sentence parsed), selected_words_per_second (only the sentences that can
matter to a quotation get a tree), plain_words_per_second, ratio, selected_ratio, agreement (share of the
words with the same tag, head and relation as in 32-bit floats), first_article_seconds (loading and the
first text, without the import of torch), import_seconds, peak_rss_mb and stages (words a second of each).
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CORPORA = Path(__file__).parent.parent / "corpora"
STAGES = (
    ("tokens", "_segmenter", "pieces"),
    ("tags", "_tagger", "tag"),
    ("of it, encoder", "_encoder", "encode"),
    ("lemmas", "_lemmatizer", "lemmatize"),
    ("trees", "_trees", "parse"),
)


def texts(paths: Sequence[Path], words: int) -> list[str]:
    """The texts of files, up to so many words (by white space)."""
    out: list[str] = []
    for path in paths:
        if path.suffix == ".jsonl":
            rows = path.read_text(encoding="utf-8").splitlines()
            out += [json.loads(row)["text"] for row in rows if row.strip()]
        else:
            header, _, body = path.read_text(encoding="utf-8").partition("\n\n")
            out.append(body or header)
    return first_texts(out, words)


def first_texts(sample: Sequence[str], words: int) -> list[str]:
    """The first texts of a sample, up to so many words."""
    kept: list[str] = []
    for text in sample:
        if kept and words <= 0:
            break
        kept.append(text)
        words -= len(text.split())
    return kept


@contextmanager
def stages(parser: Any, clock: Callable[[], float]) -> Iterator[dict[str, float]]:
    """The seconds that each stage of a parser takes inside the block."""
    spent: dict[str, float] = {}

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            start = clock()
            try:
                return function(*args, **options)
            finally:
                spent[name] = spent.get(name, 0.0) + clock() - start

        return run

    parts = [(getattr(parser, part), method, name) for name, part, method in STAGES]
    for part, method, name in parts:
        setattr(part, method, timed(name, getattr(part, method)))
    try:
        yield spent
    finally:
        for part, method, _ in parts:
            delattr(part, method)


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


def best(rounds: int, clock: Callable[[], float], run: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest time of several rounds, and the last result."""
    shortest, result = float("inf"), None
    for _ in range(rounds):
        start = clock()
        result = run()
        shortest = min(shortest, clock() - start)
    return shortest, result


def measure(sample: list[str], threads: int, rounds: int, clock: Callable[[], float]) -> dict[str, Any]:
    """All figures for a sample of texts."""
    start = clock()
    import torch

    torch.set_num_threads(threads)
    imported = clock()
    from quotex.finding.selection import SELECTION, selector
    from quotex.parsing import load_parser

    parser = load_parser()
    parser.parse(sample[:1])
    ready = clock()
    wanted = selector()
    parser.parse(sample)
    seconds, documents = best(rounds, clock, lambda: parser.parse(sample))
    selected, partly = best(rounds, clock, lambda: parser.parse(sample, wanted, SELECTION))
    with stages(parser, clock) as spent:
        parser.parse(sample)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = sum(len(document.tokens) for document in documents)
    exact = load_parser(precision="full").parse(sample)
    pairs = [
        (a, b) for x, y in zip(documents, exact, strict=True) for a, b in zip(x.tokens, y.tokens, strict=True)
    ]
    pipeline = plain_pipeline(Path(__file__).parent.parent / "quotex" / "models" / "quotex-en")
    few = first_texts(sample, words // 4)
    pipeline(few[0])
    plain_words = sum(pipeline(text).num_words for text in few)
    plain_seconds, _ = best(max(1, rounds - 1), clock, lambda: [pipeline(text) for text in few])
    rate, plain_rate = words / seconds, plain_words / plain_seconds
    return {
        "words": words,
        "threads": threads,
        "words_per_second": round(rate),
        "selected_words_per_second": round(words / selected),
        "selected_share": round(_parsed(partly) / words, 3),
        "plain_words_per_second": round(plain_rate),
        "ratio": round(rate / plain_rate, 1),
        "selected_ratio": round(words / selected / plain_rate, 1),
        "agreement": round(sum(a == b for a, b in pairs) / len(pairs), 4),
        "import_seconds": round(imported - start, 2),
        "first_article_seconds": round(ready - imported, 2),
        "peak_rss_mb": round(peak),
        "stages": {name: round(words / seconds) for name, seconds in spent.items()},
    }


def _parsed(documents: Sequence[Any]) -> int:
    return sum(s.last - s.first for document in documents for s in document.sentences if s.parsed)


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("inputs", nargs="*", type=Path, help="texts; default: corpora/*/*.txt")
    options.add_argument("-o", "--output", type=Path, default=Path("build/bench.json"))
    options.add_argument("--words", type=int, default=12_000, help="read no more texts after so many words")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--wall", action="store_true", help="measure time on the wall")
    chosen = options.parse_args()
    sample = texts(chosen.inputs or sorted(CORPORA.glob("*/*.txt")), chosen.words)
    clock = time.perf_counter if chosen.wall else time.process_time
    figures = measure(sample, chosen.threads, chosen.rounds, clock)
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    chosen.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
