"""Takes a grid worker's cards along in headless Chromium, ends the service, writes a correction, and starts it again.

usage: offline.py BINARY DATA FOLDER ACCOUNT:PASSWORD
Prints one JSON document; pictures go to FOLDER.
"""

import contextlib
import json
import re
import socket
import subprocess
import sys
from pathlib import Path

from browser import Browser

WRITTEN = "门牌掉了 the plate is gone"
TEXT = "document.querySelector({}).textContent.trim()"
LIST = """
fetch("/corrections", { headers: { accept: "application/json" } }).then(answer => answer.json())
  .then(list => list.corrections.map(one => one.text))
"""
# How many corrections the device still keeps. The line on the page says so only after it has looked.
WAITING = """
new Promise((told, failed) => {
  const opened = indexedDB.open("jingwei", 1);
  opened.onerror = () => failed(opened.error);
  opened.onsuccess = () => {
    const counted = opened.result.transaction("letters").objectStore("letters").count();
    counted.onsuccess = () => { opened.result.close(); told(counted.result); };
  };
})
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(binary, data, port):
    """The service until the block ends; it is asked to end and gets the time that it needs."""
    command = [binary, "--data", data, "serve", "--listen", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        # The line with the address comes when it answers.
        next(line for line in process.stdout if "http://" in line)
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def words(browser, selector):
    return browser.run(TEXT.format(json.dumps(selector)))


def take_along(browser, base, folder):
    browser.open(f"{base}/take-along")
    browser.run("navigator.serviceWorker.ready.then(() => 0)")
    # The first page of all was not fetched through the worker; from here on all are.
    browser.open(f"{base}/take-along")
    browser.picture(folder / "take-along.png", whole=True)
    browser.run("document.querySelector('[data-fetch]').click()")
    browser.until(lambda: browser.run("document.querySelector('[data-progress]').hidden"))
    browser.picture(folder / "taken-along.png", whole=True)
    return browser.run("[...document.querySelectorAll('[data-cards] a')].map(link => link.getAttribute('href'))")


def write(browser, address):
    """Fills the form in and sends it, as far as that goes."""
    browser.open(address)
    browser.run(f"document.querySelector('#text').value = {json.dumps(WRITTEN)}; 0")
    browser.run("document.querySelector('form[data-correction] button').click()")
    browser.until(lambda: browser.run("!document.querySelector('[data-pending]').hidden"))


def away(browser, base, card, folder):
    """What there is without the service."""
    browser.open(base + card)
    found = {"card": browser.run("document.title"), "of": words(browser, ".asof:not([data-pending])")}
    browser.picture(folder / "card-offline.png")
    browser.open(f"{base}/coverage")
    found["other"] = browser.run("document.title")
    browser.picture(folder / "not-taken.png")
    write(browser, base + card.replace("/place/", "/correct/"))
    found["waiting"] = words(browser, "[data-count]")
    browser.picture(folder / "written-offline.png", whole=True)
    return found


def back(browser, base):
    """What was written is sent when any page is opened, and not again by the next one."""
    browser.open(f"{base}/near")
    browser.until(lambda: browser.run(WAITING) == 0)
    browser.open(f"{base}/near")
    browser.open(f"{base}/take-along")
    return browser.run(LIST)


def signed_out(browser, base):
    browser.leave("document.querySelector('form[action=\"/sign-out\"] button').click()")
    return browser.run("caches.keys()")


def main():
    binary, data, folder, account = sys.argv[1:]
    folder, port = Path(folder), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    base = f"http://127.0.0.1:{port}"
    with Browser(workers=True) as browser:
        browser.size(390, 844, mobile=True)
        with served(binary, data, port):
            browser.sign_in(base, account)
            cards = take_along(browser, base, folder)
            told = words(browser, "[data-told]")
        card = next(card for card in cards if re.match("/place/(courtyard|building)/", card))
        found = {"cards": len(cards), "told": told, "away": away(browser, base, card, folder)}
        with served(binary, data, port):
            found["sent"] = back(browser, base)
            found["kept"] = signed_out(browser, base)
        browser.open(base + card)
        found["after"] = browser.run("document.title")
    print("RESULT " + json.dumps(found))


if __name__ == "__main__":
    main()
