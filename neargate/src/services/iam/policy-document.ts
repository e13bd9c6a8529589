import { malformedPolicy } from './errors.ts';

/** A statement of a policy whose form has been checked; members that this does not need are left as they are. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: unknown;
}

const syntaxErrors = 'Syntax errors in policy.';

/** What a statement may hold. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const statementMembers = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

const policyMembers = new Set(['Version', 'Id', 'Statement']);

const conditionOperator =
  /^(?:(?:ForAnyValue|ForAllValues):)?(?:(?:String(?:Equals|NotEquals|EqualsIgnoreCase|NotEqualsIgnoreCase|Like|NotLike)|Numeric(?:Equals|NotEquals|(?:LessThan|GreaterThan)(?:Equals)?)|Date(?:Equals|NotEquals|(?:LessThan|GreaterThan)(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Equals|Like|NotEquals|NotLike))(?:IfExists)?|Null)$/i;

/** The statements of an identity policy: those of roles, users, groups and managed policies. Throws MalformedPolicyDocument. */
export function parseIdentityPolicy(text: string): Statement[] {
  const statements = parseStatements(text);
  for (const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal } of statements) {
    if (Principal !== undefined || NotPrincipal !== undefined) {
      throw malformedPolicy('Policy document should not specify a principal.');
    }
    if (Action === undefined && NotAction === undefined) {
      throw malformedPolicy('Policy statement must contain actions.');
    }
    if (Resource === undefined && NotResource === undefined) {
      throw malformedPolicy('Policy statement must contain resources.');
    }
    for (const resource of [...(Resource ?? []), ...(NotResource ?? [])]) checkResource(resource);
  }
  return statements;
}

/** The statements of any policy, their form checked as far as all kinds of policies agree. */
export function parseStatements(text: string): Statement[] {
  if (/^\s/.test(text)) throw malformedPolicy('JSON strings must not have leading spaces');
  const document = parseObject(text);
  if (Object.keys(document).some((member) => !policyMembers.has(member))) throw malformedPolicy(syntaxErrors);
  const { Version: version = '2008-10-17', Statement: given } = document;
  if (version !== '2012-10-17' && version !== '2008-10-17') throw malformedPolicy(syntaxErrors);
  const list: unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw malformedPolicy(syntaxErrors);
  const statements = list.map(parseStatement);
  const sids = statements.map(({ Sid }) => Sid).filter((sid) => sid !== undefined && sid !== '');
  if (new Set(sids).size < sids.length) {
    throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.');
  }
  return statements;
}

function parseObject(text: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformedPolicy('This policy contains invalid Json');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw malformedPolicy(syntaxErrors);
  }
  return document as Record<string, unknown>;
}

function parseStatement(given: unknown): Statement {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw malformedPolicy(syntaxErrors);
  }
  const statement = given as Record<string, unknown>;
  if (Object.keys(statement).some((member) => !statementMembers.has(member))) {
    throw malformedPolicy(syntaxErrors);
  }
  const { Sid, Effect, Principal, NotPrincipal, Condition } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw malformedPolicy(syntaxErrors);
  if (Sid !== undefined && typeof Sid !== 'string') throw malformedPolicy(syntaxErrors);
  checkCondition(Condition);
  const lists = Object.fromEntries(
    (['Action', 'NotAction', 'Resource', 'NotResource'] as const)
      .map((member) => [member, textsOf(statement[member])] as const)
      .filter(([, texts]) => texts !== undefined),
  );
  for (const action of [...(lists['Action'] ?? []), ...(lists['NotAction'] ?? [])]) checkAction(action);
  return {
    Effect,
    ...(Sid === undefined ? {} : { Sid }),
    ...lists,
    ...(Principal === undefined ? {} : { Principal }),
    ...(NotPrincipal === undefined ? {} : { NotPrincipal }),
    ...(Condition === undefined ? {} : { Condition }),
  };
}

/** One text or a list of them; undefined where there is none. */
function textsOf(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0 || list.some((element) => typeof element !== 'string')) {
    throw malformedPolicy(syntaxErrors);
  }
  return list as string[];
}

function checkCondition(condition: unknown): void {
  if (condition === undefined) return;
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) {
    throw malformedPolicy(syntaxErrors);
  }
  for (const [operator, keys] of Object.entries(condition as Record<string, unknown>)) {
    const isStructure = typeof keys === 'object' && keys !== null && !Array.isArray(keys);
    if (!conditionOperator.test(operator) || !isStructure) throw malformedPolicy(syntaxErrors);
  }
}

function checkAction(action: string): void {
  if (action === '*') return;
  const [vendor = '', ...rest] = action.split(':');
  if (rest.length === 0) {
    throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
  if (rest.length > 1) throw malformedPolicy('Actions/Condition can contain only one colon.');
  if (!/^[A-Za-z0-9-]+$/.test(vendor)) throw malformedPolicy(`Vendor ${vendor} is not valid`);
}

function checkResource(resource: string): void {
  if (resource === '*' || resource.startsWith('${')) return;
  if (resource.split(':').length < 6 && !/^arn:[^:]*\*/.test(resource) && !/^arn:.*\*$/.test(resource)) {
    throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
  }
}
