import { AwsError } from '../../core/aws-error.ts';

/** RDS's error codes and texts. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html */

export function dbInstanceNotFound(identifier: string): AwsError {
  return new AwsError('DBInstanceNotFound', `DBInstance ${identifier} not found.`, { status: 404 });
}

export function dbInstanceAlreadyExists(): AwsError {
  return new AwsError('DBInstanceAlreadyExists', 'DB instance already exists');
}

export function invalidDbInstanceState(message: string): AwsError {
  return new AwsError('InvalidDBInstanceState', message);
}

export function dbSnapshotNotFound(identifier: string): AwsError {
  return new AwsError('DBSnapshotNotFound', `DBSnapshot ${identifier} not found.`, { status: 404 });
}

export function dbSnapshotAlreadyExists(identifier: string): AwsError {
  return new AwsError(
    'DBSnapshotAlreadyExists',
    `Cannot create the snapshot because a snapshot with the identifier ${identifier} already exists.`,
  );
}

export function invalidDbSnapshotState(message: string): AwsError {
  return new AwsError('InvalidDBSnapshotState', message);
}

export function dbSubnetGroupNotFound(name: string): AwsError {
  return new AwsError('DBSubnetGroupNotFoundFault', `DB subnet group '${name}' does not exist.`, {
    status: 404,
  });
}

export function dbParameterGroupNotFound(name: string): AwsError {
  return new AwsError('DBParameterGroupNotFound', `DBParameterGroup not found: ${name}`, { status: 404 });
}

export function dbClusterParameterGroupNotFound(name: string): AwsError {
  return new AwsError('DBClusterParameterGroupNotFound', `DBClusterParameterGroup not found: ${name}`, {
    status: 404,
  });
}

export function dbClusterNotFound(identifier: string): AwsError {
  return new AwsError('DBClusterNotFoundFault', `DBCluster ${identifier} not found.`, { status: 404 });
}

/** The text is not verified. */
export function resourceNotFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundFault', `The resource ${arn} was not found.`, { status: 404 });
}

export function invalidDbClusterState(message: string): AwsError {
  return new AwsError('InvalidDBClusterStateFault', message);
}

export function dbClusterSnapshotNotFound(identifier: string): AwsError {
  return new AwsError('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot ${identifier} not found.`, {
    status: 404,
  });
}

export function globalClusterNotFound(identifier: string): AwsError {
  return new AwsError('GlobalClusterNotFoundFault', `Global cluster ${identifier} not found.`, {
    status: 404,
  });
}

export function invalidParameterValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

export function invalidParameterCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', message);
}

export function missingParameter(name: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${name}`);
}

/** The value, or MissingParameter. */
export function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw missingParameter(name);
  return value;
}
