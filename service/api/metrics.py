"""What Prometheus is told. No address and no key is ever a label; routes are, by their template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from models.protocols import Outcome
from service.article import Translation

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180)
_BATCHES = (1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128)
_GAUGES = {
    "queue_sentences": "Sentences waiting for the model.",
    "model_sentences": "Sentences in the model's hands.",
    "requests_at_work": "Requests being worked on.",
    "batches_at_work": "Batches being worked on.",
}


class Metrics:
    """The counters of one server, in a registry of their own.

    It observes the dispatcher (see `service.dispatch.Observer`); `on_translated` and `stages` are
    called by the routes.
    """

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._requests = Counter(
            "bantin_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "bantin_request_seconds",
            "Time until a request was answered in full.",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._stages = Histogram(
            "bantin_stage_seconds",
            "Time an article spends in each stage.",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._sentences = Counter(
            "bantin_sentences",
            "Sentences, headlines and captions answered, by who said the English.",
            ("origin",),
            registry=registry,
        )
        self._findings = Counter(
            "bantin_findings",
            "What the checks noticed in answers.",
            ("kind", "severity"),
            registry=registry,
        )
        self._tokens = Counter(
            "bantin_model_tokens", "Tokens the model has written.", registry=registry
        )
        self._batches = Histogram(
            "bantin_batch_sentences",
            "Sentences in the model's hands, whenever it took more.",
            buckets=_BATCHES,
            registry=registry,
        )

        self._gauges = {
            name: Gauge(f"bantin_{name}", about, registry=registry)
            for name, about in _GAUGES.items()
        }

    def watch(self, values: Mapping[str, Callable[[], float]]) -> None:
        """Say where the gauges read their values, whenever they are asked for."""
        for name, value in values.items():
            self._gauges[name].set_function(value)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def stages(self, seconds: Mapping[str, float]) -> None:
        """Count what an article cost, stage by stage."""
        for stage, value in seconds.items():
            self._stages.labels(stage).observe(value)

    def on_translated(self, translations: Sequence[Translation]) -> None:
        """Count answers and findings."""
        for translation in translations:
            self._sentences.labels(translation.origin).inc()
            for finding in translation.findings:
                self._findings.labels(finding.kind, finding.severity).inc()

    def taken(self, in_hand: int) -> None:
        """See `Observer.taken`."""
        self._batches.observe(in_hand)

    def finished(self, outcome: Outcome) -> None:
        """See `Observer.finished`."""
        self._tokens.inc(sum(hypothesis.tokens for hypothesis in outcome.hypotheses[:1]))

    def text(self) -> bytes:
        """Everything, in the Prometheus text format."""
        return generate_latest(self.registry)
