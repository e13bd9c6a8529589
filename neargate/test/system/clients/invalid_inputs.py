# Prints inputs that keep to the service models of botocore in all but one thing, one a line, and what that is.
import datetime
import json
import random
import re
import sys

import botocore
from botocore.session import Session
from model_inputs import Maker, Unmakeable, python_pattern

# Longer values are not worth their bytes.
LONGEST = 20000
STRANGE = ["\u0001", "!", " ", "\u00a7\u00a7", "#", "A", "%%", "a b"]


def breaches(shape, value, put, path):
    """The ways to break one demand of `shape` on `value`: where, which demand, and how."""
    kind, limits = shape.type_name, shape.metadata
    here = f"{path} ({shape.name})"
    low, high = limits.get("min"), limits.get("max")
    if kind == "structure":
        for name in shape.required_members:
            if name in value:
                yield f"{path}.{name}", "required", lambda name=name: value.pop(name)
        for name in value:
            yield from breaches(shape.members[name], value[name], setter(value, name), f"{path}.{name}")
        return
    if kind == "list":
        if low and low <= LONGEST:
            yield here, "min", lambda: put(value[: int(low) - 1])
        if high is not None and high <= LONGEST and value:
            yield here, "max", lambda: put((value * (int(high) + 1))[: int(high) + 1])
        for index, element in enumerate(value[:1]):
            yield from breaches(shape.member, element, setter(value, index), f"{path}[]")
        return
    if kind == "map":
        for key in list(value)[:1]:
            yield from breaches(shape.key, key, lambda other: renamed(value, key, other), f"{path}<key>")
            yield from breaches(shape.value, value[key], setter(value, key), f"{path}<value>")
        return
    if kind == "string" and getattr(shape, "enum", None):
        yield here, "enum", lambda: put("no-such-value")
    elif kind in ("string", "blob"):
        one = "x" if kind == "string" else b"x"
        if low and low <= LONGEST:
            yield here, "min", lambda: put(one * (int(low) - 1))
        if high is not None and high <= LONGEST:
            yield here, "max", lambda: put(one * (int(high) + 1))
        strange = strange_to(limits.get("pattern"), int(low or 0)) if kind == "string" else None
        if strange is not None:
            yield here, "pattern", lambda: put(strange)
    elif kind in ("integer", "long", "float", "double"):
        if low is not None:
            yield here, "min", lambda: put(low - 1)
        if high is not None:
            yield here, "max", lambda: put(high + 1)


def strange_to(pattern, low):
    if pattern is None:
        return None
    try:
        compiled = re.compile(f"(?:{python_pattern(pattern)})")
    except re.error:
        return None
    for text in STRANGE:
        longer = text * max(1, -(-low // len(text)))
        if not compiled.fullmatch(longer):
            return longer
    return None


def setter(container, key):
    def put(value):
        container[key] = value

    return put


def renamed(container, key, other):
    container[other] = container.pop(key)


def plain(value):
    if isinstance(value, bytes):
        return {"$bytes": len(value)}
    if isinstance(value, datetime.datetime):
        return {"$date": value.isoformat()}
    raise TypeError(type(value))


asked = json.load(sys.stdin)


def parts(version):
    return [int(part) for part in version.split(".")[:3]]


if parts(botocore.__version__) > parts(asked["models"]):
    print(json.dumps({"newer": botocore.__version__}))
    sys.exit()
session = Session()
available = session.get_available_services()
for service in [name for name in asked["served"] if name in available]:
    model = session.get_service_model(service)
    for operation in asked["served"][service]:
        shape = model.operation_model(operation).input_shape if operation in model.operation_names else None
        if shape is None or not shape.members:
            continue
        for seed in asked["seeds"]:
            name = f"{service} {operation} {seed}"
            try:
                count = len(list(breaches(shape, Maker(name, seed == 0).structure(shape), None, "")))
            except Unmakeable:
                continue
            # The same input is made again for each, since breaking one changes it.
            chosen = random.Random(name).sample(range(count), min(count, asked["each"]))
            for index in chosen:
                made = Maker(name, seed == 0).structure(shape)
                where, demand, break_it = list(breaches(shape, made, None, ""))[index]
                break_it()
                breach = {"service": service, "operation": operation, "where": where, "demand": demand, "input": made}
                print(json.dumps(breach, default=plain))
