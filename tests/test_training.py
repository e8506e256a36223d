"""The training command on a handful of invented sentences, and the bundled files."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUNDLE = ROOT / "quotex" / "models" / "quotex-en"

# word, lemma, UPOS, XPOS, features, head, relation, space after
SAID = """
"|"|PUNCT|``|_|2|punct|no
Rain|rain|NOUN|NN|Number=Sing|6|ccomp|yes
fell|fall|VERB|VBD|Tense=Past|2|acl|no
,|,|PUNCT|,|_|2|punct|no
"|"|PUNCT|''|_|2|punct|yes
said|say|VERB|VBD|Tense=Past|0|root|yes
Ola|Ola|PROPN|NNP|Number=Sing|6|nsubj|no
.|.|PUNCT|.|_|6|punct|yes
"""
WENT = """
Ola|Ola|PROPN|NNP|Number=Sing|4|nsubj|yes
can|can|AUX|MD|VerbForm=Fin|4|aux|no
n't|not|PART|RB|Polarity=Neg|4|advmod|yes
walk|walk|VERB|VB|VerbForm=Inf|0|root|yes
home|home|ADV|RB|_|4|advmod|no
.|.|PUNCT|.|_|4|punct|yes
"""


def conllu(*sentences: str) -> str:
    """Return invented sentences as CoNLL-U, "can" and "n't" as one token."""
    lines = []
    for number, sentence in enumerate(sentences):
        if number % 4 == 0:
            lines.append(f"# newdoc id = d{number}")
        lines.append(f"# sent_id = s{number}")
        rows = [row.split("|") for row in sentence.strip().split("\n")]
        for place, row in enumerate(rows, 1):
            if row[0] == "can":
                lines.append(f"{place}-{place + 1}\tcan't" + "\t_" * 8)
            misc = "SpaceAfter=No" if row[7] == "no" and row[0] != "can" else "_"
            fields = [str(place), *row[:5], row[5], row[6], "_", misc]
            lines.append("\t".join(fields))
        lines.append("")
    return "\n".join(lines) + "\n"


def tiny_encoder(folder: Path) -> Path:
    """Write an untrained encoder with a few word pieces."""
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir()
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rain", "fell", "said", "walk", ".", '"']
    vocab = folder / "vocab.txt"
    vocab.write_text("\n".join(pieces) + "\n", encoding="utf-8")
    BertTokenizerFast(str(vocab), model_max_length=512).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=24,
        num_hidden_layers=4,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder and the printed table of a quick run of the command."""
    base = tmp_path_factory.mktemp("training")
    data = base / "data"
    data.mkdir()
    for bank in ("ewt", "gum"):
        for part, copies in (("train", 12), ("dev", 2), ("test", 2)):
            text = conllu(*([SAID, WENT] * copies))
            (data / f"{bank}-{part}.conllu").write_text(text, encoding="utf-8")
    out = base / "out"
    command = [
        sys.executable, "-m", "quotex.training", str(data), "-o", str(out), "--quick",
        "--threads", "1", "--encoder", str(tiny_encoder(base / "start")),
    ]  # fmt: skip
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "TQDM_DISABLE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return out, done.stdout


def check_meta(folder: Path) -> None:
    """Assert that meta.json tells the files' true sizes and hashes."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    total = 0
    for name, entry in meta["files"].items():
        content = (folder / name).read_bytes()
        assert entry == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        total += len(content)
    assert meta["bytes"] == total < 60_000_000
    on_disk = {p.relative_to(folder).as_posix() for p in folder.glob("*.pt")}
    on_disk |= {p.relative_to(folder).as_posix() for p in (folder / "encoder").iterdir()}
    assert on_disk == set(meta["files"])


def test_quick_run_makes_a_whole_pipeline(trained: tuple[Path, str]) -> None:
    out, printed = trained
    check_meta(out)
    meta = json.loads((out / "meta.json").read_text(encoding="utf-8"))
    assert set(meta["scores"]) == {"ewt-test", "gum-test"}
    assert meta["scores"]["gum-test"]["las"] <= meta["scores"]["gum-test"]["uas"]
    assert "| gum-test |" in printed
    card = (out / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in card
    assert "| gum-train | 24 | 168 |" in card
    assert str(out.parent) not in card


def test_checkpoints_hold_no_paths_and_half_floats(trained: tuple[Path, str]) -> None:
    import torch

    out, _ = trained
    for name in ("tokenizer", "mwt", "tagger", "lemmatizer", "parser"):
        content = torch.load(out / f"{name}.pt", weights_only=True)
        assert not any("/tmp" in str(value) for value in content["config"].values())
    parser = torch.load(out / "parser.pt", weights_only=True)["model"]
    assert {value.dtype for value in parser.values()} == {torch.float16}
    assert not any(name.startswith("bert_model.") for name in parser)


def test_bundled_files_are_small_safe_and_as_declared() -> None:
    import torch

    check_meta(BUNDLE)
    for path in BUNDLE.glob("*.pt"):
        content = torch.load(path, weights_only=True)
        assert "config" in content
    assert (BUNDLE / "MODEL_CARD.md").is_file()


def test_data_folder_without_treebanks_is_an_error(tmp_path: Path) -> None:
    from quotex.training.__main__ import main

    assert main([str(tmp_path), "-o", str(tmp_path / "out")]) == 2
