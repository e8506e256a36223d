"""The small components, trained by Stanza's own programs: tokenizer, MWT expander, lemmatizer.

Their architectures: Qi et al. 2018, sections 2.1, 2.2 and 2.4
(https://aclanthology.org/K18-2016).
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

from stanza.models import lemmatizer, mwt_expander, tokenizer

SHORTHAND = "en_quotex"
MODELS = "models"
"""Where Stanza's programs write, inside the working folder."""

TOKENIZER_FEATURES = (
    "space_before,capitalized,numeric,end_of_para,start_of_para,labeled_field,phone_id,date_pattern,currency"
)


def train_tokenizer(work: Path, out: Path, device: str, quick: bool) -> None:
    """Train tokens, sentences and multi-word tokens (6,000 steps; 40 when quick)."""
    steps, look = ("40", "20") if quick else ("6000", "200")
    options = [
        "--txt_file", "train.txt", "--label_file", "train.toklabels",
        "--mwt_json_file", "train-mwt.json", "--dev_txt_file", "dev.txt",
        "--dev_label_file", "dev.toklabels", "--dev_conll_gold", "dev.conllu",
        "--lang", "en", "--use_mwt", "--max_seqlen", "300", "--steps", steps,
        "--eval_steps", look, "--max_steps_before_stop", "2500",
        "--feat_funcs", TOKENIZER_FEATURES,
    ]  # fmt: skip
    _run(tokenizer.main, options, work, out / "tokenizer.pt", device)


def train_expander(work: Path, out: Path, device: str, quick: bool) -> None:
    """Train the splitting of multi-word tokens (15 epochs; 1 when quick)."""
    options = [
        "--data_dir", ".", "--train_file", "train.conllu", "--eval_file", "dev.in.conllu",
        "--output_file", "dev.mwt.conllu", "--gold_file", "dev.conllu", "--lang", "en",
        "--num_epoch", "1" if quick else "15", "--hidden_dim", "64", "--emb_dim", "32",
    ]  # fmt: skip
    _run(mwt_expander.main, options, work, out / "mwt.pt", device)


def train_lemmatizer(work: Path, out: Path, device: str, quick: bool) -> None:
    """Train the lemmatizer (4 epochs; 1 when quick) on gold tags."""
    options = [
        "--data_dir", ".", "--train_file", "train.conllu", "--eval_file", "dev.conllu",
        "--output_file", "dev.lemma.conllu", "--num_epoch", "1" if quick else "4",
        "--batch_size", "250", "--lr", "0.002", "--hidden_dim", "100",
        "--emb_dim", "50", "--pos_dim", "50",
    ]  # fmt: skip
    _run(lemmatizer.main, options, work, out / "lemmatizer.pt", device)


def _run(
    program: Callable[[list[str]], object],
    options: list[str],
    work: Path,
    target: Path,
    device: str,
) -> None:
    """Run a Stanza program inside the working folder, then put its model in place.

    The names it is given are relative: they end up in the checkpoint's configuration.
    """
    common = [
        "--mode", "train", "--shorthand", SHORTHAND, "--save_dir", MODELS,
        "--save_name", target.name, "--device", device, "--seed", "1234",
    ]  # fmt: skip
    target = target.resolve()
    with contextlib.chdir(work):
        Path(MODELS).mkdir(exist_ok=True)
        program(options + common)
        shutil.move(Path(MODELS) / target.name, target)
