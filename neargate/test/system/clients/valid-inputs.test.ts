import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsError } from '../../../src/core/aws-error.ts';
import type { Gateway } from '../../../src/gateway/http-server.ts';
import { catalog, type ServiceName } from '../../../src/services/catalog.ts';
import { requireValidInput } from '../../../src/services/validation.ts';
import { models } from './models.ts';
import { emptyAccount, reportOfBoto3, servedOperations } from './empty-account.ts';

/** What AWS demands beyond its models, by its API reference. */
const beyondModels: Readonly<Record<string, string>> = {
  'application-autoscaling DescribeScalingActivities maxResults': 'from 1',
  'codebuild CreateProject autoRetryLimit': 'the console takes at most 10',
  'codebuild UpdateProject autoRetryLimit': 'the console takes at most 10',
  'codebuild RetryBuild id': 'there is no build to retry without it',
  'ecs ListTaskDefinitionFamilies maxResults': 'from 1',
  'ecs ListTaskDefinitions maxResults': 'from 1',
  'ecs ListTasks maxResults': 'from 1',
  'iam UpdateAccessKey status': 'only IAM makes a credential Expired',
  'iam UpdateServiceSpecificCredential status': 'only IAM makes a credential Expired',
  'kms Decrypt ciphertextBlob': 'required, except in a dry run',
  'kms GenerateRandom numberOfBytes': 'required',
  'kms ReEncrypt ciphertextBlob': 'required, except in a dry run',
  'kms ScheduleKeyDeletion pendingWindowInDays': 'from 7 to 30',
  'logs PutResourcePolicy policyDocument': 'required',
  'logs PutResourcePolicy policyName': 'required',
};

let gateway: Gateway;
const refused = new Set<string>();

beforeAll(async () => {
  gateway = await emptyAccount((service, operation, input) => {
    const refusal = refusalOf(service, operation, input);
    if (refusal !== undefined && !isBeyondModels(service, operation, refusal))
      refused.add(`${service} ${operation}: ${refusal}`);
  });
});

afterAll(() => gateway.stop());

function refusalOf(service: ServiceName, operation: string, input: unknown): string | undefined {
  try {
    requireValidInput(catalog[service], operation, input);
    return undefined;
  } catch (error) {
    return (error as AwsError).message;
  }
}

function isBeyondModels(service: ServiceName, operation: string, refusal: string): boolean {
  const members = [...refusal.matchAll(/ at '([^']*)' failed/g)].map(([, member]) => member);
  return members.length > 0 && members.every((member) => `${service} ${operation} ${member}` in beyondModels);
}

interface Report {
  /** The version of botocore, where it is newer than the tables. */
  readonly newer?: string;
  readonly sent: number;
  /** Inputs that nothing was found for. */
  readonly unmade: readonly string[];
  /** Answers that are the server's fault, or none at all. */
  readonly problems: readonly string[];
}

/** Inputs made up from the models that boto3 carries, not from the tables that are judged. */
it(
  'what keeps to a service model is valid input of every operation',
  { timeout: 300_000 },
  async ({ skip }) => {
    const seeds = [0, 1, 2];
    const report = await reportOfBoto3<Report>('valid_inputs.py', gateway, {
      served: servedOperations(),
      seeds,
      models,
    });
    if (report === undefined) return skip('boto3 is not installed');
    if (report.newer !== undefined)
      return skip(`the tables are of botocore ${models}, installed is ${report.newer}`);
    const { sent, unmade, problems } = report;
    expect({ refused: [...refused], problems, unmade }).toEqual({ refused: [], problems: [], unmade: [] });
    expect(sent).toBeGreaterThan(2000);
    return undefined;
  },
);
