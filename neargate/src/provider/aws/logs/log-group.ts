import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import { errorDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { allTags, tagChanges } from '../tags.ts';
import { logGroupSchema } from './log-group-schema.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 is for ever. */
const retentions: ReadonlySet<number> = new Set([
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

export const logGroup: ResourceType<AwsClient> = {
  schema: logGroupSchema,
  behaviour: 'real',
  plan(config) {
    const days = numberOf(config, 'retention_in_days') ?? 0;
    if (retentions.has(days)) return {};
    const allowed = [...retentions].join(' ');
    return {
      diagnostics: [errorDiagnostic(`expected retention_in_days to be one of [${allowed}], got ${days}`, '')],
    };
  },
  async create(config, environment) {
    const { client } = environment;
    const logGroupName = generatedName(config, { ids: client.ids });
    const tags = allTags(config);
    await client.call('logs', 'CreateLogGroup', {
      logGroupName,
      kmsKeyId: textOf(config, 'kms_key_id'),
      logGroupClass: textOf(config, 'log_group_class') as LogGroup['logGroupClass'],
      deletionProtectionEnabled: boolOf(config, 'deletion_protection_enabled'),
      ...(Object.keys(tags).length > 0 && { tags }),
    });
    environment.created?.({ id: logGroupName, name: logGroupName });
    await putRetention(client, logGroupName, numberOf(config, 'retention_in_days') ?? 0);
    return stateOf(existing(await findLogGroup(client, logGroupName)), config);
  },
  async read(state, { client }) {
    const found = await findLogGroup(client, requiredText(state, 'id'));
    if (found === undefined) return undefined;
    return { ...stateOf(found, state), tags_all: await logGroupTags(client, found) };
  },
  async update(config, prior, { client }) {
    const logGroupName = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'retention_in_days')) {
      await putRetention(client, logGroupName, numberOf(config, 'retention_in_days') ?? 0);
    }
    if (hasChanged(config, prior, 'kms_key_id')) {
      const kmsKeyId = textOf(config, 'kms_key_id');
      await (kmsKeyId === undefined
        ? client.call('logs', 'DisassociateKmsKey', { logGroupName })
        : client.call('logs', 'AssociateKmsKey', { logGroupName, kmsKeyId }));
    }
    if (hasChanged(config, prior, 'deletion_protection_enabled')) {
      await client.call('logs', 'PutLogGroupDeletionProtection', {
        logGroupIdentifier: logGroupName,
        deletionProtectionEnabled: boolOf(config, 'deletion_protection_enabled') ?? false,
      });
    }
    const resourceArn = requiredText(prior, 'arn');
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call('logs', 'UntagResource', { resourceArn, tagKeys: removed });
    if (Object.keys(set).length > 0) await client.call('logs', 'TagResource', { resourceArn, tags: set });
    return stateOf(existing(await findLogGroup(client, logGroupName)), config);
  },
  async delete(state, { client }) {
    if (boolOf(state, 'skip_destroy') === true) return;
    await orAbsent(
      client.call('logs', 'DeleteLogGroup', { logGroupName: requiredText(state, 'id') }),
      'ResourceNotFoundException',
    );
  },
};

/** The group of exactly this name. */
export async function findLogGroup(client: AwsClient, name: string): Promise<LogGroup | undefined> {
  let nextToken: string | undefined;
  do {
    const page = await client.call('logs', 'DescribeLogGroups', { logGroupNamePrefix: name, nextToken });
    const found = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
    if (found !== undefined) return found;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return undefined;
}

export async function logGroupTags(
  client: AwsClient,
  { logGroupArn = '' }: LogGroup,
): Promise<Readonly<Record<string, string>>> {
  const { tags = {} } = await client.call('logs', 'ListTagsForResource', { resourceArn: logGroupArn });
  return tags;
}

async function putRetention(client: AwsClient, logGroupName: string, days: number): Promise<void> {
  await (days === 0
    ? client.call('logs', 'DeleteRetentionPolicy', { logGroupName })
    : client.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: days }));
}

function stateOf(found: LogGroup, known: PlainObject): PlainObject {
  const name = found.logGroupName ?? '';
  return {
    id: name,
    name,
    name_prefix: prefixOfName(name),
    arn: found.logGroupArn ?? null,
    deletion_protection_enabled: found.deletionProtectionEnabled ?? false,
    kms_key_id: found.kmsKeyId ?? null,
    log_group_class: found.logGroupClass ?? null,
    retention_in_days: found.retentionInDays ?? 0,
    skip_destroy: known['skip_destroy'] ?? null,
  };
}
