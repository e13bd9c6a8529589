// What there is much of: the requests that make the n-th, that of the page after a token, and those of other lists.
import { query, request } from '../control-plane/calls.mjs';

const json = (service, prefix) => (name, body) => {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${prefix}.${name}` };
  return request(service, 'POST', '/', headers, JSON.stringify(body));
};
const ecs = json('ecs', 'AmazonEC2ContainerServiceV20141113');
const ssm = json('ssm', 'AmazonSSM');
const logs = json('logs', 'Logs_20140328');
const cloudwatch = json('monitoring', 'GraniteServiceVersion20100801');
const ec2 = (name, parameters) =>
  query('ec2', '2016-11-15', name, `&${new URLSearchParams(JSON.parse(JSON.stringify(parameters)))}`);
const ec2Filter = (name, value) => ({ 'Filter.1.Name': name, 'Filter.1.Value.1': value });

const task = { memory: '512', containerDefinitions: [{ name: 'app', image: 'nginx' }] };
const metric = { Namespace: 'AWS/ECS', Statistic: 'Average', Period: 60, EvaluationPeriods: 3 };
const alarm = { ...metric, Threshold: 80, ComparisonOperator: 'GreaterThanThreshold' };
const ssmFilter = (Key, Option, value) => ({ ParameterFilters: [{ Key, Option, Values: [value] }] });

export const kinds = {
  'ecs task definitions': {
    create: (n) => [ecs('RegisterTaskDefinition', { ...task, family: `f-${n}` })],
    page: (nextToken) => ecs('ListTaskDefinitions', { maxResults: 100, nextToken }),
    lists: {
      'of a family': ecs('ListTaskDefinitions', { familyPrefix: 'f-7' }),
      families: ecs('ListTaskDefinitionFamilies', { familyPrefix: 'f-7', status: 'ACTIVE' }),
    },
  },
  'ec2 security groups': {
    create: (n) => [ec2('CreateSecurityGroup', { GroupName: `g-${n}`, GroupDescription: 'a group' })],
    page: (NextToken) => ec2('DescribeSecurityGroups', { MaxResults: 100, NextToken }),
    lists: {
      'by name': ec2('DescribeSecurityGroups', ec2Filter('group-name', 'g-7')),
      'rules of a group': ec2('DescribeSecurityGroupRules', ec2Filter('group-id', 'sg-7')),
      'all at once': ec2('DescribeSecurityGroups', {}),
    },
  },
  'ssm parameters': {
    create: (n) => [ssm('PutParameter', { Name: `/app-${n % 100}/${n}`, Type: 'String', Value: `${n}` })],
    page: (NextToken) => ssm('DescribeParameters', { MaxResults: 50, NextToken }),
    lists: {
      'by name': ssm('DescribeParameters', ssmFilter('Name', 'Contains', '77')),
      'by label': ssm('DescribeParameters', ssmFilter('Label', 'Equals', 'live')),
      'by path': ssm('GetParametersByPath', { Path: '/app-7', Recursive: true }),
    },
  },
  'logs groups of a stream': {
    create: (n) => [
      logs('CreateLogGroup', { logGroupName: `/ecs/${n}` }),
      logs('CreateLogStream', { logGroupName: `/ecs/${n}`, logStreamName: 'one' }),
    ],
    page: (nextToken) => logs('DescribeLogGroups', { limit: 50, nextToken }),
    lists: {
      'by prefix': logs('DescribeLogGroups', { logGroupNamePrefix: '/ecs/77' }),
      'streams of a group': logs('DescribeLogStreams', { logGroupName: '/ecs/7' }),
    },
  },
  'cloudwatch alarms': {
    create: (n) => [cloudwatch('PutMetricAlarm', { ...alarm, AlarmName: `a-${n}`, MetricName: `m-${n}` })],
    page: (NextToken) => cloudwatch('DescribeAlarms', { MaxRecords: 100, NextToken }),
    lists: {
      'by prefix': cloudwatch('DescribeAlarms', { AlarmNamePrefix: 'a-77' }),
      'by state': cloudwatch('DescribeAlarms', { StateValue: 'ALARM' }),
      'history of one': cloudwatch('DescribeAlarmHistory', { AlarmName: 'a-7' }),
    },
  },
};
