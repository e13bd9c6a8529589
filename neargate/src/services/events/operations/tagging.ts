import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-eventbridge';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { eventsArn, findBus } from '../buses-and-rules.ts';
import { resourceNotFound, ruleNotFound } from '../errors.ts';
import { eventsTablesOf } from '../store.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  handle: (context, { ResourceARN = '' }) => ({ Tags: [...taggedOf(context, ResourceARN).tags] }),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceRequest, TagResourceResponse>({
  handle(context, { ResourceARN = '', Tags = [] }) {
    const tagged = taggedOf(context, ResourceARN);
    tagged.put(mergeTags(tagged.tags, Tags));
    return {};
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceRequest, UntagResourceResponse>({
  handle(context, { ResourceARN = '', TagKeys = [] }) {
    const tagged = taggedOf(context, ResourceARN);
    tagged.put(tagged.tags.filter(({ Key = '' }) => !TagKeys.includes(Key)));
    return {};
  },
});

interface Tagged {
  readonly tags: readonly Tag[];
  readonly put: (tags: readonly Tag[]) => void;
}

/** The tags of a rule or bus; throws when there is no such resource. */
function taggedOf(context: OperationContext, resourceArn: string): Tagged {
  const { rules, buses } = eventsTablesOf(context);
  const busPrefix = eventsArn(context, 'event-bus/');
  const rulePrefix = eventsArn(context, 'rule/');
  if (resourceArn.startsWith(busPrefix)) {
    const bus = findBus(context, resourceArn.slice(busPrefix.length));
    return { tags: bus.tags, put: (tags) => buses.put(bus.name, { ...bus, tags }) };
  }
  if (!resourceArn.startsWith(rulePrefix)) throw resourceNotFound(`Resource ${resourceArn} does not exist.`);
  const rule = rules.get(resourceArn);
  if (rule === undefined) {
    const [name = '', busName = 'default'] = resourceArn.slice(rulePrefix.length).split('/').toReversed();
    throw ruleNotFound(name, busName);
  }
  return { tags: rule.tags, put: (tags) => rules.put(rule.arn, { ...rule, tags }) };
}
