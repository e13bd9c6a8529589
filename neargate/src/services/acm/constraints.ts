import type { ServiceConstraints } from '../service-constraints.ts';

/**
 * What the public service model of AWS Certificate Manager (2015-12-08) demands of the inputs of the
 * operations served here; written by `build/service-constraints.mjs`.
 */
export const constraints: ServiceConstraints = {
  inputs: {
    AddTagsToCertificate: 'AddTagsToCertificateRequest',
    DeleteCertificate: 'DeleteCertificateRequest',
    DescribeCertificate: 'DescribeCertificateRequest',
    GetCertificate: 'GetCertificateRequest',
    ImportCertificate: 'ImportCertificateRequest',
    ListCertificates: 'ListCertificatesRequest',
    ListTagsForCertificate: 'ListTagsForCertificateRequest',
    RemoveTagsFromCertificate: 'RemoveTagsFromCertificateRequest',
    RequestCertificate: 'RequestCertificateRequest',
    UpdateCertificateOptions: 'UpdateCertificateOptionsRequest',
  },
  shapes: {
    AddTagsToCertificateRequest: {
      required: ['CertificateArn', 'Tags'],
      members: { CertificateArn: 'Arn', Tags: 'TagList' },
    },
    Arn: {
      pattern: String.raw`arn:[\w+=/,.@-]+:acm:[\w+=/,.@-]*:[0-9]+:[\w+=,.@-]+(/[\w+=,.@-]+)*`,
      min: 20,
      max: 2048,
    },
    CertificateBodyBlob: { min: 1, max: 32768 },
    CertificateChainBlob: { min: 1, max: 2097152 },
    CertificateExport: { enum: ['ENABLED', 'DISABLED'] },
    CertificateManagedBy: { enum: ['CLOUDFRONT'] },
    CertificateOptions: {
      members: {
        CertificateTransparencyLoggingPreference: 'CertificateTransparencyLoggingPreference',
        Export: 'CertificateExport',
      },
    },
    CertificateStatus: {
      enum: [
        'PENDING_VALIDATION',
        'ISSUED',
        'INACTIVE',
        'EXPIRED',
        'VALIDATION_TIMED_OUT',
        'REVOKED',
        'FAILED',
      ],
    },
    CertificateStatuses: { each: 'CertificateStatus' },
    CertificateTransparencyLoggingPreference: { enum: ['ENABLED', 'DISABLED'] },
    DeleteCertificateRequest: { required: ['CertificateArn'], members: { CertificateArn: 'Arn' } },
    DescribeCertificateRequest: { required: ['CertificateArn'], members: { CertificateArn: 'Arn' } },
    DomainList: { min: 1, max: 100, each: 'DomainNameString' },
    DomainNameString: {
      pattern: String.raw`(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])`,
      min: 1,
      max: 253,
    },
    DomainValidationOption: {
      required: ['DomainName', 'ValidationDomain'],
      members: { DomainName: 'DomainNameString', ValidationDomain: 'DomainNameString' },
    },
    DomainValidationOptionList: { min: 1, max: 100, each: 'DomainValidationOption' },
    ExtendedKeyUsageFilterList: { each: 'ExtendedKeyUsageName' },
    ExtendedKeyUsageName: {
      enum: [
        'TLS_WEB_SERVER_AUTHENTICATION',
        'TLS_WEB_CLIENT_AUTHENTICATION',
        'CODE_SIGNING',
        'EMAIL_PROTECTION',
        'TIME_STAMPING',
        'OCSP_SIGNING',
        'IPSEC_END_SYSTEM',
        'IPSEC_TUNNEL',
        'IPSEC_USER',
        'ANY',
        'NONE',
        'CUSTOM',
      ],
    },
    Filters: {
      members: {
        extendedKeyUsage: 'ExtendedKeyUsageFilterList',
        keyUsage: 'KeyUsageFilterList',
        keyTypes: 'KeyAlgorithmList',
        exportOption: 'CertificateExport',
        managedBy: 'CertificateManagedBy',
      },
    },
    GetCertificateRequest: { required: ['CertificateArn'], members: { CertificateArn: 'Arn' } },
    IdempotencyToken: { pattern: String.raw`\w+`, min: 1, max: 32 },
    ImportCertificateRequest: {
      required: ['Certificate', 'PrivateKey'],
      members: {
        CertificateArn: 'Arn',
        Certificate: 'CertificateBodyBlob',
        PrivateKey: 'PrivateKeyBlob',
        CertificateChain: 'CertificateChainBlob',
        Tags: 'TagList',
      },
    },
    KeyAlgorithm: {
      enum: ['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'],
    },
    KeyAlgorithmList: { each: 'KeyAlgorithm' },
    KeyUsageFilterList: { each: 'KeyUsageName' },
    KeyUsageName: {
      enum: [
        'DIGITAL_SIGNATURE',
        'NON_REPUDIATION',
        'KEY_ENCIPHERMENT',
        'DATA_ENCIPHERMENT',
        'KEY_AGREEMENT',
        'CERTIFICATE_SIGNING',
        'CRL_SIGNING',
        'ENCIPHER_ONLY',
        'DECIPHER_ONLY',
        'ANY',
        'CUSTOM',
      ],
    },
    ListCertificatesRequest: {
      members: {
        CertificateStatuses: 'CertificateStatuses',
        Includes: 'Filters',
        NextToken: 'NextToken',
        MaxItems: 'MaxItems',
        SortBy: 'SortBy',
        SortOrder: 'SortOrder',
      },
    },
    ListTagsForCertificateRequest: { required: ['CertificateArn'], members: { CertificateArn: 'Arn' } },
    MaxItems: { min: 1, max: 1000 },
    NextToken: { pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]*`, min: 1, max: 10000 },
    PcaArn: {
      pattern: String.raw`arn:[\w+=/,.@-]+:acm-pca:[\w+=/,.@-]*:[0-9]+:[\w+=,.@-]+(/[\w+=,.@-]+)*`,
      min: 20,
      max: 2048,
    },
    PrivateKeyBlob: { min: 1, max: 5120 },
    RemoveTagsFromCertificateRequest: {
      required: ['CertificateArn', 'Tags'],
      members: { CertificateArn: 'Arn', Tags: 'TagList' },
    },
    RequestCertificateRequest: {
      required: ['DomainName'],
      members: {
        DomainName: 'DomainNameString',
        ValidationMethod: 'ValidationMethod',
        SubjectAlternativeNames: 'DomainList',
        IdempotencyToken: 'IdempotencyToken',
        DomainValidationOptions: 'DomainValidationOptionList',
        Options: 'CertificateOptions',
        CertificateAuthorityArn: 'PcaArn',
        Tags: 'TagList',
        KeyAlgorithm: 'KeyAlgorithm',
        ManagedBy: 'CertificateManagedBy',
      },
    },
    SortBy: { enum: ['CREATED_AT'] },
    SortOrder: { enum: ['ASCENDING', 'DESCENDING'] },
    Tag: { required: ['Key'], members: { Key: 'TagKey', Value: 'TagValue' } },
    TagKey: { pattern: String.raw`[\p{L}\p{Z}\p{N}_.:\/=+\-@]*`, min: 1, max: 128 },
    TagList: { min: 1, max: 50, each: 'Tag' },
    TagValue: { pattern: String.raw`[\p{L}\p{Z}\p{N}_.:\/=+\-@]*`, max: 256 },
    UpdateCertificateOptionsRequest: {
      required: ['CertificateArn', 'Options'],
      members: { CertificateArn: 'Arn', Options: 'CertificateOptions' },
    },
    ValidationMethod: { enum: ['EMAIL', 'DNS', 'HTTP'] },
  },
};
