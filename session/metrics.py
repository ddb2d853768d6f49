"""What the server counts about itself, for a scraper: never a name, a series or a value of a patient."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """One registry with every collector; made once by the server and handed down."""

    def __init__(self) -> None:
        """Register all collectors in a registry of their own (two servers in one process do not meet)."""
        to = self.registry = CollectorRegistry()
        self.event_to_photon = Histogram(
            "tomocast_event_to_photon_seconds",
            "Input to picture on the client's screen.",
            ["transport"],
            buckets=_SECONDS,
            registry=to,
        )
        self.loop_lag = Histogram(
            "tomocast_loop_lag_seconds", "How late the event loop wakes up.", buckets=_SECONDS, registry=to
        )
        self.stills = Counter("tomocast_stills", "Stills by what the client said of them.", ["outcome"], registry=to)
        self.sessions = Gauge("tomocast_sessions", "Live sessions.", registry=to)
        self.participants = Gauge("tomocast_participants", "Pages that look at rooms.", registry=to)
        self.free = Gauge("tomocast_free_participants", "People who look freely.", registry=to)
        self.reduced = Gauge(
            "tomocast_reduced_participants", "Pages on slow lines, with smaller pictures.", registry=to
        )
        self.packets = Gauge(
            "tomocast_packets_per_second", "Picture packets in the busiest of the last ten seconds.", registry=to
        )
        self.refused = Counter("tomocast_refused", "Requests refused, by reason.", ["why"], registry=to)
        self.node_restarts = Counter("tomocast_node_restarts", "Times the DICOM node was started again.", registry=to)

    def text(self) -> bytes:
        """Return the exposition format that Prometheus scrapes."""
        return generate_latest(self.registry)
