import path from 'node:path';
import type { ListenerStatus, Problem, ServiceStatus, StatusDocument } from '../../gateway/admin-protocol.ts';
import { renderTable } from './table.ts';

export function renderStatus(status: StatusDocument): string {
  const sections = [
    `Neargate ${status.version}  ${status.url}  account ${status.accountId}  region ${status.region}  timing ${status.timing}`,
    ...status.loadBalancers.map(
      ({ name, state, listeners }) =>
        `Load balancer ${name}  ${state}\n${listeners.map(renderListener).join('\n')}`,
    ),
    renderServices(status.services),
    renderDatabases(status),
    renderPipelines(status),
    renderCounted('Stored, not enforced', status.storedOnly),
    renderCounted('Evaluated, not enforced (NEARGATE_IAM=enforce enforces them)', status.evaluatedOnly),
    renderFaults(status.faults),
    renderProblems(status.problems),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function renderListener({ protocol, port, url, error, rules }: ListenerStatus): string {
  const where = url ?? `not listening: ${error ?? 'starting'}`;
  return [
    `  ${protocol}:${port}  ${where}`,
    renderTable(
      rules.map(({ when, then }) => [when, '→', then]),
      '    ',
    ),
  ].join('\n');
}

function renderServices(services: readonly ServiceStatus[]): string {
  if (services.length === 0) return '';
  return [
    'Services',
    renderTable(
      [
        ['SERVICE', 'DESIRED', 'RUNNING', 'PENDING', 'HEALTHY', 'TASK DEFINITION', 'ROLLOUT'],
        ...services.map((service) => [
          service.name,
          String(service.desiredCount),
          String(service.runningCount),
          String(service.pendingCount),
          service.healthyCount === undefined ? '-' : String(service.healthyCount),
          service.taskDefinition,
          service.rolloutState,
        ]),
      ],
      '  ',
    ),
    '',
    'Tasks',
    renderTable(
      [
        ['SERVICE', 'TASK', 'STATUS', 'ZONE', 'ADDRESS', 'HERE', 'HEALTH'],
        ...services.flatMap(({ name, tasks }) =>
          tasks.map((task) => [
            name,
            task.id,
            task.lastStatus,
            task.availabilityZone,
            task.privateAddress,
            task.localAddress,
            task.targetHealth ?? '-',
          ]),
        ),
      ],
      '  ',
    ),
  ].join('\n');
}

function renderDatabases({ databases }: StatusDocument): string {
  if (databases.length === 0) return '';
  return [
    'Databases',
    renderTable(
      [
        ['DATABASE', 'STATUS', 'ENDPOINT', 'HERE'],
        ...databases.map(({ identifier, status, endpoint, localAddress }) => [
          identifier,
          status,
          endpoint ?? '-',
          localAddress ?? '-',
        ]),
      ],
      '  ',
    ),
  ].join('\n');
}

/** The latest execution of each; all of it is shown by the command that is for it. */
function renderPipelines({ pipelines }: StatusDocument): string {
  if (pipelines.length === 0) return '';
  const rows = pipelines.map(({ name, source, executions: [latest] }) => {
    const isFirstPushMissing = source !== undefined && source.commitId === undefined;
    const stage = latest?.stages.findLast((one) => one.status !== undefined);
    return [
      name,
      isFirstPushMissing ? 'waits for the first push' : (latest?.status ?? 'never ran'),
      stage === undefined ? '-' : `${stage.name} ${stage.status ?? ''}`,
      latest?.revision === undefined ? '-' : latest.revision.id.slice(0, 12),
      source?.url ?? '-',
    ];
  });
  return [
    'Pipelines',
    renderTable([['PIPELINE', 'STATUS', 'STAGE', 'COMMIT', 'PUSH TO'], ...rows], '  '),
  ].join('\n');
}

function renderCounted(title: string, counted: StatusDocument['storedOnly']): string {
  if (counted.length === 0) return '';
  return [
    title,
    renderTable(
      counted.map(({ type, count }) => [type, String(count)]),
      '  ',
    ),
  ].join('\n');
}

export function renderFaults(faults: StatusDocument['faults']): string {
  if (faults.length === 0) return '';
  return [
    'Broken on request',
    renderTable(
      faults.map(({ id, since, what }) => [id, since, what]),
      '  ',
    ),
  ].join('\n');
}

export function renderProblems(problems: readonly Problem[]): string {
  if (problems.length === 0) return '';
  return ['Problems', ...problems.map(renderProblem)].join('\n');
}

function renderProblem({ resource, cause, place, remedy }: Problem): string {
  return [
    `  ${resource}: ${cause}`,
    ...(place === undefined ? [] : [`    at ${shortPlace(place)}`]),
    ...(remedy === undefined ? [] : [`    ${remedy}`]),
  ].join('\n');
}

/** Relative to the working directory for what lies below it, as Terraform shows places. */
function shortPlace(place: string): string {
  const below = `${process.cwd()}${path.sep}`;
  return place.startsWith(below) ? place.slice(below.length) : place;
}
