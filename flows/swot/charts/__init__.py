"""Numbers → coordinates of small charts; the page's macros draw them.

Our own rather than a library's: pygal 3.1 puts a script into every chart and fetches another, has neither a role nor a
description for who cannot see it, draws no interval as a band, and fixes colours where these follow light and dark.
"""

from flows.swot.charts.bars import causes, gaps, silent
from flows.swot.charts.drawing import Chart
from flows.swot.charts.path import goal
from flows.swot.charts.series import of_finding

__all__ = ["Chart", "causes", "gaps", "goal", "of_finding", "silent"]
