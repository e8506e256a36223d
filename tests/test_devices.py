"""Where the models compute: a device that is not there is named before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

import quotex
from quotex.command import main
from quotex.errors import DeviceError, ModelError
from quotex.parsing.devices import device_here
from quotex.parsing.identity import versioned


@pytest.mark.parametrize(
    ("device", "gpus", "found"),
    [
        ("cpu", 0, "cpu"),
        ("cpu", 1, "cpu"),
        ("auto", 0, "cpu"),
        ("auto", 1, "cuda"),
        ("cuda", 1, "cuda"),
        ("cuda:1", 2, "cuda:1"),
        ("cuda", 0, "no GPU for 'cuda' here"),
        ("cuda:1", 1, "no GPU for 'cuda:1' here"),
        ("nonsense", 1, "no device is called 'nonsense'"),
    ],
)
def test_the_device_that_is_meant(
    device: str, gpus: int, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpus > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: gpus)
    if found.startswith("no "):
        with pytest.raises(DeviceError, match=found):
            device_here(device)
    else:
        assert device_here(device) == found


def test_a_gpu_has_a_cache_of_its_own() -> None:
    """What a cache holds must not tell in the results."""
    assert versioned("m", "bfloat16") == versioned("m", "bfloat16", "cpu")
    assert versioned("m", "bfloat16", "cuda:1") == versioned("m", "bfloat16", "cuda")
    assert versioned("m", "bfloat16", "cuda") != versioned("m", "bfloat16", "cpu")


@pytest.fixture
def no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)


@pytest.mark.usefixtures("no_gpu")
@pytest.mark.parametrize("command", ["extract", "track", "explain"])
def test_a_command_without_its_gpu(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, status 2, and the output of an earlier run is as it was."""
    article, out = tmp_path / "a.txt", tmp_path / "out.csv"
    article.write_text("“Nobody heard us,” said Ines Ferrol, a grocer.", "utf-8")
    out.write_text("earlier")
    written = ["-o", str(out)] if command == "extract" else []
    assert main([command, str(article), "--device", "cuda", *written]) == 2
    assert capsys.readouterr().err == (
        f"quotex: no GPU for 'cuda' here that torch can use: give cpu or auto (see quotex {command} --help)\n"
    )
    assert out.read_text() == "earlier"


@pytest.mark.usefixtures("no_gpu")
@pytest.mark.parametrize("device", ["cuda", "nonsense"])
def test_an_extractor_without_its_device(device: str) -> None:
    with pytest.raises(ModelError, match=f"'{device}'"):
        quotex.load(device=device, cache=False)
