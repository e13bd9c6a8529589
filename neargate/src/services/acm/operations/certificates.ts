import type {
  DeleteCertificateRequest,
  DescribeCertificateRequest,
  DescribeCertificateResponse,
  GetCertificateRequest,
  GetCertificateResponse,
  ListCertificatesRequest,
  ListCertificatesResponse,
  RequestCertificateRequest,
  RequestCertificateResponse,
  UpdateCertificateOptionsRequest,
} from '@aws-sdk/client-acm';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { describeCertificateRow, usersOf } from '../describe-certificate.ts';
import { certificateInUse, invalid, requestInProgress, unsupported } from '../errors.ts';
import { findCertificate, mergeTags, newCertificateArn } from '../certificates.ts';
import { acmTablesOf } from '../store.ts';

/** ACM's quota of names in a certificate, unless it was raised. */
const maxNames = 100;
const domainName = /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/;

/**
 * The certificate is pending until the local authority has issued it. Names are not validated: the local authority vouches
 * for any name, and only those who trust it believe it.
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
 */
export const requestCertificate = operation<RequestCertificateRequest, RequestCertificateResponse>({
  handle(context, input) {
    if (input.CertificateAuthorityArn !== undefined) throw unsupported('private certificate authorities');
    const { DomainName: domain = '', SubjectAlternativeNames: others = [] } = input;
    const names = [...new Set([domain, ...others].map((name) => name.toLowerCase()))];
    for (const name of names) {
      if (!domainName.test(name)) throw invalid(`The domain name '${name}' is not valid.`);
    }
    if (names.length > maxNames) throw invalid(`A certificate can have at most ${maxNames} domain names.`);
    const { certificates } = acmTablesOf(context);
    const token = input.IdempotencyToken;
    if (token !== undefined) {
      for (const row of certificates.values()) {
        if (row.idempotencyToken === token && row.names.join() === names.join())
          return { CertificateArn: row.arn };
      }
    }
    const arn = newCertificateArn(context);
    certificates.put(arn, {
      arn,
      domainName: domain.toLowerCase(),
      names,
      type: 'AMAZON_ISSUED',
      keyAlgorithm: input.KeyAlgorithm ?? 'RSA_2048',
      validationMethod: input.ValidationMethod ?? 'EMAIL',
      transparencyLogging: input.Options?.CertificateTransparencyLoggingPreference ?? 'ENABLED',
      exportOption: input.Options?.Export ?? 'DISABLED',
      idempotencyToken: token,
      createdAtMs: context.clock.now(),
      tags: mergeTags([], input.Tags),
      observed: { status: 'PENDING_VALIDATION' },
    });
    return { CertificateArn: arn };
  },
});

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html */
export const describeCertificate = operation<DescribeCertificateRequest, DescribeCertificateResponse>({
  handle: (context, input) => ({
    Certificate: describeCertificateRow(context, findCertificate(context, input.CertificateArn)),
  }),
});

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html */
export const listCertificates = operation<ListCertificatesRequest, ListCertificatesResponse>({
  handle(context, input) {
    const { CertificateStatuses: statuses, Includes: includes } = input;
    // Without a filter ACM lists RSA keys of 1024 and 2048 bits only.
    const keyTypes: readonly string[] = includes?.keyTypes ?? ['RSA_1024', 'RSA_2048'];
    const rows = [...acmTablesOf(context).certificates.values()].filter(
      (row) =>
        (statuses === undefined || statuses.includes(row.observed.status)) &&
        keyTypes.includes(row.keyAlgorithm),
    );
    const page = paginate(
      rows,
      ({ arn }) => arn,
      { token: input.NextToken, limit: input.MaxItems ?? 1_000 },
      () => invalid('The NextToken is not valid.'),
    );
    return {
      CertificateSummaryList: page.items.map((row) => {
        const detail = describeCertificateRow(context, row);
        return {
          CertificateArn: detail.CertificateArn,
          DomainName: detail.DomainName,
          SubjectAlternativeNameSummaries: detail.SubjectAlternativeNames,
          HasAdditionalSubjectAlternativeNames: false,
          Status: detail.Status,
          Type: detail.Type,
          KeyAlgorithm: detail.KeyAlgorithm,
          InUse: (detail.InUseBy ?? []).length > 0,
          NotBefore: detail.NotBefore,
          NotAfter: detail.NotAfter,
          CreatedAt: detail.CreatedAt,
          IssuedAt: detail.IssuedAt,
          ImportedAt: detail.ImportedAt,
          RenewalEligibility: detail.RenewalEligibility,
        };
      }),
      NextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_GetCertificate.html */
export const getCertificate = operation<GetCertificateRequest, GetCertificateResponse>({
  handle(context, input) {
    const { arn, observed } = findCertificate(context, input.CertificateArn);
    if (observed.status !== 'ISSUED') throw requestInProgress(arn);
    const { certificatePem, chainPem } = observed;
    return { Certificate: certificatePem, CertificateChain: chainPem === '' ? undefined : chainPem };
  },
});

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html */
export const deleteCertificate = operation<DeleteCertificateRequest, Record<string, never>>({
  handle(context, input) {
    const { arn } = findCertificate(context, input.CertificateArn);
    if (usersOf(context, arn).length > 0) throw certificateInUse(arn);
    acmTablesOf(context).certificates.delete(arn);
    return {};
  },
});

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_UpdateCertificateOptions.html */
export const updateCertificateOptions = operation<UpdateCertificateOptionsRequest, Record<string, never>>({
  handle(context, input) {
    const row = findCertificate(context, input.CertificateArn);
    const { CertificateTransparencyLoggingPreference: logging, Export: exportOption } = input.Options ?? {};
    acmTablesOf(context).certificates.put(row.arn, {
      ...row,
      transparencyLogging: logging ?? row.transparencyLogging,
      exportOption: exportOption ?? row.exportOption,
    });
    return {};
  },
});
