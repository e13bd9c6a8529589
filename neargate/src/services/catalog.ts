import { acm } from './acm/acm.ts';
import { applicationAutoscaling } from './application-autoscaling/application-autoscaling.ts';
import { cloudwatch } from './cloudwatch/cloudwatch.ts';
import { codebuild } from './codebuild/codebuild.ts';
import { codecommit } from './codecommit/codecommit.ts';
import { codedeploy } from './codedeploy/codedeploy.ts';
import { codepipeline } from './codepipeline/codepipeline.ts';
import { codeConnections, codestarConnections } from './connections/connections.ts';
import { dynamodb } from './dynamodb/dynamodb.ts';
import { ec2 } from './ec2/ec2.ts';
import { ecr } from './ecr/ecr.ts';
import { ecs } from './ecs/ecs.ts';
import { elbv2 } from './elbv2/elbv2.ts';
import { events } from './events/events.ts';
import { faultsService } from './faults/faults.ts';
import { iam } from './iam/iam.ts';
import { kms } from './kms/kms.ts';
import { logs } from './logs/logs.ts';
import { rds } from './rds/rds.ts';
import { route53 } from './route53/route53.ts';
import { s3 } from './s3/s3.ts';
import { secretsmanager } from './secretsmanager/secretsmanager.ts';
import { servicediscovery } from './servicediscovery/servicediscovery.ts';
import { sns } from './sns/sns.ts';
import { sqs } from './sqs/sqs.ts';
import { ssm } from './ssm/ssm.ts';
import { storedResourcesService } from './stored-resources/stored-resources.ts';
import { sts } from './sts/sts.ts';
import type { ServiceDefinition } from './operation.ts';

/** Every service of the control plane, by the name used inside Neargate. */
export const catalog = {
  acm,
  'application-autoscaling': applicationAutoscaling,
  cloudwatch,
  codebuild,
  codecommit,
  codeconnections: codeConnections,
  codedeploy,
  codepipeline,
  'codestar-connections': codestarConnections,
  dynamodb,
  ec2,
  ecr,
  ecs,
  elbv2,
  events,
  iam,
  kms,
  logs,
  rds,
  route53,
  s3,
  secretsmanager,
  servicediscovery,
  sns,
  sqs,
  ssm,
  sts,
} satisfies Record<string, ServiceDefinition>;

/** Services of Neargate's own, which the gateway does not serve. */
export const internalCatalog = {
  faults: faultsService,
  'stored-resources': storedResourcesService,
} satisfies Record<string, ServiceDefinition>;

export type Catalog = typeof catalog;
export type ServiceName = keyof Catalog;
export type OperationName<Service extends ServiceName> = keyof Catalog[Service]['operations'] & string;

/** Everything that can be invoked in process. */
export type InvocableCatalog = Catalog & typeof internalCatalog;
export type InvocableName = keyof InvocableCatalog;
export type InvocableOperation<Service extends InvocableName> =
  keyof InvocableCatalog[Service]['operations'] & string;
