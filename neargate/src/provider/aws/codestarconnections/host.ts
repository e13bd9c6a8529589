import type { ProviderType, VpcConfiguration } from '@aws-sdk/client-codestar-connections';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, requiredText, textOf, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import type { ConnectionsService } from './connection.ts';
import { hostSchema } from './host-schema.ts';

/** Kept: nothing connects to a host. */
export function hostType(service: ConnectionsService): ResourceType<AwsClient> {
  return {
    schema: hostSchema,
    behaviour: 'stored',
    async create(config, { client }) {
      const { HostArn = '' } = await client.call(service, 'CreateHost', {
        Name: requiredText(config, 'name'),
        ProviderType: requiredText(config, 'provider_type') as ProviderType,
        ProviderEndpoint: requiredText(config, 'provider_endpoint'),
        VpcConfiguration: vpcOf(config),
      });
      return existing(await stateOf(service, HostArn, client));
    },
    read: (state, { client }) => stateOf(service, requiredText(state, 'id'), client),
    async update(config, prior, { client }) {
      const HostArn = requiredText(prior, 'id');
      await client.call(service, 'UpdateHost', {
        HostArn,
        ProviderEndpoint: requiredText(config, 'provider_endpoint'),
        VpcConfiguration: vpcOf(config),
      });
      return existing(await stateOf(service, HostArn, client));
    },
    async delete(state, { client }) {
      await orAbsent(
        client.call(service, 'DeleteHost', { HostArn: requiredText(state, 'id') }),
        'ResourceNotFoundException',
      );
    },
  };
}

function vpcOf(config: PlainObject): VpcConfiguration | undefined {
  const block = blockOf(config, 'vpc_configuration');
  return (
    block && {
      VpcId: requiredText(block, 'vpc_id'),
      SubnetIds: textsOf(block, 'subnet_ids'),
      SecurityGroupIds: textsOf(block, 'security_group_ids'),
      TlsCertificate: textOf(block, 'tls_certificate'),
    }
  );
}

async function stateOf(
  service: ConnectionsService,
  HostArn: string,
  client: AwsClient,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(client.call(service, 'GetHost', { HostArn }), 'ResourceNotFoundException');
  if (found === undefined) return undefined;
  const { VpcConfiguration: vpc } = found;
  return {
    id: HostArn,
    arn: HostArn,
    name: found.Name ?? null,
    provider_endpoint: found.ProviderEndpoint ?? null,
    provider_type: found.ProviderType ?? null,
    status: found.Status ?? null,
    vpc_configuration:
      vpc === undefined
        ? []
        : [
            {
              security_group_ids: vpc.SecurityGroupIds ?? [],
              subnet_ids: vpc.SubnetIds ?? [],
              tls_certificate: vpc.TlsCertificate ?? null,
              vpc_id: vpc.VpcId ?? null,
            },
          ],
  };
}
