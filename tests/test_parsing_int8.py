"""The encoder's products of 8-bit integers against the same in floats."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from quotex.errors import ModelError
from quotex.parsing import load_parser
from quotex.parsing.encoder import Encoder, of_layer
from quotex.parsing.identity import BUNDLED, INT8_FILE, has_int8, known_version, model_folder
from quotex.parsing.int8 import Int8Linear, Steps, int8_works, steps_of
from quotex.parsing.layers import LINEAR
from quotex.training.int8 import spread_sentences, write_scales

NATIVE = pytest.mark.skipif(not (has_int8() and int8_works()), reason="no such products here")
SENTENCES = [
    ["The", "mayor", "said", "the", "bridge", "would", "open", "in", "May", "."],
    ["“", "Nobody", "asked", "us", ",", "”", "Ruiz", "told", "reporters", "."],
    ["Rain", "."],
]
FOLDER = model_folder(BUNDLED)


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40),
    st.floats(0.001, 100),
    st.floats(0.001, 10),
    st.integers(0, 255),
)
def test_values_are_rounded_to_the_nearest_step(
    values: list[float], smooth: float, scale: float, zero: int
) -> None:
    rows = torch.tensor([values])
    steps = Steps(torch.full((len(values),), smooth), scale, zero)
    exact = rows.double().numpy() / smooth / scale + zero
    assert np.abs(steps.rounded(rows).numpy() - np.clip(exact, 0, 255)).max() <= 0.51


@NATIVE
@pytest.mark.parametrize("count", [1, 2, 33, 40])
def test_a_product_of_bytes(count: int) -> None:
    torch.manual_seed(count)
    weight, bias, rows = torch.randn(48, 32), torch.randn(48), torch.randn(count, 32)
    steps = Steps(torch.rand(32) + 0.5, 0.06, 120)
    inner = Steps(torch.ones(48), 0.2, 3)
    linear = Int8Linear(weight, bias, steps)
    with torch.inference_mode():
        expected = torch.nn.functional.linear(rows, weight, bias)
        found = linear(steps.rounded(rows), torch.float32)
        assert (found - expected).abs().max() < 0.03 * expected.abs().max()
        bytes_ = linear.activated(steps.rounded(rows), inner)
        activated = (bytes_.float() - inner.zero) * inner.scale
        assert (activated - torch.nn.functional.gelu(found)).abs().max() < 0.51 * inner.scale
        alone = torch.cat([linear(steps.rounded(row[None]), torch.float32) for row in rows])
        assert torch.equal(found, alone)


@NATIVE
@pytest.mark.parametrize("kept", [None, [[0, 3], [1], [0, 2]]])
def test_states_are_near_those_in_floats(kept: list[list[int]] | None) -> None:
    exact, rounded = Encoder(FOLDER / "encoder"), Encoder(FOLDER / "encoder", int8=True)
    with torch.inference_mode():
        if kept is None:
            pairs = [encoder.encode(SENTENCES, encoder.count, 2) for encoder in (exact, rounded)]
        else:
            coded = [[101, 1996, 3664, 102], [101, 102], [101, 4542, 102]]
            pairs = [encoder.forward(coded, encoder.count, 1, kept) for encoder in (exact, rounded)]
    for own, other in zip(*pairs, strict=True):
        assert own.shape == other.shape
        assert (own - other).square().sum() < 0.01 * own.square().sum()


@NATIVE
def test_the_parser_says_what_it_computes_in() -> None:
    parser = load_parser(threads=1)
    assert " int8 " in parser.version
    assert parser.version == known_version(BUNDLED)
    assert " int8 " not in load_parser(threads=1, precision="full").version


def test_scales_are_those_of_the_weights(tmp_path: Path) -> None:
    """Where the scales are found again on other sentences, they are about the same."""
    shutil.copytree(FOLDER / "encoder", tmp_path / "encoder")
    errors = write_scales(tmp_path / "encoder", SENTENCES)
    assert list(errors) == [f"{n}.{name}" for n in range(3) for name in LINEAR]
    assert max(errors.values()) < 0.01
    kept, found = (load_file(folder / "encoder" / INT8_FILE) for folder in (FOLDER, tmp_path))
    assert kept.keys() == found.keys()
    for n in range(3):
        own, other = of_layer(kept, n), of_layer(found, n)
        assert len(set(own["apart"].tolist()) & set(other["apart"].tolist())) >= 4
        for name in LINEAR:
            assert steps_of(other, name, 384 if name != "down" else 1536).scale > 0


BAD = {
    "a range that is none": {"layers.0.mix.range": torch.tensor([0.0, 3.0])},
    "a range without end": {"layers.0.mix.range": torch.tensor([torch.inf, 3.0])},
    "a zero beyond the bytes": {"layers.1.up.range": torch.tensor([0.1, 256.0])},
    "three numbers": {"layers.1.up.range": torch.tensor([0.1, 2.0, 3.0])},
    "a factor of nothing": {"layers.2.mix.smooth": torch.zeros(384)},
    "too few factors": {"layers.2.mix.smooth": torch.ones(3)},
    "channels that are not there": {"layers.0.apart": torch.tensor([1536])},
    "a layer that is missing": {"layers.2.apart": None},
}


@NATIVE
@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
def test_a_file_of_other_scales_is_refused(tmp_path: Path, change: dict[str, torch.Tensor | None]) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    scales = {**load_file(folder / "encoder" / INT8_FILE), **change}
    save_file({name: t for name, t in scales.items() if t is not None}, folder / "encoder" / INT8_FILE)
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_parser(str(folder))


@NATIVE
def test_a_file_that_holds_no_tensors_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    (folder / "encoder" / INT8_FILE).write_bytes(b"\x80\x04cos\nsystem\n")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_parser(str(folder))


def test_without_scales_all_is_in_floats(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    (folder / "encoder" / INT8_FILE).unlink()
    parser = load_parser(str(folder), threads=1)
    assert "int8" not in parser.version
    assert parser.version == known_version(str(folder))
    assert [t.upos for t in parser.parse(["Rain fell."])[0].tokens] == ["NOUN", "VERB", "PUNCT"]


def test_sentences_are_taken_at_equal_distances(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    rows = [f"# text = w{n} x\n1-2\tw{n}x\t_\n1\tw{n}\t_\n2\tx\t_\n3.1\te\t_\n" for n in range(10)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert spread_sentences([path], 5) == [[f"w{n}", "x"] for n in range(0, 10, 2)]
    assert len(spread_sentences([path, path], 100)) == 20
