type Version = readonly [major: number, minor: number, patch: number];

interface Constraint {
  readonly operator: string;
  readonly version: Version;
  /** How many numbers were written: `~> 1.2` leaves the minor free, `~> 1.2.3` only the patch. */
  readonly precision: number;
}

/**
 * Whether a version satisfies a constraint such as `>= 1.9, < 2.0` or `~> 1.11`; undefined when the constraint cannot be
 * read. https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function satisfiesVersion(version: string, constraint: string): boolean | undefined {
  const given = parseVersion(version);
  const parts = constraint.split(',').map(parseConstraint);
  if (given === undefined || parts.includes(undefined)) return undefined;
  return parts.every((part) => part !== undefined && satisfies(given.version, part));
}

function parseConstraint(text: string): Constraint | undefined {
  const match = /^\s*(=|!=|>=|<=|>|<|~>)?\s*([\w.+-]+)\s*$/.exec(text);
  const parsed = parseVersion(match?.[2] ?? '');
  return parsed === undefined ? undefined : { operator: match?.[1] ?? '=', ...parsed };
}

function parseVersion(text: string): { version: Version; precision: number } | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?$/.exec(text);
  if (match === null) return undefined;
  const numbers = match.slice(1, 4).filter((part) => part !== undefined);
  const [major = 0, minor = 0, patch = 0] = numbers.map(Number);
  return { version: [major, minor, patch], precision: numbers.length };
}

function satisfies(version: Version, constraint: Constraint): boolean {
  const order = compareVersions(version, constraint.version);
  switch (constraint.operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    default: {
      const [major, minor] = constraint.version;
      const below: Version = constraint.precision >= 3 ? [major, minor + 1, 0] : [major + 1, 0, 0];
      return order >= 0 && compareVersions(version, below) < 0;
    }
  }
}

function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
