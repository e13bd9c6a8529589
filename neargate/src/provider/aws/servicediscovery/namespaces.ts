import type { Namespace } from '@aws-sdk/client-servicediscovery';
import type { PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagList } from '../tags.ts';
import { awaitedOperation } from './awaited-operation.ts';
import { httpNamespaceSchema } from './http-namespace-schema.ts';
import { privateDnsNamespaceSchema } from './private-dns-namespace-schema.ts';
import { publicDnsNamespaceSchema } from './public-dns-namespace-schema.ts';
import { tagsOf, updateTags } from './tagging.ts';

type Started = Promise<{ readonly OperationId?: string | undefined }>;
type Request = { Name: string; Description: string | undefined; Tags: { Key: string; Value: string }[] };

/** What the three kinds of namespaces differ in. */
interface Kind {
  readonly schema: Schema;
  readonly create: (client: AwsClient, request: Request, config: PlainObject) => Started;
  readonly update?: (client: AwsClient, Id: string, Description: string) => Started;
}

function namespaceType({ schema, create, update }: Kind): ResourceType<AwsClient> {
  return {
    schema,
    behaviour: 'real',
    async create(config, { client }) {
      const request = {
        Name: requiredText(config, 'name'),
        Description: textOf(config, 'description'),
        Tags: tagList(allTags(config)),
      };
      const { Targets } = await awaitedOperation(client, await create(client, request, config));
      return stateOf(client, config, existing(await findNamespace(client, Targets?.NAMESPACE ?? '')));
    },
    async read(state, { client }) {
      const found = await findNamespace(client, requiredText(state, 'id'));
      return found === undefined ? undefined : stateOf(client, state, found);
    },
    async update(config, prior, { client }) {
      const id = requiredText(prior, 'id');
      if (update !== undefined && hasChanged(config, prior, 'description')) {
        await awaitedOperation(client, await update(client, id, textOf(config, 'description') ?? ''));
      }
      await updateTags(client, requiredText(prior, 'arn'), config, prior);
      return stateOf(client, config, existing(await findNamespace(client, id)));
    },
    async delete(state, { client }) {
      const deleting = client.call('servicediscovery', 'DeleteNamespace', { Id: requiredText(state, 'id') });
      await orAbsent(deleting, 'NamespaceNotFound');
    },
  };
}

export async function findNamespace(client: AwsClient, Id: string): Promise<Namespace | undefined> {
  const found = await orAbsent(client.call('servicediscovery', 'GetNamespace', { Id }), 'NamespaceNotFound');
  return found?.Namespace;
}

async function stateOf(client: AwsClient, known: PlainObject, found: Namespace): Promise<PlainObject> {
  const arn = found.Arn ?? '';
  return {
    ...known,
    id: found.Id ?? null,
    arn,
    name: found.Name ?? null,
    description: found.Description ?? known['description'] ?? null,
    ...(found.Type === 'HTTP'
      ? { http_name: found.Properties?.HttpProperties?.HttpName ?? null }
      : { hosted_zone: found.Properties?.DnsProperties?.HostedZoneId ?? null }),
    tags_all: await tagsOf(client, arn),
  };
}

export const httpNamespace = namespaceType({
  schema: httpNamespaceSchema,
  create: (client, request) => client.call('servicediscovery', 'CreateHttpNamespace', request),
});

export const privateDnsNamespace = namespaceType({
  schema: privateDnsNamespaceSchema,
  create: (client, request, config) =>
    client.call('servicediscovery', 'CreatePrivateDnsNamespace', {
      ...request,
      Vpc: requiredText(config, 'vpc'),
    }),
  update: (client, Id, Description) =>
    client.call('servicediscovery', 'UpdatePrivateDnsNamespace', { Id, Namespace: { Description } }),
});

export const publicDnsNamespace = namespaceType({
  schema: publicDnsNamespaceSchema,
  create: (client, request) => client.call('servicediscovery', 'CreatePublicDnsNamespace', request),
  update: (client, Id, Description) =>
    client.call('servicediscovery', 'UpdatePublicDnsNamespace', { Id, Namespace: { Description } }),
});
