import { parseStatements, type Statement } from './policy-document.ts';

/**
 * Whether a role's trust policy lets an AWS service, such as `events.amazonaws.com`, assume it. Conditions are taken as met.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
export function trustsService(trustPolicy: string, servicePrincipal: string): boolean {
  const concerned = parseStatements(trustPolicy).filter(
    (statement) => namesService(statement.Principal, servicePrincipal) && assumesRole(statement),
  );
  return (
    concerned.some(({ Effect }) => Effect === 'Allow') && concerned.every(({ Effect }) => Effect === 'Allow')
  );
}

function namesService(principal: unknown, servicePrincipal: string): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  const { Service: services, AWS: accounts } = principal as { Service?: unknown; AWS?: unknown };
  return [services].flat().includes(servicePrincipal) || [accounts].flat().includes('*');
}

function assumesRole({ Action: actions = [] }: Statement): boolean {
  return actions.some((action) => ['sts:assumerole', 'sts:*', '*'].includes(action.toLowerCase()));
}
