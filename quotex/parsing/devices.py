"""Where the models compute: on the processor, or on a GPU that is there."""

from __future__ import annotations

from quotex.errors import DeviceError


def device_here(device: str) -> str:
    """The device that is meant, for torch.

    Args:
        device: "cpu", "auto" (a GPU where there is one), "cuda" or another name that torch knows.

    Raises:
        DeviceError: there is no such device here.
    """
    if device == "cpu":
        return device
    import torch  # costs a second

    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    try:
        meant = torch.device(device)
    except RuntimeError:
        raise DeviceError(f"no device is called {device!r}: give cpu, cuda or auto") from None
    if meant.type == "cuda" and (meant.index or 0) >= torch.cuda.device_count():
        raise DeviceError(f"no GPU for {device!r} here that torch can use: give cpu or auto")
    return device
