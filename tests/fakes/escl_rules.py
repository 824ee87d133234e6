"""What the pretended network scanner does beside the specification, each by its name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """What the device does; each is named after what the client sees."""

    # Oddities that cost nothing
    EARLY_404 = "NextDocument 404 while the sheet is drawn in"
    EARLY_410 = "NextDocument 410 while the sheet is drawn in"
    BLIND_404 = "early 404, no jobs listed, feeder loaded"
    WAITING_404 = "404 although the job says that an image waits"
    JOBS_503 = "ScanJobs 503 for a while"
    PAGE_503 = "NextDocument 503 for a while"
    PAGE_503_EMPTY = "NextDocument 503 while the sensor says empty"
    CAPS_503 = "ScannerCapabilities 503 while it wakes up"
    STATUS_503 = "ScannerStatus 503 for a while"
    STATUS_404 = "no ScannerStatus at all"
    TESTING_409 = "ScanJobs 409 while it warms up"
    HOST_LOCALHOST = "takes orders for Host: localhost only"
    HOST_PORT = "wants the port in Host"
    LOCATION_LOCALHOST = "Location names localhost"
    LOCATION_IPV6 = "Location with an IPv6 address without brackets"
    LOCATION_PATH = "Location is a path"
    LOCATION_NONE = "no Location"
    LOCATION_ELSEWHERE = "Location names another host"
    NO_BITONAL = "409 on one bit per pixel"
    NO_COMPRESSION = "409 on CompressionFactor"
    NO_REGION = "409 on ScanRegions"
    DOCTYPE = "document type in small letters"
    NO_NAMESPACE = "elements without namespaces"
    TAIL = "zero bytes after the XML"
    WRONG_TYPE = "pictures as text/html"
    NO_LENGTH = "no Content-Length"
    CHUNKED = "chunked transfer"
    ONE_PAGE_JOBS = "each job gives one page"
    STUCK_JOB = "the job never comes to its end"
    STUCK_LOADED = "the sensor always says loaded"
    NO_ADF_STATE = "no AdfState"
    OTHER_DPI = "delivers 150 dpi whatever is asked"
    TLS_REDIRECT = "sends on to its encrypted address"
    PDF_ONLY = "offers PDF alone"
    PDF_BATCH = "all sheets in one PDF"
    MISCOUNT = "counts more images than it gives"
    # Faults
    JAM = "ScannerAdfJam"
    COVER = "ScannerAdfHatchOpen"
    DOUBLE_FEED = "ScannerAdfMultipickDetected"
    MISPICK = "ScannerAdfMispick"
    JAM_REASON = "job aborted, reason JobJam"
    EMPTY = "ScannerAdfEmpty"
    EMPTY_IDLE = "ScannerAdfProcessing while idle"
    STOPPED = "state Stopped"
    BUSY = "somebody else scans"
    DENIED_CAPS = "ScannerCapabilities 401"
    DENIED_JOBS = "ScanJobs 403"
    FAILED_JOBS = "ScanJobs 500"
    REFUSED_JOBS = "ScanJobs 409 to everything"
    FAILED_PAGE = "NextDocument 500"
    ABORTED = "job aborted without a reason"
    CANCELED = "stopped at the device"
    CUT_LENGTH = "connection closed inside the page"
    CUT_RESET = "connection reset inside the page"
    CUT_PICTURE = "picture without its end"
    CUT_FILLED = "picture with an end mark, but half its data"
    EMPTY_PAGE = "an empty page"
    STALL = "silent inside the page"
    SILENT = "silent before the page"
    HUNG_UP = "closes instead of the page"
    NEVER = "a page that waits for ever"
    HTML = "a web page instead of a picture"
    BOMB = "a picture of 10⁹ pixels"
    ENDLESS_PAGE = "a page without end"
    ENDLESS_CAPS = "capabilities without end"
    NO_XML = "capabilities that are no XML"
    ENTITIES = "capabilities with entities"
    MILLION = "capabilities with 10⁶ elements"
    NO_SOURCES = "capabilities without a source"
    NEGATIVE = "negative and absurd sizes"
    ELSEWHERE = "sends on to another host"
    OTHER_UUID = "another machine at this address"
    BAD_PDF = "half a PDF"


@dataclass(frozen=True, slots=True)
class Does:
    """A rule at work.

    Attributes:
        page: At which page of a job, from 1.
        times: How often; 0 = always.
    """

    rule: Rule
    page: int = 1
    times: int = 1
