import type {
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse,
  ServiceDeploymentStatus,
  StopServiceDeploymentRequest,
  StopServiceDeploymentResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import {
  briefServiceDeployment,
  describeServiceDeployment,
  describeServiceRevision,
} from '../describe-service-deployment.ts';
import { invalidNextToken, serviceDeploymentNotFound } from '../errors.ts';
import { findService } from '../references.ts';
import { ecsTablesOf } from '../store.ts';

const stoppable: ReadonlySet<ServiceDeploymentStatus> = new Set(['PENDING', 'IN_PROGRESS']);
/** Asking again changes nothing. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stop-service-deployment.html */
const stopping: ReadonlySet<ServiceDeploymentStatus> = new Set([
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
]);

/** Newest first. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html */
export const listServiceDeployments = operation<
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse
>({
  input: { service: { required: true }, maxResults: { min: 1, max: 100 } },
  handle(context, { service = '', cluster, status, createdAt, nextToken, maxResults = 20 }) {
    const { serviceArn } = findService(context, cluster, service);
    const after = createdAt?.after?.getTime() ?? Number.NEGATIVE_INFINITY;
    const before = createdAt?.before?.getTime() ?? Number.POSITIVE_INFINITY;
    const rows = [...ecsTablesOf(context).serviceDeployments.values()]
      .filter((row) => row.serviceArn === serviceArn && row.createdAtMs >= after && row.createdAtMs <= before)
      .filter((row) => status === undefined || status.includes(row.observed.status))
      .toReversed();
    const page = paginate(
      rows,
      ({ serviceDeploymentArn }) => serviceDeploymentArn,
      { token: nextToken, limit: maxResults },
      invalidNextToken,
    );
    return { serviceDeployments: page.items.map(briefServiceDeployment), nextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceDeployments.html */
export const describeServiceDeployments = operation<
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse
>({
  input: { serviceDeploymentArns: { required: true, min: 1, max: 20 } },
  handle(context, { serviceDeploymentArns = [] }) {
    const tables = ecsTablesOf(context);
    const response = { serviceDeployments: [], failures: [] } as Required<DescribeServiceDeploymentsResponse>;
    for (const arn of serviceDeploymentArns) {
      const row = tables.serviceDeployments.get(arn);
      if (row === undefined) response.failures?.push({ arn, reason: 'MISSING' });
      else response.serviceDeployments?.push(describeServiceDeployment(tables, row));
    }
    return response;
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceRevisions.html */
export const describeServiceRevisions = operation<
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse
>({
  input: { serviceRevisionArns: { required: true, min: 1, max: 20 } },
  handle(context, { serviceRevisionArns = [] }) {
    const tables = ecsTablesOf(context);
    const response = { serviceRevisions: [], failures: [] } as Required<DescribeServiceRevisionsResponse>;
    for (const arn of serviceRevisionArns) {
      const row = tables.serviceRevisions.get(arn);
      if (row === undefined) response.failures?.push({ arn, reason: 'MISSING' });
      else response.serviceRevisions?.push(describeServiceRevision(tables, row));
    }
    return response;
  },
});

/** Records the wish; the deployment controller stops or rolls back. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html */
export const stopServiceDeployment = operation<StopServiceDeploymentRequest, StopServiceDeploymentResponse>({
  handle(context, { serviceDeploymentArn = '', stopType = 'ROLLBACK' }) {
    const { serviceDeployments } = ecsTablesOf(context);
    const row = serviceDeployments.get(serviceDeploymentArn);
    if (row === undefined) throw serviceDeploymentNotFound();
    if (stopping.has(row.observed.status)) return { serviceDeploymentArn };
    if (!stoppable.has(row.observed.status)) {
      throw new AwsError(
        'ConflictException',
        `The service deployment cannot be stopped because its status is ${row.observed.status}.`,
      );
    }
    const nowMs = context.clock.now();
    serviceDeployments.put(serviceDeploymentArn, {
      ...row,
      stopRequest: { stopType, atMs: nowMs },
      observed: {
        ...row.observed,
        status: stopType === 'ROLLBACK' ? 'ROLLBACK_REQUESTED' : 'STOP_REQUESTED',
        updatedAtMs: nowMs,
      },
    });
    return { serviceDeploymentArn };
  },
});
