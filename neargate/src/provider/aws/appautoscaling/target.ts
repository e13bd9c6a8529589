import type { RegisterScalableTargetRequest, ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { whileRefused } from '../patient.ts';
import { allTags, tagChanges } from '../tags.ts';
import { storedOnly } from './stored-only.ts';
import { type TargetId, targetIdOf } from './target-id.ts';
import { targetSchema } from './target-schema.ts';

const service = 'application-autoscaling';

const naming: ApiNaming = {
  style: 'pascal',
  names: { arn: 'ScalableTargetARN', role_arn: 'RoleARN', tags: null, tags_all: null },
};

export const target: ResourceType<AwsClient> = {
  schema: targetSchema,
  behaviour: 'real',
  plan: (config) => ({ diagnostics: storedOnly(config) }),
  async create(config, environment) {
    await register(config, environment, allTags(config));
    return stateOf(existing(await find(targetIdOf(config), environment.client)));
  },
  async read(state, { client }) {
    const found = await find(targetIdOf(state), client);
    if (found === undefined) return undefined;
    const { Tags = {} } = await client.call(service, 'ListTagsForResource', {
      ResourceARN: found.ScalableTargetARN,
    });
    return { ...stateOf(found), tags_all: Tags };
  },
  async update(config, prior, environment) {
    const { client } = environment;
    if (hasChanged(config, prior, 'max_capacity', 'min_capacity', 'role_arn', 'suspended_state')) {
      await register(config, environment);
    }
    const ResourceARN = requiredText(prior, 'arn');
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call(service, 'UntagResource', { ResourceARN, TagKeys: removed });
    if (Object.keys(set).length > 0) await client.call(service, 'TagResource', { ResourceARN, Tags: set });
    return stateOf(existing(await find(targetIdOf(config), client)));
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call(service, 'DeregisterScalableTarget', targetIdOf(state)),
      'ObjectNotFoundException',
    );
  },
};

/** A service that was created a moment ago may not be known to Application Auto Scaling yet. */
async function register(
  config: PlainObject,
  environment: OperationEnvironment<AwsClient>,
  tags?: Readonly<Record<string, string>>,
): Promise<void> {
  const input = toApi<RegisterScalableTargetRequest>(config, targetSchema, naming);
  await whileRefused(environment, ['FailedResourceAccessException'], () =>
    environment.client.call(service, 'RegisterScalableTarget', {
      ...input,
      ...(tags === undefined ? {} : { Tags: { ...tags } }),
    }),
  );
}

async function find(id: TargetId, client: AwsClient): Promise<ScalableTarget | undefined> {
  const { ScalableTargets = [] } = await client.call(service, 'DescribeScalableTargets', {
    ServiceNamespace: id.ServiceNamespace,
    ScalableDimension: id.ScalableDimension,
    ResourceIds: [id.ResourceId],
  });
  return ScalableTargets[0];
}

function stateOf(found: ScalableTarget): PlainObject {
  return { ...fromApi(found, targetSchema, naming), id: found.ResourceId ?? null };
}
