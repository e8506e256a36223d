"""Work on many articles: in several processes that are watched, or within a time limit in this one."""

from quotex.time_limit import TookTooLong, time_limit
from quotex.workers.pool import Pool, can_fork, core_count
from quotex.workers.serving import described

__all__ = ["Pool", "TookTooLong", "can_fork", "core_count", "described", "time_limit"]
