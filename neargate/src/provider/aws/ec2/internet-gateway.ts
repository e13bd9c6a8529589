import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { whileRefused } from '../patient.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { internetGatewaySchema } from './internet-gateway-schema.ts';

export const internetGatewayType: ResourceType<AwsClient> = {
  schema: internetGatewaySchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const { InternetGateway } = await client.call('ec2', 'CreateInternetGateway', {
      TagSpecifications: tagSpecifications('internet-gateway', config),
    });
    const id = InternetGateway?.InternetGatewayId ?? '';
    environment.created?.({ id });
    const vpcId = textOf(config, 'vpc_id');
    if (vpcId !== undefined) {
      await client.call('ec2', 'AttachInternetGateway', { InternetGatewayId: id, VpcId: vpcId });
    }
    return present(readInternetGateway(client, id), id);
  },
  read: (state, { client }) => readInternetGateway(client, requiredText(state, 'id')),
  async update(config, prior, environment) {
    const { client } = environment;
    const id = requiredText(prior, 'id');
    const before = textOf(prior, 'vpc_id');
    const after = textOf(config, 'vpc_id');
    if (before !== after) {
      if (before !== undefined) await detach(id, before, environment);
      if (after !== undefined) {
        await client.call('ec2', 'AttachInternetGateway', { InternetGatewayId: id, VpcId: after });
      }
    }
    await updateTags(client, id, config, prior);
    return present(readInternetGateway(client, id), id);
  },
  async delete(state, environment) {
    const id = requiredText(state, 'id');
    const vpcId = textOf(state, 'vpc_id');
    if (vpcId !== undefined) await detach(id, vpcId, environment);
    await orAbsent(
      environment.client.call('ec2', 'DeleteInternetGateway', { InternetGatewayId: id }),
      'InvalidInternetGatewayID.NotFound',
    );
  },
};

/** AWS refuses while public addresses are mapped in the VPC, such as those of a NAT gateway that is still going away. */
async function detach(
  InternetGatewayId: string,
  VpcId: string,
  environment: Parameters<typeof whileRefused>[0],
): Promise<void> {
  await orAbsent(
    whileRefused(environment, ['DependencyViolation'], () =>
      environment.client.call('ec2', 'DetachInternetGateway', { InternetGatewayId, VpcId }),
    ),
    'Gateway.NotAttached',
    'InvalidInternetGatewayID.NotFound',
  );
}

async function readInternetGateway(client: AwsClient, id: string): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeInternetGateways', { InternetGatewayIds: [id] }),
    'InvalidInternetGatewayID.NotFound',
  );
  const gateway = found?.InternetGateways?.[0];
  if (gateway === undefined) return undefined;
  return {
    id,
    arn: ec2Arn(client, 'internet-gateway', id),
    owner_id: gateway.OwnerId ?? null,
    tags_all: tagsAll(gateway.Tags),
    vpc_id: gateway.Attachments?.[0]?.VpcId ?? '',
  };
}
