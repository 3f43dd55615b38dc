"""Takes valid calls to things that are there, and lets each call come from an address of its own.

No description can say which units, topics and receipts exist. So what is generated as valid names real ones, and must
then be accepted; what is generated as invalid stays as it is, and must be refused.
"""

import itertools
import json
import os
import pathlib
import re
import urllib.request

import schemathesis
from schemathesis.generation import GenerationMode

_ADDRESS = os.environ["DANVAN_ADDRESS"]
_TOLD = pathlib.Path(os.environ["DANVAN_TOLD"]).read_text(encoding="utf-8")
_RECEIPTS = re.findall(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", _TOLD)
_calls = itertools.count(1)

with urllib.request.urlopen(f"{_ADDRESS}/api/v1/units?kind=ward") as answer:
    _WARDS = json.load(answer)["units"]

# A grey point, as small as a PNG can be.
_PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


@schemathesis.hook
def before_call(context, case, kwargs):
    number = next(_calls)
    headers = dict(case.headers or {})
    headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    case.headers = headers
    meta = case.meta
    if meta is None or meta.generation.mode != GenerationMode.POSITIVE:
        return
    if isinstance(case.body, dict):
        _name_real_things(case.body, number)
    parameters = case.path_parameters or {}
    if "receipt" in parameters and number % 2 == 0:
        case.path_parameters = {**parameters, "receipt": _RECEIPTS[number % len(_RECEIPTS)]}
    elif "id" in parameters and number % 4 != 0:
        case.path_parameters = {**parameters, "id": _WARDS[number % len(_WARDS)]["id"]}


def _name_real_things(body, number):
    ward = _WARDS[number % len(_WARDS)]
    place = body.get("place")
    if isinstance(place, str):
        body["place"] = ward["id"]
    if isinstance(place, dict):
        if "unit" in place:
            place["unit"] = ward["id"]
        elif "code" in place:
            place.update(code=ward["code"], **{("day" if "day" in place else "on"): "2026-01-01"})
        elif "lat" in place:
            place.update(lat=21.03, lon=105.83)
    if isinstance(body.get("photos"), list):
        body["photos"] = [_PICTURE for _ in body["photos"]]
