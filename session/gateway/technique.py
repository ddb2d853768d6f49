"""How a series was acquired, in the few words that stand on the picture: kernel and tube voltage, or the sequence."""

from __future__ import annotations

from archive.errors import ArchiveError
from archive.header import decode_header

SEPARATOR = " \N{MIDDLE DOT} "


def technique(header: bytes) -> str:
    """Return the words for one instance's header; empty where the header says nothing."""
    try:
        data = decode_header(header)
    except ArchiveError:
        return ""

    def text(keyword: str, unit: str = "") -> str:
        value = data.get(keyword)
        first = value[0] if isinstance(value, list) and value else value
        return f"{first}{unit}".strip() if first not in (None, "", []) else ""

    if data.get("Modality") == "MR":
        words = [
            text("ProtocolName") or text("SequenceName") or text("ScanningSequence"),
            f"TR {text('RepetitionTime')}" if text("RepetitionTime") else "",
            f"TE {text('EchoTime')}" if text("EchoTime") else "",
        ]
    else:
        words = [text("ConvolutionKernel"), text("KVP", " kV"), text("Radiopharmaceutical")]
    return SEPARATOR.join(word for word in words if word)
