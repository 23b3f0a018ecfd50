"""What has been imported: who, when, which file, and what holds now."""

from lebenslage.store.accounts import Accounts
from lebenslage.store.attachments import Attachment
from lebenslage.store.backup import BackupReport
from lebenslage.store.catalogue_versions import CatalogueVersions
from lebenslage.store.database import default_url, sqlite_url
from lebenslage.store.failures import StoreTrouble, UnusableStore
from lebenslage.store.health import Health, look, resident_bytes
from lebenslage.store.looking import has_imports, temporary_store
from lebenslage.store.records import (
    Action,
    AuditEntry,
    CatalogueStep,
    CatalogueVersion,
    ImportRecord,
    ImportStatus,
    Removed,
    Saved,
    StepKind,
)
from lebenslage.store.recovery import RestoreReport, restore
from lebenslage.store.register_checks import ChangedMeanwhile
from lebenslage.store.registers import Registers
from lebenslage.store.shelf import Shelf
from lebenslage.store.store import Store
from lebenslage.store.throttle import ZuVieleVersuche

__all__ = [
    "Accounts",
    "Action",
    "Attachment",
    "AuditEntry",
    "BackupReport",
    "CatalogueStep",
    "CatalogueVersion",
    "CatalogueVersions",
    "ChangedMeanwhile",
    "Health",
    "ImportRecord",
    "ImportStatus",
    "Registers",
    "Removed",
    "RestoreReport",
    "Saved",
    "Shelf",
    "StepKind",
    "Store",
    "StoreTrouble",
    "UnusableStore",
    "ZuVieleVersuche",
    "default_url",
    "has_imports",
    "look",
    "resident_bytes",
    "restore",
    "sqlite_url",
    "temporary_store",
]
