# Calls every operation that it is told of by boto3, in one process, and prints what was not answered as AWS would.
import json
import re
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

# https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html, and what the services' own pages add to it
COMMON = {
    "json": "AccessDeniedException UnrecognizedClientException ValidationException",
    "query": "AccessDenied InvalidParameterCombination InvalidParameterValue MissingParameter ValidationError",
    "ec2": "InvalidParameterCombination InvalidParameterValue MissingParameter",
    "rest-xml": "AccessDenied",
}
# CloudWatch answers as in the query protocol, whatever it is asked in.
COMMON["smithy-rpc-v2-cbor"] = COMMON["query"]
# Those that have no errors in their models, or few.
OWN = {
    # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    "ec2": """
AddressLimitExceeded DefaultVpcAlreadyExists DependencyViolation Gateway.NotAttached InvalidAddress.NotFound
InvalidAllocationID.NotFound InvalidAssociationID.NotFound InvalidAttachmentID.NotFound InvalidDhcpOptionID.NotFound
InvalidFlowLogId.NotFound InvalidGroup.NotFound InvalidGroupId.Malformed InvalidID InvalidInstanceID.Malformed
InvalidInstanceID.NotFound InvalidInternetGatewayID.NotFound InvalidKey.Format InvalidNetworkAclID.NotFound
InvalidNetworkInterfaceID.NotFound InvalidPermission.NotFound InvalidPrefixListID.NotFound InvalidRouteTableID.NotFound
InvalidSecurityGroupRuleId.NotFound InvalidSubnetCidrBlockAssociationID.NotFound InvalidSubnetID.NotFound
InvalidVpcCidrBlockAssociationID.NotFound InvalidVpcEndpointId.NotFound InvalidVpcID.NotFound NatGatewayNotFound
UnsupportedOperation InvalidVolume.NotFound
"""
    # Not in the list; Terraform's provider waits for them.
    + "InvalidIpamPoolId.NotFound NoSuchAssociation",
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. A HEAD has no body, so that its code is the status.
    "s3": """
404 AccessControlListNotSupported InvalidArgument InvalidBucketName InvalidRequest MalformedPolicy MalformedXML
MethodNotAllowed MissingRequestBodyError NoSuchBucket NoSuchBucketPolicy NoSuchConfiguration NoSuchCORSConfiguration
NoSuchLifecycleConfiguration NoSuchPublicAccessBlockConfiguration NoSuchTagSet NoSuchWebsiteConfiguration
ObjectLockConfigurationNotFoundError OwnershipControlsNotFoundError ReplicationConfigurationNotFoundError
""",
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
    "sqs": "InvalidAttributeName InvalidParameterValue MissingParameter AWS.SimpleQueueService.NonExistentQueue",
}

# Reads that need one of several members, or a resource that an empty account has not, or another caller than the root user.
REFUSED_READS = {
    "codecommit GetBranch": "RepositoryNameRequiredException",
    "ec2 DescribeLaunchTemplateVersions": "MissingParameter",
    "ecs ListServices": "ClusterNotFoundException",
    "ecs ListTasks": "ClusterNotFoundException",
    "elbv2 DescribeListeners": "ValidationError",
    "elbv2 DescribeRules": "ValidationError",
    "iam GetLoginProfile": "ValidationError",
    "iam ListSSHPublicKeys": "ValidationError",
    "iam ListServiceSpecificCredentials": "ValidationError",
    "logs DescribeLogStreams": "InvalidParameterException",
}
# Without their parameters these are other operations, which take the request: PutObject, DeleteObject, lists of all.
OTHERWISE_TAKEN = """
AbortMultipartUpload CopyObject GetBucketAnalyticsConfiguration GetBucketIntelligentTieringConfiguration
GetBucketInventoryConfiguration GetBucketMetricsConfiguration UploadPart UploadPartCopy
""".split()


def is_known(client, operation, code):
    model = client.meta.service_model
    errors = model.operation_model(operation).error_shapes or model.error_shapes
    names = {name for shape in errors for name in (shape.name, shape.error_code)}
    common = COMMON[model.metadata["protocol"]] + " " + OWN.get(model.service_name, "")
    return code in names or code in common.split()


def outline(client, operation, label="absent"):
    """What a request cannot be sent without: the labels of its path."""
    members = client.meta.service_model.operation_model(operation).input_shape.members
    return {name: label for name, member in members.items() if member.serialization.get("location") == "uri"}


def empty(shape):
    if shape.type_name == "structure":
        return {name: empty(shape.members[name]) for name in shape.required_members}
    return {"list": [], "map": {}, "boolean": False, "integer": 0, "long": 0, "float": 0, "double": 0, "blob": b""}.get(
        shape.type_name, "2026-01-01" if shape.type_name == "timestamp" else ""
    )


def hollow(client, operation):
    """Every required member, empty."""
    shape = client.meta.service_model.operation_model(operation).input_shape
    return {name: empty(shape.members[name]) for name in shape.required_members} | outline(client, operation)


def problem_of(client, operation, request, must):
    try:
        status = client._make_api_call(operation, request)["ResponseMetadata"]["HTTPStatusCode"]
        if must not in ("answered", "either"):
            return f"was taken, with status {status}"
        return None if 200 <= status < 300 else f"was answered with status {status}"
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        said = f"{status} {error.response['Error'].get('Code')}: {error.response['Error'].get('Message')}"
        if not 400 <= status < 500 or must not in ("refused", "either", error.response["Error"]["Code"]):
            return f"was answered {said}"
        return None if is_known(client, operation, error.response["Error"]["Code"]) else f"has no such error: {said}"
    except Exception as error:
        return f"failed: {type(error).__name__} {error}"


config = Config(
    parameter_validation=False,
    retries={"total_max_attempts": 1},
    connect_timeout=5,
    read_timeout=20,
    inject_host_prefix=False,
    s3={"addressing_style": "path"},
)
served = json.load(sys.stdin)
available = boto3.session.Session().get_available_services()
clients = {service: boto3.client(service, config=config) for service in served if service in available}
counts = {"read": 0, "bare": 0, "outlined": 0, "hollow": 0, "of_bucket": 0}
problems = []


def call(kind, service, operation, request, must):
    counts[kind] += 1
    problem = problem_of(clients[service], operation, request, must)
    if problem is not None:
        problems.append(f"{service} {operation} {json.dumps(request, default=str)} {problem}")


def lacks_a_member(service, operation, request):
    required = clients[service].meta.service_model.operation_model(operation).input_shape.required_members
    return not set(required) <= set(request) and not (service == "s3" and operation in OTHERWISE_TAKEN)


needing, others = [], []
for service, client in clients.items():
    for operation in served[service]:
        if operation not in client.meta.service_model.operation_names:
            continue
        shape = client.meta.service_model.operation_model(operation).input_shape
        if shape is not None and shape.required_members:
            needing.append((service, operation))
        elif re.match("Describe|List|Get", operation):
            call("read", service, operation, {}, REFUSED_READS.get(f"{service} {operation}", "answered"))
        else:
            others.append((service, operation))
for service, operation in others:
    call("bare", service, operation, {}, "either")
for service, operation in needing:
    outlined = outline(clients[service], operation)
    call("outlined", service, operation, outlined, "refused" if lacks_a_member(service, operation, outlined) else "either")
    call("hollow", service, operation, hollow(clients[service], operation), "either")
# Of a bucket that is there, since one that is not there is refused whatever is said of it.
clients["s3"].create_bucket(Bucket="present")
for operation in served["s3"]:
    if operation in ("ListBuckets", "CreateBucket", "DeleteBucket"):
        continue
    request = outline(clients["s3"], operation, "present")
    call("of_bucket", "s3", operation, request, "refused" if lacks_a_member("s3", operation, request) else "either")
print(json.dumps({"counts": counts, "problems": problems}))
