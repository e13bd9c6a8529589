import { type ActionTable, arnIn, byMember, type Place } from '../access.ts';

const typed = (type: string) => (name: string, place: Place) => arnIn(place, 'rds', `${type}:${name}`);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html */
export const rdsActions: ActionTable = {
  ...byMember('rds', typed('db'), {
    DBInstanceIdentifier: [
      'CreateDBInstance',
      'CreateDBInstanceReadReplica',
      'DeleteDBInstance',
      'DescribeDBInstances',
      'ModifyDBInstance',
      'PromoteReadReplica',
      'RebootDBInstance',
      'RestoreDBInstanceFromDBSnapshot',
      'RestoreDBInstanceFromS3',
      'StartDBInstance',
      'StopDBInstance',
    ],
    TargetDBInstanceIdentifier: ['RestoreDBInstanceToPointInTime'],
    ResourceName: ['AddTagsToResource', 'ListTagsForResource', 'RemoveTagsFromResource'],
  }),
  ...byMember('rds', typed('snapshot'), {
    DBSnapshotIdentifier: [
      'CreateDBSnapshot',
      'DeleteDBSnapshot',
      'DescribeDBSnapshotAttributes',
      'DescribeDBSnapshots',
      'ModifyDBSnapshot',
      'ModifyDBSnapshotAttribute',
    ],
    TargetDBSnapshotIdentifier: ['CopyDBSnapshot'],
  }),
  ...byMember('rds', typed('cluster'), {
    DBClusterIdentifier: [
      'AddRoleToDBCluster',
      'CreateDBCluster',
      'DeleteDBCluster',
      'DescribeDBClusters',
      'ModifyDBCluster',
      'PromoteReadReplicaDBCluster',
      'RemoveRoleFromDBCluster',
      'RestoreDBClusterFromS3',
      'RestoreDBClusterFromSnapshot',
      'RestoreDBClusterToPointInTime',
    ],
    DbClusterIdentifier: ['RemoveFromGlobalCluster'],
    ResourceArn: ['DisableHttpEndpoint', 'EnableHttpEndpoint'],
  }),
  ...byMember('rds', typed('cluster-snapshot'), {
    DBClusterSnapshotIdentifier: [
      'CreateDBClusterSnapshot',
      'DeleteDBClusterSnapshot',
      'DescribeDBClusterSnapshotAttributes',
      'DescribeDBClusterSnapshots',
      'ModifyDBClusterSnapshotAttribute',
    ],
    TargetDBClusterSnapshotIdentifier: ['CopyDBClusterSnapshot'],
  }),
  ...byMember('rds', typed('cluster-pg'), {
    DBClusterParameterGroupName: [
      'CreateDBClusterParameterGroup',
      'DeleteDBClusterParameterGroup',
      'DescribeDBClusterParameterGroups',
      'DescribeDBClusterParameters',
      'ModifyDBClusterParameterGroup',
      'ResetDBClusterParameterGroup',
    ],
  }),
  ...byMember(
    'rds',
    (name, { partition, accountId }) => `arn:${partition}:rds::${accountId}:global-cluster:${name}`,
    {
      GlobalClusterIdentifier: ['DescribeGlobalClusters'],
    },
  ),
  ...byMember('rds', typed('deployment'), {
    BlueGreenDeploymentIdentifier: ['DeleteBlueGreenDeployment', 'DescribeBlueGreenDeployments'],
  }),
  ...byMember('rds', typed('subgrp'), {
    DBSubnetGroupName: [
      'CreateDBSubnetGroup',
      'DeleteDBSubnetGroup',
      'DescribeDBSubnetGroups',
      'ModifyDBSubnetGroup',
    ],
  }),
  ...byMember('rds', typed('pg'), {
    DBParameterGroupName: [
      'CreateDBParameterGroup',
      'DeleteDBParameterGroup',
      'DescribeDBParameterGroups',
      'DescribeDBParameters',
      'ModifyDBParameterGroup',
      'ResetDBParameterGroup',
    ],
  }),
};
