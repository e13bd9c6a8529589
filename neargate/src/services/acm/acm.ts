import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import * as certificates from './operations/certificates.ts';
import { importCertificate } from './operations/import-certificate.ts';
import { renewCertificate } from './operations/renew-certificate.ts';
import * as tagging from './operations/tagging.ts';

/** AWS Certificate Manager: certificates of the local authority, and imported ones. */
export const acm = {
  signingName: 'acm',
  protocol: 'json',
  targetPrefix: 'CertificateManager',
  jsonVersion: '1.1',
  apiVersion: '2015-12-08',
  validationErrorCode: 'ValidationException',
  constraints,
  operations: {
    AddTagsToCertificate: tagging.addTagsToCertificate,
    DeleteCertificate: certificates.deleteCertificate,
    DescribeCertificate: certificates.describeCertificate,
    GetCertificate: certificates.getCertificate,
    ImportCertificate: importCertificate,
    ListCertificates: certificates.listCertificates,
    ListTagsForCertificate: tagging.listTagsForCertificate,
    RemoveTagsFromCertificate: tagging.removeTagsFromCertificate,
    RenewCertificate: renewCertificate,
    RequestCertificate: certificates.requestCertificate,
    UpdateCertificateOptions: certificates.updateCertificateOptions,
  },
} satisfies ServiceDefinition;
