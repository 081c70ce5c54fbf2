"""Finds out how a host of the estate is read; each reading is made once a run."""

from datetime import datetime
from threading import Lock

from storewarden.connectors.hosts.machines.collected import collected
from storewarden.connectors.hosts.machines.local import Local
from storewarden.connectors.hosts.machines.ssh import Shell
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Host
from storewarden.core.hosts import Machine, Output, Reading


class _Once:
    """Asks a machine each thing once; connectors ask side by side."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._lock = Lock()
        self._answers: dict[str, Output | str] = {}

    def read(self, reading: Reading) -> Output:
        """See the port."""
        with self._lock:
            if reading.id not in self._answers:
                self._answers[reading.id] = self._asked(reading)
            answer = self._answers[reading.id]
        if isinstance(answer, str):
            raise Unreachable(answer)
        return answer

    def _asked(self, reading: Reading) -> Output | str:
        try:
            return self._machine.read(reading)
        except Unreachable as gone:
            return str(gone)


def open_machine(host: Host, now: datetime) -> Machine:
    """Open a host for reading; raises `Unreachable` for a collected file that cannot be used."""
    if host.collected is not None:
        return _Once(collected(host.collected, now, host.max_age_days))
    if host.address == "local":
        return _Once(Local())
    if host.ssh_key_file is None:
        raise Unreachable(
            f"{host.id} at {host.address} is not looked at: give it `ssh_key_file`, or a file of"
            " `storewarden collect` as `collected`"
        )
    return _Once(
        Shell(
            host.id,
            host.address,
            host.ssh_port,
            host.ssh_user,
            host.ssh_key_file,
            host.known_hosts,
        )
    )
