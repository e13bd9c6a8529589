import type { Target } from '@aws-sdk/client-eventbridge';
import { UserError } from '../../../core/user-error.ts';
import type { OperationEnvironment, Plain, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, boolOf, requiredText, textOf, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { sameJson } from '../equivalence.ts';
import { generatedName } from '../generated-names.ts';
import { eventTargetSchema } from './event-target-schema.ts';
import { targetNaming } from './target-naming.ts';

export const eventTarget: ResourceType<AwsClient> = {
  schema: eventTargetSchema,
  behaviour: 'real',
  create: (config, environment) =>
    put(
      generatedName(config, { name: 'target_id', prefix: '', ids: environment.client.ids }),
      config,
      environment,
    ),
  async read(state, { client }) {
    const found = await find(requiredText(state, 'target_id'), state, client);
    return found === undefined ? undefined : stateOf(state, found);
  },
  update: (config, prior, environment) => put(requiredText(prior, 'target_id'), config, environment),
  async delete(state, { client }) {
    await orAbsent(
      client.call('events', 'RemoveTargets', {
        Rule: requiredText(state, 'rule'),
        EventBusName: textOf(state, 'event_bus_name'),
        Ids: [requiredText(state, 'target_id')],
        Force: boolOf(state, 'force_destroy') ?? false,
      }),
      'ResourceNotFoundException',
    );
  },
};

async function put(
  id: string,
  config: PlainObject,
  { client }: OperationEnvironment<AwsClient>,
): Promise<PlainObject> {
  const output = await client.call('events', 'PutTargets', {
    Rule: requiredText(config, 'rule'),
    EventBusName: textOf(config, 'event_bus_name'),
    Targets: [{ ...targetInput(config), Id: id, Arn: requiredText(config, 'arn') }],
  });
  const [failure] = output.FailedEntries ?? [];
  if (failure !== undefined) {
    throw new UserError(
      `putting EventBridge Target (${id}): ${failure.ErrorCode ?? ''}: ${failure.ErrorMessage ?? ''}`,
    );
  }
  return stateOf(config, existing(await find(id, config, client)));
}

function targetInput(config: PlainObject): Partial<Target> {
  const commands = blocksOf(config, 'run_command_targets').map((target) => ({
    Key: requiredText(target, 'key'),
    Values: textsOf(target, 'values'),
  }));
  const input = {
    ...toApi<Partial<Target>>(config, eventTargetSchema, targetNaming),
    ...(commands.length === 0 ? {} : { RunCommandParameters: { RunCommandTargets: commands } }),
  };
  const network = blockOf(blockOf(config, 'ecs_target') ?? {}, 'network_configuration');
  if (network === undefined || input.EcsParameters === undefined) return input;
  return {
    ...input,
    EcsParameters: {
      ...input.EcsParameters,
      NetworkConfiguration: {
        awsvpcConfiguration: {
          Subnets: textsOf(network, 'subnets'),
          SecurityGroups: textsOf(network, 'security_groups'),
          AssignPublicIp: boolOf(network, 'assign_public_ip') === true ? 'ENABLED' : 'DISABLED',
        },
      },
    },
  };
}

async function find(id: string, object: PlainObject, client: AwsClient): Promise<Target | undefined> {
  let NextToken: string | undefined;
  do {
    const page = await orAbsent(
      client.call('events', 'ListTargetsByRule', {
        Rule: requiredText(object, 'rule'),
        EventBusName: textOf(object, 'event_bus_name'),
        NextToken,
      }),
      'ResourceNotFoundException',
    );
    const found = page?.Targets?.find((target) => target.Id === id);
    if (found !== undefined) return found;
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
  return undefined;
}

function stateOf(known: PlainObject, found: Target): PlainObject {
  const rule = requiredText(known, 'rule');
  const bus = textOf(known, 'event_bus_name') ?? 'default';
  const id = found.Id ?? '';
  const shown = fromApi(found, eventTargetSchema, targetNaming);
  return {
    ...shown,
    id: bus === 'default' ? `${rule}-${id}` : `${bus}-${rule}-${id}`,
    target_id: id,
    arn: found.Arn ?? null,
    rule,
    event_bus_name: bus,
    force_destroy: known['force_destroy'] ?? null,
    input: inputForm(textOf(known, 'input'), found.Input),
    ecs_target: withNetwork(shown['ecs_target'], found),
    run_command_targets: (found.RunCommandParameters?.RunCommandTargets ?? []).map(
      ({ Key, Values }): Plain => ({ key: Key ?? null, values: Values ?? [] }),
    ),
  };
}

function withNetwork(ecsTarget: Plain | undefined, { EcsParameters }: Target): Plain {
  const [first] = Array.isArray(ecsTarget) ? (ecsTarget as readonly PlainObject[]) : [];
  if (first === undefined) return [];
  const awsvpc = EcsParameters?.NetworkConfiguration?.awsvpcConfiguration;
  const network: Plain =
    awsvpc === undefined
      ? []
      : [
          {
            subnets: awsvpc.Subnets ?? [],
            security_groups: awsvpc.SecurityGroups ?? [],
            assign_public_ip: awsvpc.AssignPublicIp === 'ENABLED',
          },
        ];
  return [{ ...first, network_configuration: network }];
}

function inputForm(known: string | undefined, remote: string | undefined): string | null {
  if (remote === undefined) return null;
  return known !== undefined && sameJson(known, remote) ? known : remote;
}
