import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { routeTableAssociationSchema } from './route-table-association-schema.ts';

export const routeTableAssociationType: ResourceType<AwsClient> = {
  schema: routeTableAssociationSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const { AssociationId: id = '' } = await client.call('ec2', 'AssociateRouteTable', {
      RouteTableId: requiredText(config, 'route_table_id'),
      SubnetId: textOf(config, 'subnet_id'),
      GatewayId: textOf(config, 'gateway_id'),
    });
    return present(readAssociation(client, id), id);
  },
  read: (state, { client }) => readAssociation(client, requiredText(state, 'id')),
  async update(config, prior, { client }) {
    const { NewAssociationId: id = '' } = await client.call('ec2', 'ReplaceRouteTableAssociation', {
      AssociationId: requiredText(prior, 'id'),
      RouteTableId: requiredText(config, 'route_table_id'),
    });
    return present(readAssociation(client, id), id);
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('ec2', 'DisassociateRouteTable', { AssociationId: requiredText(state, 'id') }),
      'InvalidAssociationID.NotFound',
    );
  },
  plan: (config, prior) =>
    prior !== undefined && hasChanged(config, prior, 'route_table_id') ? { recompute: ['id'] } : {},
};

async function readAssociation(client: AwsClient, id: string): Promise<PlainObject | undefined> {
  const { RouteTables } = await client.call('ec2', 'DescribeRouteTables', {
    Filters: [{ Name: 'association.route-table-association-id', Values: [id] }],
  });
  const table = RouteTables?.[0];
  const association = table?.Associations?.find((each) => each.RouteTableAssociationId === id);
  if (table === undefined || association === undefined) return undefined;
  return {
    id,
    route_table_id: table.RouteTableId ?? null,
    subnet_id: association.SubnetId ?? null,
    gateway_id: association.GatewayId ?? null,
  };
}
