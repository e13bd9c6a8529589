import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { samePolicy } from '../equivalence.ts';
import { policyProblems } from '../json-arguments.ts';
import { repositoryPolicySchema } from './repository-policy-schema.ts';

const gone = ['RepositoryPolicyNotFoundException', 'RepositoryNotFoundException'];

export const repositoryPolicy: ResourceType<AwsClient> = {
  schema: repositoryPolicySchema,
  behaviour: 'evaluated',
  plan: (config) => ({ diagnostics: policyProblems(config, 'policy') }),
  create: put,
  async read(state, { client }) {
    const repositoryName = requiredText(state, 'id');
    const output = await orAbsent(client.call('ecr', 'GetRepositoryPolicy', { repositoryName }), ...gone);
    if (output === undefined) return undefined;
    const known = requiredText(state, 'policy');
    const remote = output.policyText ?? '';
    return {
      id: repositoryName,
      repository: output.repositoryName ?? null,
      registry_id: output.registryId ?? null,
      policy: samePolicy(known, remote) ? known : remote,
    };
  },
  update: (config, _prior, environment) => put(config, environment),
  async delete(state, { client }) {
    const repositoryName = requiredText(state, 'id');
    await orAbsent(client.call('ecr', 'DeleteRepositoryPolicy', { repositoryName }), ...gone);
  },
};

async function put(config: PlainObject, { client }: OperationEnvironment<AwsClient>): Promise<PlainObject> {
  const policy = requiredText(config, 'policy');
  const output = await client.call('ecr', 'SetRepositoryPolicy', {
    repositoryName: requiredText(config, 'repository'),
    policyText: policy,
  });
  const repository = output.repositoryName ?? null;
  return { id: repository, repository, registry_id: output.registryId ?? null, policy };
}
