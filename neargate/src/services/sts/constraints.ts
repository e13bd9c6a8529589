import type { ServiceConstraints } from '../service-constraints.ts';

/**
 * What the public service model of AWS Security Token Service (2011-06-15) demands of the inputs of the
 * operations served here; written by `build/service-constraints.mjs`.
 */
export const constraints: ServiceConstraints = {
  inputs: {
    AssumeRole: 'AssumeRoleRequest',
    AssumeRoleWithWebIdentity: 'AssumeRoleWithWebIdentityRequest',
    GetAccessKeyInfo: 'GetAccessKeyInfoRequest',
    GetSessionToken: 'GetSessionTokenRequest',
  },
  shapes: {
    AssumeRoleRequest: {
      required: ['RoleArn', 'RoleSessionName'],
      members: {
        RoleArn: 'arnType',
        RoleSessionName: 'roleSessionNameType',
        PolicyArns: 'policyDescriptorListType',
        Policy: 'unrestrictedSessionPolicyDocumentType',
        DurationSeconds: 'roleDurationSecondsType',
        Tags: 'tagListType',
        TransitiveTagKeys: 'tagKeyListType',
        ExternalId: 'externalIdType',
        SerialNumber: 'serialNumberType',
        TokenCode: 'tokenCodeType',
        SourceIdentity: 'sourceIdentityType',
        ProvidedContexts: 'ProvidedContextsListType',
      },
    },
    AssumeRoleWithWebIdentityRequest: {
      required: ['RoleArn', 'RoleSessionName', 'WebIdentityToken'],
      members: {
        RoleArn: 'arnType',
        RoleSessionName: 'roleSessionNameType',
        WebIdentityToken: 'clientTokenType',
        ProviderId: 'urlType',
        PolicyArns: 'policyDescriptorListType',
        Policy: 'sessionPolicyDocumentType',
        DurationSeconds: 'roleDurationSecondsType',
      },
    },
    GetAccessKeyInfoRequest: { required: ['AccessKeyId'], members: { AccessKeyId: 'accessKeyIdType' } },
    GetSessionTokenRequest: {
      members: {
        DurationSeconds: 'durationSecondsType',
        SerialNumber: 'serialNumberType',
        TokenCode: 'tokenCodeType',
      },
    },
    PolicyDescriptorType: { members: { arn: 'arnType' } },
    ProvidedContext: { members: { ProviderArn: 'arnType', ContextAssertion: 'contextAssertionType' } },
    ProvidedContextsListType: { min: 1, max: 5, each: 'ProvidedContext' },
    Tag: { required: ['Key', 'Value'], members: { Key: 'tagKeyType', Value: 'tagValueType' } },
    accessKeyIdType: { pattern: String.raw`[\w]*`, min: 16, max: 128 },
    arnType: {
      pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+`,
      min: 20,
      max: 2048,
    },
    clientTokenType: { min: 4, max: 20000, sensitive: true },
    contextAssertionType: { min: 4, max: 2048 },
    durationSecondsType: { min: 900, max: 129600 },
    externalIdType: { pattern: String.raw`[\w+=,.@:\/-]*`, min: 2, max: 1224 },
    policyDescriptorListType: { each: 'PolicyDescriptorType' },
    roleDurationSecondsType: { min: 900, max: 43200 },
    roleSessionNameType: { pattern: String.raw`[\w+=,.@-]*`, min: 2, max: 64 },
    serialNumberType: { pattern: String.raw`[\w+=/:,.@-]*`, min: 9, max: 256 },
    sessionPolicyDocumentType: { pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`, min: 1, max: 2048 },
    sourceIdentityType: { pattern: String.raw`[\w+=,.@-]*`, min: 2, max: 64 },
    tagKeyListType: { max: 50, each: 'tagKeyType' },
    tagKeyType: { pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+`, min: 1, max: 128 },
    tagListType: { max: 50, each: 'Tag' },
    tagValueType: { pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*`, max: 256 },
    tokenCodeType: { pattern: String.raw`[\d]*`, min: 6, max: 6 },
    unrestrictedSessionPolicyDocumentType: {
      pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`,
      min: 1,
    },
    urlType: { min: 4, max: 2048 },
  },
};
