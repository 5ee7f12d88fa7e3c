"""Lets containers reach servers of this machine's loopback, on the same ports, as `host.localhost`."""

import asyncio
import errno
import socket
import threading
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Self

from local.container import runtime
from local.errors import LocalError

# The settings take http from loopback names alone, and every name below `localhost` is one (RFC 6761, section 6.3). A
# container is told where it is by --add-host; a browser takes it for this machine without being told.
NAME = "host.localhost"
# Docker's own name for this machine, where no setting asks for loopback: the embedded AWS takes `<name>.localhost` for
# a bucket of S3.
DOCKERS_NAME = "host.docker.internal"
ADD_HOST = [word for name in (NAME, DOCKERS_NAME) for word in ("--add-host", f"{name}:host-gateway")]
CHUNK = 65_536
SECONDS = 10.0


class Bridge:
    """Passes TCP connections on, as they are, while the context lasts.

    Where Docker runs in a virtual machine (Docker Desktop), its own network does the same and nothing is listened to.
    """

    def __init__(self, ports: Iterable[int]) -> None:
        self._ports = list(ports)
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        """Listen from now on. Raises LocalError when a port of Docker's network is in use."""
        self._thread.start()
        try:
            for listener, port in listeners(runtime.bridge_address(), self._ports):
                self._run(self._listen(listener, port))
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    async def _listen(self, listener: socket.socket, port: int) -> None:
        async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._keep(asyncio.current_task())
            await connect(reader, writer, port)

        server = await asyncio.start_server(pass_on, sock=listener)
        self._keep(asyncio.create_task(serve(server)))

    def _keep(self, task: "asyncio.Task[None] | None") -> None:
        # The loop itself remembers its tasks only weakly.
        if task:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _run(self, work: Coroutine[object, object, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    def _end(self) -> None:
        self._run(cancel_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()


def listeners(address: str | None, ports: Iterable[int]) -> Iterator[tuple[socket.socket, int]]:
    """A listening socket for each port at an address; none where the address is not this machine's own."""
    for port in ports if address else ():
        try:
            yield socket.create_server((address, port)), port
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                return
            raise LocalError(f"Port {port} of Docker's network is in use: try again.") from error


async def serve(server: asyncio.Server) -> None:
    """Serve until cancelled; the sockets are closed then."""
    async with server:
        await server.serve_forever()


async def cancel_all() -> None:
    """End whatever goes on in this loop, and wait for it."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=SECONDS) if tasks else None


async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    """Join a connection with a new one to `port` of loopback, until either side ends it."""
    async with closed_at_the_end(writer):
        try:
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return
        async with closed_at_the_end(to_writer):
            both = [asyncio.create_task(copy(reader, to_writer)), asyncio.create_task(copy(to_reader, writer))]
            try:
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for one in both:
                    one.cancel()
                await asyncio.gather(*both, return_exceptions=True)


@asynccontextmanager
async def closed_at_the_end(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    """Send what is left and close the connection; that the other side is gone already is no error."""
    try:
        yield
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy bytes until there are no more."""
    while chunk := await reader.read(CHUNK):
        writer.write(chunk)
        await writer.drain()
