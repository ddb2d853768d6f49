"""DICOM to volumes: receive, keep, find and assemble."""
