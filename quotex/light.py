"""Records that are made by the hundred for every article. This module imports nothing local."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

__all__ = ["frozen"]

if TYPE_CHECKING:
    from attrs import frozen as frozen
else:

    def frozen(cls: type | None = None, *, eq: bool = True, **options: Any) -> Any:
        """``attrs.frozen`` to the type checker, which sees to it that nobody changes a record.

        At run time nothing does, for a record that refuses to be changed takes four times as long to make.
        """

        def made(plain: type) -> type:
            return define(plain, eq=eq, unsafe_hash=eq or None, **options)

        return made if cls is None else made(cls)
