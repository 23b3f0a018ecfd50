"""A visitor without a browser: speaks Streamlit's protocol over a WebSocket, as the page does."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from random import Random

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

#: Seconds after which a rerun counts as failed.
PATIENCE = 60


@dataclass
class Visit:
    """What one visitor has met.

    Parameters
    ----------
    times : list of float
        Seconds from sending a change until the script has finished, as seen by the visitor.
    errors : list of str
        What went wrong: boxes with exceptions, silence, lost connections.
    """

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Visitor:
    """One session; clicks through pages and choices.

    Parameters
    ----------
    url : str
        Address of the dashboard, "http://…".
    rng : Random
        What is clicked.
    """

    def __init__(self, url: str, rng: Random) -> None:
        self.url = url
        self.rng = rng
        self.visit = Visit()
        self._pages: dict[str, str] = {}
        self._boxes: dict[str, list[str]] = {}
        self._page = ""

    async def run(self, clicks: int | None, until: float, pause: tuple[float, float]) -> Visit:
        """Come in, click so often or until a moment (`time.monotonic`), thinking in between."""
        address = f"ws{self.url.removeprefix('http')}/_stcore/stream"
        try:
            async with connect(
                address,
                subprotocols=["streamlit"],
                max_size=None,
                proxy=None,
                open_timeout=PATIENCE,
            ) as socket:
                await self._rerun(socket, BackMsg(rerun_script={"query_string": ""}), counts=False)
                while (
                    clicks is None or len(self.visit.times) < clicks
                ) and time.monotonic() < until:
                    await asyncio.sleep(self.rng.uniform(*pause))
                    await self._rerun(socket, self._click(), counts=True)
        except (OSError, TimeoutError, ConnectionClosed) as error:
            self.visit.errors.append(f"{type(error).__name__}: {error}")
        return self.visit

    def _click(self) -> BackMsg:
        """Another page, or another choice in a list of this one."""
        message = BackMsg()
        state = message.rerun_script
        if self._pages and (not self._boxes or self.rng.random() < 0.3):
            self._page = self.rng.choice(sorted(self._pages))
            self._boxes = {}
        elif self._boxes:
            chosen = self.rng.choice(sorted(self._boxes))
            widget = state.widget_states.widgets.add(id=chosen)
            widget.string_value = self.rng.choice(self._boxes[chosen])
        state.page_script_hash = self._page
        return message

    async def _rerun(self, socket: ClientConnection, message: BackMsg, *, counts: bool) -> None:
        began = time.perf_counter()
        await socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while True:
                told = ForwardMsg()
                told.ParseFromString(await socket.recv())
                self._notice(told)
                # a page may ask for another run at once: that one counts as part of the click
                if told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and (
                    told.WhichOneof("type") == "script_finished"
                ):
                    break
        if counts:
            self.visit.times.append(time.perf_counter() - began)

    def _notice(self, told: ForwardMsg) -> None:
        kind = told.WhichOneof("type")
        if kind == "navigation":
            self._pages = {
                page.page_script_hash: page.page_name for page in told.navigation.app_pages
            }
            self._page = self._page or told.navigation.page_script_hash
        elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
            element = told.delta.new_element
            if element.WhichOneof("type") == "selectbox":
                box = element.selectbox
                if box.options and not box.disabled and not box.form_id:
                    self._boxes[box.id] = list(box.options)
            elif element.WhichOneof("type") == "exception":
                self.visit.errors.append(element.exception.type)
            elif (
                element.WhichOneof("type") == "alert" and "Fehler unterlaufen" in element.alert.body
            ):
                self.visit.errors.append(element.alert.body)


async def crowd(
    url: str,
    count: int,
    *,
    clicks: int | None = None,
    seconds: float = 3600,
    pause: tuple[float, float] = (0.0, 0.0),
) -> list[Visit]:
    """Let so many visitors click at once; what each has met."""
    until = time.monotonic() + seconds
    visitors = [Visitor(url, Random(number)) for number in range(count)]
    return await asyncio.gather(*(v.run(clicks, until, pause) for v in visitors))
