import { AwsError } from '../../../core/aws-error.ts';
import { parseStatements, type Statement } from '../policy-document.ts';

/** A policy as evaluation reads it. */
export interface Policy {
  /** What an explanation calls it, such as `inline policy pipeline of role shop-pipeline`. */
  readonly name: string;
  readonly statements: readonly Statement[];
  /** Policies of the older version, 2008-10-17, have no variables. */
  readonly hasVariables: boolean;
}

type Parsed = Omit<Policy, 'name'>;

/** Policies are evaluated far more often than they change. */
const parsedByText = new Map<string, Parsed>();
const mostParsed = 2000;

/** Reads a policy document. One that cannot be read has no statements, and so allows and denies nothing. */
export function readPolicy(name: string, document: string): Policy {
  let parsed = parsedByText.get(document);
  if (parsed === undefined) {
    parsed = parse(document);
    if (parsedByText.size >= mostParsed) parsedByText.clear();
    parsedByText.set(document, parsed);
  }
  return { name, ...parsed };
}

function parse(document: string): Parsed {
  try {
    const statements = parseStatements(document);
    const { Version } = JSON.parse(document) as { Version?: string };
    return { statements, hasVariables: Version === '2012-10-17' };
  } catch (error) {
    if (error instanceof AwsError) return { statements: [], hasVariables: false };
    throw error;
  }
}
