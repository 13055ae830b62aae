"""Loads a service in QGIS without a screen: features by OGC API Features and tiles as a layer, drawn to a picture.

usage: qgis_reads.py BASE PICTURE   (with the Python that QGIS brings)
"""

import json
import os
import sys
import urllib.request

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsVectorLayer,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402


def features(base, name):
    layer = QgsVectorLayer(f"url='{base}' typename='{name}'", name, "OAPIF")
    if not layer.isValid():
        return {"valid": False, "error": layer.error().message()}
    ids = [feature.id() for feature in layer.getFeatures()]
    return {"valid": True, "count": len(ids), "ids": len(set(ids)), "fields": [field.name() for field in layer.fields()]}


def picture(layer, extent, file):
    """Draws a layer in grey on white; the share of pixels that are not white."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(400, 300))
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setExtent(extent)
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(file)
    white = QColor("white").rgb()
    pixels = [(x, y) for x in range(0, 400, 4) for y in range(0, 300, 4)]
    return sum(image.pixel(x, y) != white for x, y in pixels) / len(pixels)


def tiles(base, file):
    about = json.load(urllib.request.urlopen(f"{base}/tiles/WebMercatorQuad?f=tilejson"))
    address = about["tiles"][0].replace("{", "%7B").replace("}", "%7D")
    layer = QgsVectorTileLayer(f"type=xyz&url={address}&zmin=0&zmax={about['maxzoom']}", "tiles")
    grids = QgsVectorLayer(f"url='{base}' typename='grids'", "grids", "OAPIF")
    list(grids.getFeatures())
    from qgis.core import QgsCoordinateTransform, QgsProject, QgsRectangle

    west, south, east, north = about["bounds"]
    change = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem("EPSG:3857"), QgsProject.instance()
    )
    extent = change.transformBoundingBox(QgsRectangle(west, south, east, north))
    return {"valid": layer.isValid(), "drawn": picture(layer, extent, file)}


def main():
    base, file = sys.argv[1:3]
    application = QgsApplication([], False)
    application.initQgis()
    found = {name: features(base, name) for name in ("communities", "grids", "courtyards", "buildings")}
    found["tiles"] = tiles(base, file)
    print("RESULT " + json.dumps(found), flush=True)
    # QGIS's own end sometimes fails after everything is done.
    os._exit(0)


if __name__ == "__main__":
    main()
