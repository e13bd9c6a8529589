import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import type { Engine } from './engine-versions.ts';

/** DBInstanceStatus values that Neargate uses. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html */
export type DbInstanceStatus =
  | 'creating'
  | 'backing-up'
  | 'available'
  | 'modifying'
  | 'rebooting'
  | 'stopping'
  | 'stopped'
  | 'starting'
  | 'deleting'
  | 'failed';

/** What can wait for the maintenance window when a change is not applied immediately. */
export interface DeferrableSettings {
  readonly dbInstanceClass: string;
  readonly allocatedStorageGib: number;
  readonly engineVersion: string;
  readonly multiAz: boolean;
  readonly storageType: string;
  readonly iops?: number | undefined;
  readonly port: number;
  readonly caCertificateIdentifier: string;
}

/** Key = the identifier, in lower case. */
export interface DbInstanceRow extends DeferrableSettings {
  readonly identifier: string;
  readonly arn: string;
  /** `db-` and 26 characters; never reused. */
  readonly resourceId: string;
  readonly engine: Engine;
  readonly dbName?: string | undefined;
  readonly masterUsername: string;
  /** The password as the caller gave it; absent when RDS keeps it in a secret. */
  readonly masterUserPassword?: string | undefined;
  /** When the password was last set; the controller brings the server in line. */
  readonly passwordSetAtMs: number;
  readonly masterUserSecret?: { readonly arn: string; readonly kmsKeyId: string } | undefined;
  readonly maxAllocatedStorageGib?: number | undefined;
  readonly storageThroughput?: number | undefined;
  readonly storageEncrypted: boolean;
  readonly kmsKeyId?: string | undefined;
  readonly availabilityZone: string;
  readonly subnetGroupName: string;
  readonly securityGroupIds: readonly string[];
  readonly parameterGroupName: string;
  readonly optionGroupName: string;
  readonly backupRetentionDays: number;
  readonly preferredBackupWindow: string;
  readonly preferredMaintenanceWindow: string;
  readonly autoMinorVersionUpgrade: boolean;
  readonly publiclyAccessible: boolean;
  readonly deletionProtection: boolean;
  readonly copyTagsToSnapshot: boolean;
  readonly iamDatabaseAuthentication: boolean;
  readonly monitoringIntervalSeconds: number;
  readonly monitoringRoleArn?: string | undefined;
  readonly performanceInsights: boolean;
  readonly performanceInsightsKmsKeyId?: string | undefined;
  readonly performanceInsightsRetentionDays?: number | undefined;
  readonly enabledLogExports: readonly string[];
  readonly networkInterfaceId: string;
  readonly privateIp: string;
  /** The DNS name; shown as the endpoint only once the server runs. */
  readonly endpointAddress: string;
  readonly createdAtMs: number;
  /** The backup that its data begin with; absent when they begin empty or are copied from the instance that it follows. */
  readonly originBackupId?: string | undefined;
  /** What is to be done of the log on top of that backup: another instance's, up to a time. */
  readonly originRecovery?:
    | {
        readonly archiveOf: string;
        readonly until: { readonly timeMs: number } | { readonly position: string };
      }
    | undefined;
  /** Of a read replica. */
  readonly readReplicaSourceIdentifier?: string | undefined;
  /** Of a member of a DB cluster, which has the credentials, port, security groups and database for it. */
  readonly clusterIdentifier?: string | undefined;
  readonly promotionTier?: number | undefined;
  readonly pending: Partial<DeferrableSettings>;
  /** What the controller shall bring about. */
  readonly desired: {
    readonly state: 'running' | 'stopped' | 'deleted';
    readonly restartRequestedAtMs?: number | undefined;
  };
  /** Written back by the database controller. */
  readonly observed: {
    readonly status: DbInstanceStatus;
    /** Why it is not available, in a sentence. */
    readonly reason?: string | undefined;
    /** What the user can change about it, as a sentence. */
    readonly remedy?: string | undefined;
    /** Parameters of the group that have no effect on the server that runs here. */
    readonly storedParameters?: readonly string[] | undefined;
    /** Where the server listens on this machine. */
    readonly local?: { readonly host: string; readonly port: number } | undefined;
    /** The version of the server that runs, which need not be the one asked for. */
    readonly runningVersion?: string | undefined;
    readonly startedAtMs?: number | undefined;
    readonly passwordAppliedAtMs?: number | undefined;
    /** Up to when its state at any time can be restored, and what was last put into its archive. */
    readonly restorable?:
      | {
          readonly untilMs: number;
          readonly mark: { readonly atMs: number; readonly position: string; readonly writes: string };
        }
      | undefined;
    /** The instance whose changes the server follows, by its resource id; it refuses writes as long. */
    readonly following?: { readonly resourceId: string; readonly isReplicating: boolean } | undefined;
  };
}

/** What a snapshot says of the instance that it was taken of, and what an instance that is restored from it begins with. */
export type SnapshotSettings = Pick<
  DbInstanceRow,
  | 'allocatedStorageGib'
  | 'availabilityZone'
  | 'dbInstanceClass'
  | 'dbName'
  | 'engine'
  | 'engineVersion'
  | 'iamDatabaseAuthentication'
  | 'iops'
  | 'kmsKeyId'
  | 'masterUsername'
  | 'multiAz'
  | 'optionGroupName'
  | 'port'
  | 'storageEncrypted'
  | 'storageThroughput'
  | 'storageType'
>;

/** What becomes of the data of a snapshot. Written back by the controllers of databases and snapshots. */
export interface SnapshotObservation {
  readonly status: 'creating' | 'available' | 'failed' | 'deleting';
  /** Why it failed, in a sentence. */
  readonly reason?: string | undefined;
  readonly takenAtMs?: number | undefined;
}

/** Key = the identifier, in lower case. */
export interface DbSnapshotRow {
  readonly identifier: string;
  readonly arn: string;
  /** Automated ones are RDS's own: the backups that recoveries to a point in time begin with. */
  readonly type: 'manual' | 'automated';
  readonly instanceIdentifier: string;
  readonly instanceResourceId: string;
  readonly instanceCreatedAtMs: number;
  readonly vpcId: string;
  readonly settings: SnapshotSettings;
  /** Names the data for good. */
  readonly backupId: string;
  /** Given when it is a copy of another snapshot. */
  readonly copyOf?: { readonly arn: string; readonly backupId: string } | undefined;
  readonly createdAtMs: number;
  /** Accounts that may restore it, or `all`; stored only. */
  readonly sharedWith: readonly string[];
  readonly desired: 'present' | 'deleted';
  readonly observed: SnapshotObservation;
}

/** What a cluster has and its snapshots keep. */
export interface ClusterSettings {
  readonly engine: Engine;
  readonly engineVersion: string;
  readonly engineMode: string;
  readonly databaseName?: string | undefined;
  readonly masterUsername: string;
  readonly port: number;
  readonly availabilityZones: readonly string[];
  readonly storageEncrypted: boolean;
  readonly kmsKeyId?: string | undefined;
  readonly storageType: string;
  readonly backupRetentionDays: number;
  readonly preferredBackupWindow: string;
  readonly iamDatabaseAuthentication: boolean;
  /** Given for Multi-AZ clusters only, whose instances RDS makes. */
  readonly instances?:
    | {
        readonly dbInstanceClass: string;
        readonly allocatedStorageGib: number;
        readonly iops?: number | undefined;
      }
    | undefined;
}

/** What waits for the maintenance window when a change of a cluster is not applied immediately. */
export interface PendingClusterChanges {
  readonly engineVersion?: string | undefined;
  readonly iamDatabaseAuthentication?: boolean | undefined;
  readonly masterUserPassword?: string | undefined;
}

/** Key = the identifier, in lower case. */
export interface DbClusterRow extends ClusterSettings {
  readonly identifier: string;
  readonly arn: string;
  /** `cluster-` and 26 characters; never reused. */
  readonly resourceId: string;
  readonly masterUserPassword?: string | undefined;
  readonly passwordSetAtMs: number;
  readonly masterUserSecret?: { readonly arn: string; readonly kmsKeyId: string } | undefined;
  readonly subnetGroupName: string;
  readonly securityGroupIds: readonly string[];
  readonly parameterGroupName: string;
  readonly preferredMaintenanceWindow: string;
  readonly autoMinorVersionUpgrade: boolean;
  readonly deletionProtection: boolean;
  readonly copyTagsToSnapshot: boolean;
  readonly enabledLogExports: readonly string[];
  /** Kept and answered only. */
  readonly stored: {
    readonly httpEndpointEnabled: boolean;
    readonly backtrackWindowSeconds?: number | undefined;
    readonly roles: readonly { readonly roleArn: string; readonly featureName?: string | undefined }[];
    readonly serverlessV2?:
      | {
          readonly minCapacity?: number | undefined;
          readonly maxCapacity?: number | undefined;
          readonly secondsUntilAutoPause?: number | undefined;
        }
      | undefined;
    readonly networkType: string;
    readonly caCertificateIdentifier: string;
    readonly databaseInsightsMode: string;
    readonly monitoringIntervalSeconds: number;
    readonly monitoringRoleArn?: string | undefined;
    readonly performanceInsights: boolean;
    readonly performanceInsightsKmsKeyId?: string | undefined;
    readonly performanceInsightsRetentionDays?: number | undefined;
  };
  readonly endpointAddress: string;
  readonly readerEndpointAddress: string;
  readonly createdAtMs: number;
  /** The backup of the snapshot that it is restored from. */
  readonly originBackupId?: string | undefined;
  /** The member that takes writes; the others follow it. */
  readonly writerIdentifier?: string | undefined;
  /** The backup that holds its data while no member does. */
  readonly volumeBackupId?: string | undefined;
  readonly pending: PendingClusterChanges;
  readonly desired: 'present' | 'deleted';
  /** Written back by the controllers of clusters and databases. */
  readonly observed: {
    readonly status: 'creating' | 'available' | 'failed' | 'deleting';
    readonly reason?: string | undefined;
  };
}

/** Key = the identifier, in lower case. */
export interface DbClusterSnapshotRow {
  readonly identifier: string;
  readonly arn: string;
  readonly type: 'manual';
  readonly clusterIdentifier: string;
  readonly clusterResourceId: string;
  readonly clusterCreatedAtMs: number;
  readonly vpcId: string;
  readonly settings: ClusterSettings;
  /** Names the data for good. */
  readonly backupId: string;
  /** Given when it is a copy of another snapshot. */
  readonly copyOf?: { readonly arn: string; readonly backupId: string } | undefined;
  /** Whether the cluster had never had an instance, and so no data either. */
  readonly isEmpty?: boolean | undefined;
  readonly createdAtMs: number;
  /** Accounts that may restore it, or `all`; stored only. */
  readonly sharedWith: readonly string[];
  readonly desired: 'present' | 'deleted';
  readonly observed: SnapshotObservation;
}

export interface DbSubnetGroupRow {
  /** In lower case. */
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
}

export interface DbParameterGroupRow {
  /** In lower case. */
  readonly name: string;
  readonly arn: string;
  readonly family: string;
  readonly description: string;
  /** Those that the user has set. */
  readonly parameters: Readonly<
    Record<string, { readonly value: string; readonly applyMethod: 'immediate' | 'pending-reboot' }>
  >;
}

/** All tags of one resource, key = ARN. */
export interface TagsRow {
  readonly resourceArn: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** RDS's tables of one account in one region. */
export class RdsTables {
  private readonly store: Store;
  private readonly scope: string;

  constructor(store: Store, scope: string) {
    this.store = store;
    this.scope = scope;
  }

  get instances(): Table<DbInstanceRow> {
    return this.store.table('rds.instances', this.scope);
  }
  get snapshots(): Table<DbSnapshotRow> {
    return this.store.table('rds.snapshots', this.scope);
  }
  get subnetGroups(): Table<DbSubnetGroupRow> {
    return this.store.table('rds.subnet-groups', this.scope);
  }
  get parameterGroups(): Table<DbParameterGroupRow> {
    return this.store.table('rds.parameter-groups', this.scope);
  }
  /** Of clusters. */
  get clusterParameterGroups(): Table<DbParameterGroupRow> {
    return this.store.table('rds.cluster-parameter-groups', this.scope);
  }
  get clusters(): Table<DbClusterRow> {
    return this.store.table('rds.clusters', this.scope);
  }
  get clusterSnapshots(): Table<DbClusterSnapshotRow> {
    return this.store.table('rds.cluster-snapshots', this.scope);
  }
  get tags(): Table<TagsRow> {
    return this.store.table('rds.tags', this.scope);
  }
}

export function rdsTables(store: Store, scope: string): RdsTables {
  return new RdsTables(store, scope);
}

export function rdsTablesOf(context: OperationContext): RdsTables {
  return new RdsTables(context.store, regionalScope(context.caller));
}
