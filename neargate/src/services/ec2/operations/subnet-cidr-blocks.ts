import { isIPv6 } from 'node:net';
import type {
  AssociateSubnetCidrBlockRequest,
  AssociateSubnetCidrBlockResult,
  DisassociateSubnetCidrBlockRequest,
  DisassociateSubnetCidrBlockResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { invalidParameterValue, notFound, required, unsupported } from '../errors.ts';

/**
 * A subnet's IPv6 block lies within one of its VPC's. No VPC here has one, so that none is in range: what AWS answers for a VPC
 * without an IPv6 block.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateSubnetCidrBlock.html
 */
export const associateSubnetCidrBlock = operation<
  AssociateSubnetCidrBlockRequest,
  AssociateSubnetCidrBlockResult
>({
  handle(context, input) {
    const subnetId = required(input.SubnetId, 'subnetId');
    if (!ec2WithDefaults(context).subnets.has(subnetId)) throw notFound('subnet', subnetId);
    if (input.Ipv6IpamPoolId !== undefined) throw unsupported('IPAM pools');
    const block = required(input.Ipv6CidrBlock, 'ipv6CidrBlock');
    const [address = '', length = ''] = block.split('/');
    if (!isIPv6(address) || !/^\d{1,3}$/.test(length) || Number(length) > 128) {
      throw invalidParameterValue(
        `Value (${block}) for parameter ipv6CidrBlock is invalid. This is not a valid CIDR block.`,
      );
    }
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${block}' is invalid.`);
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateSubnetCidrBlock.html */
export const disassociateSubnetCidrBlock = operation<
  DisassociateSubnetCidrBlockRequest,
  DisassociateSubnetCidrBlockResult
>({
  handle(_, input) {
    throw notFound('subnet-cidr-block-association', required(input.AssociationId, 'associationId'));
  },
});
