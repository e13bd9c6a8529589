import type { ModifyVpcTenancyRequest, ModifyVpcTenancyResult } from '@aws-sdk/client-ec2';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { invalidParameterValue, notFound, required } from '../errors.ts';

/** Only back to `default`. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcTenancy.html */
export const modifyVpcTenancy = operation<ModifyVpcTenancyRequest, ModifyVpcTenancyResult>({
  handle(context, input) {
    const { vpcs } = ec2WithDefaults(context);
    const vpcId = required(input.VpcId, 'vpcId');
    const instanceTenancy = required<string>(input.InstanceTenancy, 'instanceTenancy');
    if (!vpcs.has(vpcId)) throw notFound('vpc', vpcId);
    if (instanceTenancy !== 'default') {
      throw invalidParameterValue(
        `Value (${instanceTenancy}) for parameter instanceTenancy is invalid. The tenancy of a VPC can only be changed to default.`,
      );
    }
    vpcs.update(vpcId, (row) => ({ ...row, instanceTenancy }));
    return { ReturnValue: true };
  },
});
