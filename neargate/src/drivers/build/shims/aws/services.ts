/** How a service is called: by the names of the AWS CLI. */
export interface CliService {
  /** Its schema in wire/schemas. */
  readonly schema: string;
  readonly protocol: 'json' | 'query' | 'ec2' | 'rest-xml';
  readonly signingName: string;
  readonly targetPrefix?: string;
  readonly jsonVersion?: string;
  readonly apiVersion: string;
  /** Of what is sent (rest-xml). */
  readonly xmlNamespace?: string;
}

function json(schema: string, targetPrefix: string, jsonVersion = '1.1', signingName = schema): CliService {
  return { schema, protocol: 'json', signingName, targetPrefix, jsonVersion, apiVersion: '' };
}

function query(schema: string, apiVersion: string, signingName = schema): CliService {
  return { schema, protocol: 'query', signingName, apiVersion };
}

function restXml(schema: string, apiVersion: string, xmlNamespace: string): CliService {
  return { schema, protocol: 'rest-xml', signingName: schema, apiVersion, xmlNamespace };
}

/** Every service that Neargate serves, under the name that `aws` knows it by. */
export const cliServices: Readonly<Record<string, CliService>> = {
  acm: json('acm', 'CertificateManager'),
  'application-autoscaling': json('application-autoscaling', 'AnyScaleFrontendService'),
  cloudwatch: json('cloudwatch', 'GraniteServiceVersion20100801', '1.0', 'monitoring'),
  codebuild: json('codebuild', 'CodeBuild_20161006'),
  codecommit: json('codecommit', 'CodeCommit_20150413'),
  codeconnections: json('codeconnections', 'com.amazonaws.codeconnections.CodeConnections_20231201', '1.0'),
  codepipeline: json('codepipeline', 'CodePipeline_20150709'),
  'codestar-connections': json(
    'codestar-connections',
    'com.amazonaws.codestar.connections.CodeStar_connections_20191201',
    '1.0',
  ),
  deploy: json('codedeploy', 'CodeDeploy_20141006'),
  dynamodb: json('dynamodb', 'DynamoDB_20120810', '1.0'),
  ec2: { schema: 'ec2', protocol: 'ec2', signingName: 'ec2', apiVersion: '2016-11-15' },
  ecr: json('ecr', 'AmazonEC2ContainerRegistry_V20150921'),
  ecs: json('ecs', 'AmazonEC2ContainerServiceV20141113'),
  elbv2: query('elbv2', '2015-12-01', 'elasticloadbalancing'),
  events: json('events', 'AWSEvents'),
  iam: query('iam', '2010-05-08'),
  kms: json('kms', 'TrentService'),
  logs: json('logs', 'Logs_20140328'),
  rds: query('rds', '2014-10-31'),
  route53: restXml('route53', '2013-04-01', 'https://route53.amazonaws.com/doc/2013-04-01/'),
  s3api: restXml('s3', '2006-03-01', 'http://s3.amazonaws.com/doc/2006-03-01/'),
  secretsmanager: json('secretsmanager', 'secretsmanager'),
  servicediscovery: json('servicediscovery', 'Route53AutoNaming_v20170314'),
  sns: query('sns', '2010-03-31'),
  sqs: json('sqs', 'AmazonSQS', '1.0'),
  ssm: json('ssm', 'AmazonSSM'),
  sts: query('sts', '2011-06-15'),
};
