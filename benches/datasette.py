#!/usr/bin/env python3
"""How long Datasette takes over a database: each table's first page, facets, full-text search.

Usage: benches/datasette.py DATABASE [SETTING VALUE]...     (needs `datasette` on the path: pip install datasette)

Without settings Datasette has its defaults; `suggest_facets off` is what `settings.json` of an export says.
"""
import json
import subprocess
import sys
import time
import urllib.parse
import urllib.request

PORT = 8765
PAGES = [
    *(f"{table}" for table in ["disclosures", "checklist_items", "diagnostics", "evidence", "agencies", "failures",
                               "documents", "records", "imports", "paths", "sightings", "readings", "columns"]),
    "checklist_items?_facet=status",
    "disclosures?_facet=organization_address_prefecture",
    "diagnostics?_facet=code",
    "disclosures?_search=" + urllib.parse.quote("東京"),
    "disclosures?_search=" + urllib.parse.quote("データセンター"),
]


def main() -> None:
    database = sys.argv[1]
    name = database.rsplit("/", 1)[-1].removesuffix(".db")
    pairs = zip(sys.argv[2::2], sys.argv[3::2], strict=True)
    settings = [word for pair in pairs for word in ("--setting", *pair)]
    server = subprocess.Popen(["datasette", database, "-p", str(PORT), *settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/-/versions.json")
                break
            except OSError:
                time.sleep(0.2)
        for page in PAGES:
            start = time.monotonic()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/{name}/{page}") as answer:
                    status, body = answer.status, answer.read()
            except urllib.error.HTTPError as error:
                status, body = error.code, b""
            note = " facet timed out" if b"timed out" in body else ""
            print(f"{(time.monotonic() - start) * 1000:7.0f} ms  {status}  {urllib.parse.unquote(page)}{note}")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
