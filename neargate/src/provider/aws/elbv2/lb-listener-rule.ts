import type { RuleTransform } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../core/aws-error.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, hasChanged, numberOf, requiredText } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { actionsOf, blocksOfActions } from './actions.ts';
import { blocksOfConditions, conditionsOf } from './conditions.ts';
import { readTags, tagsOnCreate, updateTags } from './elbv2-tags.ts';
import { lbListenerRuleSchema } from './lb-listener-rule-schema.ts';

/** How often a priority that was just taken by another rule is chosen anew. */
const priorityTries = 10;

export const lbListenerRuleType: ResourceType<AwsClient> = {
  schema: lbListenerRuleSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const arn = await createRule(client, config);
    return present(readRule(client, arn, config), arn);
  },
  read: (state, { client }) => readRule(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    const arn = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'priority')) {
      await client.call('elbv2', 'SetRulePriorities', {
        RulePriorities: [{ RuleArn: arn, Priority: numberOf(config, 'priority') }],
      });
    }
    if (hasChanged(config, prior, 'action', 'condition', 'transform')) {
      const transforms = transformsOf(config);
      await client.call('elbv2', 'ModifyRule', {
        RuleArn: arn,
        Actions: actionsOf(blocksOf(config, 'action')),
        Conditions: conditionsOf(blocksOf(config, 'condition')),
        ...(transforms === undefined ? {} : { Transforms: transforms }),
      });
    }
    await updateTags(client, arn, config, prior);
    return present(readRule(client, arn, config), arn);
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('elbv2', 'DeleteRule', { RuleArn: requiredText(state, 'id') }),
      'RuleNotFound',
    );
  },
};

/** Without a priority the rule comes after all others. */
async function createRule(client: AwsClient, config: PlainObject): Promise<string> {
  const listenerArn = requiredText(config, 'listener_arn');
  const wanted = numberOf(config, 'priority');
  for (let tries = 1; ; tries += 1) {
    try {
      const { Rules } = await client.call('elbv2', 'CreateRule', {
        ListenerArn: listenerArn,
        Priority: wanted ?? (await nextPriority(client, listenerArn)),
        Actions: actionsOf(blocksOf(config, 'action')),
        Conditions: conditionsOf(blocksOf(config, 'condition')),
        Transforms: transformsOf(config),
        Tags: tagsOnCreate(config),
      });
      return Rules?.[0]?.RuleArn ?? '';
    } catch (error) {
      const isTaken = error instanceof AwsError && error.code === 'PriorityInUse';
      if (!isTaken || wanted !== undefined || tries >= priorityTries) throw error;
    }
  }
}

async function nextPriority(client: AwsClient, listenerArn: string): Promise<number> {
  const { Rules } = await client.call('elbv2', 'DescribeRules', { ListenerArn: listenerArn });
  const taken = (Rules ?? []).map(({ Priority }) => Number(Priority)).filter(Number.isFinite);
  return Math.max(0, ...taken) + 1;
}

function transformsOf(config: PlainObject): RuleTransform[] | undefined {
  const blocks = blocksOf(config, 'transform');
  if (blocks.length === 0) return undefined;
  return blocks.map((block) => ({
    Type: requiredText(block, 'type') as RuleTransform['Type'],
    HostHeaderRewriteConfig: rewritesOf(blockOf(block, 'host_header_rewrite_config')),
    UrlRewriteConfig: rewritesOf(blockOf(block, 'url_rewrite_config')),
  }));
}

function rewritesOf(block: PlainObject | undefined) {
  if (block === undefined) return undefined;
  return {
    Rewrites: blocksOf(block, 'rewrite').map((rewrite) => ({
      Regex: requiredText(rewrite, 'regex'),
      Replace: requiredText(rewrite, 'replace'),
    })),
  };
}

async function readRule(
  client: AwsClient,
  arn: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('elbv2', 'DescribeRules', { RuleArns: [arn] }),
    'RuleNotFound',
    'ListenerNotFound',
  );
  const rule = found?.Rules?.[0];
  if (rule === undefined) return undefined;
  return {
    id: arn,
    arn,
    action: blocksOfActions(rule.Actions, blocksOf(known, 'action')),
    condition: blocksOfConditions(rule.Conditions),
    listener_arn: arn
      .replace(':listener-rule/', ':listener/')
      .slice(0, arn.lastIndexOf('/') - '-rule'.length),
    priority: Number(rule.Priority),
    tags_all: await readTags(client, arn),
    transform: known['transform'] ?? [],
  };
}
