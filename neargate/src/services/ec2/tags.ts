import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { invalidParameterValue } from './errors.ts';
import type { Ec2Tables } from './store.ts';

const maxTagsPerResource = 50;

/** EC2's resource types by the prefix of the id. The longest prefix decides. */
const resourceTypeByPrefix: Readonly<Record<string, string>> = {
  vpc: 'vpc',
  subnet: 'subnet',
  rtb: 'route-table',
  igw: 'internet-gateway',
  nat: 'natgateway',
  eipalloc: 'elastic-ip',
  sg: 'security-group',
  sgr: 'security-group-rule',
  acl: 'network-acl',
  eni: 'network-interface',
  dopt: 'dhcp-options',
  vpce: 'vpc-endpoint',
  fl: 'vpc-flow-log',
  key: 'key-pair',
  lt: 'launch-template',
};

/** The resource type EC2 gives to an id, or undefined when the id is of no kind that Neargate has. */
export function resourceTypeOf(resourceId: string): string | undefined {
  return resourceTypeByPrefix[resourceId.slice(0, resourceId.indexOf('-'))];
}

/** Puts the tags of a request's tag specifications for `resourceType` on the new resource. */
export function tagOnCreate(
  tables: Ec2Tables,
  specifications: readonly TagSpecification[] | undefined,
  resourceType: string,
  resourceId: string,
): void {
  const tags = (specifications ?? [])
    .filter((specification) => specification.ResourceType === resourceType)
    .flatMap((specification) => specification.Tags ?? []);
  putTags(tables, resourceId, tags);
}

/** Adds or overwrites tags. */
export function putTags(tables: Ec2Tables, resourceId: string, tags: readonly Tag[]): void {
  if (tags.length === 0) return;
  const resourceType = resourceTypeOf(resourceId);
  if (resourceType === undefined) throw invalidId(resourceId);
  const merged = new Map(tables.tags.get(resourceId)?.tags.map((tag) => [tag.key, tag.value]));
  for (const { Key: key = '', Value: value = '' } of tags) {
    if (key === '') throw invalidParameterValue('Tag keys must not be empty.');
    if (key.length > 127)
      throw invalidParameterValue('Tag key exceeds the maximum length of 127 characters.');
    if (value.length > 255) {
      throw invalidParameterValue('Tag value exceeds the maximum length of 255 characters.');
    }
    if (key.startsWith('aws:')) {
      throw invalidParameterValue(
        `Value ( ${key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
      );
    }
    merged.set(key, value);
  }
  if (merged.size > maxTagsPerResource) {
    throw new AwsError(
      'TagLimitExceeded',
      `The maximum number of tags per resource is ${maxTagsPerResource}.`,
    );
  }
  tables.tags.put(resourceId, {
    resourceId,
    resourceType,
    tags: [...merged].map(([key, value]) => ({ key, value })),
  });
}

/** Removes tags. A tag given with a value goes only if it has that value; no tags given removes all. */
export function removeTags(tables: Ec2Tables, resourceId: string, tags: readonly Tag[] | undefined): void {
  const row = tables.tags.get(resourceId);
  if (row === undefined) return;
  const left =
    tags === undefined || tags.length === 0
      ? []
      : row.tags.filter(
          (tag) =>
            !tags.some(
              ({ Key: key, Value: value }) => key === tag.key && (value === undefined || value === tag.value),
            ),
        );
  if (left.length === 0) tables.tags.delete(resourceId);
  else tables.tags.put(resourceId, { ...row, tags: left });
}

export function describeTags(tables: Ec2Tables, resourceId: string): Tag[] {
  return (tables.tags.get(resourceId)?.tags ?? []).map(({ key, value }) => ({ Key: key, Value: value }));
}

/** The value of the resource's `Name` tag. */
export function nameTag(tables: Ec2Tables, resourceId: string): string | undefined {
  return tables.tags.get(resourceId)?.tags.find((tag) => tag.key === 'Name')?.value;
}

export function invalidId(resourceId: string): AwsError {
  return new AwsError('InvalidID', `The ID '${resourceId}' is not valid`);
}
