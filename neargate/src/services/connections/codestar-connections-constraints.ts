import type { ServiceConstraints } from '../service-constraints.ts';

/**
 * What the public service model of AWS CodeStar connections (2019-12-01) demands of the inputs of the
 * operations served here; written by `build/service-constraints.mjs`.
 */
export const constraints: ServiceConstraints = {
  inputs: {
    CreateConnection: 'CreateConnectionInput',
    CreateHost: 'CreateHostInput',
    DeleteConnection: 'DeleteConnectionInput',
    DeleteHost: 'DeleteHostInput',
    GetConnection: 'GetConnectionInput',
    GetHost: 'GetHostInput',
    ListConnections: 'ListConnectionsInput',
    ListHosts: 'ListHostsInput',
    ListTagsForResource: 'ListTagsForResourceInput',
    TagResource: 'TagResourceInput',
    UntagResource: 'UntagResourceInput',
    UpdateHost: 'UpdateHostInput',
  },
  shapes: {
    AmazonResourceName: { pattern: String.raw`arn:aws(-[\w]+)*:.+:.+:[0-9]{12}:.+`, min: 1, max: 1011 },
    ConnectionArn: { pattern: String.raw`arn:aws(-[\w]+)*:.+:.+:[0-9]{12}:.+`, max: 256 },
    ConnectionName: { pattern: String.raw`[\s\S]*`, min: 1, max: 32 },
    CreateConnectionInput: {
      required: ['ConnectionName'],
      members: {
        ProviderType: 'ProviderType',
        ConnectionName: 'ConnectionName',
        Tags: 'TagList',
        HostArn: 'HostArn',
      },
    },
    CreateHostInput: {
      required: ['Name', 'ProviderType', 'ProviderEndpoint'],
      members: {
        Name: 'HostName',
        ProviderType: 'ProviderType',
        ProviderEndpoint: 'Url',
        VpcConfiguration: 'VpcConfiguration',
        Tags: 'TagList',
      },
    },
    DeleteConnectionInput: { required: ['ConnectionArn'], members: { ConnectionArn: 'ConnectionArn' } },
    DeleteHostInput: { required: ['HostArn'], members: { HostArn: 'HostArn' } },
    GetConnectionInput: { required: ['ConnectionArn'], members: { ConnectionArn: 'ConnectionArn' } },
    GetHostInput: { required: ['HostArn'], members: { HostArn: 'HostArn' } },
    HostArn: { pattern: String.raw`arn:aws(-[\w]+)*:codestar-connections:.+:[0-9]{12}:host\/.+`, max: 256 },
    HostName: { pattern: '.*', min: 1, max: 64 },
    ListConnectionsInput: {
      members: {
        ProviderTypeFilter: 'ProviderType',
        HostArnFilter: 'HostArn',
        MaxResults: 'MaxResults',
        NextToken: 'NextToken',
      },
    },
    ListHostsInput: { members: { MaxResults: 'MaxResults', NextToken: 'NextToken' } },
    ListTagsForResourceInput: { required: ['ResourceArn'], members: { ResourceArn: 'AmazonResourceName' } },
    MaxResults: { min: 0, max: 100 },
    NextToken: { pattern: '^.*$', min: 1, max: 1024 },
    ProviderType: { enum: ['Bitbucket', 'GitHub', 'GitHubEnterpriseServer', 'GitLab', 'GitLabSelfManaged'] },
    SecurityGroupId: { pattern: String.raw`sg-\w{8}(\w{9})?`, min: 11, max: 20 },
    SecurityGroupIds: { min: 1, max: 10, each: 'SecurityGroupId' },
    SubnetId: { pattern: String.raw`subnet-\w{8}(\w{9})?`, min: 15, max: 24 },
    SubnetIds: { min: 1, max: 10, each: 'SubnetId' },
    Tag: { required: ['Key', 'Value'], members: { Key: 'TagKey', Value: 'TagValue' } },
    TagKey: { pattern: '.*', min: 1, max: 128 },
    TagKeyList: { max: 200, each: 'TagKey' },
    TagList: { max: 200, each: 'Tag' },
    TagResourceInput: {
      required: ['ResourceArn', 'Tags'],
      members: { ResourceArn: 'AmazonResourceName', Tags: 'TagList' },
    },
    TagValue: { pattern: '.*', max: 256 },
    TlsCertificate: { pattern: String.raw`[\s\S]*`, min: 1, max: 16384 },
    UntagResourceInput: {
      required: ['ResourceArn', 'TagKeys'],
      members: { ResourceArn: 'AmazonResourceName', TagKeys: 'TagKeyList' },
    },
    UpdateHostInput: {
      required: ['HostArn'],
      members: { HostArn: 'HostArn', ProviderEndpoint: 'Url', VpcConfiguration: 'VpcConfiguration' },
    },
    Url: { pattern: '.*', min: 1, max: 512 },
    VpcConfiguration: {
      required: ['VpcId', 'SubnetIds', 'SecurityGroupIds'],
      members: {
        VpcId: 'VpcId',
        SubnetIds: 'SubnetIds',
        SecurityGroupIds: 'SecurityGroupIds',
        TlsCertificate: 'TlsCertificate',
      },
    },
    VpcId: { pattern: String.raw`vpc-\w{8}(\w{9})?`, min: 12, max: 21 },
  },
};
