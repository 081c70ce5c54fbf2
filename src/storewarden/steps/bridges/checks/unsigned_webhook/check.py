"""Can the receiver tell a real webhook from a forged one?

*Why it matters.* The address of a webhook is no secret. If the receiver believes whatever arrives,
anybody can change prices, mark orders as paid or fill the CMS with their own words.

*How to put it right.* Sign the body with a shared secret (HMAC-SHA256) together with a time stamp,
let the receiver compare in constant time before it reads anything, and refuse what is unsigned,
wrongly signed or older than five minutes. Name the header as `signature_header` in
`storewarden.toml`.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.bridges import HookAnswer, WebhookAnswers


def judge(hooks: Sequence[WebhookAnswers]) -> Iterator[Verdict]:
    """Say for each receiver whether it took a forged event."""
    for hook in hooks:
        yield _unsigned(hook)


def _unsigned(hook: WebhookAnswers) -> Verdict:
    answers = [f"without a signature: status {hook.unsigned.status}"]
    if hook.forged is not None:
        answers.append(f"with a wrong {hook.header}: status {hook.forged.status}")
    if _took(hook.unsigned):
        return bad(hook.path, "an event without a signature is accepted", *answers)
    if hook.forged is not None and _took(hook.forged):
        return bad(hook.path, f"an event with a wrong {hook.header} is accepted", *answers)
    doubt = _doubt(hook.unsigned) or (_doubt(hook.forged) if hook.forged else "")
    if doubt:
        return unknown(hook.path, doubt)
    return good(hook.path, "forged events are refused", *answers)


def _took(answer: HookAnswer) -> bool:
    return answer.status // 100 == 2 and not answer.like_control  # noqa: PLR2004 - HTTP's success


def _doubt(answer: HookAnswer) -> str:
    """Say why an answer is no proof of a refusal; empty when it is one."""
    if answer.like_control:
        return f"a random address beside it answers just the same (status {answer.status})"
    if answer.status in {401, 403} or (answer.names_signature and answer.status // 100 == 4):  # noqa: PLR2004 - HTTP's refusals
        return ""
    return f"status {answer.status} to a test event does not say that the signature was missed"


CHECK = Check(
    asks=WebhookAnswers,
    severity=Severity.HIGH,
    judge=judge,
    standards=("OWASP API2:2023", "CWE-345"),
)
