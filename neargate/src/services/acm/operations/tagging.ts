import type {
  AddTagsToCertificateRequest,
  ListTagsForCertificateRequest,
  ListTagsForCertificateResponse,
  RemoveTagsFromCertificateRequest,
} from '@aws-sdk/client-acm';
import { operation } from '../../operation.ts';
import { findCertificate, mergeTags } from '../certificates.ts';
import { acmTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_AddTagsToCertificate.html */
export const addTagsToCertificate = operation<AddTagsToCertificateRequest, Record<string, never>>({
  handle(context, input) {
    const row = findCertificate(context, input.CertificateArn);
    acmTablesOf(context).certificates.put(row.arn, { ...row, tags: mergeTags(row.tags, input.Tags) });
    return {};
  },
});

/** A tag given with a value goes only when it has that value. https://docs.aws.amazon.com/acm/latest/APIReference/API_RemoveTagsFromCertificate.html */
export const removeTagsFromCertificate = operation<RemoveTagsFromCertificateRequest, Record<string, never>>({
  handle(context, { CertificateArn: arn, Tags: removed = [] }) {
    const row = findCertificate(context, arn);
    const tags = row.tags.filter(
      ({ key, value }) => !removed.some((tag) => tag.Key === key && (tag.Value ?? value) === value),
    );
    acmTablesOf(context).certificates.put(row.arn, { ...row, tags });
    return {};
  },
});

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_ListTagsForCertificate.html */
export const listTagsForCertificate = operation<
  ListTagsForCertificateRequest,
  ListTagsForCertificateResponse
>({
  handle: (context, input) => ({
    Tags: findCertificate(context, input.CertificateArn).tags.map(({ key, value }) => ({
      Key: key,
      Value: value,
    })),
  }),
});
