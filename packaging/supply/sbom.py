"""List of parts (CycloneDX 1.6) and licence notices: `make sbom`.

    python packaging/supply/sbom.py --wheels DIR --tools DIR --out DIR [--package DIR/sohoa]

Writes tram-so-hoa.cdx.json and THIRD-PARTY.txt, checks the first against the schema, and ends with
1 when a part has no version, licence or text, or a licence that does not go with ours. With
`--package`, both are laid into that folder too, and every native library in it must be listed.
"""

from __future__ import annotations

import argparse
import os
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from licences import unfit
from notices import notices
from packageurl import PackageURL
from shipped import MODELS, ROOT, Machine, Part, digest_of, facts, inventory

NAME = "tram-so-hoa.cdx.json"
NOTICES = "THIRD-PARTY.txt"
BUILT_AT = "1735689600"
_NAMESPACE = uuid.UUID("3b1d1c0e-7b0e-5d7a-9a55-0a3d5b6d1f42")
_KINDS = {
    "python": ComponentType.LIBRARY,
    "native": ComponentType.LIBRARY,
    "program": ComponentType.APPLICATION,
    "model": ComponentType.MACHINE_LEARNING_MODEL,
}


def bom(parts: Sequence[Part], version: str, built: datetime) -> Bom:
    """The list of parts; what is inside a wheel stands inside its component."""
    whole = _program(version)
    made = Bom(version=1, components=_components(parts))
    made.metadata.component = whole
    made.metadata.timestamp = built
    made.register_dependency(whole, list(made.components))
    text = "\n".join(f"{part.name} {part.version} {part.files}" for part in parts)
    made.serial_number = uuid.uuid5(_NAMESPACE, f"{version} {text}")
    return made


def _program(version: str) -> Component:
    return Component(
        name="tram-so-hoa",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref="tram-so-hoa",
        licenses=[LicenseExpression("Apache-2.0")],
    )


def _components(parts: Sequence[Part]) -> list[Component]:
    made: dict[str, Component] = {}
    top: list[Component] = []
    for part in parts:
        component = _component(part)
        if part.holder:
            made[part.holder].components.add(component)
        else:
            top.append(component)
            made[part.name] = component
    return top


def _component(part: Part) -> Component:
    place = f"{part.holder}/{part.name}@{part.version}" if part.holder else part.name
    is_python = part.kind == "python"
    purl = PackageURL("pypi" if is_python else "generic", name=part.name, version=part.version)
    known = part.version if part.version[:1].isdigit() else ""
    return Component(
        name=part.name,
        version=part.version or None,
        type=_KINDS.get(part.kind, ComponentType.DATA),
        bom_ref=f"{part.kind}:{place}",
        purl=purl if is_python or known else None,
        licenses=[LicenseExpression(part.licence)],
        external_references=_locked(part, purl),
        components=[_file(part, *each) for each in part.files],
        properties=[
            Property(name="sohoa:licence-said-by", value=part.said),
            Property(name="sohoa:kind", value=part.kind),
        ],
    )


def _locked(part: Part, purl: PackageURL) -> Iterator[ExternalReference]:
    """The files that the lock allows to install, by digest."""
    if part.lock_digests:
        yield ExternalReference(
            type=ExternalReferenceType.DISTRIBUTION,
            url=XsUri(purl.to_string()),
            comment="files that the lock allows",
            hashes=[_sha256(digest) for digest in part.lock_digests],
        )


def _file(part: Part, place: str, digest: str) -> Component:
    return Component(
        name=place,
        type=ComponentType.FILE,
        bom_ref=f"file:{part.kind}:{part.holder}:{part.name}:{place}",
        hashes=[_sha256(digest)],
    )


def _sha256(digest: str) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=digest)


def text_of(made: Bom) -> str:
    """As JSON.

    Raises:
        SystemExit: The text does not keep the schema.
    """
    text = JsonV1Dot6(made).output_as_string(indent=1) + "\n"
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        raise SystemExit(f"not CycloneDX 1.6: {wrong}")
    return text


def as_shipped(parts: Sequence[Part], package: Path) -> list[Part]:
    """Parts with the files and digests of a built folder; what is not in it is left out."""
    inside = package / "_internal"
    by_name = {path.name: path for path in sorted(inside.rglob("*")) if path.is_file()}
    made = []
    for part in parts:
        places = {
            place: inside / place if (inside / place).is_file() else by_name.get(Path(place).name)
            for place, _digest in part.files
        }
        files = tuple((place, digest_of(path)) for place, path in places.items() if path)
        if files or not part.files or part.kind == "python":
            made.append(replace(part, files=files))
    return made


def strange_libraries(package: Path, parts: Sequence[Part]) -> list[str]:
    """Libraries of a built folder that no part tells of; a name is enough, some are stripped."""
    known = {Path(place).name for part in parts for place, _ in part.files}
    libraries = (path for path in sorted(package.rglob("*")) if _is_foreign_library(path))
    return [path.relative_to(package).as_posix() for path in libraries if path.name not in known]


def _is_foreign_library(path: Path) -> bool:
    is_library = path.suffix in {".dll", ".pyd"} or ".so" in path.suffixes
    of_python = path.name.startswith(("libpython", "python3")) or "lib-dynload" in path.parts
    return is_library and not of_python and path.is_file() and not path.is_symlink()


def main() -> int:
    """Write both; gives the exit status."""
    options = _parser().parse_args()
    sys.path.append(str(options.wheels))  # native libraries are asked for their versions
    machine = Machine([options.wheels, options.tools], options.tessdata)
    parts = inventory(machine)
    if options.package:
        parts = as_shipped(parts, options.package)
    accepted = facts()["accepted"]
    wrong = [*machine.problems, *unfit([(one.name, one.licence) for one in parts], accepted)]
    if options.package:
        wrong += [f"not listed: {place}" for place in strange_libraries(options.package, parts)]
    for line in wrong:
        print(f"! {line}", file=sys.stderr)
    if wrong:
        return 1
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", BUILT_AT))
    made = text_of(bom(parts, options.version, datetime.fromtimestamp(seconds, UTC)))
    told = notices(parts, accepted)
    inside = [options.package / "_internal"] if options.package else []
    for folder in [options.out, *inside]:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).write_text(made, "utf-8")
        (folder / NOTICES).write_text(told, "utf-8")
    _tell(parts, options.out)
    return 0


def _parser() -> argparse.ArgumentParser:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wheels", type=Path, required=True, help="site-packages of the run-time")
    parser.add_argument("--tools", type=Path, required=True, help="site-packages with PyInstaller")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "package" / "notices")
    parser.add_argument("--package", type=Path, help="a built folder")
    parser.add_argument("--tessdata", type=Path, default=_models())
    parser.add_argument("--version", default=project["version"])
    return parser


def _models() -> Path:
    folders = ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata")
    for folder in map(Path, folders):
        if all((folder / model).is_file() for model in MODELS):
            return folder
    return Path(folders[0])


def _tell(parts: Sequence[Part], out: Path) -> None:
    kinds = sorted({part.kind for part in parts})
    print("| kind | parts | files |\n|---|---|---|")
    for kind in kinds:
        held = [part for part in parts if part.kind == kind]
        print(f"| {kind} | {len(held)} | {sum(len(part.files) for part in held)} |")
    for name in (NAME, NOTICES):
        path = out / name
        print(f"{path}: {path.stat().st_size // 1000} kB, SHA-256 {digest_of(path)}")


if __name__ == "__main__":
    sys.exit(main())
