"""Opens pages of a service in headless Chromium, as a phone and as a desktop: faults of the page, axe, bytes, pictures.

usage: pages.py BASE AXE.JS FOLDER [ACCOUNT:PASSWORD] PATH...
Prints one JSON document; pictures of the first views go to FOLDER.
"""

import json
import re
import sys
from pathlib import Path

from browser import Browser

SIZES = {"phone": (390, 844, True), "desktop": (1280, 900, False)}
# What axe calls serious or critical fails a page.
AXE = """
axe.run(document, { resultTypes: ["violations"] }).then(found => found.violations
  .filter(one => ["serious", "critical"].includes(one.impact))
  .map(one => one.id + ": " + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")))
"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def bytes_of(events):
    """Bytes that came over the wire for a page and what it needs at once."""
    return sum(event["params"]["encodedDataLength"] for event in events if event["method"] == "Network.loadingFinished")


def status_of(events, address):
    answers = [event["params"] for event in events if event["method"] == "Network.responseReceived"]
    documents = [answer["response"]["status"] for answer in answers if answer["type"] == "Document"]
    return documents[-1] if documents else 0


def look(browser, base, path, axe, folder, prefix):
    found = {"path": path}
    for size, (width, height, mobile) in SIZES.items():
        browser.size(width, height, mobile)
        browser.call("Network.clearBrowserCache")
        events = list(browser.open(base + path))
        browser.run(axe + "; 0")
        found[size] = {
            "status": status_of(events, base + path),
            "bytes": round(bytes_of(events)),
            "axe": browser.run(AXE),
            "wider": browser.run(WIDER),
            "errors": browser.errors(),
        }
        name = re.sub(r"\W+", "-", path).strip("-") or "home"
        browser.picture(Path(folder) / f"{prefix}{name}-{size}.png")
    return found


def main():
    base, axe_file, folder, *rest = sys.argv[1:]
    account = rest.pop(0) if rest and re.fullmatch(r"[\w-]+:.+", rest[0]) else None
    axe = Path(axe_file).read_text(encoding="utf-8")
    Path(folder).mkdir(parents=True, exist_ok=True)
    with Browser() as browser:
        if account:
            browser.sign_in(base, account)
        prefix = f"{account.split(':')[0]}-" if account else ""
        found = [look(browser, base, path, axe, folder, prefix) for path in rest]
    print("RESULT " + json.dumps(found))


if __name__ == "__main__":
    main()
