"""PIA Desktop: 特定個人情報保護評価書 on the clerk's own machine.

This package holds the program without Qt and without SQL: form definitions, assessments, their paper and
their interchange.  ``db`` stores it, ``ui`` shows it, ``pia_desktop.cli`` wires the three together.
"""

__version__ = "0.2.0"
