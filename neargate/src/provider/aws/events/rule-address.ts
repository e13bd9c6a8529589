/** The identifier of a rule, as the provider forms it: on the default bus its name alone. */
export function ruleId(busName: string, rule: string): string {
  return busName === 'default' ? rule : `${busName}/${rule}`;
}
