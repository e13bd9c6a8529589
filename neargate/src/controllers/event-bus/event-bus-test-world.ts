import type { Target } from '@aws-sdk/client-eventbridge';
import { silentLogger } from '../../core/logger.ts';
import { timing } from '../../core/timing.ts';
import { emitEvent } from '../../services/events/emit-event.ts';
import { type DeliveryRow, eventsTables } from '../../services/events/store.ts';
import type { Store } from '../../store/store.ts';
import { createTestContext, type TestContext } from '../../services/test-context.ts';
import { type RunningReconcilers, startReconcilers } from '../reconciler.ts';
import type { EventBusEnvironment } from './environment.ts';
import { eventBusControllers } from './event-bus-controllers.ts';

export const scope = '123456789012/us-east-1';
export const pipelineArn = 'arn:aws:codepipeline:us-east-1:123456789012:delivery';
export const ruleArn = 'arn:aws:events:us-east-1:123456789012:rule/on-push';
export const roleArn = 'arn:aws:iam::123456789012:role/events';

/** An account with a pipeline, a rule for pushes to main whose target it is, and event buses that deliver. Test support. */
export interface EventBusWorld extends TestContext {
  readonly environment: EventBusEnvironment;
  /** A push to a branch, as CodeCommit tells of it. */
  push(branch?: string): void;
  deliveries(): readonly DeliveryRow[];
  /** Trigger details of the executions that events started. */
  executions(): readonly string[];
  /** The sum of a metric of AWS/Events of the rule. */
  readonly metric: (name: string) => number;
  putTarget(target: Partial<Target>): void;
  startControllers(): void;
  stopControllers(): Promise<void>;
}

/** In the given store, which may be one that an earlier world has filled, or a new one in memory. */
export async function createEventBusWorld(store?: Store): Promise<EventBusWorld> {
  const test = await createTestContext(store);
  const { context, clock, call } = test;
  const environment: EventBusEnvironment = {
    store: context.store,
    clock,
    ids: context.ids,
    timing: timing('aws'),
    log: silentLogger,
    contextOf(of) {
      const [accountId = '', region = ''] = of.split('/');
      return { ...context, caller: { ...context.caller, accountId, region } };
    },
  };
  const tables = eventsTables(context.store, scope);
  let running: RunningReconcilers | undefined;
  const putTarget = (target: Partial<Target>) =>
    call('events', 'PutTargets', {
      Rule: 'on-push',
      Targets: [{ Id: 'pipeline', Arn: pipelineArn, RoleArn: roleArn, ...target }],
    });
  if (!tables.rules.has(ruleArn)) {
    createRole(test, 'events', 'events.amazonaws.com');
    createRole(test, 'pipeline', 'codepipeline.amazonaws.com');
    createPipeline(test);
    call('events', 'PutRule', {
      Name: 'on-push',
      EventPattern: JSON.stringify({ source: ['aws.codecommit'], detail: { referenceName: ['main'] } }),
    });
    putTarget({});
  }
  const world: EventBusWorld = {
    ...test,
    environment,
    push: (referenceName = 'main') =>
      emitEvent(context, scope, {
        source: 'aws.codecommit',
        detailType: 'CodeCommit Repository State Change',
        resources: ['arn:aws:codecommit:us-east-1:123456789012:shop'],
        detail: { event: 'referenceUpdated', referenceName },
      }),
    deliveries: () => [...tables.deliveries.values()],
    executions: () =>
      executionsOf(test)
        .filter(({ trigger }) => trigger?.triggerType === 'CloudWatchEvent')
        .map(({ trigger }) => trigger?.triggerDetail ?? ''),
    metric: (metricName) =>
      context.metrics
        .read(
          scope,
          { namespace: 'AWS/Events', metricName, dimensions: [{ name: 'RuleName', value: 'on-push' }] },
          { startMs: 0, endMs: clock.now() + 60_000, periodMs: 60_000 },
        )
        .reduce((total, { sum }) => total + sum, 0),
    putTarget,
    startControllers() {
      running = startReconcilers(eventBusControllers(environment), environment);
    },
    async stopControllers() {
      await running?.stop();
    },
  };
  world.startControllers();
  return world;
}

function createRole({ call }: TestContext, RoleName: string, Service: string): void {
  call('iam', 'CreateRole', {
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }],
    }),
  });
}

function executionsOf({ call }: TestContext) {
  return (
    call('codepipeline', 'ListPipelineExecutions', { pipelineName: 'delivery' }).pipelineExecutionSummaries ??
    []
  );
}

function createPipeline({ call }: TestContext): void {
  call('s3', 'CreateBucket', { Bucket: 'artifacts' });
  call('codecommit', 'CreateRepository', { repositoryName: 'shop' });
  call('codepipeline', 'CreatePipeline', {
    pipeline: {
      name: 'delivery',
      pipelineType: 'V2',
      executionMode: 'QUEUED',
      roleArn: 'arn:aws:iam::123456789012:role/pipeline',
      artifactStore: { type: 'S3', location: 'artifacts' },
      variables: [{ name: 'color', defaultValue: 'red' }],
      stages: [
        {
          name: 'Source',
          actions: [
            {
              name: 'Source',
              actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' },
              configuration: { RepositoryName: 'shop', BranchName: 'main', PollForSourceChanges: 'false' },
              outputArtifacts: [{ name: 'Source' }],
            },
          ],
        },
        {
          name: 'Approve',
          actions: [
            {
              name: 'Approve',
              actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
            },
          ],
        },
      ],
    },
  });
}
