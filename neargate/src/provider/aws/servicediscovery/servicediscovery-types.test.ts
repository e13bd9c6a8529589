import { describe, expect, it } from 'vitest';
import { requiredText } from '../../arguments.ts';
import { createTestWorld } from '../test-world.ts';

const namespaceType = 'aws_service_discovery_private_dns_namespace';
const serviceType = 'aws_service_discovery_service';

async function world() {
  const created = await createTestWorld();
  const vpcId = created.call('ec2', 'DescribeVpcs', {}).Vpcs?.[0]?.VpcId ?? '';
  return { ...created, vpcId };
}

const serviceOf = (namespaceId: string, ttl: number) =>
  `name = "api"
  dns_config {
    namespace_id = "${namespaceId}"
    dns_records {
      ttl  = ${ttl}
      type = "A"
    }
  }
  health_check_custom_config {}`;

describe('Cloud Map in Terraform', () => {
  it('makes a private namespace, a service in it and an instance', async () => {
    const test = await world();
    const namespace = await test.apply(namespaceType, `name = "internal"\nvpc = "${test.vpcId}"`);
    expect(namespace).toMatchObject({
      id: expect.stringMatching(/^ns-/) as string,
      hosted_zone: expect.stringMatching(/^Z/) as string,
    });
    const namespaceId = requiredText(namespace, 'id');
    const service = await test.apply(serviceType, serviceOf(namespaceId, 10));
    expect(service).toMatchObject({ namespace_id: namespaceId, type: 'DNS_HTTP' });
    await test.apply(
      'aws_service_discovery_instance',
      `instance_id = "one"\nservice_id = "${requiredText(service, 'id')}"\nattributes = { AWS_INSTANCE_IPV4 = "10.0.0.1" }`,
    );
    expect(
      test.call('servicediscovery', 'DiscoverInstances', { NamespaceName: 'internal', ServiceName: 'api' })
        .Instances,
    ).toHaveLength(1);
    expect(
      await test.data('aws_service_discovery_dns_namespace', 'name = "internal"\ntype = "DNS_PRIVATE"'),
    ).toMatchObject({ id: namespaceId });
    expect(await test.data(serviceType, `name = "api"\nnamespace_id = "${namespaceId}"`)).toMatchObject({
      arn: service['arn'],
    });
  });

  it('says why a namespace could not be made', async () => {
    const test = await world();
    await expect(test.apply(namespaceType, 'name = "internal"\nvpc = "vpc-0"')).rejects.toThrow(
      'CANNOT_CREATE_HOSTED_ZONE',
    );
  });
});
