"""Command line of the generator."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.corpus.damage import RECIPES
from benchmarks.corpus.dossiers import DOSSIERS, write_pages
from benchmarks.corpus.errors import CorpusError
from benchmarks.corpus.pages import KINDS, corpus_pages, write_corpus_page
from benchmarks.corpus.render import Leaders
from benchmarks.corpus.samples import SAMPLES_FOLDER, write_samples


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.corpus",
        description="Draw synthetic Vietnamese administrative pages with their truth.",
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=("pages", "sheet-pages", "samples"),
        default="pages",
        help="pages: dossiers under --out; sheet-pages: single pages of every kind under --out;"
        " samples: resources/samples again",
    )
    parser.add_argument("--seed", type=int, default=1, help="first seed")
    parser.add_argument("--out", type=Path, help="folder to write to")
    parser.add_argument("--kind", nargs="+", choices=tuple(DOSSIERS), default=list(DOSSIERS))
    parser.add_argument("--count", type=int, default=1, help="dossiers of each kind")
    parser.add_argument("--damage", nargs="+", choices=tuple(RECIPES), default=["clean", "office"])
    parser.add_argument(
        "--leaders",
        choices=(Leaders.AFTER.value, Leaders.UNDER.value),
        default=Leaders.AFTER.value,
        help="after: dots only beside the values; under: dots run on under them (harder to read)",
    )
    single = parser.add_argument_group("sheet-pages")
    single.add_argument("--kinds", nargs="+", choices=tuple(KINDS), default=list(KINDS))
    single.add_argument("--damages", nargs="+", choices=tuple(RECIPES), default=list(RECIPES))
    single.add_argument(
        "--damages-per-kind", type=int, default=5, help="damages of each kind beside clean"
    )
    return parser


def _write_sheet_pages(arguments: argparse.Namespace) -> None:
    pages = corpus_pages(
        arguments.seed,
        kinds=arguments.kinds,
        damages=arguments.damages,
        damages_per_kind=arguments.damages_per_kind,
    )
    for page in pages:
        write_corpus_page(page, arguments.out)


def _write_corpus(arguments: argparse.Namespace) -> None:
    for kind in arguments.kind:
        for seed in range(arguments.seed, arguments.seed + arguments.count):
            dossier = DOSSIERS[kind](seed, Leaders(arguments.leaders))
            for damage in arguments.damage:
                folder = arguments.out / f"{kind}-{seed}" / damage
                write_pages(dossier, folder, damage=damage, seed=seed)


def main(words: list[str] | None = None) -> int:
    """Run the generator; give the exit status."""
    parser = _parser()
    arguments = parser.parse_args(words)
    if arguments.what != "samples" and arguments.out is None:
        parser.error("--out is needed")
    try:
        if arguments.what == "samples":
            write_samples(arguments.out or SAMPLES_FOLDER)
        elif arguments.what == "sheet-pages":
            _write_sheet_pages(arguments)
        else:
            _write_corpus(arguments)
    except CorpusError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
