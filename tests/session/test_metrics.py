"""The figures' text is what a scraper reads, and two servers in one process do not meet."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from session.metrics import Metrics


def test_what_is_counted_is_told() -> None:
    metrics = Metrics()
    metrics.refused.labels("origin").inc(2)
    metrics.event_to_photon.labels("webrtc").observe(0.03)
    families = {family.name: family for family in text_string_to_metric_families(metrics.text().decode())}
    assert [s.value for s in families["tomocast_refused"].samples if s.name.endswith("_total")] == [2.0]
    assert "tomocast_event_to_photon_seconds" in families


def test_registries_are_apart() -> None:
    first, second = Metrics(), Metrics()
    first.node_restarts.inc()
    assert b"tomocast_node_restarts_total 0.0" in second.text()
