import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  Tag,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-codepipeline';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { invalidArn, invalidNextToken, resourceNotFound } from '../errors.ts';
import { codepipelineArn } from '../pipelines.ts';
import { codepipelineTablesOf } from '../store.ts';
import { mergeTags } from '../tags.ts';

type Empty = Record<string, never>;

const resourceArn = { required: true, min: 1, max: 1011 } as const;

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceInput, ListTagsForResourceOutput>({
  input: { resourceArn, maxResults: { min: 1, max: 100 } },
  handle(context, { resourceArn: arn = '', nextToken, maxResults = 100 }) {
    const { tags } = taggedOf(context, arn);
    const page = paginate(
      tags,
      ({ key = '' }) => key,
      { token: nextToken, limit: maxResults },
      invalidNextToken,
    );
    return { tags: page.items, nextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceInput, Empty>({
  input: { resourceArn, tags: { required: true } },
  handle(context, { resourceArn: arn = '', tags = [] }) {
    const tagged = taggedOf(context, arn);
    tagged.put(mergeTags(tagged.tags, tags));
    return {};
  },
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceInput, Empty>({
  input: { resourceArn, tagKeys: { required: true } },
  handle(context, { resourceArn: arn = '', tagKeys = [] }) {
    const tagged = taggedOf(context, arn);
    tagged.put(tagged.tags.filter(({ key = '' }) => !tagKeys.includes(key)));
    return {};
  },
});

interface Tagged {
  readonly tags: readonly Tag[];
  readonly put: (tags: readonly Tag[]) => void;
}

/** The tags of a pipeline or webhook; throws when there is no such resource. */
function taggedOf(context: OperationContext, arn: string): Tagged {
  const { pipelines, webhooks } = codepipelineTablesOf(context);
  const prefix = codepipelineArn(context, '');
  if (!arn.startsWith(prefix)) throw invalidArn(arn);
  const resource = arn.slice(prefix.length);
  if (resource.startsWith('webhook:')) {
    const name = resource.slice('webhook:'.length);
    const webhook = webhooks.get(name);
    if (webhook === undefined) throw resourceNotFound(arn);
    return { tags: webhook.tags, put: (tags) => webhooks.put(name, { ...webhook, tags }) };
  }
  const pipeline = pipelines.get(resource);
  if (pipeline === undefined) throw resourceNotFound(arn);
  return { tags: pipeline.tags, put: (tags) => pipelines.put(resource, { ...pipeline, tags }) };
}
