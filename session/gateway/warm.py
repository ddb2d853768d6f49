"""What the first session would wait for, done while nobody waits: parts of libraries that load when first asked."""

from __future__ import annotations

import importlib
import logging
from typing import Final

import numpy as np

from streaming.encoders import EncoderSettings, open_encoder
from streaming.errors import StreamingError

_LOG: Final = logging.getLogger(__name__)
_SIDE: Final = 64


def warm_up() -> None:
    """Do each first thing once, in a thread; whatever cannot be done now is told when it is asked for in earnest."""
    from streaming.links.webrtc_warm import warm_up as warm_webrtc

    warm_webrtc()
    importlib.import_module("streaming.links.webrtc")
    # NumPy loads it when values are first counted, as for a volume's automatic window.
    importlib.import_module("numpy.ma")
    try:
        encoder = open_encoder(_SIDE, _SIDE, EncoderSettings())
        encoder.encode(np.zeros((_SIDE, _SIDE), np.uint8), 0, key=True)
        encoder.close()
    except StreamingError as error:
        _LOG.warning("no encoder opens: %s", error)
