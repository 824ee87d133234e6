"""Files of several pages, decrypted once for all pages that are read from them."""

from __future__ import annotations

from collections import OrderedDict

from app.domain.ids import BlobId, DossierId
from app.domain.page import Page
from app.services.station import Station
from app.shared_bytes import SharedBytes
from app.store.base import StoreUnwritable

_SEVERAL_PAGES = frozenset({"application/pdf", "image/tiff"})
_KEPT = 2
"""Files that stay decrypted: the pages of one dossier come one after the other."""


class SharedSources:
    """What pages are read from; holds the last files until it is dropped. For one thread."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._kept: OrderedDict[tuple[DossierId, BlobId], SharedBytes] = OrderedDict()

    def of(self, page: Page) -> bytes | SharedBytes:
        """The file that a page is in.

        Raises:
            BlobMissing, StoreDamaged: It is gone or fails its check.
            StoreUnwritable: No memory for it.
        """
        if page.media not in _SEVERAL_PAGES:
            return self._station.vault.get(page.dossier_id, page.raw)
        key = (page.dossier_id, page.raw)
        if key not in self._kept:
            pieces = self._station.vault.stream(*key)
            try:
                self._kept[key] = SharedBytes.of(pieces)
            except OSError as error:
                raise StoreUnwritable(f"no memory for a file: errno {error.errno}") from error
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]

    def drop(self) -> None:
        """Hold no file any more; workers that read one keep theirs."""
        self._kept.clear()
