import type {
  DescribeVpcAttributeRequest,
  DescribeVpcAttributeResult,
  ModifyVpcAttributeRequest,
} from '@aws-sdk/client-ec2';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { invalidParameterCombination, invalidParameterValue, notFound, required } from '../errors.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcAttribute.html */
export const describeVpcAttribute = operation<DescribeVpcAttributeRequest, DescribeVpcAttributeResult>({
  handle(context, input) {
    const vpcId = required(input.VpcId, 'vpcId');
    const vpc = ec2WithDefaults(context).vpcs.get(vpcId);
    if (vpc === undefined) throw notFound('vpc', vpcId);
    const attribute = required(input.Attribute, 'attribute');
    switch (attribute) {
      case 'enableDnsHostnames':
        return { VpcId: vpcId, EnableDnsHostnames: { Value: vpc.enableDnsHostnames } };
      case 'enableDnsSupport':
        return { VpcId: vpcId, EnableDnsSupport: { Value: vpc.enableDnsSupport } };
      case 'enableNetworkAddressUsageMetrics':
        return {
          VpcId: vpcId,
          EnableNetworkAddressUsageMetrics: { Value: vpc.enableNetworkAddressUsageMetrics },
        };
      default:
        throw invalidParameterValue(
          `Value (${String(attribute)}) for parameter attribute is invalid. Unknown attribute.`,
        );
    }
  },
});

/** One attribute per call. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html */
export const modifyVpcAttribute = operation<ModifyVpcAttributeRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const vpcId = required(input.VpcId, 'vpcId');
    const vpc = tables.vpcs.get(vpcId);
    if (vpc === undefined) throw notFound('vpc', vpcId);
    const { EnableDnsHostnames, EnableDnsSupport, EnableNetworkAddressUsageMetrics } = input;
    const given = [EnableDnsHostnames, EnableDnsSupport, EnableNetworkAddressUsageMetrics].filter(
      (attribute) => attribute !== undefined,
    );
    if (given.length !== 1)
      throw invalidParameterCombination('Fields for multiple attribute types specified');
    tables.vpcs.put(vpcId, {
      ...vpc,
      enableDnsHostnames: EnableDnsHostnames?.Value ?? vpc.enableDnsHostnames,
      enableDnsSupport: EnableDnsSupport?.Value ?? vpc.enableDnsSupport,
      enableNetworkAddressUsageMetrics:
        EnableNetworkAddressUsageMetrics?.Value ?? vpc.enableNetworkAddressUsageMetrics,
    });
    return {};
  },
});
