import type { Problem } from '../../gateway/admin-protocol.ts';
import type { ImageFailure } from '../images/service-images.ts';
import type { NotificationRow } from '../../services/sns/store.ts';
import { deliveryProblem, type DeliveryTrouble } from './event-deliveries.ts';
import { type MissingReceiver, receiverProblem } from './missing-receivers.ts';
import { notificationProblem } from './notifications.ts';

/** What is known of everything that may be wrong, gathered from the tables. */
export interface ProblemSources {
  readonly images: readonly ImageFailure[];
  readonly listeners: readonly { readonly name: string; readonly arn: string; readonly reason: string }[];
  readonly databases: readonly {
    readonly identifier: string;
    readonly arn: string;
    readonly reason: string | undefined;
  }[];
  readonly services: readonly ServiceTrouble[];
  readonly targets: readonly TargetTrouble[];
  readonly connections: readonly ConnectionTrouble[];
  readonly deliveries: readonly DeliveryTrouble[];
  readonly missingReceivers: readonly MissingReceiver[];
  /** Messages of topics that did not reach their subscriptions. */
  readonly notifications: readonly NotificationRow[];
  /** The `file:line` of the resource with this id or ARN, or of an argument inside its block. */
  readonly placeOf: (resource: string, argument?: readonly string[]) => string | undefined;
}

/** A service that has fewer running tasks than it wants, or whose deployment has failed. */
export interface ServiceTrouble {
  readonly name: string;
  readonly arn: string;
  readonly deploymentFailure: string | undefined;
  /** Why CodeDeploy's latest deployment of the service failed. */
  readonly codeDeployFailure?: string | undefined;
  readonly lastStop: TaskStop | undefined;
}

export interface TaskStop {
  readonly taskId: string;
  readonly reason: string;
  readonly taskDefinitionArn: string;
  readonly containers: readonly {
    readonly name: string;
    readonly exitCode: number | undefined;
    readonly reason: string | undefined;
  }[];
  readonly lastLines: readonly string[];
}

/** A registered target that fails its checks. */
export interface TargetTrouble {
  readonly targetGroupName: string;
  readonly targetGroupArn: string;
  readonly id: string;
  readonly port: number;
  /** AWS's description, such as `Health checks failed with these codes: [404]`. */
  readonly description: string;
  readonly healthCheckPath: string | undefined;
  readonly denial: Denial | undefined;
}

export interface ConnectionTrouble {
  /** Who tried to connect, and to what, in words. */
  readonly from: string;
  readonly to: string;
  readonly denial: Denial;
}

export interface Denial {
  /** The id of the resource that stops the connection. */
  readonly at: string;
  readonly reason: string;
  readonly remedy: string;
}

/** Everything that is wrong, what others follow from first. */
export function findProblems(sources: ProblemSources): readonly Problem[] {
  const { images, listeners, databases, services, targets, connections, deliveries, placeOf } = sources;
  return [
    ...images.map(imageProblem),
    ...listeners.map(({ name, arn, reason }) =>
      problem(`load balancer ${name}`, reason, placeOf(arn), 'Stop the program that uses the port.'),
    ),
    ...databases.map(({ identifier, arn, reason }) =>
      problem(`database ${identifier}`, reason ?? 'The database server does not run.', placeOf(arn)),
    ),
    ...connections.map(({ from, to, denial }) =>
      problem(`${from} → ${to}`, denial.reason, placeOf(denial.at), denial.remedy),
    ),
    ...targetProblems(targets, placeOf),
    ...services.flatMap((trouble) => serviceProblems(trouble, images, placeOf)),
    ...deliveries.map((trouble) => deliveryProblem(trouble, placeOf)),
    ...sources.missingReceivers.map((one) => receiverProblem(one, placeOf)),
    ...sources.notifications.map((row) => notificationProblem(row, placeOf)),
  ];
}

function problem(resource: string, cause: string, place: string | undefined, remedy?: string): Problem {
  return {
    resource,
    cause,
    ...(place === undefined ? {} : { place }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function imageProblem({ reference, cause, place, remedy }: ImageFailure): Problem {
  return problem(`image ${reference}`, cause, place, remedy);
}

/** Targets of one group that fail in the same way are one problem. */
function targetProblems(
  targets: readonly TargetTrouble[],
  placeOf: ProblemSources['placeOf'],
): readonly Problem[] {
  const groups = new Map<string, TargetTrouble[]>();
  for (const target of targets) {
    const key = `${target.targetGroupArn} ${target.denial?.reason.replaceAll(target.id, '') ?? target.description}`;
    groups.set(key, [...(groups.get(key) ?? []), target]);
  }
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const where = same.map(({ id, port }) => `${id}:${port}`).join(', ');
    const resource = `target group ${first.targetGroupName}, ${same.length === 1 ? 'target' : 'targets'} ${where}`;
    if (first.denial !== undefined) {
      return [problem(resource, first.denial.reason, placeOf(first.denial.at), first.denial.remedy)];
    }
    const codes = /with these codes: \[(.*)\]/.exec(first.description)?.[1];
    const remedy =
      codes === undefined
        ? undefined
        : `Let the program answer ${first.healthCheckPath ?? '/'} with a code that the health check's matcher accepts, or check another path.`;
    return [
      problem(
        resource,
        `${first.description}${first.healthCheckPath === undefined ? '' : ` (path ${first.healthCheckPath})`}`,
        placeOf(first.targetGroupArn, ['health_check', 'path']),
        remedy,
      ),
    ];
  });
}

function serviceProblems(
  { name, arn, deploymentFailure, codeDeployFailure, lastStop }: ServiceTrouble,
  images: readonly ImageFailure[],
  placeOf: ProblemSources['placeOf'],
): readonly Problem[] {
  const problems: Problem[] = [];
  // A task that cannot pull what could not be built says nothing new.
  const isKnown = images.some(({ reference }) => lastStop?.reason.includes(reference) === true);
  if (lastStop !== undefined && !isKnown) problems.push(stopProblem(name, lastStop, placeOf));
  if (deploymentFailure !== undefined) {
    problems.push(
      problem(
        `service ${name}`,
        deploymentFailure,
        placeOf(arn),
        'Correct the cause and apply again: a service whose deployment has failed is then deployed anew.',
      ),
    );
  }
  if (codeDeployFailure !== undefined) {
    problems.push(
      problem(
        `service ${name}`,
        codeDeployFailure,
        placeOf(arn),
        'Correct the cause and deploy again: aws deploy create-deployment.',
      ),
    );
  }
  return problems;
}

function stopProblem(
  serviceName: string,
  { taskId, reason, taskDefinitionArn, containers, lastLines }: TaskStop,
  placeOf: ProblemSources['placeOf'],
): Problem {
  const exits = containers.flatMap(({ name, exitCode, reason: containerReason }) =>
    exitCode === undefined && containerReason === undefined
      ? []
      : [
          `container ${name} ${exitCode === undefined ? 'ended' : `exited with code ${exitCode}`}${containerReason === undefined ? '' : ` (${containerReason})`}`,
        ],
  );
  const output = lastLines.length === 0 ? '' : `\n${lastLines.map((line) => `      | ${line}`).join('\n')}`;
  return problem(
    `service ${serviceName}, task ${taskId.slice(0, 8)}`,
    `${[reason, ...exits].join(': ')}${output}`,
    placeOf(taskDefinitionArn),
    lastLines.length > 0 ? `See all of it with: neargate logs ${serviceName}` : undefined,
  );
}
