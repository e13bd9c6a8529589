import type {
  DescribeVpcEndpointServicesRequest,
  DescribeVpcEndpointServicesResult,
  ServiceDetail,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { applyFilters } from '../filters.ts';
import { page } from '../paging.ts';
import { type EndpointService, endpointServicesOf } from '../vpc-endpoint-services.ts';
import { zonesOf } from '../zones.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html */
export const describeVpcEndpointServices = operation<
  DescribeVpcEndpointServicesRequest,
  DescribeVpcEndpointServicesResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const { region } = context.caller;
    const all = endpointServicesOf(region);
    const names = input.ServiceNames ?? [];
    for (const name of names) {
      if (all.some(({ serviceName }) => serviceName === name)) continue;
      throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`);
    }
    const isOfRegions = input.ServiceRegions === undefined || input.ServiceRegions.includes(region);
    const asked = all.filter(
      ({ serviceName }) => isOfRegions && (names.length === 0 || names.includes(serviceName)),
    );
    const found = applyFilters(
      asked,
      input.Filters,
      {
        owner: () => 'amazon',
        'service-name': (row) => row.serviceName,
        'service-region': () => region,
        'service-type': (row) => row.types,
        'supported-ip-address-types': () => 'ipv4',
      },
      { tables, idOf: (row) => row.serviceId },
    );
    const { items, nextToken } = page(found, (row) => row.serviceId, input);
    return {
      ServiceNames: [...new Set(items.map(({ serviceName }) => serviceName))],
      ServiceDetails: items.map((service) => describeService(service, region)),
      NextToken: nextToken,
    };
  },
});

function describeService(service: EndpointService, region: string): ServiceDetail {
  const { serviceName, serviceId, types, privateDnsName } = service;
  return {
    ServiceName: serviceName,
    ServiceId: serviceId,
    ServiceType: types.map((ServiceType) => ({ ServiceType })),
    ServiceRegion: region,
    AvailabilityZones: zonesOf(region).map(({ zoneName }) => zoneName),
    Owner: 'amazon',
    BaseEndpointDnsNames: [
      privateDnsName === undefined
        ? `${serviceName.slice(serviceName.lastIndexOf('.') + 1)}.${region}.amazonaws.com`
        : `${serviceName.split('.').slice(3).toReversed().join('.')}.${region}.vpce.amazonaws.com`,
    ],
    PrivateDnsName: privateDnsName,
    PrivateDnsNames: privateDnsName === undefined ? undefined : [{ PrivateDnsName: privateDnsName }],
    PrivateDnsNameVerificationState: privateDnsName === undefined ? undefined : 'verified',
    VpcEndpointPolicySupported: true,
    AcceptanceRequired: false,
    ManagesVpcEndpoints: false,
    SupportedIpAddressTypes: ['ipv4'],
    Tags: [],
  };
}
