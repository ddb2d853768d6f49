"""What the first connection of a process would wait for, done before somebody waits."""

from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import SRTP_PROFILES


def warm_up() -> None:
    """Make a certificate and a DTLS context, in any thread: cryptography loads its parts when first asked, 0.1 s."""
    RTCCertificate.generateCertificate()._create_ssl_context(srtp_profiles=SRTP_PROFILES)
