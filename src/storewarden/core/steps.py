"""The nine rows of the scoreboard: the baseline, the seven steps, and the bridges."""

from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """One part of the work; the value is the name of its folder in ``steps/``."""

    BASELINE = "s0_baseline"
    CUSTOMER_DATA = "s1_customer_data"
    EXPOSURE = "s2_exposure"
    ADVISORIES = "s3_advisories"
    PENTEST = "s4_pentest"
    SUPPLIERS = "s5_suppliers"
    PAYMENTS = "s6_payments"
    LOGS = "s7_logs"
    BRIDGES = "bridges"

    @property
    def key(self) -> str:
        """The short name that people type and the estate file uses: ``payments``."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The name on the scoreboard: ``6 Payments``."""
        return _LABELS[self]

    @property
    def question(self) -> str:
        """The question that the step answers every day."""
        return _QUESTIONS[self]


_LABELS: Final = {
    Step.BASELINE: "0 Baseline",
    Step.CUSTOMER_DATA: "1 Customer data",
    Step.EXPOSURE: "2 Exposure",
    Step.ADVISORIES: "3 Advisories",
    Step.PENTEST: "4 Pen test",
    Step.SUPPLIERS: "5 Suppliers",
    Step.PAYMENTS: "6 Payments",
    Step.LOGS: "7 Logs",
    Step.BRIDGES: "Bridges",
}
_QUESTIONS: Final = {
    Step.BASELINE: "Is everything patched, encrypted in transit, and free of default passwords?",
    Step.CUSTOMER_DATA: "Do we keep the least customer data, and where and how is it stored?",
    Step.EXPOSURE: "What could a competitor or a thief carry off from our internet-facing servers?",
    Step.ADVISORIES: "Which published vulnerabilities name something that we run, and who read it?",
    Step.PENTEST: "When was each part last attacked on purpose, and what is still open?",
    Step.SUPPLIERS: "Whom do we trust, on what evidence, and what access does each hold?",
    Step.PAYMENTS: "Are payment safeguards right, in the settings and in what happened?",
    Step.LOGS: "Is everything logged, and what do rules see in it?",
    Step.BRIDGES: "Can anyone break in or listen at the seams between the systems?",
}


def step_named(text: str) -> Step | None:
    """Find the step that a person means by ``6``, ``payments``, ``s6_payments`` or ``bridges``.

    None when no step has that name.
    """
    wanted = text.strip().lower().replace("-", "_")
    for step in Step:
        digit = step.value[1] if step is not Step.BRIDGES else "8"
        if wanted in {step.value, step.key, digit, f"s{digit}"}:
            return step
    return None
