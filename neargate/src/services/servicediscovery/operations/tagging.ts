import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-servicediscovery';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { resourceNotFound } from '../errors.ts';
import { idOf } from '../references.ts';
import { serviceDiscoveryTablesOf } from '../store.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_TagResource.html */
export const tagResource = operation<TagResourceRequest, TagResourceResponse>({
  handle(context, { ResourceARN = '', Tags }) {
    changeTags(context, ResourceARN, (tags) => mergeTags(tags, Tags));
    return {};
  },
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_UntagResource.html */
export const untagResource = operation<UntagResourceRequest, UntagResourceResponse>({
  handle(context, { ResourceARN = '', TagKeys = [] }) {
    changeTags(context, ResourceARN, (tags) => tags.filter(({ Key = '' }) => !TagKeys.includes(Key)));
    return {};
  },
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  handle(context, { ResourceARN = '' }) {
    const { namespaces, services } = serviceDiscoveryTablesOf(context);
    const row = namespaces.get(idOf(ResourceARN)) ?? services.get(idOf(ResourceARN));
    if (row === undefined) throw resourceNotFound(ResourceARN);
    return { Tags: [...row.tags] };
  },
});

function changeTags(
  context: OperationContext,
  arn: string,
  change: (tags: readonly Tag[]) => readonly Tag[],
): void {
  const { namespaces, services } = serviceDiscoveryTablesOf(context);
  const id = idOf(arn);
  const [namespace, service] = [namespaces.get(id), services.get(id)];
  if (namespace !== undefined) namespaces.put(id, { ...namespace, tags: change(namespace.tags) });
  else if (service !== undefined) services.put(id, { ...service, tags: change(service.tags) });
  else throw resourceNotFound(arn);
}
