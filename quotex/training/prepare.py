"""From treebanks in CoNLL-U to the files that the training steps read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from stanza.utils.datasets import prepare_tokenizer_data
from stanza.utils.datasets.conllu_to_text import convert_text
from stanza.utils.datasets.contract_mwt import contract_mwt

TREEBANKS = ("ewt", "gum")
"""Name parts of the files NAME-train.conllu, NAME-dev.conllu and NAME-test.conllu."""

REPEATED = "gum"
"""The treebank with news in it, of which a random half comes twice an epoch; read last."""


@dataclass(frozen=True)
class Treebanks:
    """The treebank files found in a folder, in the order of :data:`TREEBANKS`."""

    train: tuple[Path, ...]
    dev: tuple[Path, ...]
    test: tuple[Path, ...]

    @property
    def repeated(self) -> Path | None:
        """The training file to see more often, where it stands beside another."""
        last = self.train[-1]
        return last if len(self.train) > 1 and last.stem == f"{REPEATED}-train" else None


def find_treebanks(folder: Path) -> Treebanks:
    """Find the treebank files of a folder.

    Raises:
        FileNotFoundError: no training or no development file.
    """

    def part(name: str) -> tuple[Path, ...]:
        paths = (folder / f"{bank}-{name}.conllu" for bank in TREEBANKS)
        return tuple(path for path in paths if path.is_file())

    found = Treebanks(part("train"), part("dev"), part("test"))
    if not found.train or not found.dev:
        names = " or ".join(f"{bank}-train.conllu, {bank}-dev.conllu" for bank in TREEBANKS)
        raise FileNotFoundError(f"{folder} has no {names}")
    return found


def prepare(banks: Treebanks, work: Path) -> None:
    """Write what the training steps read into a folder.

    train.conllu and dev.conllu are the treebanks joined; of each there is a raw text
    (.txt), the tokenizer's label for each character (.toklabels) and the multi-word
    tokens (-mwt.json); dev.in.conllu has its multi-word tokens unexpanded; sizes.json
    counts sentences and words.
    """
    work.mkdir(parents=True, exist_ok=True)
    sizes = {}
    for name, paths in (("train", banks.train), ("dev", banks.dev), ("test", banks.test)):
        for path in paths:
            sizes[path.stem] = _size(path)
        if name != "test":
            _join(paths, work / f"{name}.conllu")
            _tokenizer_files(work, name)
    contract_mwt(str(work / "dev.conllu"), str(work / "dev.in.conllu"))
    (work / "sizes.json").write_text(json.dumps(sizes, indent=1) + "\n", encoding="utf-8")


def _size(path: Path) -> dict[str, int]:
    sentences = words = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            number = line.split("\t", 1)[0]
            words += number.isdigit()
            sentences += number == "1"
    return {"sentences": sentences, "words": words}


def _join(paths: Iterable[Path], target: Path) -> None:
    with target.open("w", encoding="utf-8") as out:
        for path in paths:
            out.write(path.read_text(encoding="utf-8").rstrip("\n") + "\n\n")


def _tokenizer_files(work: Path, name: str) -> None:
    conllu, text = str(work / f"{name}.conllu"), str(work / f"{name}.txt")
    convert_text(conllu, text)
    labels, expansions = str(work / f"{name}.toklabels"), str(work / f"{name}-mwt.json")
    prepare_tokenizer_data.main([text, conllu, "-o", labels, "-m", expansions])
