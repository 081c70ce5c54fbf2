"""The log-in forms of the platforms, and how to read one from its page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final


@dataclass(frozen=True, slots=True)
class Form:
    """Where a platform's people log in, and what its fields are called."""

    path: str
    name: str
    password: str
    button: tuple[str, str] | None = None


_WORDPRESS: Final = Form("/wp-login.php", "log", "pwd", ("wp-submit", "Log In"))
FORMS: Final = {
    "django-oscar": Form(
        "/accounts/login/", "login-username", "login-password", ("login_submit", "Log In")
    ),
    "wagtail": Form("/admin/login/", "username", "password"),
    "wordpress": _WORDPRESS,
    "woocommerce": _WORDPRESS,
}


@dataclass
class _Forms(HTMLParser):
    """Collects the hidden and named fields of every form of a page."""

    forms: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form, or note a field of the one that is open."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and self.forms and said.get("name"):
            hidden = said.get("type", "").lower() == "hidden"
            self.forms[-1][said["name"]] = said.get("value", "") if hidden else ""


def fields_of(page: str, form: Form) -> dict[str, str] | None:
    """Return the hidden fields of the log-in form; None when the page holds no such form."""
    reader = _Forms()
    reader.feed(page)
    mine = next((found for found in reader.forms if form.password in found), None)
    if mine is None:
        return None
    return {name: value for name, value in mine.items() if value}
