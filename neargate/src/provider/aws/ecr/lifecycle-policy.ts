import type { ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { jsonProblems } from '../json-arguments.ts';
import { sameLifecyclePolicy } from './lifecycle-policy-equivalence.ts';
import { lifecyclePolicySchema } from './lifecycle-policy-schema.ts';

const gone = ['LifecyclePolicyNotFoundException', 'RepositoryNotFoundException'];

/** Its rules expire images: controllers/image-lifecycle. */
export const lifecyclePolicy: ResourceType<AwsClient> = {
  schema: lifecyclePolicySchema,
  behaviour: 'real',
  plan: (config) => ({ diagnostics: jsonProblems(config, 'policy') }),
  async create(config, { client }) {
    const policy = requiredText(config, 'policy');
    const output = await client.call('ecr', 'PutLifecyclePolicy', {
      repositoryName: requiredText(config, 'repository'),
      lifecyclePolicyText: policy,
    });
    const repository = output.repositoryName ?? null;
    return { id: repository, repository, registry_id: output.registryId ?? null, policy };
  },
  async read(state, { client }) {
    const repositoryName = requiredText(state, 'id');
    const output = await orAbsent(client.call('ecr', 'GetLifecyclePolicy', { repositoryName }), ...gone);
    if (output === undefined) return undefined;
    const known = requiredText(state, 'policy');
    const remote = output.lifecyclePolicyText ?? '';
    return {
      id: repositoryName,
      repository: output.repositoryName ?? null,
      registry_id: output.registryId ?? null,
      policy: sameLifecyclePolicy(known, remote) ? known : remote,
    };
  },
  async delete(state, { client }) {
    const repositoryName = requiredText(state, 'id');
    await orAbsent(client.call('ecr', 'DeleteLifecyclePolicy', { repositoryName }), ...gone);
  },
};
