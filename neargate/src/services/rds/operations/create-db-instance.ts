import type { CreateDBInstanceMessage, CreateDBInstanceResult } from '@aws-sdk/client-rds';
import { operation } from '../../operation.ts';
import { describeDbInstance } from '../describe-db-instance.ts';
import { invalidParameterValue } from '../errors.ts';
import { newCredentials, newDbInstance } from '../new-db-instance.ts';
import { rdsTablesOf } from '../store.ts';

/**
 * The instance is `creating` until its controller has the server running.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export const createDbInstance = operation<CreateDBInstanceMessage, CreateDBInstanceResult>({
  input: {
    DBInstanceIdentifier: { required: true },
    DBInstanceClass: { required: true },
    Engine: { required: true },
  },
  handle(context, input) {
    const tables = rdsTablesOf(context);
    if (input.Engine !== 'postgres') {
      throw invalidParameterValue(`Invalid DB engine: Neargate runs postgres, not ${input.Engine ?? ''}.`);
    }
    const row = newDbInstance(context, tables, input, (identifier) =>
      newCredentials(context, identifier, input),
    );
    return { DBInstance: describeDbInstance(context, tables, row) };
  },
});
