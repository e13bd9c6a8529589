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
      'StartDBInstance',
      'StopDBInstance',
    ],
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
