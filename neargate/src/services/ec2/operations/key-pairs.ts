import type {
  DeleteKeyPairRequest,
  DeleteKeyPairResult,
  DescribeKeyPairsRequest,
  DescribeKeyPairsResult,
  ImportKeyPairRequest,
  ImportKeyPairResult,
  KeyPairInfo,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { notFound, required } from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { readPublicKey } from '../public-keys.ts';
import type { Ec2Tables, KeyPairRow } from '../store.ts';
import { describeTags, removeTags, tagOnCreate } from '../tags.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html */
export const importKeyPair = operation<ImportKeyPairRequest, ImportKeyPairResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const keyName = required(input.KeyName, 'KeyName');
    const publicKey = Buffer.from(required(input.PublicKeyMaterial, 'PublicKeyMaterial')).toString('utf8');
    const read = readPublicKey(publicKey);
    if (tables.keyPairs.has(keyName)) {
      throw new AwsError('InvalidKeyPair.Duplicate', `The key pair '${keyName}' already exists`);
    }
    const keyPairId = `key-${context.ids.hex(17)}`;
    tables.keyPairs.put(keyName, {
      keyPairId,
      keyName,
      ...read,
      publicKey,
      createdAtMs: context.clock.now(),
    });
    tagOnCreate(tables, input.TagSpecifications, 'key-pair', keyPairId);
    return {
      KeyName: keyName,
      KeyPairId: keyPairId,
      KeyFingerprint: read.fingerprint,
      Tags: describeTags(tables, keyPairId),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeKeyPairs.html */
export const describeKeyPairs = operation<DescribeKeyPairsRequest, DescribeKeyPairsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const { KeyNames: names = [], KeyPairIds: ids = [] } = input;
    const all = [...tables.keyPairs.values()];
    const known = new Set(all.flatMap(({ keyName, keyPairId }) => [keyName, keyPairId]));
    for (const asked of [...names, ...ids]) if (!known.has(asked)) throw notFound('key-pair', asked);
    const wanted = all.filter(
      ({ keyName, keyPairId }) =>
        names.length + ids.length === 0 || names.includes(keyName) || ids.includes(keyPairId),
    );
    const found = applyFilters(
      wanted,
      input.Filters,
      {
        fingerprint: (row) => row.fingerprint,
        'key-name': (row) => row.keyName,
        'key-pair-id': (row) => row.keyPairId,
      },
      { tables, idOf: (row) => row.keyPairId },
    );
    return { KeyPairs: found.map((row) => describe(tables, row, input.IncludePublicKey === true)) };
  },
});

/** What is not there is deleted too. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html */
export const deleteKeyPair = operation<DeleteKeyPairRequest, DeleteKeyPairResult>({
  handle(context, { KeyName: name, KeyPairId: id }) {
    const tables = ec2WithDefaults(context);
    if (id === undefined) required(name, 'KeyName');
    const row = [...tables.keyPairs.values()].find(
      ({ keyName, keyPairId }) => keyName === name || keyPairId === id,
    );
    if (row === undefined) return { Return: true };
    tables.keyPairs.delete(row.keyName);
    removeTags(tables, row.keyPairId, undefined);
    return { Return: true, KeyPairId: row.keyPairId };
  },
});

function describe(tables: Ec2Tables, row: KeyPairRow, includePublicKey: boolean): KeyPairInfo {
  return {
    KeyPairId: row.keyPairId,
    KeyName: row.keyName,
    KeyType: row.keyType,
    KeyFingerprint: row.fingerprint,
    ...(includePublicKey ? { PublicKey: row.publicKey } : {}),
    CreateTime: new Date(row.createdAtMs),
    Tags: describeTags(tables, row.keyPairId),
  };
}
