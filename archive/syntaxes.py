"""Transfer syntaxes: how a data set's bytes are to be read (PS3.5 section 10, Annex A)."""

from dataclasses import dataclass
from enum import StrEnum


class Codec(StrEnum):
    """What a frame's bytes are compressed with."""

    NONE = "uncompressed"
    RLE = "RLE"
    JPEG = "JPEG"
    JPEG_LOSSLESS = "JPEG lossless"
    JPEG_LS = "JPEG-LS"
    JPEG_2000 = "JPEG 2000"
    HTJ2K = "HTJ2K"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class TransferSyntax:
    """One way to write a data set. `lossy` says that the syntax itself may lose pixels."""

    uid: str
    name: str
    codec: Codec = Codec.NONE
    explicit: bool = True
    little: bool = True
    deflated: bool = False
    lossy: bool = False

    @property
    def encapsulated(self) -> bool:
        """Frames are compressed and come as a sequence of fragments (PS3.5 A.4)."""
        return self.codec is not Codec.NONE


IMPLICIT_LITTLE = TransferSyntax("1.2.840.10008.1.2", "Implicit VR Little Endian", explicit=False)
EXPLICIT_LITTLE = TransferSyntax("1.2.840.10008.1.2.1", "Explicit VR Little Endian")
EXPLICIT_BIG = TransferSyntax("1.2.840.10008.1.2.2", "Explicit VR Big Endian", little=False)
DEFLATED = TransferSyntax("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", deflated=True)

_JPEG = "1.2.840.10008.1.2.4."
_KNOWN = (
    IMPLICIT_LITTLE,
    EXPLICIT_LITTLE,
    EXPLICIT_BIG,
    DEFLATED,
    TransferSyntax("1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed Explicit VR Little Endian", Codec.UNSUPPORTED),
    TransferSyntax("1.2.840.10008.1.2.5", "RLE Lossless", Codec.RLE),
    TransferSyntax(f"{_JPEG}50", "JPEG Baseline (Process 1)", Codec.JPEG, lossy=True),
    TransferSyntax(f"{_JPEG}51", "JPEG Extended (Processes 2 and 4)", Codec.JPEG, lossy=True),
    TransferSyntax(f"{_JPEG}53", "JPEG Spectral Selection (Processes 6 and 8, retired)", Codec.UNSUPPORTED, lossy=True),
    TransferSyntax(f"{_JPEG}55", "JPEG Full Progression (Processes 10 and 12, retired)", Codec.UNSUPPORTED, lossy=True),
    TransferSyntax(f"{_JPEG}57", "JPEG Lossless (Process 14)", Codec.JPEG_LOSSLESS),
    TransferSyntax(f"{_JPEG}70", "JPEG Lossless (Process 14, Selection Value 1)", Codec.JPEG_LOSSLESS),
    TransferSyntax(f"{_JPEG}80", "JPEG-LS Lossless", Codec.JPEG_LS),
    TransferSyntax(f"{_JPEG}81", "JPEG-LS Near-lossless", Codec.JPEG_LS, lossy=True),
    TransferSyntax(f"{_JPEG}90", "JPEG 2000 Lossless", Codec.JPEG_2000),
    TransferSyntax(f"{_JPEG}91", "JPEG 2000", Codec.JPEG_2000, lossy=True),
    TransferSyntax(f"{_JPEG}92", "JPEG 2000 Multi-component Lossless", Codec.UNSUPPORTED),
    TransferSyntax(f"{_JPEG}93", "JPEG 2000 Multi-component", Codec.UNSUPPORTED, lossy=True),
    TransferSyntax(f"{_JPEG}110", "JPEG XL Lossless", Codec.UNSUPPORTED),
    TransferSyntax(f"{_JPEG}111", "JPEG XL JPEG Recompression", Codec.UNSUPPORTED, lossy=True),
    TransferSyntax(f"{_JPEG}112", "JPEG XL", Codec.UNSUPPORTED, lossy=True),
    TransferSyntax(f"{_JPEG}201", "HTJ2K Lossless", Codec.HTJ2K),
    TransferSyntax(f"{_JPEG}202", "HTJ2K Lossless RPCL", Codec.HTJ2K),
    TransferSyntax(f"{_JPEG}203", "HTJ2K", Codec.HTJ2K, lossy=True),
)
_BY_UID = {syntax.uid: syntax for syntax in _KNOWN}


def transfer_syntax(uid: str) -> TransferSyntax:
    """The syntax of this UID. A private or unknown one reads as explicit little endian with frames nobody can decode.

    PS3.5 A.4 asks that of every encapsulated syntax; private uncompressed ones are told apart by their pixel data's
    length.
    """
    return _BY_UID.get(uid) or TransferSyntax(uid, f"transfer syntax {uid}", Codec.UNSUPPORTED)
