"""What does not go into the packaged program, each with the reason.

Patterns are those of `fnmatch`, against the place inside the folder of parts ("PySide6/Qt/lib/x").
A pattern that matches nothing does no harm: other systems name their files otherwise.
"""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import PurePosixPath

UNUSED: dict[str, str] = {
    # Qt
    "*Qt/plugins/platformthemes/libqgtk3.so": "brings all of GTK 3; the look is our own",
    "*Qt/plugins/platforms/libqeglfs.so": "screens without a window system",
    "*Qt/plugins/platforms/libqlinuxfb.so": "screens without a window system",
    "*Qt/plugins/platforms/libqvkkhrdisplay.so": "screens without a window system",
    "*Qt/plugins/platforms/libqminimal*": "shows nothing",
    "*Qt/plugins/platforms/libqvnc.so": "opens a port",
    "*plugins/platforms/qminimal*": "shows nothing",
    "*plugins/platforms/qdirect2d*": "an experiment of Qt; Windows uses qwindows",
    "*Qt/plugins/egldeviceintegrations/*": "for eglfs",
    "*Qt/plugins/generic/*": "mice and keyboards without a window system",
    "*Qt/plugins/qmltooling/*": "no QML in the program",
    "*Qt/plugins/sqldrivers/*": "the store uses sqlite3 of Python",
    "*Qt/plugins/wayland-graphics-integration-server/*": "we are no compositor",
    "*Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so": "QML; a keyboard on screen",
    "*plugins/platforminputcontexts/qtvirtualkeyboard*": "QML; a keyboard on screen",
    "*plugins/imageformats/*qpdf*": "PDF pages are drawn by QtPdf itself",
    "*plugins/imageformats/*qicns*": "icons of macOS",
    "*plugins/imageformats/*qtga*": "no such pictures are shown",
    "*plugins/imageformats/*qwbmp*": "no such pictures are shown",
    "*plugins/imageformats/*qgif*": "no such pictures are shown",
    "*plugins/imageformats/*qtiff*": "TIFF is opened by Pillow in a worker",
    "*plugins/imageformats/*qwebp*": "WebP is opened by Pillow in a worker",
    "*plugins/vectorimageformats/*": "no such pictures are shown",
    "*plugins/networkinformation/*": "the line is tried, not asked about",
    "*plugins/tls/*": "all TLS is Python's",
    "*Qt/lib/libQt6Qml*": "no QML in the program",
    "*Qt/lib/libQt6Quick*": "no QML in the program",
    "*Qt/lib/libQt6PdfQuick*": "no QML in the program",
    "*Qt/lib/libQt6VirtualKeyboard*": "no QML in the program",
    "*Qt/lib/libQt6WaylandCompositor*": "we are no compositor",
    "*Qt/lib/libQt6WaylandEglCompositor*": "we are no compositor",
    "*Qt/lib/libQt6EglF*": "screens without a window system",
    "*Qt6Qml*.dll": "no QML in the program",
    "*Qt6Quick*.dll": "no QML in the program",
    "*opengl32sw.dll": "software OpenGL; widgets are painted without OpenGL",
    "*Qt/qml/*": "no QML in the program",
    "*PySide6/qml/*": "no QML in the program",
    "*Qt/translations/qt*": "the sentences of Qt are in our own translation",
    "*PySide6/translations/*": "the sentences of Qt are in our own translation",
    # cv2
    "cv2/data/*": "cascades that find faces",
    "cv2/qt/*": "windows of OpenCV",
    "*opencv_videoio_ffmpeg*": "cameras are read through DirectShow, files of film never",
    # Python packages
    "*/tests/*": "tests of a part",
    "*/testing/*": "tests of a part",
    "*/test/*": "tests of a part",
    "*.pyi": "types for checkers",
    "*/py.typed": "types for checkers",
    "*.pxd": "sources of Cython",
    "*.pyx": "sources of Cython",
    "numpy/*include/*": "headers of C",
    "numpy/f2py/*": "makes parts from Fortran",
    "fontTools/*.c": "sources",
    "distributed/http/*": "the dashboard is off",
    "distributed/dashboard/*": "the dashboard is off",
    "dask/widgets/*": "for notebooks",
    "distributed/widgets/*": "for notebooks",
    "PIL/_avif*": "AVIF is not taken in",
    "pillow.libs/libavif*": "AVIF is not taken in",
    "PIL/_imagingtk*": "windows of Tk",
    # traces of the machine that built
    "*.dist-info/direct_url.json": "names a folder of the machine that built",
    "*.dist-info/RECORD": "differs from machine to machine, unused",
    "*.dist-info/INSTALLER": "unused",
    "*.dist-info/REQUESTED": "unused",
}

UNUSED_MODULES: dict[str, str] = {
    "tkinter": "windows of Tk",
    "matplotlib": "drawn by nobody",
    "pandas": "asked for by nobody, only offered",
    "scipy": "asked for by nobody, only offered",
    "IPython": "a shell",
    "pytest": "tests",
    "_pytest": "tests",
    "hypothesis": "tests",
    "setuptools": "installs",
    "pkg_resources": "installs",
    "pip": "installs",
    "PyInstaller": "makes this package",
    "mypy": "checks types",
    "ruff": "checks style",
    "numpy.f2py": "makes parts from Fortran",
    "numpy.testing": "tests",
    "numpy.distutils": "installs",
    "lxml.objectify": "XML is read as trees",
    "lxml.isoschematron": "rules for XML that nobody asks for",
    "fontTools.ufoLib": "drawing letters",
    "fontTools.designspaceLib": "drawing letters",
    "fontTools.qu2cu": "drawing letters",
    "bokeh": "the dashboard is off",
    "distributed.dashboard": "the dashboard is off",
    "dask.dataframe": "tables of figures",
    "dask.array": "tables of figures",
    "dask.bag": "tables of figures",
    "dask.diagnostics": "needs bokeh",
    "PySide6.QtQml": "no QML in the program",
    "PySide6.QtQuick": "no QML in the program",
    "PySide6.QtDBus": "asked through the window system only",
    "pycparser": "cffi compiles nothing here",
    "pygments": "colours for terminals",
}

UNUSED_HOOKS: dict[str, str] = {
    "pyi_rth_pyside6": "loads Qt in every child, which needs none; Qt's wheels find their files",
    "pyi_rth_inspect": "shows sources in reports of faults; there are none here, and it loads much",
}
"""What PyInstaller would run at each start before the program, each with the reason against it."""

KEPT_SERVICES = ("s3", "sts", "sso", "sso-oidc")
"""Descriptions of the services of botocore that an S3 storage needs; 400 others stay out."""

SYSTEM_FOLDERS = ("/lib/", "/usr/lib/")
"""Libraries from here are of the system: the package depends on them, and does not copy them."""


def reason_to_leave_out(place: str) -> str:
    """Why the file at `place` stays out of the package; "" when it goes in."""
    if _is_unused_service(place):
        return "a service of a cloud that is no storage"
    for pattern, reason in UNUSED.items():
        if fnmatch(place, pattern):
            return reason
    return ""


def _is_unused_service(place: str) -> bool:
    parts = PurePosixPath(place).parts
    is_service = len(parts) > 3 and parts[:2] == ("botocore", "data")
    return is_service and parts[2] not in KEPT_SERVICES
