import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  TagResourceOutput,
  UntagResourceInput,
  UntagResourceOutput,
} from '@aws-sdk/client-cloudwatch';
import { alarmArn } from '../alarms.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { taggedResourceNotFound } from '../errors.ts';
import { type AlarmRow, cloudwatchTablesOf } from '../store.ts';
import { mergeTags } from '../tags.ts';

const arn = { required: true, min: 1, max: 1024 } as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceInput, ListTagsForResourceOutput>({
  input: { ResourceARN: arn },
  handle: (context, { ResourceARN = '' }) => ({ Tags: [...alarmOf(context, ResourceARN).tags] }),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceInput, TagResourceOutput>({
  input: { ResourceARN: arn, Tags: { required: true } },
  handle(context, { ResourceARN = '', Tags = [] }) {
    const row = alarmOf(context, ResourceARN);
    cloudwatchTablesOf(context).alarms.put(row.alarmName, { ...row, tags: mergeTags(row.tags, Tags) });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceInput, UntagResourceOutput>({
  input: { ResourceARN: arn, TagKeys: { required: true } },
  handle(context, { ResourceARN = '', TagKeys = [] }) {
    const row = alarmOf(context, ResourceARN);
    const tags = row.tags.filter(({ Key = '' }) => !TagKeys.includes(Key));
    cloudwatchTablesOf(context).alarms.put(row.alarmName, { ...row, tags });
    return {};
  },
});

function alarmOf(context: OperationContext, resourceArn: string): AlarmRow {
  const prefix = alarmArn(context, '');
  const name = resourceArn.startsWith(prefix) ? resourceArn.slice(prefix.length) : '';
  const row = cloudwatchTablesOf(context).alarms.get(name);
  if (row === undefined) throw taggedResourceNotFound(resourceArn);
  return row;
}
