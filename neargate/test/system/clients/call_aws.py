# Calls AWS by boto3 as lines of JSON on standard input ask for, and answers each with a line.
import json
import sys

import boto3
from botocore.exceptions import ClientError

clients = {}


def client(service):
    if service not in clients:
        clients[service] = boto3.client(service)
    return clients[service]


for line in sys.stdin:
    request = json.loads(line)
    try:
        target = client(request["service"])
        if "waiter" in request:
            config = {"Delay": 1, "MaxAttempts": 120}
            target.get_waiter(request["waiter"]).wait(WaiterConfig=config, **request["input"])
            answer = {"output": {}}
        else:
            answer = {"output": getattr(target, request["operation"])(**request["input"])}
    except ClientError as error:
        answer = {"code": error.response["Error"]["Code"], "message": str(error)}
    except Exception as error:
        answer = {"code": type(error).__name__, "message": str(error)}
    print(json.dumps(answer, default=str), flush=True)
