import { inModelsWords, memberOf, pathSteps, type Refusal, type Violation } from '../violation.ts';
import { invalidInput } from './errors.ts';

const namespace = 'https://route53.amazonaws.com/doc/2013-04-01/';

/** Members that stand in the path or query of a request. All others are in its body, which a schema is for. */
const outsideOfBodies: readonly string[] = [
  'EDNS0ClientSubnetIP',
  'EDNS0ClientSubnetMask',
  'HealthCheckId',
  'HostedZoneId',
  'HostedZoneType',
  'Id',
  'Marker',
  'NextToken',
  'RecordName',
  'RecordType',
  'ResolverIP',
  'ResourceId',
  'ResourceType',
  'StartRecordIdentifier',
  'StartRecordType',
  'VPCId',
  'VPCRegion',
];

/**
 * Bodies are answered in the words of XML Schema, the rest in those of the service model.
 * https://www.w3.org/TR/xmlschema-1/#outcomes has the names of what a schema demands.
 */
export const route53Refusal: Refusal = (violation, operationName) => {
  const { path, value } = violation;
  if (path.parent === undefined && outsideOfBodies.includes(memberOf(path))) {
    // Ids may stand behind what they are ids of.
    if (typeof value === 'string' && /^\/?(?:hostedzone|change|healthcheck)\//.test(value)) return undefined;
    return inModelsWords;
  }
  return invalidInput(`Invalid XML ; ${schemaOutcome(violation, operationName)}`);
};

function schemaOutcome(violation: Violation, operationName: string): string {
  const { demand, value, constraints } = violation;
  const type = `for type '${constraints.shape ?? ''}'.`;
  const measured = typeof value === 'string' ? ` with length = '${value.length}'` : '';
  const notValid = (facet: string) =>
    `Value '${String(value)}'${measured} is not facet-valid with respect to ${facet}`;
  switch (demand) {
    case 'required':
      return incomplete(elementAround(violation, operationName), memberOf(violation.path));
    case 'enum':
      return `cvc-enumeration-valid: Value '${String(value)}' is not facet-valid with respect to enumeration '[${(constraints.enum ?? []).join(', ')}]'. It must be a value from the enumeration.`;
    case 'pattern':
      return `cvc-pattern-valid: Value '${String(value)}' is not facet-valid with respect to pattern '${constraints.pattern}' ${type}`;
    case 'min':
      if (Array.isArray(value)) return incomplete(memberOf(violation.path), elementOf(violation));
      return typeof value === 'string'
        ? `cvc-minLength-valid: ${notValid(`minLength '${constraints.min}'`)} ${type}`
        : `cvc-minInclusive-valid: ${notValid(`minInclusive '${constraints.min}'`)} ${type}`;
    case 'max':
      if (Array.isArray(value))
        return `cvc-complex-type.2.4.d: Invalid content was found starting with element '${elementOf(violation)}'. No child element is expected at this point.`;
      return typeof value === 'string'
        ? `cvc-maxLength-valid: ${notValid(`maxLength '${constraints.max}'`)} ${type}`
        : `cvc-maxInclusive-valid: ${notValid(`maxInclusive '${constraints.max}'`)} ${type}`;
  }
}

function incomplete(element: string, expected: string): string {
  return `cvc-complex-type.2.4.b: The content of element '${element}' is not complete. One of '{"${namespace}":${expected}}' is expected.`;
}

/** The element that a member stands in. */
function elementAround({ path }: Violation, operationName: string): string {
  if (path.parent === undefined) return `${operationName}Request`;
  const [last] = pathSteps(path.parent).slice(-1);
  return last !== undefined && 'index' in last ? singular(memberOf(path.parent)) : memberOf(path.parent);
}

/** What elements of a list are called: `ResourceRecord` of `ResourceRecords`. */
function elementOf({ path }: Violation): string {
  return singular(memberOf(path));
}

function singular(list: string): string {
  return elementNames[list] ?? list.replace(/s$/, '');
}

const elementNames: Readonly<Record<string, string>> = {
  AddTags: 'Tag',
  RemoveTagKeys: 'Key',
  ResetElements: 'ResettableElementName',
};
