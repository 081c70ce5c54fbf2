"""The addresses of the pages."""

from typing import Final

from django.urls import path

from storewarden.console.acknowledge.view import acknowledge
from storewarden.console.check.view import check
from storewarden.console.entry.view import enter
from storewarden.console.finding.view import finding
from storewarden.console.findings.view import findings
from storewarden.console.frame.files import file
from storewarden.console.scoreboard.view import scoreboard

urlpatterns: Final = [
    path("", scoreboard, name="scoreboard"),
    path("findings/", findings, name="findings"),
    path("findings/<str:name>/", finding, name="finding"),
    path("checks/<str:name>/", check, name="check"),
    path("ack/<str:token>", acknowledge, name="acknowledge"),
    path("enter/<str:token>", enter, name="enter"),
    path("static/<str:name>", file, name="file"),
]
handler404: Final = "storewarden.console.frame.messages.not_found"
handler500: Final = "storewarden.console.frame.messages.broken"
