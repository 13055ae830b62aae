"""Draws a service's tiles with MapLibre GL in headless Chromium and picks grids by their ids.

usage: maplibre_draws.py BASE FOLDER-OF-MAPLIBRE PICTURE
"""

import functools
import http.server
import json
import sys
import threading
import urllib.request
from pathlib import Path

from browser import Browser

HERE = Path(__file__).parent


class Files(http.server.SimpleHTTPRequestHandler):
    """The page from here, the library from its package."""

    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}

    def translate_path(self, path):
        name = Path(path.split("?")[0]).name
        return str(HERE / name if name == "map.html" else Path(self.directory) / name)

    def log_message(self, *_):
        pass


def serve(folder):
    handler = functools.partial(Files, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


PICK = """
(async () => {
  const [lon, lat, id] = %s;
  map.jumpTo({ center: [lon, lat], zoom: 16 });
  await map.once("idle");
  const found = map.queryRenderedFeatures(map.project([lon, lat]), { layers: ["grids"] });
  map.setFeatureState({ source: "district", sourceLayer: "grids", id }, { chosen: true });
  await map.once("idle");
  const chosen = map.getFeatureState({ source: "district", sourceLayer: "grids", id });
  return { ids: found.map(one => one.id), names: found.map(one => one.properties.name), chosen,
           buildings: map.queryRenderedFeatures({ layers: ["buildings"] }).length };
})()
"""


def inside(base, item):
    """A point in the middle of a courtyard of a grid."""
    with urllib.request.urlopen(f"{base}/collections/grids/items/{item}?f=json") as answer:
        grid = json.load(answer)
    import shapely

    at = shapely.from_geojson(json.dumps(grid["geometry"])).representative_point()
    return [at.x, at.y, int(item)], grid["properties"]["name"]


def main():
    base, folder, picture = sys.argv[1:4]
    site = serve(folder)
    with Browser() as browser:
        browser.size(1000, 600)
        browser.open(f"{site}/map.html?base={base}")
        browser.until(lambda: browser.run("window.ready === true"))
        grids = browser.run("new Set(map.querySourceFeatures('district', {sourceLayer: 'grids'}).map(one => one.id)).size")
        browser.picture(picture)
        picked = []
        for item in sys.argv[4:]:
            point, name = inside(base, item)
            picked.append({"asked": int(item), "name": name, **browser.run(PICK % json.dumps(point))})
        browser.picture(picture.replace(".png", "-near.png"))
        print("RESULT " + json.dumps({"grids": grids, "picked": picked, "errors": browser.errors()}))


if __name__ == "__main__":
    main()
