"""What every `Vault` has to do, whatever it is made of.

A test class inherits this and provides the fixture `vault`.
"""

from __future__ import annotations

import pytest

from app.domain.ids import BlobId
from app.store.base import BlobMissing, StoreDamaged, Vault
from tests.store.store_samples import dossier


class VaultContract:
    """Contract of `Vault`."""

    @pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
    def test_get_after_put_returns_the_bytes(self, vault: Vault, size: int) -> None:
        plain = bytes(range(256)) * (size // 256) + bytes(size % 256)

        blob = vault.put(dossier().id, plain)

        assert vault.get(dossier().id, blob) == plain

    def test_put_pieces_is_one_blob_of_all_of_them(self, vault: Vault) -> None:
        pieces = [b"a" * 700_000, b"", b"b" * 700_000]

        blob = vault.put_pieces(dossier().id, iter(pieces))

        assert vault.get(dossier().id, blob) == b"".join(pieces)

    @pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, (2 << 20) + 7])
    def test_stream_gives_the_bytes_in_pieces(self, vault: Vault, size: int) -> None:
        plain = bytes(range(251)) * (size // 251) + bytes(size % 251)
        blob = vault.put(dossier().id, plain)

        pieces = list(vault.stream(dossier().id, blob))

        assert b"".join(pieces) == plain
        assert max(map(len, pieces)) <= 1 << 20

    @pytest.mark.parametrize(
        ("start", "count"),
        [
            (0, 1),
            (0, 5 << 20),
            ((1 << 20) - 1, 2),
            (1 << 20, 1 << 20),
            ((2 << 20) + 6, 9),
            ((2 << 20) + 7, 9),
            (9 << 20, 1),
            (5, 0),
        ],
    )
    def test_get_range_gives_what_a_slice_would(self, vault: Vault, start: int, count: int) -> None:
        plain = bytes(index % 251 for index in range((2 << 20) + 7))
        blob = vault.put(dossier().id, plain)

        part = vault.get_range(dossier().id, blob, start, count)

        assert part == plain[start : start + count]

    def test_stream_and_range_of_unknown_or_foreign_blobs_are_refused(self, vault: Vault) -> None:
        vault.put(dossier(2).id, b"y")
        blob = vault.put(dossier(1).id, b"x")

        for home, name in ((dossier(2).id, blob), (dossier(1).id, BlobId("0" * 64))):
            with pytest.raises(StoreDamaged):
                list(vault.stream(home, name))
            with pytest.raises(StoreDamaged):
                vault.get_range(home, name, 0, 1)

    def test_put_same_bytes_twice_gives_two_names(self, vault: Vault) -> None:
        first = vault.put(dossier().id, b"same")
        second = vault.put(dossier().id, b"same")

        assert first != second

    def test_get_unknown_blob_is_missing(self, vault: Vault) -> None:
        vault.put(dossier().id, b"x")

        with pytest.raises(BlobMissing):
            vault.get(dossier().id, BlobId("0" * 64))

    def test_get_under_another_dossier_is_refused(self, vault: Vault) -> None:
        blob = vault.put(dossier(1).id, b"x")
        vault.put(dossier(2).id, b"y")

        with pytest.raises(StoreDamaged):
            vault.get(dossier(2).id, blob)

    def test_erase_removes_the_blob_and_no_other(self, vault: Vault) -> None:
        blob, other = vault.put(dossier().id, b"x"), vault.put(dossier().id, b"x")

        vault.erase(dossier().id, blob)

        with pytest.raises(BlobMissing):
            vault.get(dossier().id, blob)
        assert vault.get(dossier().id, other) == b"x"

    def test_erase_twice_or_unknown_does_nothing(self, vault: Vault) -> None:
        blob = vault.put(dossier().id, b"x")
        vault.erase(dossier().id, blob)

        vault.erase(dossier().id, blob)
        vault.erase(dossier().id, BlobId("0" * 64))

        with pytest.raises(BlobMissing):
            vault.get(dossier().id, blob)

    def test_erase_under_another_dossier_is_refused_and_keeps_it(self, vault: Vault) -> None:
        blob = vault.put(dossier(1).id, b"x")
        vault.put(dossier(2).id, b"y")

        with pytest.raises(StoreDamaged):
            vault.erase(dossier(2).id, blob)

        assert vault.get(dossier(1).id, blob) == b"x"

    def test_put_after_erase_gives_a_new_name(self, vault: Vault) -> None:
        vault.put(dossier().id, b"first")
        gone = vault.put(dossier().id, b"x")
        vault.erase(dossier().id, gone)

        blob = vault.put(dossier().id, b"x")

        assert blob != gone
        assert vault.get(dossier().id, blob) == b"x"
