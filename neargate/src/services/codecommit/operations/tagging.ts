import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-codecommit';
import { parseArn } from '../../../core/arn.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { invalidResourceArn, resourceArnRequired, tagKeysRequired, tagsMapRequired } from '../errors.ts';
import { findRepository } from '../repositories.ts';
import { codecommitTablesOf, type RepositoryRow } from '../store.ts';
import { mergeTags } from '../tags.ts';

type Empty = Record<string, never>;

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceInput, ListTagsForResourceOutput>({
  handle: (context, { resourceArn }) => ({ tags: { ...repositoryOf(context, resourceArn).tags } }),
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceInput, Empty>({
  handle(context, { resourceArn, tags }) {
    const row = repositoryOf(context, resourceArn);
    if (tags === undefined) throw tagsMapRequired();
    return putTags(context, row, mergeTags(row.tags, tags));
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceInput, Empty>({
  handle(context, { resourceArn, tagKeys }) {
    const row = repositoryOf(context, resourceArn);
    if (tagKeys === undefined) throw tagKeysRequired();
    const left = Object.entries(row.tags).filter(([key]) => !tagKeys.includes(key));
    return putTags(context, row, Object.fromEntries(left));
  },
});

function putTags(context: OperationContext, row: RepositoryRow, tags: RepositoryRow['tags']): Empty {
  codecommitTablesOf(context).repositories.put(row.repositoryName, { ...row, tags });
  return {};
}

function repositoryOf(context: OperationContext, resourceArn: string | undefined): RepositoryRow {
  if (resourceArn === undefined || resourceArn === '') throw resourceArnRequired();
  const arn = parseArn(resourceArn);
  const { accountId, region } = context.caller;
  if (arn?.service !== 'codecommit' || arn.accountId !== accountId || arn.region !== region)
    throw invalidResourceArn();
  return findRepository(context, arn.resource);
}
