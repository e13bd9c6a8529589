import type { CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import type { Engine } from './engine-versions.ts';
import { invalidParameterCombination, invalidParameterValue, required } from './errors.ts';
import { checkedClass } from './instance-classes.ts';
import type { DeferrableSettings } from './store.ts';

const storageRangeGib: Readonly<Record<string, readonly [number, number]>> = {
  gp2: [20, 65_536],
  gp3: [20, 65_536],
  io1: [100, 65_536],
  io2: [100, 65_536],
  standard: [5, 3_072],
};

/**
 * Class, storage, zones, port and certificate of a new instance, with AWS's defaults.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
 */
export function checkedSettings(
  input: CreateDBInstanceMessage,
  { engine, engineVersion }: { readonly engine: Engine; readonly engineVersion: string },
): DeferrableSettings & { readonly storageThroughput?: number | undefined } {
  const storageType = input.StorageType ?? (input.Iops === undefined ? 'gp2' : 'io1');
  const allocatedStorageGib = required(input.AllocatedStorage, 'AllocatedStorage');
  const settings = {
    dbInstanceClass: checkedClass(input.DBInstanceClass ?? '', { engine, engineVersion }),
    allocatedStorageGib,
    engineVersion,
    multiAz: input.MultiAZ ?? false,
    storageType,
    // gp3 volumes below 400 GiB have this much without being asked.
    iops: input.Iops ?? (storageType === 'gp3' ? 3000 : undefined),
    storageThroughput: input.StorageThroughput ?? (storageType === 'gp3' ? 125 : undefined),
    port: checkedPort(input.Port ?? 5432),
    caCertificateIdentifier: input.CACertificateIdentifier ?? 'rds-ca-rsa2048-g1',
  };
  // The storage of an Aurora cluster grows by itself.
  if (storageType.startsWith('aurora')) return settings;
  checkStorage(settings);
  const { MaxAllocatedStorage: limit } = input;
  if (limit !== undefined && limit !== 0 && limit < allocatedStorageGib) {
    throw invalidParameterCombination(
      `Invalid max storage size for engine name postgres and storage type ${storageType}: ${limit}. It must not be below the allocated storage ${allocatedStorageGib}.`,
    );
  }
  return settings;
}

export function checkStorage(
  settings: Pick<DeferrableSettings, 'storageType' | 'allocatedStorageGib'>,
): void {
  const { storageType, allocatedStorageGib } = settings;
  const range = storageRangeGib[storageType];
  if (range === undefined) throw invalidParameterValue(`Invalid storage type: ${storageType}`);
  if (allocatedStorageGib < range[0] || allocatedStorageGib > range[1]) {
    throw invalidParameterValue(
      `Invalid storage size for engine name postgres and storage type ${storageType}: ${allocatedStorageGib}`,
    );
  }
}

export function checkedPort(port: number): number {
  if (Number.isInteger(port) && port >= 1150 && port <= 65_535) return port;
  throw invalidParameterValue(`Invalid port: ${port}. Port must be between 1150 and 65535.`);
}

export function checkedRetention(days: number): number {
  if (days >= 0 && days <= 35) return days;
  throw invalidParameterValue(`Invalid backup retention period: ${days}. Must be between 0 and 35.`);
}
