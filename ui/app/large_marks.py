"""Check boxes and radio buttons that are as large as the words beside them.

Only for larger words than usual, as Qt asks a style for a metric very often.
"""

from __future__ import annotations

from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from ui.app.fusion_style import ClearFusion
from ui.widgets.overrides import guarded

_METRIC = QStyle.PixelMetric
_MARKS = frozenset(
    (
        _METRIC.PM_IndicatorWidth,
        _METRIC.PM_IndicatorHeight,
        _METRIC.PM_ExclusiveIndicatorWidth,
        _METRIC.PM_ExclusiveIndicatorHeight,
    )
)


@guarded
class LargeMarks(QProxyStyle):
    """A style of the system with marks larger by a ratio."""

    def __init__(self, style: str, ratio: float) -> None:
        super().__init__(style)
        self.setObjectName(style)
        self.ratio = ratio

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        size = super().pixelMetric(metric, option, widget)
        return round(size * self.ratio) if metric in _MARKS else size


@guarded
class LargeMarksFusion(ClearFusion):
    """The same of our own style."""

    def __init__(self, ratio: float) -> None:
        super().__init__()
        self.ratio = ratio

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        size = super().pixelMetric(metric, option, widget)
        return round(size * self.ratio) if metric in _MARKS else size
