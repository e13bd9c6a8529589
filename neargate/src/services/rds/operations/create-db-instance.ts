import type { CreateDBInstanceMessage, CreateDBInstanceResult } from '@aws-sdk/client-rds';
import { operation } from '../../operation.ts';
import { addMember } from '../cluster-members.ts';
import { newCredentials } from '../credentials.ts';
import { findDbCluster } from '../db-clusters.ts';
import { describeDbInstance } from '../describe-db-instance.ts';
import { invalidDbClusterState, invalidParameterCombination, invalidParameterValue } from '../errors.ts';
import { newDbInstance } from '../new-db-instance.ts';
import { rdsTablesOf } from '../store.ts';

/**
 * The instance is `creating` until its controller has the server running.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export const createDbInstance = operation<CreateDBInstanceMessage, CreateDBInstanceResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    if (input.Engine !== 'postgres' && input.Engine !== 'aurora-postgresql') {
      throw invalidParameterValue(`Invalid DB engine: Neargate runs postgres, not ${input.Engine ?? ''}.`);
    }
    if (input.DBClusterIdentifier !== undefined) {
      const cluster = findDbCluster(tables, input.DBClusterIdentifier);
      if (cluster.instances !== undefined) {
        throw invalidDbClusterState(
          `DB cluster ${cluster.identifier} is a Multi-AZ DB cluster: RDS makes its instances.`,
        );
      }
      return { DBInstance: describeDbInstance(context, tables, addMember(context, tables, cluster, input)) };
    }
    if (input.Engine === 'aurora-postgresql') {
      throw invalidParameterCombination(
        'DBClusterIdentifier is required: an instance of aurora-postgresql is a member of a DB cluster.',
      );
    }
    const row = newDbInstance(context, tables, input, (identifier) =>
      newCredentials(context, { kind: 'instance', identifier }, input),
    );
    return { DBInstance: describeDbInstance(context, tables, row) };
  },
});
