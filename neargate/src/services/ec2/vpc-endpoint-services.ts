import { createHash } from 'node:crypto';
import { prefixListsOf } from './prefix-lists.ts';

/** A service of AWS that an endpoint can be made for. */
export interface EndpointService {
  readonly serviceName: string;
  readonly serviceId: string;
  readonly types: readonly ('Gateway' | 'Interface')[];
  /** The names that an interface endpoint stands for inside of its VPC; none of gateway endpoints. */
  readonly privateDnsName?: string | undefined;
}

/**
 * AWS has some hundreds of these; here are those that architectures of containers use.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
const interfaceServices = [
  'acm-pca',
  'application-autoscaling',
  'autoscaling',
  'cloudformation',
  'cloudtrail',
  'codebuild',
  'codecommit',
  'codedeploy',
  'codedeploy-commands-secure',
  'codepipeline',
  'config',
  'dynamodb',
  'ec2',
  'ec2messages',
  'ecr.api',
  'ecr.dkr',
  'ecs',
  'ecs-agent',
  'ecs-telemetry',
  'elasticache',
  'elasticfilesystem',
  'elasticloadbalancing',
  'events',
  'execute-api',
  'git-codecommit',
  'guardduty-data',
  'kinesis-firehose',
  'kinesis-streams',
  'kms',
  'lambda',
  'logs',
  'monitoring',
  'rds',
  'rds-data',
  's3',
  'secretsmanager',
  'servicediscovery',
  'sns',
  'sqs',
  'ssm',
  'ssmmessages',
  'states',
  'sts',
  'xray',
];

export function endpointServicesOf(region: string): readonly EndpointService[] {
  const gateways = new Set(prefixListsOf(region).map(({ prefixListName }) => prefixListName));
  return interfaceServices.flatMap((name) => {
    const serviceName = `com.amazonaws.${region}.${name}`;
    const ofInterfaces: EndpointService = {
      serviceName,
      serviceId: serviceIdOf(`${serviceName} Interface`),
      types: ['Interface'],
      privateDnsName: privateDnsNameOf(name, region),
    };
    // S3 and DynamoDB are two services of one name each.
    return gateways.has(serviceName)
      ? [{ serviceName, serviceId: serviceIdOf(`${serviceName} Gateway`), types: ['Gateway'] }, ofInterfaces]
      : [ofInterfaces];
  });
}

/** `api.ecr` of `ecr.api`; a registry has a name of its own below `dkr.ecr`. */
function privateDnsNameOf(name: string, region: string): string {
  const host = name.split('.').toReversed().join('.');
  const wildcard = name === 'ecr.dkr' || name === 's3' || name === 'execute-api' ? '*.' : '';
  return `${wildcard}${host}.${region}.amazonaws.com`;
}

/** The same for a service in every run; AWS's own are not published. */
function serviceIdOf(text: string): string {
  return `vpce-svc-${createHash('sha256').update(text).digest('hex').slice(0, 17)}`;
}
