import { memberOf, type Refusal, type Violation } from '../violation.ts';
import { invalidParameterValue, missingParameter } from './errors.ts';

/** Newer operations, whose messages spell parameters as requests do: `VpcId`. Older ones say `vpcId`. */
const newer: readonly string[] = [
  'AssignPrivateNatGatewayAddress',
  'AssociateNatGatewayAddress',
  'CreateTags',
  'CreateVpcEndpoint',
  'DeleteVpcEndpoints',
  'DisassociateNatGatewayAddress',
  'GetManagedPrefixListEntries',
  'ModifySecurityGroupRules',
  'ModifyVpcEndpoint',
  'UnassignPrivateNatGatewayAddress',
];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export const ec2Refusal: Refusal = (violation, operationName) => {
  const { demand, value, constraints } = violation;
  const name = parameterName(violation, operationName);
  if (demand === 'required') return missingParameter(name);
  if (constraints.shape === 'ResourceType')
    return invalidParameterValue(`'${String(value)}' is not a valid taggable resource type.`);
  const given = Array.isArray(value) ? value.length : value;
  if (demand === 'min' || demand === 'max') {
    const bound =
      demand === 'min'
        ? `greater than or equal to ${constraints.min}`
        : `less than or equal to ${constraints.max}`;
    return invalidParameterValue(
      `Value ( ${String(given)} ) for parameter ${name} is invalid. Expecting a value ${bound}.`,
    );
  }
  const known = constraints.enum === undefined ? '' : ` Valid values are: ${constraints.enum.join(', ')}.`;
  return invalidParameterValue(`Value (${String(given)}) for parameter ${name} is invalid.${known}`);
};

function parameterName({ path, constraints, within }: Violation, operationName: string): string {
  const member = memberOf(path);
  const spelling = within === undefined ? (constraints.spelling ?? member) : member;
  const first = spelling.charAt(0);
  return (newer.includes(operationName) ? first.toUpperCase() : first.toLowerCase()) + spelling.slice(1);
}
