import type { OperationContext } from '../context.ts';
import { parseStatements } from '../iam/policy-document.ts';
import { putObject } from '../s3/operations/put-object.ts';
import { bucketsOf } from '../s3/store.ts';
import { invalidConfigurationRequest, validationError } from './errors.ts';
import { mayDeliverLogs } from './log-bucket-policy.ts';
import type { LoadBalancerRow } from './store.ts';

/** The attributes that turn a kind of log on, and the file that ELB writes to try the bucket. */
const kinds = [
  { attributes: 'access_logs.s3', testFile: 'ELBAccessLogTestFile', name: 'AccessLog' },
  { attributes: 'connection_logs.s3', testFile: 'ELBConnectionLogTestFile', name: 'ConnectionLog' },
  { attributes: 'health_check_logs.s3', testFile: 'ELBHealthCheckLogTestFile', name: 'HealthCheckLog' },
] as const;

/**
 * Tries the bucket of each kind of log that is on with these attributes and was not on, or elsewhere, before: by the bucket's
 * policy, and with a test file as AWS does. Throws InvalidConfigurationRequest when logs could not be delivered.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function checkLogBuckets(
  context: OperationContext,
  row: LoadBalancerRow,
  attributes: Readonly<Record<string, string>>,
): void {
  for (const { attributes: group, testFile, name } of kinds) {
    if (attributes[`${group}.enabled`] !== 'true') continue;
    const isAsBefore = ['enabled', 'bucket', 'prefix'].every(
      (member) => attributes[`${group}.${member}`] === row.attributes[`${group}.${member}`],
    );
    if (isAsBefore) continue;
    const bucket = attributes[`${group}.bucket`] ?? '';
    const prefix = attributes[`${group}.prefix`] ?? '';
    if (bucket === '') throw validationError(`The value of '${group}.bucket' cannot be empty`);
    if (prefix.includes('AWSLogs')) {
      throw validationError(`The value of '${group}.prefix' cannot contain 'AWSLogs'`);
    }
    const folder = `${prefix === '' ? '' : `${prefix}/`}AWSLogs/${context.caller.accountId}`;
    const key = `${folder}/${testFile}`;
    checkLogAccess(context, row.loadBalancerArn, bucket, key);
    const date = new Date(context.clock.now()).toUTCString();
    putObject.handle(context, {
      Bucket: bucket,
      Key: key,
      Body: new TextEncoder().encode(`Enable ${name} for ELB: ${row.name} at ${date}`),
    });
  }
}

/** Throws InvalidConfigurationRequest unless ELB may put the object for the load balancer. */
export function checkLogAccess(
  context: OperationContext,
  loadBalancerArn: string,
  bucketName: string,
  key: string,
): void {
  const bucket = bucketsOf(context).get(bucketName);
  const { region, accountId } = context.caller;
  const isAllowed =
    bucket !== undefined &&
    bucket.region === region &&
    bucket.policy !== undefined &&
    mayDeliverLogs(parseStatements(bucket.policy), {
      region,
      accountId,
      loadBalancerArn,
      objectArn: `arn:aws:s3:::${bucketName}/${key}`,
    });
  if (isAllowed) return;
  throw invalidConfigurationRequest(
    `Access Denied for bucket: ${bucketName}. Please check S3bucket permission`,
  );
}
