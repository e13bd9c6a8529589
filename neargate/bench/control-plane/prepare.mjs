// What the measured calls find: a bucket, and two load balancers over two subnets.
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

/** Makes the same resources on whoever answers at `endpoint`. */
export async function prepare(endpoint) {
  const settings = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'testtesttesttest', secretAccessKey: 'test' },
  };
  await new S3Client({ ...settings, forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: 'bench' }),
  );
  const ec2 = new EC2Client(settings);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const subnets = [];
  for (const zone of ['a', 'b']) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId: Vpc.VpcId,
        CidrBlock: `10.0.${subnets.length}.0/24`,
        AvailabilityZone: `us-east-1${zone}`,
      }),
    );
    subnets.push(Subnet.SubnetId);
  }
  const balancers = new ElasticLoadBalancingV2Client(settings);
  for (const Name of ['one', 'two']) {
    await balancers.send(new CreateLoadBalancerCommand({ Name, Subnets: subnets, Scheme: 'internal' }));
  }
}
