/**
 * The variables of an `.env` file by the rules of the ECS agent: a line is NAME=VALUE, taken as it stands with its spaces and
 * quotes; lines that begin with `#`, that have no `=`, or whose name or value is empty are left out. Of lines with the
 * same name the last one counts.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html
 * https://github.com/aws/amazon-ecs-agent/blob/master/agent/taskresource/envFiles/envfile.go
 */
export function parseEnvironmentFile(text: string): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const separator = line.indexOf('=');
    if (line.startsWith('#') || separator < 1 || separator === line.length - 1) continue;
    variables[line.slice(0, separator)] = line.slice(separator + 1);
  }
  return variables;
}
