import { expect, it } from 'vitest';
import { catalog, type ServiceName } from '../../../src/services/catalog.ts';
import { requireValidInput } from '../../../src/services/validation.ts';
import { outputOfBoto3, servedOperations } from './empty-account.ts';
import { models } from './models.ts';

/** An input that breaks one demand of a service model. */
interface Breach {
  readonly service: ServiceName;
  readonly operation: string;
  /** The path of the member and its shape. */
  readonly where: string;
  readonly demand: 'required' | 'enum' | 'min' | 'max' | 'pattern';
  readonly input: unknown;
}

/** The version of botocore, where it is newer than the tables. */
interface Newer {
  readonly newer: string;
}

/** What the tables leave out, and who answers it. */
const answeredElsewhere: readonly (readonly [RegExp, string])[] = [
  [
    /^s3 \w+\.(?:Bucket|CopySource|Id|Key|PartNumber|UploadId): required/,
    'without it a request is for another operation',
  ],
  [/^s3 .*\.Key \(ObjectKey\): min/, 'the path of a bucket'],
  [
    /^s3 .*\((?:ChecksumMode|OptionalObjectAttributes|RequestPayer)\): enum/,
    'S3 takes headers that it does not know',
  ],
  [
    /^s3 .*\((?:BucketCannedACL|BucketLocationConstraint|CopySource|Event|FilterRuleName|ObjectCannedACL)\)/,
    'the operation',
  ],
  [/^ec2 .*\((?:LaunchTemplateName|VpcAttributeName|VpcTenancy)\)/, 'the operation'],
  [/^ec2 .*\(InstanceType\)/, 'AWS adds to them every month'],
  [/^ec2 (?:Create|Delete)Tags\.Resources: required/, 'the operation, by another name'],
  [/^(?:sns|sqs) .*MessageAttributes<value>\.DataType: required/, 'the operation'],
  [
    /^sqs \w+Batch\.Entries(?:\[\]\.(?:MessageBody|ReceiptHandle))?: required/,
    'the operation, for each entry',
  ],
  [/^sqs AddPermission\.(?:AWSAccountIds|Actions): required/, 'the operation, by other names'],
];

/** The demands come from the models that boto3 carries, not from the tables that are judged. */
it('what breaks a demand of a service model is refused', { timeout: 120_000 }, async ({ skip }) => {
  const request = { served: servedOperations(), seeds: [0, 1, 2], each: 4, models };
  const output = await outputOfBoto3('invalid_inputs.py', request);
  if (output === undefined) return skip('boto3 is not installed');
  const lines = output.split('\n').filter((line) => line !== '');
  const [first] = lines.map((line) => JSON.parse(line, revive) as Breach | Newer);
  if (first !== undefined && 'newer' in first)
    return skip(`the tables are of botocore ${models}, installed is ${first.newer}`);
  const breaches = lines.map((line) => JSON.parse(line, revive) as Breach);
  const taken = new Set(breaches.filter((breach) => !isRefused(breach)).map(described));
  expect([...taken].filter((breach) => !answeredElsewhere.some(([what]) => what.test(breach)))).toEqual([]);
  expect(breaches.length).toBeGreaterThan(5000);
  return undefined;
});

function described({ service, operation, where, demand }: Breach): string {
  return `${service} ${operation}${where}: ${demand}`;
}

function isRefused({ service, operation, input }: Breach): boolean {
  try {
    requireValidInput(catalog[service], operation, input);
    return false;
  } catch {
    return true;
  }
}

function revive(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value) return new Uint8Array(Number(value.$bytes));
  return '$date' in value ? new Date(String(value.$date)) : value;
}
