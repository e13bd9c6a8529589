import { expect, it } from 'vitest';
import { sesSmtpPassword } from './ses-smtp-password.ts';

// Calculated with the Python code of the page that describes the conversion.
it('is what AWS derives from the secret of a key, for each region', () => {
  expect(sesSmtpPassword('secret', 'us-east-1')).toBe('BHlIeyDS4HKFlws/Wlu6WRChwO84ARb1Ju9h0cZWr4+3');
  expect(sesSmtpPassword('secret', 'eu-west-1')).not.toBe(sesSmtpPassword('secret', 'us-east-1'));
});
