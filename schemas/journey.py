"""A customer's journey, stage by stage."""

from __future__ import annotations

from typing import Literal, get_args

JourneyStage = Literal["discover", "order", "receive", "use", "support", "stay"]
"""Where on it a topic of config/taxonomy.yaml is met."""
JOURNEY: tuple[JourneyStage, ...] = get_args(JourneyStage)
"""In the order in which a customer goes through them."""
