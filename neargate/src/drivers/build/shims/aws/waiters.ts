import { callService, type Session } from './call.ts';
import { CliError, ServiceError, usage } from './cli-error.ts';
import { plain, queried } from './output.ts';
import { readParameters } from './parameters.ts';
import { loadWireSchema } from '../../../../wire/load-schema.ts';
import { cliServices } from './services.ts';

/** What is polled, and when it is over. Expressions are JMESPath over the output. */
interface Waiter {
  readonly operation: string;
  /** AWS's interval and number of attempts: how long is waited, at most, is their product. */
  readonly delaySeconds: number;
  readonly maxAttempts: number;
  readonly success?: string;
  readonly failure?: string;
  readonly successError?: string;
  readonly retryError?: string;
}

const rdsFailure =
  "contains(DBInstances[].DBInstanceStatus, 'failed') || contains(DBInstances[].DBInstanceStatus, 'deleting') || contains(DBInstances[].DBInstanceStatus, 'incompatible-parameters')";
const allOf = (list: string, field: string, value: string) =>
  `length(${list}) > \`0\` && length(${list}[?${field} != '${value}']) == \`0\``;

/** By `service waiter`. https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-waiters.html */
const waiters: Readonly<Record<string, Waiter>> = {
  'route53 resource-record-sets-changed': {
    operation: 'GetChange',
    delaySeconds: 30,
    maxAttempts: 60,
    success: "ChangeInfo.Status == 'INSYNC'",
  },
  'ecs services-stable': {
    operation: 'DescribeServices',
    delaySeconds: 15,
    maxAttempts: 40,
    failure:
      "contains(failures[].reason, 'MISSING') || contains(services[].status, 'DRAINING') || contains(services[].status, 'INACTIVE')",
    success: 'length(services[?!(length(deployments) == `1` && runningCount == desiredCount)]) == `0`',
  },
  'ecs services-inactive': {
    operation: 'DescribeServices',
    delaySeconds: 15,
    maxAttempts: 40,
    failure: "contains(failures[].reason, 'MISSING')",
    success: "contains(services[].status, 'INACTIVE')",
  },
  'ecs tasks-running': {
    operation: 'DescribeTasks',
    delaySeconds: 6,
    maxAttempts: 100,
    failure: "contains(tasks[].lastStatus, 'STOPPED') || contains(failures[].reason, 'MISSING')",
    success: allOf('tasks', 'lastStatus', 'RUNNING'),
  },
  'ecs tasks-stopped': {
    operation: 'DescribeTasks',
    delaySeconds: 6,
    maxAttempts: 100,
    success: allOf('tasks', 'lastStatus', 'STOPPED'),
  },
  'ecr image-scan-complete': {
    operation: 'DescribeImageScanFindings',
    delaySeconds: 5,
    maxAttempts: 60,
    success: "imageScanStatus.status == 'COMPLETE'",
    failure: "imageScanStatus.status == 'FAILED'",
  },
  'ecr lifecycle-policy-preview-complete': {
    operation: 'GetLifecyclePolicyPreview',
    delaySeconds: 5,
    maxAttempts: 20,
    success: "status == 'COMPLETE'",
    failure: "status == 'FAILED'",
  },
  'elbv2 load-balancer-available': {
    operation: 'DescribeLoadBalancers',
    delaySeconds: 15,
    maxAttempts: 40,
    success: allOf('LoadBalancers', 'State.Code', 'active'),
    retryError: 'LoadBalancerNotFound',
  },
  'elbv2 load-balancer-exists': {
    operation: 'DescribeLoadBalancers',
    delaySeconds: 15,
    maxAttempts: 40,
    success: '`true`',
    retryError: 'LoadBalancerNotFound',
  },
  'elbv2 load-balancers-deleted': {
    operation: 'DescribeLoadBalancers',
    delaySeconds: 15,
    maxAttempts: 40,
    successError: 'LoadBalancerNotFound',
  },
  'elbv2 target-in-service': {
    operation: 'DescribeTargetHealth',
    delaySeconds: 15,
    maxAttempts: 40,
    success: allOf('TargetHealthDescriptions', 'TargetHealth.State', 'healthy'),
    retryError: 'InvalidInstance',
  },
  'elbv2 target-deregistered': {
    operation: 'DescribeTargetHealth',
    delaySeconds: 15,
    maxAttempts: 40,
    success:
      "length(TargetHealthDescriptions) == `0` || length(TargetHealthDescriptions[?TargetHealth.State != 'unused']) == `0`",
    successError: 'InvalidTarget',
  },
  'deploy deployment-successful': {
    operation: 'GetDeployment',
    delaySeconds: 15,
    maxAttempts: 120,
    success: "deploymentInfo.status == 'Succeeded'",
    failure: "deploymentInfo.status == 'Failed' || deploymentInfo.status == 'Stopped'",
  },
  'rds db-instance-available': {
    operation: 'DescribeDBInstances',
    delaySeconds: 30,
    maxAttempts: 60,
    success: allOf('DBInstances', 'DBInstanceStatus', 'available'),
    failure: rdsFailure,
  },
  'rds db-instance-deleted': {
    operation: 'DescribeDBInstances',
    delaySeconds: 30,
    maxAttempts: 60,
    success: 'length(DBInstances) == `0`',
    successError: 'DBInstanceNotFound',
  },
  'iam role-exists': {
    operation: 'GetRole',
    delaySeconds: 1,
    maxAttempts: 20,
    success: '`true`',
    retryError: 'NoSuchEntity',
  },
  's3api bucket-exists': {
    operation: 'HeadBucket',
    delaySeconds: 5,
    maxAttempts: 20,
    success: '`true`',
    retryError: '404',
  },
  's3api bucket-not-exists': {
    operation: 'HeadBucket',
    delaySeconds: 5,
    maxAttempts: 20,
    successError: '404',
  },
  's3api object-exists': {
    operation: 'HeadObject',
    delaySeconds: 5,
    maxAttempts: 20,
    success: '`true`',
    retryError: '404',
  },
  's3api object-not-exists': {
    operation: 'HeadObject',
    delaySeconds: 5,
    maxAttempts: 20,
    successError: '404',
  },
};

/** Local answers cost nothing: it is asked more often than on AWS, for as long. */
const pollMs = 500;

/** `aws SERVICE wait STATE …`. @throws CliError 255 when the state is not reached */
export async function wait(
  session: Session,
  service: string,
  args: readonly string[],
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  const [state = '', ...rest] = args;
  const waiter = waiters[`${service} ${state}`];
  const cliService = cliServices[service];
  if (waiter === undefined || cliService === undefined) {
    const known = Object.keys(waiters)
      .filter((name) => name.startsWith(`${service} `))
      .map((name) => name.split(' ')[1]);
    throw usage(
      `Neargate's aws does not know the waiter ${service} ${state}; it knows: ${known.join(', ') || 'none of this service'}.`,
    );
  }
  const { input } = readParameters(loadWireSchema(cliService.schema), service, waiter.operation, rest);
  const name = `Waiter ${state.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())} failed`;
  const endMs = session.nowMs() + waiter.delaySeconds * waiter.maxAttempts * 1000;
  for (;;) {
    const outcome = await look(session, service, waiter, input);
    if (outcome.kind === 'success') return;
    if (outcome.kind === 'failure')
      throw new CliError(255, `${name}: Waiter encountered a terminal failure state: ${outcome.reason}`);
    if (session.nowMs() >= endMs) throw new CliError(255, `${name}: Max attempts exceeded`);
    await sleep(pollMs);
  }
}

type Outcome = { readonly kind: 'success' | 'again' } | { readonly kind: 'failure'; readonly reason: string };

async function look(
  session: Session,
  service: string,
  { operation, success, failure, successError, retryError }: Waiter,
  input: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  const cliService = cliServices[service];
  if (cliService === undefined) throw usage(`unknown service ${service}`);
  try {
    const output = plain(await callService(session, cliService, operation, input));
    if (failure !== undefined && (await queried(output, failure)) === true)
      return { kind: 'failure', reason: `For expression "${failure}" we matched expected path: "True"` };
    return { kind: success !== undefined && (await queried(output, success)) === true ? 'success' : 'again' };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const isNamed = (code: string | undefined) => code !== undefined && error.code.startsWith(code);
    if (isNamed(successError)) return { kind: 'success' };
    if (isNamed(retryError)) return { kind: 'again' };
    return { kind: 'failure', reason: error.message };
  }
}
