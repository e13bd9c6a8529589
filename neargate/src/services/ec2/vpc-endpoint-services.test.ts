import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

describe('DescribeVpcEndpointServices', () => {
  it('tells the two services of S3 apart', async () => {
    const { call } = await createTestContext();
    const name = 'com.amazonaws.us-east-1.s3';
    const types = (input: object) =>
      call('ec2', 'DescribeVpcEndpointServices', input).ServiceDetails?.map(
        ({ ServiceType }) => ServiceType?.[0]?.ServiceType,
      );
    expect(types({ ServiceNames: [name] })).toEqual(['Gateway', 'Interface']);
    const Filters = [
      { Name: 'service-name', Values: [name] },
      { Name: 'service-type', Values: ['Gateway'] },
    ];
    expect(types({ Filters })).toEqual(['Gateway']);
    expect(call('ec2', 'DescribeVpcEndpointServices', { ServiceNames: [name] }).ServiceNames).toEqual([name]);
  });

  it('gives names, zones and no more than asked for', async () => {
    const { call } = await createTestContext();
    const [detail] =
      call('ec2', 'DescribeVpcEndpointServices', { ServiceNames: ['com.amazonaws.us-east-1.ecr.dkr'] })
        .ServiceDetails ?? [];
    expect(detail).toMatchObject({
      PrivateDnsName: '*.dkr.ecr.us-east-1.amazonaws.com',
      Owner: 'amazon',
      AcceptanceRequired: false,
    });
    expect(detail?.AvailabilityZones).toContain('us-east-1a');
    const first = call('ec2', 'DescribeVpcEndpointServices', { MaxResults: 2 });
    expect(first.ServiceDetails).toHaveLength(2);
    const second = call('ec2', 'DescribeVpcEndpointServices', { NextToken: first.NextToken });
    expect(second.ServiceDetails?.[0]).not.toEqual(first.ServiceDetails?.[1]);
    expect(
      call('ec2', 'DescribeVpcEndpointServices', { ServiceRegions: ['eu-west-1'] }).ServiceDetails,
    ).toEqual([]);
  });

  it('refuses a service that there is not', async () => {
    const { call } = await createTestContext();
    expect(() =>
      call('ec2', 'DescribeVpcEndpointServices', { ServiceNames: ['com.amazonaws.us-east-1.x'] }),
    ).toThrow(expect.objectContaining({ code: 'InvalidServiceName' }));
  });

  it('lists only what an endpoint can be made for', async () => {
    const { call } = await createTestContext();
    const VpcId = call('ec2', 'DescribeVpcs', {}).Vpcs?.[0]?.VpcId;
    for (const { ServiceName, ServiceType } of call('ec2', 'DescribeVpcEndpointServices', {})
      .ServiceDetails ?? []) {
      const VpcEndpointType = ServiceType?.[0]?.ServiceType;
      call('ec2', 'CreateVpcEndpoint', { VpcId, ServiceName, VpcEndpointType });
    }
  });
});
