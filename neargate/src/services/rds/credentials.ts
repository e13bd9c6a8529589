import type { OperationContext } from '../context.ts';
import { awsManagedKeyArn } from '../kms/aws-managed-keys.ts';
import { createManagedSecret, deleteManagedSecret } from '../secretsmanager/managed-secret.ts';
import { invalidParameterCombination, required } from './errors.ts';
import {
  checkedMasterPassword,
  checkedMasterUsername,
  generatePassword,
  refuseTwoPasswordSources,
} from './master-credentials.ts';
import type { DbInstanceRow } from './store.ts';

export type Credentials = Pick<
  DbInstanceRow,
  'masterUsername' | 'masterUserPassword' | 'masterUserSecret' | 'passwordSetAtMs'
>;

/** Whose credentials they are. */
export interface Subject {
  readonly kind: 'instance' | 'cluster';
  readonly identifier: string;
}

interface PasswordInput {
  readonly MasterUserPassword?: string | undefined;
  readonly ManageMasterUserPassword?: boolean | undefined;
  readonly MasterUserSecretKmsKeyId?: string | undefined;
}

/** Of what begins empty: the caller's password, or one that RDS keeps in a secret. */
export function newCredentials(
  context: OperationContext,
  subject: Subject,
  input: PasswordInput & { readonly MasterUsername?: string | undefined },
): Credentials {
  refuseTwoPasswordSources(input);
  const masterUsername = checkedMasterUsername(input.MasterUsername);
  const passwordSetAtMs = context.clock.now();
  if (input.ManageMasterUserPassword !== true) {
    return {
      masterUsername,
      masterUserPassword: checkedMasterPassword(required(input.MasterUserPassword, 'MasterUserPassword')),
      passwordSetAtMs,
    };
  }
  return {
    masterUsername,
    passwordSetAtMs,
    masterUserSecret: newSecret(context, subject, masterUsername, input),
  };
}

/** Of what has a master user in its data already: its password stays, unless RDS is to keep one from now on. */
export function keptCredentials(
  context: OperationContext,
  subject: Subject,
  masterUsername: string,
  input: PasswordInput,
): Credentials {
  const passwordSetAtMs = context.clock.now();
  return input.ManageMasterUserPassword === true
    ? {
        masterUsername,
        passwordSetAtMs,
        masterUserSecret: newSecret(context, subject, masterUsername, input),
      }
    : { masterUsername, passwordSetAtMs };
}

/** Whether the password is known to nothing but the data. */
export function isKept({ masterUserPassword, masterUserSecret }: Credentials): boolean {
  return masterUserPassword === undefined && masterUserSecret === undefined;
}

/** What a change of the password, or of who keeps it, leaves. */
export function changedCredentials(
  context: OperationContext,
  subject: Subject,
  before: Credentials,
  input: PasswordInput,
): Partial<Credentials> {
  refuseTwoPasswordSources(input);
  const passwordSetAtMs = context.clock.now();
  const { masterUserSecret } = before;
  if (input.ManageMasterUserPassword === true && masterUserSecret === undefined) {
    const secret = newSecret(context, subject, before.masterUsername, input);
    return { masterUserSecret: secret, masterUserPassword: undefined, passwordSetAtMs };
  }
  if (input.ManageMasterUserPassword === false && masterUserSecret !== undefined) {
    const password = checkedMasterPassword(required(input.MasterUserPassword, 'MasterUserPassword'));
    deleteManagedSecret(context, masterUserSecret.arn);
    return { masterUserSecret: undefined, masterUserPassword: password, passwordSetAtMs };
  }
  if (input.MasterUserPassword === undefined) return {};
  if (masterUserSecret !== undefined) {
    throw invalidParameterCombination(
      `You cannot specify MasterUserPassword for ${subject.kind === 'instance' ? 'an instance' : 'a cluster'} with ManageMasterUserPassword enabled.`,
    );
  }
  return { masterUserPassword: checkedMasterPassword(input.MasterUserPassword), passwordSetAtMs };
}

function newSecret(
  context: OperationContext,
  { kind, identifier }: Subject,
  masterUsername: string,
  input: PasswordInput,
): { arn: string; kmsKeyId: string } {
  const kmsKeyId = input.MasterUserSecretKmsKeyId ?? awsManagedKeyArn(context, 'secretsmanager');
  const arn = createManagedSecret(context, {
    name: `rds!${kind === 'instance' ? 'db' : 'cluster'}-${context.ids.uuid()}`,
    description: `Secret associated with primary RDS DB ${kind}: ${identifier}`,
    secretString: JSON.stringify({ username: masterUsername, password: generatePassword(context.ids) }),
    kmsKeyId: input.MasterUserSecretKmsKeyId,
  });
  return { arn, kmsKeyId };
}
