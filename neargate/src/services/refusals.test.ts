import { describe, expect, it } from 'vitest';
import type { AwsError } from '../core/aws-error.ts';
import { catalog, type ServiceName } from './catalog.ts';
import type { ServiceDefinition } from './operation.ts';
import { inputConstraints } from './service-constraints.ts';
import { type MemberConstraints, requireValidInput, type StructureConstraints } from './validation.ts';
import type { Path, Violation } from './violation.ts';

function refusalOf(service: ServiceName, operation: string, input: object): string {
  try {
    requireValidInput(catalog[service], operation, input);
  } catch (error) {
    const { code, message } = error as AwsError;
    return `${code}: ${message}`;
  }
  return 'taken';
}

const cases: readonly (readonly [ServiceName, string, object, string])[] = [
  [
    'sqs',
    'SendMessage',
    { QueueUrl: 'q' },
    'MissingParameter: The request must contain the parameter MessageBody.',
  ],
  [
    'sqs',
    'DeleteMessageBatch',
    { QueueUrl: 'q', Entries: [{ Id: '1', ReceiptHandle: 'x' }, { ReceiptHandle: 'x' }] },
    'MissingParameter: The request must contain the parameter DeleteMessageBatchRequestEntry.2.Id.',
  ],
  [
    'sqs',
    'ReceiveMessage',
    { QueueUrl: 'q', MessageSystemAttributeNames: ['All', 'Size'] },
    'InvalidAttributeName: Unknown Attribute Size.',
  ],
  ['sqs', 'ReceiveMessage', { QueueUrl: 'q', AttributeNames: ['SentTimestamp'] }, 'taken'],
  [
    'sns',
    'AddPermission',
    { TopicArn: 'arn', AWSAccountId: ['1'] },
    "ValidationError: 2 validation errors detected: Value null at 'label' failed to satisfy constraint: Member must not be null; Value null at 'actionName' failed to satisfy constraint: Member must not be null",
  ],
  ['ec2', 'CreateSubnet', {}, 'MissingParameter: The request must contain the parameter vpcId'],
  ['ec2', 'CreateVpcEndpoint', {}, 'MissingParameter: The request must contain the parameter VpcId'],
  [
    'ec2',
    'CreateSecurityGroup',
    { GroupName: 'web' },
    'MissingParameter: The request must contain the parameter groupDescription',
  ],
  [
    'ec2',
    'CreateFlowLogs',
    { ResourceIds: ['vpc-1'], ResourceType: 'VPC', TrafficType: 'SOME' },
    'InvalidParameterValue: Value (SOME) for parameter trafficType is invalid. Valid values are: ACCEPT, REJECT, ALL.',
  ],
  [
    'ec2',
    'DescribeVpcs',
    { MaxResults: 1 },
    'InvalidParameterValue: Value ( 1 ) for parameter maxResults is invalid. Expecting a value greater than or equal to 5.',
  ],
  [
    'ec2',
    'CreateVpc',
    { TagSpecifications: [{ ResourceType: 'network' }] },
    "InvalidParameterValue: 'network' is not a valid taggable resource type.",
  ],
  [
    's3',
    'PutBucketVersioning',
    { Bucket: 'b', VersioningConfiguration: { Status: 'On' } },
    'MalformedXML: The XML you provided was not well-formed or did not validate against our published schema',
  ],
  ['s3', 'PutBucketVersioning', { Bucket: 'b' }, 'MissingRequestBodyError: Request Body is empty'],
  [
    's3',
    'PutObject',
    { Bucket: 'b', Key: 'k', StorageClass: 'COLD' },
    'InvalidStorageClass: The storage class you specified is not valid',
  ],
  ['s3', 'PutObject', { Bucket: 'b', Key: 'k', ChecksumAlgorithm: 'crc32' }, 'taken'],
  ['s3', 'GetObject', { Bucket: 'b', Key: 'k', ChecksumMode: 'on' }, 'taken'],
  [
    'route53',
    'GetHostedZone',
    { Id: 'Z'.repeat(33) },
    `InvalidInput: 1 validation error detected: Value '${'Z'.repeat(33)}' at 'id' failed to satisfy constraint: Member must have length less than or equal to 32`,
  ],
  ['route53', 'GetHostedZone', { Id: `/hostedzone/${'Z'.repeat(21)}` }, 'taken'],
  [
    'route53',
    'ChangeResourceRecordSets',
    {
      HostedZoneId: 'Z1',
      ChangeBatch: {
        Changes: [
          {
            Action: 'UPSERT',
            ResourceRecordSet: {
              Name: 'a',
              Type: 'A',
              AliasTarget: { HostedZoneId: 'z'.repeat(33), DNSName: 'b', EvaluateTargetHealth: false },
            },
          },
        ],
      },
    },
    `InvalidInput: Invalid XML ; cvc-maxLength-valid: Value '${'z'.repeat(33)}' with length = '33' is not facet-valid with respect to maxLength '32' for type 'ResourceId'.`,
  ],
  [
    'route53',
    'ChangeResourceRecordSets',
    {
      HostedZoneId: 'Z1',
      ChangeBatch: {
        Changes: [{ Action: 'UPSERT', ResourceRecordSet: { Name: 'a', Type: 'A', ResourceRecords: [] } }],
      },
    },
    `InvalidInput: Invalid XML ; cvc-complex-type.2.4.b: The content of element 'ResourceRecords' is not complete. One of '{"https://route53.amazonaws.com/doc/2013-04-01/":ResourceRecord}' is expected.`,
  ],
  [
    'route53',
    'ChangeResourceRecordSets',
    { HostedZoneId: 'Z1', ChangeBatch: { Changes: [{ Action: 'UPSERT' }] } },
    `InvalidInput: Invalid XML ; cvc-complex-type.2.4.b: The content of element 'Change' is not complete. One of '{"https://route53.amazonaws.com/doc/2013-04-01/":ResourceRecordSet}' is expected.`,
  ],
  [
    'codecommit',
    'GetBlob',
    { repositoryName: 'r' },
    'BlobIdRequiredException: A blob ID is required, but was not specified.',
  ],
  [
    'codecommit',
    'TagResource',
    { resourceArn: 'a', tags: { k: 'v'.repeat(257) } },
    'InvalidTagsMapException: The map of tags is not valid.',
  ],
  [
    'codecommit',
    'ListRepositories',
    { sortBy: 'size' },
    'InvalidSortByException: The specified sort by value is not valid.',
  ],
  [
    'codedeploy',
    'GetApplication',
    { applicationName: '' },
    'ApplicationNameRequiredException: The minimum number of required application names was not specified.',
  ],
  [
    'codedeploy',
    'ListDeployments',
    { includeOnlyStatuses: ['Done'] },
    "InvalidDeploymentStatusException: The specified deployment status doesn't exist or cannot be determined.",
  ],
];

it.each(cases)('%s %s %j: %s', (service, operation, input, expected) => {
  expect(refusalOf(service, operation, input)).toBe(expected);
});

describe('what a service model demands', () => {
  it.each(['codecommit', 'codedeploy', 'ec2', 'route53', 'sqs'] as const)(
    '%s: has an answer in its own words, whatever it is',
    (service) => {
      const definition: ServiceDefinition = catalog[service];
      const { constraints, refusal, operations } = definition;
      if (constraints === undefined || refusal === undefined) throw new Error('it has none');
      const unanswered = Object.keys(operations).flatMap((operation) =>
        violationsOf(inputConstraints(constraints, operation) ?? {})
          .filter((violation) => refusal(violation, operation) === undefined)
          .map(({ path, demand }) => `${operation} ${JSON.stringify(path)} ${demand}`),
      );
      expect(unanswered).toEqual([]);
    },
  );
});

/** One of each demand on each member, of each structure that is held once. */
function violationsOf(
  constraints: StructureConstraints,
  parent?: Path,
  seen: readonly (string | undefined)[] = [],
): Violation[] {
  return Object.entries(constraints).flatMap(([name, member]) => {
    const path: Path = { parent, member: name };
    const missing: Violation[] =
      member.required === true ? [{ demand: 'required', path, value: undefined, constraints: member }] : [];
    return [...missing, ...violationsOfValue(member, path, seen)];
  });
}

function violationsOfValue(
  member: MemberConstraints,
  path: Path,
  seen: readonly (string | undefined)[],
): Violation[] {
  if (member.shape !== undefined && seen.includes(member.shape)) return [];
  const within = [...seen, member.shape];
  const { keys, values, each } = member;
  const contents = { contents: {}, sensitive: undefined };
  return [
    ...demandsOn(member, path),
    ...violationsOf(member.members ?? {}, path, within),
    ...(each === undefined
      ? []
      : [
          ...demandsOn(each, path, { ...contents, holder: 'list' }),
          ...violationsOf(each.members ?? {}, { parent: path, index: 0 }, within),
        ]),
    ...(keys === undefined ? [] : demandsOn(keys, path, { ...contents, holder: 'mapKeys' })),
    ...(values === undefined ? [] : demandsOn(values, path, { ...contents, holder: 'mapValues' })),
  ];
}

function demandsOn(constraints: MemberConstraints, path: Path, within?: Violation['within']): Violation[] {
  return (['enum', 'min', 'max', 'pattern'] as const)
    .filter((demand) => constraints[demand] !== undefined)
    .map((demand) => ({ demand, path, value: 'a value', constraints, within }));
}
