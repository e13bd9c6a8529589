import type { DBSnapshot } from '@aws-sdk/client-rds';
import { UserError } from '../../../core/user-error.ts';
import type { OperationEnvironment, PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { requiredText, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { waitUntil } from '../deadline.ts';
import { existing } from '../not-found.ts';
import { tagAttributes } from '../schema-parts.ts';
import { allTags, tagList, tagMap } from '../tags.ts';
import { updateTags } from './tagging.ts';

/** The provider's own time limit, in minutes. */
const limitMinutes = 20;

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_snapshot */
const schema: Schema = {
  attributes: {
    allocated_storage: { type: 'number', computed: true },
    availability_zone: { type: 'string', computed: true },
    db_instance_identifier: { type: 'string', required: true, forceNew: true },
    db_snapshot_arn: { type: 'string', computed: true },
    db_snapshot_identifier: { type: 'string', required: true, forceNew: true },
    encrypted: { type: 'bool', computed: true },
    engine: { type: 'string', computed: true },
    engine_version: { type: 'string', computed: true },
    iops: { type: 'number', computed: true },
    kms_key_id: { type: 'string', computed: true },
    license_model: { type: 'string', computed: true },
    option_group_name: { type: 'string', computed: true },
    port: { type: 'number', computed: true },
    shared_accounts: { type: 'set(string)', optional: true },
    snapshot_type: { type: 'string', computed: true },
    source_db_snapshot_identifier: { type: 'string', computed: true },
    source_region: { type: 'string', computed: true },
    status: { type: 'string', computed: true },
    storage_type: { type: 'string', computed: true },
    vpc_id: { type: 'string', computed: true },
    ...tagAttributes,
  },
};

export const snapshotNaming: ApiNaming = {
  style: 'pascal',
  names: {
    db_instance_identifier: 'DBInstanceIdentifier',
    db_snapshot_arn: 'DBSnapshotArn',
    db_snapshot_identifier: 'DBSnapshotIdentifier',
    shared_accounts: null,
    source_db_snapshot_identifier: 'SourceDBSnapshotIdentifier',
    tags: null,
    tags_all: null,
  },
};

export const dbSnapshot: ResourceType<AwsClient> = {
  schema,
  behaviour: 'real',
  async create(config, environment) {
    const identifier = requiredText(config, 'db_snapshot_identifier');
    await environment.client.call('rds', 'CreateDBSnapshot', {
      DBInstanceIdentifier: requiredText(config, 'db_instance_identifier'),
      DBSnapshotIdentifier: identifier,
      Tags: tagList(allTags(config)),
    });
    environment.created?.({ id: identifier, db_snapshot_identifier: identifier });
    await waitUntilAvailable(identifier, environment);
    await share(identifier, textsOf(config, 'shared_accounts'), [], environment.client);
    return stateOf(environment.client, existing(await findSnapshot(environment.client, identifier)));
  },
  async read(state, { client }) {
    const found = await findSnapshot(client, requiredText(state, 'id'));
    return found === undefined ? undefined : stateOf(client, found);
  },
  async update(config, prior, { client }) {
    const identifier = requiredText(prior, 'id');
    const [before, after] = [prior, config].map((object) => textsOf(object, 'shared_accounts'));
    await share(identifier, after ?? [], before ?? [], client);
    await updateTags(client, requiredText(prior, 'db_snapshot_arn'), config, prior);
    return stateOf(client, existing(await findSnapshot(client, identifier)));
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('rds', 'DeleteDBSnapshot', { DBSnapshotIdentifier: requiredText(state, 'id') }),
      'DBSnapshotNotFound',
    );
  },
};

async function share(
  identifier: string,
  after: readonly string[],
  before: readonly string[],
  client: AwsClient,
): Promise<void> {
  const added = after.filter((account) => !before.includes(account));
  const removed = before.filter((account) => !after.includes(account));
  if (added.length + removed.length === 0) return;
  await client.call('rds', 'ModifyDBSnapshotAttribute', {
    DBSnapshotIdentifier: identifier,
    AttributeName: 'restore',
    ValuesToAdd: added,
    ValuesToRemove: removed,
  });
}

async function waitUntilAvailable(
  identifier: string,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  await waitUntil(environment, {
    what: `RDS DB Snapshot (${identifier}) to be available`,
    limitMinutes,
    probe: async () => {
      const { Status: status } = existing(await findSnapshot(environment.client, identifier));
      if (status === 'failed') {
        throw new UserError(
          `waiting for RDS DB Snapshot (${identifier}): unexpected state 'failed', wanted target 'available'`,
        );
      }
      environment.progress(`${identifier} is ${status ?? 'gone'}`);
      return status === 'available' ? true : undefined;
    },
  });
}

async function findSnapshot(client: AwsClient, identifier: string): Promise<DBSnapshot | undefined> {
  const output = await orAbsent(
    client.call('rds', 'DescribeDBSnapshots', { DBSnapshotIdentifier: identifier }),
    'DBSnapshotNotFound',
  );
  return output?.DBSnapshots?.[0];
}

async function stateOf(client: AwsClient, found: DBSnapshot): Promise<PlainObject> {
  const identifier = found.DBSnapshotIdentifier ?? '';
  const { DBSnapshotAttributesResult: sharing } = await client.call('rds', 'DescribeDBSnapshotAttributes', {
    DBSnapshotIdentifier: identifier,
  });
  return {
    ...fromApi(found, schema, snapshotNaming),
    id: identifier,
    shared_accounts: sharing?.DBSnapshotAttributes?.[0]?.AttributeValues ?? [],
    tags_all: tagMap(found.TagList),
  };
}
