"""PIA Desktop: 特定個人情報保護評価書 on the clerk's own machine.

This package is the program without Qt and SQL: form definitions, assessments, printing, interchange.  ``db``
stores it, ``ui`` shows it, ``pia_desktop.cli`` wires the three together.
"""

__version__ = "0.2.0"
