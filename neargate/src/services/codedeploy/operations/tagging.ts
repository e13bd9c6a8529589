import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  Tag,
  TagResourceInput,
  TagResourceOutput,
  UntagResourceInput,
  UntagResourceOutput,
} from '@aws-sdk/client-codedeploy';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { codedeployArn } from '../arns.ts';
import { error, resourceArnRequired } from '../errors.ts';
import { findApplication, findGroup } from '../find.ts';
import { codedeployTablesOf, groupKey } from '../store.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceInput, ListTagsForResourceOutput>({
  handle: (context, { ResourceArn }) => ({ Tags: [...taggedOf(context, ResourceArn).tags] }),
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceInput, TagResourceOutput>({
  handle(context, { ResourceArn, Tags = [] }) {
    const tagged = taggedOf(context, ResourceArn);
    tagged.put(mergeTags(tagged.tags, Tags));
    return {};
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceInput, UntagResourceOutput>({
  handle(context, { ResourceArn, TagKeys = [] }) {
    const tagged = taggedOf(context, ResourceArn);
    tagged.put(tagged.tags.filter(({ Key = '' }) => !TagKeys.includes(Key)));
    return {};
  },
});

interface Tagged {
  readonly tags: readonly Tag[];
  readonly put: (tags: readonly Tag[]) => void;
}

/** The tags of an application or a deployment group; throws when there is no such resource. */
function taggedOf(context: OperationContext, arn: string | undefined): Tagged {
  if (arn === undefined || arn === '') {
    throw resourceArnRequired();
  }
  const { applications, groups } = codedeployTablesOf(context);
  const prefix = codedeployArn(context, '');
  const [kind, name = ''] = (arn.startsWith(prefix) ? arn.slice(prefix.length) : '').split(':');
  if (kind === 'application') {
    const row = findApplication(context, name);
    return { tags: row.tags, put: (tags) => applications.put(row.applicationName, { ...row, tags }) };
  }
  if (kind !== 'deploymentgroup') throw error('InvalidArn', 'The specified ARN is not in a valid format.');
  const [applicationName, groupName] = name.split('/');
  const row = findGroup(context, applicationName, groupName);
  const key = groupKey(row.applicationName, row.deploymentGroupName);
  return { tags: row.tags, put: (tags) => groups.put(key, { ...row, tags }) };
}
