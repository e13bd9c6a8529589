import type {
  RemoveRegionsFromReplicationRequest,
  RemoveRegionsFromReplicationResponse,
  ReplicateSecretToRegionsRequest,
  ReplicateSecretToRegionsResponse,
} from '@aws-sdk/client-secrets-manager';
import { operation } from '../../operation.ts';
import { describeReplicas } from '../describe-secret.ts';
import { changeSecret, findActiveSecret } from '../secrets.ts';

/**
 * Stores the wish; the replica's status says that there is none.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html
 */
export const replicateSecretToRegions = operation<
  ReplicateSecretToRegionsRequest,
  ReplicateSecretToRegionsResponse
>({
  handle(context, { SecretId: id, AddReplicaRegions: added = [] }) {
    const secret = findActiveSecret(context, id);
    const replicas = new Map(secret.replicas.map((replica) => [replica.region, replica]));
    for (const { Region: region = '', KmsKeyId: kmsKeyId } of added)
      replicas.set(region, { region, kmsKeyId });
    const row = changeSecret(context, secret, { replicas: [...replicas.values()] });
    return { ARN: row.arn, ReplicationStatus: describeReplicas(row) };
  },
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RemoveRegionsFromReplication.html */
export const removeRegionsFromReplication = operation<
  RemoveRegionsFromReplicationRequest,
  RemoveRegionsFromReplicationResponse
>({
  handle(context, { SecretId: id, RemoveReplicaRegions: removed = [] }) {
    const secret = findActiveSecret(context, id);
    const replicas = secret.replicas.filter(({ region }) => !removed.includes(region));
    const row = changeSecret(context, secret, { replicas });
    return { ARN: row.arn, ReplicationStatus: describeReplicas(row) };
  },
});
