# Sends by boto3 inputs that keep to the service model of botocore, made up from a seed, and prints what failed.
import json
import sys

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError
from model_inputs import Maker, Unmakeable

config = Config(
    retries={"total_max_attempts": 1},
    connect_timeout=5,
    read_timeout=20,
    inject_host_prefix=False,
    s3={"addressing_style": "path"},
)
asked = json.load(sys.stdin)


def parts(version):
    return [int(part) for part in version.split(".")[:3]]


if parts(botocore.__version__) > parts(asked["models"]):
    print(json.dumps({"newer": botocore.__version__}))
    sys.exit()
problems, unmade, sent = [], [], 0
available = boto3.session.Session().get_available_services()
clients = {service: boto3.client(service, config=config) for service in asked["served"] if service in available}
clients["s3"].create_bucket(Bucket="present")
for service, client in clients.items():
    for operation in asked["served"][service]:
        if operation not in client.meta.service_model.operation_names:
            continue
        shape = client.meta.service_model.operation_model(operation).input_shape
        for seed in asked["seeds"] if shape is not None and shape.members else []:
            try:
                # Seeds of strings are the same on every run, which a hash is not.
                request = Maker(f"{service} {operation} {seed}", seed == 0).structure(shape)
            except Unmakeable as missing:
                unmade.append(f"{service} {operation} {missing}")
                continue
            sent += 1
            if service == "s3" and operation == "DeleteBucket":
                request["Bucket"] = "absent"
            try:
                client._make_api_call(operation, request)
            except ClientError as error:
                status = error.response["ResponseMetadata"]["HTTPStatusCode"]
                # S3 says 501 for what it does not have, which clients do not retry.
                if not 300 <= status < 500 and not (service == "s3" and status == 501):
                    problems.append(f"{service} {operation} {seed}: {status} {error} {json.dumps(request, default=str)}")
            except Exception as error:
                problems.append(f"{service} {operation} {seed}: {type(error).__name__} {error} {json.dumps(request, default=str)}")
print(json.dumps({"sent": sent, "unmade": sorted(set(unmade)), "problems": problems}))
