import type { ServiceDefinition } from '../operation.ts';
import { createDbInstance } from './operations/create-db-instance.ts';
import * as instances from './operations/db-instances.ts';
import * as snapshots from './operations/db-snapshots.ts';
import * as engine from './operations/engine.ts';
import { modifyDbInstance } from './operations/modify-db-instance.ts';
import * as parameterGroups from './operations/parameter-groups.ts';
import * as readReplicas from './operations/read-replicas.ts';
import { restoreDbInstanceFromDbSnapshot } from './operations/restore-db-instance.ts';
import * as subnetGroups from './operations/subnet-groups.ts';
import * as tags from './operations/tags.ts';

/** Amazon RDS, for PostgreSQL. */
export const rds = {
  signingName: 'rds',
  protocol: 'query',
  apiVersion: '2014-10-31',
  xmlNamespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
  validationErrorCode: 'InvalidParameterValue',
  operations: {
    AddTagsToResource: tags.addTagsToResource,
    CopyDBSnapshot: snapshots.copyDbSnapshot,
    CreateDBInstance: createDbInstance,
    CreateDBInstanceReadReplica: readReplicas.createDbInstanceReadReplica,
    CreateDBParameterGroup: parameterGroups.createDbParameterGroup,
    CreateDBSnapshot: snapshots.createDbSnapshot,
    CreateDBSubnetGroup: subnetGroups.createDbSubnetGroup,
    DeleteDBInstance: instances.deleteDbInstance,
    DeleteDBParameterGroup: parameterGroups.deleteDbParameterGroup,
    DeleteDBSnapshot: snapshots.deleteDbSnapshot,
    DeleteDBSubnetGroup: subnetGroups.deleteDbSubnetGroup,
    DescribeDBEngineVersions: engine.describeDbEngineVersions,
    DescribeDBInstances: instances.describeDbInstances,
    DescribeDBParameterGroups: parameterGroups.describeDbParameterGroups,
    DescribeDBParameters: parameterGroups.describeDbParameters,
    DescribeDBSnapshotAttributes: snapshots.describeDbSnapshotAttributes,
    DescribeDBSnapshots: snapshots.describeDbSnapshots,
    DescribeDBSubnetGroups: subnetGroups.describeDbSubnetGroups,
    DescribeOrderableDBInstanceOptions: engine.describeOrderableDbInstanceOptions,
    ListTagsForResource: tags.listTagsForResource,
    ModifyDBInstance: modifyDbInstance,
    ModifyDBParameterGroup: parameterGroups.modifyDbParameterGroup,
    ModifyDBSnapshot: snapshots.modifyDbSnapshot,
    ModifyDBSnapshotAttribute: snapshots.modifyDbSnapshotAttribute,
    ModifyDBSubnetGroup: subnetGroups.modifyDbSubnetGroup,
    PromoteReadReplica: readReplicas.promoteReadReplica,
    RebootDBInstance: instances.rebootDbInstance,
    RemoveTagsFromResource: tags.removeTagsFromResource,
    ResetDBParameterGroup: parameterGroups.resetDbParameterGroup,
    RestoreDBInstanceFromDBSnapshot: restoreDbInstanceFromDbSnapshot,
    StartDBInstance: instances.startDbInstance,
    StopDBInstance: instances.stopDbInstance,
  },
  stored: {
    ModifyDBSnapshot: 'the data keep the version that they have',
    ModifyDBSnapshotAttribute: 'other accounts see nothing of the snapshot',
  },
} satisfies ServiceDefinition;
