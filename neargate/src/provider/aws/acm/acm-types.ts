import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { acmCertificateData } from './acm-certificate-data.ts';
import { acmCertificateType } from './acm-certificate.ts';
import { acmCertificateValidationType } from './acm-certificate-validation.ts';

export const acmTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_acm_certificate: acmCertificateType,
  aws_acm_certificate_validation: acmCertificateValidationType,
};

export const acmDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_acm_certificate: acmCertificateData,
};
