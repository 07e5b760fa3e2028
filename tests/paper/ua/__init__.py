"""A checker of PDF/UA-1 (ISO 14289-1) and of level A of PDF/A-2 (ISO 19005-2).

Conditions go by their numbers in the Matterhorn Protocol 1.1; those that begin with A are of PDF/A, those
with P are our own and stricter than both.  The reading forgives everything, so that faults can be counted.
"""
