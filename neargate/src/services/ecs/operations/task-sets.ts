import type {
  CreateTaskSetRequest,
  CreateTaskSetResponse,
  DeleteTaskSetRequest,
  DeleteTaskSetResponse,
  DescribeTaskSetsRequest,
  DescribeTaskSetsResponse,
  Scale,
  TaskSet,
  UpdateServicePrimaryTaskSetRequest,
  UpdateServicePrimaryTaskSetResponse,
  UpdateTaskSetRequest,
  UpdateTaskSetResponse,
} from '@aws-sdk/client-ecs';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { runsOnFargate, strategyProblem } from '../capacity-provider-strategy.ts';
import { templateOf } from '../deployments.ts';
import { describeTaskSet } from '../describe-task-set.ts';
import {
  clientException,
  invalidParameter,
  taskDefinitionNotFoundForUse,
  taskSetNotFound,
} from '../errors.ts';
import { findActiveCluster, findActiveService, findService, findTaskDefinition } from '../references.ts';
import { launchOf, withNetworkDefaults } from '../service-defaults.ts';
import {
  requireActive,
  requireLaunchType,
  requireLoadBalancers,
  requireNetwork,
} from '../service-validation.ts';
import { requireServiceRegistries } from '../service-registry-validation.ts';
import { ecsTablesOf, type ServiceRow, type TaskSetRow } from '../store.ts';
import { countTasks } from '../task-counts.ts';
import { newTaskSet, taskSetsOf } from '../task-sets.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateTaskSet.html */
export const createTaskSet = operation<CreateTaskSetRequest, CreateTaskSetResponse>({
  handle(context, input) {
    const service = serviceWithTaskSets(context, input);
    const cluster = findActiveCluster(context, input.cluster);
    const { taskSets } = ecsTablesOf(context);
    const same = taskSetsOf(ecsTablesOf(context), service).find(
      ({ clientToken }) => clientToken !== undefined && clientToken === input.clientToken,
    );
    if (same !== undefined) return { taskSet: describe(context, service, same) };

    const { loadBalancers = [], capacityProviderStrategy = [], launchType } = input;
    const definition = findTaskDefinition(context, input.taskDefinition ?? '', taskDefinitionNotFoundForUse);
    requireActive(definition, clientException);
    if (launchType !== undefined && capacityProviderStrategy.length > 0) {
      throw invalidParameter(
        'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
      );
    }
    const problem = strategyProblem(capacityProviderStrategy, cluster.capacityProviders);
    if (problem !== undefined) throw invalidParameter(problem);
    const launch = launchOf(input, cluster);
    const onFargate = runsOnFargate(launch);
    requireLaunchType(definition, onFargate ? 'FARGATE' : launchType);
    requireNetwork(context, definition, input.networkConfiguration);
    requireLoadBalancers(definition, loadBalancers);
    requireServiceRegistries(context, definition, input.serviceRegistries ?? []);
    const template = {
      ...launch,
      taskDefinition: definition.taskDefinitionArn,
      platformVersion: onFargate ? (input.platformVersion ?? 'LATEST') : undefined,
      platformFamily: onFargate ? 'Linux' : undefined,
      networkConfiguration: withNetworkDefaults(input.networkConfiguration),
      loadBalancers,
      serviceRegistries: input.serviceRegistries ?? [],
    };
    const row = newTaskSet(
      service,
      {
        template,
        status: 'ACTIVE',
        scalePercent: percentOf(input.scale, 100),
        startedBy: service.deploymentController.type === 'CODE_DEPLOY' ? 'CODE_DEPLOY' : undefined,
        externalId: input.externalId,
        clientToken: input.clientToken,
        tags: input.tags,
      },
      context.clock.now(),
      context.ids,
    );
    taskSets.put(row.taskSetArn, row);
    return { taskSet: describe(context, service, row) };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskSets.html */
export const describeTaskSets = operation<DescribeTaskSetsRequest, DescribeTaskSetsResponse>({
  handle(context, { cluster, service: name = '', taskSets: references, include = [] }) {
    const service = findService(context, cluster, name);
    requireTaskSets(service);
    const rows = taskSetsOf(ecsTablesOf(context), service);
    const includeTags = include.includes('TAGS');
    if (references === undefined || references.length === 0) {
      return { taskSets: rows.map((row) => describe(context, service, row, includeTags)), failures: [] };
    }
    const response = { taskSets: [], failures: [] } as Required<DescribeTaskSetsResponse>;
    for (const reference of references) {
      const row = rows.find((candidate) => isMeant(candidate, reference));
      if (row === undefined) response.failures?.push({ arn: reference, reason: 'MISSING' });
      else response.taskSets?.push(describe(context, service, row, includeTags));
    }
    return response;
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskSet.html */
export const updateTaskSet = operation<UpdateTaskSetRequest, UpdateTaskSetResponse>({
  handle(context, input) {
    const service = serviceWithTaskSets(context, input);
    const row = findTaskSet(context, service, input.taskSet);
    if (row.status === 'DRAINING') throw invalidParameter('The task set is being deleted.');
    return {
      taskSet: save(context, service, { ...row, scalePercent: percentOf(input.scale, row.scalePercent) }),
    };
  },
});

/**
 * The task set serves production traffic from now on; the one that did so is ACTIVE. What it starts tasks from becomes what the
 * service shows. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateServicePrimaryTaskSet.html
 */
export const updateServicePrimaryTaskSet = operation<
  UpdateServicePrimaryTaskSetRequest,
  UpdateServicePrimaryTaskSetResponse
>({
  handle(context, input) {
    const service = serviceWithTaskSets(context, input);
    const row = findTaskSet(context, service, input.primaryTaskSet);
    if (row.status === 'DRAINING') throw invalidParameter('The task set is being deleted.');
    const tables = ecsTablesOf(context);
    for (const other of taskSetsOf(tables, service)) {
      if (other.status === 'PRIMARY' && other.id !== row.id)
        save(context, service, { ...other, status: 'ACTIVE' });
    }
    const changed = { ...service, ...templateOf(row) };
    tables.services.put(service.serviceArn, changed);
    return { taskSet: save(context, changed, { ...row, status: 'PRIMARY' }) };
  },
});

/** Its tasks stop, and then it is gone. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteTaskSet.html */
export const deleteTaskSet = operation<DeleteTaskSetRequest, DeleteTaskSetResponse>({
  handle(context, input) {
    const service = serviceWithTaskSets(context, input);
    const row = findTaskSet(context, service, input.taskSet);
    if (row.scalePercent > 0 && input.force !== true) {
      throw invalidParameter('The task set cannot be deleted while it is scaled above 0.');
    }
    return { taskSet: save(context, service, { ...row, status: 'DRAINING', scalePercent: 0 }) };
  },
});

function serviceWithTaskSets(
  context: OperationContext,
  {
    cluster,
    service: name = '',
  }: { readonly cluster?: string | undefined; readonly service?: string | undefined },
): ServiceRow {
  const service = findActiveService(context, cluster, name);
  requireTaskSets(service);
  return service;
}

function requireTaskSets({ deploymentController: { type = 'ECS' } }: ServiceRow): void {
  if (type !== 'ECS') return;
  throw invalidParameter(
    'Amazon ECS only supports task set management on services configured to use external deployment controllers.',
  );
}

/** A task set is meant by its ARN or by its id, `ecs-svc/…`. */
function isMeant({ id, taskSetArn }: TaskSetRow, reference: string): boolean {
  return reference === taskSetArn || reference === id || `ecs-svc/${reference}` === id;
}

function findTaskSet(
  context: OperationContext,
  service: ServiceRow,
  reference: string | undefined,
): TaskSetRow {
  const row = taskSetsOf(ecsTablesOf(context), service).find((one) => isMeant(one, reference ?? ''));
  if (row === undefined) throw taskSetNotFound();
  return row;
}

function percentOf(scale: Scale | undefined, otherwise: number): number {
  const { value = otherwise, unit = 'PERCENT' } = scale ?? {};
  if (unit === 'PERCENT' && value >= 0 && value <= 100) return value;
  throw invalidParameter('The scale of a task set must be a percentage between 0.0 and 100.0.');
}

function save(context: OperationContext, service: ServiceRow, row: TaskSetRow): TaskSet {
  const changed = { ...row, updatedAtMs: context.clock.now() };
  ecsTablesOf(context).taskSets.put(row.taskSetArn, changed);
  return describe(context, service, changed);
}

function describe(
  context: OperationContext,
  service: ServiceRow,
  row: TaskSetRow,
  includeTags = true,
): TaskSet {
  const counts = countTasks(ecsTablesOf(context), service).of(row.id);
  return describeTaskSet(service, row, counts, { includeTags });
}
