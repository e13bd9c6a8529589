import type { ReplicationConfiguration, ReplicationRule } from '@aws-sdk/client-s3';
import type { Plain } from '../../../terraform/provider.ts';
import { blockOf, requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiMember, type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import { bucketBlock, type InlineSetting } from './inline-setting.ts';

const minutes = (member: string): ApiMember => ({
  member,
  write: (count) => ({ Minutes: count }),
  read: (time) => (time as { readonly Minutes?: number }).Minutes ?? null,
});

const status = (member: string): ApiMember => ({
  member,
  write: (text) => ({ Status: text }),
  read: (found) => {
    const text = (found as { readonly Status?: string }).Status ?? null;
    return text === 'Disabled' ? null : text;
  },
});

const naming: ApiNaming = {
  style: 'pascal',
  names: {
    rules: 'Rules',
    'rules.id': 'ID',
    'rules.delete_marker_replication_status': status('DeleteMarkerReplication'),
    'rules.destination.account_id': 'Account',
    'rules.destination.replica_kms_key_id': {
      member: 'EncryptionConfiguration',
      write: (key) => ({ ReplicaKmsKeyID: key }),
      read: (found) => (found as { readonly ReplicaKmsKeyID?: string }).ReplicaKmsKeyID ?? null,
    },
    'rules.destination.metrics.minutes': minutes('EventThreshold'),
    'rules.destination.replication_time.minutes': minutes('Time'),
    'rules.filter.tags': {
      member: 'Tags',
      write: (tags) =>
        Object.entries((tags ?? {}) as Readonly<Record<string, Plain>>).map(([Key, Value]) => ({
          Key,
          Value,
        })),
      read: (tags) =>
        Object.fromEntries(
          (tags as readonly { readonly Key?: string; readonly Value?: string }[]).map(
            ({ Key = '', Value = '' }) => [Key, Value],
          ),
        ),
    },
    'rules.source_selection_criteria.sse_kms_encrypted_objects.enabled': {
      member: 'Status',
      write: (enabled) => (enabled === true ? 'Enabled' : 'Disabled'),
      read: (text) => text === 'Enabled',
    },
  },
};

export const replication: InlineSetting = {
  argument: 'replication_configuration',
  async write(Bucket, config, client) {
    const block = blockOf(config, 'replication_configuration');
    if (block === undefined) {
      await client.call('s3', 'DeleteBucketReplication', { Bucket });
      return;
    }
    const given = toApi<ReplicationConfiguration>(block, bucketBlock('replication_configuration'), naming);
    await client.call('s3', 'PutBucketReplication', {
      Bucket,
      ReplicationConfiguration: {
        Role: requiredText(block, 'role'),
        Rules: (given.Rules ?? []).map(withFilterForm),
      },
    });
  },
  async read(Bucket, _known, client) {
    const output = await orAbsent(
      client.call('s3', 'GetBucketReplication', { Bucket }),
      'ReplicationConfigurationNotFoundError',
    );
    const found = output?.ReplicationConfiguration;
    if (found === undefined) return [];
    const shown = { ...found, Rules: (found.Rules ?? []).map(withBlockForm) };
    return [fromApi(shown, bucketBlock('replication_configuration'), naming)];
  },
};

/** A filter with tags stands inside `And` in the API; a rule with a filter also says what becomes of delete markers. */
function withFilterForm(rule: ReplicationRule): ReplicationRule {
  const filter = rule.Filter as { readonly Prefix?: string; readonly Tags?: [] } | undefined;
  if (filter === undefined) return rule;
  return {
    ...rule,
    Filter: filter.Tags === undefined ? { Prefix: filter.Prefix ?? '' } : { And: filter },
    DeleteMarkerReplication: rule.DeleteMarkerReplication ?? { Status: 'Disabled' },
  };
}

function withBlockForm(rule: ReplicationRule): object {
  return rule.Filter?.And === undefined ? rule : { ...rule, Filter: rule.Filter.And };
}
