"""Reads a service through owslib: conformance, collections, queryables, items by page and by id. Prints JSON.

usage: owslib_reads.py BASE
"""

import json
import sys

from owslib.ogcapi.features import Features


def every_item(service, name):
    """Ids of all items, page by page, as a client follows them."""
    ids, page = [], service.collection_items(name, limit=200)
    while True:
        ids += [feature["id"] for feature in page["features"]]
        following = [link for link in page["links"] if link["rel"] == "next"]
        if not following:
            return ids
        after = following[0]["href"].split("after=")[1].split("&")[0]
        page = service.collection_items(name, limit=200, after=after)


def main():
    service = Features(sys.argv[1] + "/")
    names = service.feature_collections()
    ids = {name: every_item(service, name) for name in names}
    first = service.collection_item("grids", ids["grids"][0])
    json.dump(
        {
            "conformance": len(service.conformance()["conformsTo"]),
            "paths": len(service.api()["paths"]),
            "collections": {name: {"items": len(found), "ids": len(set(found))} for name, found in ids.items()},
            "queryables": sorted(service.collection_queryables("grids")["properties"]),
            "first": first["properties"],
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
