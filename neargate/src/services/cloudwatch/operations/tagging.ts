import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  Tag,
  TagResourceInput,
  TagResourceOutput,
  UntagResourceInput,
  UntagResourceOutput,
} from '@aws-sdk/client-cloudwatch';
import { alarmNameOf } from '../alarm-rule.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { taggedResourceNotFound } from '../errors.ts';
import { type AlarmRow, cloudwatchTablesOf, type CompositeAlarmRow } from '../store.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceInput, ListTagsForResourceOutput>({
  handle: (context, { ResourceARN = '' }) => ({ Tags: [...alarmOf(context, ResourceARN).tags] }),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceInput, TagResourceOutput>({
  handle(context, { ResourceARN = '', Tags = [] }) {
    setTags(context, ResourceARN, mergeTags(alarmOf(context, ResourceARN).tags, Tags));
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceInput, UntagResourceOutput>({
  handle(context, { ResourceARN = '', TagKeys = [] }) {
    const { tags } = alarmOf(context, ResourceARN);
    setTags(
      context,
      ResourceARN,
      tags.filter(({ Key = '' }) => !TagKeys.includes(Key)),
    );
    return {};
  },
});

function alarmOf(context: OperationContext, resourceArn: string): AlarmRow | CompositeAlarmRow {
  const { alarms, compositeAlarms } = cloudwatchTablesOf(context);
  const name = alarmNameOf(resourceArn);
  const row = alarms.get(name) ?? compositeAlarms.get(name);
  if (row?.alarmArn !== resourceArn) throw taggedResourceNotFound(resourceArn);
  return row;
}

function setTags(context: OperationContext, resourceArn: string, tags: readonly Tag[]): void {
  const { alarms, compositeAlarms } = cloudwatchTablesOf(context);
  const name = alarmNameOf(resourceArn);
  if (alarms.has(name)) alarms.update(name, (row) => ({ ...row, tags }));
  else compositeAlarms.update(name, (row) => ({ ...row, tags }));
}
