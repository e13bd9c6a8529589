import { parseStatements, type Statement } from './policy-document.ts';

/**
 * Whether a role's trust policy lets bearers of an identity provider's tokens assume it. Conditions are taken as met.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity
 */
export function trustsProvider(trustPolicy: string, providerArn: string): boolean {
  const concerned = parseStatements(trustPolicy).filter(
    (statement) => namesProvider(statement.Principal, providerArn) && assumesRole(statement),
  );
  return (
    concerned.some(({ Effect }) => Effect === 'Allow') &&
    concerned.every(({ Effect, Condition }) => Effect === 'Allow' || Condition !== undefined)
  );
}

function namesProvider(principal: unknown, providerArn: string): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  return [(principal as { Federated?: unknown }).Federated].flat().includes(providerArn);
}

function assumesRole({ Action: actions = [] }: Statement): boolean {
  return actions.some((action) =>
    ['sts:assumerolewithwebidentity', 'sts:*', '*'].includes(action.toLowerCase()),
  );
}
