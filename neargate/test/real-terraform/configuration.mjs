// A copy of the reference system's Terraform that the real provider runs against a Neargate on this machine.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What docs/terraform.md tells users to put beside their configuration. Credentials and the endpoint come from the environment. */
const override = `provider "aws" {
  s3_use_path_style       = true
  skip_metadata_api_check = true
}
`;

/** What version 6 of the provider brought and the configuration uses, in words of version 5: for machines that have only that one. */
const inVersion5 = [
  [/>= 6\.0(?:\.0)?|~> 6\.0/g, '>= 5.100.0'],
  [/aws_region\.current\.region/g, 'aws_region.current.name'],
  [/aws_ecs_service\.this\.arn/g, 'aws_ecs_service.this.id'],
];

/** Copies what Terraform reads into `folder` and returns the root module there. */
export function copyConfiguration(repository, folder) {
  for (const name of ['terraform', 'pipeline.json']) {
    cpSync(path.join(repository, name), path.join(folder, name), {
      recursive: true,
      filter: (source) => !/^(?:\.terraform.*|terraform\.tfstate.*)$/.test(path.basename(source)),
    });
  }
  const root = path.join(folder, 'terraform');
  writeFileSync(path.join(root, 'neargate_override.tf'), override);
  return root;
}

export function adaptToVersion5(root) {
  for (const name of readdirSync(root, { recursive: true })) {
    if (!name.endsWith('.tf')) continue;
    const file = path.join(root, name);
    const before = readFileSync(file, 'utf8');
    const after = inVersion5.reduce((text, [pattern, words]) => text.replaceAll(pattern, words), before);
    if (after !== before) writeFileSync(file, after);
  }
}
