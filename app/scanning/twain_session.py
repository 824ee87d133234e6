"""The states of TWAIN: a manager and one source, and the way down from wherever they are.

2 manager loaded, 3 manager open, 4 source open, 5 source enabled, 6 a page waits, 7 a page is
being transferred. `close` goes down step by step whatever fails on the way, for a source that is
left enabled keeps the device until somebody switches it off.

Source: TWAIN Specification 2.5, chapter 2 "The state-based protocol", chapter 7.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable
from enum import IntEnum
from types import TracebackType
from typing import Any, Protocol, Self

from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.twain_errors import TwainCallFailed
from app.scanning.twain_library import SharedMemory, TwainLibrary, entry_type, memory_of
from app.scanning.twain_types import (
    ANY_CONTAINER,
    PROTOCOL_MAJOR,
    PROTOCOL_MINOR,
    Callback,
    Cap,
    Capability,
    Condition,
    Container,
    Data,
    Event,
    Group,
    Identity,
    ImageInfo,
    ImageMemory,
    Item,
    MemorySetup,
    Message,
    Pending,
    Return,
    Status,
    UserInterface,
)
from app.scanning.twain_values import Number, Values, read, write

_log = logging.getLogger(__name__)

_MAX_SOURCES = 200
_WAIT_S = 0.1
_FINE = (Return.SUCCESS, Return.CHECK_STATUS)


class State(IntEnum):
    """Where the session stands; numbers of the specification."""

    LOADED = 2
    MANAGER_OPEN = 3
    SOURCE_OPEN = 4
    ENABLED = 5
    READY = 6
    TRANSFERRING = 7


class EventLoop(Protocol):
    """The queue of window messages of this thread, and a window nobody sees."""

    @property
    def window(self) -> int:
        """Handle of the window."""
        ...

    def next(self, seconds: float) -> Any | None:  # Any: a ctypes structure
        """The next message, None when none came within the time."""
        ...

    def dispatch(self, message: Any) -> None:  # Any: as `next` gave it
        """Hand a message on that is not for the source."""
        ...


class TwainSession:
    """One manager and at most one open source; a context manager.

    Args:
        library: The manager.
        loop: Messages of this thread; all calls must come from it.
        touch: Told after each call that the driver has come back.

    Raises:
        TwainCallFailed: The manager does not open.
    """

    def __init__(
        self, library: TwainLibrary, loop: EventLoop, touch: Callable[[], None] = lambda: None
    ) -> None:
        self._library = library
        self._loop = loop
        self._touch = touch
        self._state = State.LOADED
        self._application = application_identity()
        self._source = Identity()
        self._memory: SharedMemory = library.memory
        self._is_told = 0
        self._callback = entry_type()(self._called_back)

    @property
    def state(self) -> State:
        """Where the session stands."""
        return self._state

    def __enter__(self) -> Self:
        """Open the manager."""
        window = ctypes.c_void_p(self._loop.window)
        self._manage(Data.PARENT, Message.OPEN_MANAGER, window)
        self._state = State.MANAGER_OPEN
        self._memory = memory_of(self._library, self._application)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def sources(self) -> list[str]:
        """Names of the installed sources.

        Raises:
            TwainCallFailed: The list cannot be had.
        """
        names: list[str] = []
        message = Message.GET_FIRST
        while len(names) < _MAX_SOURCES:
            found = Identity()
            try:
                code = self._manage(Data.IDENTITY, message, found, (Return.END_OF_LIST,))
            except TwainCallFailed as error:
                if error.condition == Condition.NO_SOURCE:
                    return names
                raise
            if code == Return.END_OF_LIST:
                return names
            names.append(text_of(found.name))
            message = Message.GET_NEXT
        return names

    def open(self, name: str) -> None:
        """Open a source: state 4.

        Raises:
            TwainCallFailed: It is not installed, used elsewhere or its device does not answer.
        """
        self._expect(State.MANAGER_OPEN)
        self._source = Identity(name=bytes_of(name))
        self._manage(Data.IDENTITY, Message.OPEN_SOURCE, self._source)
        self._state = State.SOURCE_OPEN
        if self._source.groups & Group.SECOND_SOURCE:
            self._register_callback()

    def values(self, cap: Cap) -> Values:
        """What a capability is and may be.

        Raises:
            TwainCallFailed: The source does not have it.
            ScannerMisbehaves: What it says is no container.
        """
        asked = Capability(cap=cap, container=ANY_CONTAINER)
        self._ask(Group.CONTROL, Data.CAPABILITY, Message.GET, asked)
        return read(self._memory, asked)

    def set(
        self, cap: Cap, item: Item, value: Number, kind: Container = Container.ONE_VALUE
    ) -> None:
        """Set a capability.

        Raises:
            TwainCallFailed: The source does not take it.
        """
        self._expect(State.SOURCE_OPEN)
        handle = write(self._memory, kind, item, value)
        try:
            asked = Capability(cap=cap, container=kind, handle=handle)
            self._ask(Group.CONTROL, Data.CAPABILITY, Message.SET, asked)
        finally:
            self._memory.free(handle)

    def enable(self) -> bool:
        """Let the source begin, without its window: state 5. False = it shows one nonetheless.

        Raises:
            TwainCallFailed: It does not begin.
        """
        self._expect(State.SOURCE_OPEN)
        self._is_told = 0
        wish = UserInterface(parent=self._loop.window)
        code = self._ask(Group.CONTROL, Data.USER_INTERFACE, Message.ENABLE, wish)
        self._state = State.ENABLED
        return code == Return.SUCCESS

    def wait_ready(self, check: Callable[[], None]) -> bool:
        """Wait until a page is ready: state 6. False = the source wishes to be closed.

        Args:
            check: Called often; what it raises ends the waiting.

        Raises:
            TwainCallFailed: A message could not be handed to the source.
        """
        self._expect(State.ENABLED)
        while self._is_told not in (Message.TRANSFER_READY, Message.CLOSE_WISHED):
            check()
            message = self._loop.next(_WAIT_S)
            if message is not None:
                self._offer(message)
        if self._is_told != Message.TRANSFER_READY:
            return False
        self._state = State.READY
        return True

    def image_info(self) -> ImageInfo:
        """What the page that waits looks like.

        Raises:
            TwainCallFailed: The source does not say.
        """
        self._expect(State.READY)
        info = ImageInfo()
        self._ask(Group.IMAGE, Data.IMAGE_INFO, Message.GET, info)
        return info

    def memory_setup(self) -> MemorySetup:
        """How large a strip may be.

        Raises:
            TwainCallFailed: The source does not say.
        """
        self._expect(State.READY, State.ENABLED, State.SOURCE_OPEN)
        setup = MemorySetup()
        self._ask(Group.CONTROL, Data.MEMORY_SETUP, Message.GET, setup)
        return setup

    def strip(self, strip: ImageMemory) -> bool:
        """Fill a strip: state 7. Whether it was the last one of the page.

        Raises:
            TwainCallFailed: What happened to the page; cancelled at the device too.
        """
        self._expect(State.READY, State.TRANSFERRING)
        others = (Return.TRANSFER_DONE,)
        code = self._ask(Group.IMAGE, Data.IMAGE_MEMORY, Message.GET, strip, others)
        self._state = State.TRANSFERRING
        return code == Return.TRANSFER_DONE

    def end_page(self) -> int:
        """Say that a page was taken: state 6, or 5 after the last one; pages that wait.

        Raises:
            TwainCallFailed: The source does not agree.
        """
        self._expect(State.TRANSFERRING, State.READY)
        pending = Pending()
        self._ask(Group.CONTROL, Data.PENDING, Message.END_TRANSFER, pending)
        self._state = State.READY if pending.count else State.ENABLED
        return int(pending.count)

    def close(self, to: State = State.LOADED) -> None:
        """Go down to a state, whatever fails on the way; at last to where nothing is open."""
        steps = (
            (State.TRANSFERRING, State.READY, self._end_transfer),
            (State.READY, State.ENABLED, self._drop_pending),
            (State.ENABLED, State.SOURCE_OPEN, self._disable),
            (State.SOURCE_OPEN, State.MANAGER_OPEN, self._close_source),
            (State.MANAGER_OPEN, State.LOADED, self._close_manager),
        )
        for at, below, step in steps:
            if self._state is not at or at <= to:
                continue
            try:
                step()
            except TwainCallFailed as error:
                _log.debug("on the way down: %s", error)
            self._state = below

    def _end_transfer(self) -> None:
        self._ask(Group.CONTROL, Data.PENDING, Message.END_TRANSFER, Pending())

    def _drop_pending(self) -> None:
        self._ask(Group.CONTROL, Data.PENDING, Message.RESET, Pending())

    def _disable(self) -> None:
        wish = UserInterface(parent=self._loop.window)
        self._ask(Group.CONTROL, Data.USER_INTERFACE, Message.DISABLE, wish)

    def _close_source(self) -> None:
        self._manage(Data.IDENTITY, Message.CLOSE_SOURCE, self._source)

    def _close_manager(self) -> None:
        self._manage(Data.PARENT, Message.CLOSE_MANAGER, ctypes.c_void_p(self._loop.window))

    def _register_callback(self) -> None:
        """Sources of the second edition call back; others speak through window messages only."""
        address = ctypes.cast(self._callback, ctypes.c_void_p)
        try:
            self._ask(
                Group.CONTROL,
                Data.CALLBACK,
                Message.REGISTER_CALLBACK,
                Callback(procedure=address.value),
            )
        except TwainCallFailed as error:
            _log.debug("no callback: %s", error)

    def _called_back(
        self, _origin: int, _destination: int, _group: int, _data: int, message: int, _place: int
    ) -> int:
        """Runs on: any thread. Only notes what was said: no triplet may be sent from here."""
        self._is_told = self._is_told or message
        return Return.SUCCESS

    def _offer(self, message: Any) -> None:  # Any: as the loop gave it
        """Show a window message to the source; what is not for it goes its usual way."""
        event = Event(event=ctypes.addressof(message))
        others = (Return.SOURCE_EVENT, Return.NOT_SOURCE_EVENT)
        code = self._ask(Group.CONTROL, Data.EVENT, Message.PROCESS_EVENT, event, others)
        self._is_told = self._is_told or event.message
        if code == Return.NOT_SOURCE_EVENT:
            self._loop.dispatch(message)

    def _expect(self, *states: State) -> None:
        if self._state not in states:
            raise ScannerMisbehaves(f"not in state {self._state}")

    def _manage(
        self, data: Data, message: Message, place: Any, also: tuple[Return, ...] = ()
    ) -> int:  # Any: a ctypes structure
        """A triplet for the manager."""
        return self._send(None, Group.CONTROL, data, message, (place, also))

    def _ask(
        self,
        group: Group,
        data: Data,
        message: Message,
        place: Any,
        also: tuple[Return, ...] = (),
    ) -> int:  # Any: a ctypes structure
        """A triplet for the source."""
        return self._send(ctypes.byref(self._source), group, data, message, (place, also))

    def _send(
        self,
        destination: Any,  # Any: pointer or None
        group: Group,
        data: Data,
        message: Message,
        rest: tuple[Any, tuple[Return, ...]],
    ) -> int:
        place, also = rest
        origin = ctypes.byref(self._application)
        code = int(
            self._library.entry(origin, destination, group, data, message, ctypes.byref(place))
        )
        self._touch()
        if code in _FINE or code in also:
            return code
        raise TwainCallFailed(code, self._condition(destination), f"{data.name} {message.name}")

    def _condition(self, destination: Any) -> int:  # Any: pointer or None
        """What went wrong; has to be asked at once."""
        status = Status()
        origin = ctypes.byref(self._application)
        triplet = (Group.CONTROL, Data.STATUS, Message.GET)
        code = self._library.entry(origin, destination, *triplet, ctypes.byref(status))
        return int(status.condition) if code == Return.SUCCESS else int(Condition.BUMMER)


def application_identity() -> Identity:
    """How this program introduces itself."""
    return Identity(
        protocol_major=PROTOCOL_MAJOR,
        protocol_minor=PROTOCOL_MINOR,
        groups=Group.CONTROL | Group.IMAGE | Group.SECOND_APPLICATION,
        maker=b"Tram So Hoa",
        family=b"Tram So Hoa",
        name=b"sohoa",
    )


def text_of(name: bytes) -> str:
    """A name of the manager; its letters are those of the system's language."""
    return name.decode("utf-8", "surrogateescape").rstrip("\0")


def bytes_of(name: str) -> bytes:
    """The same bytes back, so that whatever the list said can be opened."""
    return name.encode("utf-8", "surrogateescape")[:33]
