import type { ServiceConstraints } from '../service-constraints.ts';

/**
 * What the public service model of Amazon Simple Systems Manager (SSM) (2014-11-06) demands of the inputs of the
 * operations served here; written by `build/service-constraints.mjs`.
 */
export const constraints: ServiceConstraints = {
  inputs: {
    AddTagsToResource: 'AddTagsToResourceRequest',
    DeleteParameter: 'DeleteParameterRequest',
    DeleteParameters: 'DeleteParametersRequest',
    DescribeParameters: 'DescribeParametersRequest',
    GetParameter: 'GetParameterRequest',
    GetParameterHistory: 'GetParameterHistoryRequest',
    GetParameters: 'GetParametersRequest',
    GetParametersByPath: 'GetParametersByPathRequest',
    LabelParameterVersion: 'LabelParameterVersionRequest',
    ListTagsForResource: 'ListTagsForResourceRequest',
    PutParameter: 'PutParameterRequest',
    RemoveTagsFromResource: 'RemoveTagsFromResourceRequest',
    UnlabelParameterVersion: 'UnlabelParameterVersionRequest',
  },
  shapes: {
    AddTagsToResourceRequest: {
      required: ['ResourceType', 'ResourceId', 'Tags'],
      members: { ResourceType: 'ResourceTypeForTagging', Tags: 'TagList' },
    },
    AllowedPattern: { max: 1024 },
    DeleteParameterRequest: { required: ['Name'], members: { Name: 'PSParameterName' } },
    DeleteParametersRequest: { required: ['Names'], members: { Names: 'ParameterNameList' } },
    DescribeParametersRequest: {
      members: {
        Filters: 'ParametersFilterList',
        ParameterFilters: 'ParameterStringFilterList',
        MaxResults: 'MaxResults',
      },
    },
    GetParameterHistoryRequest: {
      required: ['Name'],
      members: { Name: 'PSParameterName', MaxResults: 'MaxResults' },
    },
    GetParameterRequest: { required: ['Name'], members: { Name: 'PSParameterName' } },
    GetParametersByPathMaxResults: { min: 1, max: 10 },
    GetParametersByPathRequest: {
      required: ['Path'],
      members: {
        Path: 'PSParameterName',
        ParameterFilters: 'ParameterStringFilterList',
        MaxResults: 'GetParametersByPathMaxResults',
      },
    },
    GetParametersRequest: { required: ['Names'], members: { Names: 'ParameterNameList' } },
    KeyList: { each: 'TagKey' },
    LabelParameterVersionRequest: {
      required: ['Name', 'Labels'],
      members: { Name: 'PSParameterName', Labels: 'ParameterLabelList' },
    },
    ListTagsForResourceRequest: {
      required: ['ResourceType', 'ResourceId'],
      members: { ResourceType: 'ResourceTypeForTagging' },
    },
    MaxResults: { min: 1, max: 50 },
    PSParameterName: { min: 1, max: 2048 },
    ParameterDataType: { max: 128 },
    ParameterDescription: { max: 1024 },
    ParameterKeyId: { pattern: '^([a-zA-Z0-9:/_-]+)$', min: 1, max: 256 },
    ParameterLabel: { min: 1, max: 100 },
    ParameterLabelList: { min: 1, max: 10, each: 'ParameterLabel' },
    ParameterNameList: { min: 1, max: 10, each: 'PSParameterName' },
    ParameterPolicies: { min: 1, max: 4096 },
    ParameterStringFilter: {
      required: ['Key'],
      members: {
        Key: 'ParameterStringFilterKey',
        Option: 'ParameterStringQueryOption',
        Values: 'ParameterStringFilterValueList',
      },
    },
    ParameterStringFilterKey: {
      pattern: 'tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType',
      min: 1,
      max: 132,
    },
    ParameterStringFilterList: { each: 'ParameterStringFilter' },
    ParameterStringFilterValue: { min: 1, max: 1024 },
    ParameterStringFilterValueList: { min: 1, max: 50, each: 'ParameterStringFilterValue' },
    ParameterStringQueryOption: { min: 1, max: 10 },
    ParameterTier: { enum: ['Standard', 'Advanced', 'Intelligent-Tiering'] },
    ParameterType: { enum: ['String', 'StringList', 'SecureString'] },
    ParametersFilter: {
      required: ['Key', 'Values'],
      members: { Key: 'ParametersFilterKey', Values: 'ParametersFilterValueList' },
    },
    ParametersFilterKey: { enum: ['Name', 'Type', 'KeyId'] },
    ParametersFilterList: { each: 'ParametersFilter' },
    ParametersFilterValue: { min: 1, max: 1024 },
    ParametersFilterValueList: { min: 1, max: 50, each: 'ParametersFilterValue' },
    PutParameterRequest: {
      required: ['Name', 'Value'],
      members: {
        Name: 'PSParameterName',
        Description: 'ParameterDescription',
        Type: 'ParameterType',
        KeyId: 'ParameterKeyId',
        AllowedPattern: 'AllowedPattern',
        Tags: 'TagList',
        Tier: 'ParameterTier',
        Policies: 'ParameterPolicies',
        DataType: 'ParameterDataType',
      },
    },
    RemoveTagsFromResourceRequest: {
      required: ['ResourceType', 'ResourceId', 'TagKeys'],
      members: { ResourceType: 'ResourceTypeForTagging', TagKeys: 'KeyList' },
    },
    ResourceTypeForTagging: {
      enum: [
        'Document',
        'ManagedInstance',
        'MaintenanceWindow',
        'Parameter',
        'PatchBaseline',
        'OpsItem',
        'OpsMetadata',
        'Automation',
        'Association',
        'CloudConnector',
      ],
    },
    Tag: { required: ['Key', 'Value'], members: { Key: 'TagKey', Value: 'TagValue' } },
    TagKey: { pattern: String.raw`^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$`, min: 1, max: 128 },
    TagList: { max: 1000, each: 'Tag' },
    TagValue: { pattern: String.raw`^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$`, max: 256 },
    UnlabelParameterVersionRequest: {
      required: ['Name', 'ParameterVersion', 'Labels'],
      members: { Name: 'PSParameterName', Labels: 'ParameterLabelList' },
    },
  },
};
