import type { DataSource, ResourceType } from '../../terraform/provider.ts';
import { acmDataSources, acmTypes } from './acm/acm-types.ts';
import { appautoscalingDataSources, appautoscalingTypes } from './appautoscaling/appautoscaling-types.ts';
import { cloudwatchDataSources, cloudwatchTypes } from './cloudwatch/cloudwatch-types.ts';
import { codebuildDataSources, codebuildTypes } from './codebuild/codebuild-types.ts';
import { codecommitDataSources, codecommitTypes } from './codecommit/codecommit-types.ts';
import { codedeployDataSources, codedeployTypes } from './codedeploy/codedeploy-types.ts';
import { codepipelineDataSources, codepipelineTypes } from './codepipeline/codepipeline-types.ts';
import {
  codestarconnectionsDataSources,
  codestarconnectionsTypes,
} from './codestarconnections/codestarconnections-types.ts';
import { dynamodbDataSources, dynamodbTypes } from './dynamodb/dynamodb-types.ts';
import { ec2DataSources, ec2Types } from './ec2/ec2-types.ts';
import { ecrDataSources, ecrTypes } from './ecr/ecr-types.ts';
import { ecsDataSources, ecsTypes } from './ecs/ecs-types.ts';
import { elbv2DataSources, elbv2Types } from './elbv2/elbv2-types.ts';
import { eventsDataSources, eventsTypes } from './events/events-types.ts';
import { iamDataSources, iamTypes } from './iam/iam-types.ts';
import { kmsDataSources, kmsTypes } from './kms/kms-types.ts';
import { logsDataSources, logsTypes } from './logs/logs-types.ts';
import { metaDataSources } from './meta/meta-types.ts';
import { rdsDataSources } from './rds/data-sources.ts';
import { rdsTypes } from './rds/rds-types.ts';
import { route53DataSources, route53Types } from './route53/route53-types.ts';
import { s3DataSources, s3Types } from './s3/s3-types.ts';
import { secretsmanagerDataSources, secretsmanagerTypes } from './secretsmanager/secretsmanager-types.ts';
import {
  servicediscoveryDataSources,
  servicediscoveryTypes,
} from './servicediscovery/servicediscovery-types.ts';
import { snsDataSources, snsTypes } from './sns/sns-types.ts';
import { sqsDataSources, sqsTypes } from './sqs/sqs-types.ts';
import { ssmDataSources, ssmTypes } from './ssm/ssm-types.ts';
import { storedTypes } from './stored/stored-types.ts';
import { stsDataSources, stsTypes } from './sts/sts-types.ts';
import type { AwsClient } from './client.ts';
import { regionalDataSource, regionalType } from './regional.ts';
import { taggedType } from './tagged-type.ts';

const types: Readonly<Record<string, ResourceType<AwsClient>>> = {
  // First, so that a type that behaves comes before one that is only kept.
  ...storedTypes,
  ...acmTypes,
  ...appautoscalingTypes,
  ...cloudwatchTypes,
  ...codebuildTypes,
  ...codecommitTypes,
  ...codedeployTypes,
  ...codepipelineTypes,
  ...codestarconnectionsTypes,
  ...dynamodbTypes,
  ...ec2Types,
  ...ecrTypes,
  ...ecsTypes,
  ...elbv2Types,
  ...eventsTypes,
  ...iamTypes,
  ...kmsTypes,
  ...logsTypes,
  ...rdsTypes,
  ...route53Types,
  ...s3Types,
  ...secretsmanagerTypes,
  ...servicediscoveryTypes,
  ...snsTypes,
  ...sqsTypes,
  ...ssmTypes,
  ...stsTypes,
};

const dataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  ...acmDataSources,
  ...appautoscalingDataSources,
  ...cloudwatchDataSources,
  ...codebuildDataSources,
  ...codecommitDataSources,
  ...codedeployDataSources,
  ...codepipelineDataSources,
  ...codestarconnectionsDataSources,
  ...dynamodbDataSources,
  ...ec2DataSources,
  ...ecrDataSources,
  ...ecsDataSources,
  ...elbv2DataSources,
  ...eventsDataSources,
  ...iamDataSources,
  ...kmsDataSources,
  ...logsDataSources,
  ...metaDataSources,
  ...rdsDataSources,
  ...route53DataSources,
  ...s3DataSources,
  ...secretsmanagerDataSources,
  ...servicediscoveryDataSources,
  ...snsDataSources,
  ...sqsDataSources,
  ...ssmDataSources,
  ...stsDataSources,
};

/** Every resource type of the `aws` provider, with what provider 6 gives all of them: `region`, and tags under default tags. */
export const awsResourceTypes: Readonly<Record<string, ResourceType<AwsClient>>> = mapEntries(
  types,
  (name, type) => regionalType(name, taggedType(type)),
);

export const awsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = mapEntries(
  dataSources,
  regionalDataSource,
);

function mapEntries<From, To>(
  table: Readonly<Record<string, From>>,
  change: (name: string, entry: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, change(name, entry)]));
}
