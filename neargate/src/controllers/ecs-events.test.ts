import { describe, expect, it, onTestFinished } from 'vitest';
import type { EventEnvelope } from '../services/events/input-transformer.ts';
import { eventsTablesOf } from '../services/events/store.ts';
import { createEcsWorld, type EcsWorld } from './ecs-test-world.ts';

async function world(): Promise<EcsWorld> {
  const created = await createEcsWorld();
  onTestFinished(() => created.stop());
  return created;
}

function eventsOf({ context }: EcsWorld, detailType: string): readonly EventEnvelope[] {
  return [...eventsTablesOf(context).acceptedEvents.values()]
    .map(({ event }) => event)
    .filter((event) => event['detail-type'] === detailType);
}

function details(ecs: EcsWorld, detailType: string): readonly Record<string, unknown>[] {
  return eventsOf(ecs, detailType).map(({ detail }) => detail as Record<string, unknown>);
}

function createService(ecs: EcsWorld, image: string, desiredCount: number): void {
  ecs.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: ecs.registerTaskDefinition(image),
    desiredCount,
    launchType: 'FARGATE',
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [ecs.call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId ?? ''],
      },
    },
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  });
}

describe('events of ECS', () => {
  it('tell every status of a task, and nothing but changes of status', async () => {
    const ecs = await world();
    createService(ecs, 'web:1', 1);
    await ecs.clock.advance(60_000);
    const first = ecs.running()[0]?.taskArn ?? '';
    ecs.call('ecs', 'StopTask', { cluster: 'main', task: first });
    await ecs.clock.advance(60_000);
    const own = eventsOf(ecs, 'ECS Task State Change').filter(({ resources }) => resources[0] === first);
    expect(
      own
        .map(({ detail }) => detail as Record<string, unknown>)
        .map(({ lastStatus, desiredStatus }) => `${String(lastStatus)} → ${String(desiredStatus)}`),
    ).toEqual([
      'PROVISIONING → RUNNING',
      'PENDING → RUNNING',
      'ACTIVATING → RUNNING',
      'RUNNING → RUNNING',
      'RUNNING → STOPPED',
      'DEACTIVATING → STOPPED',
      'STOPPING → STOPPED',
      'DEPROVISIONING → STOPPED',
      'STOPPED → STOPPED',
    ]);
    expect(own.at(-1)).toMatchObject({
      source: 'aws.ecs',
      detail: {
        taskArn: first,
        group: 'service:web',
        stopCode: 'UserInitiated',
        stoppedReason: 'Task stopped by user',
        attachments: [{ type: 'eni', status: 'DELETED' }],
        containers: [{ name: 'web', lastStatus: 'STOPPED', taskArn: first }],
        createdAt: '2026-01-01T00:00:00.000Z',
        updatedAt: expect.stringMatching(/^2026-01-01T00:01/) as string,
      },
    });
    const versions = own.map(({ detail }) => (detail as { version: number }).version);
    expect(versions).toEqual(versions.toSorted((left, right) => left - right));
  });

  it('tell what the scheduler does and how deployments go', async () => {
    const ecs = await world();
    createService(ecs, 'web:1', 1);
    await ecs.clock.advance(60_000);
    expect(details(ecs, 'ECS Service Action').map(({ eventName }) => eventName)).toEqual([
      'TASKS_STARTED',
      'SERVICE_STEADY_STATE',
    ]);
    const { deployments, serviceArn } = ecs.service('web');
    const id = deployments[0]?.id;
    expect(eventsOf(ecs, 'ECS Deployment State Change')).toMatchObject([
      {
        resources: [serviceArn],
        detail: {
          eventType: 'INFO',
          eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
          deploymentId: id,
          reason: `ECS deployment ${id} in progress.`,
        },
      },
      { detail: { eventName: 'SERVICE_DEPLOYMENT_COMPLETED', reason: `ECS deployment ${id} completed.` } },
    ]);
  });

  it('tell why tasks cannot start, that the deployment failed and goes back', async () => {
    const ecs = await world();
    createService(ecs, 'web:1', 1);
    await ecs.clock.advance(60_000);
    ecs.programs.set('web:2', { missing: true });
    ecs.call('ecs', 'UpdateService', {
      cluster: 'main',
      service: 'web',
      taskDefinition: ecs.registerTaskDefinition('web:2'),
    });
    await ecs.clock.advance(3_600_000);
    expect(details(ecs, 'ECS Service Action')).toContainEqual(
      expect.objectContaining({
        eventType: 'ERROR',
        eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
        reason: 'CannotPullContainerError: web:2: not found',
      }),
    );
    expect(
      details(ecs, 'ECS Deployment State Change').map(({ eventType, eventName }) => [eventType, eventName]),
    ).toEqual([
      ['INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS'],
      ['INFO', 'SERVICE_DEPLOYMENT_COMPLETED'],
      ['INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS'],
      ['ERROR', 'SERVICE_DEPLOYMENT_FAILED'],
      ['INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS'],
      ['INFO', 'SERVICE_DEPLOYMENT_COMPLETED'],
    ]);
  });
});
