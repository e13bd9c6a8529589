import { type ActionTable, arnIn, byMember, type Input, list, type Place, text } from '../access.ts';

const log = (name: string, place: Place) => `${arnIn(place, 'logs', `log-group:${name}`)}:*`;
const logStream = (_name: string, place: Place, input: Input) =>
  arnIn(place, 'logs', `log-group:${text(input, 'logGroupName')}:log-stream:${text(input, 'logStreamName')}`);
const ecrRepository = (name: string, place: Place, input: Input) =>
  arnIn({ ...place, accountId: text(input, 'registryId') || place.accountId }, 'ecr', `repository/${name}`);
/** A name that is not whole: AWS puts six characters behind it. */
const secret = (name: string, place: Place) => arnIn(place, 'secretsmanager', `secret:${name}-??????`);
const parameter = (name: string, place: Place) =>
  arnIn(place, 'ssm', `parameter/${name.replace(/^\//, '').split(':')[0] ?? ''}`);
const key = (id: string, place: Place) => arnIn(place, 'kms', id.startsWith('alias/') ? id : `key/${id}`);
const rule = (name: string, place: Place, input: Input) => {
  const bus = text(input, 'EventBusName').replace(/^arn:.*event-bus\//, '');
  return arnIn(place, 'events', bus === '' || bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`);
};
const alarm = (name: string, place: Place) => arnIn(place, 'cloudwatch', `alarm:${name}`);
const whole = (arn: string) => arn;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
export const logsActions: ActionTable = {
  ...byMember('logs', log, {
    logGroupName: [
      'AssociateKmsKey',
      'CreateLogGroup',
      'CreateLogStream',
      'DeleteLogGroup',
      'DeleteMetricFilter',
      'DeleteRetentionPolicy',
      'DeleteSubscriptionFilter',
      'DescribeLogStreams',
      'DescribeMetricFilters',
      'DescribeSubscriptionFilters',
      'DisassociateKmsKey',
      'FilterLogEvents',
      'PutMetricFilter',
      'PutRetentionPolicy',
      'PutSubscriptionFilter',
    ],
    logGroupIdentifier: ['PutLogGroupDeletionProtection'],
    resourceArn: ['ListTagsForResource', 'TagResource', 'UntagResource'],
  }),
  ...byMember('logs', logStream, { logStreamName: ['DeleteLogStream', 'GetLogEvents', 'PutLogEvents'] }),
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html */
export const ecrActions: ActionTable = byMember('ecr', ecrRepository, {
  repositoryName: [
    'BatchCheckLayerAvailability',
    'BatchDeleteImage',
    'BatchGetImage',
    'CompleteLayerUpload',
    'CreateRepository',
    'DeleteLifecyclePolicy',
    'DeleteRepository',
    'DeleteRepositoryPolicy',
    'DescribeImageScanFindings',
    'DescribeImages',
    'GetDownloadUrlForLayer',
    'GetLifecyclePolicy',
    'GetLifecyclePolicyPreview',
    'GetRepositoryPolicy',
    'InitiateLayerUpload',
    'ListImages',
    'PutImage',
    'PutImageScanningConfiguration',
    'PutImageTagMutability',
    'PutLifecyclePolicy',
    'SetRepositoryPolicy',
    'StartImageScan',
    'StartLifecyclePolicyPreview',
    'UploadLayerPart',
  ],
  repositoryNames: ['DescribeRepositories'],
  resourceArn: ['ListTagsForResource', 'TagResource', 'UntagResource'],
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html */
export const secretsmanagerActions: ActionTable = byMember('secretsmanager', secret, {
  SecretId: [
    'CancelRotateSecret',
    'DeleteResourcePolicy',
    'DeleteSecret',
    'DescribeSecret',
    'GetResourcePolicy',
    'GetSecretValue',
    'ListSecretVersionIds',
    'PutResourcePolicy',
    'PutSecretValue',
    'RemoveRegionsFromReplication',
    'ReplicateSecretToRegions',
    'RestoreSecret',
    'RotateSecret',
    'TagResource',
    'UntagResource',
    'UpdateSecret',
    'UpdateSecretVersionStage',
  ],
  Name: ['CreateSecret'],
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
export const ssmActions: ActionTable = byMember('ssm', parameter, {
  Name: [
    'DeleteParameter',
    'GetParameter',
    'GetParameterHistory',
    'LabelParameterVersion',
    'PutParameter',
    'UnlabelParameterVersion',
  ],
  Names: ['DeleteParameters', 'GetParameters'],
  Path: ['GetParametersByPath'],
  ResourceId: ['AddTagsToResource', 'ListTagsForResource', 'RemoveTagsFromResource'],
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
export const kmsActions: ActionTable = {
  ...byMember('kms', key, {
    KeyId: [
      'CancelKeyDeletion',
      'Decrypt',
      'DescribeKey',
      'DisableKey',
      'DisableKeyRotation',
      'EnableKey',
      'EnableKeyRotation',
      'Encrypt',
      'GenerateDataKey',
      'GenerateDataKeyWithoutPlaintext',
      'GetKeyPolicy',
      'GetKeyRotationStatus',
      'ListKeyPolicies',
      'ListResourceTags',
      'PutKeyPolicy',
      'ScheduleKeyDeletion',
      'TagResource',
      'UntagResource',
      'UpdateKeyDescription',
    ],
    AliasName: ['DeleteAlias'],
    TargetKeyId: ['CreateAlias', 'UpdateAlias'],
  }),
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export const eventsActions: ActionTable = {
  ...byMember('events', rule, {
    Name: ['DeleteRule', 'DescribeRule', 'DisableRule', 'EnableRule', 'PutRule'],
    Rule: ['ListTargetsByRule', 'PutTargets', 'RemoveTargets'],
    ResourceARN: ['ListTagsForResource', 'TagResource', 'UntagResource'],
  }),
  PutEvents: (input, place) => {
    const buses = list(input, 'Entries').map((entry) => text(entry, 'EventBusName') || 'default');
    return [...new Set(buses)].map((bus) => ({
      action: 'events:PutEvents',
      resource: bus.startsWith('arn:') ? bus : arnIn(place, 'events', `event-bus/${bus}`),
    }));
  },
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const cloudwatchActions: ActionTable = {
  ...byMember('cloudwatch', alarm, {
    AlarmName: ['PutMetricAlarm', 'PutCompositeAlarm', 'SetAlarmState'],
    AlarmNames: ['DeleteAlarms', 'DescribeAlarms', 'DisableAlarmActions', 'EnableAlarmActions'],
    ResourceARN: ['ListTagsForResource', 'TagResource', 'UntagResource'],
  }),
  PutMetricData: (input) => [
    {
      action: 'cloudwatch:PutMetricData',
      resource: '*',
      keys: { 'cloudwatch:namespace': text(input, 'Namespace') },
    },
  ],
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html */
export const elbv2Actions: ActionTable = byMember('elasticloadbalancing', whole, {
  LoadBalancerArn: [
    'CreateListener',
    'DeleteLoadBalancer',
    'ModifyCapacityReservation',
    'ModifyIpPools',
    'ModifyLoadBalancerAttributes',
    'SetIpAddressType',
    'SetSecurityGroups',
    'SetSubnets',
  ],
  ListenerArn: [
    'AddListenerCertificates',
    'CreateRule',
    'DeleteListener',
    'ModifyListener',
    'ModifyListenerAttributes',
    'RemoveListenerCertificates',
  ],
  RuleArn: ['DeleteRule', 'ModifyRule'],
  TargetGroupArn: [
    'DeleteTargetGroup',
    'DeregisterTargets',
    'ModifyTargetGroup',
    'ModifyTargetGroupAttributes',
    'RegisterTargets',
  ],
  ResourceArns: ['AddTags', 'RemoveTags'],
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
export const stsActions: ActionTable = {
  AssumeRole: (input) => [
    {
      action: 'sts:AssumeRole',
      resource: text(input, 'RoleArn'),
      keys: {
        'sts:ExternalId': text(input, 'ExternalId') || undefined,
        'sts:RoleSessionName': text(input, 'RoleSessionName') || undefined,
        'sts:SourceIdentity': text(input, 'SourceIdentity') || undefined,
      },
    },
  ],
  // Neither needs a permission, and no policy can deny them:
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  GetCallerIdentity: () => [],
  GetSessionToken: () => [],
  // The token is the proof; the operation looks at the role's trust policy.
  AssumeRoleWithWebIdentity: () => [],
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_applicationautoscaling.html */
export const applicationAutoscalingActions: ActionTable = Object.fromEntries(
  [
    'DeleteScalingPolicy',
    'DeleteScheduledAction',
    'DeregisterScalableTarget',
    'PutScalingPolicy',
    'PutScheduledAction',
    'RegisterScalableTarget',
  ].map((name) => [
    name,
    (input: Input, place: Place) => [
      {
        action: `application-autoscaling:${name}`,
        resource: arnIn(place, 'application-autoscaling', 'scalable-target/*'),
        keys: {
          'application-autoscaling:service-namespace': text(input, 'ServiceNamespace'),
          'application-autoscaling:scalable-dimension': text(input, 'ScalableDimension'),
        },
      },
    ],
  ]),
);
