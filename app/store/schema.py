"""Tables of the store, one group of statements for each schema version.

A statement that was released never changes; a new version is appended. It only adds tables and
columns: the journals would miss rows that it changed (see `app.store.journal`). Columns with
`BLOB` are sealed under the key of the dossier; those of evidence under one of the station.
"""

from __future__ import annotations

from dataclasses import dataclass

APPLICATION_ID = 0x53484F41
"""Marks the SQLite file as ours ("SHOA")."""


@dataclass(frozen=True, slots=True)
class Migration:
    """The statements that lead to one schema version."""

    version: int
    statements: tuple[str, ...]


_FIRST = (
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT",
    "CREATE TABLE counter(scope TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
    """CREATE TABLE dossier(
        ord INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, code TEXT NOT NULL,
        procedure_code TEXT NOT NULL, state TEXT NOT NULL, revision INTEGER NOT NULL,
        created_at TEXT NOT NULL, expected_pages INTEGER NOT NULL) STRICT""",
    "CREATE INDEX dossier_code ON dossier(code)",
    """CREATE TABLE page(
        ord INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        dossier_id TEXT NOT NULL REFERENCES dossier(id), seq INTEGER NOT NULL CHECK (seq > 0),
        state TEXT NOT NULL, raw TEXT NOT NULL, media TEXT NOT NULL, frame INTEGER NOT NULL,
        source BLOB NOT NULL, dpi INTEGER NOT NULL, clean TEXT, layers TEXT, reading TEXT,
        flags TEXT NOT NULL, attempts INTEGER NOT NULL, error_code TEXT NOT NULL,
        UNIQUE (dossier_id, seq)) STRICT""",
    "CREATE INDEX page_states ON page(dossier_id, state)",
    "CREATE INDEX page_to_read ON page(ord) WHERE state = 'captured'",
    """CREATE TABLE field(
        ord INTEGER PRIMARY KEY AUTOINCREMENT,
        dossier_id TEXT NOT NULL REFERENCES dossier(id),
        page_id TEXT NOT NULL REFERENCES page(id), name TEXT NOT NULL, content BLOB NOT NULL,
        state TEXT NOT NULL, confidence REAL NOT NULL, source TEXT NOT NULL, box TEXT,
        problem TEXT NOT NULL, confirmed_by TEXT NOT NULL, confirmed_at TEXT NOT NULL,
        UNIQUE (page_id, name)) STRICT""",
    "CREATE INDEX field_dossier ON field(dossier_id)",
    """CREATE INDEX field_doubtful ON field(dossier_id, state, confirmed_by)
        WHERE state <> 'green' AND confirmed_by = ''""",
    """CREATE TABLE file(
        id TEXT PRIMARY KEY, dossier_id TEXT NOT NULL REFERENCES dossier(id),
        place INTEGER NOT NULL, role TEXT NOT NULL, name BLOB NOT NULL, media TEXT NOT NULL,
        blob TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
        paper_code TEXT NOT NULL, signed INTEGER NOT NULL) STRICT""",
    "CREATE INDEX file_dossier ON file(dossier_id, place)",
    """CREATE TABLE submission(
        ord INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        dossier_id TEXT NOT NULL REFERENCES dossier(id), revision INTEGER NOT NULL,
        state TEXT NOT NULL, resume_state TEXT NOT NULL, manifest TEXT NOT NULL,
        manifest_sha256 TEXT NOT NULL, created_at TEXT NOT NULL, remote_id TEXT NOT NULL,
        attempts INTEGER NOT NULL, next_try REAL NOT NULL, reason TEXT NOT NULL,
        reason_detail BLOB, UNIQUE (dossier_id, revision)) STRICT""",
    """CREATE TABLE upload(
        submission_id TEXT NOT NULL REFERENCES submission(id), file_id TEXT NOT NULL,
        place INTEGER NOT NULL, url BLOB, offset_confirmed INTEGER NOT NULL,
        size INTEGER NOT NULL, PRIMARY KEY (submission_id, file_id)) STRICT""",
    """CREATE TABLE receipt(
        submission_id TEXT PRIMARY KEY REFERENCES submission(id), number TEXT NOT NULL,
        jws BLOB NOT NULL, verified_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE audit(
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
        object_id TEXT NOT NULL, digest TEXT NOT NULL, note TEXT NOT NULL,
        previous TEXT NOT NULL, hash TEXT NOT NULL) STRICT""",
    """CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit chain only grows'); END""",
    """CREATE TRIGGER audit_not_deleted BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit chain only grows'); END""",
    """CREATE TRIGGER dossier_stays_sealed BEFORE UPDATE ON dossier WHEN OLD.state = 'sealed'
        BEGIN SELECT RAISE(ABORT, 'a sealed dossier never changes'); END""",
    """CREATE TRIGGER manifest_not_changed
        BEFORE UPDATE OF id, dossier_id, revision, manifest, manifest_sha256 ON submission
        WHEN OLD.id <> NEW.id OR OLD.dossier_id <> NEW.dossier_id
            OR OLD.revision <> NEW.revision OR OLD.manifest <> NEW.manifest
            OR OLD.manifest_sha256 <> NEW.manifest_sha256
        BEGIN SELECT RAISE(ABORT, 'a sealed manifest never changes'); END""",
    """CREATE TRIGGER receipt_not_changed BEFORE UPDATE ON receipt
        BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END""",
)

_REUSE = (
    """CREATE TABLE owner(
        dossier_id TEXT PRIMARY KEY REFERENCES dossier(id), content BLOB NOT NULL,
        is_identified INTEGER NOT NULL, remembered INTEGER NOT NULL DEFAULT 0) STRICT""",
    """CREATE INDEX owner_to_remember ON owner(dossier_id)
        WHERE remembered = 0 AND is_identified = 1""",
    """CREATE TABLE digitized_paper(
        ord INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        dossier_id TEXT NOT NULL REFERENCES dossier(id), file_id TEXT NOT NULL,
        owner_key BLOB NOT NULL, paper_code TEXT NOT NULL, content BLOB NOT NULL,
        digitized_at TEXT NOT NULL, UNIQUE (dossier_id, file_id)) STRICT""",
    "CREATE INDEX digitized_owner ON digitized_paper(owner_key, paper_code)",
    """CREATE TABLE reuse_decision(
        ord INTEGER PRIMARY KEY AUTOINCREMENT,
        dossier_id TEXT NOT NULL REFERENCES dossier(id), component TEXT NOT NULL,
        status TEXT NOT NULL, content BLOB NOT NULL, decided_by TEXT NOT NULL,
        decided_at TEXT NOT NULL, UNIQUE (dossier_id, component)) STRICT""",
    """CREATE TABLE reuse_lookup(
        dossier_id TEXT PRIMARY KEY REFERENCES dossier(id), id TEXT NOT NULL UNIQUE,
        procedure_code TEXT NOT NULL, state TEXT NOT NULL, asked_at TEXT NOT NULL,
        attempts INTEGER NOT NULL, next_try REAL NOT NULL, reason TEXT NOT NULL,
        content BLOB NOT NULL) STRICT""",
    "CREATE INDEX reuse_lookup_due ON reuse_lookup(next_try) WHERE state = 'due'",
)

_SIGNING = (
    """CREATE TABLE signing_batch(
        ord INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, plan TEXT NOT NULL,
        state TEXT NOT NULL, created_at TEXT NOT NULL, code TEXT NOT NULL) STRICT""",
    """CREATE INDEX signing_batch_going_on ON signing_batch(ord)
        WHERE state IN ('open', 'stopped')""",
    """CREATE TABLE signing_item(
        ord INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        batch_id TEXT NOT NULL REFERENCES signing_batch(id),
        dossier_id TEXT NOT NULL REFERENCES dossier(id), file_id TEXT NOT NULL,
        place INTEGER NOT NULL, state TEXT NOT NULL, source_sha256 TEXT NOT NULL, work BLOB,
        sha256 TEXT NOT NULL, size INTEGER NOT NULL, level TEXT NOT NULL, owed TEXT NOT NULL,
        code TEXT NOT NULL, spot TEXT, UNIQUE (batch_id, dossier_id, file_id, place)) STRICT""",
    "CREATE INDEX signing_item_file ON signing_item(dossier_id, file_id)",
    """CREATE TABLE owed_time(
        ord INTEGER PRIMARY KEY AUTOINCREMENT,
        dossier_id TEXT NOT NULL REFERENCES dossier(id), file_id TEXT NOT NULL,
        level TEXT NOT NULL, deadline REAL NOT NULL, attempts INTEGER NOT NULL,
        next_try REAL NOT NULL, reason TEXT NOT NULL, to_send INTEGER NOT NULL,
        UNIQUE (dossier_id, file_id)) STRICT""",
    "CREATE INDEX owed_time_due ON owed_time(next_try)",
    """CREATE TABLE result(
        ord INTEGER PRIMARY KEY AUTOINCREMENT,
        dossier_id TEXT NOT NULL UNIQUE REFERENCES dossier(id), origin TEXT NOT NULL,
        remote_id BLOB, remote_key BLOB UNIQUE, source_sha256 TEXT NOT NULL,
        received_at TEXT NOT NULL, notices TEXT NOT NULL,
        signers_before INTEGER NOT NULL) STRICT""",
    """CREATE UNIQUE INDEX result_of_folder ON result(source_sha256)
        WHERE remote_key IS NULL""",
    "CREATE INDEX result_source ON result(source_sha256)",
    """CREATE TABLE evidence(
        number INTEGER PRIMARY KEY, dossier_id TEXT NOT NULL REFERENCES dossier(id),
        record TEXT NOT NULL) STRICT""",
    "CREATE INDEX evidence_dossier ON evidence(dossier_id)",
    "CREATE TABLE evidence_content(sha256 TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT",
    """CREATE TRIGGER evidence_not_changed BEFORE UPDATE ON evidence
        BEGIN SELECT RAISE(ABORT, 'the evidence only grows'); END""",
    """CREATE TRIGGER evidence_not_deleted BEFORE DELETE ON evidence
        BEGIN SELECT RAISE(ABORT, 'the evidence only grows'); END""",
)

_ASKED = ("""CREATE INDEX signing_item_asked ON signing_item(batch_id) WHERE state = 'asked'""",)
"""Items wait for services; the tickets lie in their sealed work. Programs that know three schemas
would take such a row for a damaged one, so they are kept away."""

_RESTARTS = ("ALTER TABLE submission ADD COLUMN restarts INTEGER NOT NULL DEFAULT 0",)

_AT_REST = (
    """CREATE TABLE purge(
        dossier_id TEXT PRIMARY KEY REFERENCES dossier(id),
        submission_id TEXT NOT NULL REFERENCES submission(id), marked_at TEXT NOT NULL,
        started_at TEXT NOT NULL DEFAULT '', done_at TEXT NOT NULL DEFAULT '',
        digest TEXT NOT NULL DEFAULT '', key_print TEXT NOT NULL DEFAULT '',
        blobs TEXT NOT NULL DEFAULT '[]') STRICT""",
    """CREATE TABLE purge_hold(
        dossier_id TEXT PRIMARY KEY REFERENCES dossier(id), held_at TEXT NOT NULL,
        held_by TEXT NOT NULL) STRICT""",
    """CREATE TABLE kept_receipt(
        submission_id TEXT PRIMARY KEY REFERENCES submission(id), jws BLOB NOT NULL) STRICT""",
    """CREATE TABLE second_copy(
        name TEXT PRIMARY KEY, dossier_id TEXT NOT NULL REFERENCES dossier(id),
        state TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT""",
    "CREATE INDEX second_copy_dossier ON second_copy(dossier_id)",
    """CREATE TABLE search_word(
        word BLOB NOT NULL, dossier_id TEXT NOT NULL REFERENCES dossier(id),
        PRIMARY KEY (word, dossier_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX search_word_dossier ON search_word(dossier_id)",
    """CREATE TABLE search_stale(
        dossier_id TEXT PRIMARY KEY REFERENCES dossier(id)) STRICT, WITHOUT ROWID""",
    "INSERT INTO search_stale SELECT id FROM dossier",
    """CREATE TRIGGER owner_named_is_stale AFTER INSERT ON owner
        BEGIN INSERT INTO search_stale SELECT NEW.dossier_id
        WHERE NEW.dossier_id NOT IN (SELECT dossier_id FROM search_stale); END""",
    """CREATE TRIGGER owner_changed_is_stale AFTER UPDATE OF content ON owner
        BEGIN INSERT INTO search_stale SELECT NEW.dossier_id
        WHERE NEW.dossier_id NOT IN (SELECT dossier_id FROM search_stale); END""",
    """CREATE TRIGGER field_read_is_stale AFTER INSERT ON field
        BEGIN INSERT INTO search_stale SELECT NEW.dossier_id
        WHERE NEW.dossier_id NOT IN (SELECT dossier_id FROM search_stale); END""",
    """CREATE TRIGGER field_changed_is_stale AFTER UPDATE OF content ON field
        BEGIN INSERT INTO search_stale SELECT NEW.dossier_id
        WHERE NEW.dossier_id NOT IN (SELECT dossier_id FROM search_stale); END""",
    """CREATE TRIGGER field_dropped_is_stale AFTER DELETE ON field
        BEGIN INSERT INTO search_stale SELECT OLD.dossier_id
        WHERE OLD.dossier_id NOT IN (SELECT dossier_id FROM search_stale); END""",
)
"""Purges with their proof, receipts that outlive the key of their dossier, what lies on the second
disk, and keyed words that find a dossier by its owner. Words are made anew where a row says so."""

_OFFICERS = (
    """CREATE TABLE officer(
        ord INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        content BLOB NOT NULL) STRICT""",
    """CREATE TRIGGER officer_not_deleted BEFORE DELETE ON officer
        BEGIN SELECT RAISE(ABORT, 'accounts are closed, never deleted'); END""",
    """CREATE TABLE holder(
        dossier_id TEXT PRIMARY KEY REFERENCES dossier(id), officer_id TEXT NOT NULL,
        since TEXT NOT NULL) STRICT""",
)

_UNFINISHED = (
    """CREATE INDEX submission_unfinished
        ON submission(ord, id, dossier_id, state, next_try, reason, created_at)
        WHERE state NOT IN ('acked', 'cancelled', 'purgeable', 'purging', 'purged')""",
)
"""What the sender looks at each second, without the rows of all that was ever sent."""

_PAGE_EDITS = (
    "ALTER TABLE page ADD COLUMN turn INTEGER",
    "ALTER TABLE page ADD COLUMN crop TEXT",
    "ALTER TABLE page ADD COLUMN place INTEGER",
    "ALTER TABLE page ADD COLUMN break_before TEXT NOT NULL DEFAULT 'auto'",
    "ALTER TABLE page ADD COLUMN trashed_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE page ADD COLUMN sheet INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE page ADD COLUMN side TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE page ADD COLUMN note_of TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE page ADD COLUMN picture TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE page ADD COLUMN made_with TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE field ADD COLUMN confirmed_with TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX page_trashed ON page(dossier_id) WHERE trashed_at <> ''",
    "CREATE INDEX page_by_hand ON page(dossier_id, id) WHERE picture <> ''",
    "CREATE INDEX field_by_hand ON field(dossier_id, page_id) WHERE confirmed_with <> ''",
    """CREATE TABLE page_result(
        ord INTEGER PRIMARY KEY AUTOINCREMENT,
        dossier_id TEXT NOT NULL REFERENCES dossier(id),
        page_id TEXT NOT NULL REFERENCES page(id), made_with TEXT NOT NULL, state TEXT NOT NULL,
        clean TEXT, layers TEXT, reading TEXT, flags TEXT NOT NULL, attempts INTEGER NOT NULL,
        error_code TEXT NOT NULL, UNIQUE (page_id, made_with)) STRICT""",
    "CREATE INDEX page_result_dossier ON page_result(dossier_id)",
    """CREATE TABLE page_edit(
        ord INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        dossier_id TEXT NOT NULL REFERENCES dossier(id), kind TEXT NOT NULL,
        changes TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL, state TEXT NOT NULL,
        target TEXT NOT NULL, leftovers TEXT NOT NULL DEFAULT '[]') STRICT""",
    "CREATE INDEX page_edit_dossier ON page_edit(dossier_id, ord)",
    "CREATE INDEX page_edit_left ON page_edit(ord) WHERE leftovers <> '[]'",
)
"""Operations on pages as parameters, what earlier readings gave, and the history. A page without a
`place` lies where it was captured; `picture` says what was set by hand, `made_with` and
`confirmed_with` what that was when the page was read or a field confirmed."""

_TAKEN_BEFORE = ("CREATE INDEX audit_captured ON audit(digest) WHERE action = 'page.captured'",)
"""Whether a file was taken before is asked for each file that arrives."""

_FIGURES = (
    "ALTER TABLE field ADD COLUMN read_confidence REAL",
    "CREATE INDEX audit_created ON audit(object_id, actor) WHERE action = 'dossier.created'",
    "CREATE INDEX audit_by_action ON audit(action, at)",
)
"""What figures are made of: how sure a reading was although an officer has decided since, who
opened which dossier, and what was done when."""

_CORRECTIONS = (
    """CREATE TABLE correction(
        dossier_id TEXT PRIMARY KEY REFERENCES dossier(id), base_id TEXT NOT NULL UNIQUE,
        client_ref TEXT NOT NULL, supersedes TEXT NOT NULL) STRICT""",
)
"""Which open dossier takes the place of which sealed one. The base is no foreign key: journals of
dossiers come back one by one."""

MIGRATIONS = (
    Migration(1, _FIRST),
    Migration(2, _REUSE),
    Migration(3, _SIGNING),
    Migration(4, _ASKED),
    Migration(5, _RESTARTS),
    Migration(6, _AT_REST),
    Migration(7, _OFFICERS),
    Migration(8, _UNFINISHED),
    Migration(9, _PAGE_EDITS),
    Migration(10, _TAKEN_BEFORE),
    Migration(11, _FIGURES),
    Migration(12, _CORRECTIONS),
)
"""All versions, in order, without gaps."""
