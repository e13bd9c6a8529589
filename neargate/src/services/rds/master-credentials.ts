import type { IdSource } from '../../core/ids.ts';
import { invalidParameterCombination, invalidParameterValue, required } from './errors.ts';

/** Names that PostgreSQL or RDS keep for themselves. */
const reservedNames = new Set(['admin', 'postgresql', 'rdsadmin', 'rdsrepladmin', 'public', 'rds_superuser']);

export function checkedMasterUsername(username: string | undefined): string {
  const name = required(username, 'MasterUsername');
  if (!/^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(name)) {
    throw invalidParameterValue(
      'The parameter MasterUsername must begin with a letter and contain only alphanumeric characters.',
    );
  }
  if (reservedNames.has(name.toLowerCase())) {
    throw invalidParameterValue(
      `MasterUsername ${name} cannot be used as it is a reserved word used by the engine`,
    );
  }
  return name;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
export function checkedMasterPassword(password: string): string {
  if (password.length < 8 || password.length > 128) {
    throw invalidParameterValue(
      'The parameter MasterUserPassword is not a valid password because it must have between 8 and 128 characters.',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(password) || /[/@" ]/.test(password)) {
    throw invalidParameterValue(
      `The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`,
    );
  }
  return password;
}

export function refuseTwoPasswordSources(input: {
  MasterUserPassword?: string | undefined;
  ManageMasterUserPassword?: boolean | undefined;
}): void {
  if (input.ManageMasterUserPassword === true && input.MasterUserPassword !== undefined) {
    throw invalidParameterCombination(
      'You cannot specify MasterUserPassword when ManageMasterUserPassword is enabled.',
    );
  }
}

/** A password such as RDS makes for the secrets it manages. */
export function generatePassword(ids: IdSource): string {
  return ids.alphanumeric(28);
}
