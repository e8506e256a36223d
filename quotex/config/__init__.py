"""What a newsroom adds to the bundled rules: its outlets, its names for speakers, its own rows."""

from quotex.config.newsroom import Config, Outlet
from quotex.config.reading import read_config

__all__ = ["Config", "Outlet", "read_config"]
