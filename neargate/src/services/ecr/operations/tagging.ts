import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-ecr';
import { parseArn } from '../../../core/arn.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { invalidParameter } from '../errors.ts';
import { findRepository } from '../repositories.ts';
import { ecrTablesOf, type RepositoryRow } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  handle: (context, { resourceArn }) => ({ tags: [...repositoryOf(context, resourceArn).tags] }),
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceRequest, TagResourceResponse>({
  handle(context, { resourceArn, tags = [] }) {
    const { repositoryName } = repositoryOf(context, resourceArn);
    const given = new Set(tags.map(({ Key }) => Key));
    ecrTablesOf(context).repositories.update(repositoryName, (row) => ({
      ...row,
      tags: [...row.tags.filter(({ Key }) => !given.has(Key)), ...tags],
    }));
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceRequest, UntagResourceResponse>({
  handle(context, { resourceArn, tagKeys = [] }) {
    const { repositoryName } = repositoryOf(context, resourceArn);
    ecrTablesOf(context).repositories.update(repositoryName, (row) => ({
      ...row,
      tags: row.tags.filter(({ Key = '' }) => !tagKeys.includes(Key)),
    }));
    return {};
  },
});

function repositoryOf(context: OperationContext, resourceArn: string | undefined): RepositoryRow {
  const arn = parseArn(resourceArn ?? '');
  if (arn?.service !== 'ecr' || !arn.resource.startsWith('repository/')) {
    throw invalidParameter("Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'");
  }
  return findRepository(context, {
    repositoryName: arn.resource.slice('repository/'.length),
    registryId: arn.accountId,
  });
}
