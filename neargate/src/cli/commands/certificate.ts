import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../../core/user-error.ts';
import { authorityCertificatePath } from '../../drivers/certificate-authority/certificate-authority.ts';
import { readSettings } from '../../runtime/settings.ts';
import { stateLayout } from '../../runtime/state-layout.ts';
import { defineCommand } from '../command.ts';

export const certificate = defineCommand({
  name: 'certificate',
  summary:
    'Print the path of the certificate of the local authority, which issues the certificates of ACM. Clients that shall believe HTTPS listeners have to trust it; Neargate installs it nowhere.',
  positionals: [{ name: 'authority' }],
  options: { pem: { type: 'boolean', description: 'Print the certificate itself' } },
  examples: [
    'neargate certificate authority',
    'neargate certificate authority --pem > authority.pem',
    'curl --cacert "$(neargate certificate authority)" --connect-to ::localhost:8443 https://shop.example.com/',
  ],
  run({ options, positionals, terminal, environment, workingDirectory }) {
    const [what] = positionals;
    if (what !== 'authority') {
      throw new UserError(`There is no "neargate certificate ${what}".`, {
        remedy: 'Use: neargate certificate authority',
        exitCode: 2,
      });
    }
    const { stateDirectory } = readSettings(environment, workingDirectory);
    const file = authorityCertificatePath(stateLayout(stateDirectory).certificates);
    if (!existsSync(file)) {
      throw new UserError(`There is no certificate authority in ${stateDirectory} yet.`, {
        remedy:
          'It is made with the first certificate: apply an aws_acm_certificate or call RequestCertificate, or name the state directory with NEARGATE_STATE.',
      });
    }
    terminal.print(options.pem === true ? readFileSync(file, 'utf8') : `${file}\n`);
    return Promise.resolve(0);
  },
});
