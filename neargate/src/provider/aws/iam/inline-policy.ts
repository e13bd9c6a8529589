import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { policyProblems } from '../json-arguments.ts';
import { inlinePolicySchema } from './inline-policy-schema.ts';
import type { PolicyHolder } from './policy-holders.ts';
import { decodePolicy, policyForm } from './policy-text.ts';

/** `aws_iam_role_policy`, `aws_iam_user_policy` and `aws_iam_group_policy`. */
export function inlinePolicy(holder: PolicyHolder): ResourceType<AwsClient> {
  const { argument } = holder;
  const put = async (name: string, config: PlainObject, client: AwsClient): Promise<PlainObject> => {
    const [held, policy] = [requiredText(config, argument), requiredText(config, 'policy')];
    await holder.putPolicy(client, held, name, policy);
    return stateOf(held, name, policy);
  };
  const stateOf = (held: string, name: string, policy: string): PlainObject => ({
    id: `${held}:${name}`,
    [argument]: held,
    name,
    name_prefix: prefixOfName(name),
    policy,
  });
  return {
    schema: inlinePolicySchema(argument),
    behaviour: 'evaluated',
    plan: (config) => ({ diagnostics: policyProblems(config, 'policy') }),
    create: (config, { client }) => put(generatedName(config, { ids: client.ids }), config, client),
    async read(state, { client }) {
      const [held, name] = [requiredText(state, argument), requiredText(state, 'name')];
      const output = await orAbsent(holder.getPolicy(client, held, name), 'NoSuchEntity');
      if (output === undefined) return undefined;
      return stateOf(held, name, policyForm(state['policy'], decodePolicy(output.PolicyDocument)));
    },
    update: (config, prior, { client }) => put(requiredText(prior, 'name'), config, client),
    async delete(state, { client }) {
      const [held, name] = [requiredText(state, argument), requiredText(state, 'name')];
      await orAbsent(holder.deletePolicy(client, held, name), 'NoSuchEntity');
    },
  };
}
