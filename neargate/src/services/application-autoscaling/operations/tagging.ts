import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-application-auto-scaling';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { resourceNotFound, tooManyTags } from '../errors.ts';
import { autoscalingTablesOf, type ScalableTargetRow, targetKey } from '../store.ts';

const maxTags = 50;

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  handle: (context, { ResourceARN }) => ({ Tags: { ...targetOf(context, ResourceARN).tags } }),
});

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceRequest, TagResourceResponse>({
  handle(context, { ResourceARN, Tags }) {
    const row = targetOf(context, ResourceARN);
    const tags = { ...row.tags, ...Tags };
    if (Object.keys(tags).length > maxTags) throw tooManyTags();
    autoscalingTablesOf(context).targets.put(targetKey(row), { ...row, tags });
    return {};
  },
});

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceRequest, UntagResourceResponse>({
  handle(context, { ResourceARN, TagKeys = [] }) {
    const row = targetOf(context, ResourceARN);
    const tags = Object.fromEntries(Object.entries(row.tags).filter(([key]) => !TagKeys.includes(key)));
    autoscalingTablesOf(context).targets.put(targetKey(row), { ...row, tags });
    return {};
  },
});

function targetOf(context: OperationContext, arn: string | undefined): ScalableTargetRow {
  const row = [...autoscalingTablesOf(context).targets.values()].find(
    ({ scalableTargetArn }) => scalableTargetArn === arn,
  );
  if (row === undefined) throw resourceNotFound(arn ?? '');
  return row;
}
