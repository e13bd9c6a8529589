import type { ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { arnPattern } from '../patterns.ts';
import type { PolicyHolder } from './policy-holders.ts';

/**
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachment, and
 * iam_user_policy_attachment and iam_group_policy_attachment beside it
 */
export function policyAttachment(holder: PolicyHolder): ResourceType<AwsClient> {
  const { argument } = holder;
  return {
    schema: {
      attributes: {
        policy_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
        [argument]: { type: 'string', required: true, forceNew: true },
      },
    },
    behaviour: 'evaluated',
    async create(config, { client }) {
      const [held, arn] = [requiredText(config, argument), requiredText(config, 'policy_arn')];
      await holder.attachPolicy(client, held, arn);
      // As provider 6 makes them: only the ids of groups' attachments still end in a suffix.
      const id = argument === 'group' ? `${held}-${client.ids.hex(26)}` : `${held}/${arn}`;
      return { id, [argument]: held, policy_arn: arn };
    },
    async read(state, { client }) {
      const attached = await orAbsent(
        holder.attachedPolicies(client, requiredText(state, argument)),
        'NoSuchEntity',
      );
      return attached?.includes(requiredText(state, 'policy_arn')) === true ? state : undefined;
    },
    async delete(state, { client }) {
      const [held, arn] = [requiredText(state, argument), requiredText(state, 'policy_arn')];
      await orAbsent(holder.detachPolicy(client, held, arn), 'NoSuchEntity');
    },
  };
}
