import type {
  AddTagsToResourceMessage,
  ListTagsForResourceMessage,
  RemoveTagsFromResourceMessage,
  TagListMessage,
} from '@aws-sdk/client-rds';
import { operation } from '../../operation.ts';
import {
  dbClusterNotFound,
  dbClusterParameterGroupNotFound,
  dbClusterSnapshotNotFound,
  dbInstanceNotFound,
  dbParameterGroupNotFound,
  dbSnapshotNotFound,
  dbSubnetGroupNotFound,
  invalidParameterValue,
} from '../errors.ts';
import { type RdsTables, rdsTablesOf } from '../store.ts';
import { describeTags, putTags, removeTags } from '../tags.ts';

export const addTagsToResource = operation<AddTagsToResourceMessage, Record<string, never>>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    putTags(tables, existing(tables, input.ResourceName), input.Tags);
    return {};
  },
});

export const removeTagsFromResource = operation<RemoveTagsFromResourceMessage, Record<string, never>>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    removeTags(tables, existing(tables, input.ResourceName), input.TagKeys ?? []);
    return {};
  },
});

export const listTagsForResource = operation<ListTagsForResourceMessage, TagListMessage>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    return { TagList: describeTags(tables, existing(tables, input.ResourceName)) };
  },
});

/** The ARN, when it is of a resource that is there. */
function existing(tables: RdsTables, arn: string | undefined): string {
  const [, type, name = ''] = /^arn:[^:]+:rds:[^:]*:[^:]*:([a-z-]+):(.+)$/.exec(arn ?? '') ?? [];
  switch (type) {
    case 'db':
      if (!tables.instances.has(name)) throw dbInstanceNotFound(name);
      break;
    case 'cluster':
      if (!tables.clusters.has(name)) throw dbClusterNotFound(name);
      break;
    case 'cluster-pg':
      if (!tables.clusterParameterGroups.has(name)) throw dbClusterParameterGroupNotFound(name);
      break;
    case 'cluster-snapshot':
      if (!tables.clusterSnapshots.has(name)) throw dbClusterSnapshotNotFound(name);
      break;
    case 'snapshot':
      if (!tables.snapshots.has(name)) throw dbSnapshotNotFound(name);
      break;
    case 'subgrp':
      if (!tables.subnetGroups.has(name)) throw dbSubnetGroupNotFound(name);
      break;
    case 'pg':
      if (!tables.parameterGroups.has(name)) throw dbParameterGroupNotFound(name);
      break;
    default:
      throw invalidParameterValue(
        `The specified resource name does not match an RDS resource in this region.`,
      );
  }
  return arn ?? '';
}
