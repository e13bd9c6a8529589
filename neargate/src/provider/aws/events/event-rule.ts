import type { DescribeRuleResponse, RuleState } from '@aws-sdk/client-eventbridge';
import { errorDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { sameJson } from '../equivalence.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { jsonProblems } from '../json-arguments.ts';
import { whileRefused } from '../patient.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { eventRuleSchema } from './event-rule-schema.ts';
import { ruleId } from './rule-address.ts';

/** Characters that EventBridge takes for a pattern. */
const longestPattern = 4096;

export const eventRule: ResourceType<AwsClient> = {
  schema: eventRuleSchema,
  behaviour: 'real',
  plan(config) {
    const pattern = textOf(config, 'event_pattern') ?? '';
    const problems = jsonProblems(config, 'event_pattern');
    if (pattern.length > longestPattern) {
      problems.push(
        errorDiagnostic(`"event_pattern" cannot be longer than ${longestPattern} characters`, ''),
      );
    }
    return { diagnostics: problems };
  },
  async create(config, { client }) {
    const name = generatedName(config, { ids: client.ids });
    await put(name, config, undefined, client);
    return stateOf(config, existing(await find(name, config, client)));
  },
  async read(state, { client }) {
    const found = await find(requiredText(state, 'name'), state, client);
    if (found === undefined) return undefined;
    const { Tags } = await client.call('events', 'ListTagsForResource', { ResourceARN: found.Arn });
    return { ...stateOf(state, found), tags_all: tagMap(Tags) };
  },
  async update(config, prior, { client }) {
    const name = requiredText(prior, 'name');
    const inRule = ['description', 'event_pattern', 'is_enabled', 'role_arn', 'schedule_expression', 'state'];
    if (hasChanged(config, prior, ...inRule)) await put(name, config, prior, client);
    const ResourceARN = requiredText(prior, 'arn');
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call('events', 'UntagResource', { ResourceARN, TagKeys: removed });
    if (Object.keys(set).length > 0) {
      await client.call('events', 'TagResource', { ResourceARN, Tags: tagList(set) });
    }
    return stateOf(config, existing(await find(name, config, client)));
  },
  async delete(state, environment) {
    const name = requiredText(state, 'name');
    await orAbsent(
      whileRefused(environment, ['ValidationException'], () =>
        environment.client.call('events', 'DeleteRule', {
          Name: name,
          EventBusName: textOf(state, 'event_bus_name'),
          Force: boolOf(state, 'force_destroy') ?? false,
        }),
      ),
      'ResourceNotFoundException',
    );
  },
};

async function put(
  name: string,
  config: PlainObject,
  prior: PlainObject | undefined,
  client: AwsClient,
): Promise<void> {
  await client.call('events', 'PutRule', {
    Name: name,
    EventBusName: textOf(config, 'event_bus_name'),
    Description: textOf(config, 'description'),
    EventPattern: textOf(config, 'event_pattern'),
    ScheduleExpression: textOf(config, 'schedule_expression'),
    RoleArn: textOf(config, 'role_arn'),
    State: stateArgument(config, prior),
    ...(prior === undefined ? { Tags: tagList(allTags(config)) } : {}),
  });
}

/** Of the two arguments for it, the one that was written decides; what is not written keeps what it was. */
function stateArgument(config: PlainObject, prior: PlainObject | undefined): RuleState {
  const byFlag = boolOf(config, 'is_enabled') === false ? 'DISABLED' : 'ENABLED';
  const state = textOf(config, 'state') as RuleState | undefined;
  if (state === undefined) return byFlag;
  return prior !== undefined && hasChanged(config, prior, 'is_enabled') ? byFlag : state;
}

async function find(
  name: string,
  object: PlainObject,
  client: AwsClient,
): Promise<DescribeRuleResponse | undefined> {
  return await orAbsent(
    client.call('events', 'DescribeRule', { Name: name, EventBusName: textOf(object, 'event_bus_name') }),
    'ResourceNotFoundException',
  );
}

function stateOf(known: PlainObject, found: DescribeRuleResponse): PlainObject {
  const name = found.Name ?? '';
  const bus = textOf(known, 'event_bus_name') ?? 'default';
  return {
    id: ruleId(bus, name),
    name,
    name_prefix: prefixOfName(name),
    arn: found.Arn ?? null,
    description: found.Description ?? null,
    event_bus_name: bus,
    event_pattern: patternForm(textOf(known, 'event_pattern'), found.EventPattern),
    force_destroy: known['force_destroy'] ?? null,
    role_arn: found.RoleArn ?? null,
    schedule_expression: found.ScheduleExpression ?? null,
    is_enabled: found.State !== 'DISABLED',
    state: found.State ?? null,
  };
}

function patternForm(known: string | undefined, remote: string | undefined): string | null {
  if (remote === undefined) return null;
  return known !== undefined && sameJson(known, remote) ? known : remote;
}
