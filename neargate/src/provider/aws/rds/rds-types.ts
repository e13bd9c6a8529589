import type { ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { dbInstance } from './db-instance.ts';
import { dbParameterGroup } from './db-parameter-group.ts';
import { dbSnapshot } from './db-snapshot.ts';
import { dbSubnetGroup } from './db-subnet-group.ts';
import { rdsCluster } from './rds-cluster.ts';
import { rdsClusterInstance } from './rds-cluster-instance.ts';
import { rdsClusterParameterGroup } from './rds-cluster-parameter-group.ts';

export const rdsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_db_instance: dbInstance,
  aws_db_parameter_group: dbParameterGroup,
  aws_db_snapshot: dbSnapshot,
  aws_db_subnet_group: dbSubnetGroup,
  aws_rds_cluster: rdsCluster,
  aws_rds_cluster_instance: rdsClusterInstance,
  aws_rds_cluster_parameter_group: rdsClusterParameterGroup,
};
