import type {
  DeleteServiceRequest,
  DeleteServiceResponse,
  DescribeServicesRequest,
  DescribeServicesResponse,
  ListServicesRequest,
  ListServicesResponse,
} from '@aws-sdk/client-ecs';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { withDesiredCount } from '../deployments.ts';
import { describeService } from '../describe-service.ts';
import { invalidNextToken, invalidParameter } from '../errors.ts';
import { findCluster, findService, serviceArnOf } from '../references.ts';
import { serviceEvents } from '../service-events.ts';
import { ecsTablesOf } from '../store.ts';
import { taskSetsOf } from '../task-sets.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
export const describeServices = operation<DescribeServicesRequest, DescribeServicesResponse>({
  handle(context, { cluster, services = [], include = [] }) {
    if (services.length === 0 || services.length > 10) {
      throw invalidParameter('Services cannot be empty and can have at most 10 items.');
    }
    const tables = ecsTablesOf(context);
    const clusterRow = findCluster(context, cluster);
    const includeTags = include.includes('TAGS');
    const response = { services: [], failures: [] } as Required<DescribeServicesResponse>;
    for (const arn of services.map((service) => serviceArnOf(clusterRow, service))) {
      const row = tables.services.get(arn);
      if (row === undefined) {
        response.failures?.push({ arn, reason: 'MISSING' });
        continue;
      }
      const events = serviceEvents(context.store, tables.services.scope, row);
      response.services?.push(describeService(tables, row, events, { includeTags }));
    }
    return response;
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServices.html */
export const listServices = operation<ListServicesRequest, ListServicesResponse>({
  input: {
    launchType: { enum: ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'] },
    schedulingStrategy: { enum: ['REPLICA', 'DAEMON'] },
    maxResults: { min: 1, max: 100 },
  },
  handle(context, { cluster, nextToken, maxResults = 10, launchType, schedulingStrategy }) {
    const { clusterArn } = findCluster(context, cluster);
    const arns = [...ecsTablesOf(context).services.values()]
      .filter((row) => row.clusterArn === clusterArn && row.status !== 'INACTIVE')
      .filter((row) => launchType === undefined || row.launchType === launchType)
      .filter((row) => schedulingStrategy === undefined || row.schedulingStrategy === schedulingStrategy)
      .map(({ serviceArn }) => serviceArn);
    const page = paginate(arns, (arn) => arn, { token: nextToken, limit: maxResults }, invalidNextToken);
    return { serviceArns: page.items, nextToken: page.nextToken };
  },
});

/**
 * The service drains: the controller stops its tasks and makes it INACTIVE once none is left.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html
 */
export const deleteService = operation<DeleteServiceRequest, DeleteServiceResponse>({
  handle(context, { cluster, service = '', force = false }) {
    const tables = ecsTablesOf(context);
    const row = findService(context, cluster, service);
    if (row.status === 'ACTIVE') {
      if (row.desiredCount > 0 && !force && row.schedulingStrategy === 'REPLICA') {
        throw invalidParameter('The service cannot be stopped while it is scaled above 0.');
      }
      if (row.deploymentController.type === 'EXTERNAL' && !force && taskSetsOf(tables, row).length > 0) {
        throw invalidParameter('The service cannot be stopped while deployments are active.');
      }
      tables.services.put(row.serviceArn, {
        ...withDesiredCount(row, 0),
        status: 'DRAINING',
        deletedAtMs: context.clock.now(),
      });
    }
    const saved = tables.services.get(row.serviceArn) ?? row;
    const events = serviceEvents(context.store, tables.services.scope, saved);
    return { service: describeService(tables, saved, events, { includeTags: true }) };
  },
});
