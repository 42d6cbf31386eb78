"""Copy the front-end files that are served from `node_modules` to `platform/web/static/vendor`.

`python -m twiza.config.vendor` after `npm ci`. Only what a page asks for is copied; each file must have the
SHA-256 written in `twiza/platform/web/vendor.lock` (`--lock` writes that list anew after an upgrade).
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = ROOT / "node_modules"
WEB = ROOT / "twiza" / "platform" / "web"
TARGET = WEB / "static" / "vendor"
LOCK = WEB / "vendor.lock"

FONT = "@fontsource/ibm-plex-sans-arabic"
PRINT_FONT = "@expo-google-fonts/ibm-plex-sans-arabic"
WEIGHTS = (400, 500, 600, 700)
SCRIPTS = ("arabic", "latin", "latin-ext")
PRINT_FACES = ("400Regular", "500Medium", "600SemiBold", "700Bold")


def wanted() -> Iterator[tuple[str, Path]]:
    """Give (name in the vendor folder, file in node_modules) for each file copied as it is."""
    yield "tabler/tabler.min.css", MODULES / "@tabler/core/dist/css/tabler.min.css"
    yield "tabler/tabler.rtl.min.css", MODULES / "@tabler/core/dist/css/tabler.rtl.min.css"
    yield "htmx/htmx.min.js", MODULES / "htmx.org/dist/htmx.min.js"
    # the reader of square codes; its WebAssembly is of the version it was built for, or it refuses to start
    yield "barcode/barcode-detector.js", MODULES / "barcode-detector/dist/iife/ponyfill.js"
    yield "barcode/zxing_reader.wasm", MODULES / "zxing-wasm/dist/reader/zxing_reader.wasm"
    yield "barcode/LICENSE-barcode-detector.txt", MODULES / "barcode-detector/LICENSE"
    yield "barcode/LICENSE-zxing-wasm.txt", MODULES / "zxing-wasm/LICENSE"
    for weight in WEIGHTS:
        for script in SCRIPTS:
            name = f"ibm-plex-sans-arabic-{script}-{weight}-normal.woff2"
            yield f"fonts/{name}", MODULES / FONT / "files" / name
    for face in PRINT_FACES:
        yield (
            f"ttf/IBMPlexSansArabic_{face}.ttf",
            MODULES / PRINT_FONT / face / f"IBMPlexSansArabic_{face}.ttf",
        )
    yield "ttf/LICENSE_FONT.txt", MODULES / PRINT_FONT / "LICENSE_FONT"


def font_sheet() -> bytes:
    """The font's own @font-face rules, only for the scripts and weights that are served, woff2 only."""
    rules: list[str] = []
    for weight in WEIGHTS:
        sheet = (MODULES / FONT / f"{weight}.css").read_text("utf-8")
        for rule in re.findall(r"@font-face \{[^}]*\}", sheet):
            source = re.search(rf"ibm-plex-sans-arabic-({'|'.join(SCRIPTS)})-{weight}-normal\.woff2", rule)
            if source:
                rules.append(re.sub(r"src: [^;]*;", f"src: url({source[0]}) format('woff2');", rule))
    return "\n".join(rules).encode() + b"\n"


def collect() -> dict[str, bytes]:
    """Read every served file; source-map lines are dropped, since the maps are not served."""
    files = {name: path.read_bytes() for name, path in wanted()}
    for name in files:
        if name.endswith((".css", ".js")):
            files[name] = re.sub(rb"\n?/[/*]# sourceMappingURL=.*", b"", files[name])
    files["fonts/fonts.css"] = font_sheet()
    return files


def read_lock() -> dict[str, str]:
    """Return {name: SHA-256} as written in the lock."""
    lines = LOCK.read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines if line)}


def main(arguments: list[str]) -> int:
    """Copy the files; answer 1 when packages are missing or a file is not the one that was locked."""
    if not MODULES.is_dir():
        sys.stderr.write("The front-end packages are not there: run npm ci first.\n")
        return 1
    files = collect()
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    if "--lock" in arguments:
        LOCK.write_text("".join(f"{digests[name]}  {name}\n" for name in sorted(digests)), "utf-8")
    locked = read_lock()
    wrong = sorted(name for name in digests.keys() | locked.keys() if digests.get(name) != locked.get(name))
    if wrong:
        sys.stderr.write(f"Not the files that were locked, nothing copied: {', '.join(wrong)}\n")
        return 1
    for name, content in files.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
