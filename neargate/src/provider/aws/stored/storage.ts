import { textMapOf, textOf } from '../../arguments.ts';
import { efsAccessPointSchema } from './efs-access-point-schema.ts';
import { efsFileSystemSchema } from './efs-file-system-schema.ts';
import { efsMountTargetSchema } from './efs-mount-target-schema.ts';
import { elasticacheClusterSchema } from './elasticache-cluster-schema.ts';
import { elasticacheReplicationGroupSchema } from './elasticache-replication-group-schema.ts';
import { elasticacheSubnetGroupSchema } from './elasticache-subnet-group-schema.ts';
import type { StoredType } from './stored-type.ts';

const fileSystemArn = 'arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{file_system_id}';

/** What keeps data on AWS beside RDS and S3. Nothing is kept: no file system or cache answers. */
export const storageTypes: Readonly<Record<string, StoredType>> = {
  aws_efs_access_point: {
    schema: efsAccessPointSchema,
    computed: {
      id: 'fsap-{hex:17}',
      arn: 'arn:{partition}:elasticfilesystem:{region}:{account}:access-point/{id}',
      file_system_arn: fileSystemArn,
      owner_id: '{account}',
      root_directory: [{ path: '/', creation_info: [] }],
    },
  },
  aws_efs_file_system: {
    schema: efsFileSystemSchema,
    computed: {
      id: 'fs-{hex:17}',
      arn: 'arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{id}',
      availability_zone_id: '',
      creation_token: 'terraform-{hex:26}',
      dns_name: '{id}.efs.{region}.amazonaws.com',
      encrypted: false,
      name: { from: ['tags_all'], make: (system) => textMapOf(system, 'tags_all')['Name'] ?? '' },
      number_of_mount_targets: 0,
      owner_id: '{account}',
      performance_mode: 'generalPurpose',
      protection: [{ replication_overwrite: 'ENABLED' }],
      size_in_bytes: [{ value: 0, value_in_ia: 0, value_in_standard: 0 }],
    },
  },
  aws_efs_mount_target: {
    schema: efsMountTargetSchema,
    computed: {
      id: 'fsmt-{hex:17}',
      dns_name: '{file_system_id}.efs.{region}.amazonaws.com',
      file_system_arn: fileSystemArn,
      ip_address_type: 'IPV4_ONLY',
      owner_id: '{account}',
    },
  },
  aws_elasticache_cluster: {
    schema: elasticacheClusterSchema,
    computed: {
      id: '{cluster_id}',
      apply_immediately: false,
      arn: 'arn:{partition}:elasticache:{region}:{account}:cluster:{cluster_id}',
      az_mode: 'single-az',
      cache_nodes: {
        from: ['cluster_id', 'port'],
        make: (cluster, { caller }) => [
          {
            address: `${textOf(cluster, 'cluster_id') ?? ''}.local.0001.${caller.region}.cache.amazonaws.com`,
            availability_zone: textOf(cluster, 'availability_zone') ?? `${caller.region}a`,
            id: '0001',
            outpost_arn: '',
            port: cluster['port'] ?? 6379,
          },
        ],
      },
      engine_version_actual: '{engine_version}',
      ip_discovery: 'ipv4',
      network_type: 'ipv4',
      num_cache_nodes: 1,
      port: { from: ['engine'], make: ({ engine }) => (engine === 'memcached' ? 11_211 : 6379) },
      security_group_ids: [],
      transit_encryption_enabled: false,
    },
  },
  aws_elasticache_replication_group: {
    schema: elasticacheReplicationGroupSchema,
    computed: {
      id: '{replication_group_id}',
      apply_immediately: false,
      arn: 'arn:{partition}:elasticache:{region}:{account}:replicationgroup:{replication_group_id}',
      at_rest_encryption_enabled: false,
      auto_minor_version_upgrade: 'true',
      cluster_enabled: {
        from: ['num_node_groups'],
        make: ({ num_node_groups }) => typeof num_node_groups === 'number' && num_node_groups > 1,
      },
      cluster_mode: 'disabled',
      configuration_endpoint_address: '',
      data_tiering_enabled: false,
      engine_version_actual: '{engine_version}',
      ip_discovery: 'ipv4',
      member_clusters: {
        from: ['replication_group_id'],
        make: (group) => [`${textOf(group, 'replication_group_id') ?? ''}-001`],
      },
      network_type: 'ipv4',
      num_cache_clusters: 1,
      num_node_groups: 1,
      primary_endpoint_address: 'master.{replication_group_id}.local.{region}.cache.amazonaws.com',
      reader_endpoint_address: 'replica.{replication_group_id}.local.{region}.cache.amazonaws.com',
      replicas_per_node_group: 0,
      security_group_ids: [],
      security_group_names: [],
      transit_encryption_enabled: false,
    },
  },
  aws_elasticache_subnet_group: {
    schema: elasticacheSubnetGroupSchema,
    computed: {
      id: '{name}',
      arn: 'arn:{partition}:elasticache:{region}:{account}:subnetgroup:{name}',
    },
  },
};
