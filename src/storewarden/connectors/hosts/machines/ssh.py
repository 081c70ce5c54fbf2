"""Makes readings on a machine that is reached by SSH, with the system's own ``ssh``.

The key comes from a file, the machine's key must stand in the known hosts, nothing is forwarded
and no configuration of the user is read. Each reading is one of our fixed commands, quoted.
"""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storewarden.connectors.hosts.machines.local import ran
from storewarden.core.errors import Unreachable
from storewarden.core.hosts import Output, Reading

_SSH_FAILED: Final = 255
_NOT_FOUND: Final = frozenset({126, 127})
_CONNECT: Final = 10
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Shell:
    """How a machine is reached.

    Attributes:
        name: of the host in the estate, for messages.
        known_hosts: file with the machine's public key; None means the user's own file.
        key: file with our private key; None means the user's agent.
    """

    name: str
    address: str
    port: int = 22
    user: str | None = None
    key: Path | None = None
    known_hosts: Path | None = None

    def read(self, reading: Reading) -> Output:
        """See `core.hosts.Machine`."""
        command = shlex.join(("env", "LC_ALL=C", *reading.words))
        patient = Reading(reading.id, reading.words, reading.seconds + _CONNECT)
        said = ran((*self._ssh(), "--", self.address, command), patient)
        if said.code is None and not said.text:
            raise Unreachable("there is no program ssh on this machine (Debian: openssh-client)")
        if said.code == _SSH_FAILED:
            words = said.text.strip().splitlines()[-1:] or ["no reason was given"]
            raise Unreachable(f"{self.name} cannot be read by SSH: {words[0][:_LONGEST]}")
        return Output(None) if said.code is None or said.code in _NOT_FOUND else said

    def _ssh(self) -> tuple[str, ...]:
        options = {
            "BatchMode": "yes",
            "StrictHostKeyChecking": "yes",
            "UpdateHostKeys": "no",
            "PasswordAuthentication": "no",
            "KbdInteractiveAuthentication": "no",
            "ForwardAgent": "no",
            "ForwardX11": "no",
            "ClearAllForwardings": "yes",
            "PermitLocalCommand": "no",
            "RequestTTY": "no",
            "ConnectTimeout": str(_CONNECT),
            "LogLevel": "ERROR",
        }
        if self.known_hosts is not None:
            options |= {
                "UserKnownHostsFile": shlex.quote(str(self.known_hosts)),
                "GlobalKnownHostsFile": "/dev/null",
            }
        if self.key is not None:
            options["IdentitiesOnly"] = "yes"
        return (
            *("ssh", "-F", "/dev/null", "-p", str(self.port)),
            *(word for name, value in options.items() for word in ("-o", f"{name}={value}")),
            *(("-i", str(self.key)) if self.key is not None else ()),
            *(("-l", self.user) if self.user is not None else ()),
        )
