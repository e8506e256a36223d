"""Retrain the bundled pipeline: ``python -m quotex.training DATA_FOLDER -o OUT``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from quotex.parsing.identity import INT8_FILE
from quotex.training.card import write_card, write_meta
from quotex.training.components import train_expander, train_lemmatizer, train_tokenizer
from quotex.training.encoder import packaged_folder
from quotex.training.evaluation import evaluate, load_pipeline, table
from quotex.training.int8 import spread_sentences, write_scales
from quotex.training.joint import Schedule, train_joint
from quotex.training.prepare import Treebanks, find_treebanks, prepare

QUICK_STEPS = 4
"""Batches of the joint training in a trial run."""


@dataclass(frozen=True)
class Run:
    """What one run of the command was asked for."""

    banks: Treebanks
    out: Path
    encoder: Path
    device: str
    quick: bool
    schedule: Schedule

    @property
    def work(self) -> Path:
        """Where prepared data, checkpoints and scores stand."""
        return self.out / "work"


def prepare_step(run: Run) -> None:
    """Write the files that the other steps read."""
    prepare(run.banks, run.work)


def tokenizer_step(run: Run) -> None:
    """Train the tokenizer."""
    train_tokenizer(run.work, run.out, run.device, run.quick)


def mwt_step(run: Run) -> None:
    """Train the multi-word token expander."""
    train_expander(run.work, run.out, run.device, run.quick)


def lemmatizer_step(run: Run) -> None:
    """Train the lemmatizer."""
    train_lemmatizer(run.work, run.out, run.device, run.quick)


def joint_step(run: Run) -> None:
    """Train encoder, tagger and parser."""
    train_joint(
        run.work / "train.conllu",
        run.banks.repeated,
        run.banks.dev,
        run.encoder,
        run.out,
        run.work,
        run.schedule,
        run.device,
    )


def int8_step(run: Run) -> None:
    """Find the scales of the encoder's 8-bit products."""
    errors = write_scales(run.out / "encoder", spread_sentences(run.banks.train))
    for name, error in errors.items():
        print(f"layer {name}: {100 * error:.3f} % of the output is error", file=sys.stderr)


def evaluate_step(run: Run) -> None:
    """Score the pipeline on the test files, the development files where there are none."""
    pipeline = load_pipeline(run.out, run.work / "resources", run.device)
    scores = {}
    for path in run.banks.test or run.banks.dev:
        scores[path.stem] = evaluate(pipeline, path, run.work)
        print(f"{path.stem}: {scores[path.stem]['speed']:.0f} words/s", file=sys.stderr)
    (run.work / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


def card_step(run: Run) -> None:
    """Write meta.json and the model card, with work/notes.md at its end, and print the scores."""
    scores = json.loads((run.work / "scores.json").read_text(encoding="utf-8"))
    sizes = json.loads((run.work / "sizes.json").read_text(encoding="utf-8"))
    training = json.loads((run.work / "joint.json").read_text(encoding="utf-8"))
    path = run.work / "notes.md"
    notes = path.read_text(encoding="utf-8") if path.exists() else ""
    write_card(run.out, write_meta(run.out, scores), sizes, training, notes)
    print(table(scores))


@dataclass(frozen=True)
class Step:
    """A step of the training and the files that show that it was done."""

    action: Callable[[Run], None]
    done: tuple[str, ...]


STEPS = {
    "prepare": Step(prepare_step, ("work/sizes.json",)),
    "tokenizer": Step(tokenizer_step, ("tokenizer.pt",)),
    "mwt": Step(mwt_step, ("mwt.pt",)),
    "lemmatizer": Step(lemmatizer_step, ("lemmatizer.pt",)),
    "joint": Step(joint_step, ("work/joint.json",)),
    "int8": Step(int8_step, (f"encoder/{INT8_FILE}",)),
    "evaluate": Step(evaluate_step, ("work/scores.json",)),
    "card": Step(card_step, ()),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the steps that were asked for, or all that are not done yet.

    Returns:
        The exit status: 0, or 2 where the data are missing.
    """
    parser = argparse.ArgumentParser(prog="python -m quotex.training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of ewt-*.conllu and gum-*.conllu")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder to fill")
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    parser.add_argument("--only", choices=list(STEPS), action="append", help="step to run again")
    parser.add_argument("--steps", type=int, help="batches of the joint training")
    parser.add_argument("--quick", action="store_true", help="a trial run: all parts, barely any")
    parser.add_argument("--threads", type=int, help="CPU threads to use")
    parser.add_argument("--encoder", type=Path, help="folder of the encoder to start from")
    options = parser.parse_args(arguments)
    if options.threads:
        torch.set_num_threads(options.threads)
    schedule = Schedule()
    if options.quick:
        schedule = replace(schedule, steps=QUICK_STEPS, warmup=2, batch_words=400)
    if options.steps is not None:
        schedule = replace(schedule, steps=options.steps)
    try:
        banks = find_treebanks(options.data)
        encoder = options.encoder or packaged_folder()
    except FileNotFoundError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    run = Run(banks, options.out, encoder, options.device, options.quick, schedule)
    for name, step in STEPS.items():
        if options.only and name not in options.only:
            continue
        if not options.only and step.done and all((run.out / file).exists() for file in step.done):
            print(f"{name}: done before", file=sys.stderr)
            continue
        print(f"{name} ...", file=sys.stderr, flush=True)
        step.action(run)
    return 0


if __name__ == "__main__":
    sys.exit(main())
