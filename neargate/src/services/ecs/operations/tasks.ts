import type {
  DescribeTasksRequest,
  DescribeTasksResponse,
  ListTasksRequest,
  ListTasksResponse,
  StopTaskRequest,
  StopTaskResponse,
} from '@aws-sdk/client-ecs';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { describeTask } from '../describe-task.ts';
import { invalidNextToken, invalidParameter, serviceNotFound } from '../errors.ts';
import { findCluster, findTask, lastSegment, serviceArnOf, taskArnOf } from '../references.ts';
import { saveTask } from '../save-task.ts';
import { ecsTablesOf } from '../store.ts';
import { stopTask } from '../task-stopping.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
export const describeTasks = operation<DescribeTasksRequest, DescribeTasksResponse>({
  handle(context, { cluster, tasks: references = [], include = [] }) {
    if (references.length === 0 || references.length > 100) {
      throw invalidParameter('Tasks cannot be empty and can have at most 100 items.');
    }
    const clusterRow = findCluster(context, cluster);
    const { tasks } = ecsTablesOf(context);
    const response = { tasks: [], failures: [] } as Required<DescribeTasksResponse>;
    for (const arn of references.map((reference) => taskArnOf(clusterRow, reference))) {
      const row = tasks.get(arn);
      if (row === undefined) response.failures?.push({ arn, reason: 'MISSING' });
      else response.tasks?.push(describeTask(row, { includeTags: include.includes('TAGS') }));
    }
    return response;
  },
});

/** Without a filter: the tasks that are wanted running. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
export const listTasks = operation<ListTasksRequest, ListTasksResponse>({
  input: {
    desiredStatus: { enum: ['RUNNING', 'PENDING', 'STOPPED'] },
    launchType: { enum: ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'] },
    maxResults: { min: 1, max: 100 },
  },
  handle(context, input) {
    const { cluster, family, serviceName, startedBy, launchType, desiredStatus = 'RUNNING' } = input;
    const clusterRow = findCluster(context, cluster);
    const { tasks, services } = ecsTablesOf(context);
    if (serviceName !== undefined && !services.has(serviceArnOf(clusterRow, serviceName))) {
      throw serviceNotFound();
    }
    const service = serviceName === undefined ? undefined : lastSegment(serviceName);
    const arns = [...tasks.values()]
      .filter((row) => row.clusterArn === clusterRow.clusterArn && row.desiredStatus === desiredStatus)
      .filter((row) => service === undefined || row.serviceName === service)
      .filter((row) => startedBy === undefined || row.startedBy === startedBy)
      .filter((row) => launchType === undefined || row.launchType === launchType)
      .filter((row) => family === undefined || row.taskDefinitionArn.includes(`:task-definition/${family}:`))
      .map(({ taskArn }) => taskArn);
    const request = { token: input.nextToken, limit: input.maxResults ?? 100 };
    const page = paginate(arns, (arn) => arn, request, invalidNextToken);
    return { taskArns: page.items, nextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html */
export const stopTaskOperation = operation<StopTaskRequest, StopTaskResponse>({
  input: { task: { required: true } },
  handle(context, { cluster, task = '', reason = 'Task stopped by user' }) {
    const row = findTask(context, cluster, task);
    const stopped = stopTask(row, 'UserInitiated', reason);
    if (stopped !== row) saveTask(context, regionalScope(context.caller), stopped);
    return { task: describeTask(stopped) };
  },
});
