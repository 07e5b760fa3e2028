"""Breaking a whole assessment into lines, against one pass that merely adds up its widths.

Run from the repository: ``python -m benchmarks.linebreak``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from pia_desktop.paper.fontmetrics import FontFace
from pia_desktop.paper.linebreak import break_lines

FONT = Path(__file__).resolve().parents[1] / "resources" / "fonts" / "BIZUDPGothic-Regular.ttf"
LENGTH = 58_000
ROUNDS = 15
PARAGRAPHS = (
    "・架空市では、番号法第19条第8号に基づき、令和6年4月1日から情報提供ネットワークシステムを使用した照会（年間約12,000件）を行う。",
    "（１）サーバ室は施錠し、入退室は「入退室管理簿」に記録する。記録は５年間保存し、ISO/IEC27001に沿って毎年点検する……。",
    "職員以外の者が端末を操作できないよう、ＩＣカードと暗証番号による認証を行い、離席時には画面を必ずロックする。",
)


def best_of(work: Callable[[], object]) -> float:
    """Seconds of the fastest of several rounds."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    face = FontFace.load(FONT)
    text = "\n".join(PARAGRAPHS * (LENGTH // sum(map(len, PARAGRAPHS)) + 1))[:LENGTH]
    plain = best_of(lambda: sum(map(face.widths.__getitem__, text)))
    broken = best_of(lambda: break_lines(text, 45 * 10.0, 10.0, face))
    loaded = best_of(lambda: FontFace.load(FONT))
    print(f"font loaded            {loaded * 1000:6.1f} ms  {loaded / plain:5.1f} x the plain pass")
    print(f"plain pass over widths {plain * 1000:6.1f} ms")
    print(f"lines broken           {broken * 1000:6.1f} ms  {broken / plain:5.1f} x the plain pass")


if __name__ == "__main__":
    main()
