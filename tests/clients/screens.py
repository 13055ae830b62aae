"""Two browsers look at one draft while a third client edits it: how soon both say so.

usage: screens.py BASE ACCOUNT:PASSWORD TOKEN PLAN
Prints one JSON document.
"""

import json
import sys
import time
import urllib.request

from browser import Browser

SAID = "(() => { const told = document.querySelector('[data-plan]'); return told.hidden ? '' : told.innerText; })()"


def ask(method, address, token, document=None, tag=None):
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json", "Content-Type": "application/json"}
    if tag:
        headers["If-Match"] = tag
    body = None if document is None else json.dumps(document).encode()
    with urllib.request.urlopen(urllib.request.Request(address, body, headers, method=method)) as answer:
        return answer.headers.get("ETag"), json.load(answer)


def rename(base, token, plan, name):
    address = f"{base}/api/plans/{plan}"
    tag, _ = ask("GET", address, token)
    ask("POST", f"{address}/edits", token, {"edits": [{"edit": "rename", "grid": 1, "name": name}]}, tag)


def main():
    base, account, token, plan = sys.argv[1:]
    with Browser() as one, Browser() as other:
        for browser in (one, other):
            browser.sign_in(base, account)
            browser.open(f"{base}/plans/{plan}")
        # The page listens from its load event on; an edit in between is told by where it begins to listen.
        before = [browser.run(SAID) for browser in (one, other)]
        rename(base, token, plan, "北仲一")
        start, seconds, said = time.monotonic(), [], []
        for browser in (one, other):
            browser.until(lambda browser=browser: browser.run(SAID), seconds=20)
            seconds.append(round(time.monotonic() - start, 3))
            said.append(browser.run(SAID))
    print("RESULT " + json.dumps({"before": before, "seconds": seconds, "said": said}))


if __name__ == "__main__":
    main()
