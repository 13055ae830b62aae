"""A headless Chromium, driven through its DevTools protocol."""

import base64
import contextlib
import json
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import websocket

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
]


class Browser:
    """A browser with one page; ends with its `with` block."""

    def __init__(self, workers=False):
        """With `workers` pages may have service workers, as in a browser that somebody uses."""
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if program is None:
            raise SystemExit("Chromium is missing")
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        command = [program, *FLAGS, f"--user-data-dir={self.folder.name}", "about:blank"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        address = next(re.findall(r"ws://\S+", line)[0] for line in self.process.stderr if "DevTools listening" in line)
        self.socket = websocket.create_connection(address, max_size=None, timeout=120)
        self.number, self.session, self.events = 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Network.setBypassServiceWorker", bypass=not workers)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()

    def call(self, method, **parameters):
        """Sends a command and waits for its answer; events that come meanwhile are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def size(self, width, height, mobile=False):
        """The size of the window in CSS pixels."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
        self.call("Emulation.setDeviceMetricsOverride", **metrics)

    def open(self, address):
        """Goes to an address and waits until it has loaded; the events since."""
        self.events.clear()
        self.call("Page.navigate", url=address)
        self.loaded()
        return self.events

    def leave(self, script):
        """Runs what makes the page go elsewhere and waits until that has loaded."""
        self.events.clear()
        self.run(f"(() => {{ {script} }})()")
        self.loaded()

    def loaded(self):
        self.until(lambda: any(event["method"] == "Page.loadEventFired" for event in self.events))

    def sign_in(self, base, account):
        """Fills the form in with `ACCOUNT:PASSWORD`."""
        name, password = (json.dumps(word) for word in account.split(":", 1))
        self.open(f"{base}/sign-in")
        self.leave(
            "const [name, password] = ['name', 'password'].map(id => document.getElementById(id)); "
            f"name.value = {name}; password.value = {password}; name.form.requestSubmit();"
        )

    def run(self, script):
        """The value of an expression on the page; promises are waited for."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:800])
        return answer["result"].get("value")

    def until(self, true, seconds=60):
        """Takes in events until something is true."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise TimeoutError("the browser did not get there")
            # A page that is just being left cannot be asked.
            with contextlib.suppress(RuntimeError):
                self.run("new Promise(done => setTimeout(done, 20))")

    def errors(self):
        """What the page complained about: exceptions, and errors in its log."""
        said = []
        for event in self.events:
            parameters = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                said.append(parameters["exceptionDetails"].get("exception", {}).get("description", "exception"))
            if event["method"] == "Log.entryAdded" and parameters["entry"]["level"] == "error":
                said.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")
        return said

    def picture(self, path, whole=False):
        """A screenshot as PNG."""
        taken = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        Path(path).write_bytes(base64.b64decode(taken["data"]))
