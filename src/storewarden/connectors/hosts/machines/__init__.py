"""Opens a machine for reading: this one, one reached by SSH, or what was collected on one."""

from storewarden.connectors.hosts.machines.collected import collected, written
from storewarden.connectors.hosts.machines.local import Local
from storewarden.connectors.hosts.machines.opening import open_machine

__all__ = ["Local", "collected", "open_machine", "written"]
