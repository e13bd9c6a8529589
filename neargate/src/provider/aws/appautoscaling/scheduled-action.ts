import type { ScheduledAction } from '@aws-sdk/client-application-auto-scaling';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { sameTime } from './same-time.ts';
import { scheduledActionSchema } from './scheduled-action-schema.ts';
import { storedOnly } from './stored-only.ts';
import { targetIdOf } from './target-id.ts';

const service = 'application-autoscaling';

export const scheduledAction: ResourceType<AwsClient> = {
  schema: scheduledActionSchema,
  behaviour: 'real',
  plan: (config) => ({ diagnostics: storedOnly(config) }),
  create: put,
  async read(state, { client }) {
    const found = await find(state, client);
    return found === undefined ? undefined : stateOf(state, found);
  },
  update: (config, _prior, environment) => put(config, environment),
  async delete(state, { client }) {
    await orAbsent(
      client.call(service, 'DeleteScheduledAction', {
        ...targetIdOf(state),
        ScheduledActionName: requiredText(state, 'name'),
      }),
      'ObjectNotFoundException',
    );
  },
};

async function put(config: PlainObject, { client }: OperationEnvironment<AwsClient>): Promise<PlainObject> {
  const action = blockOf(config, 'scalable_target_action') ?? {};
  await client.call(service, 'PutScheduledAction', {
    ...targetIdOf(config),
    ScheduledActionName: requiredText(config, 'name'),
    Schedule: requiredText(config, 'schedule'),
    Timezone: textOf(config, 'timezone'),
    StartTime: timeOf(config, 'start_time'),
    EndTime: timeOf(config, 'end_time'),
    ScalableTargetAction: {
      MinCapacity: capacityOf(action, 'min_capacity'),
      MaxCapacity: capacityOf(action, 'max_capacity'),
    },
  });
  return stateOf(config, existing(await find(config, client)));
}

async function find(object: PlainObject, client: AwsClient): Promise<ScheduledAction | undefined> {
  const { ScheduledActions = [] } = await client.call(service, 'DescribeScheduledActions', {
    ...targetIdOf(object),
    ScheduledActionNames: [requiredText(object, 'name')],
  });
  return ScheduledActions[0];
}

function timeOf(config: PlainObject, name: string): Date | undefined {
  const time = textOf(config, name);
  return time === undefined ? undefined : new Date(time);
}

function capacityOf(action: PlainObject, name: string): number | undefined {
  const capacity = textOf(action, name);
  return capacity === undefined ? undefined : Number(capacity);
}

function stateOf(known: PlainObject, found: ScheduledAction): PlainObject {
  const {
    ScheduledActionName: name = '',
    ServiceNamespace,
    ResourceId,
    ScalableTargetAction: action,
  } = found;
  const capacity = (value: number | undefined) => (value === undefined ? null : String(value));
  return {
    id: `${name}-${ServiceNamespace ?? ''}-${ResourceId ?? ''}`,
    arn: found.ScheduledActionARN ?? null,
    name,
    resource_id: ResourceId ?? null,
    scalable_dimension: found.ScalableDimension ?? null,
    service_namespace: ServiceNamespace ?? null,
    schedule: found.Schedule ?? null,
    timezone: found.Timezone ?? 'UTC',
    start_time: timeForm(textOf(known, 'start_time'), found.StartTime),
    end_time: timeForm(textOf(known, 'end_time'), found.EndTime),
    scalable_target_action: [
      { min_capacity: capacity(action?.MinCapacity), max_capacity: capacity(action?.MaxCapacity) },
    ],
  };
}

function timeForm(known: string | undefined, time: Date | undefined): string | null {
  const remote = timeText(time);
  return known !== undefined && remote !== null && sameTime(known, remote) ? known : remote;
}
