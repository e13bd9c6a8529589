import { UserError } from '../../../core/user-error.ts';
import type { DataSource } from '../../../terraform/provider.ts';
import { textOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { arnPattern } from '../patterns.ts';
import { tagMap } from '../tags.ts';
import { findOidcProvider } from './oidc-provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_openid_connect_provider */
export const oidcProviderData: DataSource<AwsClient> = {
  schema: {
    attributes: {
      arn: {
        type: 'string',
        optional: true,
        computed: true,
        pattern: arnPattern,
        conflictsWith: ['url'],
      },
      client_id_list: { type: 'list(string)', computed: true },
      tags: { type: 'map(string)', optional: true, computed: true },
      thumbprint_list: { type: 'list(string)', computed: true },
      url: { type: 'string', optional: true, computed: true, conflictsWith: ['arn'] },
    },
  },
  async read(config, { client }) {
    const arn = textOf(config, 'arn') ?? (await arnOfUrl(client, textOf(config, 'url')));
    const found = await findOidcProvider(client, arn);
    if (found === undefined) throw notFoundError('IAM OIDC Provider', arn);
    return {
      id: arn,
      arn,
      url: found.Url ?? null,
      client_id_list: [...(found.ClientIDList ?? [])],
      thumbprint_list: [...(found.ThumbprintList ?? [])],
      tags: tagMap(found.Tags),
    };
  },
};

async function arnOfUrl(client: AwsClient, url: string | undefined): Promise<string> {
  if (url === undefined) throw new UserError('one of `arn,url` must be specified');
  const { OpenIDConnectProviderList = [] } = await client.call('iam', 'ListOpenIDConnectProviders', {});
  const ending = `:oidc-provider/${url.replace(/^https:\/\//, '')}`;
  const found = OpenIDConnectProviderList.find(({ Arn }) => Arn?.endsWith(ending));
  if (found?.Arn === undefined) throw notFoundError('IAM OIDC Provider', url);
  return found.Arn;
}
