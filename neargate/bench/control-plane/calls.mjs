// The calls that are measured, as the requests that AWS's clients put on the wire.

const date = '20260101T000000Z';

/** A request in AWS's form. Nobody here verifies the signature: what is measured is the service behind it. */
export function request(service, method, path, headers, body) {
  const credential = `testtesttesttest/${date.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  return {
    method,
    path,
    headers: {
      'x-amz-date': date,
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
      ...headers,
    },
    body,
  };
}

export function query(service, version, action, parameters = '') {
  const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return request(service, 'POST', '/', form, `Action=${action}&Version=${version}${parameters}`);
}

const taskDefinition = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
  containerDefinitions: [
    {
      name: 'app',
      image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:latest',
      essential: true,
      portMappings: [{ containerPort: 3000, protocol: 'tcp' }],
      environment: [{ name: 'PORT', value: '3000' }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '/ecs/web',
          'awslogs-region': 'us-east-1',
          'awslogs-stream-prefix': 'ecs',
        },
      },
    },
  ],
};

export const calls = [
  { name: 'sts GetCallerIdentity', request: query('sts', '2011-06-15', 'GetCallerIdentity') },
  {
    name: 'ecs RegisterTaskDefinition',
    request: request(
      'ecs',
      'POST',
      '/',
      {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition',
      },
      JSON.stringify(taskDefinition),
    ),
  },
  { name: 'ec2 DescribeVpcs', request: query('ec2', '2016-11-15', 'DescribeVpcs') },
  {
    name: 'elbv2 DescribeLoadBalancers',
    request: query('elasticloadbalancing', '2015-12-01', 'DescribeLoadBalancers'),
  },
  {
    name: 's3 PutObject 1 KB',
    request: request('s3', 'PUT', '/bench/object', { 'content-type': 'text/plain' }, 'x'.repeat(1024)),
  },
];
