import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { policyProblems } from '../json-arguments.ts';
import { decodePolicy, policyForm } from './policy-text.ts';
import { rolePolicySchema } from './role-policy-schema.ts';

export const rolePolicy: ResourceType<AwsClient> = {
  schema: rolePolicySchema,
  behaviour: 'stored',
  plan: (config) => ({ diagnostics: policyProblems(config, 'policy') }),
  create: (config, { client }) => put(generatedName(config, { ids: client.ids }), config, client),
  async read(state, { client }) {
    const [RoleName, PolicyName] = [requiredText(state, 'role'), requiredText(state, 'name')];
    const output = await orAbsent(
      client.call('iam', 'GetRolePolicy', { RoleName, PolicyName }),
      'NoSuchEntity',
    );
    if (output === undefined) return undefined;
    return stateOf(RoleName, PolicyName, policyForm(state['policy'], decodePolicy(output.PolicyDocument)));
  },
  update: (config, prior, { client }) => put(requiredText(prior, 'name'), config, client),
  async delete(state, { client }) {
    await orAbsent(
      client.call('iam', 'DeleteRolePolicy', {
        RoleName: requiredText(state, 'role'),
        PolicyName: requiredText(state, 'name'),
      }),
      'NoSuchEntity',
    );
  },
};

async function put(name: string, config: PlainObject, client: AwsClient): Promise<PlainObject> {
  const [role, policy] = [requiredText(config, 'role'), requiredText(config, 'policy')];
  await client.call('iam', 'PutRolePolicy', { RoleName: role, PolicyName: name, PolicyDocument: policy });
  return stateOf(role, name, policy);
}

function stateOf(role: string, name: string, policy: string): PlainObject {
  return { id: `${role}:${name}`, role, name, name_prefix: prefixOfName(name), policy };
}
