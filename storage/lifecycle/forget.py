"""Forgets for real: a preview without content, then rows, indexes, media and dead letters are gone, with a receipt.

What is derived from a forgotten event goes with it, and so does what it was derived from: a picture shows what was read
from it.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from storage.clock import Clock
from storage.events import Event, derived_uid
from storage.lifecycle.doomed import finish_doomed
from storage.lifecycle.references import References
from storage.log import Log
from storage.media import MediaMissingError, MediaStore
from storage.search.terms import Matcher
from storage.store import EventQuery, SearchQuery, Store

logger = logging.getLogger(__name__)

_CHUNK: Final = 2_000
_SAMPLES: Final = 10


@dataclass(frozen=True, slots=True)
class ForgetRequest:
    """What to forget: everything that touches a span, or, within it, some applications, sites or events.

    Attributes:
        start_us: None means since ever.
        end_us: None means until now and later.
        apps: beginnings of words in the application's name, as in a search.
        sites: host names; their subdomains are meant, too.
        uids: only these events (the hits of a search) and what belongs to them.
    """

    start_us: int | None = None
    end_us: int | None = None
    apps: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    uids: tuple[bytes, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Whether only some of what lies in the span is meant."""
        return bool(self.apps or self.sites or self.uids)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a request would delete, or (as a receipt) has deleted. Holds nothing of the content.

    Attributes:
        events: number by topic.
        shortened: spans that reach into the time from before it; they keep their beginning.
        media_files: files that no other event needs.
        media_bytes: their size.
        dead_letters: events put aside that go, too.
        copies: safety copies of the database from before a change of format, removed because they hold everything.
        sample_us: starts of some of the events.
        at_us: when this was found or done.
        scrubbed: False when the write-ahead log could not be cleared because others read from it; the database's next
            quiet moment does it.
    """

    events: dict[str, int]
    shortened: int
    media_files: int
    media_bytes: int
    dead_letters: int
    copies: int
    sample_us: tuple[int, ...]
    at_us: int
    scrubbed: bool = True

    @property
    def total(self) -> int:
        """Number of events in all."""
        return sum(self.events.values())


@dataclass(frozen=True, slots=True)
class _Member:
    """What must be known of an event to forget it."""

    topic: str
    start_us: int
    media: str | None


@dataclass(slots=True)
class _Plan:
    members: dict[bytes, _Member] = field(default_factory=dict)
    beginnings: list[Event] = field(default_factory=list)
    letters: list[int] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)

    def add(self, event: Event) -> None:
        self.members[event.uid] = _Member(event.topic, event.start_us, event.media)
        if event.media is not None:
            self.addresses.add(event.media)


class Forgetter:
    """Previews and deletes. Any thread may call; recording may go on."""

    def __init__(
        self,
        log: Log,
        store: Store,
        media: MediaStore,
        references: References,
        clock: Clock,
        copies: Callable[[], Sequence[Path]] = tuple,
    ) -> None:
        self._log = log
        self._store = store
        self._media = media
        self._references = references
        self._clock = clock
        self._copies = copies

    def preview(self, request: ForgetRequest) -> Forgotten:
        """Return what `forget` would delete; changes nothing."""
        plan = self._plan(request)
        unused = plan.addresses - self._used_elsewhere(plan)
        return self._report(plan, unused, sum(map(self._size_bytes, unused)), len(self._copies()))

    def forget(self, request: ForgetRequest, progress: Callable[[int, int], None] | None = None) -> Forgotten:
        """Delete what a request means, and return the receipt.

        `progress` is called with events done and events in all. When it is cut off, doing it again goes on.

        Raises:
            LogFullError, MediaError: the environment refused; what was not deleted is still there.
        """
        finish_doomed(self._media, self._references)
        plan = self._plan(request)
        self._references.doom(plan.addresses)
        if plan.beginnings:
            self._log.append(plan.beginnings)
        uids = list(plan.members)
        for first in range(0, len(uids), _CHUNK):
            self._log.delete(uids[first : first + _CHUNK])
            if progress is not None:
                progress(min(first + _CHUNK, len(uids)), len(uids))
        self._references.drop_rejected(plan.letters)
        unused = plan.addresses - self._references.used(plan.addresses)
        freed = sum(map(self._size_bytes, unused))
        self._media.delete_many(unused)
        self._references.spare(plan.addresses)
        copies = self._copies()
        for copy in copies:
            copy.unlink(missing_ok=True)
        receipt = replace(self._report(plan, unused, freed, len(copies)), scrubbed=self._references.scrub())
        logger.info("forgot %d events and %d media files", receipt.total, receipt.media_files)
        return receipt

    def _plan(self, request: ForgetRequest) -> _Plan:
        plan = _Plan()
        wanted = _Wanted(request)
        for event in self._chosen(request, wanted):
            self._add_family(plan, event)
            beginning = None if request.narrowed else _beginning(event, request.start_us)
            if beginning is not None:
                plan.beginnings.append(beginning)
        for rejected in self._references.rejected():
            if wanted.fits(rejected.event) and _touches(rejected.event, request):
                plan.letters.append(rejected.letter_id)
                plan.addresses.update(filter(None, [rejected.event.media]))
        return plan

    def _chosen(self, request: ForgetRequest, wanted: "_Wanted") -> Iterator[Event]:
        if request.uids:
            found = (self._store.get(uid) for uid in request.uids)
            yield from (event for event in found if event is not None and _touches(event, request))
            return
        for batch in self._store.scan(EventQuery(start_us=request.start_us, end_us=request.end_us)):
            yield from (event for event in batch if wanted.fits(event))

    def _add_family(self, plan: _Plan, event: Event) -> None:
        """Add an event, what it was derived from, and everything derived from those."""
        top = event
        while top.uid not in plan.members and top.parent is not None:
            parent = self._store.get(top.parent)
            if parent is None:
                break
            top = parent
        waiting = [top]
        while waiting:
            member = waiting.pop()
            if member.uid not in plan.members:
                plan.add(member)
                waiting += self._store.children(member.uid)

    def _used_elsewhere(self, plan: _Plan) -> set[str]:
        """Return addresses that an event outside the plan refers to."""
        inside = Counter(member.media for member in plan.members.values() if member.media is not None)
        return {
            address
            for address in self._references.used(plan.addresses)
            if self._references.uses(address) > inside[address]
        }

    def _size_bytes(self, address: str) -> int:
        try:
            return self._media.info(address).size_bytes
        except MediaMissingError:
            return 0

    def _report(self, plan: _Plan, unused: set[str], media_bytes: int, copies: int) -> Forgotten:
        starts = sorted(member.start_us for member in plan.members.values())
        step = max(1, len(starts) // _SAMPLES)
        return Forgotten(
            events=dict(Counter(member.topic for member in plan.members.values()).most_common()),
            shortened=len(plan.beginnings),
            media_files=len(unused),
            media_bytes=media_bytes,
            dead_letters=len(plan.letters),
            copies=copies,
            sample_us=tuple(starts[::step][:_SAMPLES]),
            at_us=self._clock.now_us(),
        )


class _Wanted:
    """Decides whether an event belongs to the applications or sites of a request."""

    def __init__(self, request: ForgetRequest) -> None:
        self._everything = not request.apps and not request.sites
        self._apps = [Matcher(SearchQuery(prefixes=(app,))) for app in request.apps]
        self._sites = [site.lower().removeprefix("www.") for site in request.sites]
        self._uids = set(request.uids)

    def fits(self, event: Event) -> bool:
        """Tell whether the event is meant."""
        if self._uids and event.uid not in self._uids:
            return False
        if self._everything:
            return True
        app, url = event.data.get("app"), event.data.get("url")
        if isinstance(app, str) and any(matcher.matches(app) for matcher in self._apps):
            return True
        host = (urlsplit(url).hostname or "") if isinstance(url, str) else ""
        return any(host == site or host.endswith("." + site) for site in self._sites)


def _beginning(event: Event, start_us: int | None) -> Event | None:
    """Return a copy of a span that began before a time, ending there: what came before stays. None with media."""
    if start_us is None or not event.start_us < start_us < event.end_us:
        return None
    if event.media is not None or event.parent is not None:
        return None
    return replace(event, uid=derived_uid("forget", "1", event.uid, 0), end_us=start_us)


def _touches(event: Event, request: ForgetRequest) -> bool:
    if request.end_us is not None and event.start_us >= request.end_us:
        return False
    return request.start_us is None or event.end_us > request.start_us or event.start_us >= request.start_us
