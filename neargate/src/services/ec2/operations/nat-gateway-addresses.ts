import type {
  AssignPrivateNatGatewayAddressRequest,
  AssignPrivateNatGatewayAddressResult,
  AssociateNatGatewayAddressRequest,
  AssociateNatGatewayAddressResult,
  DisassociateNatGatewayAddressRequest,
  DisassociateNatGatewayAddressResult,
  UnassignPrivateNatGatewayAddressRequest,
  UnassignPrivateNatGatewayAddressResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import {
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  natGatewayNotFound,
  notFound,
  required,
} from '../errors.ts';
import {
  addSecondaryAddress,
  describeSecondaryAddress,
  removeSecondaryAddresses,
} from '../nat-gateway-addresses.ts';
import { notAssigned } from '../private-addresses.ts';
import type { Ec2Tables, NatGatewayRow } from '../store.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateNatGatewayAddress.html */
export const associateNatGatewayAddress = operation<
  AssociateNatGatewayAddressRequest,
  AssociateNatGatewayAddressResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = findGateway(tables, input.NatGatewayId, 'public');
    const allocationIds = required(input.AllocationIds, 'AllocationId');
    const { PrivateIpAddresses: privateIps } = input;
    if (privateIps !== undefined && privateIps.length !== allocationIds.length) {
      throw invalidParameterCombination('There must be as many private IP addresses as allocation IDs');
    }
    const added = allocationIds.map((allocationId, index) =>
      addSecondaryAddress(context, tables, row, { allocationId, privateIp: privateIps?.[index] }),
    );
    return {
      NatGatewayId: row.natGatewayId,
      NatGatewayAddresses: added.map((address) => describeSecondaryAddress(row, address, 'succeeded')),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateNatGatewayAddress.html */
export const disassociateNatGatewayAddress = operation<
  DisassociateNatGatewayAddressRequest,
  DisassociateNatGatewayAddressResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = findGateway(tables, input.NatGatewayId, 'public');
    const removed = required(input.AssociationIds, 'AssociationId').map((associationId) => {
      if (associationId === row.associationId) {
        throw invalidParameterValue(
          `The primary address of the NAT gateway ${row.natGatewayId} cannot be disassociated`,
        );
      }
      const found = row.secondaryAddresses?.find((address) => address.associationId === associationId);
      if (found === undefined) throw notFound('association', associationId);
      return found;
    });
    removeSecondaryAddresses(tables, row, removed);
    return {
      NatGatewayId: row.natGatewayId,
      NatGatewayAddresses: removed.map((address) => describeSecondaryAddress(row, address, 'disassociating')),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignPrivateNatGatewayAddress.html */
export const assignPrivateNatGatewayAddress = operation<
  AssignPrivateNatGatewayAddressRequest,
  AssignPrivateNatGatewayAddressResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = findGateway(tables, input.NatGatewayId, 'private');
    const added = privateAddressesWanted(input).map((privateIp) =>
      addSecondaryAddress(context, tables, row, { privateIp }),
    );
    return {
      NatGatewayId: row.natGatewayId,
      NatGatewayAddresses: added.map((address) => describeSecondaryAddress(row, address, 'succeeded')),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnassignPrivateNatGatewayAddress.html */
export const unassignPrivateNatGatewayAddress = operation<
  UnassignPrivateNatGatewayAddressRequest,
  UnassignPrivateNatGatewayAddressResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = findGateway(tables, input.NatGatewayId, 'private');
    const removed = required(input.PrivateIpAddresses, 'PrivateIpAddress').map((privateIp) => {
      const found = row.secondaryAddresses?.find((address) => address.privateIp === privateIp);
      if (found === undefined) throw notAssigned(row.networkInterfaceId ?? '');
      return found;
    });
    removeSecondaryAddresses(tables, row, removed);
    return {
      NatGatewayId: row.natGatewayId,
      NatGatewayAddresses: removed.map((address) => describeSecondaryAddress(row, address, 'unassigning')),
    };
  },
});

/** One element for each address that is asked for; undefined where any will do. */
function privateAddressesWanted(
  input: AssignPrivateNatGatewayAddressRequest,
): readonly (string | undefined)[] {
  const { PrivateIpAddresses: addresses, PrivateIpAddressCount: count } = input;
  if (addresses !== undefined && count !== undefined) {
    throw invalidParameterCombination(
      'PrivateIpAddresses and PrivateIpAddressCount cannot be specified together',
    );
  }
  if (addresses !== undefined) return addresses;
  if (count === undefined) throw missingParameter('PrivateIpAddress');
  return Array.from({ length: count }, () => undefined);
}

/** The gateway when it serves and is of that kind. The texts of what it is not are not verified. */
function findGateway(
  tables: Ec2Tables,
  id: string | undefined,
  connectivityType: NatGatewayRow['connectivityType'],
): NatGatewayRow {
  const natGatewayId = required(id, 'NatGatewayId');
  const row = tables.natGateways.get(natGatewayId);
  if (row === undefined) throw natGatewayNotFound(natGatewayId);
  if (row.connectivityType !== connectivityType) {
    throw invalidParameterValue(
      `The NAT gateway ${natGatewayId} has the connectivity type ${row.connectivityType}; this needs ${connectivityType}`,
    );
  }
  if (row.observed.state !== 'available') {
    throw new AwsError(
      'IncorrectState',
      `The NAT gateway ${natGatewayId} is in the state ${row.observed.state}; this needs available`,
    );
  }
  return row;
}
