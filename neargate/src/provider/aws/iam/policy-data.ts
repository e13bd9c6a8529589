import type { Policy } from '@aws-sdk/client-iam';
import { UserError } from '../../../core/user-error.ts';
import type { DataSource, PlainObject } from '../../../terraform/provider.ts';
import { textOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { tagMap } from '../tags.ts';
import { findPolicy, policyDocument } from './policy.ts';
import { policyDataSchema } from './policy-data-schema.ts';

/** By ARN, or by name among all policies, AWS's own included. */
export const policyData: DataSource<AwsClient> = {
  schema: policyDataSchema,
  async read(config, { client }) {
    const found = await findPolicy(client, textOf(config, 'arn') ?? (await arnByName(config, client)));
    if (found === undefined) throw notFoundError('IAM Policy', textOf(config, 'arn') ?? '');
    return {
      id: found.Arn ?? null,
      arn: found.Arn ?? null,
      attachment_count: found.AttachmentCount ?? null,
      description: found.Description ?? '',
      name: found.PolicyName ?? null,
      path: found.Path ?? null,
      path_prefix: textOf(config, 'path_prefix') ?? null,
      policy: await policyDocument(client, found),
      policy_id: found.PolicyId ?? null,
      tags: tagMap(found.Tags),
    };
  },
};

async function arnByName(config: PlainObject, client: AwsClient): Promise<string> {
  const name = textOf(config, 'name');
  const matches: Policy[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.call('iam', 'ListPolicies', {
      Scope: 'All',
      PathPrefix: textOf(config, 'path_prefix'),
      Marker,
    });
    matches.push(...(page.Policies ?? []).filter((each) => name === undefined || each.PolicyName === name));
    Marker = page.Marker;
  } while (Marker !== undefined);
  const [only] = matches;
  if (only === undefined) throw notFoundError('IAM Policy', name ?? '');
  if (matches.length > 1) {
    throw new UserError(
      `reading IAM Policy (${name ?? ''}): ${matches.length} policies match; name one by its ARN`,
    );
  }
  return only.Arn ?? '';
}
