import type {
  DeleteBlueGreenDeploymentRequest,
  DeleteBlueGreenDeploymentResponse,
  DescribeBlueGreenDeploymentsRequest,
  DescribeBlueGreenDeploymentsResponse,
  DescribeGlobalClustersMessage,
  GlobalClustersMessage,
  RemoveFromGlobalClusterMessage,
  RemoveFromGlobalClusterResult,
  RestoreDBClusterFromS3Message,
  RestoreDBClusterFromS3Result,
  RestoreDBClusterToPointInTimeMessage,
  RestoreDBClusterToPointInTimeResult,
  RestoreDBInstanceFromS3Message,
  RestoreDBInstanceFromS3Result,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { globalClusterNotFound, invalidParameterCombination, invalidParameterValue } from '../errors.ts';

// What RDS has and nothing here can create: there is none of it, and each is not found.

export const describeGlobalClusters = operation<DescribeGlobalClustersMessage, GlobalClustersMessage>({
  handle(_context, { GlobalClusterIdentifier: identifier }) {
    if (identifier !== undefined) throw globalClusterNotFound(identifier);
    return { GlobalClusters: [] };
  },
});

export const removeFromGlobalCluster = operation<
  RemoveFromGlobalClusterMessage,
  RemoveFromGlobalClusterResult
>({
  handle(_context, { GlobalClusterIdentifier: identifier }) {
    throw globalClusterNotFound(identifier ?? '');
  },
});

export const describeBlueGreenDeployments = operation<
  DescribeBlueGreenDeploymentsRequest,
  DescribeBlueGreenDeploymentsResponse
>({
  handle(_context, { BlueGreenDeploymentIdentifier: identifier }) {
    if (identifier !== undefined) throw blueGreenDeploymentNotFound(identifier);
    return { BlueGreenDeployments: [] };
  },
});

export const deleteBlueGreenDeployment = operation<
  DeleteBlueGreenDeploymentRequest,
  DeleteBlueGreenDeploymentResponse
>({
  handle(_context, { BlueGreenDeploymentIdentifier: identifier }) {
    throw blueGreenDeploymentNotFound(identifier ?? '');
  },
});

/** RDS restores backups of MySQL from S3, and nothing else. */
export const restoreDbInstanceFromS3 = operation<
  RestoreDBInstanceFromS3Message,
  RestoreDBInstanceFromS3Result
>({
  handle: (_context, { Engine: engine }) => refuseS3(engine),
});

export const restoreDbClusterFromS3 = operation<RestoreDBClusterFromS3Message, RestoreDBClusterFromS3Result>({
  handle: (_context, { Engine: engine }) => refuseS3(engine),
});

export const restoreDbClusterToPointInTime = operation<
  RestoreDBClusterToPointInTimeMessage,
  RestoreDBClusterToPointInTimeResult
>({
  handle() {
    throw invalidParameterCombination(
      'Neargate keeps no automated backups of DB clusters, so there is no point in time to restore. Take a snapshot, and use RestoreDBClusterFromSnapshot.',
    );
  },
});

function refuseS3(engine: string | undefined): never {
  throw invalidParameterValue(
    `Invalid DB engine: backups in Amazon S3 are those of MySQL, and Neargate runs postgres, not ${engine ?? 'mysql'}.`,
  );
}

function blueGreenDeploymentNotFound(identifier: string): AwsError {
  return new AwsError('BlueGreenDeploymentNotFoundFault', `BlueGreenDeployment ${identifier} not found.`, {
    status: 404,
  });
}
