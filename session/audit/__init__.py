"""Traces of who did what: DICOM audit events (PS3.15 A.5) as rows that are only ever added."""
