import type { ServiceDefinition } from '../operation.ts';
import { constraints } from './constraints.ts';
import * as absent from './operations/absent-resources.ts';
import * as clusterParameterGroups from './operations/cluster-parameter-groups.ts';
import { createDbInstance } from './operations/create-db-instance.ts';
import * as clusterSnapshots from './operations/db-cluster-snapshots.ts';
import * as clusters from './operations/db-clusters.ts';
import * as instances from './operations/db-instances.ts';
import * as snapshots from './operations/db-snapshots.ts';
import * as engine from './operations/engine.ts';
import { modifyDbCluster } from './operations/modify-db-cluster.ts';
import { modifyDbInstance } from './operations/modify-db-instance.ts';
import * as parameterGroups from './operations/parameter-groups.ts';
import * as readReplicas from './operations/read-replicas.ts';
import { restoreDbInstanceFromDbSnapshot } from './operations/restore-db-instance.ts';
import { restoreDbInstanceToPointInTime } from './operations/restore-to-point-in-time.ts';
import * as subnetGroups from './operations/subnet-groups.ts';
import * as tags from './operations/tags.ts';

/** Amazon RDS, for PostgreSQL. */
export const rds = {
  signingName: 'rds',
  protocol: 'query',
  apiVersion: '2014-10-31',
  xmlNamespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
  validationErrorCode: 'InvalidParameterValue',
  constraints,
  operations: {
    AddRoleToDBCluster: clusters.addRoleToDbCluster,
    AddTagsToResource: tags.addTagsToResource,
    CopyDBClusterSnapshot: clusterSnapshots.copyDbClusterSnapshot,
    CopyDBSnapshot: snapshots.copyDbSnapshot,
    CreateDBCluster: clusters.createDbCluster,
    CreateDBClusterParameterGroup: clusterParameterGroups.createDbClusterParameterGroup,
    CreateDBClusterSnapshot: clusterSnapshots.createDbClusterSnapshot,
    CreateDBInstance: createDbInstance,
    CreateDBInstanceReadReplica: readReplicas.createDbInstanceReadReplica,
    CreateDBParameterGroup: parameterGroups.createDbParameterGroup,
    CreateDBSnapshot: snapshots.createDbSnapshot,
    CreateDBSubnetGroup: subnetGroups.createDbSubnetGroup,
    DeleteBlueGreenDeployment: absent.deleteBlueGreenDeployment,
    DeleteDBCluster: clusters.deleteDbCluster,
    DeleteDBClusterParameterGroup: clusterParameterGroups.deleteDbClusterParameterGroup,
    DeleteDBClusterSnapshot: clusterSnapshots.deleteDbClusterSnapshot,
    DeleteDBInstance: instances.deleteDbInstance,
    DeleteDBParameterGroup: parameterGroups.deleteDbParameterGroup,
    DeleteDBSnapshot: snapshots.deleteDbSnapshot,
    DeleteDBSubnetGroup: subnetGroups.deleteDbSubnetGroup,
    DescribeBlueGreenDeployments: absent.describeBlueGreenDeployments,
    DescribeDBClusterParameterGroups: clusterParameterGroups.describeDbClusterParameterGroups,
    DescribeDBClusterParameters: clusterParameterGroups.describeDbClusterParameters,
    DescribeDBClusterSnapshotAttributes: clusterSnapshots.describeDbClusterSnapshotAttributes,
    DescribeDBClusterSnapshots: clusterSnapshots.describeDbClusterSnapshots,
    DescribeDBClusters: clusters.describeDbClusters,
    DescribeDBEngineVersions: engine.describeDbEngineVersions,
    DescribeDBInstances: instances.describeDbInstances,
    DescribeDBParameterGroups: parameterGroups.describeDbParameterGroups,
    DescribeDBParameters: parameterGroups.describeDbParameters,
    DescribeDBSnapshotAttributes: snapshots.describeDbSnapshotAttributes,
    DescribeDBSnapshots: snapshots.describeDbSnapshots,
    DescribeDBSubnetGroups: subnetGroups.describeDbSubnetGroups,
    DescribeGlobalClusters: absent.describeGlobalClusters,
    DescribeOrderableDBInstanceOptions: engine.describeOrderableDbInstanceOptions,
    DisableHttpEndpoint: clusters.disableHttpEndpoint,
    EnableHttpEndpoint: clusters.enableHttpEndpoint,
    ListTagsForResource: tags.listTagsForResource,
    ModifyDBCluster: modifyDbCluster,
    ModifyDBClusterParameterGroup: clusterParameterGroups.modifyDbClusterParameterGroup,
    ModifyDBClusterSnapshotAttribute: clusterSnapshots.modifyDbClusterSnapshotAttribute,
    ModifyDBInstance: modifyDbInstance,
    ModifyDBParameterGroup: parameterGroups.modifyDbParameterGroup,
    ModifyDBSnapshot: snapshots.modifyDbSnapshot,
    ModifyDBSnapshotAttribute: snapshots.modifyDbSnapshotAttribute,
    ModifyDBSubnetGroup: subnetGroups.modifyDbSubnetGroup,
    PromoteReadReplica: readReplicas.promoteReadReplica,
    PromoteReadReplicaDBCluster: clusters.promoteReadReplicaDbCluster,
    RebootDBInstance: instances.rebootDbInstance,
    RemoveFromGlobalCluster: absent.removeFromGlobalCluster,
    RemoveRoleFromDBCluster: clusters.removeRoleFromDbCluster,
    RemoveTagsFromResource: tags.removeTagsFromResource,
    ResetDBClusterParameterGroup: clusterParameterGroups.resetDbClusterParameterGroup,
    ResetDBParameterGroup: parameterGroups.resetDbParameterGroup,
    RestoreDBClusterFromS3: absent.restoreDbClusterFromS3,
    RestoreDBClusterFromSnapshot: clusterSnapshots.restoreDbClusterFromSnapshot,
    RestoreDBClusterToPointInTime: absent.restoreDbClusterToPointInTime,
    RestoreDBInstanceFromDBSnapshot: restoreDbInstanceFromDbSnapshot,
    RestoreDBInstanceFromS3: absent.restoreDbInstanceFromS3,
    RestoreDBInstanceToPointInTime: restoreDbInstanceToPointInTime,
    StartDBInstance: instances.startDbInstance,
    StopDBInstance: instances.stopDbInstance,
  },
  stored: {
    AddRoleToDBCluster: 'the server does nothing in the name of the role',
    DeleteBlueGreenDeployment: 'nothing creates one, so that none is found',
    DescribeBlueGreenDeployments: 'as DeleteBlueGreenDeployment',
    DescribeGlobalClusters: 'as RemoveFromGlobalCluster',
    EnableHttpEndpoint: 'there is no Data API',
    ModifyDBClusterSnapshotAttribute: 'other accounts see nothing of the snapshot',
    ModifyDBSnapshot: 'the data keep the version that they have',
    ModifyDBSnapshotAttribute: 'other accounts see nothing of the snapshot',
    PromoteReadReplicaDBCluster: 'no cluster here is a read replica, so that it is always refused',
    RemoveFromGlobalCluster: 'nothing creates a global cluster, so that none is found',
    RestoreDBClusterFromS3: 'always refused: what RDS imports from S3 is MySQL',
    RestoreDBClusterToPointInTime: 'always refused: clusters have no automated backups',
    RestoreDBInstanceFromS3: 'as RestoreDBClusterFromS3',
  },
} satisfies ServiceDefinition;
